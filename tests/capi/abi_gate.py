#!/usr/bin/env python3
"""The interface only grows: compares the shared library and the headers with the reviewed baseline of every release in capi/abi.

    abi_gate.py <shared library>          fails, in words, where something was removed or changed
    abi_gate.py <shared library> --write  writes the baseline of the version in base.h; review it, then commit it

abidiff judges functions and the layout of structs; macros, which no binary holds, are compared by their text. Allowed are new functions,
new macros and new fields at the end of a struct. Without abidiff or a baseline the gate fails: a gate that is skipped is none.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASELINES = ROOT / "capi" / "abi"
HEADERS = ROOT / "capi" / "include" / "backstay"
LAYOUT, MACROS = "backstay.abi", "constants.json"
# Macros that change with every release, or are nothing a caller's binary holds.
PASSING = {"BACKSTAY_VERSION", "BACKSTAY_ABI_VERSION", "BACKSTAY_API"}
# A struct starts with its size, so a field at its end harms nobody.
APPENDED_FIELDS = (
    "[suppress_type]\n  type_kind = struct\n  has_data_member_inserted_at = end\n  has_size_change = yes\n"
)


class GateError(Exception):
    """The gate can't judge; the message says what is missing."""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(str(command[0])) is None:
        raise GateError(f"{command[0]} is not installed; packaging/setup installs abigail-tools")
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def layout(library: Path, headers: Path = HEADERS) -> str:
    """The public functions and types of a library as XML, without the places where it was built."""
    done = run(
        *("abidw", "--headers-dir", headers, "--drop-private-types", "--exported-interfaces-only"),
        *("--no-comp-dir-path", "--no-show-locs", "--no-corpus-path", "--no-elf-needed", library),
    )
    if done.returncode != 0 or "<function-decl" not in done.stdout:
        raise GateError(f"abidw finds no functions in {library}; was it built with debug information? {done.stderr}")
    return re.sub(r"path='[^']*/", "path='", done.stdout)


def macros(headers: Path = HEADERS) -> dict[str, str]:
    """Every macro of the headers with its text, parameters included, comments and guards left out."""
    found = {}
    for path in sorted(headers.glob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).replace("\\\n", " ")
        for name, value in re.findall(r"^#define (BACKSTAY_\w+)(.*)$", text, re.MULTILINE):
            if name not in PASSING and value.strip():
                found[name] = " ".join(value.split())
    return found


def keeps(name: str, old: str, new: str) -> bool:
    """Whether the macro means what it meant: an initialiser may have got values for new fields at its end."""
    grown = name.endswith("_INIT") and new.startswith(f"{old.removesuffix('}')},")
    return old == new or grown


def macro_changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    found = [f"{name} was removed" for name in sorted(old.keys() - new.keys())]
    changed = sorted(name for name in old.keys() & new.keys() if not keeps(name, old[name], new[name]))
    return found + [f"{name} was {old[name]} and is {new[name]}" for name in changed]


def layout_changes(baseline: Path, library: Path, work: Path, headers: Path = HEADERS) -> list[str]:
    work.mkdir(parents=True, exist_ok=True)
    suppressions, now = work / "appended.abignore", work / "now.abi"
    suppressions.write_text(APPENDED_FIELDS, encoding="utf-8")
    now.write_text(layout(library, headers), encoding="utf-8")
    done = run("abidiff", "--no-added-syms", "--suppressions", suppressions, baseline, now)
    if done.returncode == 0:
        return []
    if done.returncode & 3:
        raise GateError(f"abidiff can't compare: {done.stderr}{done.stdout}")
    return [done.stdout.strip()]


def changes(library: Path, work: Path) -> list[str]:
    """What the library took away from any release."""
    releases = sorted(path for path in BASELINES.iterdir() if path.is_dir()) if BASELINES.exists() else []
    if not releases:
        raise GateError(f"{BASELINES} holds no baseline")
    found = []
    for release in releases:
        old = json.loads((release / MACROS).read_text(encoding="utf-8"))
        found += [f"since {release.name}: {change}" for change in macro_changes(old, macros())]
        found += [f"since {release.name}:\n{change}" for change in layout_changes(release / LAYOUT, library, work)]
    return found


def write(library: Path) -> None:
    version = re.search(r'#define BACKSTAY_VERSION "(.+)"', (HEADERS / "base.h").read_text(encoding="utf-8"))
    if version is None:
        raise GateError("base.h has no BACKSTAY_VERSION")
    release = BASELINES / version.group(1)
    release.mkdir(parents=True, exist_ok=True)
    (release / LAYOUT).write_text(layout(library), encoding="utf-8")
    (release / MACROS).write_text(json.dumps(macros(), indent=2) + "\n", encoding="utf-8")
    print(f"wrote {release}")


def main(library: str, *options: str) -> int:
    path = Path(library).resolve()
    try:
        if options == ("--write",):
            write(path)
            return 0
        found = changes(path, path.parent / "abi_gate")
    except GateError as error:
        found = [str(error)]
    for change in found:
        print(f"ABI gate: {change}")
    if found:
        print(
            "ABI gate: callers that were compiled before would break; add beside the old, and leave the old as it was"
        )
    else:
        print("ABI gate: nothing was removed or changed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
