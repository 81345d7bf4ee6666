#!/usr/bin/env python3
"""Generates what Rust needs of the C interface, so that its users need neither clang nor bindgen.

The declarations come from the public headers, the constants and the enumerations from capi/catalogue.json.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue
import headers
import output

GENERATOR = "packaging/generate/rust.py"
HEADERS = "capi/include/backstay"
DECLARATIONS = "bindings/rust/backstay-sys/src/bindings.rs"
CONSTANTS = "bindings/rust/backstay-sys/src/constants.rs"
ENUMERATIONS = "bindings/rust/backstay/src/catalogue.rs"

SCALARS = {"int64_t": "i64", "int32_t": "i32", "double": "f64", "char": "c_char", "void": "c_void"}
# Parameter names that Rust keeps for itself.
KEYWORDS = {"type", "ref", "move", "match", "in", "fn", "use"}

# Section, Rust enumeration, what it is, whether a newer library may answer one that this crate doesn't know.
ENUMS = (
    ("statuses", "Status", "What a call of the C interface answered.", False),
    ("outcomes", "Outcome", "How a guarded call ended.", False),
    ("states", "State", "State of a policy with a circuit breaker.", False),
    ("reasons", "Reason", "Why a call was refused or given up.", True),
    ("event_kinds", "EventKind", "What an event tells.", True),
    ("answer_kinds", "AnswerKind", "What is stored under an idempotency key.", False),
)
UNKNOWN = {"name": "unknown", "value": 0, "meaning": "only a newer library knows it"}


def rust_type(kind: headers.Type) -> str:
    text = SCALARS.get(kind.name, kind.name)
    for depth in range(kind.pointers):
        text = f"*{'const' if kind.const and depth == 0 else 'mut'} {text}"
    return text


def documented(comment: str) -> Iterator[str]:
    """The header's own words, kept apart from what rustdoc takes for links and tags."""
    for line in comment.split("\n"):
        plain = re.sub(r"([\[\]<>])", r"\\\1", line)
        yield f"/// {plain}".rstrip()


def declaration(function: headers.Function) -> list[str]:
    parameters = ", ".join(
        f"{name}_: {rust_type(p.type)}" if (name := p.name) in KEYWORDS else f"{name}: {rust_type(p.type)}"
        for p in function.parameters
    )
    returns = "" if function.returns == headers.Type("void") else f" -> {rust_type(function.returns)}"
    lines = [f"    {line}" for line in documented(function.comment)]
    return [*lines, f"    pub fn {function.name}({parameters}){returns};"]


def struct(declared: headers.Struct) -> list[str]:
    lines = ["", "#[repr(C)]", "#[derive(Debug, Clone, Copy)]", f"pub struct {declared.name} {{"]
    for field in declared.fields:
        kind = rust_type(field.type)
        lines.append(f"    pub {field.name}: {f'[{kind}; {field.length}]' if field.length else kind},")
    return [*lines, "}"]


def handle(name: str) -> list[str]:
    """An opaque type that only pointers are made of, and that nobody may assume to be Send, Sync or movable."""
    return [
        "",
        "#[repr(C)]",
        f"pub struct {name} {{",
        "    _opaque: [u8; 0],",
        "    _pinned: PhantomData<(*mut u8, PhantomPinned)>,",
        "}",
    ]


def declarations(interface: headers.Interface) -> str:
    lines = [
        f"// Generated from the headers in {HEADERS} by {GENERATOR}; do not edit.",
        "use core::ffi::c_char;",
        "use core::marker::{PhantomData, PhantomPinned};",
        "",
    ]
    lines += [f"pub type {alias} = i32;" for alias in interface.aliases]
    for name in interface.handles:
        lines += handle(name)
    for declared in interface.structs:
        lines += struct(declared)
    lines += ["", 'unsafe extern "C" {']
    for function in interface.functions:
        lines += [*declaration(function), ""]
    return "\n".join([*lines[:-1], "}", ""])


