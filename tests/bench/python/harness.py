"""How the Python benches time calls, ours and those of peers, and print what they found.

Every figure is what the guarded form takes more than the bare one, in nanoseconds a call: the least of many short rounds, in which all
candidates take turns, so that a busy machine disturbs all alike. Logging is as it comes.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import gc
import importlib.metadata
import json
import os
import pathlib
import platform
import time
import timeit
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

#: Runs a form that many times and returns the nanoseconds of one.
Form = Callable[[int], float]
Function = Callable[..., Any]
Make = Callable[[], Any]
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


def called(function: Function) -> Form:
    return timed("f()", f=function)


def called_with_arguments(function: Function) -> Form:
    return timed("f(1, 2, 3, d=4, e=5)", f=function)


def called_as_method(decorate: Callable[[Function], Function] | None) -> Form:
    def method(self: Any) -> None:
        """The guarded method."""

    shop = type("Shop", (), {"method": method if decorate is None else decorate(method)})()
    return timed("o.method()", o=shop)


def raised(function: Function, kind: type[BaseException] = LookupError) -> Form:
    return timed("try:\n f()\nexcept E:\n pass\nelse:\n raise AssertionError('not refused')", f=function, E=kind)


def in_threads(function: Function) -> Form:
    """Four threads at once; the nanoseconds of one call of all of them together."""

    def run(calls: int) -> float:
        calls *= 20  # so that starting the threads is nothing beside their work
        start = time.perf_counter_ns()
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            works = [pool.submit(timeit.timeit, "f()", number=calls, globals={"f": function}) for _ in range(THREADS)]
        elapsed = time.perf_counter_ns() - start
        for work in works:
            work.result()
        return elapsed / (calls * THREADS)

    return run


def awaited(make: Make) -> Form:
    """`make` gives the coroutine function within the running loop, which some peers need."""

    async def loop(calls: int) -> float:
        function = make()
        start = time.perf_counter_ns()
        for _ in range(calls):
            await function()
        return (time.perf_counter_ns() - start) / calls

    return lambda calls: asyncio.run(loop(calls))


def entered(make: Make) -> Form:
    """`make` gives the function that gives a context manager."""
    return timed("with m():\n pass", m=make())


def entered_async(make: Make | None) -> Form:
    async def bare(calls: int) -> float:
        start = time.perf_counter_ns()
        for _ in range(calls):
            pass
        return (time.perf_counter_ns() - start) / calls

    async def loop(calls: int) -> float:
        assert make is not None
        block = make()
        start = time.perf_counter_ns()
        for _ in range(calls):
            async with block():
                pass
        return (time.perf_counter_ns() - start) / calls

    return lambda calls: asyncio.run((bare if make is None else loop)(calls))


@dataclass(frozen=True)
class Case:
    """One table: the bare form, and by title how each candidate makes the guarded one; the first is ours."""

    title: str
    aim: str
    bare: Callable[[], Form]
    candidates: dict[str, Callable[[], Form]]
    #: How many rounds, where that is not the option's number.
    rounds: int = 0


@dataclass
class Results:
    rows: list[dict[str, Any]] = field(default_factory=list)
    #: In words, what could not be run.
    missing: list[str] = field(default_factory=list)


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


def measure(case: Case, rounds: int, calls: int) -> Results:
    results = Results()
    forms = {"bare": case.bare()}
    for title, make in case.candidates.items():
        try:
            forms[title] = make()
            forms[title](2)
        except Exception as error:
            forms.pop(title, None)
            results.missing.append(f"{title}, {case.title}: {type(error).__name__}: {error}")
    best = least(forms, case.rounds or rounds, calls)
    bare = best.pop("bare")
    ours = max(best.get(next(iter(case.candidates)), bare) - bare, 1.0)
    for name, value in best.items():
        added = value - bare
        row = {"case": case.title, "aim_ns": case.aim, "candidate": name, "bare_ns": bare, "added_ns": added}
        results.rows.append({**row, "ratio": added / ours})
    return results


def versions(names: Iterable[str]) -> dict[str, str]:
    """Versions of everything measured, as installed."""
    known = {}
    for name in names:
        try:
            known[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            known[name] = "not installed"
    return known


def machine(names: Iterable[str]) -> dict[str, Any]:
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "")
    return {
        "processor": model,
        "cpus": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": list(os.getloadavg()),
        "versions": versions(["backstay", *names]),
    }


def print_rows(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    aim = f"; aim: {rows[0]['aim_ns']}" if rows[0]["aim_ns"] else ""
    print(f"\n| {rows[0]['case']} (bare: {rows[0]['bare_ns']:.0f} ns{aim}) | adds (ns) | times ours |")
    print("|---|---:|---:|")
    for row in rows:
        print(f"| {row['candidate']} | {row['added_ns']:.0f} | {row['ratio']:.1f} |", flush=True)


def run(
    name: str, description: str | None, cases: Iterable[Case], peers: Iterable[str], missing: Iterable[str]
) -> None:
    """The main program of a bench: measures the cases, prints tables, and writes JSON where asked."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--rounds", type=int, default=60, help="rounds, of which the least counts (default: 60)")
    parser.add_argument("--calls", type=int, default=2000, help="calls a round (default: 2000)")
    parser.add_argument("--only", default="", help="only cases with this in their title")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # some peers use what newer Pythons deprecate
    described = machine(peers)
    print(json.dumps(described, indent=2))
    all_rows: list[dict[str, Any]] = []
    all_missing = list(missing)
    for case in cases:
        if options.only not in case.title:
            continue
        results = measure(case, options.rounds, options.calls)
        print_rows(results.rows)
        all_rows += results.rows
        all_missing += results.missing
    for text in all_missing:
        print(f"not measured: {text}")
    if options.json:
        document = {"bench": name, **described, "rows": all_rows, "not_measured": all_missing}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
