"""Whole policies under the guarded HTTP clients, against a real upstream: httpx sync and async, requests."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any, Protocol

import httpx
import pytest
import requests
from loopback import Upstream, unused_url

import backstay
from backstay.httpx import AsyncGuardedTransport, GuardedTransport
from backstay.requests import GuardedAdapter

#: Pauses pass by themselves on the manual clock; `attempts` 3 with pauses of 1 s.
RETRY = {"attempts": 3, "backoff": "1s"}
BREAKER = {"consecutive_failures": 5, "open_for": "30s"}
CONFIG = {
    "clock": "manual",
    "policies": {
        "retrying": {"retry": RETRY, "circuit_breaker": BREAKER},
        "fragile": {"retry": RETRY, "circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
        "elapsing": {"retry": {"attempts": 10, "backoff": "1s", "maximum_elapsed": "2500ms"}},
        "limited": {"rate_limit": {"rate": "2/m", "burst": 2}},
        "waiting": {"rate_limit": {"rate": "1/s", "burst": 1, "wait": "5s"}},
        "narrow": {"bulkhead": 1},
        "plain": {"circuit_breaker": BREAKER},
    },
}


class Ask(Protocol):
    """Send one request through a guard made from the policy and options."""

    def __call__(self, policy: backstay.Policy, method: str, url: str, *, guard: Any = None, **options: Any) -> Any: ...


def ask_httpx(policy: backstay.Policy, method: str, url: str, *, guard: Any = None, **options: Any) -> Any:
    with httpx.Client(transport=GuardedTransport(policy, **guard or {}), timeout=10) as client:
        return client.request(method, url, **options)


def ask_httpx_async(policy: backstay.Policy, method: str, url: str, *, guard: Any = None, **options: Any) -> Any:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, **guard or {}), timeout=10) as client:
            return await client.request(method, url, **options)

    return asyncio.run(ask())


def ask_requests(policy: backstay.Policy, method: str, url: str, *, guard: Any = None, **options: Any) -> Any:
    if "content" in options:
        options["data"] = options.pop("content")
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", GuardedAdapter(policy, **guard or {}))
        return session.request(method, url, **{"timeout": 10, **options})


@pytest.fixture(params=[ask_httpx, ask_httpx_async, ask_requests], ids=lambda function: function.__name__)
def ask(request: pytest.FixtureRequest) -> Ask:
    chosen: Ask = request.param
    return chosen


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime


@pytest.fixture
def retrying(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("retrying")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def retries(policy: backstay.Policy, upstream: Upstream) -> dict[str, int]:
    """The counters of the retry that are not 0, of the upstream's instance."""
    pattern = policy.keyed(upstream.host).snapshot().patterns["retry"]
    names = ("calls", "attempts", "retries", "recovered", "permanent", "exhausted_attempts", "exhausted_elapsed")
    return {name: getattr(pattern, name) for name in names if getattr(pattern, name)}


@pytest.mark.parametrize("first", ["503", "drop"])
def test_a_failure_is_repeated_until_it_succeeds(
    ask: Ask, runtime: backstay.Runtime, retrying: backstay.Policy, upstream: Upstream, first: str
) -> None:
    assert ask(retrying, "GET", f"{upstream.url}/turns/{first}/{first}/200").status_code == 200
    assert len(upstream.log) == 3
    assert retries(retrying, upstream) == {"calls": 1, "attempts": 3, "retries": 2, "recovered": 1}
    breaker = retrying.keyed(upstream.host).snapshot().patterns["circuit_breaker"]
    assert (breaker.failures, breaker.successes) == (2, 1)
    assert runtime.now() == pytest.approx(2.0)


def test_the_last_response_is_returned_whatever_its_status(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream
) -> None:
    answer = ask(retrying, "GET", f"{upstream.url}/turns/500/502/503?size=9")
    assert (answer.status_code, answer.content) == (503, b"x" * 9)
    assert len(upstream.log) == 3
    assert retries(retrying, upstream)["exhausted_attempts"] == 1


def test_a_long_failed_response_is_whole_when_it_is_the_last(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream
) -> None:
    answer = ask(retrying, "GET", f"{upstream.url}/status/503?size=200000")
    assert (answer.status_code, len(answer.content)) == (503, 200_000)
    assert len(upstream.log) == 3


def test_the_last_error_is_raised_with_the_story_as_its_cause(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream
) -> None:
    with pytest.raises((httpx.RemoteProtocolError, requests.ConnectionError)) as caught:
        ask(retrying, "GET", f"{upstream.url}/drop")
    story = caught.value.__cause__
    assert isinstance(story, backstay.RetriesExhaustedError)
    assert (story.policy, story.key, story.reason, story.attempts) == ("retrying", upstream.host, "attempts", 3)
    assert story.elapsed == pytest.approx(2.0)
    assert story.__cause__ is not None, "what the client itself knew about the error is kept"
    assert len(upstream.log) == 3


