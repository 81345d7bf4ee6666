"""FastAPI under uvicorn: installation, the dependency, refusals, metrics, several workers."""

import os
from collections.abc import Iterator

import app_fastapi
import exposition
import httpx
import pytest
import websockets.exceptions
import websockets.sync.client
from fastapi import FastAPI
from loopback import HARD_TIMEOUT, server_process, until, uvicorn_thread
from prometheus_client import CollectorRegistry
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request

import backstay
import backstay.fastapi
import backstay.testing
from backstay.prometheus import BackstayCollector

OUTCOMES = ("successes", "failures", "timeouts", "cancelled", "neutral")


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime({**app_fastapi.CONFIG, "clock": "manual"}) as runtime:
        yield runtime


@pytest.fixture
def payments(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("payments")


@pytest.fixture
def client(runtime: backstay.Runtime) -> Iterator[httpx.Client]:
    with uvicorn_thread(app_fastapi.make_app(runtime)) as url:
        with httpx.Client(base_url=url, timeout=HARD_TIMEOUT) as client:
            yield client


def outcomes(policy: backstay.Policy) -> dict[str, int]:
    snapshot = policy.snapshot()
    return {name: getattr(snapshot, name) for name in OUTCOMES}


@pytest.mark.parametrize("path", ["/async/200", "/sync/200", "/guarded-endpoint/1", "/guarded-dependency"])
def test_refusal_becomes_503(client: httpx.Client, payments: backstay.Policy, path: str) -> None:
    payments.force_open("maintenance", 12.5)
    response = client.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "13"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "tag:backstay.dev,2026:problem/circuit-open",
        "title": "Circuit open",
        "status": 503,
        "detail": "The policy payments refuses calls just now (forced_open).",
        "instance": path,
        "policy": "payments",
        "reason": "forced_open",
        "retry_after": 13,
    }


@pytest.mark.parametrize("path", ["/async/503", "/sync/503"])
def test_it_trips_and_recovers(
    client: httpx.Client, runtime: backstay.Runtime, payments: backstay.Policy, path: str
) -> None:
    assert [client.get(path).status_code for _ in range(3)] == [503, 503, 503]
    assert payments.snapshot().state == "open"
    assert (payments.snapshot().failures, payments.snapshot().not_permitted) == (2, 1)
    runtime.advance(30.0)
    assert client.get(path.replace("503", "200")).json() == "done"
    until(lambda: payments.snapshot().state == "closed")


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/async/200", 200, "successes"),
        ("/sync/200", 200, "successes"),
        ("/async/404", 404, "neutral"),
        ("/sync/404", 404, "neutral"),
        ("/async/500", 500, "failures"),
        ("/sync/500", 500, "failures"),
        ("/async/not-a-number", 422, "neutral"),
        ("/raise", 500, "failures"),
        ("/deadline", 500, "timeouts"),
        ("/returned-error", 502, "failures"),
        ("/stream", 200, "successes"),
        ("/teapot", 418, "failures"),
        ("/guarded-endpoint/1", 200, "successes"),
        ("/guarded-endpoint/-1", 500, "failures"),
        ("/guarded-sync-endpoint/1", 200, "successes"),
        ("/guarded-dependency", 200, "successes"),
    ],
)
def test_outcome_of_a_request(
    client: httpx.Client, payments: backstay.Policy, path: str, status: int, field: str
) -> None:
    assert client.get(path).status_code == status
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), field: 1}


