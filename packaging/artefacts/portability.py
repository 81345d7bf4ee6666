"""For a platform without an artefact: every file of the core and the C interface compiles. Nothing is linked, so nothing is kept."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openssl
from steps import jobs, run
from target import MACOS_AARCH64, ROOT
from toolchain import toolchain_file, tools

FLAGS = ("-std=c++20", "-O1", "-fPIC", "-Wall", "-Wextra", "-Werror", "-c")


def compile_file(source: Path) -> None:
    target = MACOS_AARCH64
    made = target.folder / "objects" / f"{source.relative_to(ROOT)}.o"
    made.parent.mkdir(parents=True, exist_ok=True)
    cache = [path for path in [shutil.which("ccache")] if path]
    includes = (f"-I{ROOT}", f"-I{ROOT / 'capi' / 'include'}", "-isystem", target.folder / "prefix" / "include")
    run(*cache, tools(target) / "zig-clang++", *includes, *FLAGS, source, "-o", made)


def build() -> list[Path]:
    openssl.install(MACOS_AARCH64, library=False)
    toolchain_file(MACOS_AARCH64)
    sources = sorted(path for folder in ("core", "capi/src") for path in (ROOT / folder).rglob("*.cpp"))
    with ThreadPoolExecutor(int(jobs())) as pool:
        list(pool.map(compile_file, sources))
    print(f"{len(sources)} files compile for {MACOS_AARCH64.name}", flush=True)
    return []
