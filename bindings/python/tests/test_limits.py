"""Rate limits, bulkheads and deadlines around handlers, under real servers: the same in ASGI, WSGI, FastAPI and Django."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from loopback import HARD_TIMEOUT, until, uvicorn_thread, wsgi_thread

import backstay

os.environ["BACKSTAY_TEST_CLOCK"] = "manual"
import app_django
import app_limits
from django.test import override_settings

import backstay.django


class Service(NamedTuple):
    """A served application and the runtime of its guards."""

    client: httpx.Client
    runtime: backstay.Runtime
    address: tuple[str, int]
    prefix: str

    def path(self, name: str) -> str:
        return self.prefix + name

    def get(self, name: str, **headers: str) -> httpx.Response:
        return self.client.get(
            self.path(name), headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def instance(self, policy: str) -> backstay.Policy:
        return self.runtime.policy(policy).keyed("1")


def _asgi(make: Callable[[backstay.Runtime], Any]) -> Callable[[backstay.Runtime], Any]:
    return lambda runtime: uvicorn_thread(make(runtime), lifespan="off")


#: How to serve, and below which path.
SERVERS: dict[str, tuple[Callable[[backstay.Runtime], Any], str]] = {
    "asgi": (_asgi(app_limits.asgi_app), ""),
    "wsgi": (lambda runtime: wsgi_thread(app_limits.wsgi_app(runtime)), ""),
    "fastapi": (_asgi(app_limits.fastapi_app), ""),
    "fastapi-sync": (_asgi(app_limits.fastapi_sync_app), ""),
    "django-wsgi": (lambda _: wsgi_thread(app_django.wsgi), "/sync"),
    "django-asgi": (lambda _: uvicorn_thread(app_django.asgi, lifespan="off"), "/async"),
}


@contextlib.contextmanager
def serving(name: str, clock: str) -> Iterator[Service]:
    app_limits.begin()
    config = {"clock": clock, "policies": app_limits.POLICIES}
    with contextlib.ExitStack() as stack:
        if name.startswith("django"):
            stack.enter_context(override_settings(BACKSTAY={"config": config}))
            runtime = backstay.django.runtime()
        else:
            runtime = stack.enter_context(backstay.Runtime(config))
        serve, prefix = SERVERS[name]
        url = stack.enter_context(serve(runtime))
        stack.callback(app_limits.scene.release.set)
        client = stack.enter_context(httpx.Client(base_url=url, timeout=HARD_TIMEOUT))
        yield Service(client, runtime, ("127.0.0.1", httpx.URL(url).port or 0), prefix)


@pytest.fixture(params=SERVERS)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """On the manual clock."""
    with serving(request.param, "manual") as service:
        yield service


def limit_fields(answer: httpx.Response) -> tuple[str | None, str | None]:
    return answer.headers.get("RateLimit-Policy"), answer.headers.get("RateLimit")


def test_rate_limit_is_told_and_kept(service: Service) -> None:
    policy = '"limited";q=2;w=60'
    first, second, refused = (service.get("/limited") for _ in range(3))
    assert (first.status_code, second.status_code, refused.status_code) == (200, 200, 429)
    assert limit_fields(first) == (policy, '"limited";r=1;t=30')
    assert limit_fields(second) == (policy, '"limited";r=0;t=30')
    assert limit_fields(refused) == (policy, '"limited";r=0;t=30')
    assert refused.headers["Retry-After"] == "30"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json() == {
        "type": "tag:backstay.dev,2026:problem/rate-limited",
        "title": "Rate limited",
        "status": 429,
        "detail": "The policy limited refuses calls just now (rate).",
        "instance": service.path("/limited"),
        "policy": "limited",
        "reason": "rate",
        "retry_after": 30,
    }
    service.runtime.advance(30.0)
    assert service.get("/limited").status_code == 200


def test_each_key_has_a_limit_of_its_own(service: Service) -> None:
    assert [service.get("/limited", X_User="a").status_code for _ in range(3)] == [200, 200, 429]
    assert limit_fields(service.get("/limited", X_User="b"))[1] == '"limited";r=1;t=30'


def test_a_request_weighs_what_its_cost_says(service: Service) -> None:
    heavy = service.get("/limited", X_Cost="2")
    assert (heavy.status_code, limit_fields(heavy)[1]) == (200, '"limited";r=0;t=60')
    assert service.get("/limited").status_code == 429
    never = service.get("/limited", X_User="b", X_Cost="3")
    assert (never.status_code, never.json()["reason"]) == (429, "cost")
    assert "Retry-After" not in never.headers
    assert limit_fields(never)[1] == '"limited";r=2;t=0'


def test_header_fields_can_be_left_out(service: Service) -> None:
    answers = [service.get("/untold") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert {limit_fields(answer) for answer in answers} == {(None, None)}


def test_policies_without_a_rate_limit_tell_nothing(service: Service) -> None:
    app_limits.scene.release.set()
    assert limit_fields(service.get("/stream")) == (None, None)


def test_disabled_runtime_tells_and_limits_nothing(service: Service) -> None:
    with backstay.Runtime.disabled({"policies": app_limits.POLICIES}) as disabled:
        with uvicorn_thread(app_limits.asgi_app(disabled), lifespan="off") as url:
            answers = [httpx.get(f"{url}/limited") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert {limit_fields(answer) for answer in answers} == {(None, None)}


def test_a_stream_holds_its_place_until_it_ends(service: Service) -> None:
    narrow = service.instance("narrow")
    with service.client.stream("GET", service.path("/stream")) as response:
        parts = response.iter_raw()
        assert next(parts) == b"part"
        assert narrow.snapshot().in_flight == 1
        with httpx.Client(base_url=service.client.base_url, timeout=HARD_TIMEOUT) as other:
            refused = other.get(service.path("/stream"))
        assert (refused.status_code, refused.json()["reason"]) == (503, "full")
        app_limits.scene.release.set()
        assert b"".join(parts) == b"rest"
    until(lambda: narrow.snapshot().in_flight == 0)
    assert service.get("/stream").content == b"partrest"


def test_a_client_that_goes_away_gives_its_place_back(service: Service) -> None:
    narrow = service.instance("narrow")
    with socket.create_connection(service.address) as client:
        client.sendall(f"GET {service.path('/endless')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: narrow.snapshot().in_flight == 1)
        assert client.recv(4) == b"HTTP"
    until(lambda: narrow.snapshot().in_flight == 0)


def test_nothing_is_repeated(service: Service) -> None:
    stubborn = service.instance("stubborn")
    assert service.get("/failing").status_code == 500
    assert app_limits.scene.calls == 1
    until(lambda: stubborn.snapshot().patterns["circuit_breaker"].failures == 1)
    assert stubborn.snapshot().patterns["retry"].attempts == 1


@pytest.mark.parametrize("name", SERVERS)
def test_passed_deadline_is_answered_with_504(name: str) -> None:
    with serving(name, "system") as service:
        answer = service.get("/slow")
        hurried = service.instance("hurried")
        assert answer.status_code == 504
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.json()["type"], answer.json()["reason"]) == (
            "tag:backstay.dev,2026:problem/deadline-exceeded",
            "deadline",
        )
        until(lambda: hurried.snapshot().patterns["timeout"].expired == 1)
        assert hurried.snapshot().patterns["circuit_breaker"].timeouts == 1


@pytest.mark.parametrize("name", ["asgi", "fastapi"])
def test_deadline_ends_a_response_that_has_begun(name: str) -> None:
    with serving(name, "system") as service:
        with pytest.raises(httpx.RemoteProtocolError):
            service.get("/late")
        until(lambda: service.instance("hurried").snapshot().patterns["timeout"].expired == 1)


def test_a_synchronous_endpoint_is_left_behind_at_its_deadline() -> None:
    with serving("fastapi-sync", "system") as service:
        assert service.get("/stuck").status_code == 504
        assert not app_limits.scene.release.is_set(), "its thread still waits"
