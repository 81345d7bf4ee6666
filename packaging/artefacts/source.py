"""The source that C++ package managers build from: what CMake needs to install the library, and no more."""

import subprocess
from pathlib import Path

import archive
from target import ROOT

PARTS = (
    *("CMakeLists.txt", "LICENSE", "core"),
    *("capi/CMakeLists.txt", "capi/backstay.map", "capi/include", "capi/src"),
    *("packaging/cmake", "packaging/generate/schema.c"),
)


def files() -> list[str]:
    """As committed or about to be; never what lies around."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PARTS]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).is_file())


def pack(made: Path) -> None:
    top = made.name.removesuffix(".tar.gz")
    archive.pack({f"{top}/{name}": ROOT / name for name in files()}, made)
