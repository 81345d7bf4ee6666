"""The story's judge accepts an honest log and objects to each kind of dishonest one."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "story"))

from judge import ON_ITS_WAY_NS, Limits, Process, Transition, judge

S = 1_000_000_000
LIMITS = Limits(permits=2, successes=2)


def honest() -> Process:
    """Opens at 10 s, tries in vain at 12 s, closes at 14.1 s."""
    return Process(
        name="shop/1",
        under_way=1,
        transitions=[
            Transition(10 * S, "closed", "open"),
            Transition(12 * S, "open", "half_open"),
            Transition(12 * S + 1000, "half_open", "open"),
            Transition(14 * S, "open", "half_open"),
            Transition(14 * S + S // 10, "half_open", "closed"),
        ],
        arrivals=[9 * S, 12 * S + 500, 14 * S + 1000, 14 * S + 2000, 15 * S],
        passed=5,
        rejected=7,
        rejections_seen=7,
    )


def objections(process: Process, refused: bool = False, strangers: dict[str, int] | None = None) -> list[str]:
    callers = Counter({process.name: len(process.arrivals), **(strangers or {})})
    return judge([process], callers, LIMITS, refused)


def test_an_honest_log_is_accepted() -> None:
    assert objections(honest()) == []


def test_a_request_within_the_skew_before_half_open_is_a_probe() -> None:
    process = honest()
    process.arrivals[1] = 12 * S - 1_000_000
    assert objections(process) == []


def test_a_request_on_its_way_at_the_trip_is_accepted_where_calls_overlap() -> None:
    process = replace(honest(), under_way=2, passed=6)
    process.arrivals.append(10 * S + ON_ITS_WAY_NS // 2)
    assert objections(process) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"arrivals": [9 * S, 11 * S, 14 * S + 1000, 14 * S + 2000, 15 * S]}, "while open"),
        ({"arrivals": [14 * S + n for n in (1, 2, 3, 4, 5)]}, "half-open period"),
        ({"arrivals": [9 * S, 10 * S + 1000, 14 * S, 14 * S + 1, 15 * S]}, "on their way"),
        ({"passed": 6}, "calls passed"),
        ({"passed": 8, "unreached": 3}, "found no connection"),
        ({"rejected": 8}, "rejections"),
        ({"transitions": []}, "never opened"),
        ({"transitions": [Transition(16 * S, "closed", "open")]}, "not closed"),
        ({"events_dropped": 1}, "events were lost"),
    ],
)
def test_each_dishonest_log_is_objected_to(change: dict[str, object], words: str) -> None:
    found = objections(replace(honest(), **change))  # type: ignore[arg-type]
    assert any(words in objection for objection in found), found


def test_calls_without_connection_are_accepted_while_the_upstream_refuses() -> None:
    assert objections(replace(honest(), passed=8, unreached=3), refused=True) == []


def test_an_unknown_caller_is_objected_to() -> None:
    assert any("unknown caller" in objection for objection in objections(honest(), strangers={"ghost/9": 1}))
