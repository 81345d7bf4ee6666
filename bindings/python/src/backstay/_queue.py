"""The completion queue on asyncio and on threads. Internal: stores are built on it, and the echo store proves its shape.

An awaited operation is a future under a token. The event loop watches the queue's descriptor and settles a whole batch of futures when
it becomes readable: no thread of Python's, no call from a foreign thread, one crossing a batch.
"""

import asyncio
import itertools
import time
from types import TracebackType
from typing import Final

from backstay._catalogue import STATUS_EXCEPTIONS, ClosedError, Error, Status
from backstay._runtime import Runtime
from backstay._time import nanoseconds_of

#: When the echo store completes: before submit returns, when it is told to, from a thread of its own.
AT_ONCE: Final = 0
HELD: Final = 1
THREAD: Final = 2

#: So many records are settled before the loop does something else; what is left keeps the descriptor readable.
BATCH: Final = 256


class QueueFullError(Error):
    """As many operations are in flight as the queue has places."""


class AsyncQueue:
    """The queue of the running event loop; any number of tasks of that loop may use it at the same time.

    Closing it, or its runtime, ends what is in flight with ClosedError. A task that is cancelled cancels its operation.
    """

    def __init__(self, runtime: Runtime, capacity: int = 1024) -> None:
        """Make a queue with so many places and let the running loop watch it."""
        self._loop = asyncio.get_running_loop()
        self._native = runtime._native.queue(capacity)
        self._futures: dict[int, asyncio.Future[bytes]] = {}
        self._tokens = itertools.count(1)
        self._descriptor = self._native.fd()
        self._loop.add_reader(self._descriptor, self._settle)

    async def echo(self, data: bytes, how: int = AT_ONCE) -> bytes:
        """Send bytes to the echo store and return its answer. Raises QueueFullError, ClosedError."""
        token = next(self._tokens)
        future: asyncio.Future[bytes] = self._loop.create_future()
        self._futures[token] = future
        try:
            if not self._native.echo(token, data, how):
                raise QueueFullError("the queue is full: too many operations are in flight")
            return await future
        finally:
            # A task that was cancelled leaves first; the record still comes, and finds nobody.
            if self._futures.pop(token, None) is not None:
                self._native.cancel(token)

    def close(self) -> None:
        """End what is in flight with ClosedError. Closing twice is fine."""
        self._native.close()
        while self._settle():
            pass

    async def __aenter__(self) -> "AsyncQueue":
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _settle(self) -> bool:
        """Settle the futures of one batch; False once the queue is closed and empty."""
        try:
            records = self._native.collect(BATCH)
        except ClosedError:
            if not self._loop.is_closed():
                self._loop.remove_reader(self._descriptor)
            return False
        for token, status, data in records:
            future = self._futures.pop(token, None)
            if future is None or future.done():
                continue
            if data is not None:
                future.set_result(data)
            else:
                future.set_exception(failure_of(status))
        return True


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


def failure_of(status: int) -> Error:
    """Return what an operation without a result raises."""
    if status == Status.CLOSED:
        return ClosedError("the queue was closed")
    exception: type[Error] = STATUS_EXCEPTIONS.get(status, Error)
    return exception(f"the store answered {Status(status).name.lower()}")
