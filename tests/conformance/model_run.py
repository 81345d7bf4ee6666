"""Runs vectors against the model: the sequential breaker of model.py behind the calls of the vector format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from model import MS, SECOND, WALL_AT_EPOCH, Breaker, Rejection, read_settings

CLOCK_LIMIT = 2**62
LONGEST_FORCED = 3_650 * 86_400 * SECOND  # ten years
STATES = ("closed", "open", "half_open", "forced_open", "disabled", "metrics_only")
OUTCOMES = {"successes": "success", "failures": "failure", "timeouts": "timeout"}


class Refused(Exception):
    """A call that the documents refuse; args are the status name and what the message must hold."""


@dataclass
class Permit:
    breaker: Breaker
    generation: int
    started: int
    used: bool = False


class ModelRun:
    """One runtime of the model and what a vector's steps named."""

    def __init__(self, given: dict[str, Any]) -> None:
        document = given["config"]
        self.document = document
        self.now = 0
        self.closed = False
        self.events: list[dict[str, Any]] = []
        self.capacity = document.get("events", {}).get("capacity", 1024)
        self.pass_through = bool(given.get("disabled")) or document.get("enabled") is False
        self.breakers: dict[tuple[str, str], Breaker] = {}
        self.policies: dict[str, tuple[str, str]] = {name: (name, "") for name in document["policies"]}
        self.permits: dict[str, Permit | None] = {}
        for name in self.policies:
            self.breaker({"policy": name})
        if self.pass_through:
            self.events.append({"sequence": 1, "kind": "disabled", "reason": "runtime_disabled"})

    # Steps.

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        self.now = max(self.now, step.get("at_ns", self.now))
        args = step.get("args", {})
        act: Callable[..., dict[str, Any]] = getattr(self, "do_" + step["call"])
        try:
            if self.closed and step["call"] not in ("close", "drop"):
                raise Refused("closed", "closed")
            return act(args, step.get("as", ""))
        except Refused as refusal:
            return {"error": refusal.args[0], "message": refusal.args[1]}

    def do_create(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True}

    def do_enter(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        breaker = self.breaker(args)
        answer: int | Rejection = 0 if self.pass_through else breaker.enter(self.now)
        if isinstance(answer, Rejection):
            self.permits[name] = None
            return {"rejected": answer.reason, "retry_after_ns": answer.wait}
        self.permits[name] = Permit(breaker, answer, self.now)
        return {"admitted": True}

    def report(self, outcome: str, args: dict[str, Any]) -> dict[str, Any]:
        permit = self.permits.get(args["permit"])
        if permit is None:
            return {"absent": True}
        asked = args.get("retry_after_ns", 0)
        if asked < 0:
            raise Refused("invalid_argument", "retry_after")
        if not permit.used:
            permit.used = True
            self.finish(permit, outcome, asked, args.get("cause", ""))
        return {"done": True}

    def finish(self, permit: Permit, outcome: str, asked: int = 0, cause: str = "") -> None:
        if not self.pass_through:
            elapsed = self.now - permit.started
            permit.breaker.report(self.now, permit.generation, outcome, elapsed, asked, cut(cause, 64))

    def do_success(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("success", args)

    def do_failure(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("failure", args)

    def do_timeout(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("timeout", args)

    def do_cancelled(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("cancelled", args)

    def do_neutral(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("neutral", args)

    def do_drop(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        answer = self.report("cancelled", args)
        self.permits[args["permit"]] = None
        return answer

    def do_call(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        breaker = self.breaker(args)
        answer: int | Rejection = 0 if self.pass_through else breaker.enter(self.now)
        if isinstance(answer, Rejection):
            return {"rejected": answer.reason, "retry_after_ns": answer.wait}
        permit = Permit(breaker, answer, self.now)
        self.now += args.get("takes_ns", 0)
        if args["does"] == "return":
            self.finish(permit, "success")
            return {"returned": args.get("value")}
        self.finish(permit, "failure", cause="Boom")
        return {"raised": True}

    # Policies.

    def do_policy(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        if args["name"] not in self.document["policies"]:
            raise Refused("not_found", args["name"])
        self.policies[name] = (args["name"], "")
        return {"name": args["name"]}

    def do_policies(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"names": list(self.document["policies"])}

    def do_keyed(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        if not 1 <= len(args["key"].encode()) <= 256:
            raise Refused("invalid_argument", "key")
        policy, _ = self.policies[args.get("policy", "payments")]
        self.policies[name] = (policy, args["key"])
        return {"name": policy, "key": args["key"]}

    def do_drop_policy(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        del self.policies[args["policy"]]
        return {"done": True}

    def breaker(self, args: dict[str, Any]) -> Breaker:
        where = self.policies[args.get("policy", "payments")]
        if where not in self.breakers:
            options = self.document["policies"][where[0]]["circuit_breaker"]
            self.breakers[where] = Breaker(read_settings(options), lambda **fields: self.announce(where, fields))
        return self.breakers[where]

    def do_snapshot(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        policy, key = self.policies[args.get("policy", "payments")]
        breaker = self.breaker(args)
        fields = breaker.snapshot(self.now)
        if self.pass_through:
            fields["state"] = "disabled"
        causes = [{"cause": name, "count": count, "last_at_ns": at} for name, count, at in breaker.causes]
        return {"policy": policy, "key": key or None, **fields, "causes": causes}

    # Operators.

    def control(self, args: dict[str, Any], act: Callable[[Breaker, str], None]) -> dict[str, Any]:
        reason = args.get("reason", "by hand")
        if not 1 <= len(reason.encode()) <= 128:
            raise Refused("invalid_argument", "reason")
        if self.pass_through:
            raise Refused("unsupported", "disabled")
        act(self.breaker(args), reason)
        return {"done": True}

    def do_force_open(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        length = args.get("duration_ns")
        if length is not None and not 0 <= length <= LONGEST_FORCED:
            raise Refused("invalid_argument", "duration")
        return self.control(args, lambda breaker, note: breaker.control(self.now, "forced_open", note, length))

    def do_force_closed(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, lambda breaker, note: breaker.control(self.now, "closed", note))

    def do_disable(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, lambda breaker, note: breaker.control(self.now, "disabled", note))

    def do_metrics_only(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, lambda breaker, note: breaker.control(self.now, "metrics_only", note))

    def do_reset(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.control(args, lambda breaker, note: breaker.reset(self.now, note))

    # The runtime.

    def announce(self, where: tuple[str, str], fields: dict[str, Any]) -> None:
        event = {
            "sequence": len(self.events) + 1,
            "at_ns": fields["at"],
            "wall_ns": WALL_AT_EPOCH + fields["at"],
            "kind": fields["kind"],
            "policy": where[0],
            "key": where[1] or None,
            "pattern": "circuit_breaker",
            "from": fields["come"],
            "to": fields["to"],
            "reason": fields["reason"],
            "note": fields.get("note") or None,
        }
        if fields["to"] in ("open", "forced_open"):
            until = fields["until"]
            event["wait_ns"] = None if until is None else until - fields["at"]
            event["cause"] = fields.get("cause") or None
        self.events.append(event)

    def do_events(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        since = args.get("since", 0)
        if since < 0:
            raise Refused("invalid_argument", "since")
        first_kept = max(len(self.events) - self.capacity, 0)
        kept = self.events[max(since, first_kept) :]
        return {"next": len(self.events), "dropped": max(first_kept - since, 0), "events": kept}

    def do_metrics(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        process = {"process": args["process"]} if "process" in args else {}
        samples = {
            text("backstay_disabled", process): float(self.pass_through),
            text("backstay_events_total", process): len(self.events),
        }
        for (policy, key), breaker in self.breakers.items():
            labels = {"service": policy, **({"key": key} if key else {}), **process}
            samples.update((text(family, labels | extra), value) for family, extra, value in measure(breaker, self.now))
        prefix = self.document.get("metrics", {}).get("prefix", "")
        return {"samples": {prefix + name: value for name, value in samples.items()}}

    def do_advance(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        if args["by_ns"] < 0 or self.now + args["by_ns"] > CLOCK_LIMIT:
            raise Refused("invalid_argument", "by")
        self.now += args["by_ns"]
        return {"done": True}

    def do_now(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"now_ns": self.now}

    def do_close(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.closed = True
        return {"done": True}

    def do_retry_after(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        header = args["header"].strip()
        if header.isdigit():
            return {"wait_ns": int(header) * SECOND}
        try:
            at = round(parsedate_to_datetime(header).timestamp() * 1000) * MS
        except ValueError:
            return {"wait_ns": None}
        return {"wait_ns": max(at - WALL_AT_EPOCH - self.now, 0)}


def measure(breaker: Breaker, now: int) -> Iterable[tuple[str, dict[str, str], float]]:
    """Family, labels and value of every sample that is not nought or absent."""
    yield "circuit_breaker_state", {}, STATES.index(breaker.state)
    for name, count in breaker.totals.items():
        if name == "slow":
            yield "circuit_breaker_slow_calls_total", {}, count
        else:
            yield "circuit_breaker_calls_total", {"outcome": OUTCOMES.get(name, name)}, count
    for reason, count in breaker.rejected.items():
        yield "circuit_breaker_rejected_total", {"reason": reason}, count
    for (come, to), count in breaker.moves.items():
        yield "circuit_breaker_transitions_total", {"from": come, "to": to}, count
    fields = breaker.snapshot(now)
    for family in ("failure_rate", "slow_call_rate"):
        if fields[family] is not None:
            yield f"circuit_breaker_{family}", {}, fields[family]


def text(family: str, labels: dict[str, str]) -> str:
    """A sample's name with its labels in the order of their names."""
    inside = ",".join(f'{name}="{escape(labels[name])}"' for name in sorted(labels))
    return family + (f"{{{inside}}}" if inside else "")


def escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def cut(text: str, size: int) -> str:
    """The text's first bytes, cut at a character's border."""
    return text.encode()[:size].decode(errors="ignore")


def run(vector: dict[str, Any]) -> list[dict[str, Any]]:
    """The observed value of every step."""
    model = ModelRun(vector["given"])
    return [[model.step(step) for _ in range(step.get("times", 1))][-1] for step in vector["steps"]]


def run_all(vectors: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {vector["id"]: json.loads(json.dumps(run(vector))) for vector in vectors}
