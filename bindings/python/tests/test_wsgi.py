"""The WSGI middleware and the metrics application under the standard library's server."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import exposition
import httpx
import pytest
from loopback import until, wsgi_thread

import backstay
from backstay.wsgi import GuardMiddleware, metrics_app

CONFIG = {
    "clock": "manual",
    "policies": {
        "inbound": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
        "outbound": {"circuit_breaker": "standard"},
    },
}
OUTCOMES = ("successes", "failures", "timeouts", "cancelled", "neutral")


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime


@pytest.fixture
def inbound(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("inbound")


class Body:
    """A lazily made body that knows whether it was closed."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks

    def close(self) -> None:
        self.closed = True


class Application:
    """Does what the path says."""

    def __init__(self, outbound: backstay.Policy) -> None:
        self.outbound = outbound
        self.bodies: list[Body] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        match environ["PATH_INFO"].strip("/").split("/"):
            case ["status", status]:
                start_response(f"{status} Status", [("Content-Length", "1")])
                return [b"x"]
            case ["raise"]:
                raise ConnectionError("upstream is gone")
            case ["refused"]:
                self.outbound.call(print)
        body = Body(self.stream(environ["PATH_INFO"], start_response))
        self.bodies.append(body)
        return body

    def stream(self, path: str, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [])
        if path == "/refused-lazily":
            self.outbound.call(print)
        yield b"part"
        if path == "/refused-late":
            self.outbound.call(print)
        if path == "/raise-late":
            raise TimeoutError("upstream took too long")
        yield b"rest"


@pytest.fixture
def application(runtime: backstay.Runtime) -> Application:
    return Application(runtime.policy("outbound"))


def outcomes(policy: backstay.Policy) -> dict[str, int]:
    snapshot = policy.snapshot()
    return {name: getattr(snapshot, name) for name in OUTCOMES}


@pytest.mark.parametrize("path", ["/refused", "/refused-lazily"])
def test_refusal_becomes_503(runtime: backstay.Runtime, application: Application, path: str) -> None:
    runtime.policy("outbound").force_open("maintenance", 12.5)
    with wsgi_thread(GuardMiddleware(application)) as url:
        response = httpx.get(f"{url}{path}")
        head = httpx.head(f"{url}{path}")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "13")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["policy"] == "outbound"
    assert response.json()["instance"] == path
    assert (head.status_code, head.content) == (503, b"")


def test_inbound_guard_trips_and_recovers(
    runtime: backstay.Runtime, inbound: backstay.Policy, application: Application
) -> None:
    with wsgi_thread(GuardMiddleware(application, policy=inbound)) as url:
        assert httpx.get(f"{url}/status/500").status_code == 500
        assert httpx.get(f"{url}/status/502").status_code == 502
        refused = httpx.get(f"{url}/status/200")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        runtime.advance(30.0)
        assert httpx.get(f"{url}/status/200").status_code == 200
    assert inbound.snapshot().state == "closed"
    assert inbound.snapshot().not_permitted == 1


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/status/200", "successes"),
        ("/status/404", "neutral"),
        ("/status/503", "failures"),
        ("/refused", "failures"),
        ("/refused-lazily", "failures"),
        ("/stream", "successes"),
    ],
)
def test_outcome_of_a_request(
    runtime: backstay.Runtime, inbound: backstay.Policy, application: Application, path: str, field: str
) -> None:
    runtime.policy("outbound").force_open("maintenance")
    with wsgi_thread(GuardMiddleware(application, policy=inbound)) as url:
        httpx.get(f"{url}{path}")
        until(lambda: sum(outcomes(inbound).values()) > 0)
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), field: 1}
    assert all(body.closed for body in application.bodies)


@pytest.mark.parametrize(
    ("path", "error", "field"),
    [
        ("/raise", ConnectionError, "failures"),
        ("/raise-late", TimeoutError, "timeouts"),
        ("/refused-late", backstay.CircuitOpenError, "failures"),
    ],
)
def test_errors_that_can_not_be_answered_go_on_to_the_server(
    runtime: backstay.Runtime,
    inbound: backstay.Policy,
    application: Application,
    path: str,
    error: type[Exception],
    field: str,
) -> None:
    runtime.policy("outbound").force_open("maintenance")
    guarded = GuardMiddleware(application, policy=inbound)
    with pytest.raises(error):
        list(guarded({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None))
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), field: 1}