def header_number(name: str) -> str:
    """The value of a macro that the catalogue doesn't hold."""
    for header in sorted((output.ROOT / HEADERS).glob("*.h")):
        found = re.search(rf"#define {name} (\S+)$", header.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found.group(1)
    raise SystemExit(f"{GENERATOR}: no header defines {name}")


def header_constants() -> Iterator[str]:
    """The macros that are a number, as the headers define them."""
    for header in sorted((output.ROOT / HEADERS).glob("*.h")):
        if header.name == "catalogue.h":
            continue
        for name, value in re.findall(
            r"^#define (BACKSTAY_\w+) \(?(?:\(int64_t\))?(-?\d+)\)?(?: /\*.*)?$",
            header.read_text(encoding="utf-8"),
            re.MULTILINE,
        ):
            yield f"/// As `{header.name}` defines it."
            yield f"pub const {name}: i64 = {value};"


def constants(entries: catalogue.Catalogue) -> str:
    lines = [
        f"// Generated from {catalogue.SOURCE} by {GENERATOR}; do not edit.",
        "/// The version of the headers that this crate was made from.",
        f"pub const BACKSTAY_VERSION: &str = {header_number('BACKSTAY_VERSION')};",
        *header_constants(),
    ]
    for section, prefix, _ in catalogue.C_SECTIONS:
        for entry in entries[section]:
            lines.append(f"/// {entry['meaning']}")
            lines.append(f"pub const BACKSTAY_{prefix}{entry['name'].upper()}: i32 = {entry['value']};")
    return "\n".join([*lines, ""])


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def enumeration(entries: list[catalogue.Catalogue], enum: str, meaning: str) -> list[str]:
    lines = [
        "",
        f"/// {meaning}",
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]",
        "#[non_exhaustive]",
        "#[repr(i32)]",
        f"pub enum {enum} {{",
    ]
    for entry in entries:
        lines += [
            f"    /// {entry['meaning'][0].upper()}{entry['meaning'][1:]}.",
            f"    {camel(entry['name'])} = {entry['value']},",
        ]
    lines += ["}", "", f"impl {enum} {{"]
    lines += ["    /// The name that all languages, metrics and events share."]
    lines += ["    pub const fn as_str(self) -> &'static str {", "        match self {"]
    lines += [f'            {enum}::{camel(entry["name"])} => "{entry["name"]}",' for entry in entries]
    lines += [
        "        }",
        "    }",
        "",
        "    /// The one of this name; `None` for a name that only a newer library knows.",
    ]
    lines += ["    pub fn from_name(name: &str) -> Option<Self> {", "        Some(match name {"]
    lines += [f'            "{entry["name"]}" => {enum}::{camel(entry["name"])},' for entry in entries]
    lines += ["            _ => return None,", "        })", "    }", ""]
    lines += ["    /// The one of this number of the C interface."]
    lines += ["    pub const fn from_value(value: i32) -> Option<Self> {", "        Some(match value {"]
    lines += [f"            {entry['value']} => {enum}::{camel(entry['name'])}," for entry in entries]
    lines += ["            _ => return None,", "        })", "    }", "}", ""]
    lines += [f"impl std::fmt::Display for {enum} {{"]
    lines += [
        "    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {",
        "        f.write_str(self.as_str())",
    ]
    return [*lines, "    }", "}"]


def kinds(entries: catalogue.Catalogue) -> list[str]:
    """What the reasons amount to: a refusal of some kind, or a misuse with its status."""
    declared = {entry["name"]: entry for entry in entries["exceptions"]}
    refusals = {
        name: camel_of_exception(name) for name, entry in declared.items() if entry["parent"] == "RejectedError"
    }
    lines = ["", "/// What a refusal amounts to, whichever of several reasons it has.", "#[non_exhaustive]"]
    lines += ["#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]", "pub enum RefusalKind {"]
    for name, variant in refusals.items():
        meaning = declared[name]["meaning"]
        lines += [f"    /// {meaning[0].upper()}{meaning[1:]}.", f"    {variant},"]
    lines += ["}", "", "impl Reason {", "    /// What it amounts to; `None` where it is no refusal."]
    lines += ["    pub const fn kind(self) -> Option<RefusalKind> {", "        Some(match self {"]
    statuses = {entry.get("exception"): entry["name"] for entry in entries["statuses"] if entry.get("exception")}
    misuses = []
    for entry in entries["reasons"]:
        if entry["exception"] in refusals:
            lines.append(f"            Reason::{camel(entry['name'])} => RefusalKind::{refusals[entry['exception']]},")
        elif entry["exception"] is not None:
            status = camel(statuses[entry["exception"]])
            misuses.append(f"            Reason::{camel(entry['name'])} => Status::{status},")
    lines += ["            _ => return None,", "        })", "    }", ""]
    lines += ["    /// The status of a misuse; `None` where the policy refused a sound call."]
    lines += ["    pub(crate) const fn misuse(self) -> Option<Status> {", "        Some(match self {", *misuses]
    return [*lines, "            _ => return None,", "        })", "    }", "}"]


def camel_of_exception(name: str) -> str:
    return name.removesuffix("Error")


def enumerations(entries: catalogue.Catalogue) -> str:
    lines = [f"// Generated from {catalogue.SOURCE} by {GENERATOR}; do not edit."]
    for section, enum, meaning, open_ended in ENUMS:
        lines += enumeration([UNKNOWN] * open_ended + entries[section], enum, meaning)
    lines += kinds(entries)
    return "\n".join([*lines, ""])


def outputs() -> dict[str, str]:
    entries = catalogue.load()
    interface = headers.read(output.ROOT / HEADERS)
    return {DECLARATIONS: declarations(interface), CONSTANTS: constants(entries), ENUMERATIONS: enumerations(entries)}


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, outputs()))
