"""Runs vectors against the model: the sequential policies of the model_*.py files behind the calls of the vector format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from typing import Any

from model import MS, SECOND, WALL_AT_EPOCH, Breaker, Rejection
from model_bulkhead import Bulkhead
from model_composition import Again, Call, Composition, Exhausted, configured
from model_layer import BreakerLayer, Layer, TimeLimit, Waiting
from model_queue import CALLS as QUEUE_CALLS
from model_queue import Misused, Queues
from model_rate_limit import RateLimit
from model_retry import Retry, seed_of

CLOCK_LIMIT = 2**62
LONGEST_FORCED = 3_650 * 86_400 * SECOND  # ten years
MOST_PLACES = 1_000_000
HIGHEST_COST = 2**31
STATES = ("closed", "open", "half_open", "forced_open", "disabled", "metrics_only")
OUTCOMES = {"successes": "success", "failures": "failure", "timeouts": "timeout"}
FAILING = {"raise": "failure", "raise_timeout": "timeout", "raise_permanent": "permanent"}
CAUSES = {"raise": "Boom", "raise_permanent": "Hopeless", "raise_timeout": "TooSlow"}


class Refused(Exception):
    """A call that the documents refuse; args are the status name and what the message must hold."""


class ModelRun:
    """One runtime of the model and what a vector's steps named."""

    def __init__(self, given: dict[str, Any]) -> None:
        document = given["config"]
        self.document = document
        self.now = 0
        self.closed = False
        self.events: list[dict[str, Any]] = []
        self.capacity = document.get("events", {}).get("capacity", 1024)
        self.fallbacks: dict[str, dict[str, int]] = {}  # by policy, how many by why; of all its keys
        self.pass_through = bool(given.get("disabled")) or document.get("enabled") is False
        self.instances: dict[tuple[str, str], Composition] = {}
        self.policies: dict[str, tuple[str, str]] = {name: (name, "") for name in document["policies"]}
        self.permits: dict[str, Call | None] = {}
        self.queues = Queues()
        for name in self.policies:
            self.instance((name, ""))
        if self.pass_through:
            self.events.append({"sequence": 1, "kind": "disabled", "reason": "runtime_disabled"})

    # Policies' instances.

    def instance(self, where: tuple[str, str]) -> Composition:
        if where not in self.instances:
            made = [
                self.layer(where, kind, options) for kind, options in configured(self.document["policies"][where[0]])
            ]
            self.instances[where] = Composition([layer for layer, _ in made], [layer for layer, own in made if own])
        return self.instances[where]

    def layer(self, where: tuple[str, str], kind: str, options: Any) -> tuple[Layer, bool]:
        """A policy's pattern, and whether it is its own."""
        if isinstance(options, dict) and "use" in options:
            return self.instance((options["use"], "")).layer(kind), False

        def announce(**fields: Any) -> None:
            self.announce(where, fields)

        if kind == "circuit_breaker":
            return BreakerLayer(options, announce), True
        if kind == "bulkhead":
            return Bulkhead(options, announce), True
        if kind == "rate_limit":
            return RateLimit(options, announce), True
        if kind == "retry":
            return self.retry(where, options, announce), True
        return TimeLimit(kind, options), True

    def retry(self, where: tuple[str, str], options: Any, announce: Callable[..., None]) -> Retry:
        budget = options.get("budget", {}) if isinstance(options, dict) else {}
        lent = self.instance((budget["use"], "")).layer("retry").budget if "use" in budget else None
        index = list(self.document["policies"]).index(where[0])
        return Retry(options, seed_of(self.document.get("seed", 0), index, where[1]), lent, announce)

    def policy(self, args: dict[str, Any]) -> Composition:
        return self.instance(self.policies[args.get("policy", "payments")])

    # Steps.

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        self.now = max(self.now, step.get("at_ns", self.now))
        args = step.get("args", {})
        try:
            if step["call"] in QUEUE_CALLS:
                return self.queues.call(step["call"], args)
            act: Callable[..., dict[str, Any]] = getattr(self, "do_" + step["call"])
            gone = "waiter" in args and self.waiter(args) is None
            if self.closed and step["call"] not in ("close", "drop") and not gone:
                raise Refused("closed", "closed")
            return act(args, step.get("as", ""))
        except (Refused, Misused) as refusal:
            return {"error": refusal.args[0], "message": refusal.args[1]}

    def do_create(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True}

    # Permits.

    def ask(self, args: dict[str, Any]) -> tuple[Call, Any]:
        """A call's first answer."""
        cost = args.get("cost", 1)
        if not 1 <= cost <= HIGHEST_COST:
            raise Refused("invalid_argument", "cost")
        if not self.pass_through:
            return self.policy(args).enter(self.now, cost, args.get("deadline_ns"))
        return Call(self.policy(args), self.now, cost, None, None, "running"), None

    def do_enter(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        call, told = self.ask(args)
        self.permits[name] = call
        answer = self.entered(name, told)
        if not name:
            self.let_go(call)
        return answer

    def let_go(self, call: Call) -> None:
        """What holds a permit without a name, or waits without one, is dropped at once."""
        if call.state == "waiting":
            call.policy.leave(call, self.now)
        elif call.state == "running":
            self.finish(call, "cancelled")

    def entered(self, name: str, told: Any) -> dict[str, Any]:
        if isinstance(told, Rejection):
            self.permits[name] = None
            return rejection(told)
        return {"waiting": True, "wait_ns": up_to_us(told.wait)} if isinstance(told, Waiting) else {"admitted": True}

    def waiter(self, args: dict[str, Any]) -> Call | None:
        call = self.permits.get(args["waiter"])
        return call if call is not None and call.state in ("waiting", "pausing") else None

    def do_come_back(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.waiter(args)
        return {"absent": True} if call is None else self.entered(args["waiter"], call.policy.come_back(call, self.now))

    def do_leave(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.waiter(args)
        if call is None:
            return {"absent": True}
        call.policy.leave(call, self.now)
        self.permits[args["waiter"]] = None
        return {"done": True}

    def do_end_attempt(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.permits.get(args["permit"])
        if call is None or call.state != "running":
            return {"absent": True}
        end = self.attempt_ended(call, args)
        if isinstance(end, Again):
            return {"again": True, "wait_ns": up_to_us(end.wait)}
        return exhausted(end) if isinstance(end, Exhausted) else {"done": True}

    def do_deadline(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        call = self.permits.get(args["permit"])
        return {"absent": True} if call is None or call.state != "running" else {"deadline_ns": call.deadline}

    def report(self, outcome: str, args: dict[str, Any]) -> dict[str, Any]:
        call = self.permits.get(args["permit"])
        if call is None or call.state in ("waiting", "pausing"):
            return {"absent": True}
        asked = args.get("retry_after_ns", 0)
        if asked < 0:
            raise Refused("invalid_argument", "retry_after")
        # A permit guards one attempt: where another might follow, it is given up.
        if isinstance(self.finish(call, outcome, asked, args.get("cause", "")), Again):
            call.policy.leave(call, self.now)
        return {"done": True}

    def finish(self, call: Call, outcome: str, asked: int = 0, cause: str = "") -> Again | Exhausted | None:
        if call.state == "over" or self.pass_through:
            call.state = "over"
            return None
        return call.policy.exit(call, self.now, outcome, asked, cut(cause, 64))

    def do_success(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("success", args)

    def do_failure(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("failure", args)

    def do_permanent(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("permanent", args)

    def do_timeout(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("timeout", args)

    def do_cancelled(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("cancelled", args)

    def do_neutral(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.report("neutral", args)

    def do_drop(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        answer = self.report("cancelled", args)
        if "absent" not in answer:
            self.permits[args["permit"]] = None
        return answer

    # Whole calls.

    def do_call(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        answer = self.called(args)
        reason = answer.get("rejected") or answer.get("exhausted") or ("failure" if "raised" in answer else "")
        if "fallback" not in args or not reason or (reason == "failure" and not args.get("fallback_failures")):
            return answer
        used = self.fallbacks.setdefault(self.policies[args.get("policy", "payments")][0], {})
        used[reason] = used.get(reason, 0) + 1
        return {"returned": args["fallback"], "called": answer["called"]}

    def called(self, args: dict[str, Any]) -> dict[str, Any]:
        call, told = self.ask(args)
        doings = args["does"] if isinstance(args["does"], list) else [args["does"]]
        called = 0
        while True:
            while isinstance(told, Waiting):
                if not told.timed:
                    return {"interpreter": "a vector's call must not park: nobody else would free the place"}
                told = self.pause(call, told)
            if isinstance(told, Rejection):
                return {**rejection(told), "called": called}
            doing = doings[min(called, len(doings) - 1)]
            doing = doing if isinstance(doing, dict) else {"does": doing}
            called += 1
            self.now += doing.get("takes_ns", args.get("takes_ns", 0))
            end = self.attempt_ended(call, doing)
            if isinstance(end, Exhausted):
                return {**exhausted(end), "called": called}
            if isinstance(end, Again):
                self.now += up_to_us(end.wait)
                told = call.policy.come_back(call, self.now)
            elif doing["does"] == "return":
                return {"returned": args.get("value"), "called": called}
            else:
                return {"raised": True, "called": called}

    def attempt_ended(self, call: Call, doing: dict[str, Any]) -> Again | Exhausted | None:
        outcome = FAILING.get(doing["does"], "success")
        return self.finish(call, outcome, doing.get("retry_after_ns", 0), CAUSES.get(doing["does"], ""))

    def pause(self, call: Call, told: Waiting) -> Any:
        """A turn comes by time alone, and a manual clock is moved to it."""
        self.now += up_to_us(told.wait)
        return call.policy.come_back(call, self.now)

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

    def do_snapshot(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        policy, key = self.policies[args.get("policy", "payments")]
        instance = self.policy(args)
        head = {"policy": policy, "key": key or None}
        if self.pass_through and len(instance.layers) > 1:
            return {**head, "state": "disabled", "layers": [], "patterns": {}}
        patterns = {} if self.pass_through else {layer.kind: layer.snapshot(self.now) for layer in instance.layers}
        told = {**head, "layers": list(patterns), "patterns": patterns} if patterns else head
        if policy in self.fallbacks:
            patterns["fallback"] = {"used": sum(self.fallbacks[policy].values())}
        breaker = instance.layer("circuit_breaker")
        if breaker is None:
            return told
        causes = [{"cause": name, "count": count, "last_at_ns": at} for name, count, at in breaker.breaker.causes]
        fields = breaker.snapshot(self.now)
        state = {"state": "disabled"} if self.pass_through else {}
        return {**told, **fields, **state, "causes": causes}

    def do_rate_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        cost = args.get("cost", 1)
        if not 1 <= cost <= HIGHEST_COST:
            raise Refused("invalid_argument", "cost")
        told: dict[str, Any] = self.operated(args, "rate_limit").peek(self.now, cost)
        return {**told, "retry_after_ns": told["retry_after_ns"]}

    # Operators.

    def operated(self, args: dict[str, Any], kind: str) -> Any:
        layer = self.policy(args).layer(kind)
        if self.pass_through or layer is None:
            raise Refused("unsupported", "")
        return layer

    def reason(self, args: dict[str, Any]) -> str:
        reason: str = args.get("reason", "by hand")
        if not 1 <= len(reason.encode()) <= 128:
            raise Refused("invalid_argument", "reason")
        return reason

    def control(self, args: dict[str, Any], act: Callable[[Breaker, str], None]) -> dict[str, Any]:
        reason = self.reason(args)
        act(self.operated(args, "circuit_breaker").breaker, reason)
        return {"done": True}

    def do_set_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        reason = self.reason(args)
        if not 1 <= args["limit"] <= MOST_PLACES:
            raise Refused("invalid_argument", "limit")
        self.operated(args, "bulkhead").set_limit(self.now, args["limit"], reason)
        return {"done": True}

    def do_reset_rate_limit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        reason = self.reason(args)
        self.operated(args, "rate_limit").reset(self.now, reason)
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
            "pattern": fields.get("pattern", "circuit_breaker"),
            "reason": fields["reason"],
            "note": fields.get("note") or None,
        }
        if "to" in fields:
            event.update({"from": fields["come"], "to": fields["to"]})
        if fields.get("to") in ("open", "forced_open"):
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
        for policy, used in self.fallbacks.items():
            for reason, count in used.items():
                samples[text("fallback_total", {"service": policy, "reason": reason, **process})] = count
        for (policy, key), instance in self.instances.items():
            labels = {"service": policy, **({"key": key} if key else {}), **process}
            for family, extra, value in self.measured(instance):
                if value or not family.endswith("_total"):
                    samples[text(family, labels | extra)] = value
        prefix = self.document.get("metrics", {}).get("prefix", "")
        return {"samples": {prefix + name: value for name, value in samples.items()}}

    def measured(self, instance: Composition) -> Iterable[tuple[str, dict[str, str], float]]:
        """Samples of the patterns that are the instance's own; those of a borrowed one are its owner's."""
        for layer in instance.own:
            if isinstance(layer, BreakerLayer) and not (self.pass_through and len(instance.layers) > 1):
                yield from measure(layer.breaker, self.now)
            elif not self.pass_through:
                yield from layer.metrics(self.now)

    def do_advance(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        if args["by_ns"] < 0 or self.now + args["by_ns"] > CLOCK_LIMIT:
            raise Refused("invalid_argument", "by")
        self.now += args["by_ns"]
        return {"done": True}

    def do_now(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"now_ns": self.now}

    def do_queue(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        return self.queues.make(args["capacity"], name)

    def do_close(self, _args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.closed = True
        self.queues.close()
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


def up_to_us(ns: int) -> int:
    """Waits are told in microseconds, rounded up, so that who comes back after one is not too early."""
    return -(-ns // 1_000) * 1_000


def rejection(told: Rejection) -> dict[str, Any]:
    return {"rejected": told.reason, "retry_after_ns": None if told.wait is None else up_to_us(told.wait)}


def exhausted(end: Exhausted) -> dict[str, Any]:
    elapsed = end.elapsed // 1_000 * 1_000
    return {"exhausted": end.reason, "attempts": end.attempts, "elapsed_ns": elapsed}


def measure(breaker: Breaker, now: int) -> Iterable[tuple[str, dict[str, str], float]]:
    """Family, labels and value of every sample of a breaker that is not absent."""
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
