"""The guides name every option, preset and metric family that exists, and none that doesn't."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tree import ROOT

GUIDES = ROOT / "docs" / "guides"
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "backstay.schema.json").read_text(encoding="utf-8"))
CATALOGUE: dict[str, Any] = json.loads((ROOT / "capi" / "catalogue.json").read_text(encoding="utf-8"))
# The page of each pattern.
PAGES = {
    "timeout": "timeout.md",
    "retry": "retry.md",
    "rate_limit": "rate-limit.md",
    "circuit_breaker": "circuit-breaker.md",
    "bulkhead": "bulkhead.md",
    "attempt_timeout": "timeout.md",
    "fallback": "fallback.md",
}


def options(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every option below a node of the schema with its default, None where it has none."""
    for name, value in node.get("properties", {}).items():
        if isinstance(value, dict):
            yield path + name, value.get("default")
            yield from options(value, f"{path}{name}.")
    for alternative in node.get("anyOf", []):
        yield from options(alternative, path)
    if isinstance(node.get("additionalProperties"), dict):
        yield from options(node["additionalProperties"], f"{path}*.")


def rows(text: str) -> dict[str, list[str]]:
    """Table rows by the code in their first cell."""
    cells = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    )
    return {name: row for row in cells for name in re.findall(r"`([^`]+)`", row[0])}


def section(guide: str, heading: str) -> dict[str, list[str]]:
    text = (GUIDES / guide).read_text(encoding="utf-8")
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{guide} has no section {heading}"
    return rows(found.group(1))


def problems(described: dict[str, list[str]], existing: dict[str, Any], default_column: int) -> list[str]:
    found = [f"{name} is not described" for name in existing.keys() - described.keys()]
    found += [f"{name} doesn't exist" for name in described.keys() - existing.keys()]
    for name in existing.keys() & described.keys():
        default = existing[name]
        if isinstance(default, bool) or default in (None, ""):
            continue
        if isinstance(default, list):
            shown_list = re.findall(r"`([^`]+)`", described[name][default_column])
            found += [] if shown_list == default else [f"{name} has the default {default}, described as {shown_list}"]
            continue
        shown = described[name][default_column].split(":")[0].split(",")[0].strip('`"')
        if shown != (f"{default:g}" if isinstance(default, float) else str(default)):
            found.append(f"{name} has the default {default}, described as {shown}")
    return found


def test_every_pattern_has_its_page() -> None:
    assert PAGES.keys() >= SCHEMA["$defs"].keys() - {"duration", "use"}


@pytest.mark.parametrize("pattern", sorted(PAGES.keys() - {"fallback"}))
def test_every_option_is_described_with_its_default(pattern: str) -> None:
    existing = dict(options(SCHEMA["$defs"][pattern]))
    inside_window = {name for name in existing if name.endswith("window.calls")}
    described = section(PAGES[pattern], "Options")
    assert problems(described, {n: d for n, d in existing.items() if n not in inside_window}, default_column=3) == []


def test_every_key_of_the_document_is_described() -> None:
    leaves = dict(options(SCHEMA))
    existing = {
        name: default
        for name, default in leaves.items()
        if not any(other.startswith(f"{name}.") for other in leaves) or name == "policies"
    }
    assert problems(rows((GUIDES / "configuration.md").read_text(encoding="utf-8")), existing, default_column=2) == []


def test_a_guide_that_lags_behind_is_noticed() -> None:
    existing = {"a": 1, "b": None}
    assert problems({"a": ["`a`", "2"]}, existing, 1) == ["b is not described", "a has the default 1, described as 2"]
    assert problems({"a": ["`a`", "1"], "b": ["`b`", ""], "c": []}, existing, 1) == ["c doesn't exist"]


def test_every_preset_is_described_with_its_numbers() -> None:
    header = (ROOT / "core" / "policy" / "circuit_breaker" / "presets.hpp").read_text(encoding="utf-8")
    presets = re.findall(r'\{"(\w+)", (\d+), ([\d\']+), (\d+)\}', header)
    assert presets
    described = section("circuit-breaker.md", "Presets")
    assert {name: row[1:] for name, row in described.items()} == {
        name: [failures, f"{int(open_ms.replace(chr(39), '')) // 1000}s", successes]
        for name, failures, open_ms, successes in presets
    }


def test_every_preset_of_the_retry_is_described_with_its_attempts() -> None:
    source = (ROOT / "core" / "policy" / "retry" / "presets.hpp").read_text(encoding="utf-8")
    presets = dict(re.findall(r'\.name = "(\w+)",\s*\.attempts = (\d+)', source))
    assert presets
    assert {name: row[1] for name, row in section("retry.md", "Presets").items()} == presets


def test_every_metric_family_is_described_with_its_type_and_labels() -> None:
    described = {
        name: row[1:3]
        for page in sorted({*PAGES.values(), "idempotency.md"})
        for name, row in section(page, "Metrics").items()
    }
    existing = {
        family["name"]: [family["type"], ", ".join(f"`{label}`" for label in family["labels"])]
        for family in CATALOGUE["metric_families"]
    }
    assert described == existing


@pytest.mark.parametrize("pattern", sorted(PAGES.keys() - {"circuit_breaker"}))
def test_every_field_of_a_snapshot_is_described(pattern: str) -> None:
    existing = {field["name"] for field in CATALOGUE["snapshot_fields"] if field["pattern"] == pattern}
    assert section(PAGES[pattern], "Snapshot").keys() == existing


@pytest.mark.parametrize("kind", ["states", "outcomes"])
def test_every_state_and_outcome_is_described(kind: str) -> None:
    text = (GUIDES / "circuit-breaker.md").read_text(encoding="utf-8")
    names = {entry["name"] for entry in CATALOGUE[kind]}
    assert names <= set(re.findall(r"^\| `?(\w+)`? \|", text, re.MULTILINE))
