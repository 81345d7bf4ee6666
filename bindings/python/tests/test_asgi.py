"""The ASGI middleware and the metrics application under uvicorn, with plain ASGI applications."""

import asyncio
import socket
from collections.abc import Awaitable, Iterator
from typing import Any

import exposition
import httpx
import pytest
from loopback import until, uvicorn_thread

import backstay
from backstay.asgi import GuardMiddleware, metrics_app

CONFIG = {
    "clock": "manual",
    "policies": {
        "inbound": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
        "outbound": {"circuit_breaker": "standard"},
    },
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime


@pytest.fixture
def inbound(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("inbound")


async def answer(send: Any, status: int, *chunks: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


class Application:
    """Does what the path says; `outbound` is the policy of what it calls."""

    def __init__(self, outbound: backstay.Policy) -> None:
        self.outbound = outbound
        self.served: list[str] = []
        self.waiting = False
        self.after_response = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        path = scope["path"]
        self.served.append(path)
        match path.strip("/").split("/"):
            case ["status", status]:
                await answer(send, int(status), b"x")
            case ["raise"]:
                raise ConnectionError("upstream is gone")
            case ["refused"]:
                await self.outbound.call_async(asyncio.sleep, 0)
                await answer(send, 200)
            case ["refused-late"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"part", "more_body": True})
                await self.outbound.call_async(asyncio.sleep, 0)
            case ["silent"]:
                return
            case ["truncated"]:
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
            case ["background"]:
                await answer(send, 200, b"x")
                self.after_response = self.outbound.snapshot().successes
                raise RuntimeError("in the background")
            case ["background", "long"]:
                await answer(send, 200, b"x")
                await asyncio.sleep(0.2)
                self.after_response = 1
                assert backstay.time_left() is None
                await self.outbound.call_async(asyncio.sleep, 0)
                self.after_response = 2
            case ["own-timeout"]:
                raise TimeoutError("upstream took too long")
            case ["wait-for-disconnect"]:
                self.waiting = True
                while (await receive())["type"] != "http.disconnect":
                    pass


@pytest.fixture
def application(runtime: backstay.Runtime) -> Application:
    return Application(runtime.policy("outbound"))


def test_refusal_becomes_503(runtime: backstay.Runtime, application: Application) -> None:
    runtime.policy("outbound").force_open("maintenance", 12.5)
    with uvicorn_thread(GuardMiddleware(application), lifespan="off") as url:
        response = httpx.get(f"{url}/refused")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "13"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "tag:backstay.dev,2026:problem/circuit-open",
        "title": "Circuit open",
        "status": 503,
        "detail": "The policy outbound refuses calls just now (forced_open).",
        "instance": "/refused",
        "policy": "outbound",
        "reason": "forced_open",
        "retry_after": 13,
    }


def test_refusal_of_unknown_length_has_no_retry_after(runtime: backstay.Runtime, application: Application) -> None:
    runtime.policy("outbound").force_open("maintenance")
    with uvicorn_thread(GuardMiddleware(application), lifespan="off") as url:
        response = httpx.get(f"{url}/refused")
        head = httpx.head(f"{url}/refused")
    assert response.status_code == 503
    assert "Retry-After" not in response.headers
    assert "retry_after" not in response.json()
    assert (head.status_code, head.content) == (503, b"")


def test_refusal_after_the_start_of_the_response_goes_on_to_the_server(
    runtime: backstay.Runtime, application: Application
) -> None:
    runtime.policy("outbound").force_open("maintenance")
    with uvicorn_thread(GuardMiddleware(application), lifespan="off") as url:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{url}/refused-late")


def test_inbound_guard_trips_on_server_errors_and_exceptions(
    inbound: backstay.Policy, application: Application, runtime: backstay.Runtime
) -> None:
    with uvicorn_thread(GuardMiddleware(application, policy=inbound), lifespan="off") as url:
        assert httpx.get(f"{url}/status/500").status_code == 500
        assert httpx.get(f"{url}/raise").status_code == 500
        refused = httpx.get(f"{url}/status/200")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert application.served == ["/status/500", "/raise"]
        assert {cause.cause for cause in inbound.snapshot().causes} == {"HTTP 500", "ConnectionError"}
        runtime.advance(30.0)
        assert httpx.get(f"{url}/status/200").status_code == 200
    assert inbound.snapshot().state == "closed"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/status/200", "successes"),
        ("/status/302", "successes"),
        ("/status/404", "neutral"),
        ("/status/503", "failures"),
        ("/silent", "failures"),
        ("/raise", "failures"),
        ("/background", "successes"),
        ("/refused", "failures"),
    ],
)
def test_outcome_of_a_request(
    runtime: backstay.Runtime, inbound: backstay.Policy, application: Application, path: str, field: str
) -> None:
    runtime.policy("outbound").force_open("maintenance")
    with uvicorn_thread(GuardMiddleware(application, policy=inbound), lifespan="off") as url:
        httpx.get(f"{url}{path}")
        until(lambda: sum(outcomes(inbound).values()) > 0)
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), field: 1}


