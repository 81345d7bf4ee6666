"""The pinned compiler, and for each platform a CMake toolchain file with the libraries that go into the artefacts."""

import hashlib
import re
import shutil
import sys
from pathlib import Path

from steps import Failed, run, write_if_changed
from target import BUILD, ROOT, Target

REQUIREMENTS = ROOT / "packaging" / "dependencies" / "release.txt"
VENV = BUILD / "venv"
NLOHMANN = Path("/usr/include/nlohmann"), Path("/usr/share/cmake/nlohmann_json")

# Paths of the building machine stay out of debug information and messages. The compiler keeps what it builds for itself (the C++
# runtime of each platform) below build/.
WRAPPER = """#!/bin/sh
export ZIG_GLOBAL_CACHE_DIR={cache} ZIG_LOCAL_CACHE_DIR={cache}
exec {zig} {command} "$@"
"""


def install_compiler() -> Path:
    """The folder of the pinned compiler, in a virtual environment of its own."""
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    stamp = VENV / ".pins"
    if not stamp.exists() or stamp.read_text() != pins:
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV)
        pip = (VENV / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "--no-deps", "-r", REQUIREMENTS, log="compiler")
        stamp.write_text(pins)
    (folder,) = VENV.glob("lib/python*/site-packages/ziglang")
    return folder


def compiler_version() -> str:
    match = re.search(r"^ziglang==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    assert match
    return match.group(1)


def runtime_version(compiler: Path) -> str:
    """The version of the C++ runtime that the compiler brings, such as 22.1.8."""
    text = (compiler / "lib" / "libcxx" / "include" / "__config").read_text(encoding="utf-8")
    match = re.search(r"define _LIBCPP_VERSION (\d+)(\d\d)(\d\d)$", text, re.MULTILINE)
    assert match
    return ".".join(str(int(part)) for part in match.groups())


def tools(target: Target) -> Path:
    """A folder with zig-clang, zig-clang++, ar and ranlib for the platform. (ccache tells a clang by its name.)"""
    zig = install_compiler() / "zig"
    folder = target.folder / "tools"
    # -O2 before all others, so that programs that only try the compiler don't make it build its runtime without optimisation.
    flags = f"-O2 -target {target.triple} -ffile-prefix-map={ROOT}=."
    for name, command in {
        "zig-clang": f"cc {flags}",
        "zig-clang++": f"c++ {flags}",
        "ar": "ar",
        "ranlib": "ranlib",
    }.items():
        text = WRAPPER.format(cache=BUILD / "zig-cache", zig=zig, command=command)
        write_if_changed(folder / name, text, mode=0o755)
    return folder


def copy_json_library(prefix: Path) -> None:
    """Debian's nlohmann_json, out of /usr/include: the other headers there belong to the building machine's C library."""
    for source, place in zip(NLOHMANN, ("include", "share/cmake"), strict=True):
        if not source.is_dir():
            raise Failed(f"there is no {source}; packaging/setup installs nlohmann-json3-dev")
        if not (prefix / place / source.name).exists():
            shutil.copytree(source, prefix / place / source.name)


def toolchain_file(target: Target) -> Path:
    prefix = target.folder / "prefix"
    copy_json_library(prefix)
    text = (Path(__file__).parent / "toolchain.cmake.in").read_text(encoding="utf-8")
    for key, value in {
        "name": target.name,
        "system": target.system,
        "processor": target.processor,
        "tools": str(tools(target)),
        "prefix": str(prefix),
    }.items():
        text = text.replace(f"@{key}@", value)
    write_if_changed(target.folder / "toolchain.cmake", text)
    return target.folder / "toolchain.cmake"
