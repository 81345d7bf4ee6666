"""Retry as the documentation describes it: when another attempt follows, after which pause, and what the budget says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from model import SECOND, duration
from model_layer import Announce, Layer, Refusing, Report, Sample

TOKEN = 1_000_000  # a retry, in the parts that a budget counts in
MASK = 2**64 - 1
STEP = 0x9E3779B97F4A7C15

BUDGETS = {"standard": 0.2, "patient": 0.1, "fast": 0.1, "once": None}
PRESETS: dict[str, dict[str, Any]] = {
    "standard": {"attempts": 3, "backoff": {"initial": "100ms", "maximum": "10s"}},
    "patient": {"attempts": 8, "backoff": {"initial": "500ms", "maximum": "30s"}},
    "fast": {"attempts": 2, "backoff": "10ms"},
    "once": {"attempts": 1},
}


def mix64(value: int) -> int:
    """The mixing step of splitmix64."""
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


def seed_of(seed: int, index: int, key: str) -> int:
    """Where the chance of a policy's instance begins: the document's seed, the policy's place in it, and the key (FNV-1a)."""
    mixed = mix64((seed + index) & MASK)
    if not key:
        return mixed
    hashed = 0xCBF29CE484222325
    for byte in key.encode():
        hashed = (hashed ^ byte) * 0x100000001B3 & MASK
    return mix64(mixed ^ hashed)


class Chance:
    """splitmix64, as numbers from 0 to below 1."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def unit(self) -> float:
        self.state = (self.state + STEP) & MASK
        return float((mix64(self.state) >> 11) * 2.0**-53)


class Backoff:
    """How long the pauses are."""

    def __init__(self, options: Any, chance: Chance) -> None:
        if isinstance(options, str):
            options = {"kind": "constant", "initial": options, "jitter": "none"}
        self.chance = chance
        self.kind: str = options.get("kind", "exponential")
        self.initial = duration(options.get("initial", "100ms"))
        self.multiplier: float = options.get("multiplier", 2)
        self.maximum = duration(options["maximum"]) if "maximum" in options else max(10 * SECOND, self.initial)
        self.jitter: str = options.get("jitter", "full")

    def delay(self, ended: int, last: int) -> int:
        """The pause after so many attempts; `last` is the pause before the one that ended."""
        if self.kind == "decorrelated":
            return self._decorrelated(last)
        step = float(self.initial)
        if self.kind == "linear":
            step *= ended
        elif self.kind == "exponential":
            step *= self.multiplier ** (ended - 1)
        step = min(step, float(self.maximum))
        if self.jitter == "none" or step == 0:
            return round(step)
        if self.jitter == "equal":
            return round(step / 2 + self.chance.unit() * step / 2)
        return round(self.chance.unit() * step)

    def _decorrelated(self, last: int) -> int:
        width = 3 * (last or self.initial) - self.initial
        if width <= 0:
            return min(self.initial, self.maximum)
        return round(min(float(self.maximum), self.initial + self.chance.unit() * width))


class Budget:
    """retries <= burst + ratio x calls + minimum x seconds, in every interval."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.ratio: int = round(options.get("ratio", 0.2) * TOKEN)
        self.minimum: int = round(options.get("minimum_per_second", 1) * TOKEN)
        self.burst: int = options.get("burst", 10) * TOKEN
        self.calls = 0
        self.spent = -self.burst

    def _earned(self, now: int) -> int:
        return self.ratio * self.calls + self.minimum * now // SECOND

    def left(self, now: int) -> float:
        return float(min(self.burst, self._earned(now) - self.spent) / TOKEN)

    def withdraw(self, now: int) -> bool:
        spent = max(self.spent, self._earned(now) - self.burst)
        if spent + TOKEN > self._earned(now):
            return False
        self.spent = spent + TOKEN
        return True


@dataclass
class Decision:
    """Another attempt after a pause, or none; `reason`: why the call is given up."""

    again: bool = False
    delay: int = 0
    reason: str = ""


@dataclass
class Attempt:
    """An attempt that ended."""

    number: int
    outcome: str
    retry_after: int
    elapsed: int  # since the call began
    deadline: int | None
    last_delay: int


