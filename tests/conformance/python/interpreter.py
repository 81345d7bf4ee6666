"""Runs vectors through the `backstay` package as a user would, and says what was observed at every step.

    python interpreter.py [--asynchronous] < vectors.jsonl > observed.jsonl

One vector a line in, one `{"id", "steps"}` a line out, at once. With --asynchronous, entering is awaited, and guarded calls are
decorated coroutine functions.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from typing import Any
from unittest import mock

import backstay
from backstay.__main__ import main as command

NS = 1_000_000_000


class Boom(Exception):
    """What a guarded function raises when a vector says so."""


class Interpreter:
    """One runtime and what a vector's steps named."""

    def __init__(self, given: dict[str, Any], asynchronous: bool = False) -> None:
        config = given["config"] if "config" in given else given["text"]
        text = config if isinstance(config, str) else json.dumps(config)
        make = backstay.Runtime.disabled if given.get("disabled") else backstay.Runtime
        self.now = 0
        self.permits: dict[str, Any] = {}
        self.policies: dict[str, Any] = {}
        self.runtime = make(json.loads(text)) if "config" in given else from_text(make, text)
        self.loop = asyncio.new_event_loop() if asynchronous else None

    def finish(self) -> None:
        self.permits.clear()
        self.runtime.close()
        if self.loop is not None:
            self.loop.close()

    def policy(self, args: dict[str, Any]) -> Any:
        name = args.get("policy", "payments")
        if name not in self.policies:
            self.policies[name] = self.runtime.policy(name)
        return self.policies[name]

    def move_to(self, at_ns: int) -> None:
        if at_ns > self.now:
            self.runtime.advance((at_ns - self.now) / NS)
            self.now = at_ns

    # Calls of the format, by name. Each answers the observed value.

    def do_create(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True}

    def do_enter(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        policy = self.policy(args)
        permit = policy.enter() if self.loop is None else self.loop.run_until_complete(take(policy))
        if name:
            self.permits[name] = permit
        return {"admitted": True}

    def do_success(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.success())

    def do_failure(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        wait = args["retry_after_ns"] / NS if "retry_after_ns" in args else None
        return self.report(args, lambda permit: permit.failure(cause=args.get("cause"), retry_after=wait))

    def do_timeout(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.timeout())

    def do_cancelled(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.cancelled())

    def do_neutral(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.neutral())

    def do_drop(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True} if self.permits.pop(args["permit"], None) is not None else {"absent": True}

    def report(self, args: dict[str, Any], act: Callable[[Any], None]) -> dict[str, Any]:
        if args["permit"] not in self.permits:
            return {"absent": True}
        act(self.permits[args["permit"]])
        return {"done": True}

    def do_call(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        def act() -> Any:
            self.move_to(self.now + args.get("takes_ns", 0))
            if args["does"] == "raise":
                raise Boom
            return args.get("value")

        policy = self.policy(args)

        @policy
        async def act_later() -> Any:
            return act()

        try:
            returned = policy.call(act) if self.loop is None else self.loop.run_until_complete(act_later())
        except Boom:
            return {"raised": True}
        return {"returned": returned}

    def do_policy(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        policy = self.policies[name] = self.runtime.policy(args["name"])
        return {"name": policy.name}

    def do_policies(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"names": self.runtime.policies()}

    def do_keyed(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        policy = self.policies[name] = self.policy(args).keyed(args["key"])
        return {"name": policy.name, "key": policy.key}

    def do_drop_policy(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        del self.policies[args["policy"]]
        return {"done": True}

    def do_snapshot(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return flatten(self.policy(args).snapshot().to_dict())

    def control(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        getattr(self.policy(args), name)(args["reason"])
        return {"done": True}

    def do_force_open(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        length = args.get("duration_ns")
        self.policy(args).force_open(args["reason"], None if length is None else length / NS)
        return {"done": True}

    def do_force_closed(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, "force_closed")

    def do_disable(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, "disable")

    def do_metrics_only(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, "metrics_only")

    def do_reset(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, "reset")

    def do_retry_after(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"wait_ns": to_ns(self.policy(args).retry_after(args["header"]))}

    def do_events(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        page = self.runtime.events(args.get("since", 0))
        return {"next": page.next, "dropped": page.dropped, "events": [event_fields(event) for event in page.events]}

    def do_metrics(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"samples": samples(self.runtime.metrics(args.get("process")))}

    def do_advance(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.runtime.advance(args["by_ns"] / NS)
        self.now += args["by_ns"]
        return {"done": True}

    def do_now(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"now_ns": to_ns(self.runtime.now())}

    def do_close(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.runtime.close()
        return {"done": True}

    def do_check(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        written = io.StringIO()
        with mock.patch("sys.stdin", io.StringIO(json.dumps(args["document"]))), contextlib.redirect_stdout(written):
            command(["check", "--json", "-"])
        report: dict[str, Any] = json.loads(written.getvalue())
        return report


async def take(policy: Any) -> Any:
    return await policy.enter_async()


def from_text(make: Callable[[Any], Any], text: str) -> Any:
    """A runtime from a file that holds this text."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(text)
        file.flush()
        return make(file.name)


def to_ns(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * NS)


def event_fields(event: backstay.Event) -> dict[str, Any]:
    """An event's fields under the names of the document."""
    renamed = {"from_state": "from", "to_state": "to"}
    return {renamed.get(name, name): value for name, value in dataclasses.asdict(event).items()}


def flatten(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot's fields beside its head."""
    breaker = snapshot["patterns"].get("circuit_breaker", {})
    head = {name: snapshot[name] for name in ("policy", "key", "state")}
    fields = {**breaker.get("integers", {}), **breaker.get("doubles", {}), **breaker.get("texts", {})}
    return {**head, **fields, "causes": breaker.get("causes", [])}


def samples(text: str) -> dict[str, float]:
    """Values by sample, the labels in the order of their names."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            family, brace, labels = name.partition("{")
            inside = sorted(labels.removesuffix("}").removesuffix('"').split('",')) if brace else []
            found[family + (f"{{{','.join(label + chr(34) for label in inside)}}}" if brace else "")] = float(value)
    return found


def status_of(error: backstay.Error) -> str:
    """The catalogue's name of the status behind an exception."""
    names = {
        backstay.InvalidArgumentError: "invalid_argument",
        backstay.ClosedError: "closed",
        backstay.NotFoundError: "not_found",
        backstay.ConfigError: "invalid_config",
        backstay.UnsupportedError: "unsupported",
    }
    return next((name for kind, name in names.items() if isinstance(error, kind)), type(error).__name__)


def answer(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a call came to: its value, a rejection or an error."""
    try:
        return act()
    except backstay.RejectedError as rejection:
        return {"rejected": str(rejection.reason), "retry_after_ns": to_ns(rejection.retry_after)}
    except backstay.Error as error:
        return {"error": status_of(error), "message": str(error)}
    except Exception as error:
        return {"interpreter": f"{type(error).__name__}: {error}"}


def run(vector: dict[str, Any], asynchronous: bool = False) -> list[dict[str, Any]]:
    """The observed value of every step of a vector."""
    made: list[Interpreter] = []

    def create() -> dict[str, Any]:
        made.append(Interpreter(vector["given"], asynchronous))
        return {"done": True}

    created = answer(create)
    if not made:
        return [
            created if step["call"] == "create" else {"interpreter": f"no runtime: {created}"}
            for step in vector["steps"]
        ]
    observed = [run_step(made[0], step) for step in vector["steps"]]
    made[0].finish()
    return observed


def run_step(interpreter: Interpreter, step: dict[str, Any]) -> dict[str, Any]:
    def act() -> dict[str, Any]:
        call: Callable[..., dict[str, Any]] = getattr(interpreter, "do_" + step["call"])
        return call(step.get("args", {}), step.get("as", ""))

    if step["at_ns"] > interpreter.now:
        moved = answer(lambda: interpreter.move_to(step["at_ns"]) or {})
        if moved:
            return moved
    return [answer(act) for _ in range(step.get("times", 1))][-1]


def main() -> None:
    logging.getLogger("backstay").setLevel(logging.CRITICAL)
    asynchronous = "--asynchronous" in sys.argv
    for line in sys.stdin:
        vector = json.loads(line)
        print(json.dumps({"id": vector["id"], "steps": run(vector, asynchronous)}), flush=True)


if __name__ == "__main__":
    main()
