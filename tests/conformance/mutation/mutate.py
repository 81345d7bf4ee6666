"""Do the vectors bite? Changes one place of the core at a time, rebuilds it, and runs the vectors.

    python mutation/mutate.py [--build build/dev] [--only beginning-of-an-id,…] [--junit file]

Needs a build of the libraries in --build; nothing else is rebuilt. Each mutation of mutations.json must be killed: by a vector,
or by the killer it names. One that carries an explanation must survive, else the explanation is wrong. A mutation whose text occurs
in its file not exactly once fails. Kept small: only the sources that see the change are compiled, and linked before the
library that holds the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import compare  # noqa: E402
import differential  # noqa: E402
import languages  # noqa: E402
import model_run  # noqa: E402

ROOT = HERE.parents[2]
WORK = ROOT / "build" / "mutation"
CORE = "core/"
# Each compiled together, so that no unchanged copy of an inline function is linked. What reads JSON stands apart: it compiles slowly.
UNITS: dict[str, tuple[str, ...]] = {
    "breaker": (
        "policy/circuit_breaker/circuit_breaker.cpp",
        "policy/circuit_breaker/report.cpp",
        "policy/circuit_breaker/history.cpp",
    ),
    "breaker_settings": ("policy/circuit_breaker/settings.cpp",),
    "retry": (
        "policy/retry/retry.cpp",
        "policy/retry/backoff.cpp",
        "policy/retry/budget.cpp",
        "policy/retry/report.cpp",
    ),
    "retry_settings": ("policy/retry/settings.cpp",),
    "timeout": ("policy/timeout/timeout.cpp", "policy/timeout/report.cpp"),
    "timeout_settings": ("policy/timeout/settings.cpp",),
    "bulkhead": ("policy/bulkhead/bulkhead.cpp", "policy/bulkhead/report.cpp"),
    "bulkhead_settings": ("policy/bulkhead/settings.cpp",),
    "rate_limit": (
        "policy/rate_limit/rate_limit.cpp",
        "policy/rate_limit/report.cpp",
        "policy/rate_limit/rate_text.cpp",
    ),
    "rate_limit_settings": ("policy/rate_limit/settings.cpp",),
    "composition": ("policy/composition.cpp", "policy/call_slots.cpp", "policy/policy.cpp"),
    "idempotency": (
        "idempotency/claim_unit.cpp",
        "idempotency/claiming.cpp",
        "idempotency/holder_unit.cpp",
        "idempotency/holding.cpp",
        "idempotency/keeper.cpp",
        "idempotency/place.cpp",
        "idempotency/submitted.cpp",
        "idempotency/counts.cpp",
    ),
    "idempotency_http": (
        "idempotency/http/identity.cpp",
        "idempotency/http/hygiene.cpp",
        "idempotency/http/key_header.cpp",
        "idempotency/http/responding.cpp",
        "idempotency/http/serving.cpp",
        "http/header_lines.cpp",
        "http/structured_field.cpp",
    ),
    "idempotency_http_json": ("idempotency/http/canonical_json.cpp", "idempotency/http/reply.cpp"),
    "idempotency_record": ("idempotency/failure.cpp", "idempotency/record.cpp"),
    "memory_store": ("store/memory/memory_store.cpp",),
    "sqlite_store": ("store/sqlite/batch.cpp", "store/sqlite/entries.cpp", "store/sqlite/sqlite_store.cpp"),
    "queue": ("store/completion_queue.cpp", "store/readiness.cpp", "store/echo/echo_store.cpp"),
}
SEEDS = 60
SECONDS = 30
PARALLEL = 2
PORTION = 100

Vector = dict[str, Any]


@dataclass
class Mutation:
    """One small change, and what must come of it."""

    id: str
    file: str
    search: str
    replace: str
    note: str
    # Or "differential": random sequences against the model; "both": each must notice; "cpp": the C++ program's own tests.
    killer: str = "vectors"
    explained: str = ""  # why no sequence of calls can tell; then it must survive


@dataclass
class Verdict:
    mutation: Mutation
    passed: bool
    line: str


class Builder:
    """Compiles and links one changed core after another."""

    def __init__(self, build: Path) -> None:
        self.build = build
        launcher = [tool] if (tool := shutil.which("ccache")) else []
        self.compiler = [
            *launcher,
            *shlex.split(os.environ.get("CXX", "g++")),
            "-std=c++20",
            "-O0",
            "-w",
            "-fPIC",
            "-s",
        ]

    def base(self) -> list[Path]:
        """The interpreter, compiled once, and with optimisation, since it runs hundreds of times."""
        objects = []
        for source in sorted((HERE.parent / "cpp").glob("*.cpp")):
            objects.append(WORK / f"{source.stem}.o")
            defines = [f'-DBACKSTAY_VECTORS="{HERE.parent}"', f'-DBACKSTAY_OBSERVED="{WORK}/observed.jsonl"']
            command = [
                *self.compiler,
                "-O1",
                *defines,
                f"-I{ROOT / 'capi' / 'include'}",
                "-c",
                str(source),
                "-o",
                str(objects[-1]),
            ]
            subprocess.run(command, check=True)
        return objects

    def compile(self, folder: Path, name: str) -> Path:
        """One object of a unit's sources, what is changed taken from `folder` before the tree."""
        unit = folder / f"{name}.cpp"
        unit.write_text("".join(f'#include "{CORE}{source}"\n' for source in UNITS[name]))
        made = unit.with_suffix(".o")
        command = [
            *self.compiler,
            f"-I{folder}",
            f"-I{ROOT}",
            f"-I{ROOT / 'capi' / 'include'}",
            "-c",
            str(unit),
            "-o",
            str(made),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError("does not compile: " + done.stderr[:400])
        return made

    def link(self, objects: list[Path], to: Path) -> None:
        archives = [self.build / "capi" / "libbackstay_static.a", self.build / "core" / "libbackstay_core.a"]
        libraries = ["-lgtest", "-lsqlite3", "-lpq", "-lhiredis", "-lssl", "-lcrypto", "-lpthread"]
        command = [*self.compiler, *map(str, objects), *map(str, archives), *libraries, "-o", str(to)]
        subprocess.run(command, check=True, capture_output=True)


class Bench:
    """What a mutant is tried against."""

    def __init__(self) -> None:
        self.sequences = differential.sequences_of(range(1, SEEDS + 1))
        self.expected = model_run.run_all(self.sequences)

    def killed_by(self, program: Path, killer: str, file: str = "") -> str:
        """The first vector or sequence that notices; empty when none does."""
        command = [str(program), "--stdin"]
        if killer == "differential":
            observed = languages.run(command, self.sequences, SECONDS)
            for vector in self.sequences:
                name = str(vector["id"])
                if differential.first_difference(vector, {"mutant": observed.get(name)}, self.expected[name]):
                    return name
            return ""
        if killer == "cpp":
            test = subprocess.run(
                [str(program), "--gtest_filter=DoubleReport.*"], capture_output=True, check=False, timeout=SECONDS
            )
            return "DoubleReport" if test.returncode else ""
        if store := STORES.get(Path(file).parent.name):
            command = ["env", f"BACKSTAY_VECTOR_STORE={store}", *command]
        for vectors in portions(file):
            observed = languages.run(command, vectors, SECONDS)
            for vector in vectors:
                if compare.judge(vector, observed.get(vector["id"], [])):
                    return str(vector["id"])
        return ""


# Where the vectors of a source's folder lie, if not in one of that name.
FOLDERS = {
    "policy": "composition",
    "store": "queue",
    "echo": "queue",
    "memory": "idempotency",
    "sqlite": "idempotency",
    "http": "idempotency",
}
# The store that the vectors are played over, if not the one in memory.
STORES = {"sqlite": "sqlite::memory:"}


@cache
def portions(file: str) -> list[list[Vector]]:
    """All vectors, those of the file's own pattern first: most mutants need no others to be noticed."""
    name = Path(file).parent.name
    folder = compare.HERE / "vectors" / FOLDERS.get(name, name)
    near = compare.load_vectors(folder) if folder.is_dir() else []
    known = {vector["id"] for vector in near}
    far = [vector for vector in compare.load_vectors() if vector["id"] not in known]
    return [near[at : at + PORTION] for at in range(0, len(near), PORTION)] + [far]


def included(file: str, seen: set[str]) -> set[str]:
    """The file and all of the core that it includes, directly or not."""
    if file not in seen and file.startswith("core/"):
        seen.add(file)
        for name in re.findall(r'^#include "([^"]+)"', (ROOT / file).read_text(), re.MULTILINE):
            included(name, seen)
    return seen


def units_of(file: str) -> list[str]:
    """The units that must be compiled anew when a file changes."""
    reached = {name: set[str]() for name in UNITS}
    for name, sources in UNITS.items():
        for source in sources:
            included(CORE + source, reached[name])
    return [name for name, files in reached.items() if file in files]


def try_one(builder: Builder, bench: Bench, base: list[Path], plain: dict[str, Path], mutation: Mutation) -> Verdict:
    text = (ROOT / mutation.file).read_text()
    if text.count(mutation.search) != 1:
        return Verdict(mutation, False, f"its text occurs {text.count(mutation.search)} times in {mutation.file}")
    folder = WORK / mutation.id
    shutil.rmtree(folder, ignore_errors=True)
    (folder / mutation.file).parent.mkdir(parents=True)
    (folder / mutation.file).write_text(text.replace(mutation.search, mutation.replace))
    try:
        changed = {name: builder.compile(folder, name) for name in units_of(mutation.file)}
        builder.link([*(plain | changed).values(), *base], folder / "mutant")
    except (RuntimeError, subprocess.CalledProcessError) as error:
        return Verdict(mutation, False, str(error))
    both = mutation.killer == "both" or bool(mutation.explained)
    noticed = [
        bench.killed_by(folder / "mutant", name, mutation.file)
        for name in (("vectors", "differential") if both else (mutation.killer,))
    ]
    if mutation.explained:
        killer = "".join(noticed)
        return Verdict(
            mutation,
            not killer,
            f"explained, but noticed by {killer}" if killer else f"explained: {mutation.explained}",
        )
    return Verdict(mutation, all(noticed), "killed by " + ", ".join(noticed) if all(noticed) else "SURVIVED")


def write_junit(path: Path, verdicts: list[Verdict]) -> None:
    suite = ElementTree.Element("testsuite", name="mutation", tests=str(len(verdicts)))
    for verdict in verdicts:
        case = ElementTree.SubElement(suite, "testcase", classname="mutation", name=verdict.mutation.id)
        if not verdict.passed:
            ElementTree.SubElement(case, "failure", message=verdict.line)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(suite).write(path, encoding="unicode")


def load() -> list[Mutation]:
    mutations = [Mutation(**one) for one in json.loads((HERE / "mutations.json").read_text())["mutations"]]
    if len({mutation.id for mutation in mutations}) != len(mutations):
        raise SystemExit("mutations.json: an id occurs twice")
    return mutations


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutate the core and see that the vectors notice.")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "dev")
    parser.add_argument("--only", default="")
    parser.add_argument("--junit", type=Path)
    options = parser.parse_args()
    wanted = tuple(filter(None, options.only.split(",")))
    mutations = [mutation for mutation in load() if not wanted or mutation.id.startswith(wanted)]
    WORK.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    builder, bench = Builder(options.build.resolve()), Bench()
    base = builder.base()
    plain = {name: builder.compile(WORK, name) for name in UNITS}
    builder.link([*plain.values(), *base], WORK / "unchanged")
    for killer in ("vectors", "differential", "cpp"):
        if noticed := bench.killed_by(WORK / "unchanged", killer):
            print(f"the unchanged core already fails {noticed}; mutations would prove nothing")
            return 1
    verdicts = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        for verdict in pool.map(lambda mutation: try_one(builder, bench, base, plain, mutation), mutations):
            verdicts.append(verdict)
            print(
                f"{'ok  ' if verdict.passed else 'FAIL'} {verdict.mutation.id} ({verdict.mutation.note}): {verdict.line}",
                flush=True,
            )
    failed = [verdict for verdict in verdicts if not verdict.passed]
    explained = sum(bool(mutation.explained) for mutation in mutations)
    if options.junit:
        write_junit(options.junit, verdicts)
    report = [{"id": v.mutation.id, "note": v.mutation.note, "passed": v.passed, "verdict": v.line} for v in verdicts]
    (WORK / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    print(
        f"mutation: {len(mutations)} mutations, {explained} explained, {len(failed)} failed, in {time.monotonic() - started:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
