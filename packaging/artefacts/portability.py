"""For a platform without an artefact: the core and the C interface compile. Nothing is linked, so nothing is kept."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import network_stores
import openssl
import sqlite
from steps import jobs, run, write_if_changed
from target import MACOS_AARCH64, ROOT
from toolchain import toolchain_file, tools

FLAGS = ("-std=c++20", "-O1", "-fPIC", "-Wall", "-Wextra", "-Werror", "-DBACKSTAY_SQLITE=1", "-c")
# By the folder of a store over the network: whether it is in the artefacts, and what it is compiled with.
NETWORK = {
    Path("core/store/redis"): (network_stores.REDIS, "-DBACKSTAY_REDIS=1"),
    Path("core/store/postgres"): (network_stores.POSTGRESQL, "-DBACKSTAY_POSTGRESQL=1"),
}
LEFT_OUT = {folder for folder, (is_in, _) in NETWORK.items() if not is_in}
DEFINED = tuple(define for is_in, define in NETWORK.values() if is_in)


def compile_folder(folder: str) -> int:
    """All sources below the folder as one file, as CMake compiles them."""
    target = MACOS_AARCH64
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.cpp"))
    sources = sorted(path for path in found if path.parent not in LEFT_OUT)
    one = target.folder / f"{folder.replace('/', '_')}.cpp"
    write_if_changed(one, "".join(f'#include "{source}"\n' for source in sources))
    cache = [path for path in [shutil.which("ccache")] if path]
    includes = (f"-I{ROOT}", f"-I{ROOT / 'capi' / 'include'}", f"-I{ROOT / folder}")
    system = ("-isystem", target.folder / "prefix" / "include")
    run(*cache, tools(target) / "zig-clang++", *includes, *system, *FLAGS, *DEFINED, one, "-o", one.with_suffix(".o"))
    return len(sources)


def build() -> list[Path]:
    openssl.install(MACOS_AARCH64, library=False)
    sqlite.install(MACOS_AARCH64, library=False)
    network_stores.install(MACOS_AARCH64, library=False)
    toolchain_file(MACOS_AARCH64)
    with ThreadPoolExecutor(int(jobs())) as pool:
        count = sum(pool.map(compile_folder, ("core", "capi/src")))
    print(f"{count} files compile for {MACOS_AARCH64.name}", flush=True)
    return []
