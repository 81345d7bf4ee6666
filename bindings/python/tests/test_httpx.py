"""What is particular to httpx: cancellation, pools, streams, closing."""

import asyncio
import threading
from collections.abc import Iterator

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
