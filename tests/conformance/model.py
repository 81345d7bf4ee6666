"""A circuit breaker as the documentation describes it: sequential, slow, readable.

Written from the public documents alone, never from the core's code, so that a difference between the two is a finding. It knows no
threads and no bits: a permit remembers the generation that gave it, and everything else is a plain number.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

MS = 1_000_000
SECOND = 1_000 * MS
LEASE_UNIT = 64 * MS
CAUSES = 4  # different causes that are remembered
WALL_AT_EPOCH = 1_767_225_600 * SECOND  # the manual clock starts at 2026-01-01T00:00:00Z

UNITS = {
    "ns": 1,
    "us": 1_000,
    "ms": MS,
    "s": SECOND,
    "m": 60 * SECOND,
    "h": 3_600 * SECOND,
    "d": 86_400 * SECOND,
}

PRESETS = {
    "openai": (3, 120, 1),
    "threat_feed": (5, 300, 1),
    "aws_api": (10, 180, 1),
    "azure_api": (10, 180, 1),
    "gcp_api": (10, 180, 1),
    "standard": (5, 30, 2),
    "production": (10, 60, 5),
    "fast_fail": (3, 10, 1),
    "tolerant": (20, 30, 3),
}


def duration(text: str) -> int:
    """Nanoseconds of a text such as "250ms", "1.5s" or "1m30s"."""
    parts = re.findall(r"([0-9.]+)([a-z]+)", text)
    return sum(round(float(number) * UNITS[unit]) for number, unit in parts)


def whole_ms(ns: int) -> int:
    """The next whole millisecond."""
    return -(-ns // MS) * MS


class CountWindow:
    """The last `size` calls."""

    def __init__(self, size: int) -> None:
        self.calls: deque[bool] = deque(maxlen=size)

    def add(self, hit: bool, _now: int) -> None:
        self.calls.append(hit)

    def counts(self, _now: int) -> tuple[int, int]:
        return sum(self.calls), len(self.calls)

    def clear(self) -> None:
        self.calls.clear()


class TimeWindow:
    """The bucket of this moment and those before it, so many that they make up the length."""

    def __init__(self, length: int, buckets: int) -> None:
        self.width, self.number = length // buckets, buckets
        self.buckets: dict[int, tuple[int, int]] = {}

    def add(self, hit: bool, now: int) -> None:
        hits, calls = self.buckets.get(now // self.width, (0, 0))
        self.buckets[now // self.width] = (hits + hit, calls + 1)

    def counts(self, now: int) -> tuple[int, int]:
        oldest = now // self.width - self.number + 1
        kept = [counts for bucket, counts in self.buckets.items() if bucket >= oldest]
        return sum(hits for hits, _ in kept), sum(calls for _, calls in kept)

    def clear(self) -> None:
        self.buckets.clear()


class Rate:
    """A share of hits over a window that trips at its threshold once it holds enough calls."""

    def __init__(self, options: dict[str, Any]) -> None:
        window = options.get("window", "10s")
        self.window: CountWindow | TimeWindow
        if isinstance(window, dict):
            self.window = CountWindow(window["calls"])
        else:
            self.window = TimeWindow(duration(window), options.get("buckets", 10))
        self.threshold: float = options.get("threshold", 0.5)
        most = window["calls"] if isinstance(window, dict) else 20
        self.minimum: int = options["minimum_calls"] if "minimum_calls" in options else min(20, most)

    def due(self, now: int) -> bool:
        hits, calls = self.window.counts(now)
        return bool(calls >= self.minimum and hits / calls >= self.threshold)


@dataclass
class Settings:
    """A breaker's options with the documented defaults."""

    consecutive: int = 0
    failure_rate: dict[str, Any] | None = None
    slow_calls: dict[str, Any] | None = None
    initial: int = 30 * SECOND
    multiplier: float = 1.0
    maximum: int = 24 * 3_600 * SECOND
    permits: int = 1
    successes: int = 1
    lease: int = 60 * SECOND
    maximum_time: int = 0
    decide_after: int = 0
    retry_after_maximum: int = 300 * SECOND
    mode: str = "enforce"

    @property
    def first_state(self) -> str:
        return "closed" if self.mode == "enforce" else self.mode


def read_settings(options: dict[str, Any] | str) -> Settings:
    """Settings of a valid breaker configuration."""
    if isinstance(options, str):
        options = {"preset": options}
    settings = Settings()
    if "preset" in options:
        settings.consecutive, seconds, settings.successes = PRESETS[options["preset"]]
        settings.initial = seconds * SECOND
    settings.consecutive = options.get("consecutive_failures", settings.consecutive)
    settings.failure_rate = options.get("failure_rate")
    settings.slow_calls = options.get("slow_calls")
    settings.mode = options.get("mode", "enforce")
    open_for = options.get("open_for")
    if isinstance(open_for, str):
        settings.initial = duration(open_for)
    elif open_for is not None:
        settings.initial = duration(open_for["initial"]) if "initial" in open_for else settings.initial
        settings.multiplier = open_for.get("multiplier", 2)
        settings.maximum = max(duration(open_for.get("maximum", "5m")), settings.initial)
    half_open = options.get("half_open", {})
    for name in ("permits", "successes", "decide_after"):
        setattr(settings, name, half_open.get(name, getattr(settings, name)))
    for name in ("lease", "maximum_time"):
        if name in half_open:
            setattr(settings, name, duration(half_open[name]))
    if "retry_after_maximum" in options:
        settings.retry_after_maximum = duration(options["retry_after_maximum"])
    return settings


