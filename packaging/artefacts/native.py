"""The core and the C interface, compiled and installed for one platform, with debug information."""

import os
import shutil
from pathlib import Path

import network_stores
import openssl
import sqlite
from steps import jobs, run
from target import ROOT, Target
from toolchain import toolchain_file

# -g: debug information is split off afterwards. The build id ties the two together.
OPTIONS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DCMAKE_C_FLAGS=-g",
    "-DCMAKE_CXX_FLAGS=-g",
    "-DCMAKE_SHARED_LINKER_FLAGS=-Wl,--build-id=sha1",
    "-DCMAKE_MODULE_LINKER_FLAGS=-Wl,--build-id=sha1",
    "-DBACKSTAY_BUILD_TESTS=OFF",
    "-DBACKSTAY_WARNINGS_AS_ERRORS=OFF",
    *network_stores.options(),
)


def prepare(target: Target) -> Path:
    """The platform's toolchain file, its libraries built."""
    openssl.install(target)
    sqlite.install(target)
    network_stores.install(target)
    return toolchain_file(target)


def jni_headers() -> tuple[str, ...]:
    """Options for Java's library, where a JDK has the headers that it needs."""
    homes = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    for home in (*homes, *sorted(Path("/usr/lib/jvm").glob("*"))):
        if (home / "include" / "jni.h").exists():
            folders = f"{home / 'include'};{home / 'include' / 'linux'}"
            return ("-DBACKSTAY_BUILD_JAVA=ON", f"-DBACKSTAY_JNI_INCLUDE_DIRS={folders}")
    return ()


def configure(target: Target) -> Path:
    build = target.folder / "native"
    toolchain = prepare(target)
    options = (f"-DCMAKE_TOOLCHAIN_FILE={toolchain}", "-DCMAKE_INSTALL_LIBDIR=lib", *OPTIONS, *jni_headers())
    stamp = build / ".options"
    if not stamp.exists() or stamp.read_text() != repr(options):
        run("cmake", "-G", "Ninja", "-S", ROOT, "-B", build, *options, log=f"native-{target.name}-configure")
        stamp.write_text(repr(options))
    return build


def build(target: Target, *names: str) -> Path:
    """The folder of the build, with these of CMake's targets made; they hold everything but the C library."""
    folder = configure(target)
    run("cmake", "--build", folder, "-j", jobs(), "--target", *names, log=f"native-{target.name}")
    return folder


def install(target: Target, prefix: Path) -> None:
    folder = build(target, "backstay")
    shutil.rmtree(prefix, ignore_errors=True)
    run("cmake", "--install", folder, "--prefix", prefix, "--component", "backstay")
