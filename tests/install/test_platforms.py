"""The C++ interpreter of the vectors on every platform that a tarball is made for: the same vectors, the same answers.

musl's loader and qemu are Debian's; qemu runs the programs for aarch64 with Debian's C library for that machine.
"""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import compare
import materials
import pytest
from released import unpack
from target import BUILD, LINUX_AARCH64, LINUX_X86_64, LINUX_X86_64_MUSL, SHIPPED, Target
from toolchain import toolchain_file

PROJECT = Path(__file__).resolve().parent / "vectors"
RUNNERS: dict[str, tuple[str, ...]] = {
    LINUX_X86_64.name: (),
    LINUX_X86_64_MUSL.name: (),
    LINUX_AARCH64.name: ("qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"),
}


def run(*words: str | Path) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{(done.stdout + done.stderr)[-4000:]}"
    return done.stdout


@cache
def built(target: Target) -> Path:
    """The programs for the platform: by the system's compiler where that makes them, else by the release's."""
    folder = BUILD / "vectors" / target.name
    shutil.rmtree(folder / "package", ignore_errors=True)
    (folder / "package").mkdir(parents=True)
    package = unpack(target.name, folder / "package")
    options = [] if target is LINUX_X86_64 else [f"-DCMAKE_TOOLCHAIN_FILE={toolchain_file(target)}"]
    ccache = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={path}" for path in [shutil.which("ccache")] if path]
    run(
        *("cmake", "-G", "Ninja", "-S", PROJECT, "-B", folder, f"-DCMAKE_PREFIX_PATH={package}", *options, *ccache),
        *("-DCMAKE_BUILD_TYPE=None", "-DCMAKE_C_FLAGS=-O1", "-DCMAKE_CXX_FLAGS=-O1"),
    )
    run("cmake", "--build", folder, "-j", os.environ.get("JOBS", "2"))
    return folder


@cache
def passed(target: Target) -> int:
    """How many of the runner's tests passed; it writes what it observed."""
    folder = built(target)
    said = run(*RUNNERS[target.name], folder / "vectors", "--gtest_brief=1")
    count = re.search(r"^\[  PASSED  \] (\d+) tests", said, re.MULTILINE)
    assert count, said[-2000:]
    print(f"{target.name}: {count.group(1)} tests passed", file=sys.stderr)
    return int(count.group(1))


@pytest.mark.parametrize("target", SHIPPED, ids=lambda target: target.name)
def test_every_vector_runs_and_holds(target: Target) -> None:
    count = passed(target)
    assert count == passed(LINUX_X86_64)
    lines = (built(target) / "observed.jsonl").read_text(encoding="utf-8").splitlines()
    observed = {line["id"]: line["steps"] for line in map(json.loads, lines)}
    vectors = compare.load_vectors()
    assert len(vectors) > 100 and {vector["id"] for vector in vectors} <= observed.keys()
    assert [fault for vector in vectors for fault in compare.judge(vector, observed[vector["id"]])] == []


@pytest.mark.parametrize("target", SHIPPED, ids=lambda target: target.name)
def test_the_library_says_what_the_bill_says(target: Target) -> None:
    info = json.loads(run(*RUNNERS[target.name], built(target) / "about"))
    bill = {part.name: part.version for part in materials.native()}
    assert info["version"] == materials.version()
    names = ("nlohmann_json", "openssl", "sqlite", "libc++")
    assert info["libraries"].items() == {name: bill[name] for name in names}.items()


@pytest.mark.parametrize("other", [LINUX_X86_64_MUSL, LINUX_AARCH64], ids=lambda target: target.name)
def test_a_library_of_another_platform_is_refused_in_words(other: Target, tmp_path: Path) -> None:
    """What who takes the wrong tarball sees, from the loader itself."""
    library = unpack(other.name, tmp_path) / "lib" / "libbackstay.so.1"
    with pytest.raises(OSError, match=r"libbackstay\.so\.1: cannot open|libc\.so: invalid ELF header"):
        ctypes.CDLL(str(library))
