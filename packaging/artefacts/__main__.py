"""The release: builds the artefacts that are asked for, then what is said about all of them."""

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import checksums
import crates
import go_module
import jars
import materials
import portability
import report
import tarball
import vcpkg_port
import wheel
from steps import Failed
from target import DIST, ROOT

USAGE = """usage: packaging/release [--help] [--list] [artefact...]

Without an artefact: all of them, and dist/ is emptied first. The compiler (zig's clang, pinned) and the source of OpenSSL and SQLite
(by cargo, pinned) are fetched when they are missing; what was compiled for a platform is kept below build/release, and the logs are
in build/release/log. In the end dist/ holds

  c/, python/, go/, java/, rust/, vcpkg/
                         the artefacts
  debug/<platform>/      debug information by build id: gdb's `set debug-file-directory`
  sbom/, notices/        for each artefact what of others is inside (CycloneDX), and under which licence
  report.md, SHA256SUMS  what was made, and the checksums of all files

environment
  PYTHONS   interpreters to make wheels for, besides the one of build/venv and every python3.N on PATH
  JOBS      how many jobs at once (default: 2)
"""


@dataclass(frozen=True)
class Artefact:
    name: str
    description: str
    build: Callable[[], list[Path]]


# A further artefact is a module with such a function, and its line here.
ARTEFACTS = (
    Artefact("c", "tarballs for C and C++: glibc and musl on x86-64, glibc on aarch64", tarball.build_all),
    Artefact("wheel", "a Python wheel for each CPython that is here, x86-64 glibc", wheel.build),
    Artefact("sdist", "the Python source distribution", wheel.build_sdist),
    Artefact("go", "the Go module with its native archives: x86-64 and aarch64, glibc", go_module.build),
    Artefact("java", "the jars; the first holds the native libraries of all three platforms", jars.build),
    Artefact("rust", "the crates, whose users compile the core", crates.build),
    Artefact("vcpkg", "the vcpkg overlay port with its source", vcpkg_port.build),
    Artefact("macos", "core and C interface compiled for aarch64-macos; nothing is kept of it", portability.build),
)


def wanted(names: list[str]) -> list[Artefact]:
    by_name = {artefact.name: artefact for artefact in ARTEFACTS}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise Failed(f'there is no artefact "{unknown[0]}"; artefacts are: {", ".join(by_name)}')
    return [by_name[name] for name in names] or list(ARTEFACTS)


def build(artefact: Artefact, place: str) -> None:
    print(f"[{place}] {artefact.name}: {artefact.description}", flush=True)
    start = time.monotonic()
    for path in artefact.build():
        print(f"[{place}] {path.relative_to(ROOT)}, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    print(f"[{place}] {artefact.name}: {time.monotonic() - start:.0f} s", flush=True)


def main(words: list[str]) -> int:
    if "-h" in words or "--help" in words:
        print(USAGE, end="")
        return 0
    if "--list" in words:
        print("\n".join(f"{artefact.name:8} {artefact.description}" for artefact in ARTEFACTS))
        return 0
    try:
        artefacts = wanted(words)
        if not words:
            shutil.rmtree(DIST, ignore_errors=True)
        for number, artefact in enumerate(artefacts, 1):
            build(artefact, f"{number}/{len(artefacts)}")
        materials.forget_absent()
        print(report.write())
        checksums.write()
    except Failed as failure:
        print(f"release: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
