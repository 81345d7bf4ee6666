"""The languages: how each one's interpreter is started, and what it observed.

An interpreter reads vectors as JSON lines from its input and writes `{"id", "steps"}` as JSON lines. Adding a language is one entry.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"
OBSERVED = BUILD / "conformance"
SECONDS = 120
# One process plays all vectors, so its start counts for more than the last bit of its speed.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
JARS = BUILD / "java" / "backstay-conformance"

Observed = dict[str, list[dict[str, Any]]]


def commands() -> dict[str, list[str]]:
    """Command line of every interpreter. BACKSTAY_CONFORMANCE_CPP names another build of the C++ one."""
    cpp = os.environ.get(
        "BACKSTAY_CONFORMANCE_CPP", str(BUILD / "dev" / "tests" / "conformance" / "backstay_conformance")
    )
    python = [sys.executable, str(HERE / "python" / "interpreter.py")]
    go = [os.environ.get("BACKSTAY_CONFORMANCE_GO", str(BUILD / "go" / "conformance"))]
    java = [*JAVA, "-cp", f"{JARS}/backstay-conformance.jar:{JARS}/lib/*", "dev.backstay.conformance.Main"]
    rust = [os.environ.get("BACKSTAY_CONFORMANCE_RUST", str(BUILD / "rust" / "conformance"))]
    every = {
        "cpp": [cpp, "--stdin"],
        "python": python,
        "python-async": [*python, "--asynchronous"],
        "go": go,
        "java": java,
        "java-async": [*java, "--asynchronous"],
        "rust": rust,
        "rust-async": [*rust, "--asynchronous"],
    }
    return {name: command for name, command in every.items() if has_tools(name.removesuffix("-async"))}


@functools.cache
def has_tools(language: str) -> bool:
    """Whether this machine can build the language; Debian 12 has no new enough Go and Rust, and packaging/test says so in words."""
    script = ROOT / "packaging" / "language" / language
    return (
        not script.exists() or subprocess.run([script, "available"], capture_output=True, check=False).returncode == 0
    )


def run(command: list[str], vectors: list[dict[str, Any]], seconds: float = SECONDS) -> Observed:
    """What an interpreter observes. A vector on which it dies or hangs has no entry."""
    lines = "".join(json.dumps(vector) + "\n" for vector in vectors)
    try:
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=seconds, check=False)
        written = done.stdout
        if done.returncode != 0:
            print(f"{command[0]}: ended with {done.returncode}: {done.stderr[-2000:]}", file=sys.stderr)
    except subprocess.TimeoutExpired as late:
        print(f"{command[0]}: still running after {seconds} s", file=sys.stderr)
        written = late.stdout.decode() if isinstance(late.stdout, bytes) else ""
    whole = written[: written.rfind("\n") + 1]
    return {line["id"]: line["steps"] for line in map(json.loads, whole.splitlines())}


def observe(language: str, vectors: list[dict[str, Any]]) -> Observed:
    """What a language observes; also written to build/conformance/<language>.jsonl."""
    observed = run(commands()[language], vectors)
    OBSERVED.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"id": name, "steps": steps}) for name, steps in observed.items())
    (OBSERVED / f"{language}.jsonl").write_text("\n".join(lines) + "\n")
    return observed