def test_truncated_response_is_a_failure(inbound: backstay.Policy, application: Application) -> None:
    with uvicorn_thread(GuardMiddleware(application, policy=inbound), lifespan="off") as url:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{url}/truncated")
        until(lambda: sum(outcomes(inbound).values()) > 0)
    assert outcomes(inbound)["failures"] == 1


def test_chosen_statuses_fail(runtime: backstay.Runtime, inbound: backstay.Policy, application: Application) -> None:
    runtime.policy("outbound").force_open("maintenance")
    guarded = GuardMiddleware(application, policy=inbound, failure=lambda status: status >= 500 and status != 503)
    with uvicorn_thread(guarded, lifespan="off") as url:
        assert httpx.get(f"{url}/refused").status_code == 503
    assert outcomes(inbound)["failures"] == 0


def test_client_that_went_away_is_neutral(inbound: backstay.Policy, application: Application) -> None:
    with uvicorn_thread(GuardMiddleware(application, policy=inbound), lifespan="off") as url:
        address = httpx.URL(url)
        with socket.create_connection((address.host, address.port)) as client:
            client.sendall(b"GET /wait-for-disconnect HTTP/1.1\r\nHost: x\r\n\r\n")
            until(lambda: application.waiting)
        until(lambda: inbound.snapshot().cancelled == 1)
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), "cancelled": 1}


def test_cancelled_request_is_neutral(inbound: backstay.Policy, application: Application) -> None:
    async def scenario() -> None:
        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send(message: Any) -> None:
            raise AssertionError(f"nothing is sent for a cancelled request, not {message}")

        guarded = GuardMiddleware(application, policy=inbound)
        task = asyncio.create_task(guarded({"type": "http", "path": "/wait-for-disconnect"}, receive, send))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())
    assert application.waiting
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), "cancelled": 1}


def test_file_sent_by_the_server_is_a_whole_response(inbound: backstay.Policy) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.pathsend", "path": "/etc/hostname"})

    async def channel(*_: Any) -> Any:
        """A server that offers the extension; uvicorn does not."""

    asyncio.run(GuardMiddleware(app, policy=inbound)({"type": "http", "path": "/"}, channel, channel))
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), "successes": 1}


def test_server_that_reports_the_lost_client_by_oserror(inbound: backstay.Policy) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"part", "more_body": True})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        asyncio.run(GuardMiddleware(app, policy=inbound)({"type": "http", "path": "/"}, receive, send))
    assert outcomes(inbound) == {**dict.fromkeys(OUTCOMES, 0), "cancelled": 1}


def test_key_gives_each_tenant_a_breaker(inbound: backstay.Policy, application: Application) -> None:
    def tenant(scope: Any) -> str:
        return dict(scope["headers"])[b"x-tenant"].decode()  # type: ignore[no-any-return]

    with uvicorn_thread(GuardMiddleware(application, policy=inbound, key=tenant), lifespan="off") as url:
        for _ in range(2):
            httpx.get(f"{url}/status/500", headers={"X-Tenant": "a"})
        assert httpx.get(f"{url}/status/200", headers={"X-Tenant": "a"}).status_code == 503
        assert httpx.get(f"{url}/status/200", headers={"X-Tenant": "b"}).status_code == 200


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_other_scopes_pass_through_untouched(inbound: backstay.Policy, kind: str) -> None:
    seen: list[tuple[Any, Any, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope, receive, send))

    async def channel(*_: Any) -> Any:
        raise AssertionError("the middleware itself sends and receives nothing")

    scope = {"type": kind}
    inbound.force_open("maintenance")
    asyncio.run(GuardMiddleware(app, policy=inbound)(scope, channel, channel))
    assert seen == [(scope, channel, channel)]
    assert seen[0][0] is scope


