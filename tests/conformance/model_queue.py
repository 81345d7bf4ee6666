"""Completion queues as their header describes them: places, tokens in flight, records in the order of completion, results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_PLACES = 65_536
MOST = 64  # what a `drain` asks for by default
CALLS = ("submit", "complete", "cancel", "drain", "take", "drop_result", "readable", "close_queue")


class Misused(ValueError):
    """A call that the header refuses; args are the status name and what the message must hold."""


@dataclass
class CompletionQueue:
    """One queue. What is in flight is held; what completes at once is in flight for no time."""

    places: int
    in_flight: dict[int, str] = field(default_factory=dict)
    ready: list[tuple[int, str, str]] = field(default_factory=list)  # token, status, result
    results: dict[int, str | None] = field(default_factory=dict)  # of drained records; None: taken or dropped
    closed: bool = False

    def used(self) -> int:
        untaken = [result for result in self.results.values() if result is not None]
        return len(self.in_flight) + len(self.ready) + len(untaken)

    def submit(self, token: int, data: str, held: bool) -> dict[str, Any]:
        if self.closed:
            raise Misused("closed", "the queue was closed")
        if token in self.in_flight or any(token == record[0] for record in self.ready):
            raise Misused("invalid_argument", "token")
        if self.used() == self.places:
            return {"full": True}
        self.in_flight[token] = data
        if not held:
            self.end(token, "ok")
        return {"accepted": True}

    def end(self, token: int, status: str) -> bool:
        """What is in flight completes, once."""
        if token not in self.in_flight:
            return False
        data = self.in_flight.pop(token)
        self.ready.append((token, status, data if status == "ok" else ""))
        return True

    def drain(self, most: int) -> dict[str, Any]:
        if self.closed and not self.ready:
            raise Misused("closed", "the queue was closed")
        records, self.ready = self.ready[:most], self.ready[most:]
        for token, status, result in records:
            self.results.pop(token, None)
            if status == "ok":
                self.results[token] = result
        told = [{"token": token, "status": status, "length": len(data.encode())} for token, status, data in records]
        return {"records": told}

    def use_up(self, token: int) -> str | None:
        """The result of a drained record, once; None where no record gave one."""
        if token not in self.results:
            return None
        result = self.results[token]
        if result is None:
            raise Misused("invalid_argument", "result")
        self.results[token] = None
        return result

    def readable(self) -> bool:
        return self.closed or bool(self.ready)

    def close(self) -> None:
        self.closed = True
        for token in list(self.in_flight):
            self.end(token, "closed")


class Queues:
    """The queues of a runtime, by the names that steps gave them."""

    def __init__(self) -> None:
        self.named: dict[str, CompletionQueue] = {}

    def make(self, capacity: int, name: str) -> dict[str, Any]:
        if not 1 <= capacity <= MOST_PLACES:
            raise Misused("invalid_argument", f"capacity: 1 to {MOST_PLACES}")
        self.named[name] = CompletionQueue(capacity)
        return {"done": True}

    def close(self) -> None:
        for queue in self.named.values():
            queue.close()

    def call(self, call: str, args: dict[str, Any]) -> dict[str, Any]:
        """The answer of one of the CALLS; the runtime may be closed."""
        queue, token = self.named[args["queue"]], args.get("token", 0)
        if call == "submit":
            return queue.submit(token, args["data"], args.get("held", False))
        if call == "complete":
            return {"completed": queue.end(token, "ok")}
        if call == "cancel":
            return {"cancelled": queue.end(token, "cancelled")}
        if call == "drain":
            return queue.drain(args.get("most", MOST))
        if call == "readable":
            return {"readable": queue.readable()}
        if call == "close_queue":
            queue.close()
            return {"done": True}
        result = queue.use_up(token)
        if result is None:
            return {"absent": True}
        return {"data": result} if call == "take" else {"done": True}
