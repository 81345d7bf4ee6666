"""What the guarded HTTP clients have in common, against a real upstream: httpx sync and async, requests."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import httpx
import pytest
import requests
from loopback import Upstream, unused_url

import backstay
import backstay.testing
from backstay.httpx import AsyncGuardedTransport, GuardedTransport
from backstay.requests import GuardedAdapter

CONFIG = {
    "clock": "manual",
    "policies": {
        "upstream": {
            "circuit_breaker": {"consecutive_failures": 3, "open_for": "5s", "retry_after_maximum": "60s"},
            "keyed": {"maximum": 2},
        }
    },
}


class Fetch(Protocol):
    """Get a URL through a guard made from the policy and options; returns the status."""

    def __call__(self, policy: backstay.Policy, url: str, timeout: float = 10.0, **options: Any) -> int: ...


def fetch_httpx(policy: backstay.Policy, url: str, timeout: float = 10.0, **options: Any) -> int:
    with httpx.Client(transport=GuardedTransport(policy, **options), timeout=timeout) as client:
        return client.get(url).status_code


def fetch_httpx_async(policy: backstay.Policy, url: str, timeout: float = 10.0, **options: Any) -> int:
    async def fetch() -> int:
        async with httpx.AsyncClient(transport=AsyncGuardedTransport(policy, **options), timeout=timeout) as client:
            return (await client.get(url)).status_code

    return asyncio.run(fetch())


def fetch_requests(policy: backstay.Policy, url: str, timeout: float = 10.0, **options: Any) -> int:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", GuardedAdapter(policy, **options))
        return session.get(url, timeout=timeout).status_code


@pytest.fixture(params=[fetch_httpx, fetch_httpx_async, fetch_requests], ids=lambda function: function.__name__)
def fetch(request: pytest.FixtureRequest) -> Fetch:
    chosen: Fetch = request.param
    return chosen


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as runtime:
        yield runtime


@pytest.fixture
def policy(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("upstream")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def test_server_errors_trip_and_then_nothing_is_sent(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    for _ in range(3):
        assert fetch(policy, f"{upstream.url}/status/500") == 500
    with pytest.raises(backstay.CircuitOpenError) as caught:
        fetch(policy, f"{upstream.url}/status/200")
    assert upstream.log == ["/status/500"] * 3
    assert (caught.value.policy, caught.value.key, caught.value.reason) == ("upstream", upstream.host, "open")
    assert caught.value.retry_after == pytest.approx(5.0)
    causes = policy.keyed(upstream.host).snapshot().causes
    assert [cause.cause for cause in causes] == ["HTTP 500"]


def test_it_recovers(fetch: Fetch, runtime: backstay.Runtime, policy: backstay.Policy, upstream: Upstream) -> None:
    for _ in range(3):
        fetch(policy, f"{upstream.url}/status/503")
    runtime.advance(5.0)
    assert fetch(policy, f"{upstream.url}/status/204") == 204
    assert policy.keyed(upstream.host).snapshot().state == "closed"


def test_one_host_does_not_stop_another(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    with Upstream() as broken:
        for _ in range(3):
            fetch(policy, f"{broken.url}/status/502")
        assert fetch(policy, f"{upstream.url}/status/200") == 200
        assert policy.keyed(broken.host).snapshot().state == "open"
        assert policy.keyed(upstream.host).snapshot().state == "closed"


def test_instances_are_bounded(
    fetch: Fetch, runtime: backstay.Runtime, policy: backstay.Policy, upstream: Upstream
) -> None:
    for number in range(5):
        assert fetch(policy, f"{upstream.url}/status/200", key=lambda _, number=number: f"tenant-{number}") == 200
    kept = [
        line for line in runtime.metrics().splitlines() if line.startswith("circuit_breaker_state") and "key=" in line
    ]
    assert len(kept) <= 2


def test_without_key_one_breaker_serves_all(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    assert fetch(policy, f"{upstream.url}/status/500", key=None) == 500
    assert policy.snapshot().failures == 1


def test_refused_connection_is_a_failure(fetch: Fetch, policy: backstay.Policy) -> None:
    url = unused_url()
    with pytest.raises((httpx.ConnectError, requests.ConnectionError)):
        fetch(policy, url)
    snapshot = policy.keyed(url.removeprefix("http://")).snapshot()
    assert (snapshot.failures, snapshot.timeouts) == (1, 0)
    assert snapshot.causes[0].cause in ("ConnectError", "ConnectionError")


def test_dropped_connection_is_a_failure(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    with pytest.raises((httpx.RemoteProtocolError, requests.ConnectionError)):
        fetch(policy, f"{upstream.url}/drop")
    assert policy.keyed(upstream.host).snapshot().failures == 1


def test_timeout_is_a_timeout(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    with pytest.raises((httpx.ReadTimeout, requests.ReadTimeout)):
        fetch(policy, f"{upstream.url}/hang", timeout=0.1)
    snapshot = policy.keyed(upstream.host).snapshot()
    assert (snapshot.timeouts, snapshot.failures) == (1, 0)


@pytest.mark.parametrize("status", [200, 204, 302, 400, 404])
def test_any_other_answer_is_a_success(fetch: Fetch, policy: backstay.Policy, upstream: Upstream, status: int) -> None:
    assert fetch(policy, f"{upstream.url}/status/{status}") == status
    assert policy.keyed(upstream.host).snapshot().successes == 1


def test_too_many_requests_is_neutral_by_default(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    assert fetch(policy, f"{upstream.url}/status/429") == 429
    snapshot = policy.keyed(upstream.host).snapshot()
    assert (snapshot.neutral, snapshot.successes, snapshot.failures) == (1, 0, 0)


@pytest.mark.parametrize(("status", "wait"), [(503, 20.0), (429, 20.0), (500, 5.0)])
def test_retry_after_lengthens_the_open_time(
    fetch: Fetch, policy: backstay.Policy, upstream: Upstream, status: int, wait: float
) -> None:
    def failure(status: int) -> bool:
        return status >= 500 or status == 429

    for _ in range(3):
        fetch(policy, f"{upstream.url}/status/{status}?retry_after=20", failure=failure)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        fetch(policy, upstream.url, failure=failure)
    assert caught.value.retry_after == pytest.approx(wait)


def test_nonsense_in_retry_after_is_passed_over(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    assert fetch(policy, f"{upstream.url}/status/503?retry_after=soon") == 503
    assert policy.keyed(upstream.host).snapshot().failures == 1


def test_other_statuses_can_be_failures(fetch: Fetch, policy: backstay.Policy, upstream: Upstream) -> None:
    choose: Callable[[int], bool] = lambda status: status == 404  # noqa: E731
    assert fetch(policy, f"{upstream.url}/status/404", failure=choose) == 404
    assert fetch(policy, f"{upstream.url}/status/500", failure=choose) == 500
    snapshot = policy.keyed(upstream.host).snapshot()
    assert (snapshot.failures, snapshot.successes) == (1, 1)


late_bound = backstay.policy("upstream")


def test_policy_may_be_bound_before_there_is_a_runtime(
    fetch: Fetch, runtime: backstay.Runtime, upstream: Upstream
) -> None:
    with backstay.testing.use(runtime):
        assert fetch(late_bound, f"{upstream.url}/status/500") == 500
    assert runtime.policy("upstream").keyed(upstream.host).snapshot().failures == 1


def test_disabled_runtime_passes_everything(fetch: Fetch, upstream: Upstream) -> None:
    with backstay.Runtime.disabled(CONFIG) as runtime:
        for _ in range(5):
            assert fetch(runtime.policy("upstream"), f"{upstream.url}/status/500") == 500
