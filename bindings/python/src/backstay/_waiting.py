"""What a policy may answer besides yes and no: come back with a ticket (wait), and start another attempt (again).

The core never sleeps; this module does, on the caller's own thread or event loop. A parked caller sleeps at most as long as it was
told to, and is woken earlier by an exit that says so. asyncio is imported where it is used: a program without it never pays for it.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from backstay import _native


class _Parked:
    """A caller that waits with its ticket; `wake` may be called from any thread."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self.wake = wake
        self.gone = False


#: Address of a policy -> heap of (ticket, order, parked). Changed by single bytecode-level operations under the GIL, without a lock
#: that a fork could leave behind.
_parked: Final[dict[int, list[tuple[int, int, _Parked]]]] = {}
_order: Final = itertools.count()


def _park(address: int, ticket: int, parked: _Parked) -> None:
    heapq.heappush(_parked.setdefault(address, []), (ticket, next(_order), parked))


def wake(address: int) -> None:
    """Wake the parked caller with the lowest ticket, if there is one."""
    heap = _parked.get(address)
    while heap:
        parked = heapq.heappop(heap)[2]
        if not parked.gone:
            parked.wake()
            break
    if not heap:
        _parked.pop(address, None)


def _wait(guard: _native.Guard, ticket: int, wait_us: int) -> None:
    awake = threading.Event()
    parked = _Parked(awake.set)
    _park(guard._handle.address, ticket, parked)
    try:
        awake.wait(wait_us / 1e6)
    except BaseException:
        guard._leave(ticket)
        raise
    finally:
        parked.gone = True


async def _wait_async(guard: _native.Guard, ticket: int, wait_us: int) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    awake = asyncio.Event()
    parked = _Parked(lambda: loop.call_soon_threadsafe(awake.set))
    _park(guard._handle.address, ticket, parked)
    try:
        async with asyncio.timeout(wait_us / 1e6):
            await awake.wait()
    except TimeoutError:
        pass
    except BaseException:
        guard._leave(ticket)
        raise
    finally:
        parked.gone = True


def wait_enter(guard: _native.Guard, ticket: int, wait_us: int) -> _native.Permit:
    """Park until a permit is there. Raises RejectedError where the policy refuses after all."""
    while True:
        _wait(guard, ticket, wait_us)
        answer = guard._enter_again(ticket)
        if isinstance(answer, _native.Permit):
            return answer
        ticket, wait_us = answer


async def _enter_async(guard: _native.Guard, ticket: int, wait_us: int) -> _native.Permit:
    while True:
        await _wait_async(guard, ticket, wait_us)
        answer = guard._enter_again(ticket)
        if isinstance(answer, _native.Permit):
            return answer
        ticket, wait_us = answer


async def wait_enter_async(
    permit: _native.AsyncPermit, guard: _native.Guard, ticket: int, wait_us: int
) -> _native.AsyncPermit:
    """Park until `permit` can take over a permit that the policy gave."""
    return permit._adopt(await _enter_async(guard, ticket, wait_us))


def wait_call(
    guard: _native.Guard,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    ticket: int,
    wait_us: int,
    again: bool,
) -> Any:
    """Play the rest of a guarded call whose policy answered wait or, after an attempt, again."""
    while True:
        permit = _next_attempt(guard, ticket, wait_us) if again else wait_enter(guard, ticket, wait_us)
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            attempt = permit._conclude(error, None)
            if attempt is None:
                raise
        else:
            attempt = permit._conclude(None, result)
            if attempt is None:
                return result
        (ticket, wait_us), again = attempt, True


def _next_attempt(guard: _native.Guard, token: int, wait_us: int) -> _native.Permit:
    time.sleep(wait_us / 1e6)
    answer = guard._enter_again(token)
    return answer if isinstance(answer, _native.Permit) else wait_enter(guard, *answer)


async def wait_call_async(
    guard: _native.Guard,
    function: Callable[..., Awaitable[Any]],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    ticket: int,
    wait_us: int,
    again: bool,
) -> Any:
    """The same for a coroutine function."""
    while True:
        if again:
            permit = await _next_attempt_async(guard, ticket, wait_us)
        else:
            permit = await _enter_async(guard, ticket, wait_us)
        try:
            result = await function(*args, **kwargs)
        except BaseException as error:
            attempt = permit._conclude(error, None)
            if attempt is None:
                raise
        else:
            attempt = permit._conclude(None, result)
            if attempt is None:
                return result
        (ticket, wait_us), again = attempt, True


async def _next_attempt_async(guard: _native.Guard, token: int, wait_us: int) -> _native.Permit:
    import asyncio

    await asyncio.sleep(wait_us / 1e6)
    answer = guard._enter_again(token)
    return answer if isinstance(answer, _native.Permit) else await _enter_async(guard, *answer)
