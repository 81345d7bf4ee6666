"""Circuit breakers of Python that are measured beside ours, each behind the same small face.

A candidate that lacks a form (async alone, no context manager) says so by None; one that can't be imported is named with the
reason instead of being left out silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Failures that no measurement reaches, where a breaker must not open.
NEVER = 1_000_000

Make = Callable[[], Any]
Decorate = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True)
class Candidate:
    """One breaker. Each field makes a fresh one; a decorator, or a function that gives a context manager for one block."""

    title: str
    decorate: Callable[[], Decorate] | None = None
    decorate_async: Callable[[], Decorate] | None = None
    block: Callable[[], Make] | None = None
    block_async: Callable[[], Make] | None = None
    #: A decorator of an open breaker, and what it raises.
    opened: Callable[[], Decorate] | None = None
    refusal: type[BaseException] = Exception


def ours(title: str, rule: dict[str, Any]) -> Candidate:
    import backstay

    runtime = backstay.Runtime({"policies": {"upstream": {"circuit_breaker": rule, "keyed": {"maximum": 100_000}}}})
    made = iter(range(10**9))

    def policy() -> Any:
        return runtime.policy("upstream").keyed(str(next(made)))

    def opened() -> Any:
        fresh = policy()
        fresh.force_open("measured")
        return fresh

    return Candidate(
        title,
        decorate=policy,
        decorate_async=policy,
        block=lambda: policy().enter,
        block_async=lambda: policy().enter_async,
        opened=opened,
        refusal=backstay.CircuitOpenError,
    )


def pybreaker() -> Candidate:
    import pybreaker

    def make() -> Any:
        return pybreaker.CircuitBreaker(fail_max=NEVER, reset_timeout=3600)

    def opened() -> Any:
        breaker = make()
        breaker.open()
        return breaker

    return Candidate(
        "pybreaker", decorate=make, block=lambda: make().calling, opened=opened, refusal=pybreaker.CircuitBreakerError
    )


def circuitbreaker() -> Candidate:
    import circuitbreaker

    def make(threshold: int = NEVER) -> Any:
        return circuitbreaker.CircuitBreaker(failure_threshold=threshold, recovery_timeout=3600)

    def block() -> Make:
        breaker = make()
        return lambda: breaker

    def opened() -> Any:
        breaker = make(1)
        trip(breaker(fail))
        return breaker

    return Candidate(
        "circuitbreaker",
        decorate=make,
        decorate_async=make,
        block=block,
        opened=opened,
        refusal=circuitbreaker.CircuitBreakerError,
    )


def aiobreaker() -> Candidate:
    from datetime import timedelta

    import aiobreaker

    def make() -> Any:
        return aiobreaker.CircuitBreaker(fail_max=NEVER, timeout_duration=timedelta(hours=1))

    def opened() -> Any:
        breaker = make()
        breaker.open()
        return breaker

    return Candidate(
        "aiobreaker", decorate=make, decorate_async=make, opened=opened, refusal=aiobreaker.CircuitBreakerError
    )


def purgatory() -> Candidate:
    import asyncio

    import purgatory
    from purgatory.domain.model import OpenedState

    def decorate() -> Decorate:
        return purgatory.SyncCircuitBreakerFactory(default_threshold=NEVER)("upstream")

    def decorate_async() -> Decorate:
        return purgatory.AsyncCircuitBreakerFactory(default_threshold=NEVER)("upstream")

    def block() -> Make:
        breaker = purgatory.SyncCircuitBreakerFactory(default_threshold=NEVER).get_breaker("upstream")
        return lambda: breaker

    def block_async() -> Make:
        breaker = asyncio.run(purgatory.AsyncCircuitBreakerFactory(default_threshold=NEVER).get_breaker("upstream"))
        return lambda: breaker

    def opened() -> Decorate:
        decorator = purgatory.SyncCircuitBreakerFactory(default_threshold=1, default_ttl=3600)("upstream")
        trip(decorator(fail))
        return decorator

    return Candidate("purgatory", decorate, decorate_async, block, block_async, opened, OpenedState)


def fluxgate() -> Candidate:
    import fluxgate
    from fluxgate import permits, retries, trackers, trippers, windows

    def arguments() -> dict[str, Any]:
        return {
            "window": windows.TimeWindow(10),
            "tracker": trackers.All(),
            "tripper": trippers.MinRequests(NEVER) & trippers.FailureRate(0.5),
            "retry": retries.Cooldown(3600.0),
            "permit": permits.Random(0.5),
        }

    def make() -> Any:
        return fluxgate.CircuitBreaker(**arguments())

    def opened() -> Any:
        breaker = make()
        breaker.force_open()
        return breaker

    return Candidate(
        "fluxgate (time window)",
        decorate=make,
        decorate_async=lambda: fluxgate.AsyncCircuitBreaker(**arguments()),
        opened=opened,
        refusal=fluxgate.CallNotPermittedError,
    )


def hyx() -> Candidate:
    import hyx.circuitbreaker

    def make() -> Any:
        return hyx.circuitbreaker.consecutive_breaker(failure_threshold=NEVER, recovery_time_secs=3600)

    def block_async() -> Make:
        breaker = make()
        return lambda: breaker

    return Candidate("hyx (async alone)", decorate_async=make, block_async=block_async)


def fail() -> None:
    """Opens a breaker that opens at its first failure."""
    raise LookupError


def trip(guarded: Callable[[], Any]) -> None:
    try:
        guarded()
    except LookupError:
        return
    raise AssertionError("the failure was swallowed")


OURS = "backstay, consecutive rule"
RATE = {"threshold": 1.0, "window": "10s", "minimum_calls": NEVER}
RULES: dict[str, dict[str, Any]] = {
    OURS: {"consecutive_failures": NEVER},
    "backstay, time window": {"failure_rate": RATE},
    "backstay, with a slow-call rule": {
        "failure_rate": RATE,
        "slow_calls": {**RATE, "longer_than": "10s"},
    },
}
PEERS: tuple[Callable[[], Candidate], ...] = (pybreaker, circuitbreaker, aiobreaker, purgatory, fluxgate, hyx)


def candidates() -> tuple[list[Candidate], list[str]]:
    """All that can be measured, ours first, and in words those that can't."""
    found = [ours(title, rule) for title, rule in RULES.items()]
    missing = []
    for peer in PEERS:
        try:
            found.append(peer())
        except Exception as error:
            missing.append(f"{peer.__name__}: {type(error).__name__}: {error}")
    return found, missing


#: As the package index spells them.
NAMES = tuple(peer.__name__ for peer in PEERS)
