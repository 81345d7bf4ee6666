"""Views of a policy: what a call costs, and what is given instead of a refusal; controls and snapshots of several patterns."""

import asyncio
import dataclasses
import gc
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import backstay

CONFIG = {
    "clock": "manual",
    "policies": {
        "turns": {"rate_limit": {"rate": "10/s", "burst": 10}, "keyed": {"maximum": 9}},
        "patient": {"rate_limit": {"rate": "10/s", "burst": 10, "wait": "1h"}},
        "retry": {"retry": {"attempts": 2, "backoff": "1ms"}},
        "calls": {"circuit_breaker": {"consecutive_failures": 3}, "keyed": {"maximum": 9}},
        "all": {
            "timeout": "1m",
            "retry": {"attempts": 2, "backoff": "1ms"},
            "rate_limit": {"rate": "10/s", "burst": 10},
            "circuit_breaker": {"consecutive_failures": 99},
            "bulkhead": {"limit": 3, "queue": 5},
        },
    },
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as made:
        yield made


def remaining(policy: backstay.Policy) -> int:
    return policy.rate_limit().remaining


async def later(*args: Any) -> Any:
    await asyncio.sleep(0)
    return args


async def fail_later(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


def fail(error: BaseException) -> None:
    raise error


def fallback_count(policy: backstay.Policy) -> int:
    used: int = policy.snapshot().patterns["fallback"].used
    return used


@pytest.mark.parametrize("name", ["turns", "all"])
def test_a_call_weighs_what_the_view_says(runtime: backstay.Runtime, name: str) -> None:
    policy = runtime.policy(name)
    policy.costing(3).call(int)
    assert remaining(policy) == 7
    assert policy.costing(lambda items: len(items))(sum)([1, 2]) == 3
    assert remaining(policy) == 5
    assert asyncio.run(policy.costing(lambda *items: len(items)).call_async(later, 1, 2)) == (1, 2)
    assert remaining(policy) == 3
    with policy.enter(cost=2):
        pass
    assert remaining(policy) == 1
    with pytest.raises(backstay.RateLimitedError) as caught:
        policy.costing(2).enter()
    assert (caught.value.reason, caught.value.retry_after) == ("rate", pytest.approx(0.1))
    with pytest.raises(backstay.RateLimitedError) as caught:
        policy.costing(11).enter()
    assert (caught.value.reason, caught.value.retry_after) == ("cost", None)


def test_a_wait_for_a_heavy_call_takes_its_time(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("patient")
    policy.costing(10).call(int)
    policy.costing(5).call(int)
    assert runtime.now() == pytest.approx(0.5)


def test_generators_have_a_cost_too(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")

    @policy.costing(lambda n: n)
    def items(n: int) -> Iterator[int]:
        yield from range(n)

    assert list(items(4)) == [0, 1, 2, 3]
    assert remaining(policy) == 6

    @policy.costing(lambda n: n)
    async def items_later(n: int) -> Any:
        yield n

    async def scenario() -> list[int]:
        return [item async for item in items_later(2)]

    assert asyncio.run(scenario()) == [2]
    assert remaining(policy) == 4


@pytest.mark.parametrize("cost", [0, -1, 2**31 + 1, 2**70, "heavy", 1.5, None, True])
def test_a_senseless_cost_is_refused(runtime: backstay.Runtime, cost: Any) -> None:
    policy = runtime.policy("turns")
    with pytest.raises(backstay.InvalidArgumentError, match="cost must be"):
        policy.costing(cost).enter()
    if cost is not True:
        with pytest.raises(backstay.InvalidArgumentError, match="a cost must be a whole number from 1 to 2147483648"):
            policy.costing(lambda: cost).call(int)
        with pytest.raises(backstay.InvalidArgumentError, match="a cost must be"):
            policy.enter(cost=cost)
    assert remaining(policy) == 10


def test_a_cost_that_fails_goes_to_the_caller_and_counts_nothing(runtime: backstay.Runtime) -> None:
    view = runtime.policy("turns").costing(lambda: 1 // 0)
    for call in (lambda: view.call(int), lambda: asyncio.run(view.call_async(later))):
        with pytest.raises(ZeroDivisionError):
            call()
    with pytest.raises(backstay.InvalidArgumentError, match=r"say enter\(cost=...\)"):
        view.enter()
    for wrong in ({"price": 1}, {"cost": 1, "price": 1}):
        with pytest.raises(TypeError, match="enter takes one argument: cost"):
            view.enter(**wrong)
    assert remaining(view) == 10


def test_a_value_instead_of_a_refusal(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")
    value = ["instead"]
    view = policy.fallback(value)
    policy.costing(10).call(int)
    assert view.call(int) is value
    assert view(lambda: None)() is value
    assert asyncio.run(view.call_async(later)) is value
    assert asyncio.run(view(later)()) is value
    assert fallback_count(policy) == 4
    assert 'fallback_total{service="turns",reason="rate"} 4' in runtime.metrics()
    with pytest.raises(backstay.RateLimitedError):
        view.enter()


def test_a_function_of_the_refusal(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")
    policy.costing(10).call(int)
    seen: list[Any] = []

    def handle(error: backstay.RejectedError) -> str:
        seen.append((error, sys.exception()))
        return "handled"

    async def handle_later(error: backstay.RejectedError) -> str:
        await asyncio.sleep(0)
        seen.append((error, sys.exception()))
        return "handled later"

    assert policy.fallback(handle).call(int) == "handled"
    assert asyncio.run(policy.fallback(handle).call_async(later)) == "handled"
    assert asyncio.run(policy.fallback(handle_later).call_async(later)) == "handled later"
    for error, handled in seen:
        assert isinstance(error, backstay.RateLimitedError) and handled is error
    assert sys.exception() is None


def test_it_stands_in_for_what_was_given_up(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("retry")
    view = policy.fallback(lambda error: error)
    given = view.call(fail, ConnectionError())
    assert isinstance(given, backstay.RetriesExhaustedError) and isinstance(given.last_error, ConnectionError)
    given = asyncio.run(view.call_async(fail_later, ConnectionError()))  # type: ignore[func-returns-value]
    assert isinstance(given, backstay.RetriesExhaustedError)
    with backstay.deadline(0):
        assert isinstance(view.call(int), backstay.DeadlineExceededError)


@pytest.mark.parametrize("on", [KeyError, (KeyError, IndexError), lambda error: isinstance(error, KeyError)])
def test_named_failures_too_and_no_others(runtime: backstay.Runtime, on: Any) -> None:
    policy = runtime.policy("calls")
    view = policy.fallback("instead", on=on)
    assert view.call(fail, KeyError()) == "instead"
    assert asyncio.run(view.call_async(fail_later, KeyError())) == "instead"  # type: ignore[func-returns-value]
    for error in (KeyboardInterrupt(), asyncio.CancelledError(), ValueError()):
        with pytest.raises(type(error)):
            view.call(fail, error)
    assert policy.snapshot().failures == 3
    assert fallback_count(policy) == 2
    assert 'fallback_total{service="calls",reason="failure"} 2' in runtime.metrics()


def test_a_closed_runtime_is_no_refusal(runtime: backstay.Runtime) -> None:
    view = runtime.policy("calls").fallback("instead")
    runtime.close()
    with pytest.raises(backstay.ClosedError):
        view.call(int)


def test_what_a_fallback_raises_has_the_first_error_as_its_context(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("calls")
    policy.force_open("test")

    def broken(error: BaseException) -> None:
        raise LookupError

    async def broken_later(error: BaseException) -> None:
        await asyncio.sleep(0)
        raise LookupError

    for call in (
        lambda: policy.fallback(broken).call(int),
        lambda: asyncio.run(policy.fallback(broken).call_async(later)),
        lambda: asyncio.run(policy.fallback(broken_later).call_async(later)),
        lambda: asyncio.run(policy.fallback(broken_later)(later)()),
    ):
        with pytest.raises(LookupError) as caught:
            call()
        assert isinstance(caught.value.__context__, backstay.CircuitOpenError)


def test_a_broken_rule_of_a_fallback_goes_to_the_caller(runtime: backstay.Runtime) -> None:
    def broken(_: BaseException) -> bool:
        raise LookupError

    original = ValueError()
    with pytest.raises(LookupError) as caught:
        runtime.policy("calls").fallback("instead", on=broken).call(fail, original)
    assert caught.value.__context__ is original


def test_a_fallback_can_log_what_it_handles(runtime: backstay.Runtime, caplog: pytest.LogCaptureFixture) -> None:
    policy = runtime.policy("calls")
    policy.force_open("test")
    policy.fallback(lambda _: logging.getLogger("mine").exception("handled")).call(int)
    record = next(record for record in caplog.records if record.name == "mine")
    assert record.exc_info is not None and record.exc_info[0] is backstay.CircuitOpenError


def test_a_generator_has_no_fallback(runtime: backstay.Runtime) -> None:
    def items() -> Iterator[int]:
        yield 1

    async def items_later() -> Any:
        yield 1

    for function in (items, items_later):
        with pytest.raises(backstay.InvalidArgumentError, match="a fallback can't stand in for a generator"):
            runtime.policy("calls").fallback(None)(function)
    with pytest.raises(backstay.InvalidArgumentError, match="on must be an exception class"):
        runtime.policy("calls").fallback(None, on=5)  # type: ignore[arg-type]


def test_views_combine_and_keyed_instances_keep_them(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")
    for view in (
        policy.counting(ignored=KeyError).costing(4).fallback("instead"),
        policy.fallback("instead").costing(4).counting(ignored=KeyError),
    ):
        keyed = view.keyed("host")
        assert keyed.call(lambda: "passes") == "passes"
    assert keyed.call(lambda: "passes") == "instead"
    assert remaining(keyed) == 2
    assert remaining(policy) == 10
    assert policy.call(lambda: "untouched") == "untouched"


def test_late_bound_views_combine(runtime: backstay.Runtime) -> None:
    view = backstay.policy("turns").costing(4).fallback("instead")
    before = backstay.set_default(runtime)
    try:
        assert [view.call(int) for _ in range(3)] == [0, 0, "instead"]
        assert view.keyed("host").call(int) == 0
    finally:
        backstay.set_default(before)


def test_a_look_at_the_rate_limit(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")
    assert policy.rate_limit() == backstay.RateLimit(True, 10, 10, 0.0, 0.0)
    policy.costing(8).call(int)
    assert policy.rate_limit(2) == backstay.RateLimit(True, 10, 2, 0.0, pytest.approx(0.8))
    assert policy.rate_limit(3) == backstay.RateLimit(False, 10, 2, pytest.approx(0.1), pytest.approx(0.8))
    assert policy.rate_limit(11).retry_after is None
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.rate_limit().limit = 5  # type: ignore[misc]
    policy.reset_rate_limit("the customer paid")
    assert remaining(policy) == 10
    assert runtime.events().events[-1].note is not None and "the customer paid" in str(runtime.events().events[-1].note)
    with pytest.raises(backstay.InvalidArgumentError):
        policy.rate_limit(0)


def test_controls_of_absent_patterns_are_unsupported(runtime: backstay.Runtime) -> None:
    for call in (
        lambda: runtime.policy("calls").rate_limit(),
        lambda: runtime.policy("calls").reset_rate_limit("x"),
        lambda: runtime.policy("calls").set_limit(5, "x"),
        lambda: runtime.policy("turns").force_open("x"),
        lambda: backstay.Runtime.disabled().policy("any").rate_limit(),
    ):
        with pytest.raises(backstay.UnsupportedError):
            call()


def test_a_snapshot_tells_patterns_apart(runtime: backstay.Runtime) -> None:
    snapshot = runtime.policy("all").snapshot()
    assert list(snapshot.patterns)[:5] == ["timeout", "retry", "rate_limit", "circuit_breaker", "bulkhead"]
    assert (snapshot.limit, snapshot.patterns["bulkhead"].limit) == (10, 3)
    assert snapshot.state == "closed" and runtime.policy("turns").snapshot().state == ""
    assert snapshot.patterns["bulkhead"].kind == "bulkhead" and "bulkhead" in repr(snapshot.patterns["bulkhead"])
    assert {"in_flight", "waiting"} <= set(dir(snapshot.patterns["bulkhead"]))
    assert {"in_flight", "attempts"} <= set(dir(snapshot))
    with pytest.raises(AttributeError, match="a snapshot of a bulkhead has no field 'attempts'"):
        snapshot.patterns["bulkhead"].attempts  # noqa: B018
    assert runtime.policy("calls").snapshot().patterns["circuit_breaker"].failures == 0


def test_views_leak_nothing(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("calls")
    view = policy.costing(lambda *_: 1).fallback(lambda error: str(error), on=KeyError)

    async def play(count: int) -> int:
        for _ in range(count):
            view.call(fail, KeyError(1))
            await view.call_async(fail_later, KeyError(2))
            policy.reset("again")
        gc.collect()
        return sys.getallocatedblocks()

    async def scenario() -> None:
        await play(50)
        before = await play(50)
        assert await play(200) - before < 50

    asyncio.run(scenario())