def test_body_that_the_server_gives_up_is_cancelled(inbound: backstay.Policy, application: Application) -> None:
    guarded = GuardMiddleware(application, policy=inbound)
    body: Any = guarded({"PATH_INFO": "/stream", "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)
    assert next(iter(body)) == b"part"
    body.close()
    body.close()
    assert application.bodies[0].closed
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), "cancelled": 1}


def test_list_reaches_the_server_as_it_is(inbound: backstay.Policy, application: Application) -> None:
    for guarded in (GuardMiddleware(application), GuardMiddleware(application, policy=inbound)):
        body = guarded({"PATH_INFO": "/status/200", "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)
        assert body == [b"x"]


def test_key_gives_each_tenant_a_breaker(inbound: backstay.Policy, application: Application) -> None:
    def tenant(environ: dict[str, Any]) -> str:
        return str(environ["HTTP_X_TENANT"])

    with wsgi_thread(GuardMiddleware(application, policy=inbound, key=tenant)) as url:
        for _ in range(2):
            httpx.get(f"{url}/status/500", headers={"X-Tenant": "a"})
        assert httpx.get(f"{url}/status/200", headers={"X-Tenant": "a"}).status_code == 503
        assert httpx.get(f"{url}/status/200", headers={"X-Tenant": "b"}).status_code == 200


def test_metrics_application(runtime: backstay.Runtime) -> None:
    with wsgi_thread(metrics_app(runtime, process="web-1")) as url:
        response = httpx.get(f"{url}/metrics")
        head = httpx.head(f"{url}/metrics")
        post = httpx.post(f"{url}/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert exposition.label_values(exposition.read(response.text), "process") == {"web-1"}
    assert (head.status_code, head.content) == (200, b"")
    assert (post.status_code, post.headers["Allow"]) == (405, "GET, HEAD")


class Timely:
    """Asks at each step for the time that is left, and lets time pass at each."""

    def __init__(self, runtime: backstay.Runtime) -> None:
        self.runtime = runtime
        self.left: list[float | None] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        self.ask()
        start_response("200 OK", [])
        return self.stream()

    def ask(self) -> None:
        self.left.append(backstay.time_left())
        self.runtime.advance(2.0)

    def stream(self) -> Iterator[bytes]:
        for _ in range(2):
            self.ask()
            yield b"part"


def test_deadline_is_in_force_in_the_application_and_nowhere_else() -> None:
    with backstay.Runtime({"clock": "manual", "policies": {"inbound": {"timeout": "10s"}}}) as runtime:
        application = Timely(runtime)
        body = GuardMiddleware(application, policy=runtime.policy("inbound"))(
            {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None
        )
        for _ in body:
            assert backstay.time_left() is None
    assert application.left == [pytest.approx(10.0), pytest.approx(8.0), pytest.approx(6.0)]


def test_deadline_that_passes_in_the_body_ends_it() -> None:
    """The first part was sent: it is too late for a 504."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"part"
        runtime.advance(10.0)
        raise TimeoutError("upstream took too long")

    with backstay.Runtime({"clock": "manual", "policies": {"inbound": {"timeout": "10s"}}}) as runtime:
        guarded = GuardMiddleware(application, policy=runtime.policy("inbound"))
        body = iter(guarded({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None))
        assert next(body) == b"part"
        with pytest.raises(TimeoutError, match="upstream took too long"):
            next(body)
        assert runtime.policy("inbound").snapshot().expired == 1


def test_headers_that_were_set_before_a_refusal_are_replaced() -> None:
    """A guard further in has its header fields on the answer all the same."""
    document = {
        "clock": "manual",
        "policies": {"inner": {"rate_limit": "1/m"}, "outer": {"circuit_breaker": "standard"}},
    }
    with backstay.Runtime(document) as runtime:

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response("200 OK", [("X-Own", "1")])
            return [b"x"]

        inner = GuardMiddleware(application, policy=runtime.policy("inner"))
        with wsgi_thread(GuardMiddleware(inner, policy=runtime.policy("outer"))) as url:
            answers = [httpx.get(url) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert [answer.headers.get("X-Own") for answer in answers] == ["1", None]
    assert [answer.headers.get_list("RateLimit") for answer in answers] == [['"inner";r=0;t=60']] * 2
