"""What the model's patterns have in common, and the two that need little more: the time limits, and the breaker as a layer.

A layer is entered, left and told how things ended; every method is given the moment at which it happens. Written from the public
documents alone, like the rest of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from model import SECOND, Breaker, Rejection, duration, read_settings

QUIET = 10 * SECOND  # an event `refusing` is told at most once in this time

Announce = Callable[..., None]
Sample = tuple[str, dict[str, str], float]


@dataclass
class Waiting:
    """Come back with the ticket; `timed`: time alone ends the wait."""

    ticket: Any
    wait: int
    timed: bool = False


@dataclass
class Report:
    """How an attempt, or for what stands outside retry a call, ended."""

    outcome: str
    elapsed: int = 0
    retry_after: int = 0
    cause: str = ""
    attempts: int = 1
    timely: bool = True  # False: the call was not running when it ended, so no limit cut it


class Layer:
    """One pattern of a policy."""

    kind = ""

    def limit(self) -> int | None:
        """The longest time for what is inside."""
        return None

    def enter(self, now: int, cost: int, deadline: int | None) -> Any:
        """A token, a Rejection or Waiting."""
        raise NotImplementedError

    def resume(self, now: int, ticket: Any) -> Any:
        """The same for a caller who waited."""
        raise NotImplementedError

    def leave(self, now: int, ticket: Any) -> None:
        """A caller who waited gives up."""
        raise NotImplementedError

    def exit(self, now: int, token: Any, report: Report) -> None:
        raise NotImplementedError

    def note_cause(self, now: int, token: Any, cause: str) -> None:
        """Why an attempt inside failed."""

    def snapshot(self, now: int) -> dict[str, Any]:
        raise NotImplementedError

    def metrics(self, now: int) -> Iterable[Sample]:
        raise NotImplementedError


class Refusing:
    """The event that a pattern began to refuse, told at most once in ten seconds."""

    def __init__(self, kind: str, reason: str, announce: Announce) -> None:
        self.kind, self.reason, self.announce = kind, reason, announce
        self.last: int | None = None

    def tell(self, now: int) -> None:
        if self.last is None or now - self.last >= QUIET:
            self.last = now
            self.announce(kind="refusing", at=now, pattern=self.kind, reason=self.reason)


class TimeLimit(Layer):
    """`timeout` and `attempt_timeout`: the token is the deadline that was set."""

    def __init__(self, kind: str, options: Any) -> None:
        self.kind = kind
        self.length = duration(options if isinstance(options, str) else options["limit"])
        self.expired = self.refused = 0

    def limit(self) -> int:
        return self.length

    def enter(self, now: int, cost: int, deadline: int | None) -> int:
        return now + self.length

    def exit(self, now: int, token: int, report: Report) -> None:
        self.expired += report.timely and report.outcome == "timeout" and now >= token

    def snapshot(self, now: int) -> dict[str, Any]:
        return {"limit_ns": self.length, "expired": self.expired, "refused": self.refused}

    def metrics(self, now: int) -> Iterable[Sample]:
        labels = {"scope": "call" if self.kind == "timeout" else "attempt"}
        yield "timeout_expired_total", labels, self.expired
        yield "timeout_refused_total", labels, self.refused


class BreakerLayer(Layer):
    """The breaker of model.py; the token is the generation."""

    kind = "circuit_breaker"

    def __init__(self, options: Any, announce: Announce) -> None:
        self.breaker = Breaker(read_settings(options), announce)

    def enter(self, now: int, cost: int, deadline: int | None) -> int | Rejection:
        return self.breaker.enter(now)

    def exit(self, now: int, token: int, report: Report) -> None:
        self.breaker.report(now, token, report.outcome, report.elapsed, report.retry_after)

    def note_cause(self, now: int, token: int, cause: str) -> None:
        self.breaker.note_cause(now, token, cause)

    def snapshot(self, now: int) -> dict[str, Any]:
        return self.breaker.snapshot(now)
