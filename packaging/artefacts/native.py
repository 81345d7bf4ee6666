"""The core and the C interface, compiled and installed for one platform, with debug information."""

import shutil
from pathlib import Path

import openssl
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
)


def prepare(target: Target) -> Path:
    """The platform's toolchain file, its libraries built."""
    openssl.install(target, library=target.system == "Linux")
    return toolchain_file(target)


def configure(target: Target) -> Path:
    build = target.folder / "native"
    if not (build / "build.ninja").exists():
        shutil.rmtree(build, ignore_errors=True)
        run(
            *("cmake", "-G", "Ninja", "-S", ROOT, "-B", build, f"-DCMAKE_TOOLCHAIN_FILE={prepare(target)}"),
            *("-DCMAKE_INSTALL_LIBDIR=lib", *OPTIONS),
            log=f"native-{target.name}-configure",
        )
    return build


def build(target: Target) -> Path:
    """The folder of the build; its libraries hold everything but the C library."""
    prepare(target)
    folder = configure(target)
    run("cmake", "--build", folder, "-j", jobs(), log=f"native-{target.name}")
    return folder


def install(target: Target, prefix: Path) -> None:
    folder = build(target)
    shutil.rmtree(prefix, ignore_errors=True)
    run("cmake", "--install", folder, "--prefix", prefix, "--component", "backstay")


def compile_only(target: Target) -> None:
    """For a platform without an artefact: every file of the core and the C interface compiles."""
    prepare(target)
    folder = configure(target)
    run("cmake", "--build", folder, "-j", jobs(), "--target", "backstay_static", log=f"native-{target.name}")
