"""Deadlines: what is in force where, what is cut, and whose cancellation it was."""

import asyncio
import contextlib
import contextvars
import gc
import sys
import threading
import types
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import timedelta
from typing import Any

import pytest

import backstay
import backstay.testing

#: Longer than any test may take: who waits so long was not cut.
FOREVER = 3600.0
POLICIES = {
    "far": {"timeout": "1h"},
    "near": {"timeout": "1ms"},
    "attempts": {"attempt_timeout": "1ms", "retry": {"attempts": 3, "backoff": "0ms"}},
    "breaker": {"circuit_breaker": {"consecutive_failures": 3}},
    "queue": {"timeout": "1ms", "bulkhead": {"limit": 1, "queue": 9, "wait": "1h"}},
    "retry": {"retry": {"attempts": 3, "backoff": "1h"}},
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime({"policies": POLICIES}) as made:
        yield made


@pytest.fixture
def manual() -> Iterator[backstay.Runtime]:
    with backstay.Runtime({"clock": "manual", "policies": POLICIES}) as made:
        yield made


def pattern(policy: backstay.Policy, name: str) -> backstay.PatternSnapshot:
    return policy.snapshot().patterns[name]


async def hang() -> None:
    await asyncio.sleep(FOREVER)


async def wait_until(condition: Any) -> None:
    while not condition():
        await asyncio.sleep(0)


def test_without_a_deadline_there_is_no_time_left(runtime: backstay.Runtime) -> None:
    assert backstay.time_left() is None
    assert runtime.policy("breaker").call(backstay.time_left) is None
    assert runtime.policy("breaker").enter().time_left() is None
    assert runtime.policy("near").enter_async().time_left() is None


def test_a_synchronous_call_sees_its_deadline(manual: backstay.Runtime) -> None:
    def look() -> list[Any]:
        manual.advance(600)
        return [backstay.time_left(), manual.policy("breaker").call(backstay.time_left)]

    assert manual.policy("far").call(look) == [3000.0, 3000.0]
    assert manual.policy("far")(look)() == [3000.0, 3000.0]
    assert backstay.time_left() is None


def test_a_passed_deadline_is_never_negative_and_nothing_starts(manual: backstay.Runtime) -> None:
    def work() -> float | None:
        manual.advance(7200)
        with pytest.raises(backstay.DeadlineExceededError) as caught:
            manual.policy("breaker").call(print)
        assert isinstance(caught.value, TimeoutError) and caught.value.reason == "deadline"
        return backstay.time_left()

    assert manual.policy("far").call(work) == 0.0


def test_a_call_that_ends_after_its_deadline_is_not_interrupted(manual: backstay.Runtime) -> None:
    assert manual.policy("near").call(lambda: manual.advance(5) or "done") == "done"

    async def late() -> str:
        manual.advance(5)
        await asyncio.sleep(0)
        return "done"

    assert asyncio.run(manual.policy("near").call_async(late)) == "done"


def test_a_block_sees_its_deadline_and_gives_it_back(manual: backstay.Runtime) -> None:
    with manual.policy("far").enter() as permit:
        manual.advance(600)
        assert backstay.time_left() == permit.time_left() == 3000.0
        with manual.policy("near").enter() as inner:
            assert backstay.time_left() == inner.time_left() == 0.001
        assert backstay.time_left() == 3000.0
    assert backstay.time_left() is None
    permit = manual.policy("far").enter()
    assert (backstay.time_left(), permit.time_left()) == (None, 3600.0)

    async def scenario() -> None:
        async with manual.policy("far").enter_async() as permit:
            assert backstay.time_left() == permit.time_left() == 3600.0
        (await manual.policy("far").enter_async()).success()
        assert backstay.time_left() is None

    asyncio.run(scenario())


def test_set_by_hand(runtime: backstay.Runtime) -> None:
    for limit in (60, 60.0, timedelta(seconds=60)):
        with backstay.deadline(limit):
            assert 50 < (backstay.time_left() or 0) <= 60
            assert 50 < (runtime.policy("far").call(backstay.time_left) or 0) <= 60
            assert 50 < (runtime.policy("breaker").enter().time_left() or 0) <= 60
            with backstay.deadline(1):
                assert (backstay.time_left() or 60) <= 1
            with backstay.deadline(3600):
                assert (backstay.time_left() or 3600) <= 60
    assert backstay.time_left() is None
    with backstay.deadline(0), pytest.raises(backstay.DeadlineExceededError):
        runtime.policy("breaker").call(print)
    with pytest.raises(backstay.InvalidArgumentError, match="a duration must be"):
        backstay.deadline(-1)


def test_set_by_hand_in_a_test_it_follows_the_tests_clock(manual: backstay.Runtime) -> None:
    with backstay.testing.use(manual), backstay.deadline(10):
        manual.advance(4)
        assert backstay.time_left() == 6.0
        assert manual.policy("far").call(backstay.time_left) == 6.0


def test_one_deadline_object_is_one_block() -> None:
    limit = backstay.deadline(60)
    with limit, pytest.raises(RuntimeError, match="in force already"), limit:
        raise AssertionError
    with limit:
        assert backstay.time_left() is not None


def test_another_runtimes_clock_gets_what_is_left(manual: backstay.Runtime, runtime: backstay.Runtime) -> None:
    left = runtime.policy("far").call(lambda: manual.policy("far").enter().time_left())
    assert 3590 < left <= 3600

    def inside() -> Any:
        manual.advance(3000)
        return runtime.policy("far").enter().time_left()

    assert 590 < manual.policy("far").call(inside) <= 600


def test_a_coroutine_sees_its_deadline_and_its_awaiter_does_not(manual: backstay.Runtime) -> None:
    seen: list[Any] = []
    other = contextvars.ContextVar[str]("other")

    @types.coroutine
    def suspend() -> Generator[Any, Any, None]:
        yield

    @manual.policy("far")
    async def outer() -> None:
        seen.append(backstay.time_left())
        other.set("kept")
        with manual.policy("near").enter():
            await suspend()
            seen.append(backstay.time_left())
        await suspend()
        seen.append(backstay.time_left())

    coroutine: Any = outer()
    for _ in range(2):
        coroutine.send(None)
        assert backstay.time_left() is None
    with pytest.raises(StopIteration):
        coroutine.send(None)
    assert seen == [3600.0, 0.001, 3600.0]
    assert backstay.time_left() is None and other.get() == "kept"


def test_tasks_and_threads_that_begin_inside_inherit_it(manual: backstay.Runtime) -> None:
    @manual.policy("far")
    async def outer() -> Any:
        async def look() -> Any:
            return backstay.time_left()

        return await asyncio.create_task(look()), await asyncio.to_thread(backstay.time_left)

    async def scenario() -> Any:
        other = asyncio.create_task(outer())
        assert backstay.time_left() is None
        return await other

    assert asyncio.run(scenario()) == (3600.0, 3600.0)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(backstay.time_left()))
    manual.policy("far").call(lambda: (thread.start(), thread.join()))
    assert seen == [None]


