"""Cases for test_waiting.py, each a function; run as `cases.py <name>` with the scripted extension on the path.

The policy's name is the script; scripted_core.cpp tells how to read it.
"""

import asyncio
import sys
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

import pytest

import backstay

RUNTIME = backstay.Runtime({})
#: Longer than any test may take: whoever waits so long was not woken.
FOREVER = 3_600_000_000
SUCCESS, FAILURE, TIMEOUT, CANCELLED, NEUTRAL, PERMANENT = range(6)


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
    for script in ("PPP/A1A1D", "gPPP/A1A1D"):
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
    assert caught.value.__context__ is None


def a_refused_attempt_keeps_the_error_as_its_context() -> None:
    policy = RUNTIME.policy("PF/A1")
    with pytest.raises(backstay.BulkheadFullError) as caught:
        policy.call(Flaky(5))
    assert isinstance(caught.value.__context__, ConnectionError) and caught.value.retry_after is None


def coroutines_are_repeated() -> None:
    async def scenario() -> None:
        for script in ("PPP/A1A1D", "gPPP/A1A1D"):
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
        policy = RUNTIME.policy(f"P/A{FOREVER}")
        task = asyncio.create_task(policy(flaky.later)())
        while not flaky.seen:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled() and len(flaky.seen) == 1
        assert log(policy)[-1] == "leave 1001"

    asyncio.run(scenario())


def a_wait_comes_back_with_its_ticket() -> None:
    """After the answer it parks, enters once more, and only then sleeps."""
    policy = RUNTIME.policy("W1W1P/D")
    assert policy.call(lambda: "done") == "done"
    assert log(policy) == ["enter 0", "enter 1", "enter 1", f"exit 1003 {SUCCESS}"]
    policy = RUNTIME.policy("W1P/DD")
    with policy.enter():
        pass
    assert log(policy) == ["enter 0", "enter 1", f"exit 1002 {SUCCESS}"]
    policy = RUNTIME.policy("W1F/")
    with pytest.raises(backstay.BulkheadFullError):
        policy.enter()
    assert log(policy) == ["enter 0", "enter 1"]


def a_timed_wait_only_sleeps() -> None:
    policy = RUNTIME.policy("T1P/D")
    assert policy.call(lambda: "done") == "done"
    assert log(policy) == ["enter 0", "enter 1", f"exit 1002 {SUCCESS}"]
    policy = RUNTIME.policy(f"m T{FOREVER}P/A{FOREVER}D")
    assert policy.call(Flaky(1)) == "done"

    async def scenario() -> None:
        assert await RUNTIME.policy("T1P/")(Flaky(0).later)() == "done"
        assert await RUNTIME.policy(f"m T{FOREVER}P/A{FOREVER}DD")(Flaky(1).later)() == "done"

    asyncio.run(scenario())


def an_awaited_wait_comes_back_with_its_ticket() -> None:
    async def scenario() -> None:
        policy = RUNTIME.policy("W1W1PWP/D")
        assert await policy(Flaky(0).later)() == "done"
        assert log(policy) == ["enter 0", "enter 1", "enter 1", f"exit 1003 {SUCCESS}"]
        policy = RUNTIME.policy("W1W1P/DDD")
        async with policy.enter_async() as permit:
            assert isinstance(permit, backstay.AsyncPermit)
        policy = RUNTIME.policy("W1P/DDDD")
        (await policy.enter_async()).failure()
        assert log(policy) == ["enter 0", "enter 1", f"exit 1002 {FAILURE}"]

    asyncio.run(scenario())


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0)


def an_exit_wakes_a_parked_thread() -> None:
    policy = RUNTIME.policy(f"PW{FOREVER}W{FOREVER}P/K")
    holder = policy.enter()
    parked = threading.Thread(target=policy.call, args=(int,))
    parked.start()
    wait_for(lambda: len(log(policy)) == 3)
    holder.success()
    parked.join(20)
    assert not parked.is_alive()
    assert log(policy)[-2:] == ["enter 1", f"exit 1004 {SUCCESS}"]


def an_exit_wakes_the_lowest_ticket_among_tasks() -> None:
    async def scenario() -> None:
        policy = RUNTIME.policy(f"PW{FOREVER}W{FOREVER}W{FOREVER}W{FOREVER}P/KD")
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


