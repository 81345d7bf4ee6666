"""The collector for prometheus_client: types and values, in a registry with others, exposed by a real scrape."""

import urllib.request
from collections.abc import Iterator

import exposition
import prometheus_client
import pytest

import backstay
import backstay.testing
from backstay._catalogue import METRIC_FAMILIES
from backstay.prometheus import BackstayCollector

CONFIG = {
    "clock": "manual",
    "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}}},
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime


def play(runtime: backstay.Runtime) -> backstay.Policy:
    """One success, then two failures that open it, one refusal, one probe that fails."""
    policy = runtime.policy("payments")
    policy.enter().success()
    policy.enter().neutral()
    for _ in range(2):
        policy.enter().failure("ConnectionError")
    with pytest.raises(backstay.CircuitOpenError):
        policy.enter()
    runtime.advance(30.0)
    policy.enter().timeout()
    return policy


def test_values_equal_the_snapshot(runtime: backstay.Runtime) -> None:
    snapshot = play(runtime).snapshot()
    registry = prometheus_client.CollectorRegistry()
    registry.register(BackstayCollector(runtime))

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"service": "payments", **labels})

    calls = {
        outcome: value("circuit_breaker_calls_total", outcome=outcome)
        for outcome in ("success", "failure", "timeout", "neutral")
    }
    assert calls == {"success": 1, "failure": 2, "timeout": 1, "neutral": 1}
    assert (snapshot.successes, snapshot.failures, snapshot.timeouts, snapshot.neutral) == (1, 2, 1, 1)
    assert value("circuit_breaker_rejected_total", reason="open") == snapshot.not_permitted == 1
    assert value("circuit_breaker_transitions_total", **{"from": "closed", "to": "open"}) == 1
    assert value("circuit_breaker_transitions_total", **{"from": "open", "to": "half_open"}) == 1
    assert value("circuit_breaker_transitions_total", **{"from": "half_open", "to": "open"}) == 1
    assert snapshot.transitions == 3
    assert value("circuit_breaker_state") == 1


def test_registry_exposes_what_the_runtime_writes(runtime: backstay.Runtime) -> None:
    play(runtime)
    registry = prometheus_client.CollectorRegistry()
    registry.register(BackstayCollector(runtime, process="web-1"))
    exposed = prometheus_client.generate_latest(registry).decode()
    assert exposition.read(exposed) == exposition.read(runtime.metrics(process="web-1"))
    assert exposition.label_values(exposition.read(exposed), "process") == {"web-1"}


def test_families_keep_type_and_help(runtime: backstay.Runtime) -> None:
    collected = {family.name: family for family in BackstayCollector(runtime).collect()}
    assert collected["circuit_breaker_calls"].type == "counter"
    assert collected["circuit_breaker_state"].type == "gauge"
    assert "half-open" in collected["circuit_breaker_state"].documentation


def test_beside_other_metrics_and_read_anew_at_each_scrape(runtime: backstay.Runtime) -> None:
    registry = prometheus_client.CollectorRegistry(auto_describe=True)
    prometheus_client.Counter("orders", "Orders taken.", registry=registry).inc(3)
    registry.register(BackstayCollector(runtime))
    server, thread = prometheus_client.start_http_server(0, addr="127.0.0.1", registry=registry)
    try:
        url = f"http://127.0.0.1:{server.server_port}/metrics"

        def scrape() -> dict[exposition.Key, float]:
            with urllib.request.urlopen(url, timeout=30) as response:
                return exposition.read(response.read().decode())

        before = scrape()
        play(runtime)
        after = scrape()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert before[exposition.key("orders_total")] == after[exposition.key("orders_total")] == 3
    state = exposition.key("circuit_breaker_state", service="payments")
    assert (before[state], after[state]) == (0, 1)


def test_second_runtime_needs_a_prefix(runtime: backstay.Runtime) -> None:
    registry = prometheus_client.CollectorRegistry(auto_describe=True)
    registry.register(BackstayCollector(runtime))
    with backstay.Runtime(CONFIG) as same, backstay.Runtime({**CONFIG, "metrics": {"prefix": "other_"}}) as other:
        with pytest.raises(ValueError, match="Duplicated"):
            registry.register(BackstayCollector(same))
        registry.register(BackstayCollector(other))
        assert registry.get_sample_value("other_circuit_breaker_state", {"service": "payments"}) == 0


