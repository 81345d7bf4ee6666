"""Every vector in every language, judged by one comparator; and the comparator itself, which must be able to say no."""

from __future__ import annotations

from typing import Any

import check_vectors
import compare
import languages
import pytest
import run

Parities = tuple[compare.Parity, list[str]]


@pytest.fixture(scope="module")
def judged() -> Parities:
    return run.judge(list(languages.commands()))


def test_vectors_are_well_formed() -> None:
    assert check_vectors.problems() == []


def test_there_are_enough_vectors() -> None:
    assert len(compare.load_vectors()) >= 600


@pytest.mark.parametrize("language", list(languages.commands()))
def test_parity(judged: Parities, language: str) -> None:
    result, _ = judged
    assert [gap for gap in result.gaps if gap.startswith(language + " ")] == []
    assert result.passed[language] + result.known.get(language, 0) == result.vectors


def test_no_gap_at_all(judged: Parities) -> None:
    print(judged[0].report())
    assert judged[0].gaps == []


def test_wrong_vectors_fail_in_every_language(judged: Parities) -> None:
    assert judged[1] == []


def test_the_model_meets_the_vectors() -> None:
    assert run.model_gaps() == []


# The judge on trial.

VECTOR: dict[str, Any] = {
    "id": "trial.one",
    "name": "one step",
    "steps": [{"at_ns": 0, "call": "snapshot", "expect": {"state": "open", "failures": 3}}],
}
GOOD = [{"state": "open", "failures": 3, "successes": 0}]


def gaps(observed: dict[str, Any], known: list[dict[str, str]] | None = None) -> list[str]:
    return compare.parity([VECTOR], observed, {"gaps": known or []}).gaps


def test_a_good_run_has_no_gap() -> None:
    assert gaps({"a": {"trial.one": GOOD}}) == []


@pytest.mark.parametrize(
    "steps",
    [
        [{"state": "closed", "failures": 3}],
        [{"state": "open", "failures": 2}],
        [{"state": "open"}],
        [{"error": "closed", "message": ""}],
        [],
        GOOD + GOOD,
    ],
)
def test_a_bad_run_is_a_gap(steps: list[dict[str, Any]]) -> None:
    assert len(gaps({"a": {"trial.one": steps}, "b": {"trial.one": GOOD}})) >= 1


def test_a_missing_pair_is_a_gap() -> None:
    assert gaps({"a": {"trial.one": GOOD}, "b": {}}) == ["b trial.one (one step): was not run"]


def test_a_known_gap_is_none_until_it_closes() -> None:
    known = [{"vector": "trial.one", "language": "a", "reason": "on trial"}]
    assert gaps({"a": {}}, known) == []
    assert gaps({"a": {"trial.one": GOOD}}, known) == ["a trial.one: passes, so take it out of known_gaps.json"]
    assert gaps({"a": {"trial.one": GOOD}}, [{"vector": "x", "language": "a", "reason": ""}]) == [
        "known gap x in a names no pair"
    ]


@pytest.mark.parametrize(
    ("expected", "observed", "holds"),
    [
        (3, 3.0, True),
        (3, "3", False),
        (1, True, False),
        (0.1, 0.1 + 1e-17, True),
        (None, None, True),
        (None, 0, False),
        ([1, 2], [1, 2], True),
        ([1], [1, 2], False),
        ({"$between": [1, 2]}, 2, True),
        ({"$between": [1, 2]}, 3, False),
        ({"$between": [1, 2]}, None, False),
        ({"$contains": "b"}, "abc", True),
        ({"$contains": "d"}, "abc", False),
        ({"$contains": {"x": 1}}, [{"x": 2}, {"x": 1, "y": 0}], True),
        ({"$contains": {"x": 3}}, [{"x": 2}], False),
        ({"$length": 2}, [0, 0], True),
        ({"$length": 2}, [0], False),
        ({"$all": [{"$contains": "a"}, {"$contains": "b"}]}, "ab", True),
        ({"$all": [{"$contains": "a"}, {"$contains": "c"}]}, "ab", False),
        ({"$not": 1}, 2, True),
        ({"$not": 1}, 1, False),
        ({"$absent": True}, 1, False),
        ({"$unheard": 1}, 1, False),
    ],
)
def test_comparison(expected: Any, observed: Any, holds: bool) -> None:
    assert (compare.differences({"value": expected}, {"value": observed}) == []) is holds


def test_absence() -> None:
    assert compare.differences({"value": {"$absent": True}}, {}) == []
    assert compare.differences({"value": None}, {}) != []


def test_a_step_without_expectation_must_pass() -> None:
    silent = {"id": "trial.two", "name": "silent", "steps": [{"at_ns": 0, "call": "enter"}]}
    assert compare.judge(silent, [{"admitted": True}]) == []
    assert compare.judge(silent, [{"rejected": "open", "retry_after_ns": 1}]) != []
    assert compare.judge(silent, [{"error": "closed", "message": ""}]) != []