@dataclass
class Counts:
    calls: int = 0
    attempts: int = 0
    retries: int = 0
    recovered: int = 0
    permanent: int = 0
    exhausted: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("attempts", "elapsed", "budget", "deadline"), 0)
    )


class Retry(Layer):
    """One policy's retry. `lent` is the budget of another's, where the options say so."""

    kind = "retry"

    def __init__(self, options: Any, seed: int, lent: Budget | None, announce: Announce) -> None:
        options = expanded(options)
        self.most: int = options.get("attempts", 3)
        self.backoff = Backoff(options.get("backoff", {}), Chance(seed))
        self.longest = duration(options["maximum_elapsed"]) if "maximum_elapsed" in options else None
        self.asked_most = duration(options.get("retry_after_maximum", "60s"))
        self.reraise: bool = options.get("reraise", False)
        self.lent = lent
        self.budget = lent or (Budget(options["budget"]) if "budget" in options else None)
        self.refusing = Refusing(self.kind, "budget", announce)
        self.counts = Counts()

    def enter(self, now: int, cost: int, deadline: int | None) -> int:
        return 1

    def attempt_ended(self, number: int) -> None:
        if number == 1 and self.budget is not None:
            self.budget.calls += 1

    def decide(self, now: int, attempt: Attempt) -> Decision:
        """What follows an attempt."""
        if attempt.outcome == "permanent":
            self.counts.permanent += 1
        if attempt.outcome not in ("failure", "timeout") or self.most == 1:
            return Decision()
        late = attempt.deadline is not None and now >= attempt.deadline
        if attempt.outcome == "timeout" and late:
            self.counts.exhausted["deadline"] += 1
            return Decision()
        if attempt.number >= self.most:
            return self._give_up("attempts")
        delay = max(self.backoff.delay(attempt.number, attempt.last_delay), min(attempt.retry_after, self.asked_most))
        if self.longest is not None and attempt.elapsed + delay >= self.longest:
            return self._give_up("elapsed")
        if attempt.deadline is not None and now + delay >= attempt.deadline:
            return self._give_up("deadline")
        if self.budget is not None and not self.budget.withdraw(now):
            self.refusing.tell(now)
            return self._give_up("budget")
        self.counts.retries += 1
        return Decision(again=True, delay=delay)

    def _give_up(self, reason: str) -> Decision:
        self.counts.exhausted[reason] += 1
        return Decision(reason="" if self.reraise else reason)

    def exit(self, now: int, token: int, report: Report) -> None:
        self.counts.calls += 1
        self.counts.attempts += report.attempts
        self.counts.recovered += report.outcome == "success" and report.attempts > 1

    def snapshot(self, now: int) -> dict[str, Any]:
        counts = self.counts
        return {
            "calls": counts.calls,
            "attempts": counts.attempts,
            "retries": counts.retries,
            "recovered": counts.recovered,
            "permanent": counts.permanent,
            **{f"exhausted_{reason}": count for reason, count in counts.exhausted.items()},
            "budget_left": None if self.budget is None else self.budget.left(now),
        }

    def metrics(self, now: int) -> Iterable[Sample]:
        for name in ("calls", "attempts", "retries", "recovered"):
            yield f"retry_{name}_total", {}, getattr(self.counts, name)
        for reason, count in {**self.counts.exhausted, "permanent": self.counts.permanent}.items():
            yield "retry_exhausted_total", {"reason": reason}, count
        if self.budget is not None and self.lent is None:
            yield "retry_budget_left", {}, self.budget.left(now)


def expanded(options: Any) -> dict[str, Any]:
    """The long form of a retry's options."""
    if isinstance(options, int):
        return {"attempts": options}
    if isinstance(options, str):
        options = {"preset": options}
    if "preset" not in options:
        return dict(options)
    ratio = BUDGETS[options["preset"]]
    base = dict(PRESETS[options["preset"]])
    if ratio is not None:
        base["budget"] = {"ratio": ratio, "minimum_per_second": 1, "burst": 10}
    return {**base, **options}
