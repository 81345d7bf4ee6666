"""A bulkhead as the documentation describes it: places, and a queue that is served strictly in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model import Rejection, duration
from model_layer import Announce, Layer, Refusing, Report, Sample, Waiting


@dataclass(eq=False)
class Waiter:
    """A caller in the queue, or one who was granted a place and has not come back yet. Two who came alike are two all the same."""

    until: int
    by_deadline: bool  # the deadline ends the wait, not the configured time
    deadline: int | None
    granted: bool = False


class Bulkhead(Layer):
    kind = "bulkhead"

    def __init__(self, options: Any, announce: Announce) -> None:
        if isinstance(options, int):
            options = {"limit": options}
        self.places: int = options["limit"]
        self.room: int = options.get("queue", 100 if "wait" in options else 0)
        self.wait = duration(options.get("wait", "1s"))
        self.queue: list[Waiter] = []
        self.in_flight = self.permitted = self.rejected = self.waited = self.expired = self.cancelled = 0
        self.announce = announce
        self.refusing = Refusing(self.kind, "full", announce)

    def enter(self, now: int, cost: int, deadline: int | None) -> Any:
        if self.in_flight < self.places and not self.queue:
            self.in_flight += 1
            self.permitted += 1
            return 1
        if len(self.queue) >= self.room:
            self.rejected += 1
            self.refusing.tell(now)
            return Rejection("full", None)
        by_deadline = deadline is not None and deadline < now + self.wait
        until = deadline if by_deadline and deadline is not None else now + self.wait
        waiter = Waiter(until, by_deadline, deadline)
        self.queue.append(waiter)
        self.waited += 1
        return Waiting(waiter, until - now)

    def resume(self, now: int, ticket: Waiter) -> Any:
        late = ticket.deadline is not None and now >= ticket.deadline
        if ticket.granted and not late:
            self.permitted += 1
            return 1
        if not late and now < ticket.until:
            return Waiting(ticket, ticket.until - now)
        self._remove(ticket)
        self.expired += 1
        return Rejection("deadline" if late or ticket.by_deadline else "full", None)

    def leave(self, now: int, ticket: Waiter) -> None:
        self._remove(ticket)
        self.cancelled += 1

    def _remove(self, ticket: Waiter) -> None:
        if ticket.granted:
            self._free()
        else:
            self.queue.remove(ticket)

    def exit(self, now: int, token: int, report: Report) -> None:
        self._free()

    def _free(self) -> None:
        self.in_flight -= 1
        self._grant()

    def _grant(self) -> None:
        """Hands free places to those who wait longest."""
        while self.queue and self.in_flight < self.places:
            self.queue.pop(0).granted = True
            self.in_flight += 1

    def set_limit(self, now: int, limit: int, note: str) -> None:
        come, self.places = self.places, limit
        self._grant()
        note = f"limit {come} -> {limit}: {note}"
        self.announce(kind="control", at=now, pattern=self.kind, reason="operator", note=note)

    def snapshot(self, now: int) -> dict[str, Any]:
        return {
            "limit": self.places,
            "in_flight": self.in_flight,
            "queue": self.room,
            "waiting": len(self.queue),
            "permitted": self.permitted,
            "rejected": self.rejected,
            "waited": self.waited,
            "expired": self.expired,
            "cancelled": self.cancelled,
        }

    def metrics(self, now: int) -> Iterable[Sample]:
        yield "bulkhead_limit", {}, self.places
        yield "bulkhead_in_flight", {}, self.in_flight
        yield "bulkhead_waiting", {}, len(self.queue)
        yield "bulkhead_permitted_total", {}, self.permitted
        yield "bulkhead_rejected_total", {"reason": "full"}, self.rejected
        yield "bulkhead_rejected_total", {"reason": "timeout"}, self.expired
        yield "bulkhead_waits_total", {}, self.waited
