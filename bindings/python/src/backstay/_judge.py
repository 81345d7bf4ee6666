"""What an HTTP status says about the one who answered.

Two views of the same number. *Inbound*, where a guard stands around a handler of ours, a 4xx says that the request was at
fault: it tells nothing about our health and is neutral. *Outbound*, where a guard stands around a call to an upstream, an
answer is an answer: the upstream works, unless the caller counts that status as a failure; 429 means that we ask too much,
which is no illness of the upstream, so it is neutral unless counted.
"""

from collections.abc import Callable
from typing import Final

from backstay import Outcome, Permit, Policy, Report

TOO_MANY_REQUESTS: Final = 429
_RETRY_AFTER_STATUSES: Final = frozenset({429, 503})


def is_server_error(status: int) -> bool:
    """Return True for 500 and above: the default of every `failure` parameter."""
    return status >= 500


def report_inbound(permit: Permit, status: int, failure: Callable[[int], bool]) -> None:
    """Report a handler's status: failure where `failure` says so, else 4xx neutral, else success."""
    if failure(status):
        permit.failure(f"HTTP {status}")
    elif 400 <= status < 500:
        permit.neutral()
    else:
        permit.success()


def judge_outbound(policy: Policy, status: int, retry_after: str | None, failure: Callable[[int], bool]) -> Report:
    """Return the report about an upstream's status; `retry_after` is its Retry-After header, which counts for 429 and 503."""
    wait = policy.retry_after(retry_after) if retry_after and status in _RETRY_AFTER_STATUSES else None
    if failure(status):
        return Report(Outcome.FAILURE, wait, f"HTTP {status}")
    return Report(Outcome.NEUTRAL if status == TOO_MANY_REQUESTS else Outcome.SUCCESS, wait)
