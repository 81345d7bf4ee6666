"""Splits debug information off a library; debuggers find it again by the build id."""

import re
from pathlib import Path

from steps import Failed, run
from target import Target


def build_id(library: Path) -> str:
    match = re.search(r"Build ID: ([0-9a-f]{8,})", run("readelf", "-nW", library))
    if match is None:
        raise Failed(f"{library} has no build id")
    return match.group(1)


def split(library: Path, target: Target, folder: Path) -> None:
    """Leaves the library without symbols nobody needs, and `folder` with <build id>.debug as debuggers look for it."""
    identity = build_id(library)
    debug = folder / ".build-id" / identity[:2] / f"{identity[2:]}.debug"
    debug.parent.mkdir(parents=True, exist_ok=True)
    objcopy = f"{target.binutils}objcopy"
    run(objcopy, "--only-keep-debug", "--compress-debug-sections=zlib", library, debug)
    debug.chmod(0o644)
    run(objcopy, "--strip-all", f"--add-gnu-debuglink={debug}", library)
