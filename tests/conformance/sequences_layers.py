"""Random vectors over policies of several patterns: the same idea as sequences.py, with waiters, pauses, deadlines and borrowed parts.

The model plays along while a sequence is written, so that each step can know who waits, and no guarded call would have to park:
nobody else could free the place that it waits for.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from model import MS, SECOND
from model_bulkhead import Bulkhead
from model_composition import ORDER
from model_run import ModelRun

OPERATIONS = 45
PAUSES = [0, MS, 50 * MS, 99 * MS, 100 * MS, 101 * MS, 200 * MS, 250 * MS, 500 * MS, SECOND, SECOND + MS, 3 * SECOND]
FALLING = ["return", "raise", "raise", "raise_timeout", "raise_permanent"]
PLAIN = {"circuit_breaker", "timeout", "attempt_timeout"}  # nothing is held there, so attempts don't end one by one


def pattern(rng: random.Random, kind: str) -> Any:
    """Options that are small enough to be met often."""
    if kind in ("timeout", "attempt_timeout"):
        return rng.choice(["200ms", "500ms", "2s", {"limit": "1s"}])
    if kind == "rate_limit":
        limit: dict[str, Any] = {"rate": rng.choice(["10/s", "3/s", "20/2s", "5/1m"])}
        if rng.random() < 0.7:
            limit["burst"] = rng.randint(1, 5)
        if rng.random() < 0.6:
            limit["wait"] = rng.choice(["0ms", "250ms", "1s", "1m"])
        return limit
    if kind == "bulkhead":
        places: dict[str, Any] = {"limit": rng.randint(1, 3)}
        if rng.random() < 0.7:
            places.update(queue=rng.randint(1, 3), wait=rng.choice(["100ms", "500ms", "5s"]))
        return places
    return breaker(rng) if kind == "circuit_breaker" else retry(rng)


def breaker(rng: random.Random) -> dict[str, Any]:
    options: dict[str, Any] = {"consecutive_failures": rng.randint(1, 5), "open_for": rng.choice(["200ms", "1s"])}
    options["half_open"] = {"permits": rng.randint(1, 2), "successes": rng.randint(1, 2)}
    if rng.random() < 0.3:
        rate = {"threshold": 0.5, "window": {"calls": 4}, "minimum_calls": 4}
        options["slow_calls"] = {"longer_than": "150ms", **rate}
    return options


def retry(rng: random.Random) -> dict[str, Any]:
    steps = {"initial": rng.choice(["50ms", "100ms"]), "maximum": rng.choice(["200ms", "10s"])}
    kind = rng.choice(["exponential", "constant", "linear", "decorrelated"])
    jitter = {} if kind == "decorrelated" else {"jitter": rng.choice(["full", "equal", "none"])}
    options: dict[str, Any] = {
        "attempts": rng.randint(1, 4),
        "backoff": rng.choice(["0ms", "100ms", {"kind": kind, **steps, **jitter}]),
    }
    if rng.random() < 0.3:
        options["maximum_elapsed"] = rng.choice(["150ms", "400ms", "3s"])
    if rng.random() < 0.4:
        ratio = rng.choice([0, 0.25, 0.5])
        options["budget"] = {"ratio": ratio, "minimum_per_second": rng.choice([0.5, 2]), "burst": rng.randint(1, 3)}
    if rng.random() < 0.3:
        options["retry_after_maximum"] = rng.choice(["0ms", "150ms"])
    if rng.random() < 0.15:
        options["reraise"] = True
    return options


def policies(rng: random.Random) -> dict[str, Any]:
    """`payments`, and in some documents `database`, whose patterns it uses."""
    kinds = sorted(rng.sample(ORDER, rng.choice([1, 1, 2, 2, 3, 4, 6])), key=ORDER.index)
    payments = {kind: pattern(rng, kind) for kind in kinds}
    document: dict[str, Any] = {}
    if rng.random() < 0.4:
        lent = sorted(set(rng.sample(ORDER, 2)) | {rng.choice(kinds)}, key=ORDER.index)
        document["database"] = {kind: pattern(rng, kind) for kind in lent}
        for kind in kinds:
            if kind in lent and rng.random() < 0.7:
                borrow(payments, document["database"], kind)
    if rng.random() < 0.3:
        rng.shuffle(kinds)
        document["payments"] = {"layers": [{kind: payments[kind]} for kind in kinds]}
    else:
        document["payments"] = payments
    return document


def borrow(payments: dict[str, Any], database: dict[str, Any], kind: str) -> None:
    if kind != "retry":
        payments[kind] = {"use": "database"}
    elif "budget" in database["retry"]:
        payments["retry"]["budget"] = {"use": "database"}


@dataclass
class Writer:
    """Writes the steps of one sequence, and has the model make them."""

    rng: random.Random
    model: ModelRun
    steps: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)

    def step(self, call: str, args: dict[str, Any] | None = None, name: str = "") -> None:
        step: dict[str, Any] = {"at_ns": self.model.now, "call": call}
        if args:
            step["args"] = args
        if name:
            step["as"] = name
        self.steps.append(step)
        self.model.step(step)

    def operation(self) -> None:
        rng = self.rng
        if rng.random() < 0.4:
            self.model.now += rng.choice(PAUSES)
        kinds = {
            self.call: 22,
            self.enter: 25,
            self.report: 22,
            self.come_back: 22,
            self.leave: 6,
            self.control: 8,
            self.look: 4,
            self.keyed: 2,
            self.misuse: 3,
        }
        policy = rng.choice(self.policies)
        rng.choices(list(kinds), list(kinds.values()))[0](policy)
        self.step("snapshot", {"policy": policy})

    def weight(self, args: dict[str, Any]) -> dict[str, Any]:
        """The cost and the deadline that some calls have."""
        if self.rng.random() < 0.2:
            args["cost"] = self.rng.randint(1, 6)
        if self.rng.random() < 0.25:
            args["deadline_ns"] = max(self.model.now + self.rng.choice([-MS, 0, MS, 100 * MS, 400 * MS, 2 * SECOND]), 0)
        return args

    def would_park(self, policy: str) -> bool:
        places = self.model.policy({"policy": policy}).layer("bulkhead")
        if not isinstance(places, Bulkhead) or self.model.pass_through:
            return False
        return bool(places.in_flight >= places.places or places.queue) and len(places.queue) < places.room

    def call(self, policy: str) -> None:
        if self.would_park(policy):
            return self.come_back(policy)
        rng = self.rng
        args: dict[str, Any] = self.weight(
            {"policy": policy, "does": [rng.choice(FALLING) for _ in range(rng.randint(1, 4))]}
        )
        if rng.random() < 0.3:
            args["takes_ns"] = rng.choice([50, 150, 151, 200, 500]) * MS
        if rng.random() < 0.15:
            args.update(fallback="stale", fallback_failures=rng.random() < 0.5)
        return self.step("call", args)

    def enter(self, policy: str) -> None:
        kinds = {layer.kind for layer in self.model.policy({"policy": policy}).layers}
        # A name that begins with `a` ends attempt by attempt.
        name = f"{'a' if not kinds <= PLAIN and self.rng.random() < 0.4 else 'p'}{len(self.names) + 1}"
        self.names.append(name)
        self.step("enter", self.weight({"policy": policy}), name)

    def chosen(self, *states: str) -> str:
        """A name in one of these states, mostly; else any."""
        fitting = [name for name in self.names if (call := self.model.permits.get(name)) and call.state in states]
        return self.rng.choice(fitting if fitting and self.rng.random() < 0.95 else self.names or ["nobody"])

    def report(self, _policy: str) -> None:
        rng, name = self.rng, self.chosen("running")
        args: dict[str, Any] = {"permit": name}
        if rng.random() < 0.2:
            args["retry_after_ns"] = rng.choice([0, 120, 700]) * MS
        if name.startswith("a"):
            return self.step("end_attempt", {**args, "does": rng.choice(FALLING)})
        kinds = ["success", "failure", "failure", "permanent", "timeout", "cancelled", "neutral", "drop"]
        kind = rng.choice(kinds)
        return self.step(kind, args if kind == "failure" else {"permit": name})

    def come_back(self, _policy: str) -> None:
        self.step("come_back", {"waiter": self.chosen("waiting", "pausing")})

    def leave(self, _policy: str) -> None:
        self.step("leave", {"waiter": self.chosen("waiting", "pausing")})

    def control(self, policy: str) -> None:
        rng = self.rng
        calls: list[tuple[str, dict[str, Any]]] = [
            ("set_limit", {"limit": rng.randint(1, 4)}),
            ("set_limit", {"limit": rng.randint(1, 4)}),
            ("reset_rate_limit", {}),
            ("force_open", {"duration_ns": SECOND}),
            ("force_closed", {}),
            ("reset", {}),
        ]
        call, args = rng.choice(calls)
        self.step(call, {"policy": policy, "reason": "drill", **args})

    def look(self, policy: str) -> None:
        rng = self.rng
        running = [name for name in self.names if (call := self.model.permits.get(name)) and call.state == "running"]
        if running and rng.random() < 0.3:
            # Later, languages that know the time left alone can't tell by how much a deadline has passed.
            call = self.model.permits[running[-1]]
            if call is not None and (call.deadline is None or call.deadline > self.model.now):
                return self.step("deadline", {"permit": running[-1]})
        if rng.random() < 0.5:
            return self.step("events", {"since": rng.choice([0, 0, 3])})
        return self.step("rate_limit", {"policy": policy, "cost": rng.randint(1, 6)})

    def keyed(self, _policy: str) -> None:
        name = f"k{len(self.policies)}"
        source = self.rng.choice([name for name in self.policies if not name.startswith("k")])
        self.step("keyed", {"policy": source, "key": self.rng.choice(["a.example", "b.example"])}, name)
        self.policies.append(name)

    def misuse(self, policy: str) -> None:
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("come_back", {"waiter": "nobody"}),
            ("leave", {"waiter": "nobody"}),
            ("success", {"permit": "nobody"}),
        ]
        # Of two mistakes at once either may be told.
        kinds = {layer.kind for layer in self.model.policy({"policy": policy}).layers if not self.model.pass_through}
        if "bulkhead" in kinds:
            wrong.append(("set_limit", {"policy": policy, "limit": 0, "reason": "drill"}))
            wrong.append(("set_limit", {"policy": policy, "limit": 2, "reason": ""}))
        if "rate_limit" in kinds:
            wrong.append(("reset_rate_limit", {"policy": policy, "reason": ""}))
            wrong.append(("rate_limit", {"policy": policy, "cost": 0}))
            wrong.append(("enter", {"policy": policy, "cost": 0}))
        self.step(*self.rng.choice(wrong))


def layered(seed: int) -> dict[str, Any]:
    """The vector of a seed."""
    rng = random.Random(f"layers {seed}")
    config: dict[str, Any] = {"clock": "manual", "seed": rng.randint(0, 2**40), "policies": policies(rng)}
    given: dict[str, Any] = {"config": config}
    if rng.random() < 0.04:
        given["disabled"] = True
    writer = Writer(rng, ModelRun(given), policies=list(config["policies"]))
    for _ in range(OPERATIONS):
        writer.operation()
    writer.step("events", {"since": 0})
    writer.step("metrics")
    if rng.random() < 0.2:
        waiters = [
            name
            for name in writer.names
            if (call := writer.model.permits[name]) and call.state in ("waiting", "pausing")
        ]
        writer.step("close")
        writer.step("enter", {}, "late")
        if waiters:
            writer.step("come_back", {"waiter": waiters[0]})
    return {
        "id": f"layers.s{seed}",
        "name": f"random sequence {seed} over several patterns",
        "why": "made by differential.py",
        "given": given,
        "steps": writer.steps,
    }
