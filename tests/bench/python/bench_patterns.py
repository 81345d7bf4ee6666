"""What retry, rate limit, bulkhead and timeout add to one call in Python, alone and together: ours and named peers, in one run.

python tests/bench/python/bench_patterns.py [--json FILE] [--rounds N] [--calls N] [--only TEXT]
"""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable
from typing import Any

import harness
import pattern_peers as peers
from harness import Case, Form, Function

import backstay

Guards = dict[str, peers.Decorate]

RETRY: Guards = {
    "backstay": lambda function: peers.ours("retry")(function),
    "backstay, with a budget": lambda function: peers.ours("budget")(function),
    "backoff": peers.backoff_retry,
    "tenacity": peers.tenacity_retry,
    "stamina": peers.stamina_retry,
}
AT_ONCE: Guards = {
    "backstay": lambda function: peers.ours("at once")(function),
    "backoff": peers.backoff_at_once,
    "tenacity": peers.tenacity_at_once,
    "stamina, its logging off": peers.stamina_at_once,
}
RATE_LIMIT: Guards = {
    "backstay": lambda function: peers.ours("rate limit")(function),
    "limits, fixed window": peers.limits_fixed,
    "limits, sliding window counter": peers.limits_sliding,
    "pyrate-limiter": peers.pyrate_guard,
    "throttled-py, GCRA": peers.throttled_gcra,
}
RATE_LIMIT_ASYNC: Guards = {
    "backstay": RATE_LIMIT["backstay"],
    "aiolimiter": peers.aiolimiter_guard,
    "hyx": peers.hyx_rate_limit,
    "limits, fixed window": peers.limits_async,
    "pyrate-limiter": peers.pyrate_async,
    "throttled-py, GCRA": peers.throttled_async,
}
BULKHEAD: Guards = {
    "backstay": lambda function: peers.ours("bulkhead")(function),
    "backstay, with a queue": lambda function: peers.ours("bulkhead with a queue")(function),
    "threading.BoundedSemaphore": peers.semaphore,
}
BULKHEAD_ASYNC: Guards = {
    "backstay": BULKHEAD["backstay"],
    "backstay, with a queue": BULKHEAD["backstay, with a queue"],
    "asyncio.Semaphore": peers.semaphore_async,
    "hyx": peers.hyx_bulkhead,
}
TIMEOUT: Guards = {
    "backstay": lambda function: peers.ours("timeout")(function),
    "asyncio.timeout": peers.asyncio_timeout,
    "asyncio.wait_for": peers.asyncio_wait_for,
    "hyx": peers.hyx_timeout,
}
FIVE: Guards = {
    "backstay: timeout, retry, rate limit, breaker, bulkhead": lambda function: peers.ours("five")(function),
    "tenacity, pybreaker, limits, BoundedSemaphore": peers.stack,
}
FIVE_ASYNC: Guards = {
    "backstay: timeout, retry, rate limit, breaker, bulkhead": FIVE[
        "backstay: timeout, retry, rate limit, breaker, bulkhead"
    ],
    "tenacity, aiobreaker, aiolimiter, asyncio.Semaphore, asyncio.timeout": peers.stack_async,
    "hyx: the same five": peers.hyx_stack,
}


def failing_first() -> Function:
    """Every first of two calls fails."""
    failing = False

    def function() -> None:
        nonlocal failing
        failing = not failing
        if failing:
            raise LookupError

    return function


def failing_first_async() -> Function:
    function = failing_first()

    async def awaited() -> None:
        function()

    return awaited


def by_hand(function: Function) -> Function:
    def twice() -> Any:
        try:
            return function()
        except LookupError:
            return function()

    return twice


def by_hand_async(function: Function) -> Function:
    async def twice() -> Any:
        try:
            return await function()
        except LookupError:
            return await function()

    return twice


def plain(
    title: str, aim: str, guards: Guards, measure: Callable[[Function], Form], function: Function, rounds: int = 0
) -> Case:
    """A synchronous function, bare and decorated."""

    def form(decorate: peers.Decorate) -> Form:
        return measure(decorate(function))

    forms = {name: functools.partial(form, decorate) for name, decorate in guards.items()}
    return Case(title, aim, lambda: measure(function), forms, rounds)


def calls(title: str, aim: str, guards: Guards) -> Case:
    return plain(title, aim, guards, harness.called, harness.empty)


def with_arguments(title: str, guards: Guards) -> Case:
    return plain(title, "", guards, harness.called_with_arguments, harness.arguments)


def in_threads(title: str, guards: Guards) -> Case:
    return plain(title, "", guards, harness.in_threads, harness.empty, rounds=5)


def methods(title: str, guards: Guards) -> Case:
    forms = {name: functools.partial(harness.called_as_method, decorate) for name, decorate in guards.items()}
    return Case(title, "", lambda: harness.called_as_method(None), forms)


