"""A FastAPI service that takes payments through an upstream, guarded by the breaker `payments`.

BACKSTAY_CONFIG=../backstay.json UPSTREAM_URL=http://127.0.0.1:9000 uvicorn app:app
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.responses import JSONResponse

import backstay
import backstay.fastapi

UPSTREAM = os.environ["UPSTREAM_URL"]
CALLER = f"{os.environ.get('SERVICE_NAME', 'fastapi')}/{os.getpid()}"
PATIENCE_S = 0.8

runtime = backstay.Runtime()
payments = runtime.policy("payments")
unreached = 0


@payments
async def charge(client: httpx.AsyncClient) -> None:
    """One upstream call. Whatever it raises counts against the upstream."""
    global unreached
    try:
        response = await client.post("/charge", headers={"X-Caller": CALLER})
    except httpx.TimeoutException as error:
        raise TimeoutError("the upstream didn't answer in time") from error
    except httpx.TransportError:
        unreached += 1
        raise
    response.raise_for_status()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(base_url=UPSTREAM, timeout=PATIENCE_S) as client:
        app.state.upstream = client
        yield


app = FastAPI(title="checkout", lifespan=lifespan)
backstay.fastapi.install(app, runtime)  # answers rejections with 503 and Retry-After, and adds /metrics


@app.post("/pay")
async def pay() -> JSONResponse:
    """200 when paid, 502 when the upstream failed; a rejection is turned into 503 by the middleware."""
    try:
        await charge(app.state.upstream)
    except (httpx.HTTPError, TimeoutError) as error:
        return JSONResponse({"paid": False, "because": type(error).__name__}, status_code=502)
    return JSONResponse({"paid": True})


@app.get("/events")
async def events() -> JSONResponse:
    """What this process knows: its breaker's transitions, and calls that found no connection."""
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
