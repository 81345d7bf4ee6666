"""Cases for test_waiting.py, each a function; run as `cases.py <name>` with the scripted extension on the path.

The policy's name is the script; scripted_core.cpp tells how to read it.
"""

import asyncio
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest

import backstay

RUNTIME = backstay.Runtime({})
#: Longer than any test may take: whoever waits so long was not woken.
FOREVER = 3_600_000_000
SUCCESS, FAILURE, TIMEOUT, CANCELLED, NEUTRAL = range(5)


def log(policy: backstay.Policy) -> list[str]:
    found: list[str] = policy.snapshot().to_dict()["log"]
    return found


class Flaky:
    """Fails so often, then succeeds."""

    def __init__(self, failures: int) -> None:
        self.left = failures
        self.seen: list[Any] = []

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        self.seen.append((args, kwargs))
        if self.left > 0:
            self.left -= 1
            raise ConnectionError(f"{self.left} left")
        return "done"

    async def later(self, *args: Any, **kwargs: Any) -> str:
        await asyncio.sleep(0)
        return self(*args, **kwargs)


def attempts_are_repeated() -> None:
    for script in ("PPP/A1A1D", "GPP/A1A1D"):
        policy, flaky = RUNTIME.policy(script), Flaky(2)
        assert policy(flaky)(1, x=2) == "done"
        assert flaky.seen == [((1,), {"x": 2})] * 3
        exits = [line for line in log(policy) if line.startswith("exit")]
        assert [line.split()[2] for line in exits] == [str(FAILURE), str(FAILURE), str(SUCCESS)]
        tokens = [line.split()[1] for line in exits]
        assert [line for line in log(policy) if line.startswith("enter")][-2:] == [
            f"enter {token}" for token in tokens[:2]
        ]


def attempts_end_with_the_last_error() -> None:
    policy, flaky = RUNTIME.policy("P/A1D"), Flaky(5)
    with pytest.raises(ConnectionError, match="3 left") as caught:
        policy.call(flaky)
    assert isinstance(caught.value.__context__, ConnectionError)


def a_refused_attempt_keeps_the_error_as_its_context() -> None:
    policy = RUNTIME.policy("PF/A1")
    with pytest.raises(backstay.BulkheadFullError) as caught:
        policy.call(Flaky(5))
    assert isinstance(caught.value.__context__, ConnectionError) and caught.value.retry_after is None


def coroutines_are_repeated() -> None:
    async def scenario() -> None:
        for script in ("PPP/A1A1D", "GPP/A1A1D"):
            policy, flaky = RUNTIME.policy(script), Flaky(2)
            assert await policy(flaky.later)(1, x=2) == "done"
            assert flaky.seen == [((1,), {"x": 2})] * 3
            policy, flaky = RUNTIME.policy(script + "D"), Flaky(2)
            assert await asyncio.create_task(policy.call_async(flaky.later, 3)) == "done"
            assert flaky.seen == [((3,), {})] * 3
        policy = RUNTIME.policy("P/A1DD")
        with pytest.raises(ConnectionError, match="3 left"):
            await policy(Flaky(5).later)()

    asyncio.run(scenario())


def a_coroutine_cancelled_between_attempts_ends() -> None:
    async def scenario() -> None:
        flaky = Flaky(5)
        task = asyncio.create_task(RUNTIME.policy(f"P/A{FOREVER}")(flaky.later)())
        while not flaky.seen:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled() and len(flaky.seen) == 1

    asyncio.run(scenario())


def a_wait_comes_back_with_its_ticket() -> None:
    policy = RUNTIME.policy("W1W1P/D")
    assert policy.call(lambda: "done") == "done"
    assert log(policy) == ["enter 0", "enter 1", "enter 2", f"exit 1003 {SUCCESS}"]
    policy = RUNTIME.policy("W1P/DD")
    with policy.enter():
        pass
    assert log(policy) == ["enter 0", "enter 1", f"exit 1002 {SUCCESS}"]
    policy = RUNTIME.policy("W1F/")
    with pytest.raises(backstay.BulkheadFullError):
        policy.enter()
    assert log(policy) == ["enter 0", "enter 1"]


