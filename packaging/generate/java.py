#!/usr/bin/env python3
"""Generates the Java binding's enumerations, exception classes and numbers from capi/catalogue.json.

Enumerations and exceptions are public, in dev.backstay; the numbers of the C interface and the two factories of exceptions are in
dev.backstay.internal. The text is laid out as google-java-format does, so that one rule holds for all of Java.
"""

import re
import sys
import textwrap
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue
import java_exceptions
import output

GENERATOR = "packaging/generate/java.py"
ORIGIN = f"// Generated from {catalogue.SOURCE} by {GENERATOR}; do not edit."
SOURCES = "bindings/java/backstay/src/main/java/dev/backstay"

# Section, enumeration, what it is, what stands for a number that a newer library has.
ENUMS = (
    ("statuses", "Status", "What a call into the library answered", ""),
    ("outcomes", "Outcome", "How a guarded call ended", ""),
    ("states", "State", "State of a circuit breaker", "UNKNOWN"),
    ("reasons", "Reason", "Why a call was refused", "UNKNOWN"),
    ("event_kinds", "EventKind", "What kind of thing happened", "UNKNOWN"),
    ("transition_reasons", "TransitionReason", "Why a state was left, or a control was used", "UNKNOWN"),
    ("answer_kinds", "AnswerKind", "What came of a call under an idempotency key", ""),
)
# How a claim may end, of the statuses. What a claim that is held at once is called, where a constant says more than its label.
CLAIM_STATUSES = ("ok", "taken_over", "replay", "body_not_kept", "in_flight", "mismatch", "abandoned")
CLAIM_MEANINGS = {"ok": ("NEW", "nobody had claimed the key, and it is the caller's now")}
# Section, prefix of the constants.
CODES = (
    ("statuses", "STATUS_"),
    ("outcomes", "OUTCOME_"),
    ("reasons", "REASON_"),
    ("exit_flags", "EXIT_"),
    ("answer_kinds", "ANSWER_"),
    ("serve_actions", "SERVE_"),
)
# Of the headers: constant, file, macro.
HEADER_CODES = (
    ("ABI_VERSION", "base.h", r"#define BACKSTAY_ABI_VERSION (\d+)"),
    ("RECORD_FIELDS", "queue.h", r"#define BACKSTAY_RECORD_FIELDS (\d+)"),
)


def sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def javadoc(text: str, indent: str = "") -> list[str]:
    """A comment, on one line where it fits."""
    if len(indent) + len(text) + 7 <= 100:
        return [f"{indent}/** {text} */"]
    lines = textwrap.wrap(text, 100 - len(indent) - 3, break_long_words=False, break_on_hyphens=False)
    return [f"{indent}/**", *(f"{indent} * {line}" for line in lines), f"{indent} */"]


def file(package: str, body: list[str]) -> str:
    return "\n".join([ORIGIN, f"package {package};", "", *body, ""])


def enumeration(entries: list[dict[str, Any]], name: str, what: str, unknown: str) -> str:
    body = [*javadoc(f"{what}; the names and numbers are the same in every language."), f"public enum {name} {{"]
    rows = [
        (entry.get("constant", entry["name"].upper()), entry["value"], entry["name"], entry["meaning"])
        for entry in entries
    ]
    if unknown:
        free = -1 if any(entry["value"] == 0 for entry in entries) else 0
        rows.append((unknown, free, "unknown", "none of these: a newer library's"))
    for number, (constant, value, label, meaning) in enumerate(rows):
        end = ";" if number == len(rows) - 1 else ","
        body += [*javadoc(sentence(meaning), "  "), f'  {constant}({value}, "{label}"){end}']
        if end == ",":
            body.append("")
    fallback = f"return {unknown};" if unknown else f'throw new IllegalArgumentException("no {name}: " + label);'
    body += ENUM_MEMBERS.format(name=name, fallback=fallback).splitlines()
    return file("dev.backstay", [*body, "}"])


ENUM_MEMBERS = """
  private final int value;
  private final String label;

  {name}(int value, String label) {{
    this.value = value;
    this.label = label;
  }}

  /** Returns the number in the C interface. */
  public int value() {{
    return value;
  }}

  /** Returns the name as configuration, snapshots, metrics and other languages write it. */
  public String label() {{
    return label;
  }}

  /** Returns the constant with this label. */
  public static {name} of(String label) {{
    for ({name} known : values()) {{
      if (known.label.equals(label)) {{
        return known;
      }}
    }}
    {fallback}
  }}

  @Override
  public String toString() {{
    return label;
  }}"""


def claim_statuses(known: catalogue.Catalogue) -> list[dict[str, Any]]:
    """The statuses of a claim, in the order of the header's table."""
    by_name = {entry["name"]: entry for entry in known["statuses"]}
    entries = [dict(by_name[name]) for name in CLAIM_STATUSES]
    for entry in entries:
        if entry["name"] in CLAIM_MEANINGS:
            entry["constant"], entry["meaning"] = CLAIM_MEANINGS[entry["name"]]
    return entries


def codes(known: catalogue.Catalogue) -> str:
    body = [*javadoc("Numbers of the C interface."), "public final class Codes {"]
    for section, prefix in CODES:
        for entry in known[section]:
            body += [
                *javadoc(sentence(entry["meaning"]), "  "),
                f"  public static final int {prefix}{entry['name'].upper()} = {entry['value']};",
                "",
            ]
    for constant, header, macro in HEADER_CODES:
        text = (output.ROOT / "capi/include/backstay" / header).read_text(encoding="utf-8")
        found = re.search(macro, text)
        if found is None:
            raise SystemExit(f"{GENERATOR}: {header} has no {macro}")
        body += [*javadoc(f"As in {header}.", "  "), f"  public static final int {constant} = {found.group(1)};", ""]
    return file("dev.backstay.internal", [*body, "  private Codes() {}", "}"])


def files() -> dict[str, str]:
    known = catalogue.load()
    made = {
        f"{SOURCES}/{name}.java": enumeration(known[section], name, what, unknown)
        for section, name, what, unknown in ENUMS
    }
    made[f"{SOURCES}/ClaimStatus.java"] = enumeration(claim_statuses(known), "ClaimStatus", "How a claim ended", "")
    made[f"{SOURCES}/internal/Codes.java"] = codes(known)
    for name, body in java_exceptions.classes(known).items():
        made[f"{SOURCES}/{name}.java"] = file("dev.backstay", body)
    made[f"{SOURCES}/internal/Refusals.java"] = file("dev.backstay.internal", java_exceptions.refusals(known))
    made[f"{SOURCES}/internal/Failures.java"] = file("dev.backstay.internal", java_exceptions.failures(known))
    return made


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, files()))