def awaits(title: str, aim: str, guards: Guards) -> Case:
    def form(decorate: peers.Decorate) -> Form:
        return harness.awaited(lambda: decorate(harness.empty_async))

    forms = {name: functools.partial(form, decorate) for name, decorate in guards.items()}
    return Case(title, aim, lambda: harness.awaited(lambda: harness.empty_async), forms)


def retried(title: str, guards: Guards) -> Case:
    def form(decorate: peers.Decorate) -> Form:
        return harness.called(decorate(failing_first()))

    forms = {name: functools.partial(form, decorate) for name, decorate in guards.items()}
    return Case(title, "", lambda: form(by_hand), forms)


def retried_async(title: str, guards: Guards) -> Case:
    def form(decorate: peers.Decorate) -> Form:
        return harness.awaited(lambda: decorate(failing_first_async()))

    forms = {name: functools.partial(form, decorate) for name, decorate in guards.items()}
    return Case(title, "", lambda: form(by_hand_async), forms)


def refused(title: str, guards: dict[str, tuple[peers.Decorate, type[BaseException]]]) -> Case:
    def form(decorate: peers.Decorate, kind: type[BaseException]) -> Form:
        return harness.raised(decorate(harness.empty), kind)

    forms = {name: functools.partial(form, *guard) for name, guard in guards.items()}
    return Case(title, "", lambda: harness.called(harness.empty), forms)


def retry_cases() -> list[Case]:
    return [
        calls("retry, first attempt succeeds", "80", RETRY),
        with_arguments("retry, three positional and two keyword arguments", RETRY),
        methods("retry, method", RETRY),
        retried("retry, fails once and is called again without a pause; bare: by hand", AT_ONCE),
        awaits("retry, await, first attempt succeeds", "150", {**RETRY, "hyx": peers.hyx_retry}),
        retried_async(
            "retry, await, fails once and is called again without a pause; bare: by hand",
            {**AT_ONCE, "hyx": peers.hyx_at_once},
        ),
    ]


def rate_limit_cases() -> list[Case]:
    refusing: dict[str, tuple[peers.Decorate, type[BaseException]]] = {
        "backstay": (peers.rate_limit_refusing, backstay.RateLimitedError),
        "limits, fixed window": (peers.limits_refusing, peers.Refused),
        "pyrate-limiter": (peers.pyrate_refusing, peers.Refused),
        "throttled-py, GCRA": (peers.throttled_refusing, Exception),
    }
    return [
        calls("rate limit", "100", RATE_LIMIT),
        with_arguments("rate limit, three positional and two keyword arguments", RATE_LIMIT),
        in_threads("rate limit, four threads", RATE_LIMIT),
        refused("rate limit, refused and caught", refusing),
        awaits("rate limit, await", "", RATE_LIMIT_ASYNC),
    ]


def bulkhead_cases() -> list[Case]:
    refusing: dict[str, tuple[peers.Decorate, type[BaseException]]] = {
        "backstay": (peers.bulkhead_refusing, backstay.BulkheadFullError),
        "threading.BoundedSemaphore": (peers.semaphore_refusing, peers.Refused),
    }
    blocks = {"backstay": lambda: peers.ours("bulkhead").enter, "threading.BoundedSemaphore": lambda: _same(threading)}
    blocks_async = {"backstay": lambda: peers.ours("bulkhead").enter_async, "asyncio.Semaphore": lambda: _same(asyncio)}
    return [
        calls("bulkhead", "100", BULKHEAD),
        methods("bulkhead, method", BULKHEAD),
        in_threads("bulkhead, four threads", BULKHEAD),
        refused("bulkhead, refused and caught", refusing),
        Case(
            "bulkhead, with",
            "",
            lambda: harness.timed("pass"),
            {name: functools.partial(harness.entered, make) for name, make in blocks.items()},
        ),
        awaits("bulkhead, await", "200", BULKHEAD_ASYNC),
        Case(
            "bulkhead, async with",
            "",
            lambda: harness.entered_async(None),
            {name: functools.partial(harness.entered_async, make) for name, make in blocks_async.items()},
        ),
    ]


def _same(module: Any) -> Callable[[], Any]:
    limit = module.Semaphore(1000)
    return lambda: limit


def together_cases() -> list[Case]:
    return [
        awaits("timeout that does not expire, await", "", TIMEOUT),
        calls("five layers, nothing wrong", "250, peers 20 times that", FIVE),
        with_arguments("five layers, three positional and two keyword arguments", FIVE),
        methods("five layers, method", FIVE),
        in_threads("five layers, four threads", FIVE),
        awaits("five layers, await", "", FIVE_ASYNC),
    ]


if __name__ == "__main__":
    all_cases = [*retry_cases(), *rate_limit_cases(), *bulkhead_cases(), *together_cases()]
    harness.run("patterns", __doc__, all_cases, peers.NAMES, ())
