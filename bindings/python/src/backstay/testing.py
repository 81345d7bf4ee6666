"""For the tests of code that is guarded: no waiting, no real upstream needed to see a breaker open.

    def test_shop_says_sorry_while_payments_are_open(backstay_open_policy, client):
        backstay_open_policy("payments", retry_after=30)
        assert client.post("/pay").status_code == 503

The fixtures come with the distribution as a pytest plugin, nothing has to be imported:

    backstay_config        the configuration of the next one: the project's own file; override it to give another
    backstay_runtime       a fresh runtime of it on the manual clock, in use for the length of the test
    backstay_open_policy   function: force a policy of that runtime open and return it
    backstay_refuse        function: let any policy of that runtime refuse for a reason, whatever patterns it has, and return it
    backstay_events        the events of that runtime, recorded

On the manual clock nobody sleeps: the pause between two attempts, and a wait that ends with time alone (a rate limit's), move the
clock by themselves, so that a test of a retry takes no time and sees `runtime.now()` go on by exactly the pauses. A wait in a queue
(a bulkhead's) ends when a place becomes free, or when the test moves the clock beyond it. Coroutines are not cut at their deadline,
because their time does not pass by itself: move the clock, and let the code raise TimeoutError where that matters.

The functions below do the same for other test frameworks.
"""

import contextlib
import json
import os
import pathlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import backstay
from backstay import Event, Policy, Reason, RejectedError, RetriesExhaustedError, Runtime
from backstay._catalogue import REASONS, InvalidArgumentError
from backstay._default import set_stand_in
from backstay._time import nanoseconds_of


@contextlib.contextmanager
def use(runtime: Runtime) -> Iterator[Runtime]:
    """Let every guard that is looked up by name use `runtime` inside the `with` block.

    That is `backstay.policy("payments")` bound at import, `backstay.fastapi.guard` and `backstay.django.guard`; policies that
    were got from a runtime stay with it. Leaving the block brings back what was in use before. It holds for the whole process:
    tests that run at the same time in threads of one process can't use different runtimes.
    """
    before = set_stand_in(runtime)
    try:
        yield runtime
    finally:
        set_stand_in(before)


def manual_runtime(config: str | os.PathLike[str] | Mapping[str, Any] | None = None) -> Runtime:
    """Return a runtime of `config` whose clock only `advance` moves.

    `config` is a path or the document as a mapping; None finds the file as `Runtime` does: $BACKSTAY_CONFIG, ./backstay.json.
    """
    if isinstance(config, Mapping):
        document = dict(config)
    else:
        file = pathlib.Path(config or os.environ.get("BACKSTAY_CONFIG") or "backstay.json")
        document = json.loads(file.read_text(encoding="utf-8"))
    return Runtime({**document, "clock": "manual"})


def advance(by: timedelta | float) -> None:
    """Move the clock of the runtime in use forward by `by` (a number means seconds).

    Raises UnsupportedError where its clock is not manual.
    """
    backstay.get_default().advance(by)


def open_policy(runtime: Runtime, name: str, retry_after: timedelta | float | None = None) -> Policy:
    """Force the policy `name` open, so that it refuses every call, and return it.

    `retry_after`: after that time it lets probes pass, and refusals say how long that takes (a number means seconds); None:
    it stays open, and refusals know no time.
    """
    policy = runtime.policy(name)
    policy.force_open("forced open by a test", retry_after)
    return policy


@contextlib.contextmanager
def refusing(
    policy: Policy, reason: Reason = Reason.OPEN, retry_after: timedelta | float | None = None
) -> Iterator[Policy]:
    """Let a policy refuse every call inside the `with` block, whatever patterns it has.

    Callers get the exception of `reason`, such as RateLimitedError for `Reason.RATE`, with `retry_after` (a number means seconds).
    It holds for the policy, all its views, and guards that are bound to it by name; not for its keyed instances. Nothing is counted.
    Raises InvalidArgumentError for a reason that is no refusal of a first attempt.
    """
    refuse(policy, reason, retry_after)
    try:
        yield policy
    finally:
        policy._handle.force_refusal(0, 0)


def refuse(policy: Policy, reason: Reason = Reason.OPEN, retry_after: timedelta | float | None = None) -> Policy:
    """Do as `refusing`, for as long as the runtime lives, and return the policy."""
    code, exception = next((code, exception) for code, (name, exception) in REASONS.items() if name == reason)
    if exception is None or not issubclass(exception, RejectedError) or issubclass(exception, RetriesExhaustedError):
        raise InvalidArgumentError(f"reason must be one for which a policy refuses a call, not {reason!r}")
    policy._handle.force_refusal(code, -1 if retry_after is None else nanoseconds_of(retry_after) // 1000)
    return policy


class RecordedEvents:
    """What happened in a runtime since this object was made or last cleared, oldest first."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin to record now; what happened before is left out."""
        self._runtime = runtime
        self._since = 0
        self.clear()

    def clear(self) -> None:
        """Forget what happened so far."""
        self._since = self._runtime.events(self._since).next

    def all(self, policy: str | None = None) -> list[Event]:
        """Return the events, of one policy where `policy` names it."""
        return [event for event in self._runtime.events(self._since).events if policy in (None, event.policy)]

    def transitions(self, policy: str | None = None) -> list[tuple[str, str]]:
        """Return the state left and the state entered of each transition, of one policy where `policy` names it."""
        return [(event.from_state, event.to_state) for event in self.all(policy) if event.kind == "transition"]
