"""Run every bench and write docs/benchmarks.md from what it prints.

Each bench compares our figures with named peers or floors in its own run. Nothing here is a test: no figure can fail.

    python tests/bench/run.py --cpp build/full/tests/bench/backstay_bench [--output FILE] [--only TITLE...]

What each bench printed is kept in build/bench; with --only the others' tables are taken from there.

The interpreter must have the installed package and the peers (packaging/setup makes such an environment in build/venv), and the
packages of Go, Java and Rust must be built: packaging/language/<language> build, and for Java `mvn -Pbench -DskipTests package`.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import importlib.metadata
import os
import pathlib
import platform
import subprocess
import sys
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON_BENCHES = {
    "Python, one call guarded by a breaker": "bench_python.py",
    "Python, one call guarded by other patterns": "bench_patterns.py",
    "Python, one layer of middleware": "bench_middleware.py",
    "Python, a request with an idempotency key": "bench_idempotency.py",
    "Python, the completion queue": "bench_queue.py",
    "Python, memory of one breaker": "bench_memory.py",
    "Python, memory of rate limits": "bench_limiter_memory.py",
}
# Title -> folder, and the command that prints the tables there. Each language's package is built before (packaging/language).
JAVA_BENCH = ROOT / "build" / "java" / "backstay-bench"
LANGUAGE_BENCHES = {
    "Go": ("tests/bench/go", ["go", "run", "."]),
    "Java": (
        "tests/bench/java",
        [
            "java",
            "-cp",
            f"{JAVA_BENCH}/backstay-bench.jar:{JAVA_BENCH}/lib/*",
            "dev.backstay.bench.Main",
            str(ROOT / "build" / "bench"),
        ],
    ),
    "Rust": ("tests/bench/rust", ["cargo", "run", "--quiet", "--release"]),
}
PEERS = (
    "pybreaker",
    "circuitbreaker",
    "aiobreaker",
    "purgatory",
    "fluxgate",
    "hyx",
    "backoff",
    "tenacity",
    "stamina",
    "limits",
    "pyrate-limiter",
    "throttled-py",
    "aiolimiter",
    "asgi-idempotency-header",
)
INTRODUCTION = """\
# Benchmarks

Written by `tests/bench/run.py`; each section is one run on the machine below, ours and its peers or floors taking turns. Figures of
another machine differ, ratios less so. Aims are what we set ourselves before; a figure above its aim is shown as it came.

"""
READING = """\

## How to read them

- **Floors** are what nothing can beat: an empty call, an atomic add, a clock reading. A guarded call that needs the time can't cost less
  than its readings: two with a slow-call rule, which the caller makes; none with a consecutive rule; a coarse one, a quarter of the
  price, with a time window. A rate limit reads it once, a retry once as a call begins, several patterns once for all of them.
- **Two threads on one policy**: a rate limit and a bulkhead are exact, so all threads change one word, and two can't be much faster than
  one, whatever else the policy has.
- **adds** is what the guarded form takes more than the bare one. Logging is as it comes, but stamina's, which is off where it would
  print a line for each pause. A peer is its decorator where it has one, else what its users write around a call. No peer has a timeout
  for synchronous calls; ours keeps their deadline, and nothing interrupts them.
- **A request with an idempotency key**: over `memory:`, an application that answers at once. Ours tells users, routes and bodies apart
  and hashes them; the peer looks for the key alone.
- **The completion queue**: 256 coroutines await an echo that another thread completes, so what is seen is the way back into the event
  loop. The callback form is a thread without Python that takes the GIL for each completion; the executor runs a function that
  returns at once. Completed inline there is no other thread.
- **A key in a file**: threads claim keys of their own and complete them, for a second. By hand each thread has a connection and makes a
  transaction for the claim and one for the answer, both synced; ours share the syncs of all who wait. How fast a sync is, is the disk's.
- **Memory, C++**: heap bytes of one more, the allocator's own share included. A breaker takes 192 bytes, a stripe of 64 bytes for each
  CPU (a power of two, at most 32), and a policy 104; a time window adds buckets x 32 bytes for each CPU, rounded up to 64, and 150
  once; a count window 4 bytes a call. The first transition or failure cause adds 850 once: the last transition, how often it moved, and
  why calls failed. A named policy also holds its configuration, shared by all its keys.
- **Memory, Python**: resident bytes of one more breaker as Python holds it, our `Policy` object included.
- **Memory of rate limits**: beyond the kept keys the longest unused is forgotten, and begins with its full burst when it comes again. What
  keeps every key of its time span was measured no further than shown.
"""


def machine() -> str:
    processor = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        processor = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), processor)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PEERS)
    return (
        f"- {os.cpu_count()} CPUs: {processor}, virtual\n"
        f"- {platform.system()} {platform.release()}, Python {platform.python_version()}\n"
        f"- peers: {versions}\n"
    )


def tables(command: list[str], folder: pathlib.Path) -> str:
    """When it was, the Markdown tables, and lines about what was not measured, that a bench prints."""
    print("running", *command, flush=True)
    when = f"Measured on {datetime.date.today().isoformat()}, load average {os.getloadavg()[0]:.2f} at the start.\n\n"
    environment = {"CARGO_TARGET_DIR": str(ROOT / "build" / "rust"), **os.environ}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=1800
    )
    kept = [line for line in done.stdout.splitlines() if line.startswith(("|", "not measured")) or not line]
    return when + "\n".join(kept).strip("\n") + "\n"


def kept(title: str, measure: Callable[[], str], only: list[str]) -> str:
    """What the measurement says, or said the last time where others alone are asked for."""
    file = ROOT / "build" / "bench" / f"{title.replace('/', '_')}.md"
    if only and title not in only:
        return file.read_text(encoding="utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(measure(), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cpp", type=pathlib.Path, required=True, help="the built C++ bench")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--only", nargs="+", default=[], help="headings of docs/benchmarks.md, such as Go")
    options = parser.parse_args()
    text = INTRODUCTION + "## The machine\n\n" + kept("machine", machine, options.only)
    benches: dict[str, tuple[str, list[str]]] = {
        "C++": ("", [str(options.cpp.resolve())]),
        **{title: ("tests/bench/python", [sys.executable, script]) for title, script in PYTHON_BENCHES.items()},
        **LANGUAGE_BENCHES,
    }
    for title, (folder, command) in benches.items():
        text += f"\n## {title}\n\n" + kept(title, functools.partial(tables, command, ROOT / folder), options.only)
    options.output.write_text(text + READING, encoding="utf-8")
    print("wrote", options.output)


if __name__ == "__main__":
    main()
