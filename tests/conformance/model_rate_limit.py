"""A rate limit as the documentation describes it: the instant at which all that was let pass is paid for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model import SECOND, Rejection, duration
from model_layer import Announce, Layer, Refusing, Report, Sample, Waiting

PERIODS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3_600, "hour": 3_600, "d": 86_400, "day": 86_400}


@dataclass(eq=False)
class Turn:
    """A reservation: the stretch of paid time that it stands for, and when it may be used."""

    due: int
    begin: int
    end: int
    deadline: int | None
    resets: int


class RateLimit(Layer):
    kind = "rate_limit"

    def __init__(self, options: Any, announce: Announce) -> None:
        if isinstance(options, str):
            options = {"rate": options}
        number, _, period = options["rate"].partition("/")
        length = PERIODS[period] * SECOND if period in PERIODS else duration(period)
        self.step = -(-length // int(number))
        self.rate = int(number) * SECOND / length
        self.burst: int = options.get("burst", int(number))
        self.wait = duration(options.get("wait", "0s"))
        self.paid = 0
        self.resets = 0
        self.turns: list[Turn] = []  # that are waited for, in the order of asking
        self.permitted = self.waited = self.cancelled = 0
        self.rejected = {"rate": 0, "cost": 0}
        self.announce = announce
        self.refusing = Refusing(self.kind, "rate", announce)

    def _missing(self, now: int, cost: int) -> int:
        """How long until a call of this cost may pass; not above 0: now."""
        return max(self.paid, now) + cost * self.step - self.burst * self.step - now

    def enter(self, now: int, cost: int, deadline: int | None) -> Any:
        if cost > self.burst:
            return self._refuse(now, "cost", None)
        missing = self._missing(now, cost)
        if missing <= 0:
            self.paid = max(self.paid, now) + cost * self.step
            self.permitted += 1
            return 1
        if missing > self.wait or (deadline is not None and now + missing >= deadline):
            return self._refuse(now, "rate", missing)
        begin, self.paid = max(self.paid, now), max(self.paid, now) + cost * self.step
        self.waited += 1
        self.turns.append(Turn(now + missing, begin, self.paid, deadline, self.resets))
        return Waiting(self.turns[-1], missing, timed=True)

    def _refuse(self, now: int, reason: str, wait: int | None) -> Rejection:
        self.rejected[reason] += 1
        if reason == "rate":
            self.refusing.tell(now)
        return Rejection(reason, wait)

    def resume(self, now: int, ticket: Turn) -> Any:
        if ticket.deadline is not None and now >= ticket.deadline:
            self.leave(now, ticket)
            return Rejection("deadline", None)
        if now < ticket.due:
            return Waiting(ticket, ticket.due - now, timed=True)
        self.turns.remove(ticket)
        self.permitted += 1
        return 1

    def leave(self, now: int, ticket: Turn) -> None:
        """Its time is free again at the end of all; in the middle it goes back together with the next, should that be given up."""
        at = self.turns.index(ticket)
        self.turns.remove(ticket)
        self.cancelled += 1
        if ticket.resets != self.resets:
            return
        if self.paid == ticket.end:
            self.paid = ticket.begin
        elif at < len(self.turns) and self.turns[at].begin == ticket.end:
            self.turns[at].begin = ticket.begin

    def exit(self, now: int, token: int, report: Report) -> None:
        pass

    def peek(self, now: int, cost: int) -> dict[str, Any]:
        missing = self._missing(now, cost)
        never = cost > self.burst
        return {
            "allowed": not never and missing <= 0,
            "limit": self.burst,
            "remaining": self._remaining(now),
            "retry_after_ns": None if never else max(missing, 0),
            "reset_after_ns": max(self.paid - now, 0),
        }

    def _remaining(self, now: int) -> int:
        return max((self.burst * self.step - max(self.paid - now, 0)) // self.step, 0)

    def reset(self, now: int, note: str) -> None:
        self.paid = now
        self.resets += 1
        self.announce(kind="control", at=now, pattern=self.kind, reason="operator", note=note)

    def snapshot(self, now: int) -> dict[str, Any]:
        looked = self.peek(now, 1)
        return {
            "limit": self.burst,
            "rate": self.rate,
            "remaining": looked["remaining"],
            "retry_after_ns": looked["retry_after_ns"],
            "reset_after_ns": looked["reset_after_ns"],
            "permitted": self.permitted,
            "rejected": sum(self.rejected.values()),
            "waited": self.waited,
            "waiting": len(self.turns),
            "cancelled": self.cancelled,
        }

    def metrics(self, now: int) -> Iterable[Sample]:
        yield "rate_limit_limit", {}, self.burst
        yield "rate_limit_remaining", {}, self._remaining(now)
        yield "rate_limit_permitted_total", {}, self.permitted
        for reason, count in self.rejected.items():
            yield "rate_limit_rejected_total", {"reason": reason}, count
        yield "rate_limit_waits_total", {}, self.waited
