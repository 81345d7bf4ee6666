"""Breaks a real upstream under real services, shows how their guards answer, and lets the upstream's log judge.

    python examples/story [--check] [--services fastapi,go] [--acts errors,latency,overload,deadline]

Each of the first four acts: traffic flows, the upstream breaks, every process of every service opens its own breaker and fails
fast, the upstream mends, every process recovers. The services have the same configuration (examples/backstay.json); state is
private to each process, so each row of the table is one process. The other acts are scenes of their own (scenes.py). Ends with 0
when the judges (judge.py, bounds.py) have no objection, otherwise with 1.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from building import build
from judge import Limits, Process, Transition, judge
from scenes import PLAYED, SCENES
from services import EXAMPLES, SERVICES, STORY, Service, Started, free_ports, start_service, start_upstream
from table import HEADINGS, Progress, Row, render
from traffic import Answers, Beat, Claims, Traffic, ask, claims_of, send
from trouble import Trouble

ACTS = {
    "errors": "the upstream answers 503 to everything",
    "latency": "the upstream answers well, after 0.6 s",
    "hang": "the upstream accepts connections and never answers",
    "refusal": "the upstream has closed its socket",
}
SHORT_ACTS = ("errors", "refusal", *SCENES)
CONFIG = EXAMPLES / "backstay.json"
OPEN_FOR_S = 1.2
HEALTHY_S = 0.7
BROKEN_S = 1.8
AFTERWARDS_S = 0.3
PATIENCE_S = 25.0
LOOK_EVERY_S = 0.05
WARM_UP_CLIENTS = 4
WARM_UP_CALLS = 10


@dataclass
class Guarded:
    """A service under test: its table entry, its processes, and what was known of them before the act."""

    service: Service
    started: Started
    before: dict[int, Claims]


class Story:
    """One run: the upstream, the services, and the acts that are played on them."""

    judged_by = CONFIG

    def __init__(
        self,
        services: list[Service],
        config: Path,
        work: Path,
        patience_s: float,
        stack: ExitStack,
        progress: Progress,
    ) -> None:
        self.progress = progress
        self.patience_s = patience_s
        self.known: dict[str, str] = {}
        ports = free_ports(2 + len(services))
        self.control_port = ports[1]
        upstream = start_upstream(work, ports[0], ports[1])
        stack.callback(upstream.stop)
        upstream.wait_until_ready("/fault")
        started = []
        for service, port in zip(services, ports[2:], strict=False):
            started.append(start_service(service, config, work, port, ports[0], f"{OPEN_FOR_S * 1000:.0f}ms"))
            stack.callback(started[-1].stop)
        for each in started:
            each.wait_until_ready("/metrics")
            self.progress.happened(f"{each.name}: answers")
        send([warm_up(each) for each in started])
        self.guarded = [
            Guarded(service, each, claims_of(each.port, service.workers))
            for service, each in zip(services, started, strict=False)
        ]
        self.limits = limits_of(self.judged_by)

    def play(self, act: str) -> tuple[str, list[str]]:
        """One act from healthy to healthy: the table, and the judge's objections."""
        self.progress.say(f"\n{act}: {(ACTS | SCENES)[act]}")
        if act in ACTS:
            rows, objections = self._break(act)
            return render(HEADINGS, [row.cells() for row in rows], left=3), objections
        shown, objections = PLAYED[act](self)
        for each in self.guarded:
            each.before = claims_of(each.started.port, each.service.workers)
        return shown, objections

    def _break(self, act: str) -> tuple[list[Row], list[str]]:
        progress = self.progress
        skip = len(self.access_log())
        traffic = {each.service.name: Traffic(each.started.port, each.service.clients) for each in self.guarded}
        for each in traffic.values():
            each.start()
        self._watch(traffic, HEALTHY_S, lambda states: False)
        broke_ns = self.switch(act)
        progress.happened("the upstream breaks")
        self._watch(traffic, self.patience_s, self._all("open", "half_open"))
        self._watch(traffic, BROKEN_S, lambda states: False)
        mended_ns = self.switch("none")
        progress.happened("the upstream is mended")
        self._watch(traffic, self.patience_s, self._all("closed"))
        self._watch(traffic, AFTERWARDS_S, lambda states: False)
        for each in traffic.values():
            each.stop()
        return self._conclude(act, self.access_log()[skip:], traffic, broke_ns, mended_ns)

    def switch(self, fault: str) -> int:
        """Switch the upstream's fault; when that was, in nanoseconds since 1970."""
        _, _, body = ask(self.control_port, "PUT", f"/fault/{fault}")
        return int(json.loads(body)["at_ns"])

    def access_log(self) -> list[dict[str, object]]:
        _, _, body = ask(self.control_port, "GET", "/log")
        return [json.loads(line) for line in body.splitlines()]

    def _all(self, *wanted: str) -> Callable[[dict[str, str]], bool]:
        processes = sum(each.service.workers for each in self.guarded)
        return lambda states: len(states) >= processes and all(state in wanted for state in states.values())

    def _watch(self, traffic: dict[str, Traffic], seconds: float, enough: Callable[[dict[str, str]], bool]) -> None:
        """Say every change of state, until it is enough or the time is over."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            states = {f"{name}/{pid}": state for name, each in traffic.items() for pid, state in each.states().items()}
            for name, state in states.items():
                if self.known.get(name, "closed") != state:
                    self.progress.happened(f"{name}: {state}")
            self.known = states
            if enough(states):
                return
            counts = sorted(Counter(states.values()).items())
            self.progress.show("processes: " + ", ".join(f"{count} {state}" for state, count in counts))
            time.sleep(LOOK_EVERY_S)

    def _conclude(
        self, act: str, log: list[dict[str, object]], traffic: dict[str, Traffic], broke_ns: int, mended_ns: int
    ) -> tuple[list[Row], list[str]]:
        rows, processes, objections = [], [], []
        for each in self.guarded:
            seen = traffic[each.service.name]
            objections += [
                f"{each.service.name}: {n} requests of the driver ended in {what}" for what, n in seen.broken.items()
            ]
            after = claims_of(each.started.port, each.service.workers)
            if after.keys() != each.before.keys():
                objections.append(
                    f"{each.service.name}: its processes changed from {sorted(each.before)} to {sorted(after)}"
                )
            for worker, claims in sorted(after.items()):
                answers = seen.answers.get(worker, Answers())
                process = process_of(each, worker, claims, answers, log)
                processes.append(process)
                rows.append(row_of(each.service.name, worker, process, answers, broke_ns, mended_ns))
            each.before = after
        callers = Counter(str(line["caller"]) for line in log)
        return rows, objections + judge(processes, callers, self.limits, refused=act == "refusal")


def warm_up(started: Started) -> Beat:
    """What the first calls of a process take longer than later ones is no trouble of the upstream's, so no breaker sees them."""
    return Beat(
        started.name, started.port, "POST", "/pay/baseline", "warm-up", WARM_UP_CLIENTS, WARM_UP_CALLS, period_s=0
    )


