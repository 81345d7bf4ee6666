"""Runtimes: where the configuration comes from, what they tell, closing, the default one."""

import json
import os
import pathlib
import pickle
import subprocess
import sys
import types
from collections.abc import Iterator
from datetime import timedelta

import pytest
from conftest import CONFIG, counts

import backstay


@pytest.fixture
def file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    path = tmp_path / "backstay.json"
    path.write_text(json.dumps(CONFIG), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKSTAY_CONFIG", raising=False)
    return path


def test_the_file_by_path_and_by_rule(file: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for config in (file, str(file), "backstay.json", None):
        assert backstay.Runtime(config).policies() == ["calls", "window", "slow"]
    elsewhere = file.rename(file.with_name("other.json"))
    monkeypatch.setenv("BACKSTAY_CONFIG", str(elsewhere))
    assert backstay.Runtime().policies() == ["calls", "window", "slow"]


def test_a_missing_file_is_named(file: pathlib.Path) -> None:
    with pytest.raises(backstay.IoError, match=r"absent\.json") as caught:
        backstay.Runtime("absent.json")
    assert isinstance(caught.value, OSError)
    with pytest.raises(backstay.IoError, match=r"absent\.json"):
        backstay.Runtime.disabled("absent.json")


def test_a_mapping_may_hold_python_values() -> None:
    config = types.MappingProxyType(
        {
            "clock": "manual",
            "policies": types.MappingProxyType(
                {"p": {"circuit_breaker": {"consecutive_failures": 1, "open_for": timedelta(milliseconds=1500)}}}
            ),
        }
    )
    policy = backstay.Runtime(config).policy("p")
    policy.enter().failure()
    with pytest.raises(backstay.CircuitOpenError) as caught:
        policy.enter()
    assert caught.value.retry_after == 1.5
    with pytest.raises(TypeError, match="a configuration can't hold"):
        backstay.Runtime({"policies": {"p": object()}})


def test_all_errors_of_a_document_are_told() -> None:
    with pytest.raises(backstay.ConfigError) as caught:
        backstay.Runtime(
            {"policys": {}, "policies": {"p": {"circuit_breaker": {"consecutive_failures": -1, "open_for": 5}}}}
        )
    text = str(caught.value)
    for place in ("policys", "policies.p.circuit_breaker.consecutive_failures", "policies.p.circuit_breaker.open_for"):
        assert place in text
    assert isinstance(caught.value, ValueError)


def test_an_unknown_policy_lists_near_names(runtime: backstay.Runtime) -> None:
    with pytest.raises(backstay.NotFoundError, match="calls") as caught:
        runtime.policy("call")
    assert isinstance(caught.value, LookupError)


def test_the_same_name_gives_the_same_breaker(runtime: backstay.Runtime) -> None:
    runtime.policy("calls").enter().failure()
    assert counts(runtime.policy("calls")) == {"failures": 1}
    assert runtime.policy("calls") is runtime.policy("calls")


def test_it_describes_itself(runtime: backstay.Runtime) -> None:
    info = runtime.info()
    assert info["clock"] == "manual" and info["disabled"] is False
    assert info["fingerprint"] == backstay.Runtime(CONFIG).info()["fingerprint"]


def test_the_manual_clock(runtime: backstay.Runtime) -> None:
    assert runtime.now() == 0.0
    runtime.advance(1.5)
    runtime.advance(timedelta(microseconds=1))
    assert runtime.now() == 1.500001
    for senseless in (-1, float("nan"), timedelta(seconds=-1)):
        with pytest.raises(backstay.InvalidArgumentError):
            runtime.advance(senseless)
    with pytest.raises(backstay.UnsupportedError):
        backstay.Runtime({"policies": {}}).advance(1)


def test_events_by_cursor(runtime: backstay.Runtime) -> None:
    assert runtime.events() == backstay.EventPage([], 0, 0)
    runtime.policy("calls").force_open("maintenance", timedelta(seconds=5))
    page = runtime.events()
    (event,) = page.events
    assert (event.kind, event.policy, event.key, event.pattern) == ("transition", "calls", None, "circuit_breaker")
    assert (event.from_state, event.to_state, event.reason, event.note) == (
        "closed",
        "forced_open",
        "operator",
        "maintenance",
    )
    assert event.wait_ns == 5_000_000_000
    assert runtime.events(page.next).events == []
    assert runtime.events().events == page.events
    with pytest.raises(backstay.InvalidArgumentError):
        runtime.events(-1)


def test_keyed_instances(runtime: backstay.Runtime) -> None:
    calls = runtime.policy("calls")
    host = calls.keyed("host-a")
    assert (host.name, host.key, repr(host)) == ("calls", "host-a", "<Policy calls[host-a]>")
    for _ in range(3):
        host.enter().failure()
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.keyed("host-a").enter()
    assert caught.value.key == "host-a" and str(caught.value).startswith("calls[host-a] refused the call")
    calls.keyed("host-b").enter().success()
    assert counts(calls) == {}
    for senseless in ("", "x" * 257):
        with pytest.raises(backstay.InvalidArgumentError):
            calls.keyed(senseless)


def test_snapshot_has_every_field(runtime: backstay.Runtime) -> None:
    from backstay._catalogue import SNAPSHOT_FIELDS

    snapshot = runtime.policy("calls").snapshot()
    for name in SNAPSHOT_FIELDS["circuit_breaker"]:
        getattr(snapshot, name)
        assert name in dir(snapshot)
    assert snapshot.to_dict()["patterns"]["circuit_breaker"]["integers"]["failures"] == 0
    assert (snapshot.policy, snapshot.key, snapshot.state, snapshot.failure_rate) == ("calls", None, "closed", None)
    assert repr(snapshot) == "<Snapshot calls closed>"
    with pytest.raises(AttributeError, match="no field 'nonsense'"):
        snapshot.nonsense  # noqa: B018


def test_retry_after_headers(runtime: backstay.Runtime) -> None:
    calls = runtime.policy("calls")
    assert calls.retry_after("120") == 120.0
    assert calls.retry_after("Thu, 01 Jan 2026 00:01:00 GMT") == 60.0
    assert calls.retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    for nonsense in ("", "soon", "-5", "1.5"):
        assert calls.retry_after(nonsense) is None


def test_metrics_carry_the_process(runtime: backstay.Runtime) -> None:
    assert 'circuit_breaker_state{service="calls"} 0' in runtime.metrics()
    assert 'process="7"' in runtime.metrics(process="7")


def test_closed_is_closed_everywhere(runtime: backstay.Runtime) -> None:
    calls = runtime.policy("calls")
    guarded = calls(lambda: None)
    permit = calls.enter()
    runtime.close()
    runtime.close()
    permit.success()
    for use in (
        guarded,
        calls.enter,
        calls.snapshot,
        lambda: calls.force_open("x"),
        lambda: calls.keyed("x"),
        lambda: calls(lambda: None)(),
        lambda: runtime.policy("calls"),
        runtime.policies,
        runtime.metrics,
        runtime.events,
        runtime.info,
        runtime.now,
        lambda: runtime.advance(1),
    ):
        with pytest.raises(backstay.ClosedError):
            use()
    with pytest.raises(backstay.ClosedError, match="the runtime of the policy calls was closed"):
        guarded()


def test_the_result_of_a_call_that_outlives_its_runtime_comes_through(runtime: backstay.Runtime) -> None:
    calls = runtime.policy("window")

    @calls
    def close() -> str:
        runtime.close()
        return "done"

    assert close() == "done"


def test_disabled_passes_everything(file: pathlib.Path) -> None:
    anything = backstay.Runtime.disabled().policy("anything at all")
    for config in (CONFIG, file):
        with pytest.raises(backstay.NotFoundError):
            backstay.Runtime.disabled(config).policy("unknown")
    for policy in (anything, backstay.Runtime.disabled(CONFIG).policy("calls")):
        for _ in range(10):
            policy.enter().failure()
        assert policy.call(lambda: "passes") == "passes"
        with pytest.raises(backstay.UnsupportedError):
            policy.force_open("x")


def test_disabled_by_the_environment() -> None:
    code = (
        "import backstay, logging\n"
        "logging.basicConfig(format='%(levelname)s %(name)s %(message)s')\n"
        f"runtime = backstay.Runtime({CONFIG!r})\n"
        "policy = runtime.policy('calls')\n"
        "for _ in range(10): policy.enter().failure()\n"
        "print(policy.call(lambda: 'passes'), runtime.info()['disabled'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "BACKSTAY_DISABLED": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "passes True\n"
    assert done.stderr.count("WARNING backstay") == 1


@pytest.fixture
def default(runtime: backstay.Runtime) -> Iterator[backstay.Runtime]:
    before = backstay.set_default(runtime)
    yield runtime
    backstay.set_default(before)


def test_a_guard_bound_at_import_finds_the_default_later(default: backstay.Runtime) -> None:
    backstay.set_default(None)
    late = backstay.policy("calls")
    guarded = late(lambda: "done")
    assert late.name == "calls" and repr(late) == "<Policy calls>"
    backstay.set_default(default)
    assert guarded() == "done"
    assert counts(default.policy("calls")) == {"successes": 1}


def test_a_bound_guard_follows_the_default(default: backstay.Runtime) -> None:
    late = backstay.policy("calls")
    view = late.counting(ignored=OSError)
    instance = late.keyed("host")
    with backstay.Runtime(CONFIG) as other:
        for runtime in (default, other):
            backstay.set_default(runtime)
            late.call(lambda: None)
            view.call(lambda: None)
            instance.call(lambda: None)
            assert counts(runtime.policy("calls")) == {"successes": 2}
            assert counts(runtime.policy("calls").keyed("host")) == {"successes": 1}


def test_a_call_in_flight_ends_where_it_began(default: backstay.Runtime) -> None:
    late = backstay.policy("calls")
    with backstay.Runtime(CONFIG) as other:
        with late.enter():
            backstay.set_default(other)
        late.call(lambda: backstay.set_default(default))
        assert counts(other.policy("calls")) == {"successes": 1}
    assert counts(default.policy("calls")) == {"successes": 1}


def test_a_bound_guard_with_an_unknown_name_says_so_at_its_first_use(default: backstay.Runtime) -> None:
    late = backstay.policy("unknown")
    for use in (late.enter, late.snapshot, lambda: late.call(print), lambda: late.enter_async().__aenter__()):
        with pytest.raises(backstay.NotFoundError, match="unknown"):
            use()


def test_the_default_is_found_by_the_file_rule(file: pathlib.Path) -> None:
    before = backstay.set_default(None)
    try:
        assert backstay.get_default().policies() == ["calls", "window", "slow"]
        assert backstay.get_default() is backstay.get_default()
        backstay.get_default().close()
    finally:
        backstay.set_default(before)


def test_every_exception_is_picklable() -> None:
    refused = backstay.CircuitOpenError("calls", "key", backstay.Reason.HALF_OPEN, 1.5)
    again = pickle.loads(pickle.dumps(refused))
    assert type(again) is backstay.CircuitOpenError
    assert (again.policy, again.key, again.reason, again.retry_after) == ("calls", "key", "half_open", 1.5)
    for name in backstay.__all__:
        kind = getattr(backstay, name)
        if isinstance(kind, type) and issubclass(kind, backstay.Error) and not issubclass(kind, backstay.RejectedError):
            copied = pickle.loads(pickle.dumps(kind("what was wrong")))
            assert type(copied) is kind and str(copied) == "what was wrong"


def test_refusals_can_be_made_by_hand() -> None:
    refused = backstay.RejectedError("payments")
    assert (refused.policy, refused.key, refused.reason, refused.retry_after) == ("payments", None, "open", None)
    assert str(refused) == "payments refused the call (open)"