def test_metrics_application_by_itself(runtime: backstay.Runtime) -> None:
    with uvicorn_thread(metrics_app(runtime, process="web-1"), lifespan="on") as url:
        response = httpx.get(f"{url}/metrics")
        head = httpx.head(f"{url}/metrics")
        post = httpx.post(f"{url}/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert exposition.label_values(exposition.read(response.text), "process") == {"web-1"}
    assert (head.status_code, head.content) == (200, b"")
    assert (post.status_code, post.headers["Allow"]) == (405, "GET, HEAD")


def test_metrics_application_serves_http_only(runtime: backstay.Runtime) -> None:
    async def channel(*_: Any) -> Any:
        raise AssertionError("nothing to send or receive")

    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(_drive(metrics_app(runtime)({"type": "websocket"}, channel, channel)))


async def _drive(awaitable: Awaitable[None]) -> None:
    await awaitable


OUTCOMES = ("successes", "failures", "timeouts", "cancelled", "neutral")


def outcomes(policy: backstay.Policy) -> dict[str, int]:
    snapshot = policy.snapshot()
    return {name: getattr(snapshot, name) for name in OUTCOMES}


def test_what_runs_after_the_response_is_not_cut(application: Application) -> None:
    """The time is real: the deadline passes in the background."""
    with backstay.Runtime({"policies": {"hurried": {"timeout": "100ms"}}}) as runtime:
        guarded = GuardMiddleware(application, policy=runtime.policy("hurried"))
        with uvicorn_thread(guarded, lifespan="off") as url:
            assert httpx.get(f"{url}/background/long").status_code == 200
            until(lambda: application.after_response == 2)
        assert runtime.policy("hurried").snapshot().expired == 0


def test_timeouts_of_the_applications_own_are_errors_of_the_server(application: Application) -> None:
    with backstay.Runtime({"clock": "manual", "policies": {"hurried": {"timeout": "1m"}}}) as runtime:
        guarded = GuardMiddleware(application, policy=runtime.policy("hurried"))
        with uvicorn_thread(guarded, lifespan="off") as url:
            assert httpx.get(f"{url}/own-timeout").status_code == 500


def test_guards_one_in_another_tell_all_of_their_limits(application: Application) -> None:
    document = {"clock": "manual", "policies": {"day": {"rate_limit": "1000/d"}, "burst": {"rate_limit": "10/s"}}}
    with backstay.Runtime(document) as limits:
        inner = GuardMiddleware(application, policy=limits.policy("burst"))
        outer = GuardMiddleware(GuardMiddleware(inner), policy=limits.policy("day"))
        with uvicorn_thread(outer, lifespan="off") as url:
            headers = httpx.get(f"{url}/status/200").headers
    assert headers.get_list("RateLimit-Policy") == ['"day";q=1000;w=86400, "burst";q=10;w=1']
    assert headers.get_list("RateLimit") == ['"day";r=999;t=87, "burst";r=9;t=1']


def test_refusal_further_in_is_judged_as_the_status_that_it_becomes(application: Application) -> None:
    """A 429 says that the request was at fault, so it tells nothing about the health of the application."""
    document = {
        "clock": "manual",
        "policies": {"inbound": {"circuit_breaker": "standard"}, "outbound": {"rate_limit": "1/h"}},
    }
    with backstay.Runtime(document) as runtime:
        inbound, application.outbound = runtime.policy("inbound"), runtime.policy("outbound")
        with uvicorn_thread(GuardMiddleware(application, policy=inbound), lifespan="off") as url:
            assert [httpx.get(f"{url}/refused").status_code for _ in range(2)] == [200, 429]
        assert (inbound.snapshot().neutral, inbound.snapshot().successes) == (1, 1)