def test_generators_keep_their_deadline_to_themselves(manual: backstay.Runtime) -> None:
    policy = manual.policy("far")
    seen: list[Any] = []

    @policy
    def items() -> Iterator[int]:
        for item in range(2):
            seen.append(backstay.time_left())
            try:
                yield item
            except KeyError:
                seen.append(backstay.time_left())
                yield 7
            finally:
                seen.append(backstay.time_left())

    iterator = items()
    assert next(iterator) == 0
    assert backstay.time_left() is None
    assert iterator.throw(KeyError()) == 7  # type: ignore[attr-defined]
    assert backstay.time_left() is None
    assert next(iterator) == 1
    iterator.close()  # type: ignore[attr-defined]
    assert seen == [3600.0] * 5
    assert backstay.time_left() is None

    @policy
    async def later() -> AsyncIterator[Any]:
        received = yield backstay.time_left()
        yield received

    async def scenario() -> None:
        iterator: Any = later()
        assert await iterator.__anext__() == 3600.0
        assert backstay.time_left() is None
        assert await iterator.asend("sent") == "sent"
        await iterator.aclose()
        assert [item async for item in later()] == [3600.0, None]

    asyncio.run(scenario())


def test_a_coroutine_is_cut(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("near")
    ended: list[BaseException] = []

    async def watched() -> None:
        try:
            await hang()
        except BaseException as error:
            ended.append(error)
            raise

    async def scenario() -> None:
        for call in (policy(watched), lambda: policy.call_async(watched)):
            with pytest.raises(TimeoutError, match=r"^near cut the call: it did not end within .* s$") as caught:
                await call()
            assert not isinstance(caught.value, backstay.Error)
            assert isinstance(caught.value.__cause__, asyncio.CancelledError)
        task = asyncio.current_task()
        assert task is not None and task.cancelling() == 0
        with pytest.raises(TimeoutError, match="near cut the call"):
            async with policy.enter_async():
                await hang()
        assert task.cancelling() == 0
        await asyncio.sleep(0)

    asyncio.run(scenario())
    assert [type(error) for error in ended] == [asyncio.CancelledError] * 2
    assert pattern(policy, "timeout").expired == 3


def test_each_attempt_is_cut_and_repeated(runtime: backstay.Runtime) -> None:
    seen: list[int] = []

    @runtime.policy("attempts")
    async def third_time_lucky() -> str:
        seen.append(1)
        if len(seen) < 3:
            await hang()
        return "done"

    assert asyncio.run(third_time_lucky()) == "done"  # type: ignore[arg-type]
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        asyncio.run(runtime.policy("attempts").call_async(hang))
    assert isinstance(caught.value.last_error, TimeoutError)
    assert pattern(runtime.policy("attempts"), "attempt_timeout").expired == 5


def test_the_callers_cancellation_stays_one(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("far")

    async def scenario() -> None:
        task = asyncio.create_task(policy.call_async(hang))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()

    asyncio.run(scenario())
    assert pattern(policy, "timeout").expired == 0


def test_a_cancellation_beside_the_cut_wins(runtime: backstay.Runtime) -> None:
    async def cancelled_while_cut() -> None:
        try:
            await hang()
        finally:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    async def scenario() -> None:
        task = asyncio.create_task(runtime.policy("near").call_async(cancelled_while_cut))
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())


def test_who_ends_in_spite_of_the_cut_keeps_the_result(runtime: backstay.Runtime) -> None:
    async def stubborn() -> str:
        with contextlib.suppress(asyncio.CancelledError):
            await hang()
        return "done"

    async def scenario() -> None:
        assert await runtime.policy("near").call_async(stubborn) == "done"
        task = asyncio.current_task()
        assert task is not None and task.cancelling() == 0

    asyncio.run(scenario())


def test_another_error_than_the_cut_goes_on(runtime: backstay.Runtime) -> None:
    async def fails() -> None:
        try:
            await hang()
        finally:
            raise LookupError

    async def scenario() -> None:
        with pytest.raises(LookupError):
            await runtime.policy("near").call_async(fails)
        task = asyncio.current_task()
        assert task is not None and task.cancelling() == 0

    asyncio.run(scenario())


def test_it_gets_along_with_asyncios_own_timeouts(runtime: backstay.Runtime) -> None:
    async def scenario() -> None:
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(FOREVER):
                await runtime.policy("near").call_async(hang)
        assert "near cut" in str(caught.value)
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.001):
                await runtime.policy("far").call_async(hang)
        assert str(caught.value) == ""
        with pytest.raises(TimeoutError) as caught:
            await asyncio.wait_for(runtime.policy("near").call_async(hang), FOREVER)
        assert "near cut" in str(caught.value)

    asyncio.run(scenario())
    assert pattern(runtime.policy("far"), "timeout").expired == 0