def test_guarded_functions_keep_their_parameters(client: httpx.Client) -> None:
    assert client.get("/guarded-endpoint/21", params={"double": True}).json() == 42
    assert client.get("/guarded-endpoint/one").status_code == 422
    assert client.get("/guarded-dependency").json() == "session of /guarded-dependency"
    schema = client.get("/openapi.json").json()
    parameters = schema["paths"]["/guarded-endpoint/{number}"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["number", "double"]


def test_key_gives_each_tenant_a_breaker(client: httpx.Client) -> None:
    for _ in range(2):
        client.get("/tenant/500", headers={"X-Tenant": "a"})
    assert client.get("/tenant/200", headers={"X-Tenant": "a"}).status_code == 503
    assert client.get("/tenant/200", headers={"X-Tenant": "b"}).status_code == 200


def test_policy_by_hand(client: httpx.Client, runtime: backstay.Runtime) -> None:
    assert client.get("/by-hand").json() == "done"
    assert runtime.policy("search").snapshot().successes == 1


def test_unknown_policy_is_an_error_of_the_server_with_near_matches(runtime: backstay.Runtime) -> None:
    app = app_fastapi.make_app(runtime)
    request = Request({"type": "http", "app": app})
    with pytest.raises(backstay.NotFoundError, match="payments"):
        backstay.fastapi.policy(request, "paymnets")


def test_without_install_the_error_says_what_to_do() -> None:
    request = Request({"type": "http", "app": FastAPI()})
    with pytest.raises(RuntimeError, match="install"):
        backstay.fastapi.policy(request, "payments")


def test_guards_bound_at_import_mean_the_same_breakers(client: httpx.Client, payments: backstay.Policy) -> None:
    payments.force_open("maintenance")
    assert client.get("/bound").status_code == 503
    assert payments.snapshot().not_permitted == 1


def test_a_test_can_put_another_runtime_in_place(client: httpx.Client, payments: backstay.Policy) -> None:
    with backstay.testing.manual_runtime(app_fastapi.CONFIG) as other, backstay.testing.use(other):
        backstay.testing.open_policy(other, "payments")
        assert client.get("/async/200").status_code == 503
        assert client.get("/bound").status_code == 503
    assert client.get("/async/200").status_code == 200
    assert payments.snapshot().not_permitted == 0


def test_middleware_around_sees_the_answer(runtime: backstay.Runtime, payments: backstay.Policy) -> None:
    app = app_fastapi.make_app(runtime)
    app.add_middleware(CORSMiddleware, allow_origins=["*"])
    payments.force_open("maintenance")
    with uvicorn_thread(app) as url:
        response = httpx.get(f"{url}/async/200", headers={"Origin": "http://example.com"})
    assert response.status_code == 503
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_refusal_in_other_middleware_becomes_503(runtime: backstay.Runtime, payments: backstay.Policy) -> None:
    class Refusing:
        def __init__(self, app: object) -> None:
            self.app = app

        async def __call__(self, *_: object) -> None:
            payments.call(print)

    app = FastAPI()
    app.add_middleware(Refusing)
    backstay.fastapi.install(app, runtime)
    payments.force_open("maintenance")
    with uvicorn_thread(app, lifespan="off") as url:
        assert httpx.get(url).json()["policy"] == "payments"


def test_metrics_equal_the_snapshot(client: httpx.Client, runtime: backstay.Runtime, payments: backstay.Policy) -> None:
    for path in ("/async/200", "/sync/200", "/async/404", "/deadline", "/async/500", "/async/200"):
        client.get(path)
    until(lambda: sum(outcomes(payments).values()) == 5)
    samples = exposition.read(client.get("/metrics").text)
    process = str(os.getpid())
    assert exposition.label_values(samples, "process") == {process}

    def value(name: str, **labels: str) -> float:
        return samples[exposition.key(name, service="payments", process=process, **labels)]

    snapshot = payments.snapshot()
    assert (snapshot.successes, snapshot.neutral, snapshot.timeouts, snapshot.failures) == (2, 1, 1, 1)
    assert value("circuit_breaker_calls_total", outcome="success") == snapshot.successes
    assert value("circuit_breaker_calls_total", outcome="failure") == snapshot.failures
    assert value("circuit_breaker_calls_total", outcome="timeout") == snapshot.timeouts
    assert value("circuit_breaker_calls_total", outcome="neutral") == snapshot.neutral
    assert value("circuit_breaker_calls_total", outcome="cancelled") == snapshot.cancelled
    assert value("circuit_breaker_rejected_total", reason="open") == snapshot.not_permitted == 1
    assert value("circuit_breaker_transitions_total", **{"from": "closed", "to": "open"}) == snapshot.transitions == 1
    assert value("circuit_breaker_state") == 1

    registry = CollectorRegistry()
    registry.register(BackstayCollector(runtime, process))
    assert exposition.values(registry.collect()) == samples


def test_metrics_can_be_left_out(runtime: backstay.Runtime) -> None:
    with uvicorn_thread(app_fastapi.make_app(runtime, metrics=None)) as url:
        assert httpx.get(f"{url}/metrics").status_code == 404


def test_metrics_route_is_not_in_the_schema(client: httpx.Client) -> None:
    assert "/metrics" not in client.get("/openapi.json").json()["paths"]


def test_websocket_holds_a_permit(client: httpx.Client, payments: backstay.Policy) -> None:
    with websockets.sync.client.connect(socket_url(client, "/socket")) as socket:
        socket.send("hello")
        assert socket.recv() == "hello"
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "successes": 1}


