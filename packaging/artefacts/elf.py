"""What an ELF file exports, needs and looks for, read with readelf; and what is wrong with that in a file that is shipped."""

import re
from dataclasses import dataclass
from pathlib import Path

from steps import run
from target import GLIBC_FLOOR, ROOT, Target

# C++ names, a runtime's or a library's: whatever is not one of these belongs to the inside.
EXPORTS = re.compile(r"(backstay_|Java_|PyInit_)\w+")
AT_EXIT = {"atexit", "on_exit", "__cxa_atexit", "__cxa_thread_atexit", "__cxa_thread_atexit_impl"}
VERSIONED = re.compile(r"@+GLIBC_([\d.]+|PRIVATE)")


@dataclass(frozen=True)
class Elf:
    machine: str
    exported: frozenset[str]
    imported: frozenset[str]  # with their versions: pthread_create@GLIBC_2.2.5
    needed: frozenset[str]
    search_paths: tuple[str, ...]  # RPATH and RUNPATH
    build_id: str


def read(path: Path) -> Elf:
    dynamic = run("readelf", "-dW", path)
    exported, imported = set(), set()
    for line in run("readelf", "--dyn-syms", "-W", path).splitlines():
        words = line.split()
        if len(words) < 8 or not words[0].rstrip(":").isdigit():
            continue
        section, name = words[6], words[7]
        if section == "UND":
            imported.add(name)
        elif section != "ABS":  # version nodes are absolute symbols
            exported.add(name.split("@")[0])
    machine = re.search(r"Machine:\s+(.+)", run("readelf", "-hW", path))
    identity = re.search(r"Build ID: ([0-9a-f]+)", run("readelf", "-nW", path))
    return Elf(
        machine.group(1) if machine else "",
        frozenset(exported),
        frozenset(imported),
        frozenset(re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic)),
        tuple(re.findall(r"\(R(?:UN)?PATH\).*\[(.*)\]", dynamic)),
        identity.group(1) if identity else "",
    )


def newer_symbols(imported: frozenset[str], floor: tuple[int, int]) -> list[str]:
    found = []
    for symbol in sorted(imported):
        match = VERSIONED.search(symbol)
        if match is None:
            continue
        version = match.group(1)
        if version == "PRIVATE" or tuple(int(part) for part in version.split(".")[:2]) > floor:
            found.append(symbol)
    return found


MACHINES = {"x86_64": "X86-64", "aarch64": "AArch64"}


def faults(path: Path, target: Target, floor: tuple[int, int] = GLIBC_FLOOR) -> list[str]:
    """Sentences about what a shipped library may not be; none for a good one."""
    elf = read(path)
    name = path.name
    found = [f"{name} exports {symbol}" for symbol in sorted(elf.exported) if not EXPORTS.fullmatch(symbol)]
    if not elf.exported:
        found.append(f"{name} exports nothing")
    found += [
        f"{name} needs {symbol}, newer than glibc {floor[0]}.{floor[1]}"
        for symbol in newer_symbols(elf.imported, floor)
    ]
    found += [f"{name} needs {library}" for library in sorted(elf.needed - target.libc)]
    found += [f"{name} looks for libraries in {place}" for place in elf.search_paths]
    if MACHINES[target.processor] not in elf.machine:
        found.append(f"{name} is made for {elf.machine}")
    if not elf.build_id:
        found.append(f"{name} has no build id")
    if str(ROOT).encode() in path.read_bytes():
        found.append(f"{name} names {ROOT}, where only this checkout is")
    return found


def exit_handlers(path: Path) -> list[str]:
    """A host may unload the library, so nothing of it may run when the host ends. (Python never unloads a module.)"""
    calls = {symbol.split("@")[0] for symbol in read(path).imported}
    return [
        f"{path.name} calls {symbol}: nothing of it may run at the host's exit" for symbol in sorted(calls & AT_EXIT)
    ]
