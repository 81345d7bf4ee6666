"""Retries, rate limits, bulkheads and timeouts of Python, ours and named peers: each a function that guards a function.

Where a peer has a decorator, that is it; elsewhere it is what its users write around a call. Bounds are such that no measurement
reaches them, unless the name says `refusing`. Peers are imported where they are used, so that one that is missing leaves the rest.
"""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable
from typing import Any

import backstay

Function = Callable[..., Any]
Decorate = Callable[[Function], Function]

#: Calls, places or tokens that no measurement reaches.
NEVER = 1_000_000
RATE = {"rate": f"{NEVER}/s", "burst": 1000 * NEVER}
BREAKER = {"consecutive_failures": NEVER}
CONFIG = {
    "policies": {
        "retry": {"retry": {"attempts": 3}},
        "budget": {"retry": "standard"},
        "at once": {"retry": {"attempts": 3, "backoff": "0ms"}},
        "rate limit": {"rate_limit": RATE},
        "rate limit refusing": {"rate_limit": "1/365d"},
        "bulkhead": {"bulkhead": 1000},
        "bulkhead with a queue": {"bulkhead": {"limit": 1000, "queue": 100}},
        "bulkhead refusing": {"bulkhead": 1},
        "timeout": {"timeout": "60s"},
        "five": {
            "timeout": "60s",
            "retry": {"attempts": 3},
            "rate_limit": RATE,
            "circuit_breaker": BREAKER,
            "bulkhead": 1000,
        },
    }
}
_runtime = backstay.Runtime(CONFIG)


class Refused(Exception):
    """What a hand-written guard raises."""


def ours(name: str) -> Any:
    return _runtime.policy(name)


def rate_limit_refusing(function: Function) -> Function:
    policy = ours("rate limit refusing")
    policy.call(lambda: None)
    return policy(function)  # type: ignore[no-any-return]


def bulkhead_refusing(function: Function) -> Function:
    policy = ours("bulkhead refusing")
    bulkhead_refusing.taken = policy.enter()  # type: ignore[attr-defined]  # the one place, for ever
    bulkhead_refusing.taken.__enter__()  # type: ignore[attr-defined]
    return policy(function)  # type: ignore[no-any-return]


# --- retries ---------------------------------------------------------------------------------------------------------


def backoff_retry(function: Function) -> Function:
    import backoff

    return backoff.on_exception(backoff.expo, Exception, max_tries=3)(function)


def backoff_at_once(function: Function) -> Function:
    import backoff

    return backoff.on_exception(backoff.constant, Exception, max_tries=3, interval=0, jitter=None)(function)


def tenacity_retry(function: Function) -> Function:
    import tenacity

    waits = tenacity.wait_random_exponential(multiplier=0.1, max=10)
    return tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=waits)(function)


def tenacity_at_once(function: Function) -> Function:
    import tenacity

    return tenacity.retry(stop=tenacity.stop_after_attempt(3))(function)


def stamina_retry(function: Function) -> Function:
    import stamina

    return stamina.retry(on=Exception, attempts=3)(function)


def stamina_at_once(function: Function) -> Function:
    """Without the line that it logs for every pause."""
    import stamina

    stamina.instrumentation.set_on_retry_hooks([])
    return stamina.retry(on=Exception, attempts=3, wait_initial=0, wait_max=0, wait_jitter=0)(function)


def hyx_retry(function: Function) -> Function:
    import hyx.retry

    return hyx.retry.retry(on=Exception, attempts=3)(function)


def hyx_at_once(function: Function) -> Function:
    import hyx.retry

    return hyx.retry.retry(on=Exception, attempts=3, backoff=0)(function)


# --- rate limits -----------------------------------------------------------------------------------------------------


def limits_guard(strategy: str, function: Function, rate: int = NEVER) -> Function:
    import limits

    limiter = getattr(limits.strategies, strategy)(limits.storage.MemoryStorage())
    item = limits.RateLimitItemPerSecond(rate) if rate > 1 else limits.RateLimitItemPerDay(rate)

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not limiter.hit(item, "upstream"):
            raise Refused
        return function(*args, **kwargs)

    return guarded


def limits_fixed(function: Function) -> Function:
    return limits_guard("FixedWindowRateLimiter", function)


def limits_sliding(function: Function) -> Function:
    return limits_guard("SlidingWindowCounterRateLimiter", function)


def limits_refusing(function: Function) -> Function:
    guarded = limits_guard("FixedWindowRateLimiter", function, rate=1)
    guarded()
    return guarded


def limits_async(function: Function) -> Function:
    import limits

    limiter = limits.aio.strategies.FixedWindowRateLimiter(limits.aio.storage.MemoryStorage())
    item = limits.RateLimitItemPerSecond(NEVER)

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        if not await limiter.hit(item, "upstream"):
            raise Refused
        return await function(*args, **kwargs)

    return guarded