COMPOSED = {
    "clock": "manual",
    "stores": {"main": "memory:"},
    "idempotency": {"orders": {}},
    "policies": {
        "whole": {
            "timeout": "30s",
            "retry": {"attempts": 3, "backoff": "1s", "budget": {"ratio": 0.5}},
            "rate_limit": {"rate": "1/s", "burst": 9},
            "circuit_breaker": {
                "consecutive_failures": 9,
                "failure_rate": {"threshold": 1.0, "window": "60s", "minimum_calls": 2},
                "slow_calls": {"threshold": 1.0, "longer_than": "20s", "window": "60s", "minimum_calls": 2},
            },
            "bulkhead": 2,
            "attempt_timeout": "10s",
        }
    },
}


def play_composed(runtime: backstay.Runtime) -> backstay.Policy:
    """Successes, one after retries, one given up, one permanent, one late, one that falls back, and each kind of refusal."""
    policy = runtime.policy("whole")
    answers = iter([ConnectionError(), None])

    def flaky() -> None:
        answer = next(answers)
        if answer is not None:
            raise answer

    def broken() -> None:
        raise ConnectionError

    def late() -> None:
        runtime.advance(30.0)
        raise TimeoutError

    policy.call(bool)
    policy.call(flaky)
    with pytest.raises(backstay.RetriesExhaustedError):
        policy.call(broken)
    with pytest.raises(ConnectionError):
        policy.counting(retryable=()).call(broken)
    with pytest.raises(TimeoutError):
        policy.call(late)
    with policy.enter(), policy.enter(), pytest.raises(backstay.BulkheadFullError):
        policy.enter()
    runtime.advance(60.0)
    with pytest.raises(backstay.RateLimitedError):
        policy.enter(cost=10)
    assert policy.fallback("stand-in").costing(10).call(bool) == "stand-in"
    with backstay.testing.use(runtime), backstay.deadline(0), pytest.raises(backstay.DeadlineExceededError):
        policy.enter()
    policy.force_open("shown", 1)
    with pytest.raises(backstay.CircuitOpenError):
        policy.enter()
    policy.force_closed("shown")
    for seconds in (21.0, 0.0):
        policy.call(runtime.advance, seconds)
    return policy


def test_collector_and_text_agree_on_a_whole_policy() -> None:
    with backstay.Runtime(COMPOSED) as runtime:
        snapshot = play_composed(runtime).snapshot()
        collected = {family.name: family for family in BackstayCollector(runtime).collect()}
        text = runtime.metrics()
    samples = exposition.values(collected.values())
    assert samples == exposition.read(text)
    assert all(value >= 0 for value in samples.values())

    assert {name.removesuffix("_total") for name in METRIC_FAMILIES} == set(collected)
    for name, (kind, help_text) in METRIC_FAMILIES.items():
        family = collected[name.removesuffix("_total")]
        assert (family.type, family.documentation) == (kind, help_text), name

    def value(name: str, **labels: str) -> float:
        return samples[exposition.key(name, service="whole", **labels)]

    retry, rate_limit, bulkhead = (snapshot.patterns[kind] for kind in ("retry", "rate_limit", "bulkhead"))
    assert value("retry_calls_total") == retry.calls > 0
    assert value("retry_attempts_total") == retry.attempts > retry.retries
    assert value("retry_retries_total") == retry.retries == 3
    assert value("retry_recovered_total") == retry.recovered == 1
    assert value("retry_exhausted_total", reason="attempts") == retry.exhausted_attempts == 1
    assert value("retry_exhausted_total", reason="permanent") == retry.permanent == 1
    assert value("retry_budget_left") == pytest.approx(retry.budget_left)
    assert value("rate_limit_limit") == rate_limit.limit == 9
    assert value("rate_limit_remaining") == rate_limit.remaining == 8
    assert value("rate_limit_permitted_total") == rate_limit.permitted > 0
    assert sum(found for (name, _), found in samples.items() if name == "rate_limit_rejected_total") == 2
    assert rate_limit.rejected == 2
    assert value("bulkhead_limit") == bulkhead.limit == 2
    assert value("bulkhead_in_flight") == bulkhead.in_flight == 0
    assert value("bulkhead_permitted_total") == bulkhead.permitted > 0
    assert value("bulkhead_rejected_total", reason="full") == bulkhead.rejected == 1
    assert value("timeout_expired_total", scope="call") == snapshot.patterns["timeout"].expired == 1
    assert value("timeout_expired_total", scope="attempt") == snapshot.patterns["attempt_timeout"].expired == 1
    assert value("circuit_breaker_calls_total", outcome="success") == snapshot.patterns["circuit_breaker"].successes
    assert value("fallback_total", reason="cost") == 1
