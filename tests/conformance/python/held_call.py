"""Calls that stop where they would wait, pause or act, so that a vector's other steps can happen in between.

Each runs on a thread of its own, through the same functions that users call. What `backstay` would sleep on is told to the
interpreter instead, and goes on when the vector says `come_back`, or is cancelled when it says `leave`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import backstay._waiting as waiting

SECONDS = 30  # nothing here sleeps, so whoever has said nothing for so long hangs


class Left(BaseException):
    """The caller is cancelled."""


class HeldCall:
    """A call in flight, and what it said last: running, waiting, pausing, ended or raised."""

    def __init__(self, act: Callable[[HeldCall], Any]) -> None:
        self.state = ""
        self.told: Any = None
        self.ends_attempt = False  # the next thing it sleeps on is the pause between two attempts
        self._asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(act,), daemon=True)
        self._thread.start()
        self._listen()

    def over(self) -> bool:
        return self.state in ("ended", "raised")

    def go_on(self, command: Any) -> None:
        """Let it go on, until it stops again."""
        self._asked.put(command)
        self._listen()

    def stop(self, state: str, told: Any = None) -> Any:
        """On the call's own thread: say where it is, and wait for what to do."""
        self._said.put((state, told))
        command = self._asked.get()
        if command == "leave":
            raise Left
        return command

    def cancel(self) -> None:
        while not self.over():
            self.go_on("leave")

    def _listen(self) -> None:
        self.state, self.told = self._said.get(timeout=SECONDS)
        if self.over():
            self._thread.join(SECONDS)

    def _run(self, act: Callable[[HeldCall], Any]) -> None:
        _here.call = self
        try:
            self._said.put(("ended", act(self)))
        except BaseException as error:
            self._said.put(("raised", error))


_here = threading.local()
_step, _step_async = waiting._step, waiting._step_async


def _stop(turn: Any) -> bool | None:
    """Stop the held call of this thread before its turn; None where there is none."""
    call: HeldCall | None = getattr(_here, "call", None)
    if call is None:
        return None
    pauses, call.ends_attempt = call.ends_attempt, False
    call.stop("pausing" if pauses else "waiting", turn.seconds)
    return bool(turn.enter())


def step(turn: Any) -> bool:
    entered = _stop(turn)
    return _step(turn) if entered is None else entered


async def step_async(turn: Any, woken: Any) -> bool:
    entered = _stop(turn)
    return await _step_async(turn, woken) if entered is None else entered


waiting._step, waiting._step_async = step, step_async
