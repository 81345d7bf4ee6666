#!/usr/bin/env python3
"""Generates the linker's version script from the public headers, so that exactly the declared functions are exported.

A function's "Since <n>." puts it into the version node BACKSTAY_<n>: a program that needs a newer library is refused when it is loaded.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import headers
import output

GENERATOR = "packaging/generate/version_script.py"
HEADERS = "capi/include/backstay"
FILE = "capi/backstay.map"


def script(interface: headers.Interface) -> str:
    lines = [f"/* Generated from the headers in {HEADERS} by {GENERATOR}; do not edit. */"]
    parent = ""
    for since in sorted({function.since for function in interface.functions}):
        lines += [f"BACKSTAY_{since} {{", "  global:"]
        lines += [
            f"    {name};"
            for name in sorted(function.name for function in interface.functions if function.since == since)
        ]
        if not parent:
            lines += ["  local:", "    *;"]
        lines.append(f"}}{parent};")
        parent = f" BACKSTAY_{since}"
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, {FILE: script(headers.read(output.ROOT / HEADERS))}))
