"""Which patterns a policy is made of, as far as the adapters must know; asked once a policy."""

import weakref
from typing import Any, Final, NamedTuple

from backstay import Policy, _native


class Patterns(NamedTuple):
    """What a policy can do."""

    #: Whether it may ask for another attempt.
    retries: bool
    #: Seconds in which the rate limit gives its whole burst, None without a rate limit.
    window: float | None


#: Kept with the handle that was asked: a late-bound policy may mean another one later.
_known: Final["weakref.WeakKeyDictionary[Policy, tuple[_native.Handle, Patterns]]"] = weakref.WeakKeyDictionary()


def patterns_of(policy: Policy) -> Patterns:
    """Return the patterns of a policy; ask for the policy itself, not for an instance of a key. Raises ClosedError."""
    handle = policy._handle
    known = _known.get(policy)
    if known is None or known[0] is not handle:
        known = _known[policy] = (handle, _read(policy.snapshot().to_dict()["patterns"]))
    return known[1]


def _read(patterns: dict[str, Any]) -> Patterns:
    limit = patterns.get("rate_limit")
    window = None if limit is None else limit["integers"]["limit"] / limit["doubles"]["rate"]
    return Patterns("retry" in patterns, window)
