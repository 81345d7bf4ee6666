"""Backstay: guards around calls to upstreams, configured once for every language of a host.

    runtime = backstay.Runtime("backstay.json")
    payments = runtime.policy("payments")

    @payments
    async def charge(order: Order) -> Receipt: ...

    with payments.enter() as permit: ...

A policy is a circuit breaker, retry, timeout, bulkhead, rate limit, or several of them; the code around a call is the same. A refused
call raises a `RejectedError` (`CircuitOpenError`, `BulkheadFullError`, ...) that knows when to come back; one that was given up a
`RetriesExhaustedError`; one that took too long a `TimeoutError`. Views say the rest: `payments.counting(...)`, `.costing(...)`,
`.fallback(...)`. Transitions are logged on the logger `backstay`, one line each. State is private to the process.

What must happen once, however often it is asked for, stands under an idempotency key:

    orders = runtime.idempotency("orders")

    @orders.once(key=lambda order: order.id)
    def place(order: Order) -> dict[str, str]: ...

Over HTTP `IdempotencyMiddleware` of the adapters does that for requests.

Adapters: `backstay.asgi`, `.fastapi`, `.django`, `.wsgi`, `.httpx`, `.requests`, `.prometheus`; for your own tests
`backstay.testing`; `python -m backstay check` checks a configuration.
"""

import sys as _sys

if not getattr(_sys, "_is_gil_enabled", lambda: True)():
    raise ImportError("backstay needs the GIL; start Python without -X gil=0 and PYTHON_GIL=0", name="backstay")

from backstay import _catalogue as _catalogue
from backstay import _install as _install
from backstay._catalogue import *  # noqa: F403  # every exception of the catalogue
from backstay._claim import Answer, Claim, ClaimOutcome
from backstay._deadlines import deadline
from backstay._default import get_default, policy, set_default
from backstay._events import Event, EventPage
from backstay._http import HttpRequest, Served
from backstay._idempotency import Idempotency
from backstay._native import AsyncPermit, Permit, time_left
from backstay._native import version as _version
from backstay._policy import Policy
from backstay._rate_limit import RateLimit
from backstay._report import Report
from backstay._runtime import Runtime
from backstay._snapshot import Cause, PatternSnapshot, Snapshot

__version__: str = _version()

__all__ = [
    "Answer",
    "AsyncPermit",
    "Cause",
    "Claim",
    "ClaimOutcome",
    "Event",
    "EventPage",
    "HttpRequest",
    "Idempotency",
    "PatternSnapshot",
    "Permit",
    "Policy",
    "RateLimit",
    "Report",
    "Runtime",
    "Served",
    "Snapshot",
    "__version__",
    "deadline",
    "get_default",
    "policy",
    "set_default",
    "time_left",
]
__all__ += _catalogue.__all__
