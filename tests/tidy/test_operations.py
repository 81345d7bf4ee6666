"""Alert rules and dashboard ask only for metrics that exist, with labels that exist, and every alert has its runbook section."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "packaging" / "operations"
PROMTOOL = ROOT / "build" / "tools" / "promtool"
CATALOGUE = json.loads((ROOT / "capi" / "catalogue.json").read_text(encoding="utf-8"))
FAMILIES = {family["name"]: family for family in CATALOGUE["metric_families"]}
# Labels that Prometheus or the process adds to every sample.
ADDED_LABELS = {"instance", "job", "process", "key"}
PREFIXES = "|".join(sorted({*(family["pattern"] for family in FAMILIES.values()), "backstay"} - {"runtime"}))
NAME = re.compile(rf"\b((?:{PREFIXES})_[a-z_]+)")
MATCHER = re.compile(rf"\b((?:{PREFIXES})_[a-z_]+)\{{([^}}]*)\}}")


def alert_rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((OPERATIONS / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((OPERATIONS / "dashboard.json").read_text(encoding="utf-8"))
    return document


def expressions() -> Iterator[tuple[str, str]]:
    for rule in alert_rules():
        yield rule["alert"], rule["expr"]
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    for variable in dashboard()["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["name"], variable["definition"]


def problems(expression: str) -> list[str]:
    """Families and label matchers of an expression that don't exist."""
    found = [f"no family {name}" for name in NAME.findall(expression) if name not in FAMILIES]
    for name, matchers in MATCHER.findall(expression):
        known = {*FAMILIES.get(name, {"labels": []})["labels"], *ADDED_LABELS}
        used = re.findall(r"([a-z_]+)\s*[=!]", matchers)
        found += [f"{name} has no label {label}" for label in used if label not in known]
    return found


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_expressions_ask_for_metrics_that_exist(where: str, expression: str) -> None:
    assert NAME.findall(expression), f"{where} asks for no family of ours"
    assert problems(expression) == [], where


@pytest.mark.parametrize("wrong", ["circuit_breaker_status == 1", 'circuit_breaker_state{policy="payments"}'])
def test_a_wrong_expression_is_noticed(wrong: str) -> None:
    assert problems(wrong)


def test_every_family_is_on_the_dashboard() -> None:
    shown = {
        name for panel in dashboard()["panels"] for target in panel["targets"] for name in NAME.findall(target["expr"])
    }
    assert shown == set(FAMILIES)


def test_the_state_panel_names_every_state() -> None:
    panel = next(panel for panel in dashboard()["panels"] if panel["type"] == "state-timeline")
    options = panel["fieldConfig"]["defaults"]["mappings"][0]["options"]
    words = {int(value): option["text"].replace(" ", "_").replace("-", "_") for value, option in options.items()}
    assert words == {state["value"]: state["name"] for state in CATALOGUE["states"]}


def test_panels_have_ids_of_their_own_and_do_not_overlap() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24


@pytest.mark.parametrize("rule", alert_rules(), ids=lambda rule: rule["alert"])
def test_every_alert_has_its_section_in_the_runbook(rule: dict[str, Any]) -> None:
    path, section = rule["annotations"]["runbook_url"].split("#")
    headings = re.findall(r"^## (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert section in {heading.lower().replace(" ", "-") for heading in headings}
    assert rule["for"] and rule["labels"]["severity"]


def test_the_rules_fire_when_they_should() -> None:
    run = subprocess.run(
        [PROMTOOL, "test", "rules", "alerts_test.yml"], cwd=OPERATIONS, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_transition_reason_of_a_breaker_that_opens_is_in_the_runbook() -> None:
    text = (OPERATIONS / "runbook.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z_]+)`", text))
    ignored = {"open_time_over", "probes_succeeded", "runtime_disabled"}
    assert {reason["name"] for reason in CATALOGUE["transition_reasons"]} - ignored <= explained