def pyrate_guard(function: Function, rate: int = NEVER) -> Function:
    import pyrate_limiter

    span = pyrate_limiter.Duration.SECOND if rate > 1 else pyrate_limiter.Duration.DAY
    limiter = pyrate_limiter.Limiter(pyrate_limiter.Rate(rate, span))
    blocking = rate > 1  # else it refuses whoever finds its lock taken

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not limiter.try_acquire("upstream", blocking=blocking):
            raise Refused
        return function(*args, **kwargs)

    return guarded


def pyrate_refusing(function: Function) -> Function:
    guarded = pyrate_guard(function, rate=1)
    guarded()
    return guarded


def pyrate_async(function: Function) -> Function:
    import pyrate_limiter

    limiter = pyrate_limiter.Limiter(pyrate_limiter.Rate(NEVER, pyrate_limiter.Duration.SECOND))

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        if not await limiter.try_acquire_async("upstream"):
            raise Refused
        return await function(*args, **kwargs)

    return guarded


def throttled_gcra(function: Function) -> Function:
    import throttled

    quota = throttled.per_sec(NEVER, burst=NEVER)
    return throttled.Throttled(key="upstream", using="gcra", quota=quota, store=throttled.MemoryStore())(function)


def throttled_refusing(function: Function) -> Function:
    import throttled

    limiter = throttled.Throttled(
        key="upstream", using="gcra", quota=throttled.per_day(1), store=throttled.MemoryStore()
    )
    while not limiter.limit().limited:
        pass
    return limiter(function)


def throttled_async(function: Function) -> Function:
    import throttled.asyncio

    quota = throttled.asyncio.per_sec(NEVER, burst=NEVER)
    store = throttled.asyncio.MemoryStore()
    return throttled.asyncio.Throttled(key="upstream", using="gcra", quota=quota, store=store)(function)


def aiolimiter_guard(function: Function) -> Function:
    import aiolimiter

    limiter = aiolimiter.AsyncLimiter(NEVER, 1)

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        async with limiter:
            return await function(*args, **kwargs)

    return guarded


def hyx_rate_limit(function: Function) -> Function:
    import hyx.ratelimit

    return hyx.ratelimit.tokenbucket(NEVER, 1)(function)


# --- bulkheads -------------------------------------------------------------------------------------------------------


def semaphore(function: Function) -> Function:
    limit = threading.BoundedSemaphore(1000)

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        with limit:
            return function(*args, **kwargs)

    return guarded


def semaphore_refusing(function: Function) -> Function:
    limit = threading.BoundedSemaphore(1)
    limit.acquire()

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not limit.acquire(blocking=False):
            raise Refused
        try:
            return function(*args, **kwargs)
        finally:
            limit.release()

    return guarded


def semaphore_async(function: Function) -> Function:
    limit = asyncio.Semaphore(1000)

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        async with limit:
            return await function(*args, **kwargs)

    return guarded


def hyx_bulkhead(function: Function) -> Function:
    import hyx.bulkhead

    return hyx.bulkhead.bulkhead(1000, 1000)(function)


# --- timeouts --------------------------------------------------------------------------------------------------------


def asyncio_timeout(function: Function) -> Function:
    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        async with asyncio.timeout(60):
            return await function(*args, **kwargs)

    return guarded


def asyncio_wait_for(function: Function) -> Function:
    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> Any:
        return await asyncio.wait_for(function(*args, **kwargs), 60)

    return guarded


def hyx_timeout(function: Function) -> Function:
    import hyx.timeout

    return hyx.timeout.timeout(60)(function)


# --- five layers -----------------------------------------------------------------------------------------------------


def stack(function: Function) -> Function:
    """tenacity around pybreaker around limits around a semaphore; nobody has a timeout for a synchronous call."""
    import pybreaker

    breaker = pybreaker.CircuitBreaker(fail_max=NEVER, reset_timeout=60)
    return tenacity_retry(breaker(limits_fixed(semaphore(function))))


def stack_async(function: Function) -> Function:
    import aiobreaker

    breaker = aiobreaker.CircuitBreaker(fail_max=NEVER)
    return tenacity_retry(breaker(aiolimiter_guard(semaphore_async(asyncio_timeout(function)))))


def hyx_stack(function: Function) -> Function:
    import hyx.circuitbreaker

    breaker = hyx.circuitbreaker.consecutive_breaker(failure_threshold=NEVER, recovery_time_secs=60)
    return hyx_retry(hyx_rate_limit(breaker(hyx_bulkhead(hyx_timeout(function)))))


#: As the package index spells them.
NAMES = (
    "backoff",
    "tenacity",
    "stamina",
    "hyx",
    "limits",
    "pyrate-limiter",
    "throttled-py",
    "aiolimiter",
    "pybreaker",
    "aiobreaker",
)
