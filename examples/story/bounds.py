"""The second judge: does the upstream's access log keep the bounds of retry, bulkhead, timeout and rate limit?

Input is what the outside knows: the access log, the calls that the driver made with the answers it got, and the limits that stand
in the configuration. What the services say of themselves is not asked. Every bound is a count, but for the deadline's, whose
instants have generous margins. Nothing here talks to anybody, so it is tested with made-up logs, also with ones to object to.

A call is known by its name (`Idempotency-Key`), which all its attempts carry into the log. Amplification is requests in the log
per call of the driver.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ON_ITS_WAY_NS = 500_000_000
"""How long a request may be under way from a service to the log on a busy machine."""
IN_TIME_FACTOR = 2.0
"""An answer after twice the timeout still counts as in time; without a deadline it would take as long as three attempts or more."""
SETTLED_SHARE = 3
"""The last third of the calls after the overload must all go well."""
LEAST_AMPLIFICATION = 2.0
"""What unbounded retries must reach, or the scene is no overload and shows nothing."""
SECOND_NS = 1_000_000_000


@dataclass(frozen=True)
class Call:
    """One call of the driver, and the answer it got. Status 0: none."""

    name: str
    worker: int
    status: int
    sent_ns: int
    answered_ns: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """One line of the access log."""

    at_ns: int
    caller: str
    call: str | None
    status: int | None
    at_once: int = 1


@dataclass(frozen=True)
class Guards:
    """What the configuration says of one policy, as far as the log can show it. None: no such guard."""

    attempts: int = 1
    ratio: float | None = None
    burst: int = 0
    at_once: int | None = None
    breaker: bool = False
    timeout_ns: int | None = None


def guards_of(path: Path, name: str) -> Guards:
    """The guards of a policy of the story's configuration."""
    policy: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["policies"][name]
    retry = policy.get("retry", {"attempts": 1})
    budget = retry.get("budget")
    if budget is not None and budget["minimum_per_second"] != 0:
        raise ValueError(f"{name}: a budget that grows with time can't be judged by counts")
    return Guards(
        attempts=retry["attempts"],
        ratio=None if budget is None else budget["ratio"],
        burst=0 if budget is None else budget["burst"],
        at_once=policy["bulkhead"]["limit"] if "bulkhead" in policy else None,
        breaker="circuit_breaker" in policy,
        timeout_ns=seconds_of(policy["timeout"]) if "timeout" in policy else None,
    )