def an_awaited_wait_comes_back_with_its_ticket() -> None:
    async def scenario() -> None:
        policy = RUNTIME.policy("W1W1PWP/D")
        assert await policy(Flaky(0).later)() == "done"
        assert log(policy) == ["enter 0", "enter 1", "enter 2", f"exit 1003 {SUCCESS}"]
        policy = RUNTIME.policy("W1W1P/DDD")
        async with policy.enter_async() as permit:
            assert isinstance(permit, backstay.AsyncPermit)
        policy = RUNTIME.policy("W1P/DDDD")
        (await policy.enter_async()).failure()
        assert log(policy) == ["enter 0", "enter 1", f"exit 1002 {FAILURE}"]

    asyncio.run(scenario())


def an_exit_wakes_a_parked_thread() -> None:
    policy = RUNTIME.policy(f"PW{FOREVER}P/K")
    holder = policy.enter()
    parked = threading.Thread(target=policy.call, args=(int,))
    parked.start()
    while len(log(policy)) < 2:
        pass
    from backstay import _waiting

    while not _waiting._parked:
        pass
    holder.success()
    parked.join(20)
    assert not parked.is_alive() and not _waiting._parked
    assert log(policy)[-2:] == ["enter 1", f"exit 1003 {SUCCESS}"]


def an_exit_wakes_the_lowest_ticket_among_tasks() -> None:
    async def scenario() -> None:
        policy = RUNTIME.policy(f"PW{FOREVER}W{FOREVER}P/KD")
        order: list[int] = []

        async def wait(number: int) -> None:
            async with policy.enter_async():
                order.append(number)

        holder = policy.enter()
        tasks = [asyncio.create_task(wait(number)) for number in (1, 2)]
        for _ in range(3):
            await asyncio.sleep(0)
        holder.success()
        await asyncio.wait([tasks[0]], timeout=20)
        assert order == [1] and not tasks[1].done()
        tasks[1].cancel()
        await asyncio.wait(tasks)
        assert log(policy)[-1] == "leave 2"

    asyncio.run(scenario())


def a_waiting_call_that_is_cancelled_gives_its_ticket_up() -> None:
    async def scenario() -> None:
        policy = RUNTIME.policy(f"W{FOREVER}/D")
        for wait in (policy(Flaky(0).later), lambda: policy.call_async(Flaky(0).later)):
            task = asyncio.create_task(wait())
            for _ in range(3):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
        assert log(policy) == ["enter 0", "leave 1", "enter 0", "leave 2"]

    asyncio.run(scenario())


def an_interrupted_wait_gives_its_ticket_up() -> None:
    import signal

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, interrupt)
    policy = RUNTIME.policy(f"W{FOREVER}/D")
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    with pytest.raises(KeyboardInterrupt):
        policy.enter()
    assert log(policy) == ["enter 0", "leave 1"]


def a_delegated_coroutine_can_be_closed() -> None:
    class Marker: ...

    async def hold(marker: Marker) -> None:
        await asyncio.sleep(3600)

    async def scenario() -> None:
        marker = Marker()
        gone = weakref.ref(marker)
        coroutine: Any = RUNTIME.policy(f"W{FOREVER}/D")(hold)(marker)
        coroutine.send(None)
        coroutine.close()
        del coroutine, marker
        assert gone() is None

    asyncio.run(scenario())


def the_result_of_a_predicate_repeats_too() -> None:
    policy = RUNTIME.policy("P/A1D").counting(result=lambda value: value < 2)
    values = iter(range(5))
    assert policy.call(lambda: next(values)) == 1
    assert [line.split()[2] for line in log(policy) if line.startswith("exit")] == [str(FAILURE), str(FAILURE)]


CASES: dict[str, Callable[[], None]] = {
    name: case
    for name, case in list(globals().items())
    if callable(case) and getattr(case, "__module__", "") == __name__
}

if __name__ == "__main__":
    CASES[sys.argv[1]]()
    print("done")
