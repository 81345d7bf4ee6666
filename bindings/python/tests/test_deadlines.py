"""Deadlines: what is in force where, and what does not start or wait beyond it."""

import asyncio
import contextvars
import gc
import sys
import threading
import types
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import timedelta
from typing import Any

import deadline_policies
import pytest
from deadline_policies import hang, pattern

import backstay
import backstay.testing

POLICIES = deadline_policies.POLICIES


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
