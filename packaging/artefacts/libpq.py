"""Static libpq for a platform, from the source that the Rust crate pq-src carries; kept below build/ and built once.

The crate's own build script says which files and defines PostgreSQL's makefiles come to, which the crate doesn't carry.
"""

import hashlib
import re
import shutil
from pathlib import Path

from crate_source import Crate
from steps import run
from target import Target
from toolchain import compiler_version, tools

CRATE = Crate(
    "libpq", "pq-src", "0.3.14+libpq-18.6", "b335e98a4cdac5e3bff3fa043a45142a4b6dc9bc02885fc769ba4d30282c4dec"
)
SOURCE = CRATE.folder / "source" / "src"
EXTRA = CRATE.folder / "additional_include"
# The lists of the build script that hold for Linux and macOS with OpenSSL, by the folder that they are of.
LISTS = {
    "port": ("LIBPORTS_BASE",),
    "common": ("LIBCOMMON_BASE", "LIBCOMMON_OPENSSL"),
    "interfaces/libpq": ("LIBPQ_BASE", "LIBPQ_OPENSSL"),
}
HEADERS = ("interfaces/libpq/libpq-fe.h", "interfaces/libpq/libpq-events.h", "include/postgres_ext.h")
SYSTEMS = {"Linux": "linux.h", "Darwin": "darwin.h"}


def version() -> str:
    """Of PostgreSQL, such as 18.6."""
    return CRATE.version.split("libpq-")[1]


def notice() -> str:
    """The crate carries no licence's text; Debian's package of the same library does."""
    return Path("/usr/share/doc/libpq-dev/copyright").read_text(encoding="utf-8")


def files(target: Target) -> list[Path]:
    script = (CRATE.folder / "build.rs").read_text(encoding="utf-8")

    def listed(name: str) -> list[str]:
        found = re.search(rf"const {name}: &\[&str\] = &\[(.*?)\];", script, re.DOTALL)
        assert found, name
        return re.findall(r'"([^"]+)"', found.group(1))

    lists = LISTS | ({"port": (*LISTS["port"], "LIBPORTS_LINUX")} if target.system == "Linux" else {})
    return [SOURCE / folder / file for folder, names in lists.items() for name in names for file in listed(name)]


def defines(target: Target) -> tuple[str, ...]:
    major, minor = version().split(".")
    musl = ("STRERROR_R_INT", "HAVE_TERMIOS_H") if "musl" in target.triple else ()
    return (
        "FRONTEND",
        "_GNU_SOURCE",
        "USE_OPENSSL=1",
        "HAVE_STRSIGNAL",
        *(("HAVE_STRCHRNUL",) if target.system == "Linux" else ()),
        *musl,
        f'PG_VERSION="{version()}"',
        f"PG_VERSION_NUM={major}{int(minor):04}",
        f'PG_VERSION_STR="PostgreSQL {version()}"',
        f'PG_MAJORVERSION="{major}"',
        f"PG_MAJORVERSION_NUM={major}",
        f"PG_MINORVERSION_NUM={minor}",
    )


def recipe(target: Target) -> str:
    """Names everything that decides what is built."""
    said = repr((CRATE.checksum, LISTS, defines(target), compiler_version(), target.triple))
    return hashlib.sha256(said.encode()).hexdigest()


def install(target: Target, *, library: bool = True) -> None:
    """The headers, and the library unless only compiling is wanted, below the platform's prefix, where OpenSSL is already."""
    prefix = target.folder / "prefix"
    stamp = prefix / ".libpq"
    if stamp.exists() and stamp.read_text() == recipe(target):
        return
    CRATE.fetch()
    for folder in ("include", "lib"):
        (prefix / folder).mkdir(parents=True, exist_ok=True)
    for header in (*(SOURCE / name for name in HEADERS), EXTRA / "pg_config_ext.h"):
        shutil.copy(header, prefix / "include")
    if library:
        compile_library(target)
    stamp.write_text(recipe(target))


def compile_library(target: Target) -> None:
    program = tools(target)
    prefix = target.folder / "prefix"
    work = target.folder / "libpq"
    work.mkdir(exist_ok=True)
    shutil.copy(SOURCE / "include" / "port" / SYSTEMS[target.system], work / "pg_config_os.h")
    includes = (SOURCE / "port", SOURCE / "include", EXTRA, work, prefix / "include")
    flags = ("-O2", "-fPIC", "-fvisibility=hidden", "-w", *(f"-D{define}" for define in defines(target)), "-c")
    objects = []
    for file in files(target):
        objects.append(work / f"{file.parent.name}_{file.stem}.o")
        words = (*flags, *(f"-I{folder}" for folder in includes), file, "-o", objects[-1])
        run(program / "zig-clang", *words, log=f"libpq-{target.name}")
    library = prefix / "lib" / "libpq.a"
    library.unlink(missing_ok=True)
    run(program / "ar", "rcsD", library, *objects)
    shutil.rmtree(work)
