"""The one judge: observed values against vectors, and the parity report.

    python compare.py [--observed build/conformance] [--languages cpp,python]

An expectation holds when every field it names has the expected value; fields it does not name are free. Numbers compare by value.
An object with one key that begins with `$` is a matcher; README.md lists them. A step without `expect` must neither fail nor be
rejected.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-9
PASSING: dict[str, Any] = {"error": {"$absent": True}, "rejected": {"$absent": True}, "interpreter": {"$absent": True}}
MISSING = object()


def differences(expected: Any, observed: Any, path: str = "") -> list[str]:
    """Every way in which an observed value fails an expectation; empty when it holds."""
    if isinstance(expected, dict) and len(expected) == 1 and next(iter(expected)).startswith("$"):
        return match(expected, observed, path)
    if observed is MISSING:
        return [f"{path}: missing, expected {show(expected)}"]
    if isinstance(expected, dict) and isinstance(observed, dict):
        return [
            line
            for name, value in expected.items()
            for line in differences(value, observed.get(name, MISSING), f"{path}.{name}")
        ]
    if isinstance(expected, list) and isinstance(observed, list):
        if len(expected) != len(observed):
            return [f"{path}: {len(observed)} items, expected {len(expected)}"]
        return [line for i, value in enumerate(expected) for line in differences(value, observed[i], f"{path}[{i}]")]
    return [] if same(expected, observed) else [f"{path}: {show(observed)}, expected {show(expected)}"]


def match(matcher: dict[str, Any], observed: Any, path: str) -> list[str]:
    """The matchers: $absent, $not, $between, $contains, $all, $length."""
    kind, wanted = next(iter(matcher.items()))
    if kind == "$absent":
        return [] if observed is MISSING else [f"{path}: {show(observed)}, expected to be absent"]
    if kind == "$all":
        return [line for part in wanted for line in differences(part, observed, path)]
    if observed is MISSING:
        return [f"{path}: missing, expected {show(matcher)}"]
    if kind == "$not":
        return [] if differences(wanted, observed, path) else [f"{path}: {show(observed)}, expected anything else"]
    if kind == "$between":
        holds = is_number(observed) and wanted[0] <= observed <= wanted[1]
    elif kind == "$contains" and isinstance(observed, list):
        holds = any(not differences(wanted, item) for item in observed)
    elif kind == "$contains":
        holds = isinstance(observed, str) and wanted in observed
    elif kind == "$length":
        holds = isinstance(observed, (list, dict, str)) and len(observed) == wanted
    else:
        return [f"{path}: unknown matcher {kind}"]
    return [] if holds else [f"{path}: {show(observed)}, expected {show(matcher)}"]


def same(expected: Any, observed: Any) -> bool:
    if is_number(expected) and is_number(observed):
        return bool(expected == observed or abs(expected - observed) <= TOLERANCE * max(abs(expected), abs(observed)))
    return type(expected) is type(observed) and bool(expected == observed)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:157] + "..."


def judge(vector: dict[str, Any], observed: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a run of one vector; empty when it passes."""
    steps = vector["steps"]
    if len(observed) != len(steps):
        return [f"{len(observed)} observed values for {len(steps)} steps"]
    lines = []
    for number, (step, value) in enumerate(zip(steps, observed, strict=True), start=1):
        for line in differences(step.get("expect", PASSING), value):
            lines.append(f"step {number} {step['call']}: {line}")
    return lines


def load_vectors(folder: Path = HERE / "vectors") -> list[dict[str, Any]]:
    """All vectors below a folder, in the order of the files' names."""
    return [vector for path in sorted(folder.rglob("*.json")) for vector in json.loads(path.read_text())["vectors"]]


def load_observed(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What an interpreter wrote: one JSON line a vector, {"id", "steps"}; the later line of an id counts."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {line["id"]: line["steps"] for line in map(json.loads, lines)}


@dataclass
class Parity:
    """Every (vector, language) pair with its verdict."""

    languages: list[str]
    vectors: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def report(self) -> str:
        lines = [
            "parity: vectors x languages",
            f"{'language':<16}{'vectors':>9}{'passed':>9}{'known gaps':>12}{'failed':>9}",
        ]
        for language in self.languages:
            passed, known = self.passed.get(language, 0), self.known.get(language, 0)
            lines.append(f"{language:<16}{self.vectors:>9}{passed:>9}{known:>12}{self.vectors - passed - known:>9}")
        return "\n".join(
            [*lines, *(f"FAIL {gap}" for gap in self.gaps), "no gap" if not self.gaps else f"{len(self.gaps)} gaps"]
        )


def parity(vectors: list[dict[str, Any]], observed: dict[str, dict[str, Any]], known_gaps: dict[str, Any]) -> Parity:
    """Judge every pair. A pair that was not run fails, and so does a known gap that has closed or names nothing."""
    result = Parity(sorted(observed), len(vectors))
    ids = {vector["id"] for vector in vectors}
    unused = {(gap["vector"], gap["language"]): gap["reason"] for gap in known_gaps["gaps"]}
    for language in result.languages:
        for vector in vectors:
            steps = observed[language].get(vector["id"])
            wrong = ["was not run"] if steps is None else judge(vector, steps)
            known = unused.pop((vector["id"], language), None)
            if known is not None and wrong:
                result.known[language] = result.known.get(language, 0) + 1
            elif known is not None:
                result.gaps.append(f"{language} {vector['id']}: passes, so take it out of known_gaps.json")
            elif wrong:
                result.gaps += [f"{language} {vector['id']} ({vector['name']}): {line}" for line in wrong]
            else:
                result.passed[language] = result.passed.get(language, 0) + 1
        result.gaps += [
            f"{language} {name}: observed, but no such vector" for name in observed[language] if name not in ids
        ]
    result.gaps += [f"known gap {vector} in {language} names no pair" for vector, language in unused]
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge observed values and print the parity report.")
    parser.add_argument("--observed", type=Path, default=HERE.parents[1] / "build" / "conformance")
    parser.add_argument("--languages", default="cpp,python,python-async")
    options = parser.parse_args()
    observed = {name: load_observed(options.observed / f"{name}.jsonl") for name in options.languages.split(",")}
    wrong_ids = {vector["id"] for vector in load_vectors(HERE / "wrong")}
    right = {
        name: {key: steps for key, steps in lines.items() if key not in wrong_ids} for name, lines in observed.items()
    }
    result = parity(load_vectors(), right, json.loads((HERE / "known_gaps.json").read_text()))
    print(result.report())
    for name, lines in observed.items():
        for vector in load_vectors(HERE / "wrong"):
            if vector["id"] not in lines or not judge(vector, lines[vector["id"]]):
                print(f"FAIL {name} {vector['id']}: a deliberately wrong vector must be run and must fail")
                return 1
    print(f"{len(wrong_ids)} deliberately wrong vectors failed in every language, as they must")
    return 1 if result.gaps else 0


if __name__ == "__main__":
    sys.exit(main())
