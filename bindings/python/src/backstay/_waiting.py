"""What a policy may answer besides yes and no: come back for your turn (wait), and start another attempt (again).

The core never sleeps; this module does, on the caller's own thread or event loop. A parked caller sleeps at most as long as it was
told to, and is woken earlier by an exit that gives it a place. asyncio is imported where it is used: a program without it never pays
for it.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from backstay import _native

if TYPE_CHECKING:
    import asyncio


def wait(turn: _native.Turn) -> None:
    """Sleep on this thread until `turn` has entered. Raises RejectedError where the policy refuses after all."""
    try:
        while not _step(turn):
            pass
    except BaseException:
        turn.leave()
        raise


def _step(turn: _native.Turn) -> bool:
    if turn.timed and (turn.seconds == 0 or turn.pass_time()):
        return turn.enter()
    # A lock is what a thread, or a greenlet, sleeps on with the least around it; the wakers release it, once.
    sleeping = threading.Lock()
    sleeping.acquire()
    turn.park(sleeping.release)
    try:
        if not turn.timed:
            ticket = turn.ticket
            # Whoever ended between the answer and the parking had nobody to wake.
            if turn.enter():
                return True
            if turn.ticket != ticket:
                return False
        sleeping.acquire(timeout=turn.seconds)
    finally:
        turn.unpark()
    return turn.timed and turn.enter()


async def wait_async(turn: _native.Turn) -> None:
    """The same on the running event loop."""
    import asyncio

    try:
        if turn.timed and turn.seconds == 0:
            # No pause, but the loop's other tasks get their turn.
            await asyncio.sleep(0)
        while not await _step_async(turn, asyncio.get_running_loop().create_future()):
            pass
    except BaseException:
        turn.leave()
        raise


async def _step_async(turn: _native.Turn, woken: "asyncio.Future[None]") -> bool:
    if turn.timed and (turn.seconds == 0 or turn.pass_time()):
        return turn.enter()
    loop = woken.get_loop()
    turn.park(_waker(woken))
    try:
        if not turn.timed:
            ticket = turn.ticket
            if turn.enter():
                return True
            if turn.ticket != ticket:
                return False
        timer = loop.call_later(turn.seconds, _set, woken)
        try:
            await woken
        finally:
            timer.cancel()
    finally:
        turn.unpark()
    return turn.timed and turn.enter()


def _set(woken: "asyncio.Future[None]") -> None:
    if not woken.done():
        woken.set_result(None)


def _waker(woken: "asyncio.Future[None]") -> Callable[[], None]:
    """Return what wakes `woken` from any thread."""
    home = threading.get_ident()
    loop = woken.get_loop()

    def wake() -> None:
        if threading.get_ident() == home:
            _set(woken)
        elif not loop.is_closed():
            loop.call_soon_threadsafe(_set, woken)

    return wake


async def enter_async(permit: _native.AsyncPermit, turn: _native.Turn) -> _native.AsyncPermit:
    """Wait until `permit` can take over what `turn` got."""
    await wait_async(turn)
    return permit._take(turn)
