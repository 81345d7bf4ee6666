"""go/backstay-go-<version>.tar.gz: the Go modules, and in the first the native archive of each platform that Go links with gcc."""

import re
import shutil
import subprocess
from pathlib import Path

import archive
import materials
import native
import network_stores
from steps import Failed, run
from target import BUILD, DIST, LINUX_AARCH64, LINUX_X86_64, ROOT, Target
from toolchain import tools

MODULE = ROOT / "bindings" / "go"
# As Go calls the platforms. Go programs for musl are linked against glibc's archive by nobody: there is none for them.
ARCHITECTURES = {"amd64": LINUX_X86_64, "arm64": LINUX_AARCH64}
CLIENTS = (*network_stores.archives(), "libcrypto.a", "libsqlite3.a")
RUNTIME = re.compile(r"\S*/lib(?:c\+\+abi|c\+\+|unwind|compiler_rt)\.a")


def runtime(target: Target) -> list[str]:
    """The archives of the C++ runtime, which the compiler made when it first linked for the platform; it tells them when asked."""
    work = target.folder / "runtime"
    work.mkdir(exist_ok=True)
    (work / "throws.cpp").write_text("void throws() { throw 1; }\n", encoding="utf-8")
    words = [tools(target) / "zig-clang++", "-shared", "-fPIC", "throws.cpp", "-o", "throws.so", "--verbose"]
    said = subprocess.run(list(map(str, words)), cwd=work, capture_output=True, text=True)
    found = sorted(set(RUNTIME.findall(said.stdout + said.stderr)))
    if len(found) != 4:
        raise Failed(f"the compiler names {found} as the parts of its C++ runtime for {target.name}")
    return found


def native_archive(target: Target, made: Path) -> None:
    folder = native.build(target, "backstay_flat")
    wrapper = folder / "go_wrap.o"
    swig = ROOT / "bindings" / "swig"
    run(
        *(
            tools(target) / "zig-clang",
            "-O2",
            "-g",
            "-DNDEBUG",
            "-fPIC",
            "-fvisibility=hidden",
            "-fno-strict-aliasing",
            "-w",
        ),
        *(f"-I{swig}", f"-I{ROOT / 'capi' / 'include'}", "-c", swig / "go_wrap.c", "-o", wrapper),
    )
    run(
        *(MODULE / "native" / "archive", "--output", made),
        *("--ld", f"{target.binutils}ld", "--objcopy", f"{target.binutils}objcopy", "--ar", f"{target.binutils}ar"),
        *(wrapper, folder / "bindings" / "swig" / "libbackstay_flat.a", folder / "capi" / "libbackstay_static.a"),
        *(folder / "core" / "libbackstay_core.a", *(target.folder / "prefix" / "lib" / name for name in CLIENTS)),
        *runtime(target),
    )


def sources() -> dict[str, Path]:
    """Files of the module as committed or about to be; its build files stay here."""
    command = ["git", "-C", str(MODULE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = {name for name in listing.split("\0") if name and not name.startswith(("native/", "CMakeLists.txt"))}
    return {name: MODULE / name for name in names if (MODULE / name).is_file()}


def build() -> list[Path]:
    made = DIST / "go" / f"backstay-go-{materials.version()}.tar.gz"
    shutil.rmtree(made.parent, ignore_errors=True)
    work = BUILD / "go"
    work.mkdir(parents=True, exist_ok=True)
    components = materials.native()
    notices = work / "THIRD-PARTY-NOTICES"
    notices.write_text(materials.notices(components), encoding="utf-8")
    files = {**sources(), "LICENSE": ROOT / "LICENSE", "THIRD-PARTY-NOTICES": notices}
    for architecture, target in ARCHITECTURES.items():
        name = f"libbackstay_linux_{architecture}.a"
        native_archive(target, work / name)
        files[f"internal/flat/{name}"] = work / name
    top = made.name.removesuffix(".tar.gz")
    archive.pack({f"{top}/{name}": path for name, path in files.items()}, made)
    materials.write(made, components)
    return [made]
