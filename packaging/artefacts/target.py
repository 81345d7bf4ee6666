"""The platforms that artefacts are made for."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
BUILD = ROOT / "build" / "release"

# The oldest glibc that artefacts load with, that of RHEL 8 and Debian 10; Python calls it manylinux_2_28. The core asks for
# getentropy, which came with 2.25.
GLIBC_FLOOR = (2, 28)


@dataclass(frozen=True)
class Target:
    name: str  # as in file names below dist/
    triple: str  # as the compiler calls it
    system: str  # as CMake calls it
    processor: str
    openssl: str  # as OpenSSL's Configure calls it
    loader: str = ""  # what the ELF file of a program names; the names of the C library's parts that artefacts may need
    libc: frozenset[str] = frozenset()
    binutils: str = ""  # prefix of the objcopy that knows the machine

    @property
    def folder(self) -> Path:
        return BUILD / self.name


def glibc(loader: str) -> frozenset[str]:
    return frozenset({loader, "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"})


FLOOR = ".".join(map(str, GLIBC_FLOOR))
LINUX_X86_64 = Target(
    "linux-x86_64",
    f"x86_64-linux-gnu.{FLOOR}",
    "Linux",
    "x86_64",
    "linux-x86_64",
    "/lib64/ld-linux-x86-64.so.2",
    glibc("ld-linux-x86-64.so.2"),
)
LINUX_X86_64_MUSL = Target(
    "linux-x86_64-musl",
    "x86_64-linux-musl",
    "Linux",
    "x86_64",
    "linux-x86_64",
    "/lib/ld-musl-x86_64.so.1",
    frozenset({"libc.so"}),
)
LINUX_AARCH64 = Target(
    "linux-aarch64",
    f"aarch64-linux-gnu.{FLOOR}",
    "Linux",
    "aarch64",
    "linux-aarch64",
    "/lib/ld-linux-aarch64.so.1",
    glibc("ld-linux-aarch64.so.1"),
    "aarch64-linux-gnu-",
)
# Compiled, so that the code stays portable; nothing of it is shipped, because nothing of it was run.
MACOS_AARCH64 = Target("macos-aarch64", "aarch64-macos", "Darwin", "arm64", "darwin64-arm64")

SHIPPED = (LINUX_X86_64, LINUX_X86_64_MUSL, LINUX_AARCH64)
TARGETS = {target.name: target for target in (*SHIPPED, MACOS_AARCH64)}
