"""Runs vectors through the `backstay` package as a user would, and says what was observed at every step.

    python interpreter.py [--asynchronous] < vectors.jsonl > observed.jsonl

One vector a line in, one `{"id", "steps"}` a line out, at once. With --asynchronous, entering is awaited, and guarded calls are
coroutine functions.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import io
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from typing import Any
from unittest import mock

from claim_calls import Boom, status_of, to_ns
from held_call import HeldCall, Left
from http_calls import HttpCalls
from queue_calls import QueueCalls

import backstay
import backstay.testing
from backstay.__main__ import main as command

NS = 1_000_000_000
PLAIN = {"circuit_breaker", "timeout", "attempt_timeout", "keyed"}  # nobody waits, and nothing is tried again


class Hopeless(Boom):
    """As Boom, where another attempt would not help."""


class TooSlow(TimeoutError):
    """The same, where a deadline passed."""

    retry_after: float | None = None


RAISED: dict[str, type[Boom | TooSlow]] = {"raise": Boom, "raise_permanent": Hopeless, "raise_timeout": TooSlow}
OWN = (Boom, TooSlow)


class Interpreter(QueueCalls, HttpCalls):
    """One runtime and what a vector's steps named."""

    def __init__(self, given: dict[str, Any], asynchronous: bool = False, attempts: Collection[str] = ()) -> None:
        """`attempts`: names of permits whose attempts end one by one."""
        config = given["config"] if "config" in given else given["text"]
        text = config if isinstance(config, str) else json.dumps(config)
        make = backstay.Runtime.disabled if given.get("disabled") else backstay.Runtime
        super().__init__()
        self.now = 0
        self.attempts = attempts
        self.configured: dict[str, Any] = given["config"].get("policies", {}) if "config" in given else {}
        self.permits: dict[str, Any] = {}
        self.reported: set[str] = set()
        self.held: dict[str, HeldCall] = {}
        self.policies: dict[str, Any] = {}
        self.runtime = make(json.loads(text)) if "config" in given else from_text(make, text)
        self.loop = asyncio.new_event_loop() if asynchronous else None

    def finish(self) -> None:
        for call in self.held.values():
            call.cancel()
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
        self.now = self.clock()  # a pause may have moved it
        if at_ns > self.now:
            self.runtime.advance((at_ns - self.now) / NS)
            self.now = at_ns

    def clock(self) -> int:
        return round(self.runtime.now() * NS)

    # Calls of the format, by name. Each answers the observed value.

    def do_create(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True}

    def do_enter(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        policy = self.policy(args)
        if set(self.configured.get(policy.name, {})) <= PLAIN:
            permit = self.take(policy, args)
            if name:
                self.permits[name] = permit
            return {"admitted": True}
        act = self.attempt_by_attempt if name in self.attempts else self.entering
        call = HeldCall(functools.partial(act, policy, args))
        if name:
            self.held[name] = call
            return self.entered(name)
        answer = self.outcome(call)
        call.cancel()
        call.told = None  # a permit without a name is dropped
        return answer

    def take(self, policy: Any, args: dict[str, Any]) -> Any:
        with self.deadline(args):
            cost = args.get("cost", 1)
            return policy.enter(cost) if self.loop is None else self.loop.run_until_complete(take(policy, cost))

    def entering(self, policy: Any, args: dict[str, Any], _call: HeldCall) -> Any:
        """Enter, on a thread of its own."""
        with self.deadline(args):
            cost = args.get("cost", 1)
            return policy.enter(cost) if self.loop is None else asyncio.run(take(policy, cost))

    def attempt_by_attempt(self, policy: Any, args: dict[str, Any], call: HeldCall) -> Any:
        """A guarded call whose attempts end when the vector says so."""

        def attempt() -> None:
            left = backstay.time_left()
            doing = call.stop("running", None if left is None else self.clock() + round(left * NS))
            call.ends_attempt = True
            act_out(doing)

        async def attempt_later() -> None:
            attempt()

        with self.deadline(args):
            view = judging(policy, ["raise_permanent"]).costing(args.get("cost", 1))
            return view.call(attempt) if self.loop is None else asyncio.run(view.call_async(attempt_later))

    @contextlib.contextmanager
    def deadline(self, args: dict[str, Any]) -> Iterator[None]:
        """The caller's deadline, on the clock of this runtime."""
        if "deadline_ns" not in args:
            yield
            return
        left = max(args["deadline_ns"] - self.clock(), 0) / NS
        with contextlib.ExitStack() as stack:
            with backstay.testing.use(self.runtime):
                stack.enter_context(backstay.deadline(left))
            yield

    def entered(self, name: str) -> dict[str, Any]:
        """Where a held call is now; with a permit it is held no longer."""
        call = self.held[name]
        try:
            answer = self.outcome(call)
        except BaseException:
            del self.held[name]
            raise
        if call.state == "ended" and name not in self.attempts:
            self.permits[name] = call.told
            del self.held[name]
        return answer

    def outcome(self, call: HeldCall) -> dict[str, Any]:
        if call.state == "raised":
            raise call.told
        if call.state in ("waiting", "pausing"):
            return {"waiting": True, "wait_ns": round(call.told * NS)}
        return {"admitted": True}

    def waiter(self, args: dict[str, Any]) -> HeldCall | None:
        call = self.held.get(args["waiter"])
        return call if call is not None and call.state in ("waiting", "pausing") else None

    def do_come_back(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.waiter(args)
        if call is None:
            return {"absent": True}
        call.go_on("come back")
        return self.entered(args["waiter"])

    def do_leave(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.waiter(args)
        if call is None:
            return {"absent": True}
        call.cancel()
        del self.held[args["waiter"]]
        return {"done": True} if isinstance(call.told, Left) else self.outcome(call)

    def do_end_attempt(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.held.get(args["permit"])
        if call is None or call.state != "running":
            return {"absent": True}
        call.go_on(args)
        if call.state == "pausing":
            return {"again": True, "wait_ns": round(call.told * NS)}
        if call.state == "raised" and not isinstance(call.told, OWN):
            return self.outcome(call)
        return {"done": True}

    def do_deadline(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        name = args["permit"]
        if name in self.held and self.held[name].state == "running":
            return {"deadline_ns": self.held[name].told}
        if name in self.permits and name not in self.reported:
            left = self.permits[name].time_left()
            return {"deadline_ns": None if left is None else self.clock() + round(left * NS)}
        return {"absent": True}

    def do_success(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.success())

    def do_failure(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        wait = args["retry_after_ns"] / NS if "retry_after_ns" in args else None
        return self.report(args, lambda permit: permit.failure(cause=args.get("cause"), retry_after=wait))

    def do_timeout(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.timeout())

    def do_permanent(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report(args, lambda permit: permit.failure(cause=args.get("cause"), permanent=True))

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
        self.reported.add(args["permit"])
        return {"done": True}

    def do_call(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        doings = args["does"] if isinstance(args["does"], list) else [args["does"]]
        doings = [doing if isinstance(doing, dict) else {"does": doing} for doing in doings]
        called = 0

        def act() -> Any:
            nonlocal called
            doing = doings[min(called, len(doings) - 1)]
            called += 1
            self.move_to(self.clock() + doing.get("takes_ns", args.get("takes_ns", 0)))
            act_out(doing)
            return args.get("value")

        found = answer(lambda: self.guarded(args, judging(self.policy(args), [doing["does"] for doing in doings]), act))
        return found if "error" in found else {**found, "called": called}

    def guarded(self, args: dict[str, Any], policy: Any, act: Callable[[], Any]) -> dict[str, Any]:
        if "cost" in args:
            policy = policy.costing(args["cost"])
        if "fallback" in args:
            policy = policy.fallback(args["fallback"], on=OWN if args.get("fallback_failures") else ())

        @policy
        async def act_later() -> Any:
            return act()

        try:
            with self.deadline(args):
                returned = policy.call(act) if self.loop is None else self.loop.run_until_complete(act_later())
        except OWN:
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

    def do_set_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.policy(args).set_limit(args["limit"], args["reason"])
        return {"done": True}

    def do_reset_rate_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, "reset_rate_limit")

    def do_rate_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        found = self.policy(args).rate_limit(args.get("cost", 1))
        waits = {"retry_after_ns": to_ns(found.retry_after), "reset_after_ns": to_ns(found.reset_after)}
        return {"allowed": found.allowed, "limit": found.limit, "remaining": found.remaining, **waits}

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


async def take(policy: Any, cost: int) -> Any:
    return await policy.enter_async(cost)


def act_out(doing: dict[str, Any]) -> None:
    """Raise what a doing says."""
    if doing["does"] in RAISED:
        error = RAISED[doing["does"]]()
        if "retry_after_ns" in doing:
            error.retry_after = doing["retry_after_ns"] / NS
        raise error


def judging(policy: Any, doings: list[str]) -> Any:
    """The policy as it is, or a view that knows what is hopeless where a vector raises it."""
    hopeless = "raise_permanent" in doings
    return policy.counting(retryable=lambda error: not isinstance(error, Hopeless)) if hopeless else policy


def from_text(make: Callable[[Any], Any], text: str) -> Any:
    """A runtime from a file that holds this text."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(text)
        file.flush()
        return make(file.name)


def event_fields(event: backstay.Event) -> dict[str, Any]:
    """An event's fields under the names of the document."""
    renamed = {"from_state": "from", "to_state": "to"}
    return {renamed.get(name, name): value for name, value in dataclasses.asdict(event).items()}


def flatten(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The head, the breaker's fields beside it, and all patterns' fields by pattern."""
    patterns = {name: fields_of(pattern) for name, pattern in snapshot["patterns"].items()}
    layers = [name for name in patterns if name != "fallback"]
    head = {name: snapshot[name] for name in ("policy", "key", "state")}
    causes = snapshot["patterns"].get("circuit_breaker", {}).get("causes", [])
    breaker = patterns.get("circuit_breaker", {})
    return {**head, **breaker, "causes": causes, "layers": layers, "patterns": patterns}


def fields_of(pattern: dict[str, Any]) -> dict[str, Any]:
    return {**pattern.get("integers", {}), **pattern.get("doubles", {}), **pattern.get("texts", {})}


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


def answer(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a call came to: its value, a rejection or an error."""
    try:
        return act()
    except backstay.RetriesExhaustedError as given_up:
        elapsed = to_ns(given_up.elapsed)
        return {"exhausted": str(given_up.reason), "attempts": given_up.attempts, "elapsed_ns": elapsed}
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
        one_by_one = {step["args"]["permit"] for step in vector["steps"] if step["call"] == "end_attempt"}
        made.append(Interpreter(vector["given"], asynchronous, one_by_one))
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
