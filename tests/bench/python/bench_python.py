"""What a guard adds to one call in Python: ours and named peers, in one run.

Every figure is what the guarded form takes more than the bare one, in nanoseconds a call: the least of many short rounds, in which all
candidates take turns, so that a busy machine disturbs all alike. Logging is as it comes.

    python tests/bench/python/bench_python.py [--json FILE] [--rounds N] [--calls N]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import pathlib
import platform
import threading
import time
import timeit
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peers

#: Runs a form that many times and returns the nanoseconds of one.
Form = Callable[[int], float]
THREADS = 4


def empty() -> None:
    """The guarded call."""


def arguments(a: int, b: int, c: int, *, d: int, e: int) -> int:
    return a


def raising() -> None:
    raise LookupError


async def empty_async() -> None:
    """The awaited call."""


def timed(statement: str, **names: Any) -> Form:
    timer = timeit.Timer(statement, globals=names)
    return lambda calls: timer.timeit(calls) / calls * 1e9


def called(function: Callable[..., Any]) -> Form:
    return timed("f()", f=function)


def called_with_arguments(function: Callable[..., Any]) -> Form:
    return timed("f(1, 2, 3, d=4, e=5)", f=function)


def called_as_method(decorate: peers.Decorate | None) -> Form:
    def method(self: Any) -> None:
        """The guarded method."""

    shop = type("Shop", (), {"method": method if decorate is None else decorate(method)})()
    return timed("o.method()", o=shop)


def raised(function: Callable[..., Any], kind: type[BaseException] = LookupError) -> Form:
    return timed("try:\n f()\nexcept E:\n pass", f=function, E=kind)


def in_threads(function: Callable[..., Any]) -> Form:
    """Four threads at once; the nanoseconds of one call of all of them together."""

    def work(calls: int) -> None:
        timeit.timeit("f()", globals={"f": function}, number=calls)

    def run(calls: int) -> float:
        calls *= 20  # so that starting the threads is nothing beside their work
        threads = [threading.Thread(target=work, args=(calls,)) for _ in range(THREADS)]
        start = time.perf_counter_ns()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (time.perf_counter_ns() - start) / (calls * THREADS)

    return run


def awaited(function: Callable[..., Any]) -> Form:
    async def loop(calls: int) -> float:
        start = time.perf_counter_ns()
        for _ in range(calls):
            await function()
        return (time.perf_counter_ns() - start) / calls

    return lambda calls: asyncio.run(loop(calls))


def entered_async(make: Callable[[], Any] | None) -> Form:
    async def bare(calls: int) -> float:
        start = time.perf_counter_ns()
        for _ in range(calls):
            pass
        return (time.perf_counter_ns() - start) / calls

    async def loop(calls: int) -> float:
        assert make is not None
        start = time.perf_counter_ns()
        for _ in range(calls):
            async with make():
                pass
        return (time.perf_counter_ns() - start) / calls

    return lambda calls: asyncio.run((bare if make is None else loop)(calls))


@dataclass(frozen=True)
class Case:
    """One row of the table: the bare form, and how a candidate makes the guarded one (None where it can't)."""

    title: str
    aim: str
    bare: Callable[[], Form]
    guarded: Callable[[peers.Candidate], Form | None]
    #: How many rounds, where that is not the option's number.
    rounds: int = 0


def decorated(measure: Callable[[Any], Form], function: Callable[..., Any]) -> Callable[[peers.Candidate], Form | None]:
    return lambda candidate: measure(candidate.decorate()(function)) if candidate.decorate else None


def refused(candidate: peers.Candidate) -> Form | None:
    return raised(candidate.opened()(empty), candidate.refusal) if candidate.opened else None


def method_of(candidate: peers.Candidate) -> Form | None:
    return called_as_method(candidate.decorate()) if candidate.decorate else None


CASES = (
    Case("decorator, empty function", "50 / 80 (time window)", lambda: called(empty), decorated(called, empty)),
    Case(
        "decorator, three positional and two keyword arguments",
        "",
        lambda: called_with_arguments(arguments),
        decorated(called_with_arguments, arguments),
    ),
    Case("decorator, method", "", lambda: called_as_method(None), method_of),
    Case("decorator, raising function", "", lambda: raised(raising), decorated(raised, raising)),
    Case("decorator, four threads", "", lambda: in_threads(empty), decorated(in_threads, empty), rounds=7),
    Case("decorator, open: rejected and caught", "250", lambda: called(empty), refused),
    Case(
        "await of a guarded coroutine",
        "120",
        lambda: awaited(empty_async),
        lambda candidate: awaited(candidate.decorate_async()(empty_async)) if candidate.decorate_async else None,
    ),
    Case(
        "with",
        "150",
        lambda: timed("pass"),
        lambda candidate: timed("with m():\n pass", m=candidate.block()) if candidate.block else None,
    ),
    Case(
        "async with",
        "250",
        lambda: entered_async(None),
        lambda candidate: entered_async(candidate.block_async()) if candidate.block_async else None,
    ),
)


def least(forms: dict[str, Form], rounds: int, calls: int) -> dict[str, float]:
    """The least time of each form; all take turns in every round."""
    best = dict.fromkeys(forms, float("inf"))
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, form in forms.items():
                best[name] = min(best[name], form(calls))
    finally:
        gc.enable()
    return best


def measure(
    case: Case, candidates: list[peers.Candidate], rounds: int, calls: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of one case, and in words what could not be run."""
    forms, failed = {"bare": case.bare()}, []
    for candidate in candidates:
        try:
            form = case.guarded(candidate)
            if form is not None:
                form(2)
                forms[candidate.title] = form
        except Exception as error:
            failed.append(f"{candidate.title}, {case.title}: {type(error).__name__}: {error}")
    best = least(forms, case.rounds or rounds, calls)
    bare = best.pop("bare")
    ours = max(best[peers.OURS] - bare, 1.0)
    rows = [
        {
            "case": case.title,
            "aim_ns": case.aim,
            "breaker": name,
            "bare_ns": bare,
            "added_ns": value - bare,
            "ratio": (value - bare) / ours,
        }
        for name, value in best.items()
    ]
    return rows, failed


def machine() -> dict[str, Any]:
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "")
    return {
        "processor": model,
        "cpus": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": list(os.getloadavg()),
        "versions": peers.versions(),
    }


def print_rows(rows: list[dict[str, Any]]) -> None:
    print(f"\n| {rows[0]['case']} (bare: {rows[0]['bare_ns']:.0f} ns) | adds (ns) | times ours |")
    print("|---|---:|---:|")
    for row in rows:
        print(f"| {row['breaker']} | {row['added_ns']:.0f} | {row['ratio']:.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--rounds", type=int, default=60, help="rounds, of which the least counts (default: 60)")
    parser.add_argument("--calls", type=int, default=2000, help="calls a round (default: 2000)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # some peers use what newer Pythons deprecate
    candidates, missing = peers.candidates()
    described = machine()
    print(json.dumps(described, indent=2))
    rows: list[dict[str, Any]] = []
    for case in CASES:
        measured, failed = measure(case, candidates, options.rounds, options.calls)
        print_rows(measured)
        rows += measured
        missing += failed
    for text in missing:
        print(f"not measured: {text}")
    if options.json:
        options.json.write_text(
            json.dumps({"bench": "python", **described, "rows": rows, "not_measured": missing}, indent=2) + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
