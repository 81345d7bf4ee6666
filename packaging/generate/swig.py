#!/usr/bin/env python3
"""Generates the wrappers of the flat face for Go and Java with the pinned SWIG, so that users need none.

The wrappers are committed: plain C for the native archive and library, Go and Java for the internal packages of the bindings.
"""

import importlib.metadata
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import output

GENERATOR = "packaging/generate/swig.py"
SOURCE = "bindings/swig/backstay.i"
ORIGIN = f"Generated from {SOURCE} by {GENERATOR}; do not edit."
# What tools of Go take for a generated file.
GO_ORIGIN = f"// Code generated. Generated from {SOURCE} by {GENERATOR}; DO NOT EDIT.\n"
GO = "bindings/go/internal/flat"
JAVA = "bindings/java/backstay/src/main/java/dev/backstay/internal"


def run(folder: Path, *options: str) -> dict[str, str]:
    """The files that SWIG writes, by their names."""
    swig = str(Path(sys.executable).with_name("swig"))
    command = [swig, *options, "-outdir", str(folder), "-o", str(folder / "wrap.c"), SOURCE]
    subprocess.run(command, cwd=output.ROOT, check=True)
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def marked(text: str, comment: str) -> str:
    """The text below a first line that names its source."""
    return f"{comment.format(ORIGIN)}\n{text}"


def go() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder), "-go", "-cgo", "-intgosize", "64", "-module", "flat")
    return {
        "bindings/swig/go_wrap.c": marked(made.pop("wrap.c"), "/* {} */"),
        **{f"{GO}/{name}": marked(text, GO_ORIGIN) for name, text in made.items()},
    }


def java() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder), "-java", "-package", "dev.backstay.internal", "-module", "Flat")
    return {
        "bindings/swig/java_wrap.c": marked(made.pop("wrap.c"), "/* {} */"),
        **{f"{JAVA}/{name}": marked(text, "// {}") for name, text in made.items()},
    }


if __name__ == "__main__":
    if importlib.metadata.version("swig") != "4.5.1":
        sys.exit(f"{GENERATOR}: another SWIG writes other bytes; packaging/setup installs the pinned one")
    sys.exit(output.main(GENERATOR, {**go(), **java()}))
