"""Policies with deadlines, near and far, and a call that does not end by itself."""

import asyncio

import backstay

#: Longer than any test may take: who waits so long was not cut.
FOREVER = 3600.0
POLICIES = {
    "far": {"timeout": "1h"},
    "near": {"timeout": "1ms"},
    "attempts": {"attempt_timeout": "1ms", "retry": {"attempts": 3, "backoff": "0ms"}},
    "breaker": {"circuit_breaker": {"consecutive_failures": 3}},
    "queue": {"timeout": "1ms", "bulkhead": {"limit": 1, "queue": 9, "wait": "1h"}},
    "retry": {"retry": {"attempts": 3, "backoff": "1h"}},
}


def pattern(policy: backstay.Policy, name: str) -> backstay.PatternSnapshot:
    return policy.snapshot().patterns[name]


async def hang() -> None:
    await asyncio.sleep(FOREVER)
