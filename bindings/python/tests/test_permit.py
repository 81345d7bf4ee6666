"""Permits: by `with`, `async with`, `await`, and by hand."""

import asyncio
import gc
import threading
from datetime import timedelta
from typing import Any

import pytest
from conftest import counts

import backstay


def test_with_reports_success(policy: backstay.Policy) -> None:
    with policy.enter() as permit:
        assert isinstance(permit, backstay.Permit)
    assert counts(policy) == {"successes": 1}


def test_with_judges_the_exception_and_lets_it_go_on(policy: backstay.Policy) -> None:
    error = ConnectionError("down")
    with pytest.raises(ConnectionError) as caught, policy.enter():
        raise error
    assert caught.value is error
    with pytest.raises(TimeoutError), policy.enter():
        raise TimeoutError
    with pytest.raises(KeyboardInterrupt), policy.enter():
        raise KeyboardInterrupt
    assert counts(policy) == {"failures": 1, "timeouts": 1, "neutral": 1}


@pytest.mark.parametrize(
    ("report", "counted"),
    [
        ("success", {"successes": 1}),
        ("failure", {"failures": 1}),
        ("timeout", {"timeouts": 1}),
        ("cancelled", {"cancelled": 1}),
        ("neutral", {"neutral": 1}),
    ],
)
def test_by_hand_each_report_counts_once(policy: backstay.Policy, report: str, counted: dict[str, int]) -> None:
    permit = policy.enter()
    getattr(permit, report)()
    for other in ("success", "failure", "timeout", "cancelled", "neutral"):
        getattr(permit, other)()
    del permit
    gc.collect()
    assert counts(policy) == counted


def test_a_report_inside_the_block_wins(policy: backstay.Policy) -> None:
    with policy.enter() as permit:
        permit.neutral()

    def succeed_then_fail() -> None:
        with policy.enter() as taken:
            taken.success()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        succeed_then_fail()
    assert counts(policy) == {"neutral": 1, "successes": 1}


def test_dropped_it_is_cancelled(policy: backstay.Policy) -> None:
    policy.enter()
    assert counts(policy) == {"cancelled": 1}


def test_failure_takes_a_cause(policy: backstay.Policy) -> None:
    policy.enter().failure("HTTP 503")
    policy.enter().failure(cause=ConnectionError("x"))
    assert {cause.cause: cause.count for cause in policy.snapshot().causes} == {"HTTP 503": 1, "ConnectionError": 1}
    permit = policy.enter()
    with pytest.raises(TypeError, match="cause must be a str or an exception, not int"):
        permit.failure(5)  # type: ignore[arg-type]
    permit.success()
    assert counts(policy) == {"failures": 2, "successes": 1}


@pytest.mark.parametrize("wait", [45, 45.0, timedelta(seconds=45)])
def test_failure_takes_a_retry_after_that_lengthens_the_open_time(calls: backstay.Policy, wait: Any) -> None:
    for _ in range(3):
        calls.enter().failure(retry_after=wait)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.enter()
    assert caught.value.retry_after == 45.0


@pytest.mark.parametrize("wait", [-1, float("nan"), timedelta(days=-1), float("inf")])
def test_a_senseless_retry_after_is_refused_and_the_permit_stays(calls: backstay.Policy, wait: Any) -> None:
    permit = calls.enter()
    with pytest.raises(backstay.InvalidArgumentError, match="a duration must be"):
        permit.failure(retry_after=wait)
    permit.success()
    assert counts(calls) == {"successes": 1}


def test_a_late_result_is_not_counted(calls: backstay.Policy) -> None:
    permit = calls.enter()
    calls.force_closed("new generation")
    permit.failure()
    assert counts(calls) == {"late": 1}


def test_enter_refuses(calls: backstay.Policy) -> None:
    calls.force_open("maintenance")
    with pytest.raises(backstay.CircuitOpenError):
        calls.enter()


def test_async_with(policy: backstay.Policy) -> None:
    async def scenario() -> None:
        async with policy.enter_async() as permit:
            assert isinstance(permit, backstay.AsyncPermit)
            await asyncio.sleep(0)
        with pytest.raises(ConnectionError):
            async with policy.enter_async():
                raise ConnectionError
        async with policy.enter_async() as permit:
            permit.neutral()

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 1, "failures": 1, "neutral": 1}


def test_await_gives_the_permit(policy: backstay.Policy) -> None:
    async def scenario() -> None:
        permit = await policy.enter_async()
        permit.success()
        with await policy.enter_async():
            pass

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 2}


def test_enter_async_takes_nothing_before_the_await(calls: backstay.Policy) -> None:
    waiting = calls.enter_async()
    del waiting

    async def scenario() -> None:
        later = calls.enter_async()
        calls.force_open("maintenance")
        with pytest.raises(backstay.CircuitOpenError):
            async with later:
                raise AssertionError

    asyncio.run(scenario())
    assert counts(calls) == {"not_permitted": 1}


def test_an_async_permit_is_entered_once(policy: backstay.Policy) -> None:
    async def scenario() -> None:
        permit = policy.enter_async()
        async with permit:
            pass
        with pytest.raises(RuntimeError, match="entered before"):
            async with permit:
                raise AssertionError

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 1}


def test_an_async_permit_before_its_await_reports_nothing(policy: backstay.Policy) -> None:
    permit = policy.enter_async()
    permit.success()
    permit.failure("x")
    assert counts(policy) == {}


def test_cancelled_inside_async_with(policy: backstay.Policy) -> None:
    async def hold() -> None:
        async with policy.enter_async():
            await asyncio.Event().wait()

    async def scenario() -> None:
        task = asyncio.create_task(hold())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(scenario())
    assert counts(policy) == {"cancelled": 1}


def test_permits_come_from_the_policy_alone() -> None:
    for kind in (backstay.Permit, backstay.AsyncPermit):
        with pytest.raises(TypeError, match="cannot create"):
            kind()


def test_threads_count_exactly(policy: backstay.Policy) -> None:
    guarded = policy(lambda: None)

    def work() -> None:
        for _ in range(2000):
            guarded()
            with policy.enter():
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(policy) == {"successes": 16000}


def test_another_thread_may_report(policy: backstay.Policy) -> None:
    permit = policy.enter()
    thread = threading.Thread(target=permit.failure, args=("there",))
    thread.start()
    thread.join()
    permit.success()
    assert counts(policy) == {"failures": 1}
