#!/usr/bin/env python3
"""Installs the build, moves the installed tree elsewhere and builds strangers' projects against it, by find_package and by pkg-config.

    consumers.py <build directory> <empty work directory> <C compiler> <C++ compiler> <find_package | pkg_config>

The tree is moved because a package that only works where it was installed would pass otherwise; the consumers are copied out, so that
nothing of the source tree is beside them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSUMER = Path(__file__).resolve().parent / "consumer"


def run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"failed with {done.returncode}: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def installed_tree(build: Path, work: Path) -> Path:
    """The tree as installed and then moved; nothing in its text files points back to where it was made."""
    first, moved = work / "first", work / "moved"
    run("cmake", "--install", build, "--prefix", first, "--component", "backstay")
    first.rename(moved)
    for path in moved.rglob("*"):
        if path.suffix in (".cmake", ".pc", ".h", ".hpp"):
            text = path.read_text(encoding="utf-8")
            for place in (str(ROOT), str(build), str(first)):
                if place in text:
                    raise SystemExit(f"{path.relative_to(moved)} names {place}, which a user does not have")
    return moved


def check_library(library: Path) -> None:
    dynamic = run("readelf", "-d", library)
    if "[libbackstay.so.1]" not in dynamic:
        raise SystemExit(f"{library.name} has no SONAME libbackstay.so.1")
    if "RPATH" in dynamic or "RUNPATH" in dynamic:
        raise SystemExit(f"{library.name} looks for its libraries in the build directory")


def by_find_package(tree: Path, work: Path, compilers: tuple[str, str]) -> None:
    source, binary = work / "consumer", work / "binary"
    shutil.copytree(CONSUMER, source)
    run(
        *("cmake", "-G", "Ninja", "-S", source, "-B", binary, f"-DCMAKE_PREFIX_PATH={tree}"),
        *(f"-DCMAKE_C_COMPILER={compilers[0]}", f"-DCMAKE_CXX_COMPILER={compilers[1]}"),
    )
    run("cmake", "--build", binary)
    for program in ("consumer_c", "consumer_cpp"):
        print(run(binary / program, cwd=work), end="")


def by_pkg_config(tree: Path, work: Path, compilers: tuple[str, str]) -> None:
    (file,) = tree.rglob("backstay.pc")
    env = {"PKG_CONFIG_PATH": str(file.parent), "LD_LIBRARY_PATH": str(file.parent.parent)}
    flags = run("pkg-config", "--cflags", "--libs", "backstay", env=env).split()
    version = run("pkg-config", "--modversion", "backstay", env=env).strip()
    for compiler, standard, source in zip(
        compilers, ("-std=c11", "-std=c++17"), ("consumer.c", "consumer.cpp"), strict=True
    ):
        shutil.copy(CONSUMER / source, work)
        run(
            compiler,
            standard,
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            source,
            "-o",
            f"{source}.out",
            *flags,
            cwd=work,
        )
        print(version, run(work / f"{source}.out", cwd=work, env=env), end="")


def main(build: str, work_directory: str, c: str, cpp: str, way: str) -> None:
    work = Path(work_directory).resolve() / way
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    tree = installed_tree(Path(build).resolve(), work)
    (library,) = tree.rglob("libbackstay.so.1")
    check_library(library)
    {"find_package": by_find_package, "pkg_config": by_pkg_config}[way](tree, work, (c, cpp))


if __name__ == "__main__":
    main(*sys.argv[1:])
