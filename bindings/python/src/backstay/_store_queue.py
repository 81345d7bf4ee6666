"""The completion queue by which an event loop waits for a store that blocks: for claims of keys, and for their ends.

What comes back stays in the core until the task that waits for it goes on, and takes it. So whatever has nobody any more, cancelled at
the last moment included, is dropped, and the core undoes what it stands for.
"""

import collections
import os
from collections.abc import Callable, Coroutine
from typing import Any, Final, NamedTuple, TypeVar

from backstay import _native
from backstay._loop_queue import BATCH, LoopQueue, failure_of

Taken = TypeVar("Taken")
#: Takes the queue, a token and its own arguments; False where the queue is full.
Submit = Callable[..., bool]

#: More operations than these wait for a place in the order of their coming.
PLACES: Final = 4096


class _Asked(NamedTuple):
    """An operation, as it is submitted."""

    token: int
    submit: Submit
    args: tuple[Any, ...]
    #: Whether it happens also when nobody waits for it any more.
    certain: bool


class StoreQueue(LoopQueue):
    """The queue of one event loop and one runtime, for all its stores."""

    def __init__(self, runtime: _native.Runtime, places: int = PLACES) -> None:
        """Make a queue for the running loop."""
        super().__init__(runtime, places)
        #: A queue that a forked child inherits is its parent's.
        self.process: Final = os.getpid()
        self._late: collections.deque[_Asked] = collections.deque()

    def claim(self, submit: Submit, *args: Any) -> Coroutine[Any, Any, "_native._Told"]:
        """Submit a claim and return what it was told. Who is cancelled has claimed nothing."""
        return self._answer(submit, args, self._native.take_claim, certain=False)

    def serve(self, submit: Submit, *args: Any, as_bytes: bool) -> Coroutine[Any, Any, "_native._Served"]:
        """Submit a request of HTTP and return what it was told. Who is cancelled has claimed nothing."""
        take = self._native.take_served
        return self._answer(submit, args, lambda result: take(result, as_bytes), certain=False)

    def end(self, submit: Submit, *args: Any) -> Coroutine[Any, Any, bool]:
        """Submit a claim's end and return whether the key was still the claim's. It happens even if who waits for it is cancelled."""
        return self._answer(submit, args, self._native.take_end, certain=True)

    async def _answer(
        self, submit: Submit, args: tuple[Any, ...], take: Callable[[int], Taken], *, certain: bool
    ) -> Taken:
        token = next(self._tokens)
        future = self._futures[token] = self._loop.create_future()
        try:
            self._submit(_Asked(token, submit, args, certain))
            result = await future
        except BaseException:
            self._leave(token)
            if future.done() and not future.cancelled() and future.exception() is None:
                self._drop(future.result())
            raise
        try:
            return take(result)
        finally:
            self._submit_late()

    def _submit(self, asked: _Asked) -> None:
        if self._late or not asked.submit(self._native, asked.token, *asked.args):
            self._late.append(asked)

    def _submit_late(self) -> None:
        """Let those in who found the queue full, as far as there are places now."""
        while self._late:
            asked = self._late[0]
            wanted = asked.certain or asked.token in self._futures
            try:
                if wanted and not asked.submit(self._native, asked.token, *asked.args):
                    return
            except Exception as error:
                future = self._futures.pop(asked.token, None)
                if future is not None and not future.done():
                    future.set_exception(error)
            self._late.popleft()

    def _leave(self, token: int) -> None:
        """Cancel what is in flight; its record still comes, and finds nobody."""
        if self._futures.pop(token, None) is not None:
            self._native.cancel(token)

    def _drop(self, result: int) -> None:
        self._native.drop(result)
        self._submit_late()

    def _settle_batch(self) -> None:
        for token, status, result, _ in self._native.drain(BATCH):
            future = self._futures.pop(token, None)
            if future is None or future.done():
                self._native.drop(result)
            elif result:
                future.set_result(result)
            else:
                future.set_exception(failure_of(status))
        self._submit_late()
