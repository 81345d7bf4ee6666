"""The echo store on asyncio and on threads. Internal: it proves the shape of the completion queue that stores are built on."""

import itertools
import time
from types import TracebackType
from typing import Final

from backstay._catalogue import Error
from backstay._loop_queue import BATCH, LoopQueue, failure_of
from backstay._runtime import Runtime
from backstay._time import nanoseconds_of

#: When the echo store completes: before submit returns, when it is told to, from a thread of its own.
AT_ONCE: Final = 0
HELD: Final = 1
THREAD: Final = 2


class QueueFullError(Error):
    """As many operations are in flight as the queue has places."""


class AsyncQueue(LoopQueue):
    """The running event loop's queue to the echo store. A task that is cancelled cancels its operation."""

    def __init__(self, runtime: Runtime, capacity: int = 1024) -> None:
        """Make a queue with so many places and let the running loop watch it."""
        super().__init__(runtime._native, capacity)

    async def echo(self, data: bytes, how: int = AT_ONCE) -> bytes:
        """Send bytes to the echo store and return its answer. Raises QueueFullError, ClosedError."""
        token = next(self._tokens)
        future = self._futures[token] = self._loop.create_future()
        try:
            if not self._native.echo(token, data, how):
                raise QueueFullError("the queue is full: too many operations are in flight")
            answer: bytes = await future
            return answer
        finally:
            # A task that was cancelled leaves first; the record still comes, and finds nobody.
            if self._futures.pop(token, None) is not None:
                self._native.cancel(token)

    async def __aenter__(self) -> "AsyncQueue":
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _settle_batch(self) -> None:
        for token, status, data in self._native.collect(BATCH):
            future = self._futures.pop(token, None)
            if future is None or future.done():
                continue
            if data is not None:
                future.set_result(data)
            else:
                future.set_exception(failure_of(status))


class ThreadQueue:
    """The queue of one thread, which waits for its answers with the GIL released."""

    def __init__(self, runtime: Runtime, capacity: int = 1024) -> None:
        """Make a queue with so many places."""
        self._native = runtime._native.queue(capacity)
        self._tokens = itertools.count(1)
        self._answers: dict[int, tuple[int, bytes | None]] = {}

    def submit(self, data: bytes, how: int = AT_ONCE) -> int:
        """Send bytes to the echo store and return the token to wait for. Raises QueueFullError, ClosedError."""
        token = next(self._tokens)
        if not self._native.echo(token, data, how):
            raise QueueFullError("the queue is full: too many operations are in flight")
        return token

    def wait(self, token: int, timeout: float | None = None) -> bytes:
        """Sleep until the answer is there and return it; answers to other tokens are kept for their own wait.

        Raises TimeoutError when `timeout` seconds have passed, which cancels the operation; ClosedError.
        """
        end = None if timeout is None else time.monotonic_ns() + nanoseconds_of(timeout)
        late = False
        while token not in self._answers:
            left = -1 if end is None else max(end - time.monotonic_ns(), 0)
            # An answer that came at the last moment is as good as any.
            late = not self._native.wait(left) and self._native.cancel(token)
            for other, status, data in self._native.collect(BATCH):
                self._answers[other] = (status, data)
        status, data = self._answers.pop(token)
        if late:
            raise TimeoutError("the store has not answered in time")
        if data is None:
            raise failure_of(status)
        return data

    def echo(self, data: bytes, how: int = AT_ONCE, timeout: float | None = None) -> bytes:
        """Send bytes to the echo store and return its answer."""
        return self.wait(self.submit(data, how), timeout)

    def close(self) -> None:
        """End what is in flight with ClosedError. Closing twice is fine."""
        self._native.close()
