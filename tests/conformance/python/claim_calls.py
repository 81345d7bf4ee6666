"""The calls about idempotency keys, for the interpreter: claims by the names that a vector gives them, and functions under `once`."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import backstay

NS = 1_000_000_000
OPTIONS = ("scope", "fingerprint")


class Boom(Exception):
    """What a function raises when a vector says so."""

    retry_after: float | None = None


class Retryable(Exception):
    """The same, where nothing had happened yet."""


class Unencodable(Exception):
    """What encoding a value raises when a vector says so."""


class ClaimCalls:
    """The claims that a vector's steps named."""

    runtime: Any
    loop: asyncio.AbstractEventLoop | None

    def __init__(self) -> None:
        super().__init__()
        self.claims: dict[str, backstay.Claim] = {}
        self.highest_fence = 0

    def idempotency(self, args: dict[str, Any]) -> backstay.Idempotency:
        found: backstay.Idempotency = self.runtime.idempotency(args.get("idempotency", "orders"))
        return found

    def do_claim(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        options = {"waited": args.get("waited_ns", 0) / NS, **options_of(args)}
        key, idempotency = args.get("key", "k"), self.idempotency(args)
        if self.loop is None:
            claim = idempotency.claim(key, **options)
        else:
            claim = self.loop.run_until_complete(idempotency.claim_async(key, **options))
        observed = {
            "status": "ok" if claim.outcome == backstay.ClaimOutcome.NEW else claim.outcome.name.lower(),
            "takeovers": claim.takeovers,
            "recovery_point": claim.recovery_point,
            "retry_after_ns": to_ns(claim.retry_after),
            "again_ns": to_ns(claim.again),
            "message": str(claim),
        }
        if claim.answer is not None:
            observed["answer"] = fields_of(claim.answer)
        if claim.held:
            observed["fence_rises"] = claim.fence > self.highest_fence
            self.highest_fence = claim.fence
            self.claims[name] = claim
        return observed

    def do_complete_claim(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        texts = {name: args[name] for name in ("status_code", "content_type", "headers") if name in args}
        kind = backstay.AnswerKind[args.get("kind", "value").upper()]
        return self.of_claim(args, "complete", args.get("body", ""), kind=kind, **texts)

    def do_fail_claim(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        error = type(args["type"], (Exception,), {})(args.get("message", "")) if "type" in args else None
        return self.of_claim(args, "fail", error, retryable=args["retryable"])

    def do_release_claim(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.of_claim(args, "release")

    def do_heartbeat(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.of_claim(args, "heartbeat")

    def do_set_recovery_point(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return self.of_claim(args, "set_recovery_point", args["point"])

    def do_drop_claim(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"done": True} if self.claims.pop(args["claim"], None) is not None else {"absent": True}

    def of_claim(self, args: dict[str, Any], end: str, *given: Any, **named: Any) -> dict[str, Any]:
        """Call a claim's `end`, or await its form for coroutines."""
        claim = self.claims.get(args["claim"])
        if claim is None:
            return {"absent": True}
        try:
            if self.loop is None:
                getattr(claim, end)(*given, **named)
            else:
                self.loop.run_until_complete(getattr(claim, end + "_async")(*given, **named))
        except backstay.LostLeaseError:
            return {"status": "lost_lease"}
        return {"status": "ok"}

    def do_once(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        called = 0

        def work() -> Any:
            nonlocal called
            called += 1
            if args.get("takes_ns"):
                self.runtime.advance(timedelta(microseconds=args["takes_ns"] / 1000))
            return done_as(args)

        async def work_later() -> Any:
            return work()

        def encode(value: Any) -> Any:
            if args.get("does") == "unencodable":
                raise Unencodable
            return value

        observed: dict[str, Any] = {}
        try:
            once = self.idempotency(args).once(
                key=args.get("key", "k"), retryable=Retryable, encode=encode, **options_of(args)
            )
            if self.loop is None:
                observed["returned"] = once(work)()
            else:
                observed["returned"] = self.loop.run_until_complete(once(work_later)())
        except (Boom, Retryable):
            observed["raised"] = True
        except Unencodable:
            observed["unencodable"] = True
        except backstay.FailedBeforeError as failed:
            observed["failed_before"] = str(failed)
        except backstay.Error as error:
            observed |= {"error": status_of(error), "message": str(error)}
        return observed | {"called": called}


def options_of(args: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {name: args[name] for name in OPTIONS if name in args}
    with contextlib.suppress(KeyError):
        options["lease"] = args["lease_ns"] / NS
    return options


def done_as(args: dict[str, Any]) -> Any:
    """Return or raise what a step says."""
    if args.get("does") == "raise":
        raise Boom("boom")
    if args.get("does") == "raise_retryable":
        raise Retryable("retryable")
    return args.get("value")


def fields_of(answer: backstay.Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind.name.lower(),
        "status_code": answer.status_code,
        "content_type": answer.content_type,
        "headers": answer.headers,
        "body": answer.body.decode(),
    }


def to_ns(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * NS)


def status_of(error: backstay.Error) -> str:
    """The catalogue's name of the status behind an exception."""
    for status, kind in backstay._catalogue.STATUS_EXCEPTIONS.items():
        if isinstance(error, kind):
            return backstay._catalogue.Status(status).name.lower()
    return type(error).__name__
