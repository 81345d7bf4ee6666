"""What a circuit breaker adds to one call in Python: ours and named peers, in one run.

python tests/bench/python/bench_python.py [--json FILE] [--rounds N] [--calls N] [--only TEXT]
"""

from __future__ import annotations

from collections.abc import Callable

import harness
import peers
from harness import Case, Form

#: How a candidate makes a form; None where it can't.
Guarded = Callable[[peers.Candidate], Callable[[], Form] | None]


def decorated(measure: Callable[[harness.Function], Form], function: harness.Function) -> Guarded:
    return lambda one: (lambda: measure(one.decorate()(function))) if one.decorate else None


def method(one: peers.Candidate) -> Callable[[], Form] | None:
    return (lambda: harness.called_as_method(one.decorate())) if one.decorate else None


def refused(one: peers.Candidate) -> Callable[[], Form] | None:
    return (lambda: harness.raised(one.opened()(harness.empty), one.refusal)) if one.opened else None


def coroutine(one: peers.Candidate) -> Callable[[], Form] | None:
    if one.decorate_async is None:
        return None
    function = one.decorate_async()(harness.empty_async)
    return lambda: harness.awaited(lambda: function)


def block(one: peers.Candidate) -> Callable[[], Form] | None:
    return (lambda: harness.entered(one.block)) if one.block else None


def block_async(one: peers.Candidate) -> Callable[[], Form] | None:
    if one.block_async is None:
        return None
    made = one.block_async()
    return lambda: harness.entered_async(lambda: made)


def case(title: str, aim: str, bare: Callable[[], Form], guarded: Guarded, rounds: int = 0) -> Case:
    forms = {one.title: guarded(one) for one in CANDIDATES}
    return Case(title, aim, bare, {title: form for title, form in forms.items() if form is not None}, rounds)


CANDIDATES, MISSING = peers.candidates()


def cases() -> list[Case]:
    empty, arguments, raising = harness.empty, harness.arguments, harness.raising
    return [
        case(
            "decorator, empty function",
            "50 / 80 (time window)",
            lambda: harness.called(empty),
            decorated(harness.called, empty),
        ),
        case(
            "decorator, three positional and two keyword arguments",
            "",
            lambda: harness.called_with_arguments(arguments),
            decorated(harness.called_with_arguments, arguments),
        ),
        case("decorator, method", "", lambda: harness.called_as_method(None), method),
        case("decorator, raising function", "", lambda: harness.raised(raising), decorated(harness.raised, raising)),
        case(
            "decorator, four threads",
            "",
            lambda: harness.in_threads(empty),
            decorated(harness.in_threads, empty),
            rounds=7,
        ),
        case("decorator, open: rejected and caught", "250", lambda: harness.called(empty), refused),
        case(
            "await of a guarded coroutine",
            "120",
            lambda: harness.awaited(lambda: harness.empty_async),
            coroutine,
        ),
        case("with", "150", lambda: harness.timed("pass"), block),
        case("async with", "250", lambda: harness.entered_async(None), block_async),
    ]


if __name__ == "__main__":
    harness.run("python", __doc__, cases(), peers.NAMES, MISSING)
