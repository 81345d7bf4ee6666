#!/usr/bin/env python3
"""The shared library exports exactly the functions that the public headers declare, and asks its host for nothing that it may not do:
end the process, print, handle signals, or run something at exit (so it has no static object with a destructor)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging" / "generate"))

import headers

FORBIDDEN = {
    **dict.fromkeys(("abort", "exit", "_exit", "quick_exit", "__assert_fail"), "no input may end the host"),
    **dict.fromkeys(
        ("printf", "puts", "putchar", "fprintf", "perror", "__printf_chk", "__fprintf_chk"), "the library never prints"
    ),
    **dict.fromkeys(("signal", "sigaction", "raise", "kill"), "signals are the host's"),
    **dict.fromkeys(
        ("atexit", "__cxa_atexit", "__cxa_thread_atexit"), "nothing runs at exit: no static object has a destructor"
    ),
}


def names(library: str, which: str) -> set[str]:
    listing = subprocess.run(["nm", "-D", which, library], check=True, capture_output=True, text=True).stdout
    # "<address> <type> <name>@<version>", without an address for undefined ones; the version nodes themselves are of type A.
    rows = [line.split()[-2:] for line in listing.splitlines()]
    return {name.split("@")[0] for kind, name in rows if kind != "A"}


def misdeeds(imports: set[str]) -> list[str]:
    return [f"the library calls {name}: {FORBIDDEN[name]}" for name in sorted(imports & FORBIDDEN.keys())]


def differences(symbols: set[str], declared: set[str]) -> list[str]:
    found = [f"{name} is exported, but no public header declares it" for name in sorted(symbols - declared)]
    return found + [f"{name} is declared in a public header, but not exported" for name in sorted(declared - symbols)]


def main(library: str) -> int:
    declared = {function.name for function in headers.read(ROOT / "capi" / "include" / "backstay").functions}
    assert differences(declared | {"_ZN8backstay4core3fooEv"}, declared), "an extra symbol must be noticed"
    assert differences(declared - {"backstay_version"}, declared), "a missing symbol must be noticed"
    assert misdeeds({"memcpy", "__cxa_atexit"}), "a forbidden call must be noticed"
    found = differences(names(library, "--defined-only"), declared) + misdeeds(names(library, "--undefined-only"))
    print("\n".join(found) or f"{len(declared)} functions declared and exported")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
