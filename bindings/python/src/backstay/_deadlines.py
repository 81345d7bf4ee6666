"""Deadlines: until when the calls of this task or thread must have ended, and how a coroutine is cut when it has not."""

import sys
from datetime import timedelta
from types import TracebackType
from typing import Any, Final

from backstay import _native
from backstay._default import stand_in
from backstay._time import nanoseconds_of

#: A loop with a coarse clock fires early; then it is asked again after so long.
_SHORTEST_SECONDS: Final = 0.001


class deadline:  # in small letters, because it is read as `with backstay.deadline(2):`
    """Set a deadline for the guarded calls inside a `with` block, also in a coroutine.

        with backstay.deadline(2.0):
            receipt = await charge(order)  # charge is guarded

    Inside, no guarded call starts after the deadline (DeadlineExceededError), no wait and no back-off goes beyond it, and guarded
    coroutines that are awaited are cut at it (TimeoutError). Of several deadlines the earliest counts. What can't be cut: the block
    itself, and a synchronous function, guarded or not; it may ask `backstay.time_left()`. A number means seconds. Tasks and contexts
    that begin inside inherit it. While a test has put a runtime in the place of all others, its clock counts.
    """

    __slots__ = ("_limit_ns", "_token")

    def __init__(self, limit: float | timedelta) -> None:
        """Take the time from the beginning of the block. Raises InvalidArgumentError for a negative one."""
        self._limit_ns = nanoseconds_of(limit)
        self._token: Any = None

    def __enter__(self) -> None:
        if self._token is not None:
            raise RuntimeError("this deadline is in force already; make another one")
        runtime = stand_in()
        self._token = _native.begin_deadline(None if runtime is None else runtime._native.source, self._limit_ns)

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        token, self._token = self._token, None
        if token is not None:
            _native.end_deadline(token)


class Cut:
    """A timer that cancels what a task waits for, by the rules of asyncio.timeout."""

    __slots__ = ("_before", "_deadline", "_fired", "_loop", "_message", "_task", "_timer")

    def __init__(self, task: Any, deadline: _native.Deadline, name: str) -> None:
        """Start the timer for `task`, which is the running one."""
        left = deadline.left()
        self._task = task
        self._loop = task.get_loop()
        self._deadline = deadline
        self._before = task.cancelling()
        self._fired = False
        self._message = f"{name} cut the call: it did not end within {left:.3g} s"
        self._timer = self._loop.call_later(left, self._fire)

    def _fire(self) -> None:
        left = self._deadline.left()
        if left > 0:
            self._timer = self._loop.call_later(max(left, _SHORTEST_SECONDS), self._fire)
        else:
            self._fired = True
            self._task.cancel()

    def finish(self, error: BaseException | None) -> TimeoutError | None:
        """Stop, and return the error that takes the place of `error` where that is this timer's own doing."""
        self._timer.cancel()
        if not self._fired:
            return None
        # Another cancellation beside ours is the caller's and goes on.
        ours = self._task.uncancel() <= self._before
        cancelled = sys.modules["asyncio"].CancelledError
        return TimeoutError(self._message) if ours and isinstance(error, cancelled) else None


def arm(deadline: _native.Deadline, name: str, key: str | None) -> Cut | None:
    """Return what cuts the running task at `deadline`, None where no task of asyncio runs."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return None
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    return None if task is None else Cut(task, deadline, name if key is None else f"{name}[{key}]")
