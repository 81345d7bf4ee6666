"""SHA256SUMS: every file below dist/ by its checksum, as `sha256sum --check` reads it."""

import hashlib
from pathlib import Path

from target import DIST

NAME = "SHA256SUMS"


def lines(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files]


def write() -> Path:
    (DIST / NAME).write_text("".join(f"{line}\n" for line in lines(DIST)), encoding="utf-8")
    return DIST / NAME
