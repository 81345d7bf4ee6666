"""Several patterns as one policy, as the documentation describes it: who is asked when, and who hears of which end.

Layers stand outermost first. What stands outside retry is entered once a call, what stands inside once an attempt. A refusal ends the
call. An attempt's end is told to the layers inside retry, innermost first; then retry decides; then the rest hear of the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from model import Rejection
from model_layer import Layer, Report, TimeLimit, Waiting
from model_retry import Attempt, Retry

ORDER = ("timeout", "retry", "rate_limit", "circuit_breaker", "bulkhead", "attempt_timeout")


def configured(policy: dict[str, Any]) -> list[tuple[str, Any]]:
    """A policy's patterns with their options, outermost first."""
    if "layers" in policy:
        return [next(iter(layer.items())) for layer in policy["layers"]]
    return [(kind, policy[kind]) for kind in ORDER if kind in policy]


def earlier(one: int | None, other: int | None) -> int | None:
    known = [instant for instant in (one, other) if instant is not None]
    return min(known) if known else None


@dataclass
class Again:
    """Another attempt may start after the pause."""

    wait: int


@dataclass
class Exhausted:
    """The call is given up."""

    reason: str
    attempts: int
    elapsed: int


@dataclass
class Call:
    """A call in flight."""

    policy: Composition
    started: int
    cost: int
    call_deadline: int | None  # for all attempts
    deadline: int | None  # for the present one
    state: str = "entering"  # or running, waiting, pausing, over
    attempt: int = 1
    attempt_started: int = 0
    tokens: list[Any] = field(default_factory=list)
    ticket: Any = None  # of the layer behind the tokens
    last_delay: int = 0
    last_outcome: str = "neutral"


class Composition:
    """One instance of a policy. A single pattern is a composition of one."""

    def __init__(self, layers: list[Layer], own: list[Layer]) -> None:
        self.layers, self.own = layers, own
        self.retry_at = next((i for i, layer in enumerate(layers) if isinstance(layer, Retry)), -1)
        self.limits = [layer for layer in layers if isinstance(layer, TimeLimit)]

    def layer(self, kind: str) -> Any:
        return next((layer for layer in self.layers if layer.kind == kind), None)

    # Entering.

    def enter(self, now: int, cost: int = 1, deadline: int | None = None) -> tuple[Call, Any]:
        call = Call(self, now, cost, deadline, deadline)
        return call, self._go_on(call, now)

    def come_back(self, call: Call, now: int) -> Any:
        """With the ticket of a wait, or after a pause."""
        if call.state == "pausing":
            call.attempt += 1
            call.deadline = call.call_deadline
            return self._go_on(call, now)
        layer = self.layers[len(call.tokens)]
        # A layer that keeps the deadline by itself says so; among others, nothing goes on after it.
        if len(self.layers) > 1 and passed(call.deadline, now):
            layer.leave(now, call.ticket)
            return self._refuse_late(call, now)
        told = layer.resume(now, call.ticket)
        return self._go_on(call, now) if self._entered(call, now, told) else self._not_entered(call, now, told)

    def _go_on(self, call: Call, now: int) -> Any:
        if passed(call.deadline, now):
            return self._refuse_late(call, now)
        while len(call.tokens) < len(self.layers):
            told = self.layers[len(call.tokens)].enter(now, call.cost, call.deadline)
            if not self._entered(call, now, told):
                return self._not_entered(call, now, told)
        call.state, call.attempt_started = "running", now
        return None

    def _entered(self, call: Call, now: int, told: Any) -> bool:
        if isinstance(told, (Rejection, Waiting)):
            return False
        at = len(call.tokens)
        limit = self.layers[at].limit()
        call.tokens.append(told)
        if limit is not None:
            call.deadline = earlier(call.deadline, now + limit)
            if at < self.retry_at or self.retry_at < 0:
                call.call_deadline = call.deadline
        return True

    def _not_entered(self, call: Call, now: int, told: Rejection | Waiting) -> Rejection | Waiting:
        if isinstance(told, Rejection):
            return self._refuse(call, now, told)
        call.state, call.ticket = "waiting", told.ticket
        return told

    def _refuse_late(self, call: Call, now: int) -> Rejection:
        if self.limits:
            self.limits[0].refused += 1  # the outermost one counts it
        return self._refuse(call, now, Rejection("deadline", None))

    def _refuse(self, call: Call, now: int, told: Rejection) -> Rejection:
        """The layers inside retry hear nothing of the upstream; the others how the attempt before ended, if there was one."""
        self._leave(call, now, self.retry_at + 1, Report("neutral", timely=False))
        outcome = call.last_outcome if call.attempt > 1 else "neutral"
        self._leave(call, now, 0, Report(outcome, attempts=call.attempt - 1, timely=False))
        call.state = "over"
        return told

    def _leave(self, call: Call, now: int, down_to: int, report: Report) -> None:
        """Tells the layers that were entered, innermost first."""
        while len(call.tokens) > down_to:
            token = call.tokens.pop()
            self.layers[len(call.tokens)].exit(now, token, report)

    # Ending.

    def exit(self, call: Call, now: int, outcome: str, asked: int = 0, cause: str = "") -> Again | Exhausted | None:
        """The end of an attempt."""
        if cause:
            for layer, token in zip(self.layers, call.tokens, strict=True):
                layer.note_cause(now, token, cause)
        told = "failure" if outcome == "permanent" else outcome
        report = Report(told, now - call.attempt_started, asked)
        self._leave(call, now, self.retry_at + 1, report)
        end = self._decide(call, now, outcome, asked)
        if isinstance(end, Again):
            call.last_outcome, call.state = told, "pausing"
            return end
        self._leave(call, now, 0, Report(told, now - call.started, asked, attempts=call.attempt))
        call.state = "over"
        return end

    def _decide(self, call: Call, now: int, outcome: str, asked: int) -> Again | Exhausted | None:
        if self.retry_at < 0:
            return None
        retry = self.layers[self.retry_at]
        assert isinstance(retry, Retry)
        retry.attempt_ended(call.attempt)
        elapsed = now - call.started
        decision = retry.decide(
            now, Attempt(call.attempt, outcome, asked, elapsed, call.call_deadline, call.last_delay)
        )
        if decision.again:
            call.last_delay = decision.delay
            return Again(decision.delay)
        return Exhausted(decision.reason, call.attempt, elapsed) if decision.reason else None

    def leave(self, call: Call, now: int) -> None:
        """The caller gives up while it waits or pauses."""
        ended = call.attempt
        if call.state == "waiting":
            self.layers[len(call.tokens)].leave(now, call.ticket)
            ended -= 1
        self._leave(call, now, 0, Report("cancelled", attempts=ended, timely=False))
        call.state = "over"


def passed(deadline: int | None, now: int) -> bool:
    return deadline is not None and now >= deadline
