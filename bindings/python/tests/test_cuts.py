"""How a coroutine is cut at its deadline, and whose cancellation it was."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from typing import Any

import deadline_policies
import pytest
from deadline_policies import FOREVER, hang, pattern

import backstay

POLICIES = deadline_policies.POLICIES


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
