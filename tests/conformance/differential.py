"""Random sequences through every language and the model, compared step by step.

    python differential.py [--seeds 300] [--first 1] [--languages cpp,python,python-async]

Languages must agree with each other in everything but the wording of an error; with the model in everything it says. A difference is
shrunk and written as a vector to build/conformance. Before that, faults are planted into the model one at a time, and each must be
noticed: a run that can't see a fault proves nothing.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import languages
import model
import model_bulkhead
import model_composition
import model_layer
import model_queue
import model_rate_limit
import model_retry
import model_run
from compare import differences
from sequences import sequence
from sequences_layers import layered
from sequences_queue import queued

Vector = dict[str, Any]
Steps = list[dict[str, Any]]


def comparable(value: Any) -> Any:
    """An answer without the wording of errors."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items() if not (name == "message" and "error" in value)}
    return [comparable(item) for item in value] if isinstance(value, list) else value


def first_difference(vector: Vector, observed: dict[str, Steps | None], expected: Steps) -> str:
    """Where a language leaves the model or the other languages; empty when none does."""
    missing = [name for name, steps in observed.items() if steps is None]
    if missing:
        return f"{', '.join(missing)} did not survive it"
    reference = next(iter(observed))
    for number, step in enumerate(vector["steps"]):
        for name, steps in observed.items():
            answer = comparable((steps or [])[number])
            other = comparable((observed[reference] or [])[number])
            lines = [f"model and {name}: {line}" for line in differences(comparable(expected[number]), answer)]
            lines += [
                f"{reference} and {name}: {line}" for line in differences(other, answer) + differences(answer, other)
            ]
            if lines:
                return f"step {number + 1} {step['call']} at {step['at_ns']} ns: " + "; ".join(lines[:4])
    return ""


def observe(vectors: list[Vector], names: list[str]) -> dict[str, languages.Observed]:
    """What each language observes; as many at once as the machine has processors, since each is a process of its own."""
    commands = [languages.commands()[name] for name in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(names, pool.map(lambda command: languages.run(command, vectors), commands), strict=True))


def judge(vectors: list[Vector], names: list[str]) -> dict[str, str]:
    """Differences by vector."""
    observed = observe(vectors, names)
    expected = model_run.run_all(vectors)
    found = {
        v["id"]: first_difference(v, {n: observed[n].get(v["id"]) for n in names}, expected[v["id"]]) for v in vectors
    }
    return {name: line for name, line in found.items() if line}


def shrink(vector: Vector, differs: Callable[[Vector], bool]) -> Vector:
    """A vector that still differs and from which no stretch of steps can be left out."""
    size = len(vector["steps"]) // 2
    while size:
        start = 0
        while start < len(vector["steps"]):
            smaller = copy.deepcopy(vector)
            del smaller["steps"][start : start + size]
            if smaller["steps"] and names_resolve(smaller) and can_be_made(smaller) and differs(smaller):
                vector = smaller
            else:
                start += size
        size //= 2
    return vector


def names_resolve(vector: Vector) -> bool:
    """Whether every policy and queue is named before it is used."""
    known = set(vector["given"]["config"]["policies"])
    for step in vector["steps"]:
        args = step.get("args", {})
        if args.get("policy", args.get("queue", "payments")) not in known:
            return False
        known.add(step.get("as", "payments"))
    return True


def can_be_made(vector: Vector) -> bool:
    """Whether no call of it would have to park."""
    return not any("interpreter" in answer for answer in model_run.run(vector))


def sequences_of(seeds: range) -> list[Vector]:
    """Three sequences a seed: of a breaker, of several patterns, and of completion queues."""
    return [make(seed) for make in (sequence, layered, queued) for seed in seeds]


def report(vector: Vector, names: list[str]) -> None:
    small = shrink(vector, lambda candidate: bool(judge([candidate], names)))
    line = judge([small], names)[small["id"]]
    expected = model_run.run_all([small])[small["id"]]
    for step, answer in zip(small["steps"], expected, strict=True):
        step["expect"] = answer
    languages.OBSERVED.mkdir(parents=True, exist_ok=True)
    path = languages.OBSERVED / f"difference-{small['id']}.json"
    path.write_text(json.dumps({"theme": line, "vectors": [small]}, indent=1) + "\n")
    print(f"DIFFERENCE {small['id']} ({len(small['steps'])} steps, {path}): {line}")


# Faults planted into the model, to show that the sequences reach what they should.


@contextmanager
def planted(owner: Any, name: str, value: Any) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def above(self: model.Rate, now: int) -> bool:
    hits, calls = self.window.counts(now)
    return bool(calls >= self.minimum and hits / calls > self.threshold)


def late_counts(self: model.Breaker, now: int, permit: int, *rest: Any) -> None:
    REPORT(self, now, self.generation if self.state == "closed" else permit, *rest)


def forgetful(self: model.Breaker, now: int) -> None:
    TAKE(self, now)
    self.probes.lease_until += 1


def never_too_long(_self: model.Breaker, _now: int) -> bool:
    return False


