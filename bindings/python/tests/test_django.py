"""Django under the WSGI server of the standard library, uvicorn and gunicorn: guard, middleware, settings, metrics."""

import contextlib
import gc
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import app_django
import exposition
import httpx
import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from loopback import HARD_TIMEOUT, run_python, server_process, until, uvicorn_thread, wsgi_thread

import backstay
import backstay.django
import backstay.testing

OUTCOMES = ("successes", "failures", "timeouts", "cancelled", "neutral")


@pytest.fixture(autouse=True)
def runtime() -> Iterator[backstay.Runtime]:
    """A runtime of its own for every test."""
    with override_settings(BACKSTAY={"config": app_django.CONFIG}):
        yield backstay.django.runtime()


@pytest.fixture
def payments(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("payments")


@pytest.fixture(params=["wsgi", "asgi"])
def client(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    serve = wsgi_thread(app_django.wsgi) if request.param == "wsgi" else uvicorn_thread(app_django.asgi, lifespan="off")
    with serve as url, httpx.Client(base_url=url, timeout=HARD_TIMEOUT) as client:
        yield client


def outcomes(policy: backstay.Policy) -> dict[str, int]:
    snapshot = policy.snapshot()
    return {name: getattr(snapshot, name) for name in OUTCOMES}


@pytest.mark.parametrize("path", ["/sync/200", "/async/200", "/class"])
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


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_it_trips_and_recovers(
    client: httpx.Client, runtime: backstay.Runtime, payments: backstay.Policy, kind: str
) -> None:
    assert [client.get(f"/{kind}/502").status_code for _ in range(3)] == [502, 502, 503]
    assert payments.snapshot().state == "open"
    runtime.advance(30.0)
    assert client.get(f"/{kind}/200").text == "done"
    assert payments.snapshot().state == "closed"


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("200", 200, "successes"),
        ("302", 302, "successes"),
        ("404", 404, "neutral"),
        ("500", 500, "failures"),
        ("raise/connection", 500, "failures"),
        ("raise/timeout", 500, "timeouts"),
        ("raise/missing", 404, "neutral"),
        ("raise/denied", 403, "neutral"),
    ],
)
def test_outcome_of_a_request(
    client: httpx.Client, payments: backstay.Policy, kind: str, path: str, status: int, field: str
) -> None:
    assert client.get(f"/{kind}/{path}").status_code == status
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), field: 1}


@pytest.mark.parametrize("client", ["wsgi", "asgi"], indirect=True)
def test_stream_is_reported_when_it_ends(
    client: httpx.Client, payments: backstay.Policy, request: pytest.FixtureRequest
) -> None:
    assert client.get(f"/stream/{server(request)}").text == "ab"
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "successes": 1}


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators")
@pytest.mark.parametrize("client", ["asgi"], indirect=True)
def test_synchronous_stream_under_asgi(client: httpx.Client, payments: backstay.Policy) -> None:
    assert client.get("/stream/wsgi").text == "ab"
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "successes": 1}


@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("client", ["wsgi", "asgi"], indirect=True)
def test_stream_that_breaks_is_a_failure(
    client: httpx.Client, payments: backstay.Policy, request: pytest.FixtureRequest
) -> None:
    with contextlib.suppress(httpx.RemoteProtocolError):
        client.get(f"/broken-stream/{server(request)}")
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "failures": 1}
    assert payments.snapshot().causes[0].cause == "ConnectionError"
    # Django's ASGI handler leaves the request's body to the garbage collector here, which must not complain in another test.
    gc.collect()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators")
def test_file_is_reported_when_it_was_sent(client: httpx.Client, payments: backstay.Policy) -> None:
    assert client.get("/file").text == "content"
    until(lambda: sum(outcomes(payments).values()) > 0)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "successes": 1}


def server(request: pytest.FixtureRequest) -> str:
    """Which of the two serves."""
    name: str = request.node.callspec.params["client"]
    return name


def test_key_and_failure(client: httpx.Client, payments: backstay.Policy) -> None:
    for _ in range(2):
        assert client.get("/tenant/418", headers={"X-Tenant": "a"}).status_code == 418
    assert client.get("/tenant/200", headers={"X-Tenant": "a"}).status_code == 503
    assert client.get("/tenant/500", headers={"X-Tenant": "b"}).status_code == 500
    assert outcomes(payments.keyed("b"))["successes"] == 1


def test_policy_by_hand(client: httpx.Client, runtime: backstay.Runtime) -> None:
    assert client.get("/by-hand").status_code == 200
    assert runtime.policy("search").snapshot().successes == 1


def test_guards_bound_at_import_mean_the_same_breakers(client: httpx.Client, payments: backstay.Policy) -> None:
    payments.force_open("maintenance")
    assert client.get("/bound").status_code == 503
    assert payments.snapshot().not_permitted == 1


def test_a_test_can_put_another_runtime_in_place(client: httpx.Client, payments: backstay.Policy) -> None:
    with backstay.testing.manual_runtime(app_django.CONFIG) as other, backstay.testing.use(other):
        backstay.testing.open_policy(other, "payments")
        assert client.get("/sync/200").status_code == 503
        assert client.get("/bound").status_code == 503
    assert client.get("/sync/200").status_code == 200
    assert payments.snapshot().not_permitted == 0


