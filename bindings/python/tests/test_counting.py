"""What counts: the default rules, and the views that `counting` gives."""

import asyncio
import concurrent.futures
import socket
import types
from datetime import timedelta
from typing import Any

import pytest
from conftest import counts

import backstay
from backstay import Outcome, Report


def fail_with(policy: backstay.Policy, error: BaseException | type[BaseException]) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(error if isinstance(error, type) else type(error)):
        policy.call(fail)


@pytest.mark.parametrize(
    ("error", "counted"),
    [
        (ValueError, "failures"),
        (TimeoutError, "timeouts"),
        (socket.timeout, "timeouts"),
        (asyncio.TimeoutError, "timeouts"),
        (concurrent.futures.TimeoutError, "timeouts"),
        (StopIteration, "failures"),
        (ExceptionGroup("many", [ValueError()]), "failures"),
        (asyncio.CancelledError, "cancelled"),
        (GeneratorExit, "cancelled"),
        (KeyboardInterrupt, "neutral"),
        (SystemExit, "neutral"),
    ],
)
def test_default_rules(policy: backstay.Policy, error: Any, counted: str) -> None:
    fail_with(policy, error)
    assert counts(policy) == {counted: 1}


def test_other_libraries_cancellations_are_known_by_name(
    calls: backstay.Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    class GreenletExit(BaseException): ...

    class Timeout(BaseException): ...

    monkeypatch.setitem(__import__("sys").modules, "greenlet", types.SimpleNamespace(GreenletExit=GreenletExit))
    monkeypatch.setitem(__import__("sys").modules, "gevent", types.SimpleNamespace(Timeout=Timeout))
    fail_with(calls, GreenletExit)
    fail_with(calls, Timeout)
    assert counts(calls) == {"cancelled": 1, "timeouts": 1}


def test_the_cause_is_the_class_name(calls: backstay.Policy) -> None:
    fail_with(calls, socket.gaierror)
    fail_with(calls, type("Größe", (Exception,), {}))
    assert {cause.cause for cause in calls.snapshot().causes} == {"gaierror", "Größe"}


def test_a_long_cause_is_cut(calls: backstay.Policy) -> None:
    fail_with(calls, type("E" * 100, (Exception,), {}))
    assert [cause.cause for cause in calls.snapshot().causes] == ["E" * 64]


def test_failures_by_class(policy: backstay.Policy) -> None:
    view = policy.counting(failures=(ConnectionError, KeyError))
    fail_with(view, ConnectionResetError)
    fail_with(view, ValueError)
    fail_with(view, TimeoutError)
    fail_with(view, KeyboardInterrupt)
    fail_with(view, asyncio.CancelledError)
    assert counts(policy) == {"failures": 1, "neutral": 2, "timeouts": 1, "cancelled": 1}


def test_one_class_needs_no_tuple_and_may_be_a_base_exception(calls: backstay.Policy) -> None:
    view = calls.counting(failures=KeyboardInterrupt)
    fail_with(view, KeyboardInterrupt)
    assert counts(calls) == {"failures": 1}


def test_ignored_wins(policy: backstay.Policy) -> None:
    view = policy.counting(failures=OSError, ignored=(FileNotFoundError, TimeoutError))
    fail_with(view, FileNotFoundError)
    fail_with(view, TimeoutError)
    fail_with(view, OSError)
    fail_with(policy.counting(ignored=OSError), ValueError)
    assert counts(policy) == {"neutral": 2, "failures": 2}


def test_failures_by_predicate(policy: backstay.Policy) -> None:
    view = policy.counting(failures=lambda error: "upstream" in str(error))
    fail_with(view, ValueError("upstream"))
    fail_with(view, ValueError("mine"))
    fail_with(view, TimeoutError("upstream"))
    assert counts(policy) == {"failures": 1, "neutral": 1, "timeouts": 1}


def test_ignored_by_predicate(policy: backstay.Policy) -> None:
    view = policy.counting(ignored=lambda error: error.args == ("mine",))
    fail_with(view, ValueError("mine"))
    fail_with(view, ValueError("upstream"))
    assert counts(policy) == {"neutral": 1, "failures": 1}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_predicate_may_give_the_outcome(policy: backstay.Policy, outcome: Outcome) -> None:
    names = {"success": "successes", "failure": "failures", "timeout": "timeouts", "permanent": "failures"}
    name = outcome.name.lower()
    fail_with(policy.counting(failures=lambda error: outcome), ValueError)
    assert counts(policy) == {names.get(name, name): 1}


@pytest.mark.parametrize("wait", [50, 50.0, timedelta(seconds=50)])
def test_a_predicate_may_give_a_report(calls: backstay.Policy, wait: Any) -> None:
    view = calls.counting(failures=lambda error: Report(Outcome.FAILURE, retry_after=wait, cause="HTTP 503"))
    for _ in range(3):
        fail_with(view, ValueError)
    assert [(cause.cause, cause.count) for cause in calls.snapshot().causes] == [("HTTP 503", 3)]
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.enter()
    assert caught.value.retry_after == 50.0


def test_an_exception_may_carry_retry_after(calls: backstay.Policy) -> None:
    class Busy(Exception):
        retry_after = 45

    for _ in range(3):
        fail_with(calls, Busy)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.enter()
    assert caught.value.retry_after == 45.0


@pytest.mark.parametrize("odd", [None, "soon", -1, float("nan"), float("inf"), 1e300, True, object()])
def test_an_odd_retry_after_of_an_exception_is_left_out(calls: backstay.Policy, odd: Any) -> None:
    class Busy(Exception):
        retry_after = odd

    for _ in range(3):
        fail_with(calls, Busy)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.enter()
    assert caught.value.retry_after == 30.0


def test_an_exception_whose_retry_after_raises_is_judged_all_the_same(calls: backstay.Policy) -> None:
    class Busy(Exception):
        @property
        def retry_after(self) -> float:
            raise RuntimeError("broken")

    fail_with(calls, Busy)
    assert counts(calls) == {"failures": 1}


def test_results_by_predicate(policy: backstay.Policy) -> None:
    view = policy.counting(result=lambda status: status >= 500)
    assert view.call(lambda: 200) == 200
    assert view(lambda: 503)() == 503
    assert counts(policy) == {"successes": 1, "failures": 1}
    assert [cause.cause for cause in policy.snapshot().causes] == ["result"]


def test_results_of_coroutines_too(policy: backstay.Policy) -> None:
    view = policy.counting(result=lambda status: Report(Outcome.TIMEOUT, cause="504") if status == 504 else False)

    @view
    async def fetch(status: int) -> int:
        return status

    assert asyncio.run(fetch(504)) == 504  # type: ignore[arg-type]
    assert asyncio.run(fetch(200)) == 200  # type: ignore[arg-type]
    assert counts(policy) == {"timeouts": 1, "successes": 1}


def test_what_a_predicate_raises_goes_to_the_caller_and_is_neutral(policy: backstay.Policy) -> None:
    def broken(_: Any) -> bool:
        raise LookupError("predicate")

    by_result = policy.counting(result=broken)
    with pytest.raises(LookupError, match="predicate"):
        by_result.call(lambda: 1)

    async def one() -> int:
        return 1

    with pytest.raises(LookupError, match="predicate"):
        asyncio.run(by_result.call_async(one))
    original = ValueError("call")

    def fail() -> None:
        raise original

    for rule in ("failures", "ignored"):
        with pytest.raises(LookupError, match="predicate") as caught:
            policy.counting(**{rule: broken}).call(fail)  # type: ignore[arg-type]
        assert caught.value.__context__ is original
    assert counts(policy) == {"neutral": 4}


@pytest.mark.parametrize("answer", [6, -1, 2**80, "yes", object()])
def test_a_senseless_answer_of_a_predicate_is_an_error(policy: backstay.Policy, answer: Any) -> None:
    with pytest.raises((ValueError, OverflowError, AttributeError)):
        policy.counting(result=lambda _: answer).call(lambda: 1)
    assert counts(policy) == {"neutral": 1}


@pytest.mark.parametrize("rule", [5, "OSError", (OSError, 5), int])
def test_a_senseless_rule_is_refused(calls: backstay.Policy, rule: Any) -> None:
    for name in ("failures", "ignored"):
        with pytest.raises(backstay.InvalidArgumentError, match=f"{name} must be an exception class"):
            calls.counting(**{name: rule})
    with pytest.raises(backstay.InvalidArgumentError, match="result must be a predicate"):
        calls.counting(result=5)  # type: ignore[arg-type]


def test_views_share_the_breaker_and_not_the_rules(calls: backstay.Policy) -> None:
    view = calls.counting(failures=KeyError)
    assert (view.name, view.key, repr(view)) == (calls.name, calls.key, repr(calls))
    for _ in range(2):
        fail_with(calls, ValueError)
    fail_with(view, KeyError)
    assert view.snapshot().state == calls.snapshot().state == "open"


def test_views_judge_with_blocks_and_generators(policy: backstay.Policy) -> None:
    view = policy.counting(ignored=LookupError)
    with pytest.raises(LookupError), view.enter():
        raise LookupError

    @view
    def numbers() -> Any:
        yield 1
        raise LookupError

    with pytest.raises(LookupError):
        list(numbers())
    assert counts(policy) == {"neutral": 2}


def test_keyed_instances_keep_the_rules_of_a_view(calls: backstay.Policy) -> None:
    instance = calls.counting(ignored=ValueError).keyed("host")
    fail_with(instance, ValueError)
    assert counts(instance) == {"neutral": 1}
    assert counts(calls) == {}
