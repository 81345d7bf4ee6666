"""The calls about requests of HTTP under idempotency keys, for the interpreter."""

from __future__ import annotations

import json
from typing import Any

from claim_calls import NS, ClaimCalls, to_ns

import backstay

USUAL_KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
TEXTS = ("route", "principal", "tenant", "credentials")
PROBLEM = ["application/problem+json"]
MODES = {"refuse": False, "run": True, "configured": None}


class HttpCalls(ClaimCalls):
    """Requests by what a vector says of them; the claims that they hold are claims as others."""

    def do_wants(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        idempotency = self.idempotency(args)
        return {
            "wanted": idempotency.wants(args.get("method", "POST"), args.get("key_header", USUAL_KEY)),
            "key_header": idempotency.key_header,
            "maximum_body": idempotency.maximum_body,
        }

    def do_serve(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        idempotency, request = self.idempotency(args), request_of(args)
        waited = args.get("waited_ns", 0) / NS
        if self.loop is None:
            served = idempotency.serve(request, waited=waited)
        else:
            served = self.loop.run_until_complete(idempotency.serve_async(request, waited=waited))
        observed: dict[str, Any] = {
            "action": served.action.name.lower(),
            "status": served.status.name.lower(),
            "retry_after_ns": to_ns(served.retry_after),
            "again_ns": to_ns(served.again),
        }
        if served.claim is not None:
            observed |= self.held_by(served.claim, name)
        if served.action == backstay.ServeAction.REPLY:
            observed |= reply_of(served)
        return observed

    def held_by(self, claim: backstay.Claim, name: str) -> dict[str, Any]:
        rises = claim.fence > self.highest_fence
        self.highest_fence = claim.fence
        self.claims[name] = claim
        return {"takeovers": claim.takeovers, "recovery_point": claim.recovery_point, "fence_rises": rises}

    def do_respond(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        headers = [tuple(pair) for pair in args.get("headers", [])]
        body = args.get("body", "").encode()
        return self.of_claim(args, "respond", args.get("status_code", 200), headers, body, kept=args.get("kept", True))

    def do_set_on_unavailable(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.idempotency(args).set_on_unavailable(MODES[args["mode"]], args["reason"])
        return {"done": True}


def request_of(args: dict[str, Any]) -> backstay.HttpRequest:
    return backstay.HttpRequest(
        args.get("method", "POST"),
        args.get("target", "/orders"),
        args.get("key_header", USUAL_KEY),
        args.get("body", "").encode(),
        declared_length=args.get("declared_length"),
        **{name: args[name] for name in TEXTS if name in args},
    )


def reply_of(served: backstay.Served) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in served.headers:
        headers.setdefault(name, []).append(value)
    reply: dict[str, Any] = {"status_code": served.status_code, "headers": headers, "body": served.body.decode()}
    if headers.get("content-type") == PROBLEM:
        reply["problem"] = json.loads(served.body)
    return reply
