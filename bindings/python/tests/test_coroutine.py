"""The decorator around coroutine functions."""

import asyncio
import collections.abc
import gc
import inspect
import types
import typing
import warnings
import weakref
from collections.abc import Awaitable, Callable, Generator
from typing import Any

import pytest
from conftest import counts

import backstay


@types.coroutine
def suspend(value: Any) -> Generator[Any, Any, Any]:
    """Hands `value` to whoever drives the coroutine and returns what comes back."""
    return (yield value)


def guarded_echo(policy: backstay.Policy) -> Callable[..., Any]:
    @policy
    async def echo(value: Any) -> Any:
        await asyncio.sleep(0)
        return value

    return echo


@pytest.mark.parametrize("value", [None, 0, "text", (), (1, 2), StopIteration(3), ValueError("returned")])
def test_the_value_comes_back(policy: backstay.Policy, value: Any) -> None:
    echo = guarded_echo(policy)

    async def scenario() -> None:
        assert await echo(value) is value
        assert await asyncio.create_task(echo(value)) is value
        assert (await asyncio.gather(echo(value), echo(value)))[1] is value
        assert await asyncio.wait_for(echo(value), 10) is value

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 5}


def test_stop_iteration_carries_the_value_to_a_driver_by_hand(policy: backstay.Policy) -> None:
    @policy
    async def twice(value: Any) -> Any:
        return await suspend("first"), await suspend("second"), value

    for drive in (lambda c: c.send(None), lambda c: next(c.__await__())):
        coroutine = twice((1,))
        assert drive(coroutine) == "first"
        assert coroutine.send("a") == "second"
        with pytest.raises(StopIteration) as stop:
            coroutine.send("b")
        assert stop.value.value == ("a", "b", (1,))


def test_it_looks_like_the_coroutine_function_it_guards(policy: backstay.Policy) -> None:
    async def plain(a: int, *, b: str = "x") -> bool:
        """What it does."""
        return True

    guarded = policy(plain)
    assert inspect.iscoroutinefunction(guarded)
    assert inspect.signature(guarded) == inspect.signature(plain)
    assert typing.get_type_hints(guarded) == {"a": int, "b": str, "return": bool}
    coroutine: Any = guarded(1)
    assert isinstance(coroutine, collections.abc.Coroutine) and asyncio.iscoroutine(coroutine)
    assert inspect.isawaitable(coroutine)
    assert coroutine.cr_code is plain.__code__ and coroutine.__name__ == "plain"
    assert "plain" in repr(coroutine)
    coroutine.close()


def test_an_exception_comes_through_unchanged_and_counts(policy: backstay.Policy) -> None:
    error = ConnectionError("down")

    @policy
    async def fail() -> None:
        await asyncio.sleep(0)
        raise error

    with pytest.raises(ConnectionError) as caught:
        asyncio.run(fail())
    assert caught.value is error
    assert counts(policy) == {"failures": 1}


def test_the_permit_is_taken_at_the_await_not_at_the_call(calls: backstay.Policy) -> None:
    echo = guarded_echo(calls)
    coroutine = echo("late")
    calls.force_open("between call and await")
    with pytest.raises(backstay.CircuitOpenError):
        asyncio.run(coroutine)
    assert counts(calls) == {"not_permitted": 1}


def test_a_refused_coroutine_leaves_no_warning_behind(calls: backstay.Policy) -> None:
    calls.force_open("maintenance")
    echo = guarded_echo(calls)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(backstay.CircuitOpenError):
            asyncio.run(echo(1))
        gc.collect()


def test_never_awaited_warns_like_any_coroutine(calls: backstay.Policy) -> None:
    echo = guarded_echo(calls)
    with pytest.warns(RuntimeWarning, match="never awaited"):
        del [echo(1)][0]
    assert counts(calls) == {}


def test_closed_unawaited_it_takes_no_permit(calls: backstay.Policy) -> None:
    coroutine = guarded_echo(calls)(1)
    coroutine.close()
    coroutine.close()
    with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
        coroutine.send(None)
    assert counts(calls) == {}


