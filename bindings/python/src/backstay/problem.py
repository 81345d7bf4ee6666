"""The answer to a client whose call was refused: 503, Retry-After and problem details (RFC 9457).

Every web adapter answers with what this module makes, so a refusal looks the same from FastAPI, Django and plain WSGI. The
body names the policy and the reason, never the key of an instance: a key may be a user or a tenant.
"""

import json
import math
import re
from http import HTTPStatus
from typing import Final, NamedTuple

from backstay import RejectedError

#: Status of every refusal.
STATUS: Final = 503
#: Content type of the body.
CONTENT_TYPE: Final = "application/problem+json"

_TYPE_PREFIX: Final = "tag:backstay.dev,2026:problem/"


class Answer(NamedTuple):
    """An HTTP answer that belongs to no framework yet."""

    #: Status code, 503.
    status: int
    #: Names and values; Content-Length is among them.
    headers: tuple[tuple[str, str], ...]
    #: UTF-8 JSON.
    body: bytes

    @property
    def reason_phrase(self) -> str:
        """Words that belong to the status, such as "Service Unavailable"."""
        return HTTPStatus(self.status).phrase


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
        "status": STATUS,
        "detail": f"The policy {error.policy} refuses calls just now ({error.reason}).",
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
    return Answer(STATUS, tuple(headers), body)


def _kind(error: RejectedError) -> str:
    """Turn the exception's class into a name: CircuitOpenError is "circuit-open"; new patterns need no entry here."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__.removesuffix("Error")).lower()
