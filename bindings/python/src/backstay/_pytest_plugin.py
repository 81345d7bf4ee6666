"""The fixtures that `backstay.testing` describes; pytest finds them by the distribution's entry point."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from backstay import Policy, Reason, Runtime
from backstay.testing import RecordedEvents, manual_runtime, open_policy, refuse, use

Config = str | os.PathLike[str] | Mapping[str, Any]


@pytest.fixture
def backstay_config(request: pytest.FixtureRequest) -> Config:
    """The configuration for `backstay_runtime`: $BACKSTAY_CONFIG, else backstay.json in pytest's root directory."""
    return os.environ.get("BACKSTAY_CONFIG") or request.config.rootpath / "backstay.json"


@pytest.fixture
def backstay_runtime(backstay_config: Config) -> Iterator[Runtime]:
    """A fresh runtime on the manual clock; guards that were bound at import use it for the length of the test."""
    with manual_runtime(backstay_config) as runtime, use(runtime):
        yield runtime


@pytest.fixture
def backstay_open_policy(backstay_runtime: Runtime) -> Callable[..., Policy]:
    """A function (name, retry_after=None) that forces a policy of `backstay_runtime` open and returns it."""

    def force_open(name: str, retry_after: timedelta | float | None = None) -> Policy:
        return open_policy(backstay_runtime, name, retry_after)

    return force_open


@pytest.fixture
def backstay_refuse(backstay_runtime: Runtime) -> Callable[..., Policy]:
    """A function (name, reason=Reason.OPEN, retry_after=None) that lets any policy of `backstay_runtime` refuse and returns it."""

    def force_refusal(name: str, reason: Reason = Reason.OPEN, retry_after: timedelta | float | None = None) -> Policy:
        return refuse(backstay_runtime.policy(name), reason, retry_after)

    return force_refusal


@pytest.fixture
def backstay_events(backstay_runtime: Runtime) -> RecordedEvents:
    """The events of `backstay_runtime` since the test began."""
    return RecordedEvents(backstay_runtime)
