#!/usr/bin/env python3
"""Generates the constants, enumerations and exception classes of every language from capi/catalogue.json.

python3 packaging/generate/catalogue.py          writes the files
python3 packaging/generate/catalogue.py --check  fails, in words, where a committed file differs
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import output

GENERATOR = "packaging/generate/catalogue.py"
SOURCE = "capi/catalogue.json"
ORIGIN = f"Generated from {SOURCE} by {GENERATOR}; do not edit."

C_FILE = "capi/include/backstay/catalogue.h"
CPP_FILE = "core/base/catalogue.hpp"
PYTHON_FILE = "bindings/python/src/backstay/_catalogue.py"

# Section, prefix of the C macros, title.
C_SECTIONS = (
    ("statuses", "", "Statuses"),
    ("outcomes", "OUTCOME_", "Outcomes of a call"),
    ("states", "STATE_", "States of a breaker"),
    ("reasons", "REASON_", "Reasons of an answer that is no permit"),
    ("exit_flags", "EXIT_", "Flags of exit"),
    ("event_kinds", "EVENT_", "Kinds of events"),
    ("transition_reasons", "TRANSITION_", "Reasons of a transition"),
    ("answer_kinds", "ANSWER_", "Kinds of an answer that is kept under an idempotency key"),
    ("serve_actions", "SERVE_", "What to do with a request over HTTP"),
)

# Section, C++ enumeration, whether it has a `none`.
CPP_ENUMS = (
    ("statuses", "Status", False),
    ("outcomes", "Outcome", False),
    ("states", "State", False),
    ("reasons", "Reason", True),
    ("event_kinds", "EventKind", False),
    ("transition_reasons", "TransitionReason", True),
    ("answer_kinds", "AnswerKind", False),
    ("serve_actions", "ServeAction", False),
)

# Section, Python enumeration, docstring.
PYTHON_INT_ENUMS = (
    ("statuses", "Status", "What a call of the C interface answered."),
    ("outcomes", "Outcome", "How a guarded call ended."),
    ("answer_kinds", "AnswerKind", "What kind of answer is kept under an idempotency key."),
    ("serve_actions", "ServeAction", "What to do with a request over HTTP."),
)
PYTHON_TEXT_ENUMS = (
    ("states", "State", "State of a circuit breaker."),
    ("reasons", "Reason", "Why a call was refused."),
)

# Names of the catalogue that C++ keeps for itself get an underscore.
CPP_KEYWORDS = {"operator", "default", "switch", "new", "delete", "throw", "try", "catch", "this"}

Catalogue = dict[str, Any]


def load(root: Path = output.ROOT) -> Catalogue:
    catalogue: Catalogue = json.loads((root / SOURCE).read_text(encoding="utf-8"))
    check(catalogue)
    return catalogue


def check(catalogue: Catalogue) -> None:
    """Refuses a catalogue in which a name or number of a section occurs twice, or an exception is not declared."""
    for section, entries in catalogue.items():
        if section in ("comment", "snapshot_fields", "metric_families"):
            continue
        for key in ("name", "value"):
            values = [entry[key] for entry in entries if key in entry]
            twice = {value for value in values if values.count(value) > 1}
            if twice:
                raise SystemExit(f"{SOURCE}: {section} has the same {key} twice: {sorted(twice)}")
    declared = {entry["name"] for entry in catalogue["exceptions"]}
    for section in ("statuses", "reasons"):
        for entry in catalogue[section]:
            exception = entry.get("exception")
            if exception is not None and exception not in declared:
                raise SystemExit(f"{SOURCE}: {section}.{entry['name']} names the undeclared exception {exception}")


def c_header(catalogue: Catalogue) -> str:
    lines = [
        f"/* {ORIGIN} */",
        "#ifndef BACKSTAY_CATALOGUE_H",
        "#define BACKSTAY_CATALOGUE_H",
        "",
        "#include <stdint.h>",
    ]
    for section, prefix, title in C_SECTIONS:
        lines += ["", f"/* {title}. */"]
        for entry in catalogue[section]:
            lines.append(f"/* {entry['meaning']} */")
            lines.append(f"#define BACKSTAY_{prefix}{entry['name'].upper()} ((int32_t){entry['value']})")
    return "\n".join([*lines, "", "#endif", ""])


def cpp_header(catalogue: Catalogue) -> str:
    lines = [
        f"// {ORIGIN}",
        "// clang-format off",
        "#pragma once",
        "",
        "#include <cstddef>",
        "#include <cstdint>",
        "#include <string_view>",
        "",
        "namespace backstay::core {",
    ]
    for section, enum, has_none in CPP_ENUMS:
        lines += cpp_enum(catalogue[section], enum, has_none)
    lines.append("")
    for entry in catalogue["exit_flags"]:
        constant = "kExit" + "".join(word.capitalize() for word in entry["name"].split("_"))
        lines.append(f"inline constexpr int32_t {constant} = {entry['value']};  // {entry['meaning']}")
    lines += cpp_table(
        "MetricFamily", "kMetricFamilies", ("pattern", "name", "type", "help"), catalogue["metric_families"]
    )
    lines += cpp_table(
        "SnapshotField", "kSnapshotFields", ("pattern", "name", "type", "unit"), catalogue["snapshot_fields"]
    )
    return "\n".join([*lines, "", "}  // namespace backstay::core", ""])


def cpp_name(name: str) -> str:
    return f"{name}_" if name in CPP_KEYWORDS else name


def cpp_enum(entries: list[Catalogue], enum: str, has_none: bool) -> list[str]:
    lines = ["", f"enum class {enum} : int32_t {{"]
    if has_none:
        lines.append("  none = 0,")
    lines += [f"  {cpp_name(entry['name'])} = {entry['value']},  // {entry['meaning']}" for entry in entries]
    lines.append("};")
    if has_none:
        highest = max(entry["value"] for entry in entries)
        lines.append(f"inline constexpr std::size_t k{enum}Count = {highest + 1};  // with none, to count by them")
    lines += ["", f"constexpr std::string_view name({enum} value) noexcept {{", "  switch (value) {"]
    if has_none:
        lines.append(f'    case {enum}::none: return "";')
    lines += [f'    case {enum}::{cpp_name(entry["name"])}: return "{entry["name"]}";' for entry in entries]
    return [*lines, "  }", '  return "unknown";', "}"]


def cpp_table(struct: str, table: str, columns: tuple[str, ...], rows: list[Catalogue]) -> list[str]:
    lines = ["", f"struct {struct} {{"]
    lines += [f"  std::string_view {column};" for column in columns]
    lines += ["};", "", f"inline constexpr {struct} {table}[] = {{"]
    lines += ["    {" + ", ".join(json.dumps(row[column]) for column in columns) + "}," for row in rows]
    return [*lines, "};"]


def python_module(catalogue: Catalogue) -> str:
    lines = [
        f"# {ORIGIN}",
        '"""Names and numbers that every language shares: statuses, outcomes, states, reasons, exceptions."""',
        "",
        "import enum",
        "from typing import TYPE_CHECKING, Any, Final",
    ]
    for section, enum, docstring in PYTHON_INT_ENUMS:
        lines += ["", "", f"class {enum}(enum.IntEnum):", f'    """{docstring}"""', ""]
        for entry in catalogue[section]:
            lines += [f"    #: {entry['meaning']}", f"    {entry['name'].upper()} = {entry['value']}"]
    for section, enum, docstring in PYTHON_TEXT_ENUMS:
        lines += ["", "", f"class {enum}(enum.StrEnum):", f'    """{docstring}"""', ""]
        for entry in catalogue[section]:
            lines += [f"    #: {entry['meaning']}", f'    {entry["name"].upper()} = "{entry["name"]}"']
    lines += python_exceptions(catalogue)
    lines += python_tables(catalogue)
    public = sorted(
        [
            "AnswerKind",
            "Error",
            "Outcome",
            "Reason",
            "ServeAction",
            "State",
            "Status",
            *(entry["name"] for entry in catalogue["exceptions"]),
        ]
    )
    lines += ["", "#: What the package offers under its own name.", "__all__ = ["]
    lines += [*(f'    "{name}",' for name in public), "]"]
    return "\n".join([*lines, ""])


PYTHON_REJECTED = '''

class RejectedError(Error):
    """{meaning}.

    The message is made when it is read and the fields live in `args`, because a refusal must be cheap to raise.
    """

    if TYPE_CHECKING:

        def __init__(
            self, policy: str, key: str | None = None, reason: Reason = Reason.OPEN, retry_after: float | None = None
        ) -> None: ...

    @property
    def policy(self) -> str:
        """Name of the policy."""
        return str(self.args[0]) if self.args else ""

    @property
    def key(self) -> str | None:
        """Key of the policy's instance, None where it has none."""
        return self.args[1] if len(self.args) > 1 else None

    @property
    def reason(self) -> Reason:
        """Why the call was refused."""
        return self.args[2] if len(self.args) > 2 else Reason.OPEN

    @property
    def retry_after(self) -> float | None:
        """Seconds until a call may pass, None where that is not known."""
        return self.args[3] if len(self.args) > 3 else None

    def __str__(self) -> str:
        name = self.policy if self.key is None else f"{{self.policy}}[{{self.key}}]"
        wait = "" if self.retry_after is None else f"; retry after {{self.retry_after:.3g}} s"
        return f"{{name}} refused the call ({{self.reason}}){{wait}}"'''

PYTHON_EXHAUSTED = '''

