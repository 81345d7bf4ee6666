"""The published JSON Schema and the library agree on what a configuration may say."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backstay import _native

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads(_native.config_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

EVERYTHING: dict[str, Any] = {
    "$schema": "./backstay.schema.json",
    "version": 1,
    "service": "checkout",
    "clock": "manual",
    "seed": 7,
    "enabled": True,
    "metrics": {"prefix": "shop_"},
    "events": {"capacity": 64},
    "policies": {
        "payments": {
            "circuit_breaker": {
                "consecutive_failures": 5,
                "failure_rate": {"threshold": 0.5, "window": "10s", "buckets": 5, "minimum_calls": 20},
                "slow_calls": {"threshold": 0.8, "longer_than": "2s", "window": {"calls": 100}, "minimum_calls": 20},
                "open_for": {"initial": "5s", "multiplier": 1.5, "maximum": "60s", "jitter": 0.1},
                "half_open": {
                    "permits": 3,
                    "successes": 2,
                    "lease": "60s",
                    "maximum_time": "5m",
                    "decide_after": 3,
                },
                "retry_after_maximum": "0s",
                "mode": "enforce",
            },
            "keyed": {"maximum": 10},
        },
        "openai": {"circuit_breaker": {"preset": "openai", "open_for": "60s"}},
        "search": {"layers": [{"circuit_breaker": "standard"}]},
    },
}
BREAKER = ("policies", "payments", "circuit_breaker")
REMOVED = object()

# Where in EVERYTHING, what to put there, and whether the document is then good.
CHANGES: list[tuple[tuple[str | int, ...], Any, bool]] = [
    (("version",), 2, True),
    (("version",), 0, False),
    (("version",), "1", False),
    (("version",), 1.0, True),
    (("version",), 1.5, False),
    (("version",), None, False),
    (("servce",), "x", False),
    (("service",), 5, False),
    (("service",), "${NOBODY_SETS_THIS:-shop}", True),
    (("clock",), "wall", False),
    (("clock",), "${NOBODY_SETS_THIS:-system}", True),
    (("seed",), -1, False),
    (("seed",), 2**63 - 1, True),
    (("seed",), 2**63, False),
    (("enabled",), 1, False),
    (("metrics", "prefix"), "9x", False),
    (("metrics", "prefix"), "", True),
    (("metrics", "suffix"), "", False),
    (("events", "capacity"), 15, False),
    (("events", "capacity"), 65536, True),
    (("events",), [], False),
    (("policies",), {}, True),
    (("policies",), [], False),
    (("policies", "x"), {}, False),
    (("policies", "x"), "standard", False),
    (("policies", ""), {"circuit_breaker": "standard"}, False),
    (("policies", "n" * 129), {"circuit_breaker": "standard"}, False),
    (("policies", "x"), {"keyed": {}}, False),
    (("policies", "x"), {"circut_breaker": "standard"}, False),
    (("policies", "x"), {"circuit_breaker": "standart"}, False),
    (("policies", "x"), {"circuit_breaker": "tolerant"}, True),
    (("policies", "x"), {"circuit_breaker": {}}, True),
    (("policies", "x"), {"circuit_breaker": 5}, False),
    (("policies", "x"), {"circuit_breaker": "standard", "layers": [{"circuit_breaker": "standard"}]}, False),
    (("policies", "search", "layers"), [], False),
    (("policies", "search", "layers"), [{}], False),
    (("policies", "search", "layers"), {"circuit_breaker": "standard"}, False),
    (("policies", "payments", "keyed", "maximum"), 0, False),
    (("policies", "payments", "keyed", "maximum"), 1_000_000, True),
    ((*BREAKER, "consecutive_failures"), 0, True),
    ((*BREAKER, "consecutive_failures"), -1, False),
    ((*BREAKER, "consecutive_failures"), 1_000_001, False),
    ((*BREAKER, "consecutive_failures"), "5", False),
    ((*BREAKER, "preset"), "nothing", False),
    ((*BREAKER, "preset"), "fast_fail", True),
    ((*BREAKER, "failure_rate"), {}, True),
    ((*BREAKER, "failure_rate"), 0.5, False),
    ((*BREAKER, "failure_rate", "threshold"), 0, False),
    ((*BREAKER, "failure_rate", "threshold"), 1, True),
    ((*BREAKER, "failure_rate", "threshold"), 1.01, False),
    ((*BREAKER, "failure_rate", "window"), 10, False),
    ((*BREAKER, "failure_rate", "window"), "10", False),
    ((*BREAKER, "failure_rate", "window"), {"calls": 100}, False),  # buckets stand beside it
    ((*BREAKER, "failure_rate", "window"), {}, False),
    ((*BREAKER, "failure_rate", "buckets"), 61, False),
    ((*BREAKER, "failure_rate", "minimum_calls"), 0, False),
    ((*BREAKER, "slow_calls", "longer_than"), REMOVED, False),
    ((*BREAKER, "slow_calls", "window"), {"calls": 65537}, False),
    ((*BREAKER, "slow_calls", "window"), {"calls": 100, "seconds": 1}, False),
    ((*BREAKER, "open_for"), "30s", True),
    ((*BREAKER, "open_for"), "1h30m", True),
    ((*BREAKER, "open_for"), "1.5s", True),
    ((*BREAKER, "open_for"), "${NOBODY_SETS_THIS:-30s}", True),
    ((*BREAKER, "open_for"), 30, False),
    ((*BREAKER, "open_for"), "30", False),
    ((*BREAKER, "open_for"), "", False),
    ((*BREAKER, "open_for"), "30 s", False),
    ((*BREAKER, "open_for"), "-30s", False),
    ((*BREAKER, "open_for"), "30m1h", False),
    ((*BREAKER, "open_for"), "30sec", False),
    ((*BREAKER, "open_for"), {}, True),
    ((*BREAKER, "open_for", "multiplier"), 0.5, False),
    ((*BREAKER, "open_for", "jitter"), 1.5, False),
    ((*BREAKER, "open_for", "growth"), 2, False),
    ((*BREAKER, "half_open", "permits"), 0, False),
    ((*BREAKER, "half_open", "permits"), 64, False),
    ((*BREAKER, "half_open", "successes"), 64, False),
    ((*BREAKER, "half_open", "lease"), None, False),
    ((*BREAKER, "half_open", "decide_after"), 64, False),
    ((*BREAKER, "half_open"), "standard", False),
    ((*BREAKER, "retry_after_maximum"), 0, False),
    ((*BREAKER, "mode"), "metrics_only", True),
    ((*BREAKER, "mode"), "off", False),
]


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(EVERYTHING)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def judged(document: Any) -> tuple[bool, bool, str]:
    """What the schema and the library say, and the library's reasons."""
    report = json.loads(_native.config_check(json.dumps(document)))
    reasons = "\n".join(finding["message"] for finding in report["findings"])
    return VALIDATOR.is_valid(document), report["valid"], reasons


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads((ROOT / "docs" / "backstay.schema.json").read_text(encoding="utf-8")) == SCHEMA


