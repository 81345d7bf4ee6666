#!/usr/bin/env python3
"""Generates what the Go module needs of the catalogue, and its copies of the C files for programs that link the shared library.

A Go module is fetched without the rest of the repository, so what cgo compiles under the tag backstay_dynamic lies inside the module.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue
import output

GENERATOR = "packaging/generate/go.py"
CATALOGUE = "bindings/go/catalogue.go"
FLAT = "bindings/go/internal/flat"
SWIG = "bindings/swig"

# Copied into the module: the source's name, and the name there. The prefix tells what they are for.
SOURCES = (("go_wrap.c", "dynamic_wrap.c"), ("flat.c", "dynamic_flat.c"), ("flat_result.c", "dynamic_result.c"))
HEADERS = ("flat.h", "flat_result.h")

# Section, type, its base, what it is.
NUMBERS = (
    ("outcomes", "Outcome", "int32", "Outcome tells how a guarded call ended."),
    ("reasons", "Reason", "int32", "Reason tells why a call was refused or given up."),
    ("statuses", "Status", "int32", "Status is what a call of the C interface answered, and what an [Error] is."),
    ("claim_statuses", "ClaimStatus", "int32", "ClaimStatus tells how a [Claim] ended."),
    ("answer_kinds", "AnswerKind", "int32", "AnswerKind tells what an [Answer] is."),
    ("serve_actions", "ServeAction", "int32", "ServeAction tells what is to be done with an [HTTPRequest]."),
)
TEXTS = (
    ("states", "State", "State of a circuit breaker."),
    ("event_kinds", "EventKind", "EventKind tells what an event is about."),
)
INITIALISMS = {"Io": "IO"}

# The statuses of a claim. One that got a new key is done, which says too little here.
CLAIM_STATUSES = ("ok", "taken_over", "replay", "body_not_kept", "in_flight", "mismatch", "abandoned")
NEW_CLAIM = {"called": "new", "meaning": "the key is the caller's, who is the first"}


def camel(name: str) -> str:
    words = "".join(word.capitalize() for word in name.split("_"))
    return INITIALISMS.get(words, words)


def sentinel(exception: str) -> str:
    """The name of an error that errors.Is asks for: CircuitOpenError is ErrCircuitOpen."""
    bare = exception.removesuffix("Error")
    return f"Err{INITIALISMS.get(bare, bare)}"


def words(exception: str) -> str:
    """CircuitOpenError is "circuit open"."""
    return spaced(exception.removesuffix("Error"))


def spaced(camelled: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in camelled).strip()


def claim_statuses(statuses: list[catalogue.Catalogue]) -> list[catalogue.Catalogue]:
    known = {entry["name"]: entry for entry in statuses}
    return [{**known[name], **(NEW_CLAIM if name == "ok" else {})} for name in CLAIM_STATUSES]


def numbered(entries: list[catalogue.Catalogue], kind: str, base: str, meaning: str) -> list[str]:
    lines = ["", f"// {meaning}", f"type {kind} {base}", "", "const ("]
    names = [f"{kind}{camel(str(entry.get('called', entry['name'])))}" for entry in entries]
    for name, entry in zip(names, entries, strict=True):
        lines.append(f"\t// {name}: {entry['meaning']}.")
        lines.append(f"\t{name} {kind} = {entry['value']}")
    lines += [")", "", "// String returns the name that all languages, metrics and events share."]
    lines += [f"func (v {kind}) String() string {{", "\tswitch v {"]
    for name, entry in zip(names, entries, strict=True):
        lines += [f"\tcase {name}:", f'\t\treturn "{entry["name"]}"']
    return [*lines, "\t}", f'\treturn "{spaced(kind)} " + strconv.Itoa(int(v))', "}"]


def named(entries: list[catalogue.Catalogue], kind: str, meaning: str) -> list[str]:
    lines = ["", f"// {meaning}", f"type {kind} string", "", "const ("]
    for entry in entries:
        lines.append(f"\t// {kind}{camel(entry['name'])}: {entry['meaning']}.")
        lines.append(f'\t{kind}{camel(entry["name"])} {kind} = "{entry["name"]}"')
    return [*lines, ")"]


def flags(entries: list[catalogue.Catalogue]) -> list[str]:
    lines = ["", "// Flags of an exit's answer.", "const ("]
    names = max(len(f"flag{camel(entry['name'])}") for entry in entries)
    values = max(len(str(entry["value"])) for entry in entries)
    for entry in entries:
        name = f"flag{camel(entry['name'])}"
        lines.append(f"\t{name:<{names}} = {entry['value']:<{values}} // {entry['meaning']}")
    return [*lines, ")"]


def sentinels(entries: list[catalogue.Catalogue]) -> list[str]:
    lines = ["", "// What errors.Is can be asked about an error of this package.", "var ("]
    for entry in entries:
        lines.append(f"\t// {sentinel(entry['name'])}: {entry['meaning']}.")
        lines.append(f'\t{sentinel(entry["name"])} = errors.New("backstay: {words(entry["name"])}")')
    return [*lines, ")"]


def by_number(entries: list[catalogue.Catalogue], function: str, kind: str, meaning: str) -> list[str]:
    lines = ["", f"// {function} returns {meaning}, nil where there is none.", f"func {function}(v {kind}) error {{"]
    lines.append("\tswitch v {")
    grouped: dict[str, list[str]] = {}
    for entry in entries:
        if entry.get("exception"):
            grouped.setdefault(entry["exception"], []).append(f"{kind}{camel(entry['name'])}")
    for exception, names in grouped.items():
        lines += [f"\tcase {', '.join(names)}:", f"\t\treturn {sentinel(exception)}"]
    return [*lines, "\t}", "\treturn nil", "}"]


def misuse(entries: catalogue.Catalogue) -> list[str]:
    """The reasons of an answer that are errors, and no refusals by a policy."""
    statuses = {entry["exception"]: entry["name"] for entry in entries["statuses"] if entry.get("exception")}
    lines = ["", "// statusOf returns the status of a reason that is no refusal but a misuse, else StatusOk."]
    lines += ["func statusOf(v Reason) Status {", "\tswitch v {"]
    for entry in entries["reasons"]:
        if entry["exception"] in statuses:
            lines += [f"\tcase Reason{camel(entry['name'])}:"]
            lines += [f"\t\treturn Status{camel(statuses[entry['exception']])}"]
    return [*lines, "\t}", "\treturn StatusOk", "}"]


def constants(entries: catalogue.Catalogue) -> str:
    lines = [
        f"// Code generated. Generated from {catalogue.SOURCE} by {GENERATOR}; DO NOT EDIT.",
        "",
        "package backstay",
        "",
        "import (",
        '\t"errors"',
        '\t"strconv"',
        ")",
    ]
    numbers = {**entries, "claim_statuses": claim_statuses(entries["statuses"])}
    for section, kind, base, meaning in NUMBERS:
        lines += numbered(numbers[section], kind, base, meaning)
    for section, kind, meaning in TEXTS:
        lines += named(entries[section], kind, meaning)
    lines += flags(entries["exit_flags"])
    lines += sentinels(entries["exceptions"])
    lines += by_number(entries["reasons"], "sentinelOfReason", "Reason", "what errors.Is finds for a refusal")
    lines += by_number(entries["statuses"], "sentinelOfStatus", "Status", "what errors.Is finds for an error")
    lines += misuse(entries)
    return "\n".join([*lines, ""])


def copies() -> dict[str, str]:
    """The C files that cgo compiles where the program links the shared library; the tag keeps them out of all other builds."""
    made = {}
    for name, there in SOURCES:
        source = f"{SWIG}/{name}"
        origin = f"// Generated from {source} by {GENERATOR}; do not edit.\n//go:build backstay_dynamic\n\n"
        made[f"{FLAT}/{there}"] = origin + (output.ROOT / source).read_text(encoding="utf-8")
    for name in HEADERS:
        source = f"{SWIG}/{name}"
        origin = f"// Generated from {source} by {GENERATOR}; do not edit.\n"
        made[f"{FLAT}/{name}"] = origin + (output.ROOT / source).read_text(encoding="utf-8")
    return made


def outputs() -> dict[str, str]:
    return {CATALOGUE: constants(catalogue.load()), **copies()}


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, outputs()))