def keeps_the_grant(self: model_bulkhead.Bulkhead, ticket: model_bulkhead.Waiter) -> None:
    if not ticket.granted:
        self.queue.remove(ticket)


def last_come_first_served(self: model_bulkhead.Bulkhead) -> None:
    while self.queue and self.in_flight < self.places:
        self.queue.pop().granted = True
        self.in_flight += 1


def always_grants(self: model_bulkhead.Bulkhead) -> None:
    if self.queue:
        self.queue.pop(0).granted = True
        self.in_flight += 1


def keeps_the_turn(self: model_rate_limit.RateLimit, _now: int, ticket: model_rate_limit.Turn) -> None:
    self.turns.remove(ticket)
    self.cancelled += 1


def without_cost(self: model_rate_limit.RateLimit, now: int, _cost: int) -> int:
    return MISSING(self, now, 1)


def never_grows(self: model_retry.Backoff, _ended: int, last: int) -> int:
    return DELAY(self, 1, last)


def early_expiry(self: model_layer.TimeLimit, _now: int, _token: int, report: model_layer.Report) -> None:
    self.expired += report.timely and report.outcome == "timeout"


def forgets_the_attempt(self: model_composition.Composition, call: Any, now: int, told: Any) -> Any:
    call.last_outcome = "neutral"
    return REFUSE(self, call, now, told)


def undoes(self: model_queue.CompletionQueue, token: int, status: str) -> bool:
    ready = [record for record in self.ready if record[0] == token and status == "cancelled"]
    for record in ready:
        self.ready[self.ready.index(record)] = (token, status, "")
    return bool(ready) or END(self, token, status)


def only_what_runs(self: model_queue.CompletionQueue) -> int:
    return len(self.in_flight) + len(self.ready)


END = model_queue.CompletionQueue.end
MISSING, DELAY = model_rate_limit.RateLimit._missing, model_retry.Backoff.delay
REFUSE = model_composition.Composition._refuse
REPORT, TAKE = model.Breaker.report, model.Breaker._take
FAULTS: list[tuple[str, Any, str, Any]] = [
    ("rates compared with >", model.Rate, "due", above),
    ("late results count", model.Breaker, "report", late_counts),
    ("a lease lasts a unit longer", model.Breaker, "_take", forgetful),
    ("half-open has no maximum time", model.Breaker, "_too_long", never_too_long),
    ("windows survive a transition", model.CountWindow, "clear", lambda self: None),
    ("time windows survive a transition", model.TimeWindow, "clear", lambda self: None),
    ("a waiter that leaves keeps its grant", model_bulkhead.Bulkhead, "_remove", keeps_the_grant),
    ("places go to the newest waiter", model_bulkhead.Bulkhead, "_grant", last_come_first_served),
    ("places are granted beyond a lowered limit", model_bulkhead.Bulkhead, "_grant", always_grants),
    ("a turn given up is lost", model_rate_limit.RateLimit, "leave", keeps_the_turn),
    ("every call weighs one", model_rate_limit.RateLimit, "_missing", without_cost),
    ("pauses don't grow", model_retry.Backoff, "delay", never_grows),
    ("the budget never refuses", model_retry.Budget, "withdraw", lambda self, now: True),
    ("any timeout has expired", model_layer.TimeLimit, "exit", early_expiry),
    ("the later deadline counts", model_composition, "earlier", lambda one, other: other if one is None else one),
    ("a late refusal forgets the attempt before", model_composition.Composition, "_refuse", forgets_the_attempt),
    ("what has completed is cancelled", model_queue.CompletionQueue, "end", undoes),
    ("a result that nobody took holds no place", model_queue.CompletionQueue, "used", only_what_runs),
    (
        "a closed queue is readable only while it holds records",
        model_queue.CompletionQueue,
        "readable",
        lambda q: bool(q.ready),
    ),
]


def unnoticed(vectors: list[Vector]) -> list[str]:
    """Faults that no sequence brings to light."""
    sound = model_run.run_all(vectors)
    missed = []
    for note, owner, name, fault in FAULTS:
        with planted(owner, name, fault):
            faulty = model_run.run_all(vectors)
        if not any(differences(sound[key], faulty[key]) for key in sound):
            missed.append(note)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare languages and model over random sequences.")
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--languages", default=",".join(languages.commands()))
    options = parser.parse_args()
    names = options.languages.split(",")
    vectors = sequences_of(range(options.first, options.first + options.seeds))
    missed = unnoticed(vectors)
    found = judge(vectors, names)
    for vector in [vector for vector in vectors if vector["id"] in found][:3]:
        report(vector, names)
    steps = sum(len(vector["steps"]) for vector in vectors)
    print(
        f"differential: {len(vectors)} sequences, {steps} steps, {', '.join(names)} and the model: {len(found)} differences"
    )
    print(
        f"{len(FAULTS) - len(missed)} of {len(FAULTS)} planted faults noticed"
        + "".join(f"; NOT {note}" for note in missed)
    )
    return 1 if found or missed else 0


if __name__ == "__main__":
    sys.exit(main())
