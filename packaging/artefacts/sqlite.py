"""Static SQLite for a platform, from the source that the Rust crate libsqlite3-sys carries; kept below build/ and built once."""

import hashlib
import re
import shutil
from pathlib import Path

from crate_source import Crate
from steps import run
from target import Target
from toolchain import compiler_version, tools

CRATE = Crate("sqlite", "libsqlite3-sys", "0.39.1", "14a5f01b87b92705d07b433c06f96cbc764637d81a0bffb5734ce17cf0f9a2b3")
SOURCE = CRATE.folder / "sqlite3"

OPTIONS = (
    "SQLITE_THREADSAFE=2",  # a connection is used by one thread at a time, so it needs no lock of its own
    "SQLITE_DQS=0",  # a misspelt column in double quotes is an error, not a text
    "SQLITE_OMIT_LOAD_EXTENSION",  # no code comes in by SQL, and nothing asks for dlopen
    "SQLITE_DEFAULT_MEMSTATUS=0",  # nobody reads the count of its memory, and counting takes a lock at each allocation
    "SQLITE_OMIT_DEPRECATED",  # nobody calls that
    "SQLITE_OMIT_SHARED_CACHE",  # connections share a file, never a cache; without, each step tests less
    "SQLITE_LIKE_DOESNT_MATCH_BLOBS",  # keys and values are bytes, and nobody looks into them
    "SQLITE_MAX_EXPR_DEPTH=0",  # all SQL is ours, so nobody's can nest too deep
    "SQLITE_USE_URI=0",  # a path is a path, also one that begins with "file:"
    "HAVE_FDATASYNC=1",  # every platform that is shipped for has it; a commit need not wait for the file's times
)


def version() -> str:
    """Of the source, such as 3.50.2."""
    match = re.search(r'define SQLITE_VERSION +"(.+)"', (SOURCE / "sqlite3.h").read_text(encoding="utf-8"))
    assert match
    return match.group(1)


def blessing() -> str:
    """What stands in place of a licence at the beginning of every file."""
    beginning = (SOURCE / "sqlite3.h").read_text(encoding="utf-8").split("*****")[0]
    return re.sub(r"^(?:/\*|\*\*) ?", "", beginning, flags=re.MULTILINE).strip() + "\n"


def recipe(target: Target) -> str:
    """Names everything that decides what is built."""
    return hashlib.sha256(repr((CRATE.checksum, OPTIONS, compiler_version(), target.triple)).encode()).hexdigest()


def install(target: Target, *, library: bool = True) -> None:
    """The header, and the library unless only compiling is wanted, below the platform's prefix."""
    prefix = target.folder / "prefix"
    stamp = prefix / ".sqlite"
    if stamp.exists() and stamp.read_text() == recipe(target):
        return
    CRATE.fetch()
    for folder in ("include", "lib"):
        (prefix / folder).mkdir(parents=True, exist_ok=True)
    shutil.copy(SOURCE / "sqlite3.h", prefix / "include")
    if library:
        compile_library(target, prefix / "lib" / "libsqlite3.a")
    stamp.write_text(recipe(target))


def compile_library(target: Target, made: Path) -> None:
    program = tools(target)
    compiled = target.folder / "sqlite3.o"
    flags = ("-O2", "-fPIC", "-fvisibility=hidden", *(f"-D{option}" for option in OPTIONS))
    run(program / "zig-clang", *flags, "-c", SOURCE / "sqlite3.c", "-o", compiled, log=f"sqlite-{target.name}")
    made.unlink(missing_ok=True)
    run(program / "ar", "rcsD", made, compiled)
    compiled.unlink()
