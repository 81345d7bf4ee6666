"""What is particular to httpx: cancellation, pools, streams, deadlines, closing."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from loopback import Upstream, until

import backstay
from backstay.httpx import AsyncGuardedTransport, GuardedTransport, host

CONFIG = {"clock": "manual", "policies": {"upstream": {"circuit_breaker": {"consecutive_failures": 2}}}}


@pytest.fixture
def policy() -> Iterator[backstay.Policy]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime.policy("upstream")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://Example.COM/a", "example.com"),
        ("https://example.com:443/a", "example.com"),
        ("https://user:secret@example.com:8443/a", "example.com:8443"),
        ("http://[::1]:80/", "[::1]"),
    ],
)
def test_host_names_host_and_port_and_nothing_else(url: str, key: str) -> None:
    assert host(httpx.Request("GET", url)) == key


def test_cancelled_request_is_neutral(policy: backstay.Policy, upstream: Upstream) -> None:
    async def scenario() -> None:
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, key=None), timeout=10) as client:
            call = asyncio.create_task(client.get(f"{upstream.url}/hang"))
            await asyncio.to_thread(upstream.wait_reached)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(scenario())
    snapshot = policy.snapshot()
    assert (snapshot.cancelled, snapshot.failures, snapshot.timeouts) == (1, 0, 0)
    assert snapshot.consecutive_failures == 0


def test_a_deadline_around_a_hanging_request_is_cancelled_until_it_was_slow(upstream: Upstream) -> None:
    """asyncio.timeout cancels; where a slow-call limit is set and was passed, that is a timeout."""
    slow_calls = {"threshold": 0.5, "longer_than": "2s", "window": "10s", "minimum_calls": 20}
    config = {"clock": "manual", "policies": {"upstream": {"circuit_breaker": {"slow_calls": slow_calls}}}}

    async def scenario(runtime: backstay.Runtime, policy: backstay.Policy) -> None:
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, key=None), timeout=10) as client:
            for seconds in (1.0, 3.0):
                call = asyncio.create_task(client.get(f"{upstream.url}/hang"))
                await asyncio.to_thread(upstream.wait_reached)
                runtime.advance(seconds)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call

    with backstay.Runtime(config) as runtime:
        policy = runtime.policy("upstream")
        asyncio.run(scenario(runtime, policy))
        snapshot = policy.snapshot()
    assert (snapshot.cancelled, snapshot.timeouts) == (1, 1)


def test_full_pool_of_our_own_is_neutral(policy: backstay.Policy, upstream: Upstream) -> None:
    inner = httpx.HTTPTransport(limits=httpx.Limits(max_connections=1))
    timeout = httpx.Timeout(10, pool=0.05)
    with httpx.Client(transport=GuardedTransport(policy, inner, key=None), timeout=timeout) as client:
        with client.stream("GET", f"{upstream.url}/headers-then-hang"):
            with pytest.raises(httpx.PoolTimeout):
                client.get(f"{upstream.url}/status/200")
    snapshot = policy.snapshot()
    assert (snapshot.neutral, snapshot.timeouts, snapshot.failures) == (1, 0, 0)


def test_request_that_can_not_be_sent_is_neutral(policy: backstay.Policy) -> None:
    with httpx.Client(transport=GuardedTransport(policy, key=None)) as client:
        with pytest.raises(httpx.UnsupportedProtocol):
            client.get("gopher://127.0.0.1/")
    assert (policy.snapshot().neutral, policy.snapshot().failures) == (1, 0)


def test_stream_is_reported_when_the_headers_are_there(policy: backstay.Policy, upstream: Upstream) -> None:
    with httpx.Client(transport=GuardedTransport(policy, key=None), timeout=10) as client:
        with client.stream("GET", f"{upstream.url}/headers-then-hang") as response:
            assert response.status_code == 200
            assert policy.snapshot().successes == 1


def test_threads_share_a_transport(policy: backstay.Policy, upstream: Upstream) -> None:
    with httpx.Client(transport=GuardedTransport(policy, key=None), timeout=10) as client:
        threads = [
            threading.Thread(target=lambda: [client.get(f"{upstream.url}/status/200") for _ in range(20)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    until(lambda: len(upstream.log) == 80)
    assert policy.snapshot().successes == 80


def test_closing_the_client_closes_the_inner_transport(policy: backstay.Policy, upstream: Upstream) -> None:
    inner = httpx.HTTPTransport()
    transport = GuardedTransport(policy, inner, key=None)
    client = httpx.Client(transport=transport)
    client.get(f"{upstream.url}/status/200")
    assert inner._pool.connections
    client.close()
    assert not inner._pool.connections


def test_closing_the_async_client_closes_the_inner_transport(policy: backstay.Policy, upstream: Upstream) -> None:
    async def scenario() -> None:
        inner = httpx.AsyncHTTPTransport()
        client = httpx.AsyncClient(transport=AsyncGuardedTransport(policy, inner, key=None))
        await client.get(f"{upstream.url}/status/200")
        assert inner._pool.connections
        await client.aclose()
        assert not inner._pool.connections

    asyncio.run(scenario())


def test_refusal_reaches_the_caller_as_it_is(policy: backstay.Policy, upstream: Upstream) -> None:
    policy.force_open("maintenance")
    with httpx.Client(transport=GuardedTransport(policy, key=None)) as client:
        with pytest.raises(backstay.CircuitOpenError) as caught:
            client.get(upstream.url)
    assert caught.value.reason == "forced_open"
    assert upstream.log == []


RETRY = {"attempts": 3, "backoff": "1s"}


@pytest.mark.parametrize(
    ("path", "connections"), [("/turns/503/500/200?size=999", 1), ("/turns/503/200?size=200000", 2)]
)
def test_connection_of_a_failed_response_goes_back_to_the_pool(upstream: Upstream, path: str, connections: int) -> None:
    """A short response is read, so that its connection can be used again; a long one is closed with its connection."""
    inner = httpx.HTTPTransport(limits=httpx.Limits(max_connections=1))
    timeout = httpx.Timeout(10, pool=1)
    with backstay.Runtime({"clock": "manual", "policies": {"upstream": {"retry": RETRY}}}) as runtime:
        policy = runtime.policy("upstream")
        with httpx.Client(transport=GuardedTransport(policy, inner), timeout=timeout) as client:
            assert client.get(f"{upstream.url}{path}").status_code == 200
    assert len(set(upstream.peers)) == connections


def test_connection_goes_back_to_the_asynchronous_pool(upstream: Upstream) -> None:
    async def scenario(policy: backstay.Policy) -> None:
        inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        timeout = httpx.Timeout(10, pool=1)
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, inner), timeout=timeout) as client:
            assert (await client.get(f"{upstream.url}/turns/503/500/200?size=999")).status_code == 200
            assert (await client.get(f"{upstream.url}/turns/503/200?size=200000")).status_code == 200

    with backstay.Runtime({"clock": "manual", "policies": {"upstream": {"retry": RETRY}}}) as runtime:
        asyncio.run(scenario(runtime.policy("upstream")))
    assert len(set(upstream.peers[:3])) == 1
    assert len(set(upstream.peers)) == 2


def test_refusal_at_a_later_attempt_closes_the_response_before_it(upstream: Upstream) -> None:
    breaker = {"consecutive_failures": 1}
    inner = httpx.HTTPTransport(limits=httpx.Limits(max_connections=1))
    document = {"clock": "manual", "policies": {"upstream": {"retry": RETRY, "circuit_breaker": breaker}}}
    with backstay.Runtime(document) as runtime:
        policy = runtime.policy("upstream")
        with httpx.Client(transport=GuardedTransport(policy, inner), timeout=httpx.Timeout(10, pool=1)) as client:
            with pytest.raises(backstay.CircuitOpenError):
                client.get(f"{upstream.url}/status/503?size=200000")
            assert not inner._pool.connections


def test_streaming_the_last_failed_response(upstream: Upstream) -> None:
    with backstay.Runtime({"clock": "manual", "policies": {"upstream": {"retry": RETRY}}}) as runtime:
        policy = runtime.policy("upstream")
        with httpx.Client(transport=GuardedTransport(policy), timeout=10) as client:
            for size in (999, 200_000):
                with client.stream("GET", f"{upstream.url}/status/503?size={size}") as response:
                    assert sum(len(part) for part in response.iter_raw()) == size


class Recording(httpx.BaseTransport):
    """Notes the timeouts that it is given, and lets time pass at each request."""

    def __init__(self, runtime: backstay.Runtime) -> None:
        self.runtime = runtime
        self.seen: list[Any] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request.extensions.get("timeout"))
        self.runtime.advance(1.0)
        return httpx.Response(503)


def test_timeouts_are_cut_to_the_time_that_is_left() -> None:
    document = {"clock": "manual", "policies": {"upstream": {"timeout": "6s", "retry": RETRY}}}
    with backstay.Runtime(document) as runtime:
        inner = Recording(runtime)
        transport = GuardedTransport(runtime.policy("upstream"), inner)
        own = httpx.Timeout(5, connect=0.5, pool=None)
        with httpx.Client(transport=transport, timeout=own) as client:
            request = client.build_request("GET", "http://upstream/")
            assert client.send(request).status_code == 503
            assert request.extensions["timeout"] == own.as_dict(), "the request itself keeps what it was given"
        transport.handle_request(httpx.Request("GET", "http://upstream/"))
    assert inner.seen[:3] == [
        {"connect": 0.5, "read": 5, "write": 5, "pool": pytest.approx(6.0)},
        {"connect": 0.5, "read": pytest.approx(4.0), "write": pytest.approx(4.0), "pool": pytest.approx(4.0)},
        {"connect": 0.5, "read": pytest.approx(2.0), "write": pytest.approx(2.0), "pool": pytest.approx(2.0)},
    ]
    assert inner.seen[3] == dict.fromkeys(("connect", "read", "write", "pool"), pytest.approx(6.0))


def test_deadline_around_counts_without_a_timeout_of_the_policy(policy: backstay.Policy) -> None:
    class Inner(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            timeout = request.extensions["timeout"]
            assert 0 < timeout["read"] <= 30
            return httpx.Response(200)

    with httpx.Client(transport=GuardedTransport(policy, Inner()), timeout=60) as client:
        with backstay.deadline(30):
            assert client.get("http://upstream/").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_passed_deadline_is_a_timeout_of_the_client(upstream: Upstream, method: str) -> None:
    """The time is real: the deadline bounds the client's own read."""
    document = {"policies": {"upstream": {"timeout": "200ms", "retry": RETRY}}}
    with backstay.Runtime(document) as runtime:
        policy = runtime.policy("upstream")
        with httpx.Client(transport=GuardedTransport(policy, key=None), timeout=30) as client:
            with pytest.raises(httpx.ReadTimeout):
                client.request(method, f"{upstream.url}/hang")
        assert policy.snapshot().patterns["timeout"].expired == (method == "GET")
    assert upstream.log == ["/hang"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_deadline_cuts_an_asynchronous_request(method: str) -> None:
    """An inner transport that knows no timeouts, as in a slow trickle of bytes: only the cut ends it."""

    class Endless(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            raise AssertionError

    async def scenario(policy: backstay.Policy) -> httpx.ReadTimeout:
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, Endless(), key=None)) as client:
            with pytest.raises(httpx.ReadTimeout) as caught:
                await client.request(method, "http://upstream/")
        return caught.value

    document = {"policies": {"upstream": {"retry": {"attempts": 2, "backoff": "1ms"}, "attempt_timeout": "50ms"}}}
    with backstay.Runtime(document) as runtime:
        policy = runtime.policy("upstream")
        error = asyncio.run(scenario(policy))
        retry = policy.snapshot().patterns["retry"]
    assert (retry.attempts, retry.permanent) == ((2, 0) if method == "GET" else (1, 1))
    assert isinstance(error.__cause__, backstay.RetriesExhaustedError if method == "GET" else TimeoutError)
    assert error.request.method == method


