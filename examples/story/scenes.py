"""Scenes besides the breaker's acts: an overload, a crowd, a deadline and a rate limit. bounds.py judges each by the access log.

    overload  the upstream can serve one request at a time, and turns the rest away for a while. The same traffic is sent once for
              each policy of `PASSES`, which differ in how they retry
    crowd     more callers at once than the bulkhead has places, while the upstream is slow; once with it and once without
    deadline  the upstream hangs, and each call has an answer when its timeout is over
    limit     one greedy client and a modest one ask for prices

A scene ends with its upstream mended and its breakers closed, as it found them.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from bounds import (
    SECOND_NS,
    Arrival,
    Call,
    Guards,
    Load,
    first_wave,
    guards_of,
    judge_crowd,
    judge_deadline,
    judge_load,
    judge_rate,
    judge_relief,
    rate_limits_of,
)
from services import Service, Started
from table import Progress, render
from traffic import Beat, send

SCENES = {
    "overload": "the upstream serves one request at a time, and answers 503 to the others",
    "crowd": "the upstream is slow, and many call it at once",
    "deadline": "the upstream hangs, and a call has one second",
    "limit": "one client asks for more prices than it may",
}
PASSES = {
    "baseline": "never retries",
    "retries": "three attempts",
    "budgeted": "three attempts within a budget",
    "payments": "three attempts within a budget, breaker, bulkhead, timeout",
}
BEATS = 16
PERIOD_S = 0.2
WARM_UP_CALLS = 6
GREEDY_CALLS = 30
MODEST_CALLS = 2


class Guarded(Protocol):
    """A service under test."""

    service: Service
    started: Started


class Stage(Protocol):
    """What a scene needs of the story."""

    progress: Progress
    judged_by: Path

    @property
    def guarded(self) -> Sequence[Guarded]: ...
    def switch(self, fault: str) -> int: ...
    def access_log(self) -> list[dict[str, object]]: ...


Outcome = tuple[str, list[str]]
"""The table as text, and the judge's objections."""


def overload(stage: Stage) -> Outcome:
    """Each policy gets the same traffic, during the overload and after it."""
    rows: list[tuple[str, ...]] = []
    objections: list[str] = []
    loads: dict[tuple[str, str], Load] = {}
    for name, words in PASSES.items():
        stage.progress.happened(f"{name}: {words}")
        guards = guards_of(stage.judged_by, name)
        for service, (load, to_recover) in _overloaded(stage, name, guards).items():
            loads[name, service] = load
            rows.append(_overload_row(name, load, to_recover))
            objections += [f"{name}: {objection}" for objection in judge_load(load)]
    for each in stage.guarded:
        service = each.service.name
        objections += judge_relief(loads["baseline", service], loads["payments", service])
    headings = (
        "policy",
        "service",
        "calls",
        "in the log",
        "amplification",
        "most at once",
        "p50",
        "paid",
        "paid afterwards",
        "to recover",
    )
    return render(headings, rows, left=2), objections


def _overloaded(stage: Stage, policy: str, guards: Guards) -> dict[str, tuple[Load, str]]:
    """One pass: the same traffic during the overload and after it. Each service's load, and how long it took to recover."""
    skip = len(stage.access_log())
    stage.switch("overload")
    during = _play(stage, policy, "during", BEATS, PERIOD_S)
    mended_ns = stage.switch("none")
    after = _play(stage, policy, "after", BEATS, PERIOD_S)
    found = {}
    for service, arrivals in _arrivals(stage, skip).items():
        load = Load(service, guards, during[service], after[service], arrivals)
        found[service] = (load, _to_recover(load, mended_ns))
    return found


def _play(stage: Stage, policy: str, part: str, calls: int, period_s: float) -> dict[str, list[Call]]:
    """A crowd of clients at all services at once, with so many calls each."""
    beats = [
        Beat(
            service=each.service.name,
            port=each.started.port,
            method="POST",
            path=f"/pay/{policy}",
            name=f"{policy}-{part}",
            clients=each.service.crowd,
            calls=calls,
            period_s=period_s,
        )
        for each in stage.guarded
    ]
    return send(beats)


def _warm_up(stage: Stage) -> None:
    """Fill the breakers' windows with quick calls, so that a few slow ones are few among many."""
    _play(stage, "payments", "warm-up", WARM_UP_CALLS, 0)


def _arrivals(stage: Stage, skip: int) -> dict[str, list[Arrival]]:
    """The access log since `skip`, by service; a caller that is no service of the story falls to all of them."""
    lines = [
        Arrival(
            at_ns=int(str(line["at_ns"])),
            caller=str(line["caller"]),
            call=None if line["call"] is None else str(line["call"]),
            status=None if line["status"] is None else int(str(line["status"])),
            at_once=int(str(line["at_once"])),
        )
        for line in stage.access_log()[skip:]
    ]
    names = [each.service.name for each in stage.guarded]
    return {name: [line for line in lines if _owner(line) == name or _owner(line) not in names] for name in names}


def _owner(line: Arrival) -> str:
    return line.caller.rpartition("/")[0]


def _to_recover(load: Load, mended_ns: int) -> str:
    """Until the last call after the overload that didn't go well; for the table only."""
    bad = [call.answered_ns for call in load.after if call.status != 200]
    return f"{(max(bad) - mended_ns) / SECOND_NS:.2f} s" if bad else "at once"


