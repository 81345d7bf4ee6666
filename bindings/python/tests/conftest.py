"""What the tests of the package itself share: a runtime on the manual clock with one policy of each kind."""

import os
from collections.abc import Iterator

import pytest

import backstay

# Of the Django project in app_django, whichever test imports it first.
os.environ["BACKSTAY_TEST_CLOCK"] = "manual"

#: `calls` trips by consecutive failures (its healthy calls need no report), `window` by a rate, `slow` also by duration.
CONFIG = {
    "version": 1,
    "clock": "manual",
    "policies": {
        "calls": {"circuit_breaker": {"consecutive_failures": 3, "open_for": "30s"}},
        "window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 4}}},
        "slow": {
            "circuit_breaker": {
                "consecutive_failures": 3,
                "slow_calls": {"threshold": 0.5, "longer_than": "2s", "window": "10s", "minimum_calls": 4},
            }
        },
    },
}


@pytest.fixture
def runtime(request: pytest.FixtureRequest) -> Iterator[backstay.Runtime]:
    """Of CONFIG; of a module's POLICIES and on the system's clock, where the module has its own."""
    own = getattr(request.module, "POLICIES", None)
    with backstay.Runtime({"policies": own} if own else CONFIG) as made:
        yield made


@pytest.fixture
def manual(request: pytest.FixtureRequest) -> Iterator[backstay.Runtime]:
    """Of the module's POLICIES, on the manual clock."""
    with backstay.Runtime({"clock": "manual", "policies": request.module.POLICIES}) as made:
        yield made


@pytest.fixture(params=["calls", "window", "slow"])
def policy(runtime: backstay.Runtime, request: pytest.FixtureRequest) -> backstay.Policy:
    """Each kind of policy, because each takes another way through the native half."""
    return runtime.policy(request.param)


@pytest.fixture
def calls(runtime: backstay.Runtime) -> backstay.Policy:
    return runtime.policy("calls")


def counts(policy: backstay.Policy) -> dict[str, int]:
    """The counters of a snapshot that are not 0."""
    snapshot = policy.snapshot()
    names = ("successes", "failures", "timeouts", "cancelled", "neutral", "slow", "late", "not_permitted")
    return {name: getattr(snapshot, name) for name in names if getattr(snapshot, name)}
