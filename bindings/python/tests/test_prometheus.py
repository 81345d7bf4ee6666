"""The collector for prometheus_client: types and values, in a registry with others, exposed by a real scrape."""

import urllib.request
from collections.abc import Iterator

import exposition
import prometheus_client
import pytest

import backstay
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
