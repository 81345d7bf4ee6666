"""What is particular to requests: its exceptions, keys and options."""

import pickle
from collections.abc import Iterator

import pytest
import requests
from loopback import Upstream

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
