"""The header fields RateLimit and RateLimit-Policy: windows, waits, names."""

from collections.abc import Iterator
from typing import Any

import pytest

import backstay
import backstay.testing
from backstay._patterns import patterns_of
from backstay._rate_fields import RateFields, joined, rate_fields, structured_string


@pytest.fixture
def made() -> Iterator[list[backstay.Runtime]]:
    """The runtimes that a test made."""
    runtimes: list[backstay.Runtime] = []
    yield runtimes
    for runtime in runtimes:
        runtime.close()


def policy_of(made: list[backstay.Runtime], **patterns: Any) -> backstay.Policy:
    made.append(backstay.Runtime({"clock": "manual", "policies": {"p": patterns}}))
    return made[-1].policy("p")


@pytest.mark.parametrize(
    ("rate_limit", "policy", "limit"),
    [
        ("100/m", '"p";q=100;w=60', '"p";r=100;t=0'),
        ("100/s", '"p";q=100;w=1', '"p";r=100;t=0'),
        ("5000/h", '"p";q=5000;w=3600', '"p";r=5000;t=0'),
        ({"rate": "10/s", "burst": 15}, '"p";q=15;w=2', '"p";r=15;t=0'),
        # Less than a second can't be said.
        ({"rate": "10/s", "burst": 5}, '"p";q=5', '"p";r=5;t=0'),
    ],
)
def test_window_is_the_time_in_which_the_burst_comes_back(
    made: list[backstay.Runtime], rate_limit: Any, policy: str, limit: str
) -> None:
    found = policy_of(made, rate_limit=rate_limit)
    assert rate_fields(found, found, 1) == (policy, limit)


def test_time_is_that_of_the_whole_quota_until_nothing_is_left(made: list[backstay.Runtime]) -> None:
    policy = policy_of(made, rate_limit="4/m")
    told = []
    for _ in range(4):
        policy.enter().success()
        fields = rate_fields(policy, policy, 1)
        assert fields is not None
        told.append(fields.limit)
    assert told == ['"p";r=3;t=15', '"p";r=2;t=30', '"p";r=1;t=45', '"p";r=0;t=15']


def test_time_agrees_with_retry_after_for_a_heavy_request(made: list[backstay.Runtime]) -> None:
    policy = policy_of(made, rate_limit="4/m")
    policy.enter(cost=3).success()
    with pytest.raises(backstay.RateLimitedError) as caught:
        policy.enter(cost=3)
    assert caught.value.retry_after == pytest.approx(30.0)
    assert rate_fields(policy, policy, 3) == ('"p";q=4;w=60', '"p";r=1;t=30')


def test_the_instance_counts_and_the_policy_names(made: list[backstay.Runtime]) -> None:
    policy = policy_of(made, rate_limit="4/m")
    instance = policy.keyed("tenant-secret")
    instance.enter().success()
    assert rate_fields(policy, instance, 1) == ('"p";q=4;w=60', '"p";r=3;t=15')


def test_other_policies_have_none(made: list[backstay.Runtime]) -> None:
    policy = policy_of(made, circuit_breaker="standard", bulkhead=3)
    assert rate_fields(policy, policy, 1) is None
    made.append(backstay.Runtime.disabled({"policies": {"p": {"rate_limit": "4/m"}}}))
    disabled = made[-1].policy("p")
    assert rate_fields(disabled, disabled, 1) is None


@pytest.mark.parametrize(
    ("text", "structured"),
    [
        ("payments", '"payments"'),
        ("per user, per day", '"per user, per day"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("zahlung für 100%", '"zahlung f%C3%BCr 100%25"'),
        ("line\nbreak", '"line%0Abreak"'),
    ],
)
def test_names_are_structured_strings(text: str, structured: str) -> None:
    assert structured_string(text) == structured


def test_several_policies_are_members_of_one_list() -> None:
    assert joined([]) == ()
    assert joined([RateFields("a", "b"), RateFields("c", "d")]) == (("RateLimit-Policy", "a, c"), ("RateLimit", "b, d"))


def test_late_bound_policy_is_asked_anew_when_it_means_another() -> None:
    late = backstay.policy("p")
    for patterns, retries in (({"retry": 3}, True), ({"circuit_breaker": "standard"}, False)):
        with backstay.Runtime({"policies": {"p": patterns}}) as runtime, backstay.testing.use(runtime):
            assert patterns_of(late).retries is retries