def limits_of(path: Path) -> Limits:
    half_open = json.loads(path.read_text(encoding="utf-8"))["policies"]["payments"]["circuit_breaker"]["half_open"]
    return Limits(half_open["permits"], half_open["successes"])


def process_of(each: Guarded, worker: int, claims: Claims, answers: Answers, log: list[dict[str, object]]) -> Process:
    """What the log and the claims say of one process about this act."""
    name = f"{each.service.name}/{worker}"
    before = each.before.get(worker, Claims(0, 0, 0, 0, []))
    fresh = claims.events[len(before.events) :]
    return Process(
        name=name,
        under_way=each.service.clients if each.service.overlapping else 1,
        transitions=[
            Transition(event["wall_ns"], event["from"], event["to"]) for event in fresh if event["kind"] == "transition"
        ],
        arrivals=[int(str(line["at_ns"])) for line in log if line["caller"] == name],
        passed=claims.passed - before.passed,
        rejected=claims.rejected - before.rejected,
        unreached=claims.unreached - before.unreached,
        rejections_seen=answers.rejections,
        events_dropped=claims.dropped,
    )


def row_of(service: str, worker: int, process: Process, answers: Answers, broke_ns: int, mended_ns: int) -> Row:
    opened = next((t.at_ns for t in process.transitions if t.target == "open"), None)
    closed = next((t.at_ns for t in process.transitions if t.target == "closed" and t.at_ns > mended_ns), None)
    return Row(
        service=service,
        worker=worker,
        state=answers.state,
        passed=process.passed,
        logged=len(process.arrivals),
        refused=process.unreached,
        rejected=process.rejected,
        to_trip_s=None if opened is None else (opened - broke_ns) / 1e9,
        to_recover_s=None if closed is None else (closed - mended_ns) / 1e9,
        p50_open_s=statistics.median(answers.rejected_after_s) if answers.rejected_after_s else None,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="story", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help=f"the short form: the acts {', '.join(SHORT_ACTS)}")
    parser.add_argument("--services", default=STORY, help=f"of {', '.join(SERVICES)} (default: {STORY})")
    parser.add_argument("--acts", help=f"of {', '.join(ACTS | SCENES)} (default: all)")
    parser.add_argument(
        "--config",
        type=Path,
        default=CONFIG,
        metavar="FILE",
        help="what the services read; the judges always go by examples/backstay.json",
    )
    parser.add_argument(
        "--work", type=Path, default=EXAMPLES.parent / "build" / "story", help="where logs go (default: build/story)"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=PATIENCE_S,
        metavar="SECONDS",
        help=f"how long to wait for all processes to open, and to close again (default: {PATIENCE_S:g})",
    )
    given = parser.parse_args()
    given.work = given.work.resolve()
    given.services = given.services.split(",")
    given.acts = given.acts.split(",") if given.acts else list(SHORT_ACTS if given.check else ACTS | SCENES)
    for name, known in [(n, SERVICES) for n in given.services] + [(n, ACTS | SCENES) for n in given.acts]:
        if name not in known:
            parser.error(f"unknown: {name}; known are {', '.join(known)}")
    return given


def main() -> int:
    given = arguments()
    given.work.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    progress = Progress()
    say = progress.say
    services = build([SERVICES[name] for name in given.services], given.work, progress)
    if not services:
        say("No service is left to tell the story with.")
        return 1
    with ExitStack() as stack:
        story = Story(services, given.config, given.work, given.patience, stack, progress)
        count = sum(each.service.workers for each in story.guarded)
        say(f"{len(story.guarded)} services, {count} processes, one examples/backstay.json; open for {OPEN_FOR_S} s")
        every_objection = []
        for act in given.acts:
            shown, objections = story.play(act)
            say("\n" + shown)
            every_objection += [f"{act}: {objection}" for objection in objections]
    requests = len((given.work / "access.jsonl").read_text(encoding="utf-8").splitlines())
    if every_objection:
        say(f"\nThe judge objects, having read {requests} lines of the upstream's access log ({given.work}):")
        say("\n".join(f"  - {objection}" for objection in every_objection))
        return 1
    probes = story.limits.half_open_requests
    say(
        f"\nThe judge read {requests} lines of the upstream's access log and has no objection: no request while open, no more"
    )
    say(
        f"than {probes} per half-open period and process, no retry beyond the budget, no crowd beyond the bulkhead, no attempt"
    )
    say("beyond the deadline, no price beyond the rate, and the tables' counts are the log's.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"story: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
