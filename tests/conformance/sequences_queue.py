"""Random sequences of completion queues: few places and few tokens, so that they are full, in flight and in use again all the time.

A queue is closed with at most one operation in flight, because the order in which a close completes several is left open.
"""

from __future__ import annotations

import random
from typing import Any

from model_queue import Queues

OPERATIONS = 60
TOKENS = 5
CONFIG = {"clock": "manual", "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 3}}}}
CALLS = {
    "submit": 30,
    "complete": 14,
    "cancel": 8,
    "drain": 20,
    "take": 16,
    "drop_result": 6,
    "readable": 10,
    "close_queue": 1,
}


class Writer:
    """Writes steps, and follows them in the model."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.model = Queues()
        self.steps: list[dict[str, Any]] = []
        for name in ("q", "r")[: rng.randint(1, 2)]:
            capacity = rng.randint(1, 4)
            self.model.make(capacity, name)
            self.steps.append({"at_ns": 0, "call": "queue", "args": {"capacity": capacity}, "as": name})

    def operation(self) -> None:
        rng = self.rng
        queue = rng.choice(list(self.model.named))
        call = rng.choices(list(CALLS), list(CALLS.values()))[0]
        args: dict[str, Any] = {"queue": queue}
        if call == "submit":
            args |= {"token": rng.randrange(TOKENS), "data": "x" * rng.randrange(4), "held": rng.random() < 0.6}
        elif call == "drain":
            args["most"] = rng.randint(1, 3)
        elif call == "close_queue" and len(self.model.named[queue].in_flight) > 1:
            call = "readable"
        elif call not in ("readable", "close_queue"):
            args["token"] = rng.randrange(TOKENS)
        self.write(call, args)

    def write(self, call: str, args: dict[str, Any]) -> None:
        self.steps.append({"at_ns": 0, "call": call, "args": args})
        try:
            self.model.call(call, args)
        except ValueError:  # a misuse changes nothing
            return


def queued(seed: int) -> dict[str, Any]:
    """The vector of a seed."""
    rng = random.Random(f"queue {seed}")
    writer = Writer(rng)
    for _ in range(OPERATIONS):
        writer.operation()
    return {
        "id": f"seed.q{seed}",
        "name": f"random sequence of queues {seed}",
        "why": "made by differential.py",
        "given": {"config": CONFIG},
        "steps": writer.steps,
    }
