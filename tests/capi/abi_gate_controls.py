#!/usr/bin/env python3
"""Shows that the ABI gate can say no, and yes: libraries of empty functions are made from changed copies of the public headers.

    abi_gate_controls.py <empty work directory> <C compiler>

Each sample changes one thing in a header; the gate compares its library and macros with those of the unchanged headers.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import abi_gate

sys.path.insert(0, str(abi_gate.ROOT / "packaging" / "generate"))

import headers


@dataclass(frozen=True)
class Sample:
    name: str
    header: str
    old: str
    new: str
    breaks: bool


VERSION = "BACKSTAY_API const char* backstay_version(void);"
SAMPLES = (
    Sample("a removed function", "base.h", VERSION, "", breaks=True),
    Sample("a renamed function", "base.h", "backstay_abi_version(void)", "backstay_abi_number(void)", breaks=True),
    Sample(
        "a parameter more",
        "base.h",
        "backstay_status_name(int32_t status)",
        "backstay_status_name(int32_t status, int64_t x)",
        breaks=True,
    ),
    Sample(
        "another parameter type",
        "base.h",
        "backstay_status_name(int32_t status)",
        "backstay_status_name(int64_t status)",
        breaks=True,
    ),
    Sample("another result", "base.h", "int64_t backstay_abi_version", "int32_t backstay_abi_version", breaks=True),
    Sample("a shrunk struct", "base.h", "char message[1008]", "char message[504]", breaks=True),
    Sample("a removed field", "policy.h", "  int64_t started_ns;", "", breaks=True),
    Sample("a field in the middle", "base.h", "int32_t code;", "int32_t reserved2; int32_t code;", breaks=True),
    Sample(
        "a renumbered constant",
        "catalogue.h",
        "BACKSTAY_OUTCOME_TIMEOUT ((int32_t)2)",
        "BACKSTAY_OUTCOME_TIMEOUT ((int32_t)7)",
        breaks=True,
    ),
    Sample(
        "a removed constant",
        "catalogue.h",
        "#define BACKSTAY_OUTCOME_NEUTRAL",
        "#define BACKSTAY_OUTCOME_IGNORED",
        breaks=True,
    ),
    Sample(
        "another bit of the gate",
        "policy.h",
        "BACKSTAY_GATE_QUIET ((int64_t)2)",
        "BACKSTAY_GATE_QUIET ((int64_t)4)",
        breaks=True,
    ),
    Sample(
        "another default",
        "policy.h",
        "0, 0, 0, 1, BACKSTAY_UNKNOWN, 0, 0}",
        "0, 0, 0, 2, BACKSTAY_UNKNOWN, 0, 0}",
        breaks=True,
    ),
    Sample("nothing changed", "base.h", VERSION, VERSION, breaks=False),
    Sample(
        "a new function",
        "base.h",
        VERSION,
        f"{VERSION}\n/* New. Since 1. */\nBACKSTAY_API int64_t backstay_more(void);",
        breaks=False,
    ),
    Sample(
        "a new constant", "catalogue.h", "/* Outcomes", "#define BACKSTAY_MORE ((int32_t)9)\n/* Outcomes", breaks=False
    ),
    Sample("a new last field", "base.h", "char* data;", "char* data; int64_t capacity;", breaks=False),
    Sample("a new last default", "policy.h", "BACKSTAY_UNKNOWN, 0, 0}", "BACKSTAY_UNKNOWN, 0, 0, 0}", breaks=False),
)


def library_of(include: Path, work: Path, compiler: str) -> Path:
    """A library with the functions of these headers, which do nothing."""
    interface = headers.read(include / "backstay")
    lines = ['#include "backstay/backstay.h"']
    for function in interface.functions:
        parameters = (
            ", ".join(f"{declared(parameter.type)}{parameter.name}" for parameter in function.parameters) or "void"
        )
        body = "" if function.returns == headers.Type("void") else "return 0;"
        lines.append(f"{declared(function.returns)}{function.name}({parameters}) {{ {body} }}")
    source, library = work / "empty.c", work / "libempty.so"
    source.write_text("\n".join([*lines, ""]), encoding="utf-8")
    command = [compiler, "-std=c11", "-w", "-g", "-shared", "-fPIC", f"-I{include}", str(source), "-o", str(library)]
    subprocess.run(command, check=True)
    return library


def declared(kind: headers.Type) -> str:
    return f"{'const ' if kind.const else ''}{kind.name} {'*' * kind.pointers}"


def changed_headers(work: Path, sample: Sample) -> Path:
    include = work / "include"
    shutil.copytree(abi_gate.HEADERS, include / "backstay")
    path = include / "backstay" / sample.header
    text = path.read_text(encoding="utf-8")
    assert sample.old in text, f"{sample.name}: {sample.header} no longer says {sample.old!r}"
    path.write_text(text.replace(sample.old, sample.new), encoding="utf-8")
    return include


def judge(sample: Sample, work: Path, baseline: Path, compiler: str) -> list[str]:
    work.mkdir()
    include = changed_headers(work, sample)
    folder = include / "backstay"
    found = abi_gate.macro_changes(abi_gate.macros(), abi_gate.macros(folder))
    return found + abi_gate.layout_changes(baseline, library_of(include, work, compiler), work, folder)


def main(work_directory: str, compiler: str) -> int:
    work = Path(work_directory)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    baseline = work / "baseline.abi"
    baseline.write_text(abi_gate.layout(library_of(abi_gate.HEADERS.parent, work, compiler)), encoding="utf-8")
    wrong = 0
    for number, sample in enumerate(SAMPLES):
        found = judge(sample, work / str(number), baseline, compiler)
        good = bool(found) == sample.breaks
        wrong += not good
        print(f"{'good' if good else 'WRONG'}: {sample.name}: the gate says {'no' if found else 'yes'}")
        if not good:
            print("\n".join(found))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
