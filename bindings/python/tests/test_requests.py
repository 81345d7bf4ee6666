"""What is particular to requests: its exceptions, keys and options."""

import io
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from loopback import Upstream
from requests.adapters import HTTPAdapter
from urllib3 import Timeout

import backstay
from backstay.requests import GuardedAdapter, host

CONFIG = {"clock": "manual", "policies": {"upstream": {"circuit_breaker": {"consecutive_failures": 2}}}}


@pytest.fixture
def policy() -> Iterator[backstay.Policy]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime.policy("upstream")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://Example.COM/a", "example.com"),
        ("https://example.com:443/a", "example.com"),
        ("https://user:secret@example.com:8443/a", "example.com:8443"),
        ("http://[::1]:80/", "[::1]"),
        ("http://[::1]:81/", "[::1]:81"),
    ],
)
def test_host_names_host_and_port_and_nothing_else(url: str, key: str) -> None:
    assert host(requests.Request("GET", url).prepare()) == key


def test_request_that_can_not_be_sent_is_neutral(policy: backstay.Policy) -> None:
    adapter = GuardedAdapter(policy, key=None)
    request = requests.Request("GET", "http://127.0.0.1/").prepare()
    request.url = "http://127.0.0.1:99999/"
    with pytest.raises(requests.exceptions.InvalidURL):
        adapter.send(request)
    assert (policy.snapshot().neutral, policy.snapshot().failures) == (1, 0)


def test_retries_of_the_adapter_share_one_permit(policy: backstay.Policy) -> None:
    with Upstream() as upstream, requests.Session() as session:
        session.mount("http://", GuardedAdapter(policy, max_retries=2, key=None))
        with pytest.raises(requests.ConnectionError):
            session.get(f"{upstream.url}/drop", timeout=10)
        assert upstream.log == ["/drop"] * 3
    assert policy.snapshot().failures == 1


def test_pickling_is_refused_in_words(policy: backstay.Policy) -> None:
    with pytest.raises(TypeError, match="mount a new one"):
        pickle.dumps(GuardedAdapter(policy))


RETRY = {"attempts": 3, "backoff": "1s"}


def retrying(**patterns: Any) -> backstay.Runtime:
    return backstay.Runtime({"clock": "manual", "policies": {"upstream": {"retry": RETRY, **patterns}}})


@pytest.mark.parametrize(
    ("path", "connections"), [("/turns/503/500/200?size=999", 1), ("/turns/503/200?size=200000", 2)]
)
def test_connection_of_a_failed_response_goes_back_to_the_pool(path: str, connections: int) -> None:
    """A short response is read, so that its connection can be used again; a long one is closed with its connection."""
    with retrying() as runtime, Upstream() as upstream, requests.Session() as session:
        session.mount("http://", GuardedAdapter(runtime.policy("upstream"), pool_maxsize=1, pool_block=True))
        assert session.get(f"{upstream.url}{path}", timeout=10).status_code == 200
    assert len(set(upstream.peers)) == connections


def test_refusal_at_a_later_attempt_closes_the_response_before_it() -> None:
    with retrying(circuit_breaker={"consecutive_failures": 1}) as runtime:
        policy = runtime.policy("upstream")
        with Upstream() as upstream, requests.Session() as session:
            session.mount("http://", GuardedAdapter(policy, pool_maxsize=1, pool_block=True))
            with pytest.raises(backstay.CircuitOpenError):
                session.get(f"{upstream.url}/status/503?size=200000", timeout=10)
            policy.keyed(upstream.host).force_closed("maintenance")
            # Blocks for ever where the pool's only connection was lost.
            assert session.get(f"{upstream.url}/status/200", timeout=10).status_code == 200


def test_streaming_the_last_failed_response() -> None:
    with retrying() as runtime, Upstream() as upstream, requests.Session() as session:
        session.mount("http://", GuardedAdapter(runtime.policy("upstream")))
        for size in (999, 200_000):
            url = f"{upstream.url}/status/503?size={size}"
            with session.get(url, timeout=10, stream=True) as response:
                assert sum(len(part) for part in response.iter_content(4096)) == size


@pytest.mark.parametrize(
    ("own", "connect", "read"),
    [
        (None, None, None),
        (5.0, 5.0, 5.0),
        ((0.5, 9.0), 0.5, 9.0),
        ((0.5, None), 0.5, None),
        (Timeout(connect=0.5, read=9.0), 0.5, 9.0),
    ],
)
def test_timeouts_are_cut_to_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, own: Any, connect: float | None, read: float | None
) -> None:
    seen: list[Timeout] = []

    def send(self: HTTPAdapter, request: requests.PreparedRequest, stream: bool, timeout: Timeout, *_: Any) -> Any:
        seen.append(timeout)
        runtime.advance(1.0)
        response = requests.Response()
        response.status_code = 503
        response.raw = io.BytesIO()
        return response

    monkeypatch.setattr(HTTPAdapter, "send", send)
    with retrying(timeout="6s") as runtime:
        adapter = GuardedAdapter(runtime.policy("upstream"))
        assert adapter.send(requests.Request("GET", "http://upstream/").prepare(), timeout=own).status_code == 503
    assert [timeout.total for timeout in seen] == [pytest.approx(6.0), pytest.approx(4.0), pytest.approx(2.0)]
    assert [(timeout._connect, timeout._read) for timeout in seen] == [(connect, read)] * 3


def test_the_earlier_one_of_two_totals_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(HTTPAdapter, "send", lambda *arguments: seen.append(arguments[3]) or requests.Response())
    with retrying(timeout="6s") as runtime:
        adapter = GuardedAdapter(runtime.policy("upstream"), failure=lambda status: False)
        for total in (2.0, 9.0):
            adapter.send(requests.Request("GET", "http://upstream/").prepare(), timeout=Timeout(total=total))  # type: ignore[arg-type]
    assert [timeout.total for timeout in seen] == [2.0, pytest.approx(6.0)]


def test_without_a_deadline_the_timeout_is_the_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(HTTPAdapter, "send", lambda *arguments: seen.append(arguments[3]) or requests.Response())
    with retrying() as runtime:
        adapter = GuardedAdapter(runtime.policy("upstream"), failure=lambda status: False)
        adapter.send(requests.Request("GET", "http://upstream/").prepare(), timeout=(1.0, 2.0))
    assert seen == [(1.0, 2.0)]


def test_passed_deadline_is_a_timeout_of_the_session() -> None:
    """The time is real: the deadline bounds the session's own read."""
    with backstay.Runtime({"policies": {"upstream": {"timeout": "200ms", "retry": RETRY}}}) as runtime:
        policy = runtime.policy("upstream")
        with Upstream() as upstream, requests.Session() as session:
            session.mount("http://", GuardedAdapter(policy, key=None))
            with pytest.raises(requests.ReadTimeout):
                session.get(f"{upstream.url}/hang", timeout=30)
        assert policy.snapshot().patterns["timeout"].expired == 1
    assert upstream.log == ["/hang"]


def test_errors_that_are_none_of_the_clients_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[None] = []

    def send(*_: Any) -> None:
        calls.append(None)
        raise ZeroDivisionError

    monkeypatch.setattr(HTTPAdapter, "send", send)
    with retrying() as runtime, pytest.raises(ZeroDivisionError):
        GuardedAdapter(runtime.policy("upstream")).send(requests.Request("GET", "http://upstream/").prepare())
    assert len(calls) == 1
