"""Backstay: guards around calls to upstreams, configured once for every language of a host.

    runtime = backstay.Runtime("backstay.json")
    payments = runtime.policy("payments")

    @payments
    async def charge(order: Order) -> Receipt: ...

    with payments.enter() as permit: ...

A refused call raises `CircuitOpenError`, a `RejectedError` that knows when to come back. Transitions are logged on the logger
`backstay`, one line each. State is private to the process. Adapters: `backstay.asgi`, `.fastapi`, `.django`, `.wsgi`, `.httpx`,
`.requests`, `.prometheus`; for your own tests `backstay.testing`; `python -m backstay check` checks a configuration.
"""

import sys as _sys

if not getattr(_sys, "_is_gil_enabled", lambda: True)():
    raise ImportError("backstay needs the GIL; start Python without -X gil=0 and PYTHON_GIL=0", name="backstay")

from backstay import _install as _install
from backstay._catalogue import (
    BulkheadFullError,
    CircuitOpenError,
    ClosedError,
    ConfigError,
    Error,
    ForkedError,
    InternalError,
    InvalidArgumentError,
    IoError,
    NotFoundError,
    Outcome,
    OutOfMemoryError,
    RateLimitedError,
    Reason,
    RejectedError,
    RetriesExhaustedError,
    State,
    UnsupportedError,
)
from backstay._default import get_default, policy, set_default
from backstay._events import Event, EventPage
from backstay._native import AsyncPermit, Permit
from backstay._native import version as _version
from backstay._policy import Policy
from backstay._report import Report
from backstay._runtime import Runtime
from backstay._snapshot import Cause, Snapshot

__version__: str = _version()

__all__ = [
    "AsyncPermit",
    "BulkheadFullError",
    "Cause",
    "CircuitOpenError",
    "ClosedError",
    "ConfigError",
    "Error",
    "Event",
    "EventPage",
    "ForkedError",
    "InternalError",
    "InvalidArgumentError",
    "IoError",
    "NotFoundError",
    "OutOfMemoryError",
    "Outcome",
    "Permit",
    "Policy",
    "RateLimitedError",
    "Reason",
    "RejectedError",
    "Report",
    "RetriesExhaustedError",
    "Runtime",
    "Snapshot",
    "State",
    "UnsupportedError",
    "__version__",
    "get_default",
    "policy",
    "set_default",
]
