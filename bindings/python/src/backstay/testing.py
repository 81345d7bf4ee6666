"""For the tests of code that is guarded: no waiting, no real upstream needed to see a breaker open.

    def test_shop_says_sorry_while_payments_are_open(backstay_open_policy, client):
        backstay_open_policy("payments", retry_after=30)
        assert client.post("/pay").status_code == 503

The fixtures come with the distribution as a pytest plugin, nothing has to be imported:

    backstay_config        the configuration of the next one: the project's own file; override it to give another
    backstay_runtime       a fresh runtime of it on the manual clock, in use for the length of the test
    backstay_open_policy   function: force a policy of that runtime open and return it
    backstay_events        the events of that runtime, recorded

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
from backstay import Event, Policy, Runtime
from backstay._default import set_stand_in


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
