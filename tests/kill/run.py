"""The kill loop: workers of every language over one store, killed at every point; README.md says what is judged.

    python tests/kill/run.py [--long] [--kills N] [--random N] [--store URL | --server NAME] [--disturb] [--languages python,go,…]
    tests/servers/with postgresql pgbouncer -- python tests/kill/run.py --server postgresql --disturb

--kills is how many kills each language gets in each phase; --random how many kills come from outside, at any time; --long is
200 kills in each phase and 200 from outside. Needs the languages' workers, as packaging/language/<language> builds them. Ends with 0
when the judge has no objection.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "conformance")]

from disturbance import Disturbance  # noqa: E402
from judge import Judgement, judge  # noqa: E402
from languages import BUILD, JAVA, has_tools  # noqa: E402
from rounds import own_store, with_round  # noqa: E402

PHASES = ("claimed", "acted", "completing", "completed")
OUTSIDE = "outside"
LEASE_MS = 250
# So many keys that every worker finds some to hold before it dies, and few enough that all meet at the same ones.
KEYS = 40
# A worker dies at one of the first keys that it gets: later ones may all be settled.
AFTER = 3
AT_ONCE = 4
SECONDS = 120  # a server that crashes again and again holds everybody up
LONG = 200
# Whose packages know servers in a developer's build.
WITH_SERVERS = ["python"]
SERVERS = {"postgresql": "BACKSTAY_TEST_POSTGRESQL", "pgbouncer": "BACKSTAY_TEST_PGBOUNCER"}


def commands() -> dict[str, list[str]]:
    """The command line of every worker that this machine can build."""
    jars = BUILD / "java" / "backstay-kill"
    every = {
        "python": [sys.executable, str(HERE / "python" / "worker.py")],
        "go": [str(BUILD / "go" / "kill")],
        "java": [*JAVA, "-cp", f"{jars}/backstay-kill.jar:{jars}/lib/*", "dev.backstay.kill.Main"],
        "rust": [str(BUILD / "rust" / "kill")],
    }
    return {name: command for name, command in every.items() if has_tools(name)}


@dataclass
class Plan:
    """A worker to be started, and where it is to die."""

    language: str
    phase: str
    after: int


@dataclass
class Tally:
    kills: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: int = 0
    acts: int = 0
    takeovers: int = 0
    rounds: int = 0
    cuts: int = 0
    crashes: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, judgement: Judgement) -> None:
        self.rounds += 1
        self.keys += judgement.keys
        self.acts += judgement.acts
        self.takeovers += judgement.takeovers
        self.faults += [f"round {self.rounds}: {fault}" for fault in judgement.faults]


class Round:
    """One set of keys: some workers that die, then one that settles what they left."""

    def __init__(self, folder: Path, store: str, seed: int) -> None:
        self.ledger = folder / "ledger"
        self.ledger.touch()
        self.store = own_store(store, folder, os.environ.get(SERVERS["postgresql"]))
        self.chance = random.Random(seed)

    def start(self, plan: Plan) -> subprocess.Popen[str]:
        phase = "none" if plan.phase == OUTSIDE else plan.phase
        options = {
            "--store": self.store,
            "--ledger": self.ledger,
            "--keys": KEYS,
            "--lease-ms": LEASE_MS,
            "--seed": self.chance.randrange(1 << 30),
            "--phase": phase,
            "--after": plan.after,
        }
        arguments = [str(part) for option in options.items() for part in option]
        return subprocess.Popen([*commands()[plan.language], *arguments], stderr=subprocess.PIPE, text=True)

    def run(self, plans: list[Plan], tally: Tally) -> None:
        workers = [(plan, self.start(plan)) for plan in plans]
        try:
            for plan, worker in workers:
                if plan.phase == OUTSIDE:
                    time.sleep(self.chance.uniform(0.0, 0.3))
                    worker.kill()
            for plan, worker in workers:
                self.note(plan, worker, tally)
        finally:
            for _, worker in workers:
                worker.kill()
                worker.wait()
        last = self.start(Plan(self.chance.choice(plans).language, "none", 1))
        self.note(Plan("last", "none", 1), last, tally)

    @staticmethod
    def note(plan: Plan, worker: subprocess.Popen[str], tally: Tally) -> None:
        _, words = worker.communicate(timeout=SECONDS)
        if worker.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL):
            tally.kills[plan.language, plan.phase] += 1
        elif worker.returncode != 0:
            tally.faults.append(f"{plan.language} in {plan.phase} ended with {worker.returncode}: {words.strip()}")


def wanted(tally: Tally, given: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """What is still to be killed."""
    for language in given.languages:
        for phase in PHASES:
            if tally.kills[language, phase] < given.kills:
                yield language, phase
        if tally.kills[language, OUTSIDE] * len(given.languages) < given.random:
            yield language, OUTSIDE


def loop(given: argparse.Namespace) -> Tally:
    """Kill until there are enough, or the judge objects; with --disturb the server has its troubles meanwhile."""
    chance = random.Random(given.seed)
    if not given.disturb:
        return kill(given, chance)
    control = os.environ[SERVERS["postgresql"] + "_CONTROL"]
    with Disturbance(os.environ[SERVERS["postgresql"]], control, random.Random(given.seed)) as disturbance:
        tally = kill(given, chance, disturbance)
    tally.cuts, tally.crashes = disturbance.cuts, disturbance.crashes
    return tally


def kill(given: argparse.Namespace, chance: random.Random, disturbance: Disturbance | None = None) -> Tally:
    tally = Tally()
    # A worker may find all keys settled before it comes to its point; some more rounds than needed are enough.
    for _ in range(20 + 4 * len(given.languages) * (len(PHASES) * given.kills + given.random)):
        left = list(wanted(tally, given))
        if not left or tally.faults:
            return tally
        chosen = chance.sample(left, min(AT_ONCE, len(left)))
        plans = [Plan(language, phase, chance.randint(1, AFTER)) for language, phase in chosen]
        with tempfile.TemporaryDirectory() as folder:
            with disturbance.held_back() if disturbance else nullcontext():
                around = Round(Path(folder), given.store, chance.randrange(1 << 30))
            around.run(plans, tally)
            with disturbance.held_back() if disturbance else nullcontext():
                tally.add(judge(around.store, around.ledger, KEYS))
        print(f"\r{sum(tally.kills.values())} kills, {tally.rounds} rounds", end="", file=sys.stderr, flush=True)
    tally.faults.append(f"not all kills happened: {list(wanted(tally, given))}")
    return tally


def describe(tally: Tally, seconds: float) -> dict[str, object]:
    by_phase: Counter[str] = Counter()
    for (_, phase), number in tally.kills.items():
        by_phase[phase] += number
    return {
        "rounds": tally.rounds,
        "keys": tally.keys,
        "acts": tally.acts,
        "takeovers": tally.takeovers,
        "connections cut": tally.cuts,
        "server crashes": tally.crashes,
        "kills": dict(sorted(by_phase.items())),
        "faults": tally.faults,
        "seconds": round(seconds),
    }


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="200 kills in each phase, and as many from outside")
    parser.add_argument("--kills", type=int, default=5, help="kills of each language in each phase")
    parser.add_argument("--random", type=int, default=10, help="kills from outside, at any time")
    parser.add_argument("--store", default="sqlite:FOLDER/store.db", help="URL; FOLDER is a folder of each round's own")
    parser.add_argument("--server", choices=SERVERS, help="a store there, by tests/servers/with; instead of --store")
    parser.add_argument(
        "--disturb", action="store_true", help="cut PostgreSQL's connections meanwhile, and let it crash"
    )
    parser.add_argument("--languages", type=lambda names: names.split(","), help="default: all that can")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--report", type=Path, help="writes the numbers as JSON")
    given = parser.parse_args(arguments)
    if given.server:
        given.store = with_round(os.environ[SERVERS[given.server]])
    given.languages = given.languages or (WITH_SERVERS if given.server else list(commands()))
    if given.long:
        given.kills, given.random = -(-LONG // len(given.languages)), LONG
    return given


def main() -> int:
    given = options()
    started = time.monotonic()
    tally = loop(given)
    numbers = describe(tally, time.monotonic() - started)
    print(f"\nseed {given.seed}: {json.dumps(numbers, indent=1)}")
    if given.report:
        given.report.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