def test_the_inner_of_two_guards_is_cancelled_by_the_outer_ones_deadline(runtime: backstay.Runtime) -> None:
    near, far = runtime.policy("near"), runtime.policy("far")

    async def scenario() -> None:
        with pytest.raises(TimeoutError, match="near cut"):
            await near.call_async(far(hang))
        with pytest.raises(TimeoutError, match="near cut"):
            await far.call_async(near(hang))

    asyncio.run(scenario())
    assert (pattern(near, "timeout").expired, pattern(far, "timeout").expired) == (2, 0)


def test_a_deadline_by_hand_cuts_guarded_coroutines_inside(runtime: backstay.Runtime) -> None:
    async def scenario() -> None:
        with backstay.deadline(0.001), pytest.raises(TimeoutError, match="breaker cut"):
            await runtime.policy("breaker").call_async(hang)
        with backstay.deadline(0.001), pytest.raises(TimeoutError, match="breaker cut"):
            async with runtime.policy("breaker").enter_async():
                await hang()

    asyncio.run(scenario())
    assert runtime.policy("breaker").snapshot().timeouts == 2


def test_a_deadline_by_hand_ends_pauses(runtime: backstay.Runtime) -> None:
    def fail() -> None:
        raise ConnectionError

    with backstay.deadline(60), pytest.raises(backstay.RetriesExhaustedError) as caught:
        runtime.policy("retry").call(fail)
    assert caught.value.reason == "deadline"