def threads_and_loops_share_a_lot_of_several_policies() -> None:
    """An exit of one policy wakes a thread and then a task that wait for two others with the same queue."""
    first, second = RUNTIME.policy(f"l77 W{FOREVER}W{FOREVER}P/D"), RUNTIME.policy(f"l77 W{FOREVER}W{FOREVER}P/DD")
    exits = RUNTIME.policy("l77 P/K")

    def run_task() -> None:
        asyncio.run(second.call_async(Flaky(0).later))

    for policy, target in ((first, lambda: first.call(int)), (second, run_task)):
        waiting = threading.Thread(target=target)
        waiting.start()
        wait_for(lambda policy=policy: len(log(policy)) == 2)  # type: ignore[misc]
        exits.enter().success()
        waiting.join(20)
        assert not waiting.is_alive()
        assert log(policy)[2:] == ["enter 1", f"exit 1003 {SUCCESS}"]


def a_thread_of_its_own_wakes_a_task() -> None:
    policy = RUNTIME.policy(f"PW{FOREVER}W{FOREVER}P/KDDD")

    async def scenario() -> None:
        holder = policy.enter()
        task = asyncio.create_task(policy.call_async(Flaky(0).later))
        while len(log(policy)) < 3:
            await asyncio.sleep(0)
        await asyncio.to_thread(holder.success)
        assert await asyncio.wait_for(task, 20) == "done"

    asyncio.run(scenario())


def a_refusal_may_wake_another() -> None:
    waiting = RUNTIME.policy(f"l78 W{FOREVER}W{FOREVER}P/D")
    thread = threading.Thread(target=waiting.call, args=(int,))
    thread.start()
    wait_for(lambda: len(log(waiting)) == 2)
    with pytest.raises(backstay.BulkheadFullError):
        RUNTIME.policy("l78 V/").enter()
    thread.join(20)
    assert not thread.is_alive()


def who_gives_up_may_wake_another() -> None:
    waiting = RUNTIME.policy(f"l79 W{FOREVER}W{FOREVER}P/D")
    thread = threading.Thread(target=waiting.call, args=(int,))
    thread.start()
    wait_for(lambda: len(log(waiting)) == 2)
    RUNTIME.policy("l79 w P/A1").enter().failure()
    thread.join(20)
    assert not thread.is_alive()


def closing_the_runtime_wakes_all_who_wait() -> None:
    runtime = backstay.Runtime({})
    parked, pausing = runtime.policy(f"W{FOREVER}W{FOREVER}F/D"), runtime.policy(f"PF/A{FOREVER}")
    elsewhere = RUNTIME.policy(f"W{FOREVER}/DDDDD")

    async def scenario() -> None:
        flaky = Flaky(1)
        other = asyncio.create_task(elsewhere.call_async(flaky.later))
        calls = [parked.call_async(flaky.later), pausing.call_async(flaky.later)]
        tasks = [asyncio.create_task(call) for call in calls]
        while len(log(parked)) < 2 or len(log(pausing)) < 2:
            await asyncio.sleep(0)
        runtime.close()
        done = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)
        assert [type(error) for error in done] == [backstay.BulkheadFullError] * 2
        assert not other.done()
        other.cancel()
        await asyncio.wait([other])

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
        assert log(policy) == ["enter 0", "enter 1", "leave 1", "enter 0", "enter 2", "leave 2"]

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
    assert log(policy) == ["enter 0", "enter 1", "leave 1"]


def a_waiting_coroutine_can_be_closed() -> None:
    class Marker: ...

    async def hold(marker: Marker) -> None:
        await asyncio.sleep(3600)

    async def scenario() -> None:
        marker = Marker()
        gone = weakref.ref(marker)
        coroutine: Any = RUNTIME.policy(f"W{FOREVER}/DDD")(hold)(marker)
        coroutine.send(None)
        coroutine.close()
        del coroutine, marker
        assert gone() is None
        assert log(RUNTIME.policy(f"W{FOREVER}/DDD"))[-1] == "leave 1"

    asyncio.run(scenario())


def the_result_of_a_predicate_repeats_too() -> None:
    policy = RUNTIME.policy("P/A1D").counting(result=lambda value: value < 2)
    values = iter(range(5))
    assert policy.call(lambda: next(values)) == 1
    assert [line.split()[2] for line in log(policy) if line.startswith("exit")] == [str(FAILURE), str(FAILURE)]


