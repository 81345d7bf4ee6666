"""What every completion queue on asyncio has: a loop that watches its descriptor, and futures under tokens.

A whole batch of futures is settled when the descriptor becomes readable: no thread of Python's, no call from a foreign thread, one
crossing a batch.
"""

import asyncio
import itertools
from typing import Any, Final

from backstay import _native
from backstay._catalogue import STATUS_EXCEPTIONS, ClosedError, Error, Status

#: So many records are settled before the loop does something else; what is left keeps the descriptor readable.
BATCH: Final = 256


class LoopQueue:
    """The queue of the running event loop; any number of tasks of that loop may use it at the same time.

    The loop keeps it until one of them is closed, or the runtime. Closing it, or its runtime, ends what is in flight with ClosedError.
    """

    def __init__(self, runtime: _native.Runtime, capacity: int) -> None:
        """Make a queue with so many places and let the running loop watch it."""
        self._loop = asyncio.get_running_loop()
        self._native = runtime.queue(capacity)
        self._futures: dict[int, asyncio.Future[Any]] = {}
        self._tokens = itertools.count(1)
        self._descriptor = self._native.fd()
        self._loop.add_reader(self._descriptor, self._settle)

    def close(self) -> None:
        """End what is in flight with ClosedError; on the loop's own thread. Closing twice is fine."""
        self._native.close()
        while self._settle():
            pass

    def _settle(self) -> bool:
        """Settle the futures of one batch; False once the queue is closed and empty."""
        try:
            self._settle_batch()
        except ClosedError:
            if not self._loop.is_closed():
                self._loop.remove_reader(self._descriptor)
            return False
        return True

    def _settle_batch(self) -> None:
        """Drain at most BATCH records. Raises ClosedError once the queue is closed and empty."""
        raise NotImplementedError


def failure_of(status: int) -> Error:
    """Return what an operation without a result raises."""
    if status == Status.CLOSED:
        return ClosedError("the runtime or its queue was closed")
    exception: type[Error] = STATUS_EXCEPTIONS.get(status, Error)
    return exception(f"the store answered {Status(status).name.lower()}")
