"""Policies that repeat calls: attempts, pauses, giving up, and what is never repeated. The manual clock lets the pauses pass."""

import asyncio
import gc
import pickle
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import backstay
from backstay import Outcome, Reason

CONFIG = {
    "clock": "manual",
    "policies": {
        "alone": {"retry": {"attempts": 3, "backoff": "100ms"}},
        "layered": {
            "retry": {"attempts": 3, "backoff": "100ms"},
            "circuit_breaker": {"consecutive_failures": 1000},
            "bulkhead": 2,
        },
        "reraise": {"retry": {"attempts": 2, "backoff": "100ms", "reraise": True}},
        "budget": {
            "retry": {"attempts": 3, "backoff": "1ms", "budget": {"ratio": 0.1, "minimum_per_second": 0, "burst": 1}}
        },
        "tripping": {"retry": {"attempts": 3, "backoff": "1s"}, "circuit_breaker": {"consecutive_failures": 1}},
        "timed": {"timeout": "1s", "retry": {"attempts": 9, "backoff": "300ms"}},
    },
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as made:
        yield made


@pytest.fixture(params=["alone", "layered"])
def policy(runtime: backstay.Runtime, request: pytest.FixtureRequest) -> backstay.Policy:
    return runtime.policy(request.param)


class Upstream:
    """Raises these errors, then answers; also awaited, with and without a suspension."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.seen: list[Any] = []

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        self.seen.append((args, kwargs))
        if self.errors:
            raise self.errors.pop(0)
        return "done"

    async def at_once(self, *args: Any, **kwargs: Any) -> str:
        return self(*args, **kwargs)

    async def later(self, *args: Any, **kwargs: Any) -> str:
        await asyncio.sleep(0)
        return self(*args, **kwargs)


#: The ways to call: each calls `function` of an upstream under the policy with these arguments.
def decorated(policy: backstay.Policy, upstream: Upstream, *args: Any, **kwargs: Any) -> str:
    return policy(upstream)(*args, **kwargs)


def called(policy: backstay.Policy, upstream: Upstream, *args: Any, **kwargs: Any) -> str:
    return policy.call(upstream, *args, **kwargs)


def awaited(policy: backstay.Policy, upstream: Upstream, *args: Any, **kwargs: Any) -> str:
    async def scenario() -> str:
        return await policy(upstream.at_once)(*args, **kwargs)

    return asyncio.run(scenario())


def awaited_later(policy: backstay.Policy, upstream: Upstream, *args: Any, **kwargs: Any) -> str:
    async def scenario() -> str:
        return await policy.call_async(upstream.later, *args, **kwargs)

    return asyncio.run(scenario())


Way = Callable[..., str]
WAYS = [decorated, called, awaited, awaited_later]
ways = pytest.mark.parametrize("way", WAYS)


@ways
def test_a_call_is_repeated_with_its_arguments(policy: backstay.Policy, runtime: backstay.Runtime, way: Way) -> None:
    upstream = Upstream(ConnectionError(1), ConnectionError(2))
    assert way(policy, upstream, 1, x=2) == "done"
    assert upstream.seen == [((1,), {"x": 2})] * 3
    assert runtime.now() == pytest.approx(0.2)
    retry = policy.snapshot().patterns["retry"]
    assert (retry.calls, retry.attempts, retry.retries, retry.recovered) == (1, 3, 2, 1)


@ways
def test_given_up_it_tells_all(policy: backstay.Policy, way: Way) -> None:
    errors = [ConnectionError(number) for number in range(3)]
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        way(policy, Upstream(*errors))
    error = caught.value
    assert isinstance(error, backstay.RejectedError)
    assert (error.policy, error.key, error.reason, error.retry_after) == (policy.name, None, Reason.ATTEMPTS, None)
    assert (error.attempts, error.elapsed) == (3, pytest.approx(0.2))
    assert error.last_error is error.__cause__ is errors[2]
    assert errors[2].__context__ is None
    assert str(error) == f"{policy.name} gave up after 3 attempts in 0.2 s (attempts); last error: ConnectionError(2)"
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.attempts, copied.elapsed, copied.reason, copied.last_error) == (3, error.elapsed, "attempts", None)


@ways
def test_reraise_gives_the_last_error(runtime: backstay.Runtime, way: Way) -> None:
    errors = [ConnectionError(number) for number in range(2)]
    with pytest.raises(ConnectionError) as caught:
        way(runtime.policy("reraise"), Upstream(*errors))
    assert caught.value is errors[1] and errors[1].__cause__ is None


@ways
def test_what_is_not_retryable_goes_on_at_once_and_counts(policy: backstay.Policy, way: Way) -> None:
    rules: list[Any] = [
        ConnectionError,
        (ConnectionError, TimeoutError),
        lambda error: isinstance(error, ConnectionError),
        lambda error: None if isinstance(error, KeyError) else Outcome.FAILURE,
    ]
    for rule in rules:
        view = policy.counting(retryable=rule)
        upstream = Upstream(ConnectionError(), KeyError())
        with pytest.raises(KeyError):
            way(view, upstream)
        assert len(upstream.seen) == 2
    retry = policy.snapshot().patterns["retry"]
    assert (retry.permanent, retry.exhausted_attempts) == (len(rules), 0)


@ways
def test_what_is_ignored_or_answered_permanent_is_not_repeated(policy: backstay.Policy, way: Way) -> None:
    for view in (policy.counting(ignored=KeyError), policy.counting(failures=lambda _: Outcome.PERMANENT)):
        upstream = Upstream(KeyError())
        with pytest.raises(KeyError):
            way(view, upstream)
        assert len(upstream.seen) == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), GeneratorExit()])
def test_what_ends_the_program_is_not_repeated(policy: backstay.Policy, error: BaseException) -> None:
    upstream = Upstream(error)
    with pytest.raises(type(error)):
        policy.call(upstream)
    assert len(upstream.seen) == 1


def test_a_broken_retryable_predicate_goes_to_the_caller(policy: backstay.Policy) -> None:
    def broken(_: BaseException) -> bool:
        raise LookupError("predicate")

    original = ConnectionError()
    with pytest.raises(LookupError, match="predicate") as caught:
        policy.counting(retryable=broken).call(Upstream(original))
    assert caught.value.__context__ is original


@ways
def test_a_bad_result_is_repeated_and_kept(policy: backstay.Policy, way: Way) -> None:
    view = policy.counting(result=lambda value: value == "done")
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        way(view, Upstream())
    assert (caught.value.result, caught.value.last_error, caught.value.__context__) == ("done", None, None)


@ways
def test_a_used_up_budget_gives_up_with_its_reason(runtime: backstay.Runtime, way: Way) -> None:
    policy = runtime.policy("budget")
    errors = [ConnectionError(number) for number in range(2)]
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        way(policy, Upstream(*errors, ConnectionError()))
    assert (caught.value.reason, caught.value.attempts) == (Reason.BUDGET, 2)
    assert caught.value.last_error is errors[1]


@ways
def test_a_refused_attempt_has_the_error_before_it_as_its_context(runtime: backstay.Runtime, way: Way) -> None:
    error = ConnectionError()
    with pytest.raises(backstay.CircuitOpenError) as caught:
        way(runtime.policy("tripping"), Upstream(error))
    assert caught.value.__context__ is error
    assert error.__traceback__ is not None


@ways
def test_retries_end_before_the_deadline(runtime: backstay.Runtime, way: Way) -> None:
    upstream = Upstream(*(ConnectionError() for _ in range(9)))
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        way(runtime.policy("timed"), upstream)
    assert (caught.value.reason, len(upstream.seen)) == (Reason.DEADLINE, 4)
    assert runtime.now() == pytest.approx(0.9)


def test_a_block_keeps_its_own_error(policy: backstay.Policy, runtime: backstay.Runtime) -> None:
    error = ConnectionError()
    with pytest.raises(ConnectionError) as caught, policy.enter():
        raise error
    assert caught.value is error

    async def scenario() -> None:
        with pytest.raises(ConnectionError):
            async with policy.enter_async():
                raise error

    asyncio.run(scenario())
    policy.enter().failure("by hand")
    policy.enter().failure("by hand", permanent=True)
    assert runtime.now() == 0
    retry = policy.snapshot().patterns["retry"]
    assert (retry.calls, retry.permanent) == (4, 1)
    if policy.name == "layered":
        assert policy.snapshot().patterns["bulkhead"].in_flight == 0


def test_generators_are_not_repeated(policy: backstay.Policy) -> None:
    made = []

    @policy
    def items() -> Iterator[int]:
        made.append(1)
        yield 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(items())
    assert made == [1]


def test_cancelled_in_the_pause_it_gives_everything_back() -> None:
    real = backstay.Runtime({"policies": {"p": {"retry": {"attempts": 3, "backoff": "1h"}, "bulkhead": 1}}})
    policy = real.policy("p")

    async def scenario() -> None:
        upstream = Upstream(*(ConnectionError() for _ in range(9)))
        task = asyncio.create_task(policy(upstream.later)())
        while not upstream.seen:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())
    snapshot = policy.snapshot()
    assert snapshot.patterns["bulkhead"].in_flight == 0
    assert snapshot.patterns["retry"].calls == 1


def test_a_guard_bound_elsewhere_in_the_pause_ends_where_it_began(runtime: backstay.Runtime) -> None:
    other = backstay.Runtime(CONFIG)
    late = backstay.policy("alone")
    before = backstay.set_default(runtime)
    try:
        upstream = Upstream(ConnectionError())

        def switch() -> str:
            backstay.set_default(other)
            return upstream()

        assert late(switch)() == "done"
    finally:
        backstay.set_default(before)
    assert runtime.policy("alone").snapshot().recovered == 1
    assert other.policy("alone").snapshot().calls == 0


def test_keyed_instances_and_methods_are_repeated(runtime: backstay.Runtime) -> None:
    runtime = backstay.Runtime(
        {"clock": "manual", "policies": {"p": {"retry": {"attempts": 2, "backoff": "1ms"}, "keyed": {"maximum": 9}}}}
    )

    class Shop:
        upstream = Upstream(ConnectionError())

        @runtime.policy("p").keyed("host")
        def charge(self, amount: int) -> str:
            return self.upstream(amount)

    assert Shop().charge(3) == "done"
    assert Shop.upstream.seen == [((3,), {})] * 2
    with pytest.raises(backstay.RetriesExhaustedError) as caught:
        runtime.policy("p").keyed("host").call(Upstream(KeyError(), KeyError()))
    assert (caught.value.key, str(caught.value)[:7]) == ("host", "p[host]")


def test_repeating_leaks_nothing(policy: backstay.Policy) -> None:
    async def play(count: int) -> int:
        for _ in range(count):
            policy.call(Upstream(ConnectionError()), [1], x=[2])
            await policy(Upstream(ConnectionError()).later)([1], x=[2])
            await policy.call_async(Upstream(ConnectionError()).at_once, [1], x=[2])
            with pytest.raises(backstay.RetriesExhaustedError):
                policy.call(Upstream(KeyError(), KeyError(), KeyError()))
            with pytest.raises(backstay.RetriesExhaustedError):
                await policy(Upstream(KeyError(), KeyError(), KeyError()).later)()
        gc.collect()
        return sys.getallocatedblocks()

    async def scenario() -> None:
        await play(20)
        before = await play(20)
        assert await play(100) - before < 50

    asyncio.run(scenario())
