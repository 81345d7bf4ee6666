"""Durations of the Python face: seconds or timedelta outside, nanoseconds inside."""

import math
from datetime import timedelta
from typing import Final

from backstay._catalogue import InvalidArgumentError

#: The core's longest duration; beyond it arithmetic on nanoseconds would run over.
_LONGEST_SECONDS: Final = float(2**62 // 1_000_000_000)


def seconds_of(duration: float | timedelta | None) -> float | None:
    """Return a duration in seconds, None for None. Raises InvalidArgumentError for NaN, negative and too long ones."""
    if duration is None:
        return None
    seconds = duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
    if math.isnan(seconds) or seconds < 0 or seconds > _LONGEST_SECONDS:
        raise InvalidArgumentError(f"a duration must be 0 to {_LONGEST_SECONDS:.0f} seconds, not {duration!r}")
    return seconds


def nanoseconds_of(duration: float | timedelta) -> int:
    """Return a duration in nanoseconds; a timedelta exactly."""
    if isinstance(duration, timedelta):
        seconds_of(duration)
        return ((duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds) * 1_000
    return round((seconds_of(duration) or 0.0) * 1e9)


def text_of(duration: timedelta) -> str:
    """Return a timedelta as the configuration writes it, such as "1500ms"."""
    microseconds = nanoseconds_of(duration) // 1_000
    return f"{microseconds // 1_000}ms" if microseconds % 1_000 == 0 else f"{microseconds}us"
