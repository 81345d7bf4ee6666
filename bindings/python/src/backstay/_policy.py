"""The policy: one object that guards calls as decorator, context manager and function."""

import functools
import inspect
import json
import weakref
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

from backstay import _native
from backstay._catalogue import InvalidArgumentError
from backstay._classify import ExceptionRule, Opinion
from backstay._generators import guard_async_generator, guard_generator
from backstay._logging import announce
from backstay._rate_limit import RateLimit
from backstay._snapshot import Snapshot
from backstay._time import nanoseconds_of
from backstay._views import Cost, View, cost_of, fallback_of, rules_of

Function = TypeVar("Function", bound=Callable[..., Any])

#: Where a late-bound policy gets its handle from.
Source = Callable[[], _native.Handle]


#: The late-bound policies that exist.
_late: Final["weakref.WeakSet[Policy]"] = weakref.WeakSet()


class Policy(_native.Guard):
    """A guard around calls, got by name from a runtime; any thread and any event loop may use it.

    As a decorator it takes functions, coroutine functions, generator functions, async generator functions and methods, and keeps
    what `inspect` and type checkers know of them. Beside `@classmethod` and `@staticmethod` it may stand above or below.

    How calls are judged: an `Exception` is a failure with its class's name as the cause, `TimeoutError` a timeout,
    `asyncio.CancelledError` cancelled (neutral, unless it had lasted longer than the slow-call limit), any other `BaseException`
    neutral. An exception with a number in `retry_after` passes that on. `counting` gives a view that judges otherwise.

    What a policy may do besides letting a call pass or refusing it: let the caller wait (a thread sleeps, a coroutine is suspended),
    start the function anew after a failure (`RetriesExhaustedError` when it gives up), and set a deadline. A coroutine that has not
    ended at its deadline is cut: it gets a CancelledError where it waits, and the caller a TimeoutError. A synchronous function can
    not be interrupted, nor can code that never waits: nothing starts after the deadline, but what runs goes on, and should ask
    `backstay.time_left()` or hand that on as its own timeout. What a `with` block or a generator did is never done anew.
    """

    __slots__ = ("_name", "_source", "_view")

    def __init__(self, handle: _native.Handle | None = None, *, name: str = "", source: Source | None = None) -> None:
        """Policies come from `Runtime.policy` and `backstay.policy`, not from here."""
        self._source = source
        self._name = name
        self._view = View()
        if handle is not None:
            self._bind(handle)

    def __call__(self, function: Function) -> Function:
        """Guard a function of any kind and return it as what it was.

        A coroutine function takes its permit when it is awaited, a generator with its first item. Raises InvalidArgumentError
        for what is no function.
        """
        if isinstance(function, (classmethod, staticmethod)):
            return type(function)(self(function.__func__))  # pyright: ignore[reportReturnType]
        if isinstance(function, type) or not callable(function):
            raise InvalidArgumentError(f"a policy guards functions, not {function!r}")
        if self._view.fallback and (inspect.isasyncgenfunction(function) or inspect.isgeneratorfunction(function)):
            raise InvalidArgumentError(
                "a fallback can't stand in for a generator, which may have given items before it failed"
            )
        if inspect.isasyncgenfunction(function):
            return guard_async_generator(self, function)  # type: ignore[return-value]
        if inspect.isgeneratorfunction(function):
            return guard_generator(self, function)  # type: ignore[return-value]
        return _native.GuardedFunction(self, function, _is_coroutine_function(function))  # type: ignore[return-value]

    @property
    def name(self) -> str:
        """The policy's name in the configuration."""
        return self._name or self._handle.name

    @property
    def key(self) -> str | None:
        """The key of this instance, None for the policy itself."""
        return self._handle.key

    def __repr__(self) -> str:
        key = f"[{self.key}]" if self._bound and self.key is not None else ""
        return f"<Policy {self.name}{key}>"

    def counting(
        self,
        failures: ExceptionRule | None = None,
        ignored: ExceptionRule | None = None,
        result: Callable[[Any], Opinion] | None = None,
        retryable: ExceptionRule | None = None,
    ) -> "Policy":
        """Return a view of the same policy that judges calls otherwise.

        `failures`: exception classes, or a predicate of the exception, that count; other exceptions are neutral then, except
        that a passed deadline (TimeoutError) still counts. `ignored`: those that are always neutral, whatever `failures` says.
        `result`: a predicate of the returned value. `retryable`: of the exceptions that count, those that another attempt may mend,
        by default all; the others are permanent: they count as failures and are not retried.

        A predicate answers True (it counts; for `ignored`: it is neutral; for `retryable`: it is), False or None (it does not), an
        `Outcome`, or a `Report` with retry_after and cause. What a predicate raises goes to the caller, and the call is neutral.
        Raises InvalidArgumentError for anything else.
        """
        return self._seen(self._view._replace(rules=rules_of(failures, ignored, result, retryable)))

    def costing(self, cost: Cost) -> "Policy":
        """Return a view of the same policy whose calls weigh `cost` for a rate limit: 1 to 2^31, or a function that is called with
        the call's own arguments and returns that. What the function raises goes to the caller, and nothing is counted.

        Raises InvalidArgumentError.
        """
        return self._seen(self._view._replace(cost=cost_of(cost)))

    def fallback(self, value: Any, on: ExceptionRule = ()) -> "Policy":
        """Return a view of the same policy that answers refused calls by itself, as a decorator and in `call` and `call_async`.

        `value` is the result instead of any RejectedError (also RetriesExhaustedError and DeadlineExceededError), the same object
        each time; a callable is called with the exception instead, and may be a coroutine function where the guarded one is. `on`
        names further exceptions, by classes or a predicate, such as `TimeoutError`; no other one is touched. The call counts as what
        it was, a refusal or a failure. What the callable raises goes to the caller, with the first exception as its context. A
        `with` block has no result, so `enter` knows no fallback; a generator is refused with InvalidArgumentError.
        """
        return self._seen(self._view._replace(fallback=fallback_of(value, on)))

    def keyed(self, key: str) -> "Policy":
        """Return the policy's own instance for one host, tenant or user.

        The same key gives the same instance; the configured number is kept, idle healthy ones are forgotten first. Keys are 1 to 256
        bytes of UTF-8. Raises InvalidArgumentError, ClosedError.
        """
        if self._source is None:
            keyed = Policy(self._handle.keyed(key))
        else:
            keyed = late_bound(self.name, functools.partial(_keyed_handle, self, key))
        return keyed._with(self._view)

    def snapshot(self) -> Snapshot:
        """Return what the policy looks like now; changes nothing. Raises ClosedError."""
        return Snapshot(json.loads(self._handle.snapshot()))

    def rate_limit(self, cost: int = 1) -> RateLimit:
        """Return what the rate limit would answer a call of that cost now; takes nothing, never waits.

        Raises UnsupportedError on a policy without a rate limit or a disabled runtime, InvalidArgumentError, ClosedError.
        """
        return RateLimit(*self._handle.rate(cost))

    def retry_after(self, header: str) -> float | None:
        """Return the seconds from now that a Retry-After header means, 0 for a date in the past, None where it is neither form."""
        return self._handle.retry_after(header)

    def force_open(self, reason: str, duration: timedelta | float | None = None) -> None:
        """Reject every call: for `duration` (a number means seconds), then half-open; None: until another control.

        Controls take the operator's reason (1 to 128 bytes), are recorded as events, and act on this process alone. Each raises
        UnsupportedError on a policy without a circuit breaker or a disabled runtime, InvalidArgumentError, ClosedError.
        """
        self._handle.force_open(reason, -1 if duration is None else nanoseconds_of(duration))
        announce(self._handle.source)

    def force_closed(self, reason: str) -> None:
        """Move once to closed with an empty window; the rules apply on."""
        self._handle.force_closed(reason)
        announce(self._handle.source)

    def disable(self, reason: str) -> None:
        """Let every call pass and evaluate nothing, until another control."""
        self._handle.disable(reason)
        announce(self._handle.source)

    def metrics_only(self, reason: str) -> None:
        """Let every call pass, count all of them, and never trip, until another control."""
        self._handle.metrics_only(reason)
        announce(self._handle.source)

    def reset(self, reason: str) -> None:
        """Go back to how the breaker was configured to start: first state, empty window, no remembered trips or causes."""
        self._handle.reset(reason)
        announce(self._handle.source)

    def set_limit(self, limit: int, reason: str) -> None:
        """Change how many calls the bulkhead lets in at a time (1 to 1,000,000), until the next change.

        More: those who wait longest get the new places. Less: calls in flight end as they are. Raises UnsupportedError on a policy
        without a bulkhead.
        """
        self._handle.set_limit(limit, reason)
        announce(self._handle.source)

    def reset_rate_limit(self, reason: str) -> None:
        """Give the whole burst of the rate limit back at once. Raises UnsupportedError on a policy without a rate limit."""
        self._handle.reset_rate_limit(reason)
        announce(self._handle.source)

    def _resolve(self) -> None:
        """Bind to the handle that this late-bound policy means now; the native half calls it at the first use."""
        if self._source is not None:
            self._bind(self._source())

    def _copy(self) -> "Policy":
        return Policy(self._handle) if self._source is None else late_bound(self.name, self._source)

    def _seen(self, view: View) -> "Policy":
        return self._copy()._with(view)

    def _with(self, view: View) -> "Policy":
        self._view = view
        view.apply(self)
        return self


def late_bound(name: str, source: Source) -> Policy:
    """Return a policy that gets its handle from `source` at its first use, and again after `unbind_all`."""
    policy = Policy(name=name, source=source)
    _late.add(policy)
    return policy


def unbind_all() -> None:
    """Make every late-bound policy ask its source again; calls in flight end where they began."""
    for policy in tuple(_late):
        policy._unbind()


def _keyed_handle(policy: Policy, key: str) -> _native.Handle:
    return policy._handle.keyed(key)


def _is_coroutine_function(function: Callable[..., Any]) -> bool:
    """Tell whether calling it gives a coroutine: also for objects with an async __call__."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004