def test_giving_up_for_another_reason(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    policy = runtime.policy("elapsing")
    with pytest.raises((httpx.RemoteProtocolError, requests.ConnectionError)) as caught:
        ask(policy, "GET", f"{upstream.url}/drop")
    assert isinstance(caught.value.__cause__, backstay.RetriesExhaustedError)
    assert (caught.value.__cause__.reason, caught.value.__cause__.attempts) == ("elapsed", 3)


def test_refused_connections_are_repeated(ask: Ask, retrying: backstay.Policy) -> None:
    url = unused_url()
    with pytest.raises((httpx.ConnectError, requests.ConnectionError)) as caught:
        ask(retrying, "GET", url)
    assert isinstance(caught.value.__cause__, backstay.RetriesExhaustedError)
    assert caught.value.__cause__.attempts == 3


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"])
def test_methods_that_may_be_repeated(ask: Ask, retrying: backstay.Policy, method: str) -> None:
    url = unused_url()
    with pytest.raises((httpx.ConnectError, requests.ConnectionError)) as caught:
        ask(retrying, method, url)
    assert isinstance(caught.value.__cause__, backstay.RetriesExhaustedError)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_other_methods_are_sent_once_and_count_as_failed(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream, method: str
) -> None:
    assert ask(retrying, method, f"{upstream.url}/status/503", content=b"order").status_code == 503
    with pytest.raises((httpx.RemoteProtocolError, requests.ConnectionError)) as caught:
        ask(retrying, method, f"{upstream.url}/drop", content=b"order")
    assert not isinstance(caught.value.__cause__, backstay.RetriesExhaustedError)
    assert upstream.log == ["/status/503", "/drop"]
    assert retries(retrying, upstream) == {"calls": 2, "attempts": 2, "permanent": 2}
    assert retrying.keyed(upstream.host).snapshot().patterns["circuit_breaker"].failures == 2


def test_an_idempotency_key_allows_any_method(ask: Ask, retrying: backstay.Policy, upstream: Upstream) -> None:
    headers = {"Idempotency-Key": "order-1"}
    answer = ask(retrying, "POST", f"{upstream.url}/turns/503/200", content=b"order", headers=headers)
    assert answer.status_code == 200
    assert upstream.bodies == [b"order"] * 2


@pytest.mark.parametrize(("method", "count"), [("POST", 2), ("GET", 1)])
def test_which_requests_may_be_repeated_is_an_option(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream, method: str, count: int
) -> None:
    guard = {"retryable": lambda request: request.method == "POST"}
    ask(retrying, method, f"{upstream.url}/turns/503/200", guard=guard)
    assert len(upstream.log) == count


@pytest.mark.parametrize(("ask_with_file", "position"), [(ask_httpx, 0), (ask_requests, 0), (ask_requests, 7)])
def test_a_file_is_sent_from_where_it_was(
    retrying: backstay.Policy, upstream: Upstream, ask_with_file: Ask, position: int
) -> None:
    """httpx's asynchronous client takes no such files, and its other one none that was begun."""
    file = io.BytesIO(b"header|content")
    file.seek(position)
    assert ask_with_file(retrying, "PUT", f"{upstream.url}/turns/503/drop/200", content=file).status_code == 200
    assert upstream.bodies == [b"header|content"[position:]] * 3


def test_a_form_with_files_is_sent_again(ask: Ask, retrying: backstay.Policy, upstream: Upstream) -> None:
    files = {"upload": ("name.txt", io.BytesIO(b"content"))}
    assert ask(retrying, "PUT", f"{upstream.url}/turns/503/200", files=files).status_code == 200
    assert len(upstream.bodies) == 2
    assert upstream.bodies[0] == upstream.bodies[1]
    assert b"content" in upstream.bodies[1]


class Unseekable(io.BytesIO):
    """A file such as a pipe."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


def generated() -> Iterator[bytes]:
    yield b"once"


async def generated_async() -> Any:
    yield b"once"


@pytest.mark.parametrize("kind", ["generator", "pipe"])
def test_a_body_that_is_there_once_is_sent_once(
    ask: Ask, retrying: backstay.Policy, upstream: Upstream, kind: str
) -> None:
    body: Any = Unseekable(b"once") if kind == "pipe" else generated()
    if ask is ask_httpx_async:
        body = generated_async()
    assert ask(retrying, "PUT", f"{upstream.url}/turns/503/200", content=body).status_code == 503
    assert upstream.bodies == [b"once"]
    assert retries(retrying, upstream)["permanent"] == 1


def test_retry_after_lengthens_the_pause(
    ask: Ask, runtime: backstay.Runtime, retrying: backstay.Policy, upstream: Upstream
) -> None:
    assert ask(retrying, "GET", f"{upstream.url}/turns/503/200?retry_after=20").status_code == 200
    assert runtime.now() == pytest.approx(20.0)


@pytest.mark.parametrize(("query", "count"), [("?retry_after=7", 2), ("", 1)])
def test_429_is_repeated_where_it_says_when(
    ask: Ask, runtime: backstay.Runtime, retrying: backstay.Policy, upstream: Upstream, query: str, count: int
) -> None:
    ask(retrying, "GET", f"{upstream.url}/turns/429/200{query}")
    assert len(upstream.log) == count
    assert runtime.now() == pytest.approx(7.0 * (count - 1))


def test_429_stays_neutral_where_nothing_is_repeated(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    policy = runtime.policy("plain")
    assert ask(policy, "GET", f"{upstream.url}/status/429?retry_after=7").status_code == 429
    snapshot = policy.keyed(upstream.host).snapshot()
    assert (snapshot.neutral, snapshot.failures) == (1, 0)


def test_a_breaker_that_opens_ends_the_attempts(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    with pytest.raises(backstay.CircuitOpenError):
        ask(runtime.policy("fragile"), "GET", f"{upstream.url}/status/503?size=200000")
    assert len(upstream.log) == 2


def test_a_redirect_is_a_call_of_its_own(ask: Ask, retrying: backstay.Policy, upstream: Upstream) -> None:
    options = {} if ask is ask_requests else {"follow_redirects": True}
    assert ask(retrying, "GET", f"{upstream.url}/redirect/turns/503/200", **options).status_code == 200
    assert upstream.log == ["/redirect/turns/503/200", "/turns/503/200", "/turns/503/200"]
    assert retries(retrying, upstream) == {"calls": 2, "attempts": 3, "retries": 1, "recovered": 1}


def test_a_timeout_is_repeated(ask: Ask, retrying: backstay.Policy, upstream: Upstream) -> None:
    assert ask(retrying, "GET", f"{upstream.url}/turns/hang/200", timeout=0.2).status_code == 200
    breaker = retrying.keyed(upstream.host).snapshot().patterns["circuit_breaker"]
    assert (breaker.timeouts, breaker.failures) == (1, 0)


def test_rate_limit_refuses_and_sends_nothing(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    policy = runtime.policy("limited")
    for _ in range(2):
        ask(policy, "GET", f"{upstream.url}/status/200")
    with pytest.raises(backstay.RateLimitedError) as caught:
        ask(policy, "GET", f"{upstream.url}/status/200")
    assert caught.value.retry_after == pytest.approx(30.0)
    assert len(upstream.log) == 2


def test_rate_limit_waits_for_its_turn(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    for _ in range(3):
        assert ask(runtime.policy("waiting"), "GET", f"{upstream.url}/status/200").status_code == 200
    assert runtime.now() == pytest.approx(2.0)


def test_bulkhead_refuses_while_its_place_is_taken(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    policy = runtime.policy("narrow")
    with policy.keyed(upstream.host).enter():
        with pytest.raises(backstay.BulkheadFullError):
            ask(policy, "GET", f"{upstream.url}/status/200")
    assert ask(policy, "GET", f"{upstream.url}/status/200").status_code == 200
    assert policy.keyed(upstream.host).snapshot().in_flight == 0


def test_a_fallback_supplies_the_response(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    stand_in: Any = requests.Response() if ask is ask_requests else httpx.Response(203)
    stand_in.status_code = 203
    policy = runtime.policy("fragile").fallback(lambda error: stand_in)
    assert ask(policy, "GET", f"{upstream.url}/status/503?size=200000").status_code == 203


def test_a_weight_counts(ask: Ask, runtime: backstay.Runtime, upstream: Upstream) -> None:
    policy = runtime.policy("limited").costing(lambda request: 2 if request.method == "PUT" else 1)
    ask(policy, "PUT", f"{upstream.url}/status/200")
    with pytest.raises(backstay.RateLimitedError):
        ask(policy, "GET", f"{upstream.url}/status/200")


def test_disabled_runtime_repeats_nothing(ask: Ask, upstream: Upstream) -> None:
    with backstay.Runtime.disabled(CONFIG) as runtime:
        assert ask(runtime.policy("retrying"), "GET", f"{upstream.url}/turns/503/200").status_code == 503
    assert len(upstream.log) == 1
