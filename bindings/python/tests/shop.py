"""One shop behind every web adapter: /<idempotency>/<what happens>, and what it did."""

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from loopback import HARD_TIMEOUT

#: Terms by the first part of the path; "free" has none.
IDEMPOTENCY: dict[str, Any] = {
    "orders": {"key": "required"},
    "patient": {"wait": "30s"},
    "stored": {"on_failure": "store"},
    "small": {"maximum_body": 1000, "http": {"maximum_request": 1000}},
    "brief": {"lease": "10ms"},
}
CONFIG: dict[str, Any] = {"stores": {"main": "memory:"}, "idempotency": IDEMPOTENCY}
#: Streams of which no length is known.
STREAMS = frozenset({"stream", "broken-stream"})


class Boom(Exception):
    """What a handler raises."""


class Answer(NamedTuple):
    """Of the shop, before a framework makes it its own."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Shop:
    """What was done, and a gate that handlers wait at."""

    def __init__(self) -> None:
        self.effects: list[str] = []
        self.gate = threading.Event()
        self.reached = threading.Semaphore(0)
        #: Recovery points of claims that were seen, and how often the key had changed hands.
        self.claims: list[tuple[str, int]] = []

    def act(self, action: str, body: bytes) -> Answer:
        self.effects.append(action)
        self.reached.release()
        if action == "raise":
            raise Boom("out of stock")
        if action == "empty":
            return Answer(204, [], b"")
        if action == "busy":
            return Answer(503, [], b"")
        if action == "wrong-header":
            return Answer(201, [("X-Wrong", "a\nSet-Cookie: b")], b"")
        content = b"x" * 5000 if action == "big" else self._receipt(body)
        type_ = "text/plain" if action == "big" else "application/json"
        return Answer(
            201, [("Content-Type", type_), ("Content-Length", str(len(content))), ("X-Shop", "caf\xe9")], content
        )

    def _receipt(self, body: bytes) -> bytes:
        return json.dumps({"number": len(self.effects), "sha256": hashlib.sha256(body).hexdigest()}).encode()

    def noted(self, claim: Any) -> None:
        """What a handler sees of its own claim."""
        if claim is not None:
            self.claims.append((claim.recovery_point, claim.takeovers))

    def wait_reached(self) -> None:
        """Until one more handler runs."""
        assert self.reached.acquire(timeout=HARD_TIMEOUT)

    @contextlib.contextmanager
    def open_later(self) -> Iterator[None]:
        """The gate opens at the end of the block, whatever happens there."""
        try:
            yield
        finally:
            self.gate.set()

    def wait(self) -> None:
        assert self.gate.wait(HARD_TIMEOUT)


def split(path: str) -> tuple[str, str]:
    """Idempotency and action of a path."""
    terms, _, action = path.strip("/").partition("/")
    return terms, action
