"""For a platform without an artefact: the core and the C interface compile. Nothing is linked, so nothing is kept."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openssl
import sqlite
from steps import jobs, run, write_if_changed
from target import MACOS_AARCH64, ROOT
from toolchain import toolchain_file, tools

# What needs a library that no artefact carries.
LEFT_OUT = "core/store/postgres"
FLAGS = ("-std=c++20", "-O1", "-fPIC", "-Wall", "-Wextra", "-Werror", "-DBACKSTAY_SQLITE=1", "-c")


def compile_folder(folder: str) -> int:
    """All sources below the folder as one file, as CMake compiles them."""
    target = MACOS_AARCH64
    found = sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.cpp"))
    sources = [path for path in found if not path.is_relative_to(LEFT_OUT)]
    one = target.folder / f"{folder.replace('/', '_')}.cpp"
    write_if_changed(one, "".join(f'#include "{source}"\n' for source in sources))
    cache = [path for path in [shutil.which("ccache")] if path]
    includes = (f"-I{ROOT}", f"-I{ROOT / 'capi' / 'include'}", f"-I{ROOT / folder}")
    system = ("-isystem", target.folder / "prefix" / "include")
    run(*cache, tools(target) / "zig-clang++", *includes, *system, *FLAGS, one, "-o", one.with_suffix(".o"))
    return len(sources)


def build() -> list[Path]:
    openssl.install(MACOS_AARCH64, library=False)
    sqlite.install(MACOS_AARCH64, library=False)
    toolchain_file(MACOS_AARCH64)
    with ThreadPoolExecutor(int(jobs())) as pool:
        count = sum(pool.map(compile_folder, ("core", "capi/src")))
    print(f"{count} files compile for {MACOS_AARCH64.name}", flush=True)
    return []
