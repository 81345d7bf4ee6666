"""backstay.testing by itself, and its pytest plugin in projects of its own."""

import json
import pathlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

import backstay
import backstay.testing

pytest_plugins = ["pytester"]

CONFIG = {"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "30s"}}}}

bound = backstay.policy("payments")


@bound
def charge() -> str:
    return "charged"


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.testing.manual_runtime(CONFIG) as runtime:
        yield runtime


def test_use_points_bound_guards_elsewhere_and_back(runtime: backstay.Runtime) -> None:
    with backstay.testing.manual_runtime(CONFIG) as other:
        with backstay.testing.use(runtime):
            backstay.testing.open_policy(runtime, "payments")
            with backstay.testing.use(other):
                assert charge() == "charged"
            with pytest.raises(backstay.CircuitOpenError):
                charge()
        assert other.policy("payments").snapshot().successes == 1
        assert runtime.policy("payments").snapshot().not_permitted == 1


def test_use_ends_also_when_the_test_fails(runtime: backstay.Runtime) -> None:
    with backstay.testing.manual_runtime(CONFIG) as other, backstay.testing.use(other):
        with pytest.raises(ZeroDivisionError), backstay.testing.use(runtime):
            1 / 0  # noqa: B018
        assert charge() == "charged"
        assert other.policy("payments").snapshot().successes == 1


def test_set_default_does_not_disturb_a_test(runtime: backstay.Runtime) -> None:
    with backstay.testing.manual_runtime(CONFIG) as installed, backstay.testing.use(runtime):
        before = backstay.set_default(installed)
        try:
            charge()
        finally:
            backstay.set_default(before)
        assert runtime.policy("payments").snapshot().successes == 1


def test_advance_moves_the_runtime_in_use(runtime: backstay.Runtime) -> None:
    with backstay.testing.use(runtime):
        before = runtime.now()
        backstay.testing.advance(1.5)
        backstay.testing.advance(timedelta(seconds=2))
        assert runtime.now() - before == pytest.approx(3.5)


def test_open_policy_with_and_without_time(runtime: backstay.Runtime) -> None:
    policy = backstay.testing.open_policy(runtime, "payments")
    with pytest.raises(backstay.CircuitOpenError) as caught:
        policy.call(print)
    assert (caught.value.reason, caught.value.retry_after) == ("forced_open", None)
    backstay.testing.open_policy(runtime, "payments", timedelta(seconds=30))
    with pytest.raises(backstay.CircuitOpenError) as caught:
        policy.call(print)
    assert caught.value.retry_after == pytest.approx(30)
    runtime.advance(30)
    policy.call(lambda: None)


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (backstay.Reason.OPEN, backstay.CircuitOpenError),
        (backstay.Reason.FULL, backstay.BulkheadFullError),
        (backstay.Reason.RATE, backstay.RateLimitedError),
        (backstay.Reason.DEADLINE, backstay.DeadlineExceededError),
    ],
)
def test_any_policy_can_be_made_to_refuse(
    runtime: backstay.Runtime, reason: backstay.Reason, error: type[backstay.RejectedError]
) -> None:
    policy = runtime.policy("payments")
    with backstay.testing.use(runtime), backstay.testing.refusing(policy, reason, retry_after=1.5) as same:
        assert same is policy
        for call in (charge, policy.enter, policy.counting(ignored=KeyError).enter):
            with pytest.raises(error) as caught:
                call()
            assert (caught.value.policy, caught.value.reason, caught.value.retry_after) == ("payments", reason, 1.5)
        assert policy.fallback("instead").call(charge.__wrapped__) == "instead"  # type: ignore[attr-defined]
    assert policy.call(lambda: "passes") == "passes"
    assert policy.snapshot().not_permitted == 0


@pytest.mark.parametrize("reason", ["wait", "closed", "attempts"])
def test_what_is_no_refusal_can_not_be_forced(runtime: backstay.Runtime, reason: str) -> None:
    with pytest.raises(backstay.InvalidArgumentError, match="reason must be one for which a policy refuses"):
        backstay.testing.refuse(runtime.policy("payments"), backstay.Reason(reason))


def test_recorded_events(runtime: backstay.Runtime) -> None:
    runtime.policy("payments").force_open("before")
    events = backstay.testing.RecordedEvents(runtime)
    assert events.all() == []
    runtime.policy("payments").reset("begin")
    with pytest.raises(ZeroDivisionError):
        runtime.policy("payments").call(lambda: 1 / 0)
    assert events.transitions() == events.transitions("payments") == [("forced_open", "closed"), ("closed", "open")]
    assert [event.cause for event in events.all()] == [None, "ZeroDivisionError"]
    assert events.all("search") == []
    events.clear()
    assert events.all() == []


def test_manual_runtime_finds_the_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "backstay.json"
    file.write_text(json.dumps(CONFIG))
    monkeypatch.delenv("BACKSTAY_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    for config in (None, file, str(file)):
        with backstay.testing.manual_runtime(config) as runtime:
            assert runtime.info()["clock"] == "manual"
    monkeypatch.chdir("/")
    monkeypatch.setenv("BACKSTAY_CONFIG", str(file))
    with backstay.testing.manual_runtime() as runtime:
        assert runtime.policies() == ["payments"]


PROJECT = """
import backstay
import pytest

payments = backstay.policy("payments")

@payments
def charge():
    return "charged"

def test_runtime_is_manual_and_in_use(backstay_runtime):
    assert backstay_runtime.info()["clock"] == "manual"
    assert charge() == "charged"
    assert backstay_runtime.policy("payments").snapshot().successes == 1

def test_every_test_has_its_own(backstay_runtime):
    assert backstay_runtime.policy("payments").snapshot().successes == 0

def test_open_policy(backstay_open_policy, backstay_runtime):
    policy = backstay_open_policy("payments", retry_after=30)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        charge()
    assert caught.value.retry_after == 30
    backstay_runtime.advance(30)
    assert charge() == "charged"
    assert policy.snapshot().state == "closed"

def test_refuse(backstay_refuse):
    backstay_refuse("payments", backstay.Reason.RATE, retry_after=2)
    with pytest.raises(backstay.RateLimitedError) as caught:
        charge()
    assert caught.value.retry_after == 2

def test_events(backstay_events, backstay_open_policy):
    assert backstay_events.all() == []
    backstay_open_policy("payments")
    assert backstay_events.transitions("payments") == [("closed", "forced_open")]
"""


def test_plugin_uses_the_projects_file(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKSTAY_CONFIG", raising=False)
    pytester.makefile(".json", backstay=json.dumps(CONFIG))
    pytester.makepyfile(PROJECT)
    pytester.runpytest_subprocess().assert_outcomes(passed=5)


def test_plugin_takes_an_overridden_configuration(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.fixture
        def backstay_config():
            return {CONFIG!r}

        def test_it(backstay_runtime):
            assert backstay_runtime.policies() == ["payments"]
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_missing_file_is_an_error_that_names_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKSTAY_CONFIG", raising=False)
    pytester.makepyfile("def test_it(backstay_runtime): ...")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*backstay.json*"])


def test_fixtures_are_listed(pytester: pytest.Pytester) -> None:
    listed = pytester.runpytest_subprocess("--fixtures").stdout.str()
    for name in ("backstay_config", "backstay_runtime", "backstay_open_policy", "backstay_refuse", "backstay_events"):
        assert f"\n{name} -- " in listed