def test_it_is_awaited_once(calls: backstay.Policy) -> None:
    async def scenario() -> None:
        coroutine = guarded_echo(calls)(1)
        assert await coroutine == 1
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            await coroutine

    asyncio.run(scenario())
    assert counts(calls) == {"successes": 1}


def test_a_just_started_coroutine_takes_none_alone(calls: backstay.Policy) -> None:
    coroutine = guarded_echo(calls)(1)
    with pytest.raises(TypeError, match="just-started coroutine"):
        coroutine.send("value")
    coroutine.close()


def test_it_can_not_be_entered_twice_at_once(policy: backstay.Policy) -> None:
    async def reenter() -> None:
        for act in (lambda: coroutine.send(None), lambda: coroutine.throw(ConnectionError()), coroutine.close):
            with pytest.raises(ValueError, match="coroutine already executing"):
                act()

    coroutine: Any = policy(reenter)()
    asyncio.run(coroutine)
    assert counts(policy) == {"successes": 1}


def test_cancellation_is_neutral(policy: backstay.Policy) -> None:
    @policy
    async def hang() -> None:
        await asyncio.Event().wait()

    async def scenario() -> None:
        task = asyncio.create_task(hang())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()

    asyncio.run(scenario())
    assert counts(policy) == {"cancelled": 1}


def test_cancellation_beyond_the_slow_limit_is_a_timeout(runtime: backstay.Runtime) -> None:
    slow = runtime.policy("slow")

    @slow
    async def hang() -> None:
        await asyncio.Event().wait()

    async def scenario(waited: float) -> None:
        task = asyncio.create_task(hang())
        await asyncio.sleep(0)
        runtime.advance(waited)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(scenario(2.0))
    assert counts(slow) == {"cancelled": 1}
    asyncio.run(scenario(2.001))
    assert counts(slow) == {"cancelled": 1, "timeouts": 1, "slow": 1}


def test_a_deadline_inside_is_a_timeout(policy: backstay.Policy) -> None:
    @policy
    async def hang() -> None:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(hang())
    assert counts(policy) == {"timeouts": 1}


def test_throw_goes_in_and_may_be_handled(policy: backstay.Policy) -> None:
    @policy
    async def handle() -> str:
        try:
            await suspend("first")
        except KeyError:
            await suspend("handled")
        return "end"

    coroutine: Any = handle()
    assert coroutine.send(None) == "first"
    assert coroutine.throw(KeyError()) == "handled"
    with pytest.raises(StopIteration) as stop:
        coroutine.send(None)
    assert stop.value.value == "end"
    coroutine = handle()
    coroutine.send(None)
    with pytest.raises(ConnectionError):
        coroutine.throw(ConnectionError())
    assert counts(policy) == {"successes": 1, "failures": 1}


def test_throw_may_end_it_with_a_result(policy: backstay.Policy) -> None:
    @policy
    async def handle() -> str:
        try:
            await suspend(1)
        except KeyError:
            return "handled"
        return "not thrown"

    coroutine: Any = handle()
    coroutine.send(None)
    with pytest.raises(StopIteration) as stop:
        coroutine.throw(KeyError)
    assert stop.value.value == "handled"
    assert counts(policy) == {"successes": 1}


def test_throw_before_the_start_takes_no_permit(policy: backstay.Policy) -> None:
    coroutine = guarded_echo(policy)(1)
    with pytest.raises(ConnectionError):
        coroutine.throw(ConnectionError())
    deferred: Any = policy.call_async(asyncio.sleep, 0)
    with pytest.raises(ConnectionError):
        deferred.throw(ConnectionError())
    assert counts(policy) == {}


def test_close_in_flight_is_cancelled(policy: backstay.Policy) -> None:
    coroutine = policy(suspend_once)()
    coroutine.send(None)
    coroutine.close()
    assert counts(policy) == {"cancelled": 1}


def test_close_that_fails_counts_what_happened(policy: backstay.Policy) -> None:
    @policy
    async def clean_up_badly() -> None:
        try:
            await suspend(1)
        finally:
            raise ConnectionError

    coroutine: Any = clean_up_badly()
    coroutine.send(None)
    with pytest.raises(ConnectionError):
        coroutine.close()
    assert counts(policy) == {"failures": 1}


