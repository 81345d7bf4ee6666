"""The answer to a client whose call was refused: status, Retry-After and problem details (RFC 9457).

    RateLimitedError         429 Too Many Requests
    DeadlineExceededError    504 Gateway Timeout
    any other refusal        503 Service Unavailable

Every web adapter answers with what this module makes, so a refusal looks the same from FastAPI, Django and plain WSGI. The
body names the policy and the reason, never the key of an instance: a key may be a user or a tenant.
"""

import json
import math
import re
from http import HTTPStatus
from typing import Final, NamedTuple

from backstay import DeadlineExceededError, RateLimitedError, Reason, RejectedError

#: Content type of the body.
CONTENT_TYPE: Final = "application/problem+json"

_TYPE_PREFIX: Final = "tag:backstay.dev,2026:problem/"
_STATUSES: Final = (
    (RateLimitedError, HTTPStatus.TOO_MANY_REQUESTS),
    (DeadlineExceededError, HTTPStatus.GATEWAY_TIMEOUT),
)
# What happened, by the reason, where "refuses calls just now" would be wrong.
_DETAILS: Final = {
    Reason.COST: "The call weighs more than the policy {policy} ever lets pass at once ({reason}).",
    Reason.DEADLINE: "The deadline of the policy {policy} passed ({reason}).",
    Reason.ATTEMPTS: "The policy {policy} gave the call up ({reason}).",
    Reason.ELAPSED: "The policy {policy} gave the call up ({reason}).",
    Reason.BUDGET: "The policy {policy} gave the call up ({reason}).",
}
_DETAIL: Final = "The policy {policy} refuses calls just now ({reason})."


class Answer(NamedTuple):
    """An HTTP answer that belongs to no framework yet."""

    #: Status code: 429, 503 or 504.
    status: int
    #: Names and values; Content-Length is among them.
    headers: tuple[tuple[str, str], ...]
    #: UTF-8 JSON.
    body: bytes

    @property
    def reason_phrase(self) -> str:
        """Words that belong to the status, such as "Service Unavailable"."""
        return HTTPStatus(self.status).phrase


def status_of(error: RejectedError) -> int:
    """Return the status that answers a refusal."""
    return next((status.value for kind, status in _STATUSES if isinstance(error, kind)), 503)


def retry_after_seconds(error: RejectedError) -> int | None:
    """Return the value of the Retry-After header: whole seconds, rounded up, at least 1; None where the wait is unknown."""
    wait = error.retry_after
    if wait is None or not math.isfinite(wait):
        return None
    return max(1, math.ceil(wait))


def problem_details(error: RejectedError, instance: str | None = None) -> dict[str, str | int]:
    """Return the members of the problem details object.

    `type`, `title`, `status` and `detail` are as RFC 9457 says, `instance` is the path that was asked for, where one is given.
    `policy`, `reason` and `retry_after` (whole seconds, absent where unknown) are ours.
    """
    name = _kind(error)
    details: dict[str, str | int] = {
        "type": _TYPE_PREFIX + name,
        "title": name.replace("-", " ").capitalize(),
        "status": status_of(error),
        "detail": _DETAILS.get(error.reason, _DETAIL).format(policy=error.policy, reason=error.reason),
        "policy": error.policy,
        "reason": str(error.reason),
    }
    seconds = retry_after_seconds(error)
    if seconds is not None:
        details["retry_after"] = seconds
    if instance is not None:
        details["instance"] = instance
    return details


def rejection_answer(error: RejectedError, instance: str | None = None) -> Answer:
    """Return the whole answer to a refused call; `instance` is the path that was asked for."""
    body = json.dumps(problem_details(error, instance)).encode()
    headers = [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
    seconds = retry_after_seconds(error)
    if seconds is not None:
        headers.append(("Retry-After", str(seconds)))
    return Answer(status_of(error), tuple(headers), body)


def _kind(error: RejectedError) -> str:
    """Turn the exception's class into a name: CircuitOpenError is "circuit-open"; new patterns need no entry here."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__.removesuffix("Error")).lower()
