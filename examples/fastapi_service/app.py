"""A FastAPI service that takes payments and tells prices through an upstream, every upstream call behind a policy.

BACKSTAY_CONFIG=../backstay.json UPSTREAM_URL=http://127.0.0.1:9000 uvicorn app:app
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any

import httpx
from fastapi import Depends, FastAPI, Header
from fastapi.responses import JSONResponse
from starlette.requests import HTTPConnection

import backstay
import backstay.fastapi
import backstay.httpx

UPSTREAM = os.environ["UPSTREAM_URL"]
CALLER = {"X-Caller": f"{os.environ.get('SERVICE_NAME', 'fastapi')}/{os.getpid()}"}
OUTBOUND = ("payments", "baseline", "retries", "budgeted")

runtime = backstay.Runtime()
payments = runtime.policy("payments")
unreached = 0


class Wire(httpx.AsyncHTTPTransport):
    """The wire below the guard; counts attempts that found no connection, which is what the upstream can't know."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        global unreached
        try:
            return await super().handle_async_request(request)
        except httpx.TimeoutException:
            raise
        except httpx.TransportError:  # refused, or reset before the upstream took it
            unreached += 1
            raise


def client_of(policy: str) -> httpx.AsyncClient:
    """A client whose every request is made under that policy: its timeouts, retries, breaker and bulkhead."""
    guarded = backstay.httpx.AsyncGuardedTransport(runtime.policy(policy), Wire(), key=None)
    return httpx.AsyncClient(base_url=UPSTREAM, headers=CALLER, transport=guarded)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        app.state.upstream = {name: await stack.enter_async_context(client_of(name)) for name in OUTBOUND}
        yield


app = FastAPI(title="checkout", lifespan=lifespan)
backstay.fastapi.install(app, runtime)  # answers rejections with 503, 504 or 429, and adds /metrics


# The same key on all attempts is what makes it safe to repeat a payment; without one the transport would not repeat a POST.
@app.post("/pay")
@app.post("/pay/{policy}")
async def pay(idempotency_key: Annotated[str, Header()], policy: str = "payments") -> JSONResponse:
    """200 when paid, 502 when the upstream failed, 504 when it took too long; a rejection is answered by the middleware."""
    try:
        response = await app.state.upstream[policy].post("/charge", headers={"Idempotency-Key": idempotency_key})
        response.raise_for_status()
    except httpx.TimeoutException as error:
        return JSONResponse({"paid": False, "because": type(error).__name__}, status_code=504)
    except httpx.HTTPError as error:
        return JSONResponse({"paid": False, "because": type(error).__name__}, status_code=502)
    return JSONResponse({"paid": True})


def customer(request: HTTPConnection) -> str:
    return request.headers["X-Customer"]


@app.get("/price", dependencies=[Depends(backstay.fastapi.guard("prices", key=customer))])
async def price(idempotency_key: Annotated[str, Header()]) -> JSONResponse:
    """What something costs; who asks too often gets 429 and the RateLimit fields."""
    response = await app.state.upstream["payments"].get("/price", headers={"Idempotency-Key": idempotency_key})
    return JSONResponse({"price": 42}, status_code=response.status_code)


@app.get("/events")
async def events() -> JSONResponse:
    """What this process knows: its breaker's transitions, and attempts that found no connection."""
    page = runtime.events(0)
    known = [
        {"wall_ns": e.wall_ns, "kind": e.kind, "from": e.from_state, "to": e.to_state, "message": e.message}
        for e in page.events
    ]
    return JSONResponse({"worker": os.getpid(), "unreached": unreached, "dropped": page.dropped, "events": known})


Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class NameTheWorker:
    """Puts this process and its breaker's state on every answer, so that the driver can tell processes apart."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send
    ) -> None:
        async def named(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                state = payments.snapshot().state
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-worker", str(os.getpid()).encode()),
                    (b"x-breaker-state", str(state).encode()),
                ]
            await send(message)

        await self.app(scope, receive, named)


app.add_middleware(NameTheWorker)