def seconds_of(text: str) -> int:
    """Nanoseconds of whole seconds or milliseconds, as the story's configuration writes durations."""
    if match := re.fullmatch(r"(\d+)(ms|s)", text):
        return int(match[1]) * (SECOND_NS if match[2] == "s" else SECOND_NS // 1000)
    raise ValueError(f"the story writes durations as 1s or 200ms, not {text}")


@dataclass
class Load:
    """One service in one pass of the overload: the calls during it, those afterwards, and the log's lines of both."""

    service: str
    guards: Guards
    during: list[Call]
    after: list[Call]
    arrivals: list[Arrival]

    def requests(self, calls: list[Call]) -> list[Arrival]:
        names = {call.name for call in calls}
        return [arrival for arrival in self.arrivals if arrival.call in names]

    @property
    def amplification(self) -> float:
        """Requests in the log per call, during the overload."""
        return len(self.requests(self.during)) / len(self.during)

    @property
    def most_at_once(self) -> int:
        return max((arrival.at_once for arrival in self.arrivals), default=0)


def judge_load(load: Load) -> list[str]:
    """Every objection against one service in one pass, in words."""
    calls = load.during + load.after
    attempts = Counter(arrival.call for arrival in load.arrivals)
    return [
        f"{load.service}: {objection}"
        for objection in (
            *_strangers(calls, load.arrivals),
            *_too_often(attempts, load.guards.attempts),
            *_unpaid(calls, load.arrivals),
            *_unguarded(load, attempts),
            *_over_budget(load),
            *_over_places(load),
            *_not_settled(load, attempts),
        )
    ]


def judge_relief(baseline: Load, guarded: Load) -> list[str]:
    """Objections where the guarded service troubled the overloaded upstream as much as one that never retries."""
    before, now = len(baseline.requests(baseline.during)), len(guarded.requests(guarded.during))
    if now < before:
        return []
    return [f"{guarded.service}: {now} requests in the log although guarded, {before} without any guard"]


def _strangers(calls: list[Call], arrivals: list[Arrival]) -> list[str]:
    known = {call.name: call.worker for call in calls}
    strange = sum(arrival.call not in known for arrival in arrivals)
    moved = sum(
        arrival.call in known and not arrival.caller.endswith(f"/{known[arrival.call]}") for arrival in arrivals
    )
    silent = sum(call.status == 0 for call in calls)
    return [
        *([f"{strange} requests in the log that belong to no call of the driver"] if strange else []),
        *([f"{moved} requests came from another process than the answer"] if moved else []),
        *([f"{silent} calls of the driver got no answer"] if silent else []),
    ]


def _too_often(attempts: Counter[str | None], most: int) -> list[str]:
    worst = max(attempts.values(), default=0)
    return [f"a call made {worst} requests, at most {most} are allowed"] if worst > most else []


def _unpaid(calls: list[Call], arrivals: list[Arrival]) -> list[str]:
    served = {arrival.call for arrival in arrivals if arrival.status in (200, 201)}
    invented = sum(call.status == 200 and call.name not in served for call in calls)
    return [f"{invented} calls were answered with success, and the log has none"] if invented else []


def _unguarded(load: Load, attempts: Counter[str | None]) -> list[str]:
    """Where nothing refuses, each call uses all its attempts or succeeds: this is what the guards are measured against."""
    guards = load.guards
    if guards.breaker or guards.ratio is not None or guards.at_once is not None:
        return []
    short = sum(call.status != 200 and attempts[call.name] != guards.attempts for call in load.during)
    weak = guards.attempts > 1 and load.amplification < LEAST_AMPLIFICATION
    return [
        *(
            [f"{short} failed calls made fewer than {guards.attempts} requests, and nothing guards them"]
            if short
            else []
        ),
        *(
            [f"amplification is only {load.amplification:.2f}: this is no overload, and it shows nothing"]
            if weak
            else []
        ),
    ]


def _over_budget(load: Load) -> list[str]:
    """Retries <= burst + ratio * calls in each process, since each has a budget of its own; and so for the amplification."""
    guards = load.guards
    if guards.ratio is None:
        return []
    objections = []
    requests = load.requests(load.during)
    answered = Counter(call.worker for call in load.during)
    for worker, count in sorted(answered.items()):
        attempts = Counter(arrival.call for arrival in requests if arrival.caller.endswith(f"/{worker}"))
        retries = attempts.total() - len(attempts)
        allowed = math.floor(guards.burst + guards.ratio * count + 1e-9)
        if retries > allowed:
            objections.append(f"process {worker} made {retries} retries for {count} calls, the budget allows {allowed}")
    bound = 1 + guards.ratio + len(answered) * guards.burst / len(load.during)
    if load.amplification > bound:
        objections.append(f"amplification is {load.amplification:.2f}, the budget allows {bound:.2f}")
    return objections


def _over_places(load: Load) -> list[str]:
    limit = load.guards.at_once
    if limit is None or load.most_at_once <= limit:
        return []
    return [f"{load.most_at_once} requests of one process were under way at once, the bulkhead allows {limit}"]


def _not_settled(load: Load, attempts: Counter[str | None]) -> list[str]:
    late = sorted(load.after, key=lambda call: call.sent_ns)[-max(1, len(load.after) // SETTLED_SHARE) :]
    bad = [call.status for call in late if call.status != 200 or attempts[call.name] != 1]
    return [f"{len(bad)} of the last {len(late)} calls did not go well at once (answers {bad[:5]})"] if bad else []


def judge_deadline(calls: list[Call], arrivals: list[Arrival], timeout_ns: int) -> list[str]:
    """Every objection against one service whose upstream hangs: no attempt after the deadline, and 504 in time."""
    objections = _strangers(calls, arrivals)
    for call in calls:
        at = sorted(arrival.at_ns for arrival in arrivals if arrival.call == call.name)
        if call.status != 504:
            objections.append(f"{call.name} was answered with {call.status}, not 504")
        if not at:
            objections.append(f"{call.name} never reached the upstream")
            continue
        # The call began before its first request arrived, so its deadline is no later than this.
        late = sum(instant > at[0] + timeout_ns + ON_ITS_WAY_NS for instant in at)
        orphans = sum(instant > call.answered_ns + ON_ITS_WAY_NS for instant in at)
        took_ns = call.answered_ns - at[0]
        if late:
            objections.append(f"{call.name} made {late} requests after its deadline")
        if orphans:
            objections.append(f"{call.name} made {orphans} requests after its answer")
        if took_ns > IN_TIME_FACTOR * timeout_ns:
            objections.append(f"{call.name} was answered {took_ns / SECOND_NS:.1f} s after its first request")
    return objections


FIRST_WAVE_NS = SECOND_NS // 2
"""The upstream of the crowd answers after 0.6 s: what arrives sooner after the first is there together with it."""


def first_wave(arrivals: list[Arrival]) -> int:
    """The most requests of one process that were at the slow upstream at once, before any could have been answered."""
    first = min((arrival.at_ns for arrival in arrivals), default=0)
    return max((arrival.at_once for arrival in arrivals if arrival.at_ns < first + FIRST_WAVE_NS), default=0)


def judge_crowd(
    calls: list[Call], arrivals: list[Arrival], unguarded: list[Arrival], places: int, overlapping: bool
) -> list[str]:
    """Every objection against one service whose bulkhead has `places`. `unguarded` is the same crowd without a bulkhead."""
    objections = _strangers(calls, arrivals)
    reached = {arrival.call for arrival in arrivals}
    most, control = first_wave(arrivals), first_wave(unguarded)
    if most > places:
        objections.append(f"{most} requests were at the upstream at once, the bulkhead allows {places}")
    if overlapping and control <= places:
        objections.append(
            f"without a bulkhead only {control} requests came at once: this is no crowd, and it shows nothing"
        )
    for call in calls:
        if {200: True, 503: False}.get(call.status) != (call.name in reached):
            objections.append(f"{call.name} was answered with {call.status}, and the log doesn't agree")
    return objections


@dataclass(frozen=True)
class RateLimits:
    """The rate limit of one policy: `burst` at once, and one more every `interval_ns`."""

    policy: str
    burst: int
    interval_ns: int


def rate_limits_of(path: Path, name: str) -> RateLimits:
    """The rate limit of a policy of the story's configuration, whose rate is a number a minute."""
    limit = json.loads(path.read_text(encoding="utf-8"))["policies"][name]["rate_limit"]
    number, unit = limit["rate"].split("/")
    if unit != "m":
        raise ValueError(f"the story writes rates by the minute, not {limit['rate']}")
    return RateLimits(name, limit["burst"], 60 * SECOND_NS // int(number))


def judge_rate(flood: list[Call], others: list[Call], arrivals: list[Arrival], limits: RateLimits) -> list[str]:
    """Every objection against one service: `flood` are the calls of one greedy client, `others` those of a modest one."""
    objections = _strangers(flood + others, arrivals)
    reached = {arrival.call for arrival in arrivals}
    took_ns = max(call.answered_ns for call in flood) - min(call.sent_ns for call in flood)
    refilled = -(-took_ns // limits.interval_ns)
    for worker, calls in _by_worker(flood).items():
        passed = sum(call.name in reached for call in calls)
        allowed = limits.burst + refilled
        if passed > allowed:
            objections.append(f"process {worker} let {passed} calls of one client pass, the limit allows {allowed}")
        if passed < min(len(calls), limits.burst):
            objections.append(f"process {worker} let only {passed} calls pass, below the burst of {limits.burst}")
    for call in flood + others:
        if (call.status == 200) != (call.name in reached) or call.status not in (200, 429):
            objections.append(f"{call.name} was answered with {call.status}, and the log doesn't agree")
    objections += [
        f"{call.name}: {words}" for call in flood if call.status == 429 for words in _bad_fields(call, limits)
    ]
    if not any(call.status == 429 for call in flood):
        objections.append("nothing was refused")
    if any(call.status != 200 for call in others):
        objections.append("another client was refused too")
    return objections


def _by_worker(calls: list[Call]) -> dict[int, list[Call]]:
    found: dict[int, list[Call]] = {}
    for call in calls:
        found.setdefault(call.worker, []).append(call)
    return found


def _bad_fields(call: Call, limits: RateLimits) -> list[str]:
    wanted = {
        "ratelimit": rf'"{limits.policy}";r=0;t=[1-9]\d*',
        "ratelimit-policy": rf'"{limits.policy}";q={limits.burst};w=\d+',
        "retry-after": r"[1-9]\d*",
    }
    return [
        f"its {name} is {call.headers.get(name)!r}"
        for name, pattern in wanted.items()
        if not re.fullmatch(pattern, call.headers.get(name, ""))
    ]
