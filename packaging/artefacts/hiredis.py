"""Static hiredis for a platform, from the source that the Python package hiredis carries; kept below build/ and built once.

Only what reads and writes the protocol and connects is taken: TLS is OpenSSL's, and nobody asks for callbacks.
"""

import hashlib
import re
import shutil
import sys
import tarfile

from steps import Failed, run, write_if_changed
from target import BUILD, Target
from toolchain import compiler_version, tools

VERSION = "3.5.0"  # of the package; hiredis has its own
CHECKSUM = "c227592cc56b7df247abe4755c26723965be68972be2149fa441ac33d82131ba"
WORK = BUILD / "hiredis"
SOURCE = WORK / f"hiredis-{VERSION}" / "vendor" / "hiredis"
FILES = ("alloc.c", "hiredis.c", "net.c", "read.c", "sds.c", "sockcompat.c")
HEADERS = ("alloc.h", "hiredis.h", "read.h", "sds.h")


def fetch() -> None:
    """Lets pip fetch the package, and compares it with the pinned checksum."""
    if SOURCE.is_dir():
        return
    pinned = WORK / "requirements.txt"
    write_if_changed(pinned, f"hiredis=={VERSION} --hash=sha256:{CHECKSUM}\n")
    pip = (sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps")
    run(*pip, "--no-binary", ":all:", "--require-hashes", "-r", pinned, "-d", WORK, log="hiredis-fetch")
    package = WORK / f"hiredis-{VERSION}.tar.gz"
    if hashlib.sha256(package.read_bytes()).hexdigest() != CHECKSUM:
        raise Failed(f"{package} isn't what was pinned")
    with tarfile.open(package) as packed:
        packed.extractall(WORK, filter="data")


def version() -> str:
    """Of hiredis, such as 1.5.0."""
    text = (SOURCE / "hiredis.h").read_text(encoding="utf-8")
    return ".".join(re.findall(r"define HIREDIS_(?:MAJOR|MINOR|PATCH) (\d+)", text))


def recipe(target: Target) -> str:
    """Names everything that decides what is built."""
    return hashlib.sha256(repr((CHECKSUM, FILES, compiler_version(), target.triple)).encode()).hexdigest()


def install(target: Target, *, library: bool = True) -> None:
    """The headers, and the library unless only compiling is wanted, below the platform's prefix."""
    prefix = target.folder / "prefix"
    stamp = prefix / ".hiredis"
    if stamp.exists() and stamp.read_text() == recipe(target):
        return
    fetch()
    (prefix / "lib").mkdir(parents=True, exist_ok=True)
    (prefix / "include" / "hiredis").mkdir(parents=True, exist_ok=True)
    for header in HEADERS:
        shutil.copy(SOURCE / header, prefix / "include" / "hiredis")
    if library:
        compile_library(target)
    stamp.write_text(recipe(target))


def compile_library(target: Target) -> None:
    program = tools(target)
    work = target.folder / "hiredis"
    work.mkdir(exist_ok=True)
    flags = ("-O2", "-std=c99", "-fPIC", "-fvisibility=hidden", "-c")
    objects = [work / file.replace(".c", ".o") for file in FILES]
    for file, made in zip(FILES, objects, strict=True):
        run(program / "zig-clang", *flags, SOURCE / file, "-o", made, log=f"hiredis-{target.name}")
    library = target.folder / "prefix" / "lib" / "libhiredis.a"
    library.unlink(missing_ok=True)
    run(program / "ar", "rcsD", library, *objects)
    shutil.rmtree(work)