class RetriesExhaustedError(RejectedError):
    """{meaning}."""

    #: What the last attempt returned, where that counts as a failure; not pickled.
    result: Any = None

    if TYPE_CHECKING:

        def __init__(
            self,
            policy: str,
            key: str | None = None,
            reason: Reason = Reason.ATTEMPTS,
            attempts: int = 0,
            elapsed: float = 0.0,
        ) -> None: ...

    @property
    def retry_after(self) -> None:
        """Not known: the upstream failed, and may or may not work again."""
        return None

    @property
    def attempts(self) -> int:
        """How many attempts were made."""
        return self.args[3] if len(self.args) > 3 else 0

    @property
    def elapsed(self) -> float:
        """Seconds from the beginning of the call to its end."""
        return self.args[4] if len(self.args) > 4 else 0.0

    @property
    def last_error(self) -> BaseException | None:
        """What the last attempt raised; None where it returned a bad result."""
        return self.__cause__

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args

    def __str__(self) -> str:
        name = self.policy if self.key is None else f"{{self.policy}}[{{self.key}}]"
        last = "" if self.__cause__ is None else f"; last error: {{self.__cause__!r}}"
        return f"{{name}} gave up after {{self.attempts}} attempts in {{self.elapsed:.3g}} s ({{self.reason}}){{last}}"'''

# OSError, which TimeoutError is, would take the fields for an errno and a file name.
PYTHON_REJECTED_OS_ERROR = '''

    def __init__(
        self, policy: str, key: str | None = None, reason: Reason = Reason.{reason}, retry_after: float | None = None
    ) -> None:
        """Keep the fields in `args`, as every RejectedError does."""
        {base}.__init__(self)
        self.args = (policy, key, reason, retry_after)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args'''


PYTHON_RETRY_AFTER = """
    #: Seconds after which it is worth asking again, None where that is not known.
    retry_after: float | None = None
"""


def python_exceptions(catalogue: Catalogue) -> list[str]:
    lines = ["", "", "class Error(Exception):", '    """Base of every exception of Backstay."""']
    for entry in catalogue["exceptions"]:
        meaning = entry["meaning"][0].upper() + entry["meaning"][1:]
        if entry["name"] == "RejectedError":
            lines += PYTHON_REJECTED.format(meaning=meaning).splitlines()
            continue
        if entry["name"] == "RetriesExhaustedError":
            lines += PYTHON_EXHAUSTED.format(meaning=meaning).splitlines()
            continue
        parents = ", ".join(parent for parent in (entry["parent"], entry["python"]) if parent)
        lines += ["", "", f"class {entry['name']}({parents}):", f'    """{meaning}."""']
        if entry.get("retry_after"):
            lines += PYTHON_RETRY_AFTER.splitlines()
        if entry["parent"] == "RejectedError" and entry["python"]:
            reason = next(reason for reason in catalogue["reasons"] if reason["exception"] == entry["name"])
            lines += PYTHON_REJECTED_OS_ERROR.format(base=entry["python"], reason=reason["name"].upper()).splitlines()[
                1:
            ]
    return lines


def python_tables(catalogue: Catalogue) -> list[str]:
    lines = ["", ""]
    for entry in catalogue["exit_flags"]:
        lines += [f"#: {entry['meaning']}", f"EXIT_{entry['name'].upper()}: Final = {entry['value']}"]
    lines += ["", "#: Value of a state -> its name.", "STATES: Final[dict[int, State]] = {"]
    lines += [f"    {entry['value']}: State.{entry['name'].upper()}," for entry in catalogue["states"]]
    lines += ["}", "", "#: Value of a reason -> its name and its exception class, None where it is no refusal."]
    lines.append("REASONS: Final[dict[int, tuple[Reason, type[Error] | None]]] = {")
    lines += [
        f"    {entry['value']}: (Reason.{entry['name'].upper()}, {entry['exception']}),"
        for entry in catalogue["reasons"]
    ]
    lines += [
        "}",
        "",
        "#: Value of a status -> its exception class.",
        "STATUS_EXCEPTIONS: Final[dict[int, type[Error]]] = {",
    ]
    lines += [
        f"    {entry['value']}: {entry['exception']}," for entry in catalogue["statuses"] if entry.get("exception")
    ]
    lines += [
        "}",
        "",
        "#: Pattern -> name -> type of the fields of a snapshot.",
        "SNAPSHOT_FIELDS: Final[dict[str, dict[str, str]]] = {",
    ]
    for pattern in dict.fromkeys(entry["pattern"] for entry in catalogue["snapshot_fields"]):
        lines.append(f'    "{pattern}": {{')
        lines += [
            f'        "{entry["name"]}": "{entry["type"]}",'
            for entry in catalogue["snapshot_fields"]
            if entry["pattern"] == pattern
        ]
        lines.append("    },")
    lines += [
        "}",
        "",
        "#: Name of a metric family -> its type and help.",
        "METRIC_FAMILIES: Final[dict[str, tuple[str, str]]] = {",
    ]
    for entry in catalogue["metric_families"]:
        lines += [
            f'    "{entry["name"]}": (',
            f'        "{entry["type"]}",',
            f"        {json.dumps(entry['help'])},",
            "    ),",
        ]
    return [*lines, "}"]


def outputs(catalogue: Catalogue) -> dict[str, str]:
    return {C_FILE: c_header(catalogue), CPP_FILE: cpp_header(catalogue), PYTHON_FILE: python_module(catalogue)}


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, outputs(load())))
