"""Memory of one breaker: ours and named Python peers, each measured alone in a fresh process, in one run.

A process imports its candidate, makes many breakers that each served one call, and compares its resident memory before and
after. So everything counts: native memory, Python objects, allocator overhead, names. The table says bytes a breaker.

    python tests/bench/python/bench_memory.py [--json FILE] [--count N]
"""

import argparse
import contextlib
import gc
import importlib.metadata
import json
import os
import pathlib
import platform
import subprocess
import sys
from collections.abc import Callable
from typing import Any


def succeed() -> None:
    """The guarded call."""


def backstay_keyed(rule: dict[str, Any], *, hold: bool) -> Callable[[int], Any]:
    import backstay

    config = {"policies": {"upstream": {"circuit_breaker": rule, "keyed": {"maximum": 1_000_000}}}}
    policy = backstay.Runtime(config).policy("upstream")

    def make(number: int) -> Any:
        instance = policy.keyed(f"host-{number}")
        instance.call(succeed)
        return instance if hold else None

    return make


CONSECUTIVE = {"consecutive_failures": 5}
WINDOW = {"failure_rate": {"threshold": 0.5, "window": "10s", "buckets": 10, "minimum_calls": 20}}


def backstay_consecutive() -> Callable[[int], Any]:
    return backstay_keyed(CONSECUTIVE, hold=False)


def backstay_consecutive_object() -> Callable[[int], Any]:
    return backstay_keyed(CONSECUTIVE, hold=True)


def backstay_window() -> Callable[[int], Any]:
    return backstay_keyed(WINDOW, hold=False)


def backstay_window_object() -> Callable[[int], Any]:
    return backstay_keyed(WINDOW, hold=True)


def pybreaker_consecutive() -> Callable[[int], Any]:
    import pybreaker

    def make(number: int) -> Any:
        breaker = pybreaker.CircuitBreaker(fail_max=5, reset_timeout=30, name=f"host-{number}")
        breaker.call(succeed)
        return breaker

    return make


def circuitbreaker_consecutive() -> Callable[[int], Any]:
    import circuitbreaker  # type: ignore[import-untyped]

    def make(number: int) -> Any:
        breaker = circuitbreaker.CircuitBreaker(failure_threshold=5, recovery_timeout=30, name=f"host-{number}")
        breaker.call(succeed)
        return breaker

    return make


def aiobreaker_consecutive() -> Callable[[int], Any]:
    import aiobreaker  # type: ignore[import-untyped]

    def make(number: int) -> Any:
        breaker = aiobreaker.CircuitBreaker(fail_max=5, name=f"host-{number}")
        breaker.call(succeed)
        return breaker

    return make


def purgatory_consecutive() -> Callable[[int], Any]:
    import purgatory

    factory = purgatory.SyncCircuitBreakerFactory(default_threshold=5, default_ttl=30)

    def make(number: int) -> Any:
        breaker = factory.get_breaker(f"host-{number}")
        with breaker:
            succeed()
        return breaker

    return make


def hyx_consecutive() -> Callable[[int], Any]:
    import hyx.circuitbreaker

    return lambda number: hyx.circuitbreaker.consecutive_breaker(failure_threshold=5, recovery_time_secs=30)


def fluxgate_window() -> Callable[[int], Any]:
    import fluxgate
    from fluxgate import permits, retries, trackers, trippers, windows

    def make(number: int) -> Any:
        breaker = fluxgate.CircuitBreaker(
            window=windows.TimeWindow(10),
            tracker=trackers.All(),
            tripper=trippers.MinRequests(20) & trippers.FailureRate(0.5),
            retry=retries.Cooldown(30.0),
            permit=permits.Random(0.5),
        )
        breaker.call(succeed)
        return breaker

    return make


#: What is measured: title, distribution, how breakers are made.
CANDIDATES: dict[str, tuple[str, str, Callable[[], Callable[[int], Any]]]] = {
    "ours-consecutive": ("backstay, consecutive rule", "backstay", backstay_consecutive),
    "ours-consecutive-object": ("the same, with its Python object held", "backstay", backstay_consecutive_object),
    "ours-window": ("backstay, time window of 10 buckets", "backstay", backstay_window),
    "ours-window-object": ("the same, with its Python object held", "backstay", backstay_window_object),
    "pybreaker": ("pybreaker, consecutive", "pybreaker", pybreaker_consecutive),
    "circuitbreaker": ("circuitbreaker, consecutive", "circuitbreaker", circuitbreaker_consecutive),
    "aiobreaker": ("aiobreaker, consecutive", "aiobreaker", aiobreaker_consecutive),
    "purgatory": ("purgatory, consecutive", "purgatory", purgatory_consecutive),
    "hyx": ("hyx, consecutive (made, not called: it is async)", "hyx", hyx_consecutive),
    "fluxgate": ("fluxgate, time window of 10 s", "fluxgate", fluxgate_window),
}


def resident_bytes() -> int:
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def bytes_per_breaker(name: str, count: int) -> float:
    """Measure in this process; a first thousand warms up imports, caches and allocators."""
    make = CANDIDATES[name][2]()
    warm = [make(-number) for number in range(1, 1001)]
    held: list[Any] = [None] * count
    gc.collect()
    before = resident_bytes()
    for number in range(count):
        held[number] = make(number)
    gc.collect()
    after = resident_bytes()
    del warm
    return (after - before) / count


def measure(name: str, count: int) -> dict[str, Any]:
    title, distribution, _ = CANDIDATES[name]
    command = [sys.executable, __file__, "--measure", name, "--count", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        title = title.replace(distribution, f"{distribution} {importlib.metadata.version(distribution)}", 1)
    return {"breaker": title, "bytes": float(done.stdout)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--count", type=int, default=20_000, help="breakers a candidate (default: 20000)")
    parser.add_argument("--measure", choices=CANDIDATES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(bytes_per_breaker(options.measure, options.count))
        return
    rows = [measure(name, options.count) for name in CANDIDATES]
    ours = rows[0]["bytes"]
    print("| one breaker | bytes | times ours |")
    print("|---|---:|---:|")
    for row in rows:
        row["ratio"] = row["bytes"] / ours
        print(f"| {row['breaker']} | {row['bytes']:.0f} | {row['ratio']:.1f} |")
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        options.json.write_text(json.dumps({"bench": "memory", **machine, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