def test_refused_websocket_handshake_is_answered_with_503(client: httpx.Client, payments: backstay.Policy) -> None:
    payments.force_open("maintenance", 12.5)
    with pytest.raises(websockets.exceptions.InvalidStatus) as caught:
        websockets.sync.client.connect(socket_url(client, "/socket"))
    response = caught.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (503, "13")


def test_refusal_in_an_accepted_websocket_closes_it(client: httpx.Client, payments: backstay.Policy) -> None:
    with websockets.sync.client.connect(socket_url(client, "/accepted-socket")) as socket:
        payments.force_open("maintenance")
        socket.send("hello")
        with pytest.raises(websockets.exceptions.ConnectionClosed) as caught:
            socket.recv(HARD_TIMEOUT)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1013


def socket_url(client: httpx.Client, path: str) -> str:
    return str(client.base_url.copy_with(scheme="ws", path=path))


def test_refused_websocket_handshake_tells_the_limit() -> None:
    with backstay.Runtime({"clock": "manual", "policies": {"payments": {"rate_limit": "1/m"}}}) as runtime:
        with uvicorn_thread(app_fastapi.make_app(runtime)) as url, httpx.Client(base_url=url) as client:
            with websockets.sync.client.connect(socket_url(client, "/socket")):
                with pytest.raises(websockets.exceptions.InvalidStatus) as caught:
                    websockets.sync.client.connect(socket_url(client, "/socket"))
    response = caught.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_answers_of_every_kind_tell_the_limit() -> None:
    with backstay.Runtime({"clock": "manual", "policies": {"payments": {"rate_limit": "6/m"}}}) as runtime:
        with uvicorn_thread(app_fastapi.make_app(runtime)) as url, httpx.Client(base_url=url) as client:
            paths = ["/async/200", "/sync/404", "/async/not-a-number", "/returned-error", "/raise", "/stream"]
            told = [client.get(path).headers.get("RateLimit") for path in paths]
    # What nobody handles is answered by Starlette outside of all middleware.
    assert told == [*(f'"payments";r={left};t={60 - 10 * left}' for left in (5, 4, 3, 2)), None, '"payments";r=0;t=10']


def test_two_workers_trip_each_for_itself() -> None:
    arguments = ("app_fastapi:served", "--factory", "--workers", "2", "--fd", "{fd}", "--log-level", "warning")
    with server_process("uvicorn", *arguments) as url:
        failures: dict[int, float] = {}

        def call_on_a_new_connection() -> None:
            with httpx.Client(base_url=url, timeout=HARD_TIMEOUT) as client:
                worker = client.get("/process").json()
                assert client.get("/async/500").status_code in (500, 503)
                samples = exposition.read(client.get("/metrics").text)
            process = str(worker)
            assert exposition.label_values(samples, "process") == {process}
            wanted = exposition.key(
                "circuit_breaker_calls_total", service="payments", outcome="failure", process=process
            )
            failures[worker] = samples[wanted]

        def both_opened() -> bool:
            call_on_a_new_connection()
            return list(failures.values()) == [2, 2]

        until(both_opened)
        for _ in range(10):
            call_on_a_new_connection()
        # Shared state would have opened both at two failures in all.
        assert list(failures.values()) == [2, 2]
