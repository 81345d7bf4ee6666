"""Builds the services that need it by the scripts of their languages, and leaves out those whose tools are missing."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from services import EXAMPLES, Service
from table import Progress
from trouble import Trouble

SCRIPTS = EXAMPLES.parent / "packaging" / "language"
LINES_SHOWN = 30
LOOK_EVERY_S = 0.2


def build(services: list[Service], work: Path, progress: Progress, scripts: Path = SCRIPTS) -> list[Service]:
    """Build each service that has a script; return those that can be started, in the same order."""
    ready = []
    for service in services:
        if service.script is None:
            ready.append(service)
            continue
        script = scripts / service.script
        asked = subprocess.run(
            [str(script), "available"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if asked.returncode != 0:
            progress.say(f"{service.name} is left out: {asked.stdout.strip().removeprefix(f'{service.script}: ')}")
            continue
        progress.happened(f"{service.name}: packaging/language/{service.script} example")
        log = work / f"{service.name}.build"
        if _watched([str(script), "example"], log, service.name, progress) != 0:
            raise Trouble(f"{service.name} can't be built; the end of {log}:\n{_end(log, LINES_SHOWN)}")
        progress.happened(f"{service.name}: built")
        ready.append(service)
    return ready


def _watched(command: list[str], log: Path, name: str, progress: Progress) -> int:
    """Run a command whose output goes to `log`; on a terminal its last line is shown meanwhile."""
    with (
        log.open("wb") as sink,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT) as process,
    ):
        try:
            while process.poll() is None:
                progress.show(f"{name}: {_end(log, 1)}")
                time.sleep(LOOK_EVERY_S)
        finally:
            process.terminate()  # where the story itself is ended
    return process.returncode


def _end(log: Path, lines: int) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
