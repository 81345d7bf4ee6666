"""What a rate limit would answer now."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What a rate limit would answer a call now, as the RateLimit headers of HTTP tell it."""

    #: Whether a call of the asked cost would pass without a wait.
    allowed: bool
    #: The burst: what may pass at once after a quiet time.
    limit: int
    #: What may pass now without a wait.
    remaining: int
    #: Seconds until a call of that cost would pass; 0.0 now, None: never, because it weighs more than the burst.
    retry_after: float | None
    #: Seconds until the whole burst is there again.
    reset_after: float