def _overload_row(policy: str, load: Load, to_recover: str) -> tuple[str, ...]:
    return (
        policy,
        load.service,
        str(len(load.during)),
        str(len(load.requests(load.during))),
        f"{load.amplification:.2f}",
        str(load.most_at_once),
        f"{statistics.median(call.answered_ns - call.sent_ns for call in load.during) / 1e6:.1f} ms",
        str(sum(call.status == 200 for call in load.during)),
        f"{sum(call.status == 200 for call in load.after)} of {len(load.after)}",
        to_recover,
    )


def crowd(stage: Stage) -> Outcome:
    """The same crowd without and with a bulkhead."""
    places = guards_of(stage.judged_by, "payments").at_once
    if places is None:
        raise ValueError("the policy payments has no bulkhead")
    _warm_up(stage)
    stage.switch("latency")
    calls, arrivals = {}, {}
    for policy in ("baseline", "payments"):
        skip = len(stage.access_log())
        calls[policy] = _play(stage, policy, "crowd", 1, 0)
        arrivals[policy] = _arrivals(stage, skip)
    stage.switch("none")
    rows, objections = [], []
    for each in stage.guarded:
        name = each.service.name
        found, control = arrivals["payments"][name], arrivals["baseline"][name]
        objections += [
            f"{name}: {objection}"
            for objection in judge_crowd(calls["payments"][name], found, control, places, each.service.overlapping)
        ]
        rows += [_crowd_row(policy, name, calls[policy][name], arrivals[policy][name]) for policy in calls]
    return render(
        ("policy", "service", "calls", "in the log", "most at once", "paid", "refused"), rows, left=2
    ), objections


def _crowd_row(policy: str, service: str, calls: list[Call], arrivals: list[Arrival]) -> tuple[str, ...]:
    return (
        policy,
        service,
        str(len(calls)),
        str(len(arrivals)),
        str(first_wave(arrivals)),
        str(sum(call.status == 200 for call in calls)),
        str(sum(call.status == 503 for call in calls)),
    )


def deadline(stage: Stage) -> Outcome:
    """One call at a time and process, two where a process can have several, at an upstream that hangs."""
    timeout_ns = guards_of(stage.judged_by, "payments").timeout_ns
    if timeout_ns is None:
        raise ValueError("the policy payments has no timeout")
    _warm_up(stage)
    skip = len(stage.access_log())
    stage.switch("hang")
    calls = send(
        [
            Beat(
                service=each.service.name,
                port=each.started.port,
                method="POST",
                path="/pay",
                name="deadline",
                clients=max(2, each.service.workers),
                calls=1,
                period_s=0,
            )
            for each in stage.guarded
        ]
    )
    stage.switch("none")
    rows, objections = [], []
    for service, arrivals in _arrivals(stage, skip).items():
        objections += [f"{service}: {objection}" for objection in judge_deadline(calls[service], arrivals, timeout_ns)]
        rows += [_deadline_row(service, call, arrivals) for call in calls[service]]
    headings = ("service", "worker", "answer", "in the log", "last attempt after", "answered after")
    return render(headings, rows, left=2), objections


def _deadline_row(service: str, call: Call, arrivals: list[Arrival]) -> tuple[str, ...]:
    at = [arrival.at_ns for arrival in arrivals if arrival.call == call.name]
    last = f"{(max(at) - min(at)) / SECOND_NS:.2f} s" if at else "-"
    took = f"{(call.answered_ns - call.sent_ns) / SECOND_NS:.2f} s"
    return (service, str(call.worker), str(call.status), str(len(at)), last, took)


def limit(stage: Stage) -> Outcome:
    """A greedy client asks until it is refused; a modest one is served all the same."""
    limits = rate_limits_of(stage.judged_by, "prices")
    skip = len(stage.access_log())
    asked = {
        customer: send(
            [
                Beat(
                    service=each.service.name,
                    port=each.started.port,
                    method="GET",
                    path="/price",
                    name=customer,
                    clients=MODEST_CALLS,
                    calls=calls,
                    period_s=0,
                    headers={"X-Customer": customer},
                )
                for each in stage.guarded
            ]
        )
        for customer, calls in (("greedy", GREEDY_CALLS // MODEST_CALLS), ("modest", 1))
    }
    rows, objections = [], []
    for service, arrivals in _arrivals(stage, skip).items():
        greedy, modest = asked["greedy"][service], asked["modest"][service]
        objections += [f"{service}: {objection}" for objection in judge_rate(greedy, modest, arrivals, limits)]
        rows += [_limit_row(service, name, calls, arrivals) for name, calls in (("greedy", greedy), ("modest", modest))]
    headings = ("service", "client", "calls", "in the log", "answered 200", "answered 429", "RateLimit of the last")
    return render(headings, rows, left=2), objections


def _limit_row(service: str, client: str, calls: list[Call], arrivals: list[Arrival]) -> tuple[str, ...]:
    names = {call.name for call in calls}
    last = max(calls, key=lambda call: call.answered_ns)
    return (
        service,
        client,
        str(len(calls)),
        str(sum(arrival.call in names for arrival in arrivals)),
        str(sum(call.status == 200 for call in calls)),
        str(sum(call.status == 429 for call in calls)),
        last.headers.get("ratelimit", "-"),
    )


PLAYED: dict[str, Callable[[Stage], Outcome]] = {
    "overload": overload,
    "crowd": crowd,
    "deadline": deadline,
    "limit": limit,
}
