"""The header fields RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers, as of revision 11).

    RateLimit-Policy: "payments";q=100;w=60     100 requests in 60 seconds, also as a burst
    RateLimit: "payments";r=42;t=17             42 left; all are back in 17 seconds

Where nothing is left for another request like this one, `t` says when it may pass, and so agrees with Retry-After. The key of
an instance is not told: it may be a user or a tenant.
"""

import math
import string
from typing import Final, NamedTuple
from urllib.parse import quote

from backstay import Policy, RateLimit, UnsupportedError
from backstay._patterns import patterns_of

#: Names of the header fields.
POLICY_FIELD: Final = "RateLimit-Policy"
LIMIT_FIELD: Final = "RateLimit"
#: What a structured string can't hold is percent-encoded, and so is the percent sign.
_PLAIN: Final = string.punctuation.replace("%", "") + " "


class RateFields(NamedTuple):
    """The members of both fields for one policy."""

    policy: str
    limit: str


def rate_fields(policy: Policy, instance: Policy, cost: int) -> RateFields | None:
    """Return the fields for a request of that cost to `instance`, which is `policy` or one of its keys; None without a limit."""
    window = patterns_of(policy).window
    if window is None:
        return None
    try:
        rate = instance.rate_limit(cost)
    except UnsupportedError:
        # A disabled runtime.
        return None
    name = structured_string(policy.name)
    # A window of less than a second can't be said: the field knows whole seconds only.
    rounded = f";w={math.ceil(window - 1e-6)}" if window >= 1 else ""
    return RateFields(f"{name};q={rate.limit}{rounded}", f"{name};r={rate.remaining};t={_effective_seconds(rate)}")


def joined(fields: list[RateFields]) -> tuple[tuple[str, str], ...]:
    """Return names and values for one answer; nothing for no fields."""
    if not fields:
        return ()
    return (
        (POLICY_FIELD, ", ".join(field.policy for field in fields)),
        (LIMIT_FIELD, ", ".join(field.limit for field in fields)),
    )


def structured_string(text: str) -> str:
    """Return a text as a String of RFC 9651."""
    escaped = quote(text, safe=_PLAIN).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _effective_seconds(rate: RateLimit) -> int:
    wait = rate.reset_after if rate.allowed or rate.retry_after is None else rate.retry_after
    return math.ceil(wait)