def test_a_document_with_every_key_is_good() -> None:
    assert judged(EVERYTHING) == (True, True, "")


def test_the_storys_configuration_is_good() -> None:
    document = json.loads((ROOT / "examples" / "backstay.json").read_text(encoding="utf-8"))
    assert judged(document)[:2] == (True, True)


@pytest.mark.parametrize(("path", "value", "good"), CHANGES)
def test_schema_and_library_agree(path: tuple[str | int, ...], value: Any, good: bool) -> None:
    by_schema, by_library, reasons = judged(changed(path, value))
    assert by_library == good, reasons
    assert by_schema == good


def defaults(schema: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Every default of the schema with the keys that lead to it."""
    found = []
    for key, part in schema.get("properties", {}).items():
        if isinstance(part, dict):
            if "default" in part:
                found.append(((*path, key), part["default"]))
            found += defaults(part, (*path, key))
            for choice in part.get("anyOf", []):
                found += defaults(choice, (*path, key))
    return found


@pytest.mark.parametrize(("path", "value"), defaults(SCHEMA["$defs"]["circuit_breaker"]["anyOf"][1]))
def test_every_default_may_be_written_down(path: tuple[str, ...], value: Any) -> None:
    breaker: dict[str, Any] = {"consecutive_failures": 5}
    place = breaker
    for key in path[:-1]:
        place = place.setdefault(key, {"longer_than": "1s"} if key == "slow_calls" else {})
    place[path[-1]] = value
    by_schema, by_library, reasons = judged({"policies": {"p": {"circuit_breaker": breaker}}})
    assert (by_schema, by_library) == (True, True), reasons