async def suspend_once() -> None:
    await suspend(None)


def test_dropped_in_flight_it_is_cancelled(policy: backstay.Policy) -> None:
    coroutine = policy(suspend_once)()
    coroutine.send(None)
    del coroutine
    gc.collect()
    assert counts(policy) == {"cancelled": 1}


def test_a_cycle_in_flight_is_collected(policy: backstay.Policy) -> None:
    class Holder: ...

    holder: Any = Holder()
    reference = weakref.ref(holder)

    async def hold(held: Any) -> None:
        await suspend(None)

    holder.coroutine = policy(hold)(holder)
    holder.coroutine.send(None)
    del holder
    gc.collect()
    assert reference() is None
    assert counts(policy) == {"cancelled": 1}


def test_methods_and_callables_with_an_async_call(policy: backstay.Policy) -> None:
    class Shop:
        @policy
        async def charge(self, amount: int) -> tuple["Shop", int]:
            return self, amount

        async def __call__(self, amount: int) -> int:
            return amount

    shop = Shop()
    assert asyncio.run(as_coroutine(shop.charge(3))) == (shop, 3)
    assert inspect.iscoroutinefunction(shop.charge)
    assert asyncio.run(as_coroutine(policy(shop)(4))) == 4
    assert counts(policy) == {"successes": 2}


async def as_coroutine(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


def test_call_async_calls_when_it_is_awaited(policy: backstay.Policy) -> None:
    called: list[Any] = []

    async def note(*args: Any, **kwargs: Any) -> str:
        called.append((args, kwargs))
        return "done"

    async def scenario() -> None:
        awaitable = policy.call_async(note, 1, 2, x=3)
        assert called == []
        assert await awaitable == "done"

    asyncio.run(scenario())
    assert called == [((1, 2), {"x": 3})]
    assert counts(policy) == {"successes": 1}


def test_call_async_takes_any_awaitable(policy: backstay.Policy) -> None:
    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        loop.call_soon(future.set_result, "future")
        assert await policy.call_async(lambda: future) == "future"
        assert await policy.call_async(lambda: asyncio.create_task(as_coroutine(asyncio.sleep(0, "task")))) == "task"
        assert await asyncio.create_task(policy.call_async(asyncio.sleep, 0, "slept")) == "slept"

        @types.coroutine
        def old_style() -> Generator[Any, Any, str]:
            yield
            return "old"

        assert await policy.call_async(old_style) == "old"

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 4}


def test_call_async_refuses_what_can_not_be_awaited(policy: backstay.Policy) -> None:
    with pytest.raises(TypeError, match="the guarded function returned int, which can't be awaited"):
        asyncio.run(policy.call_async(lambda: 5))  # type: ignore[arg-type,return-value]
    with pytest.raises(ZeroDivisionError):
        asyncio.run(policy.call_async(lambda: 1 // 0))  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match="needs the function"):
        policy.call_async()  # type: ignore[call-arg]
    assert counts(policy) == {"failures": 2}


def test_call_async_refused_does_not_call(calls: backstay.Policy) -> None:
    calls.force_open("maintenance")
    called: list[int] = []

    async def note() -> None:
        called.append(1)

    with pytest.raises(backstay.CircuitOpenError):
        asyncio.run(calls.call_async(note))
    assert called == []


def test_many_at_once_are_counted_one_by_one(policy: backstay.Policy) -> None:
    echo = guarded_echo(policy)

    async def scenario() -> None:
        assert await asyncio.gather(*(echo(i) for i in range(500))) == list(range(500))

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 500}


def test_task_groups_and_eager_tasks(policy: backstay.Policy) -> None:
    echo = guarded_echo(policy)

    async def scenario() -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(echo(i)) for i in range(3)]
        assert [task.result() for task in tasks] == [0, 1, 2]
        assert "echo" in repr(tasks[0]) and tasks[0].get_stack() == []

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 3}
