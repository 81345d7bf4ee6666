"""The judge: does the upstream's access log agree with what the breakers say they did?

Input is what the outside knows (the access log, the answers the driver got) and what the services claim (their events and
metrics). Nothing here talks to anybody, so it is tested with made-up logs, also with ones that it must object to.

For each process the transitions cut time into periods. A request in the log belongs to the period in which it arrived, with two
allowances: a request that arrives shortly after its period ended was already on its way, and clocks of one host may differ by
`SKEW_NS`. Then

- no request belongs to an open period;
- at most permits + successes - 1 requests belong to one half-open period;
- after a trip at most (calls under way at once - 1) requests were on their way, so none in a process that makes one at a time;
- passed calls = requests in the log + calls that found no connection, which only a refusing upstream explains;
- rejected calls = answers of that kind that the driver got;
- every process opened after the break and is closed in the end, and no event was lost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

SKEW_NS = 5_000_000
ON_ITS_WAY_NS = 150_000_000


@dataclass(frozen=True)
class Transition:
    at_ns: int
    source: str
    target: str


@dataclass(frozen=True)
class Limits:
    """Of the shared configuration: probes at once, and successes that close."""

    permits: int
    successes: int

    @property
    def half_open_requests(self) -> int:
        return self.permits + self.successes - 1


@dataclass
class Process:
    """What is known of one process over one act. Counts are of this act alone."""

    name: str
    under_way: int
    """Calls it may have under way at once."""
    transitions: list[Transition] = field(default_factory=list)
    arrivals: list[int] = field(default_factory=list)
    """When its requests reached the upstream, from the access log."""
    passed: int = 0
    rejected: int = 0
    unreached: int = 0
    rejections_seen: int = 0
    """Rejections among the answers that the driver got."""
    events_dropped: int = 0


@dataclass
class Period:
    state: str
    start_ns: int
    end_ns: int
    requests: int = 0
    late_arrivals: int = 0
    """Of the requests, those that arrived after the period's end."""


def periods_of(transitions: list[Transition]) -> list[Period]:
    """Cut time at the transitions; before the first one the breaker is closed."""
    periods = [Period("closed", 0, 2**63)]
    for transition in transitions:
        periods[-1].end_ns = transition.at_ns
        periods.append(Period(transition.target, transition.at_ns, 2**63))
    return periods


def assign(periods: list[Period], arrivals: list[int]) -> None:
    """Count each arrival in the period that it belongs to."""
    for at_ns in arrivals:
        index = max(i for i, period in enumerate(periods) if period.start_ns <= at_ns)
        period = periods[index]
        if period.state == "open":
            if index > 0 and at_ns - period.start_ns <= ON_ITS_WAY_NS:
                period = periods[index - 1]
                period.late_arrivals += 1
            elif period.end_ns - at_ns <= SKEW_NS:
                period = periods[index + 1]
        period.requests += 1


def judge_process(process: Process, limits: Limits, refused: bool) -> list[str]:
    """Every objection against one process, in words; empty when log and claims agree."""
    periods = periods_of(process.transitions)
    assign(periods, process.arrivals)
    objections = []
    for period in periods:
        if period.state == "open" and period.requests:
            objections.append(f"{period.requests} requests reached the upstream while open")
        if period.state == "half_open" and period.requests > limits.half_open_requests:
            objections.append(
                f"{period.requests} requests in one half-open period, at most {limits.half_open_requests} are allowed"
            )
        if period.late_arrivals >= process.under_way:
            most = process.under_way - 1
            objections.append(
                f"{period.late_arrivals} requests arrived after a trip, at most {most} can have been on their way"
            )
    if process.passed != len(process.arrivals) + process.unreached:
        objections.append(
            f"{process.passed} calls passed, but the log has {len(process.arrivals)} and {process.unreached} found no connection"
        )
    if process.unreached and not refused:
        objections.append(f"{process.unreached} calls found no connection although the upstream listened")
    if process.rejected != process.rejections_seen:
        objections.append(f"{process.rejected} calls rejected, but the driver saw {process.rejections_seen} rejections")
    if not any(transition.target == "open" for transition in process.transitions):
        objections.append("never opened")
    if periods[-1].state != "closed":
        objections.append(f"ended {periods[-1].state}, not closed")
    if process.events_dropped:
        objections.append(f"{process.events_dropped} events were lost")
    return [f"{process.name}: {objection}" for objection in objections]


def judge(processes: list[Process], callers: Counter[str], limits: Limits, refused: bool) -> list[str]:
    """Every objection of one act. `callers` is who called how often by the access log, known or not."""
    objections = [objection for process in processes for objection in judge_process(process, limits, refused)]
    known = {process.name for process in processes}
    objections += [
        f"{caller}: {count} requests by an unknown caller" for caller, count in callers.items() if caller not in known
    ]
    return objections