def test_errors_that_are_none_of_the_clients_are_not_repeated() -> None:
    class Broken(httpx.BaseTransport):
        calls = 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            self.calls += 1
            raise ZeroDivisionError

    inner = Broken()
    with backstay.Runtime({"clock": "manual", "policies": {"upstream": {"retry": RETRY}}}) as runtime:
        with httpx.Client(transport=GuardedTransport(runtime.policy("upstream"), inner)) as client:
            with pytest.raises(ZeroDivisionError):
                client.get("http://upstream/")
    assert inner.calls == 1


def test_cancelled_between_attempts(upstream: Upstream) -> None:
    """A caller that is cancelled while it pauses leaves nothing behind: no place, no connection."""

    async def scenario(policy: backstay.Policy) -> None:
        inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, inner, key=None), timeout=10) as client:
            call = asyncio.create_task(client.get(f"{upstream.url}/status/503?size=200000"))
            await asyncio.to_thread(until, lambda: policy.snapshot().patterns["retry"].retries == 1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert not inner._pool.connections

    document = {"policies": {"upstream": {"retry": {"attempts": 2, "backoff": "1h"}, "bulkhead": 1}}}
    with backstay.Runtime(document) as runtime:
        policy = runtime.policy("upstream")
        asyncio.run(scenario(policy))
        assert policy.snapshot().patterns["bulkhead"].in_flight == 0
    assert len(upstream.log) == 1