def test_a_wait_for_a_place_ends_at_the_deadline(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("queue")
    with policy.enter(), pytest.raises(backstay.DeadlineExceededError):
        policy.enter()

    async def scenario() -> None:
        with policy.enter(), pytest.raises(backstay.DeadlineExceededError):
            await policy.call_async(hang)

    asyncio.run(scenario())
    assert (pattern(policy, "bulkhead").waiting, pattern(policy, "bulkhead").in_flight) == (0, 0)


def test_a_coroutine_that_never_waits_pays_for_no_timer(
    runtime: backstay.Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def quick() -> str:
        return "done"

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        armed: list[float] = []
        original = loop.call_later
        monkeypatch.setattr(loop, "call_later", lambda *args: armed.append(args[0]) or original(*args))
        assert await runtime.policy("far").call_async(quick) == "done"
        assert armed == []
        await runtime.policy("far").call_async(asyncio.sleep, 0)
        assert len(armed) == 1

    asyncio.run(scenario())


def test_a_timer_is_gone_when_the_call_is(runtime: backstay.Runtime) -> None:
    async def scenario() -> None:
        loop: Any = asyncio.get_running_loop()
        policy = runtime.policy("far")
        await policy.call_async(asyncio.sleep, 0)
        async with policy.enter_async():
            await asyncio.sleep(0)
        closed: Any = policy.call_async(hang)
        closed.send(None)
        closed.close()
        dropped: Any = policy.call_async(hang)
        dropped.send(None)
        del dropped
        gc.collect()
        assert [timer for timer in loop._scheduled if not timer.cancelled()] == []

    asyncio.run(scenario())


def test_on_the_manual_clock_nothing_is_cut(manual: backstay.Runtime) -> None:
    async def scenario() -> None:
        task = asyncio.create_task(manual.policy("near").call_async(asyncio.sleep, 0.005, "done"))
        await asyncio.sleep(0)
        manual.advance(60)
        assert await task == "done"

    asyncio.run(scenario())


def test_an_async_generator_is_cut_in_its_steps_alone(runtime: backstay.Runtime) -> None:
    @runtime.policy("near")
    async def items() -> AsyncIterator[int]:
        yield 1
        await hang()

    async def scenario() -> None:
        iterator = items()
        assert await iterator.__anext__() == 1
        await asyncio.sleep(0.005)
        with pytest.raises(TimeoutError, match="near cut"):
            await iterator.__anext__()

    asyncio.run(scenario())


def test_deadlines_leak_nothing(runtime: backstay.Runtime) -> None:
    far, near = runtime.policy("far"), runtime.policy("near")

    @far
    def items() -> Iterator[int]:
        yield 1

    async def play(count: int) -> int:
        for _ in range(count):
            far.call(int)
            with far.enter(), backstay.deadline(5):
                far.call(far.call, backstay.time_left)
            await far.call_async(asyncio.sleep, 0)
            list(items())
            with pytest.raises(TimeoutError):
                await near.call_async(hang)
        gc.collect()
        return sys.getallocatedblocks()

    async def scenario() -> None:
        # A loop keeps a hundred cancelled timers before it sweeps them.
        before = await play(150)
        assert await play(200) - before < 150

    asyncio.run(scenario())
