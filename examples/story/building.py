"""Builds the services that need it by the scripts of their languages, and leaves out those whose tools are missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

from services import EXAMPLES, Service
from table import Progress

SCRIPTS = EXAMPLES.parent / "packaging" / "language"
LINES_SHOWN = 30


def build(services: list[Service], work: Path, progress: Progress, scripts: Path = SCRIPTS) -> list[Service]:
    """Build each service that has a script; return those that can be started, in the same order."""
    ready = []
    for service in services:
        if service.script is None:
            ready.append(service)
            continue
        script = scripts / service.script
        asked = _run([str(script), "available"])
        if asked.returncode != 0:
            progress.say(f"{service.name} is left out: {asked.stdout.strip()}")
            continue
        progress.happened(f"{service.name}: packaging/language/{service.script} example")
        made = _run([str(script), "example"])
        log = work / f"{service.name}.build"
        log.write_text(made.stdout, encoding="utf-8")
        if made.returncode != 0:
            end = "\n".join(made.stdout.splitlines()[-LINES_SHOWN:])
            raise RuntimeError(f"{service.name} can't be built; the end of {log}:\n{end}")
        progress.happened(f"{service.name}: built")
        ready.append(service)
    return ready


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
