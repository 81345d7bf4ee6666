"""What a predicate of `Policy.counting` may say beyond yes and no."""

from datetime import timedelta
from typing import NamedTuple

from backstay._catalogue import Outcome


class Report(NamedTuple):
    """How a call ended, said by a predicate.

    `retry_after` is when the upstream wants to be called again, in seconds or as a timedelta; it can lengthen the open time of
    a breaker that this report opens. `cause` is a short text (cut at 64 bytes) that snapshot and log show.
    """

    outcome: Outcome
    retry_after: float | timedelta | None = None
    cause: str | None = None
