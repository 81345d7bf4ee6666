"""Random vectors: sequences of operations, misuse included, that follow from a seed alone.

After every operation the snapshot is taken, so that a difference shows at the step that made it. Times are whole milliseconds and
cluster around the configuration's own durations, because that is where breakers differ.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from model import MS, SECOND, duration

OPERATIONS = 50
CAUSES = ("ConnectionError", "HTTP 503", "Timeout", "a", "b")
KEYS = ("a.example", "b.example")


def configuration(rng: random.Random) -> dict[str, Any]:
    """A breaker with a few rules and options, small enough to be tripped often."""
    breaker: dict[str, Any] = {
        "open_for": rng.choice(["1s", "5s", {"initial": "1s", "multiplier": 2.0, "maximum": "6s"}])
    }
    if rng.random() < 0.6:
        breaker["consecutive_failures"] = rng.randint(1, 4)
    for rule in ("failure_rate", "slow_calls"):
        if rng.random() < 0.5:
            breaker[rule] = rate(rng)
    if "slow_calls" in breaker:
        breaker["slow_calls"]["longer_than"] = rng.choice(["100ms", "1s"])
    half_open: dict[str, Any] = {
        "permits": rng.randint(1, 3),
        "successes": rng.randint(1, 3),
        "lease": rng.choice(["640ms", "3s", "60s"]),
    }
    if rng.random() < 0.3:
        half_open["decide_after"] = half_open["successes"] + rng.randint(0, 2)
    if rng.random() < 0.3:
        half_open["maximum_time"] = rng.choice(["2s", "10s"])
    breaker["half_open"] = half_open
    if rng.random() < 0.3:
        breaker["retry_after_maximum"] = rng.choice(["0s", "4s"])
    if rng.random() < 0.1:
        breaker["mode"] = rng.choice(["metrics_only", "disabled"])
    return breaker


def rate(rng: random.Random) -> dict[str, Any]:
    threshold = rng.choice([0.25, 0.5, 0.75, 1.0])
    if rng.random() < 0.5:
        calls = rng.randint(1, 8)
        return {"threshold": threshold, "window": {"calls": calls}, "minimum_calls": rng.randint(1, calls)}
    window, buckets = rng.choice([("1s", 10), ("2s", 4), ("10s", 10), ("5s", 1)])
    return {"threshold": threshold, "window": window, "buckets": buckets, "minimum_calls": rng.randint(1, 6)}


def pauses(breaker: dict[str, Any]) -> list[int]:
    """Spans of time at which something of this configuration may turn, and their neighbours."""
    texts = [breaker["half_open"]["lease"], breaker["half_open"].get("maximum_time", "1s")]
    opening = breaker["open_for"]
    texts.append(opening if isinstance(opening, str) else opening["initial"])
    for rule in ("failure_rate", "slow_calls"):
        window = breaker.get(rule, {}).get("window")
        texts += [window] if isinstance(window, str) else []
    texts += [breaker["slow_calls"]["longer_than"]] if "slow_calls" in breaker else []
    spans = {duration(text) + shift for text in texts for shift in (-MS, 0, MS)}
    return sorted({0, MS, 64 * MS, 100 * MS, 500 * MS, *spans})


@dataclass
class Writer:
    """Writes the steps of one sequence."""

    rng: random.Random
    breaker: dict[str, Any]
    now: int = 0
    steps: list[dict[str, Any]] = field(default_factory=list)
    permits: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=lambda: ["payments"])

    def step(self, call: str, args: dict[str, Any] | None = None, name: str = "") -> None:
        step: dict[str, Any] = {"at_ns": self.now, "call": call}
        if args:
            step["args"] = args
        if name:
            step["as"] = name
        self.steps.append(step)

    def operation(self) -> None:
        rng = self.rng
        if rng.random() < 0.45:
            self.now += rng.choice(pauses(self.breaker))
        kinds = {
            self.call: 30,
            self.enter: 25,
            self.report: 30,
            self.control: 3,
            self.keyed: 2,
            self.events: 3,
            self.misuse: 3,
        }
        policy = rng.choice(self.policies)
        rng.choices(list(kinds), list(kinds.values()))[0](policy)
        self.step("snapshot", {"policy": policy})

    def call(self, policy: str) -> None:
        args: dict[str, Any] = {"policy": policy, "does": self.rng.choice(["return", "raise", "raise"])}
        if "slow_calls" in self.breaker and self.rng.random() < 0.4:
            limit = duration(self.breaker["slow_calls"]["longer_than"])
            args["takes_ns"] = limit + self.rng.choice([-MS, 0, 1, MS, SECOND]) if limit > MS else limit
        self.step("call", args)
        self.now += -(-args.get("takes_ns", 0) // MS) * MS

    def enter(self, policy: str) -> None:
        name = f"p{len(self.permits) + 1}"
        self.permits.append(name)
        self.step("enter", {"policy": policy}, name)

    def report(self, _policy: str) -> None:
        if not self.permits:
            return
        permit = self.rng.choice(self.permits[-6:])
        call = self.rng.choice(
            ["success", "success", "success", "failure", "failure", "timeout", "cancelled", "neutral", "drop"]
        )
        args: dict[str, Any] = {"permit": permit}
        if call == "failure" and self.rng.random() < 0.5:
            args["cause"] = self.rng.choice(CAUSES)
        if call == "failure" and self.rng.random() < 0.3:
            args["retry_after_ns"] = self.rng.choice([0, 3, 7, 400]) * SECOND
        self.step(call, args)

    def control(self, policy: str) -> None:
        call = self.rng.choice(
            ["force_open", "force_open", "force_closed", "force_closed", "reset", "disable", "metrics_only"]
        )
        args: dict[str, Any] = {"policy": policy, "reason": self.rng.choice(["drill", "by hand"])}
        if call == "force_open" and self.rng.random() < 0.7:
            args["duration_ns"] = self.rng.choice([1, 5, 20]) * SECOND
        self.step(call, args)

    def keyed(self, _policy: str) -> None:
        name = f"k{len(self.policies)}"
        self.step("keyed", {"key": self.rng.choice(KEYS)}, name)
        self.policies.append(name)

    def events(self, _policy: str) -> None:
        self.step("events", {"since": self.rng.choice([0, 0, 1, 5, 20])})

    def misuse(self, policy: str) -> None:
        header = self.rng.choice(["7", "soon", ""])
        unused = f"x{len(self.steps)}"
        wrong: list[tuple[str, dict[str, Any], str]] = [
            ("policy", {"name": "paymnets"}, unused),
            ("force_open", {"policy": policy, "reason": ""}, ""),
            ("force_open", {"policy": policy, "reason": "by hand", "duration_ns": -SECOND}, ""),
            ("events", {"since": -1}, ""),
            ("advance", {"by_ns": -SECOND}, ""),
            ("keyed", {"key": ""}, unused),
            ("success", {"permit": "nobody"}, ""),
            ("retry_after", {"policy": policy, "header": header}, ""),
        ]
        self.step(*self.rng.choice(wrong))


def sequence(seed: int) -> dict[str, Any]:
    """The vector of a seed."""
    rng = random.Random(seed)
    breaker = configuration(rng)
    config = {"clock": "manual", "policies": {"payments": {"circuit_breaker": breaker}}}
    if rng.random() < 0.3:
        config["events"] = {"capacity": 16}
    writer = Writer(rng, breaker)
    for _ in range(OPERATIONS):
        writer.operation()
    writer.step("events", {"since": 0})
    writer.step("metrics")
    if rng.random() < 0.2:
        writer.step("close")
        writer.step("enter", {}, "late")
        writer.step("snapshot")
    return {
        "id": f"seed.s{seed}",
        "name": f"random sequence {seed}",
        "why": "made by differential.py",
        "given": {"config": config},
        "steps": writer.steps,
    }