def exhausted_is_raised_from_the_last_error() -> None:
    policy, flaky = RUNTIME.policy("P/A1E2"), Flaky(5)
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        policy.call(flaky)
    error = caught.value
    assert (error.policy, error.key, error.reason) == ("P/A1E2", None, backstay.Reason.ATTEMPTS)
    assert (error.attempts, error.elapsed, error.retry_after, error.result) == (2, 1.5, None, None)
    assert isinstance(error.last_error, ConnectionError) and str(error.last_error) == "3 left"
    assert error.__context__ is error.last_error is error.__cause__
    assert error.last_error.__traceback__ is not None

    async def scenario() -> None:
        with pytest.raises(backstay.RetriesExhaustedError) as later:
            await RUNTIME.policy("P/A1E2DD")(Flaky(5).later)()
        assert isinstance(later.value.last_error, ConnectionError)

    asyncio.run(scenario())


def exhausted_keeps_the_last_result() -> None:
    view = RUNTIME.policy("P/A1E2 ").counting(result=lambda value: value < 9)
    values = iter(range(5))
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        view.call(lambda: next(values))
    assert (caught.value.result, caught.value.last_error) == (1, None)


def a_block_is_not_repeated() -> None:
    policy = RUNTIME.policy("P/AAEDAD")

    def fail() -> None:
        with policy.enter():
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    policy.enter().failure("by hand", permanent=True)
    with pytest.raises(ConnectionError):
        fail()
    assert log(policy) == [
        "enter 0",
        f"exit 1001 {FAILURE}",
        "leave 1001",
        "enter 0",
        f"exit 1002 {PERMANENT}",
        "leave 1002",
        "enter 0",
        f"exit 1003 {FAILURE}",
    ]

    @policy
    def items() -> Any:
        yield 1
        raise ConnectionError

    policy.enter().success()
    with pytest.raises(ConnectionError):
        list(items())
    assert log(policy)[-2:] == [f"exit 1005 {FAILURE}", "leave 1005"]


def a_quiet_token_needs_no_report() -> None:
    policy = RUNTIME.policy("Q/D")
    policy.call(int)
    with policy.enter():
        pass
    asyncio.run(policy.call_async(Flaky(0).later))  # type: ignore[arg-type]
    assert log(policy) == ["enter 0"] * 3
    with pytest.raises(ConnectionError):
        policy.call(Flaky(1))
    assert log(policy)[-1] == f"exit 66 {FAILURE}"


def costs_are_asked_with() -> None:
    policy = RUNTIME.policy("P/")
    policy.costing(5).call(int)
    policy.costing(lambda text: len(text)).call(str, "four")
    asyncio.run(policy.costing(lambda text: len(text))(Flaky(0).later)("six"))  # type: ignore[arg-type]
    policy.enter(cost=7).success()
    policy.costing(8).enter().success()
    with policy.costing(lambda: 3).keyed("x").enter(9):
        pass
    assert [line for line in log(policy) if line.startswith("enter")] == [
        f"enter 0 cost {cost}" for cost in (5, 4, 3, 7, 8, 9)
    ]


def fallbacks_are_counted_by_reason() -> None:
    policy = RUNTIME.policy("FPP/E1D").fallback("instead", on=KeyError)
    assert policy.call(int) == "instead"
    assert policy.call(Flaky(1)) == "instead"
    assert policy.call({}.__getitem__, 1) == "instead"
    assert [line for line in log(policy) if line.startswith("fallback")] == [
        "fallback 2",
        "fallback 12",
        "fallback 0",
    ]


def nested_calls_see_the_deadline() -> None:
    inner = RUNTIME.policy("gP/D")
    for outer in (RUNTIME.policy("h60000 P/D"), RUNTIME.policy("h60000 W1P/D")):
        assert backstay.time_left() is None
        left = outer.call(lambda: (inner.call(int), backstay.time_left())[1])
        assert left is not None and 50 < left <= 60
        assert log(inner)[-2] == "enter 0 by"
        assert backstay.time_left() is None
    inner.call(int)
    assert log(inner)[4:] == [f"exit 5 {SUCCESS}"]


def the_earlier_deadline_counts() -> None:
    outer, inner = RUNTIME.policy("h1000 P/D"), RUNTIME.policy("h60000 P/DD")
    left = outer.call(inner.call, backstay.time_left)
    assert left is not None and left <= 1
    with backstay.deadline(0.5):
        left = inner.call(backstay.time_left)
        assert left is not None and left <= 0.5
        with backstay.deadline(60):
            assert (backstay.time_left() or 60) <= 0.5
    assert backstay.time_left() is None


CASES: dict[str, Callable[[], None]] = {
    name: case
    for name, case in list(globals().items())
    if callable(case) and getattr(case, "__module__", "") == __name__
}

if __name__ == "__main__":
    CASES[sys.argv[1]]()
    print("done")