def test_client_that_went_away_is_neutral(payments: backstay.Policy) -> None:
    app_django.waiting.clear()
    with uvicorn_thread(app_django.asgi, lifespan="off") as url:
        address = httpx.URL(url)
        with socket.create_connection((address.host, address.port)) as client:
            client.sendall(b"GET /wait-for-ever HTTP/1.1\r\nHost: x\r\n\r\n")
            until(lambda: bool(app_django.waiting))
        until(lambda: payments.snapshot().cancelled == 1)
    assert outcomes(payments) == {**dict.fromkeys(OUTCOMES, 0), "cancelled": 1}


def test_metrics_equal_the_snapshot(client: httpx.Client, payments: backstay.Policy) -> None:
    for path in ("/sync/200", "/async/200", "/sync/404", "/async/500", "/sync/500", "/sync/200"):
        client.get(path)
    response = client.get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = exposition.read(response.text)

    def value(name: str, **labels: str) -> float:
        return samples[exposition.key(name, service="payments", process=str(os.getpid()), **labels)]

    snapshot = payments.snapshot()
    assert (snapshot.successes, snapshot.neutral, snapshot.failures, snapshot.not_permitted) == (2, 1, 2, 1)
    assert value("circuit_breaker_calls_total", outcome="success") == snapshot.successes
    assert value("circuit_breaker_calls_total", outcome="neutral") == snapshot.neutral
    assert value("circuit_breaker_calls_total", outcome="failure") == snapshot.failures
    assert value("circuit_breaker_rejected_total", reason="open") == snapshot.not_permitted
    assert value("circuit_breaker_transitions_total", **{"from": "closed", "to": "open"}) == snapshot.transitions
    assert value("circuit_breaker_state") == 1
    assert client.post("/metrics").status_code == 405


@pytest.mark.parametrize(("process", "label"), [("web-1", "web-1"), (False, None)])
def test_process_label_is_a_setting(client: httpx.Client, process: Any, label: str | None) -> None:
    with override_settings(BACKSTAY={"config": app_django.CONFIG, "process": process}):
        samples = exposition.read(client.get("/metrics").text)
    assert exposition.label_values(samples, "process") == {label}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("backstay.json", "must be a dict"),
        ({"confg": "x"}, "'confg'] is unknown; did you mean 'config'?"),
        ({"config": 7}, "must be a path or the document as a dict, not 7"),
        ({"config": {}, "process": 7}, "must be True, False or a text, not 7"),
    ],
)
def test_wrong_settings_are_refused_in_words(value: Any, words: str) -> None:
    with override_settings(BACKSTAY=value):
        with pytest.raises(ImproperlyConfigured, match=re.escape(words)):
            backstay.django.runtime()
        assert [message.id for message in run_checks() if words in message.msg] == ["backstay.E001"]


def test_wrong_document_stops_the_start_with_every_finding() -> None:
    document = {"policies": {"payments": {"circuit_breaker": {"open_for": 30, "half_open": {"permits": 64}}}}}
    with override_settings(BACKSTAY={"config": document}):
        with pytest.raises(backstay.ConfigError) as caught:
            backstay.django.BackstayMiddleware(lambda request: app_django.respond(200))
        (message,) = (message for message in run_checks() if message.id == "backstay.E002")
    for text in (str(caught.value), message.msg):
        assert "policies.payments.circuit_breaker.open_for" in text
        assert "policies.payments.circuit_breaker.half_open.permits" in text


def test_missing_middleware_is_a_warning() -> None:
    with override_settings(MIDDLEWARE=[]):
        assert [message.id for message in run_checks()] == ["backstay.W001"]
    assert run_checks() == []


def test_file_path_and_file_rule(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "backstay.json"
    file.write_text('{"policies": {"from_file": {"circuit_breaker": "standard"}}}')
    with override_settings(BACKSTAY={"config": file}):
        assert backstay.django.runtime().policies() == ["from_file"]
    monkeypatch.setenv("BACKSTAY_CONFIG", str(file))
    with override_settings(BACKSTAY={}):
        assert backstay.django.runtime().policies() == ["from_file"]


def test_importing_makes_no_runtime() -> None:
    """A module of views may be imported before the settings are there."""
    code = "import backstay.django as d, backstay._django_settings as s; d.guard('payments')(lambda request: None); print(s._made)"
    assert run_python("-c", code).stdout == "{}\n"


@pytest.mark.parametrize("preload", [[], ["--preload"]], ids=["plain", "preload"])
def test_two_gunicorn_workers_trip_each_for_itself(preload: list[str]) -> None:
    arguments = ("app_django:wsgi", "--workers", "2", "--bind", "fd://{fd}", "--log-level", "warning", *preload)
    with server_process("gunicorn", *arguments, BACKSTAY_TEST_CLOCK="system") as url:
        failures: dict[str, float] = {}

        def call() -> None:
            # gunicorn's sync workers answer one request a connection: each answer says by itself who gave it.
            text = httpx.get(f"{url}/metrics", timeout=HARD_TIMEOUT).text
            samples = exposition.read(text)
            (process,) = exposition.label_values(samples, "process")
            assert process is not None
            wanted = exposition.key(
                "circuit_breaker_calls_total", service="payments", outcome="failure", process=process
            )
            failures[process] = samples[wanted]
            assert httpx.get(f"{url}/sync/500", timeout=HARD_TIMEOUT).status_code in (500, 503)

        def both_opened() -> bool:
            call()
            return list(failures.values()) == [2, 2]

        until(both_opened)
        for _ in range(10):
            call()
        # Shared state would have opened both at two failures in all.
        assert list(failures.values()) == [2, 2]