@dataclass
class Rejection:
    """Why a call may not pass, and how long until one may; None is unknown."""

    reason: str
    wait: int | None


@dataclass
class Probes:
    """What half-open knows."""

    since: int = 0
    in_flight: int = 0
    successes: int = 0
    failures: int = 0
    lease_until: int = 0


@dataclass
class Breaker:
    """One breaker. Every method is given the moment at which it happens."""

    settings: Settings
    announce: Any  # called with a dictionary for every event
    state: str = ""
    generation: int = 1
    consecutive: int = 0
    open_until: int | None = None
    trips: int = 0
    probes: Probes = field(default_factory=Probes)
    totals: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    moves: dict[tuple[str, str], int] = field(default_factory=dict)
    causes: list[tuple[str, int, int]] = field(default_factory=list)  # text, count, last time; newest first
    last: tuple[int, str, str] = (-1, "", "")

    def __post_init__(self) -> None:
        self.state = self.settings.first_state
        rules = {"failure_rate": self.settings.failure_rate, "slow_calls": self.settings.slow_calls}
        self.rates = {name: Rate(options) for name, options in rules.items() if options is not None}
        slow = self.settings.slow_calls
        self.slow_limit = duration(slow["longer_than"]) if slow else None

    # Asking.

    def enter(self, now: int) -> int | Rejection:
        """The generation of a permit, or a rejection."""
        answer = self._admit(now)
        if isinstance(answer, Rejection):
            self.rejected[answer.reason] = self.rejected.get(answer.reason, 0) + 1
        return answer

    def _admit(self, now: int) -> int | Rejection:
        if self.state in ("open", "forced_open"):
            if self.open_until is None or now < self.open_until:
                return Rejection(self.state, None if self.open_until is None else self.open_until - now)
            self._move(now, "half_open", "open_time_over")
            self._take(now)
        elif self.state == "half_open":
            return self._admit_probe(now)
        return self.generation

    def _admit_probe(self, now: int) -> int | Rejection:
        if self._too_long(now):
            self._open(now, "half_open_too_long")
            assert self.open_until is not None
            return Rejection("open", self.open_until - now)
        results = self.probes.successes + self.probes.failures
        full = self.probes.in_flight >= self.settings.permits
        if self.settings.decide_after:
            full = full or results + self.probes.in_flight >= self.settings.decide_after
        if full:
            if now // LEASE_UNIT < self.probes.lease_until:
                return Rejection("half_open", self.probes.lease_until * LEASE_UNIT - now)
            self.generation += 1
            self.probes.in_flight = 0
            self._remember(now, "half_open", "half_open", "probe_lost", "")
            self.announce(kind="probe_lost", at=now, come="half_open", to="half_open", reason="probe_lost")
        self._take(now)
        return self.generation

    def _take(self, now: int) -> None:
        self.probes.in_flight += 1
        self.probes.lease_until = -(-(now + self.settings.lease) // LEASE_UNIT)

    def _too_long(self, now: int) -> bool:
        limit = self.settings.maximum_time
        return self.state == "half_open" and limit > 0 and now >= self.probes.since + limit

    # Reporting.

    def report(self, now: int, permit: int, outcome: str, elapsed: int, retry_after: int = 0) -> None:
        """What a call that entered under `permit` came to."""
        slow = self.slow_limit is not None and elapsed > self.slow_limit
        if outcome == "cancelled" and slow:
            outcome = "timeout"
        failed = outcome in ("failure", "timeout")
        if permit == self.generation and self._too_long(now):
            self._open(now, "half_open_too_long")
        if permit != self.generation:
            self._count("late")
            return
        self._count({"success": "successes", "failure": "failures", "timeout": "timeouts"}.get(outcome, outcome))
        if slow:
            self._count("slow")
        asked = min(retry_after, self.settings.retry_after_maximum) if failed else 0
        if self.state == "half_open":
            self._judge_probe(now, outcome, slow, asked)
        elif outcome not in ("cancelled", "neutral") and self.state in ("closed", "metrics_only"):
            self._judge_call(now, failed, slow, asked)

    def _judge_call(self, now: int, failed: bool, slow: bool, asked: int) -> None:
        if self.settings.consecutive:
            self.consecutive = self.consecutive + 1 if failed else 0
        for name, rate in self.rates.items():
            rate.window.add(failed if name == "failure_rate" else slow, now)
        if self.state == "metrics_only":
            return
        if self.settings.consecutive and self.consecutive >= self.settings.consecutive:
            self._open(now, "consecutive_failures", asked)
            return
        for name in sorted(self.rates, key=lambda name: isinstance(self.rates[name].window, CountWindow)):
            if self.rates[name].due(now):
                self._open(now, name, asked)
                return

    def _judge_probe(self, now: int, outcome: str, slow: bool, asked: int) -> None:
        self.probes.in_flight -= 1
        if outcome in ("cancelled", "neutral"):
            return
        failed = outcome != "success"
        if failed or slow:
            self.probes.failures += 1
        else:
            self.probes.successes += 1
        decide_after = self.settings.decide_after
        enough = self.probes.successes >= self.settings.successes
        if decide_after == 0 and (failed or slow):
            self._open(now, "probe_failed" if failed else "probe_slow", asked)
        elif decide_after and self.probes.successes + self.probes.failures >= decide_after and not enough:
            self._open(now, "too_few_successes", asked)
        elif enough and self.probes.successes + self.probes.failures >= decide_after:
            self._move(now, "closed", "probes_succeeded")

    # Operators.

    def control(self, now: int, state: str, note: str, length: int | None = None) -> None:
        """An operator's move into `state`."""
        until = None if length is None else whole_ms(now) + whole_ms(length)
        self._move(now, state, "operator", note=note, until=until)

    def reset(self, now: int, note: str) -> None:
        self.causes.clear()
        self._move(now, self.settings.first_state, "operator", note=note)
        self.trips = 0

    # Moving.

    def _open(self, now: int, reason: str, asked: int = 0) -> None:
        grown = self.settings.initial * self.settings.multiplier**self.trips
        length = max(int(min(grown, self.settings.maximum)) // MS * MS, asked)
        self.trips += 1
        until = whole_ms(now) + whole_ms(length)
        self._move(now, "open", reason, cause=self.causes[0][0] if self.causes else "", until=until)

    def _move(self, now: int, to: str, reason: str, note: str = "", cause: str = "", until: int | None = None) -> None:
        come, self.state = self.state, to
        self.generation += 1
        self.consecutive = 0
        for rate in self.rates.values():
            rate.window.clear()
        self.open_until = until
        self.probes = Probes(since=now)
        if to == "closed":
            self.trips = 0
        self._remember(now, come, to, reason, note)
        self.announce(kind="transition", at=now, come=come, to=to, reason=reason, note=note, cause=cause, until=until)

    def _remember(self, now: int, come: str, to: str, reason: str, note: str) -> None:
        self.moves[come, to] = self.moves.get((come, to), 0) + 1
        self.last = (now, reason, note)

    def note_cause(self, now: int, permit: int, cause: str) -> None:
        """Why a call that is about to be reported failed; of a late one nobody wants to know."""
        if permit != self.generation:
            return
        count = sum(known[1] for known in self.causes if known[0] == cause)
        others = [known for known in self.causes if known[0] != cause]
        self.causes = [(cause, count + 1, now), *others][:CAUSES]

    def _count(self, name: str) -> None:
        self.totals[name] = self.totals.get(name, 0) + 1

    # Looking.

    def snapshot(self, now: int) -> dict[str, Any]:
        """Every field of the catalogue that the documents define."""
        names = ("successes", "failures", "timeouts", "cancelled", "neutral", "slow", "late")
        fields: dict[str, Any] = {name: self.totals.get(name, 0) for name in names}
        counted = self.state in ("closed", "metrics_only")
        rates: dict[str, tuple[int, int]] = {}
        for name in ("failure_rate", "slow_calls"):
            rates[name] = self.rates[name].window.counts(now) if name in self.rates else (0, 0)
        until = -1 if self.open_until is None else max(self.open_until - now, 0)
        at, reason, note = self.last
        fields.update(
            state=self.state,
            not_permitted=sum(self.rejected.values()),
            consecutive_failures=self.consecutive if counted else 0,
            window_calls=rates["failure_rate"][1],
            window_failures=rates["failure_rate"][0],
            slow_window_calls=rates["slow_calls"][1],
            slow_window_slow=rates["slow_calls"][0],
            failure_rate=share(rates["failure_rate"]),
            slow_call_rate=share(rates["slow_calls"]),
            probes_in_flight=self.probes.in_flight,
            probe_successes=self.probes.successes,
            probe_failures=self.probes.failures,
            trips=self.trips,
            transitions=sum(self.moves.values()),
            until_half_open_ns=until,
            last_transition_ns=at,
            last_transition_wall_ns=-1 if at < 0 else WALL_AT_EPOCH + at,
            last_transition_reason=reason,
            last_transition_note=note,
        )
        return fields


def share(counts: tuple[int, int]) -> float | None:
    return counts[0] / counts[1] if counts[1] else None
