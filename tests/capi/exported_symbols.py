#!/usr/bin/env python3
"""The shared library exports exactly the functions that the public headers declare, and the judge notices one too many or too few."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging" / "generate"))

import headers


def exported(library: str) -> set[str]:
    listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in listing.splitlines()]
    # The version nodes themselves are listed as absolute symbols.
    return {row[2].split("@")[0] for row in rows if row[1] != "A"}


def differences(symbols: set[str], declared: set[str]) -> list[str]:
    found = [f"{name} is exported, but no public header declares it" for name in sorted(symbols - declared)]
    return found + [f"{name} is declared in a public header, but not exported" for name in sorted(declared - symbols)]


def main(library: str) -> int:
    declared = {function.name for function in headers.read(ROOT / "capi" / "include" / "backstay").functions}
    assert differences(declared | {"_ZN8backstay4core3fooEv"}, declared), "an extra symbol must be noticed"
    assert differences(declared - {"backstay_version"}, declared), "a missing symbol must be noticed"
    found = differences(exported(library), declared)
    print("\n".join(found) or f"{len(declared)} functions declared and exported")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
