"""Which completion queue a coroutine waits at: each event loop has one of its own for each runtime, made when it is first needed.

asyncio is imported where it is used: a program without it never pays for it.
"""

import os
import weakref
from typing import TYPE_CHECKING

from backstay import _native
from backstay._catalogue import UnsupportedError

if TYPE_CHECKING:
    from backstay._store_queue import StoreQueue


class StoreQueues:
    """The queues of one runtime. Any thread may use it.

    A queue is kept by its loop, and ends with the loop, with the runtime, or with what is here: when neither the runtime nor an
    idempotency nor a claim of it is left, nobody can wait any more.
    """

    def __init__(self, runtime: _native.Runtime) -> None:
        """Make no queue yet."""
        self._runtime = runtime
        # A queue keeps its loop, so no other loop has the same id as long as it is here.
        self._of_loop: weakref.WeakValueDictionary[int, StoreQueue] = weakref.WeakValueDictionary()

    def running(self) -> "StoreQueue":
        """Return the queue of the running event loop. Raises UnsupportedError where that isn't asyncio's; ClosedError."""
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise UnsupportedError(
                "only a coroutine on asyncio's event loop can await a store that blocks; elsewhere call the waiting form, in a thread"
            ) from None
        queue = self._of_loop.get(id(loop))
        if queue is None or queue.process != os.getpid():
            from backstay._store_queue import StoreQueue

            queue = self._of_loop[id(loop)] = StoreQueue(self._runtime)
        return queue

    def __del__(self) -> None:
        # From any thread: each loop notices, and stops watching.
        for queue in self._of_loop.values():
            queue._native.close()
