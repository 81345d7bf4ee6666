"""Running other programs so that their output is seen only when they fail."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from target import BUILD


class Failed(Exception):
    """A step of the release failed; the message says which and shows its last lines."""


def jobs() -> str:
    return os.environ.get("JOBS", "2")


def run(
    *command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, log: str | None = None
) -> str:
    """What the command writes to its standard output; with `log`, the whole output goes to that file below build/release/log."""
    words = [str(word) for word in command]
    environment = {**os.environ, **(env or {})}
    if log is None:
        done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise Failed(f"failed with {done.returncode}: {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout
    file = BUILD / "log" / f"{log}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            words, cwd=cwd, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL
        )
    if done.returncode != 0:
        last = "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])
        raise Failed(f"failed with {done.returncode}: {' '.join(words)}\n{last}\nthe whole output is in {file}")
    return ""


def write_if_changed(path: Path, text: str, mode: int = 0o644) -> None:
    """Leaves a file alone that says the same, so that nothing is built again because of its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    path.chmod(mode)
