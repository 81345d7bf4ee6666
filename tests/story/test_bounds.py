"""The bounds accept an honest log, and object to one that amplifies, overruns a deadline or exceeds a rate."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "story"))

from bounds import (
    ON_ITS_WAY_NS,
    SECOND_NS,
    Arrival,
    Call,
    Guards,
    Load,
    RateLimits,
    guards_of,
    judge_crowd,
    judge_deadline,
    judge_load,
    judge_rate,
    judge_relief,
    rate_limits_of,
)

CALLS = 60
BUDGET = Guards(attempts=3, ratio=0.2, burst=5)


def call(name: str, status: int, worker: int = 1) -> Call:
    turn = int(name.rpartition("-")[2])
    return Call(name, worker, status, sent_ns=turn * SECOND_NS, answered_ns=turn * SECOND_NS + SECOND_NS // 2)


def load(guards: Guards, retries: int = 0) -> Load:
    """Every second process; one call in ten is paid at once, `retries` requests are spread over the others."""
    during = [call(f"during-{n}", 200 if n % 10 == 0 else 502, worker=1 + n % 2) for n in range(CALLS)]
    after = [call(f"after-{n}", 200) for n in range(CALLS, 2 * CALLS)]
    arrivals = [Arrival(c.sent_ns, f"shop/{c.worker}", c.name, 201 if c.status == 200 else 503) for c in during + after]
    failed = [c for c in during if c.status != 200]
    arrivals += [Arrival(c.sent_ns + 1, f"shop/{c.worker}", c.name, 503) for c in (failed * 2)[:retries]]
    return Load("shop", guards, during, after, arrivals)


def unbounded() -> Load:
    found = load(Guards(attempts=3))
    failed = [c for c in found.during if c.status != 200]
    found.arrivals += [Arrival(c.sent_ns + n, f"shop/{c.worker}", c.name, 503) for c in failed for n in (1, 2)]
    return found


def found_in(objections: list[str], words: str) -> bool:
    return any(words in objection for objection in objections)


def test_honest_loads_are_accepted() -> None:
    assert judge_load(load(Guards())) == []
    assert judge_load(unbounded()) == []
    assert judge_load(load(BUDGET, retries=15)) == []


def test_a_log_that_amplifies_is_objected_to_where_there_is_a_budget() -> None:
    amplifying = replace(unbounded(), guards=BUDGET)
    assert amplifying.amplification == pytest.approx(2.8)
    objections = judge_load(amplifying)
    assert found_in(objections, "amplification is 2.80, the budget allows 1.37")
    assert found_in(objections, "process 1 made")
    assert found_in(objections, "process 2 made")


def test_one_retry_above_the_budget_of_one_process_is_objected_to() -> None:
    """30 calls during the overload are of process 1: 5 + 0.2 * 30 retries are allowed."""
    honest = load(replace(BUDGET, attempts=50))
    victim = next(c for c in honest.during if c.worker == 1 and c.status != 200)
    honest.arrivals += [Arrival(victim.sent_ns + n, "shop/1", victim.name, 503) for n in range(11)]
    assert judge_load(honest) == []
    honest.arrivals.append(Arrival(victim.sent_ns + 99, "shop/1", victim.name, 503))
    assert found_in(judge_load(honest), "process 1 made 12 retries for 30 calls, the budget allows 11")


def test_retries_that_amplify_nothing_are_objected_to_because_the_scene_shows_nothing() -> None:
    objections = judge_load(load(Guards(attempts=3)))
    assert found_in(objections, "no overload")
    assert found_in(objections, "fewer than 3 requests")


def test_a_call_with_too_many_requests_is_objected_to() -> None:
    greedy = load(Guards(attempts=2), retries=0)
    greedy.arrivals += [Arrival(n, "shop/2", "during-1", 503) for n in (1, 2)]
    assert found_in(judge_load(greedy), "a call made 3 requests, at most 2 are allowed")


def test_more_under_way_than_the_bulkhead_has_places_is_objected_to() -> None:
    guards = Guards(at_once=4, breaker=True)
    crowded = load(guards)
    crowded.arrivals[3] = replace(crowded.arrivals[3], at_once=4)
    assert judge_load(crowded) == []
    crowded.arrivals[3] = replace(crowded.arrivals[3], at_once=5)
    assert found_in(judge_load(crowded), "5 requests of one process were under way at once")


def test_failures_long_after_the_overload_are_objected_to() -> None:
    limping = load(BUDGET)
    limping.after[0] = replace(limping.after[0], status=503)
    assert judge_load(limping) == []
    limping.after[-1] = replace(limping.after[-1], status=503)
    assert found_in(judge_load(limping), "1 of the last 20 calls did not go well")


def test_invented_success_strangers_and_silence_are_objected_to() -> None:
    strange = load(BUDGET)
    strange.during[1] = replace(strange.during[1], status=200)
    strange.during[2] = replace(strange.during[2], status=0, worker=0)
    strange.arrivals.append(Arrival(0, "ghost/9", None, 503))
    objections = judge_load(strange)
    assert found_in(objections, "1 calls were answered with success")
    assert found_in(objections, "belong to no call")
    assert found_in(objections, "got no answer")
    assert found_in(objections, "another process")


def test_a_guard_that_relieves_nothing_is_objected_to() -> None:
    baseline = load(Guards())
    guarded = replace(load(BUDGET), arrivals=baseline.arrivals[: CALLS // 2])
    assert judge_relief(baseline, guarded) == []
    assert found_in(judge_relief(baseline, replace(guarded, arrivals=baseline.arrivals)), "although guarded")


# Crowd: twelve callers and a bulkhead of four places.


def crowd(passed: int) -> tuple[list[Call], list[Arrival]]:
    calls = [Call(f"crowd-{n}", 1, 200 if n < passed else 503, n, SECOND_NS) for n in range(12)]
    return calls, [Arrival(n, "shop/1", f"crowd-{n}", 201, at_once=n + 1) for n in range(passed)]


def test_a_crowd_within_the_places_is_accepted() -> None:
    assert judge_crowd(*crowd(4), crowd(12)[1], 4, overlapping=True) == []
    assert judge_crowd(*crowd(1), crowd(1)[1], 4, overlapping=False) == []


def test_a_crowd_beyond_the_places_is_objected_to() -> None:
    assert found_in(
        judge_crowd(*crowd(5), crowd(12)[1], 4, overlapping=True), "5 requests were at the upstream at once"
    )


def test_a_crowd_that_is_none_is_objected_to() -> None:
    assert found_in(judge_crowd(*crowd(4), crowd(4)[1], 4, overlapping=True), "this is no crowd")


def test_answers_of_the_crowd_that_the_log_denies_are_objected_to() -> None:
    calls, arrivals = crowd(4)
    assert found_in(judge_crowd(calls, arrivals[1:], crowd(12)[1], 4, overlapping=True), "the log doesn't agree")
    calls[0] = replace(calls[0], status=503)
    assert found_in(judge_crowd(calls, arrivals, crowd(12)[1], 4, overlapping=True), "the log doesn't agree")


# Deadline: a call of one second that begins at 10 s and has two attempts.


def hanging() -> tuple[list[Call], list[Arrival]]:
    calls = [Call("pay-0", 1, 504, 10 * SECOND_NS, 11 * SECOND_NS + SECOND_NS // 10)]
    return calls, [Arrival(10 * SECOND_NS + n * SECOND_NS // 10, "shop/1", "pay-0", None) for n in (1, 9)]


def test_a_call_that_ends_with_its_deadline_is_accepted() -> None:
    assert judge_deadline(*hanging(), SECOND_NS) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": 200}, "not 504"),
        ({"answered_ns": 13 * SECOND_NS}, "was answered 2.9 s after"),
        ({"answered_ns": 10 * SECOND_NS + SECOND_NS // 5}, "after its answer"),
        ({"name": "pay-1"}, "never reached"),
    ],
)
def test_each_dishonest_call_is_objected_to(change: dict[str, object], words: str) -> None:
    calls, arrivals = hanging()
    changed = [replace(calls[0], **change)]  # type: ignore[arg-type]
    assert found_in(judge_deadline(changed, arrivals, SECOND_NS), words)


def test_an_attempt_after_the_deadline_is_objected_to() -> None:
    calls, arrivals = hanging()
    at_ns = arrivals[0].at_ns + SECOND_NS + ON_ITS_WAY_NS
    accepted = [*arrivals, Arrival(at_ns, "shop/1", "pay-0", None)]
    assert not found_in(judge_deadline(calls, accepted, SECOND_NS), "after its deadline")
    late = [*arrivals, Arrival(at_ns + 1, "shop/1", "pay-0", None)]
    assert found_in(judge_deadline(calls, late, SECOND_NS), "1 requests after its deadline")


# Rate limit: five at once, and one every ten seconds.

LIMITS = RateLimits("prices", burst=5, interval_ns=10 * SECOND_NS)
FIELDS = {"ratelimit": '"prices";r=0;t=9', "ratelimit-policy": '"prices";q=5;w=50', "retry-after": "9"}


def flood(passed: int, fields: dict[str, str] | None = None) -> tuple[list[Call], list[Call], list[Arrival]]:
    greedy = [
        Call(f"greedy-{n}", 1, 200 if n < passed else 429, n, n + 1, FIELDS if fields is None else fields)
        for n in range(20)
    ]
    modest = [Call("modest-0", 1, 200, 30, 31)]
    return greedy, modest, [Arrival(c.sent_ns, "shop/1", c.name, 200) for c in greedy + modest if c.status == 200]


@pytest.mark.parametrize("passed", [5, 6])
def test_a_burst_and_what_is_refilled_meanwhile_are_accepted(passed: int) -> None:
    assert judge_rate(*flood(passed), LIMITS) == []


@pytest.mark.parametrize(
    ("passed", "words"), [(7, "the limit allows 6"), (4, "below the burst"), (20, "nothing was refused")]
)
def test_too_many_and_too_few_are_objected_to(passed: int, words: str) -> None:
    assert found_in(judge_rate(*flood(passed), LIMITS), words)


@pytest.mark.parametrize("name", sorted(FIELDS))
@pytest.mark.parametrize("value", [None, '"prices";r=3;t=0', "0"])
def test_wrong_fields_are_objected_to(name: str, value: str | None) -> None:
    fields = {known: text for known, text in {**FIELDS, name: value}.items() if text is not None}
    assert found_in(judge_rate(*flood(5, fields), LIMITS), f"its {name} is {value!r}")


def test_a_refused_neighbour_and_an_answer_that_the_log_does_not_know_are_objected_to() -> None:
    greedy, modest, arrivals = flood(5)
    refused = [replace(modest[0], status=429)]
    assert found_in(judge_rate(greedy, refused, arrivals[:-1], LIMITS), "another client was refused too")
    assert found_in(judge_rate(greedy, modest, arrivals[1:], LIMITS), "the log doesn't agree")


# The limits come from the example's own configuration.

CONFIG = Path(__file__).resolve().parents[2] / "examples" / "backstay.json"


def test_the_configuration_is_read_as_it_stands() -> None:
    assert guards_of(CONFIG, "baseline") == Guards()
    assert guards_of(CONFIG, "retries") == Guards(attempts=3)
    assert guards_of(CONFIG, "budgeted") == Guards(attempts=3, ratio=0.2, burst=5)
    assert guards_of(CONFIG, "payments") == Guards(3, 0.2, 5, at_once=4, breaker=True, timeout_ns=SECOND_NS)
    assert rate_limits_of(CONFIG, "prices") == LIMITS


def test_a_budget_that_grows_with_time_is_refused_since_counts_cannot_judge_it(tmp_path: Path) -> None:
    file = tmp_path / "backstay.json"
    file.write_text(
        '{"policies": {"p": {"retry": {"attempts": 2, "budget": {"ratio": 1, "minimum_per_second": 1, "burst": 1}}}}}'
    )
    with pytest.raises(ValueError, match="grows with time"):
        guards_of(file, "p")
