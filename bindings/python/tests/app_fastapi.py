"""A FastAPI application for the tests: in the test's process, or served by uvicorn with several workers.

The path says what happens; `payments` is the policy that guards.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, WebSocket
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.background import BackgroundTask
from starlette.requests import HTTPConnection, Request

import backstay
import backstay.fastapi

CONFIG: dict[str, Any] = {
    "service": "checkout",
    "policies": {
        "payments": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
        "search": {"circuit_breaker": "standard"},
    },
}

guard = backstay.fastapi.guard
Guarded = Annotated[backstay.Permit, Depends(guard("payments"))]


def make_app(runtime: backstay.Runtime, metrics: str | None = "/metrics") -> FastAPI:
    app = FastAPI()
    backstay.fastapi.install(app, runtime, metrics)
    _add_endpoints(app)
    _add_guarded_functions(app, runtime.policy("payments"))
    return app


def _add_endpoints(app: FastAPI) -> None:
    @app.get("/async/{status}", dependencies=[Depends(guard("payments"))])
    async def by_status(status: int) -> str:
        return _raise_or_answer(status)

    @app.get("/sync/{status}", dependencies=[Depends(guard("payments"))])
    def by_status_sync(status: int) -> str:
        return _raise_or_answer(status)

    @app.get("/raise")
    async def raises(permit: Guarded) -> None:
        raise ConnectionError("upstream is gone")

    @app.get("/deadline")
    async def deadline(permit: Guarded) -> None:
        async with asyncio.timeout(0):
            await asyncio.sleep(60)

    @app.get("/returned-error")
    async def returned_error(permit: Guarded) -> PlainTextResponse:
        permit.failure("HTTP 502")
        return PlainTextResponse("bad gateway", 502)

    @app.get("/stream")
    async def stream(permit: Guarded) -> StreamingResponse:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"a"
            yield b"b"

        return StreamingResponse(chunks(), background=BackgroundTask(lambda: None))

    @app.get("/tenant/{status}", dependencies=[Depends(guard("payments", key=_tenant))])
    async def tenant(status: int) -> str:
        return _raise_or_answer(status)

    @app.get("/teapot", dependencies=[Depends(guard("payments", failure=lambda status: status == 418))])
    async def teapot() -> None:
        raise HTTPException(418)

    @app.get("/by-hand")
    async def by_hand(request: Request) -> str:
        return await backstay.fastapi.policy(request, "search").call_async(_succeed)

    app.get("/bound")(bound)

    @app.get("/unknown", dependencies=[Depends(guard("paymnets"))])
    async def unknown() -> None: ...

    @app.websocket("/socket")
    async def socket(websocket: WebSocket, permit: Guarded) -> None:
        await websocket.accept()
        await websocket.send_text(await websocket.receive_text())
        await websocket.close()

    @app.websocket("/accepted-socket")
    async def accepted_socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.receive_text()
        await backstay.fastapi.policy(websocket, "payments").call_async(_succeed)

    @app.get("/process")
    async def process() -> int:
        return os.getpid()


def _add_guarded_functions(app: FastAPI, payments: backstay.Policy) -> None:
    """Functions that the policy itself guards: as an endpoint, sync and async, and as a dependency with yield."""

    @app.get("/guarded-endpoint/{number}")
    @payments
    async def guarded_endpoint(number: int, double: bool = False) -> int:
        if number < 0:
            raise ConnectionError("upstream is gone")
        return number * 2 if double else number

    @app.get("/guarded-sync-endpoint/{number}")
    @payments
    def guarded_sync_endpoint(number: int) -> int:
        return number

    @payments
    async def session(request: Request) -> AsyncIterator[str]:
        yield f"session of {request.url.path}"

    @app.get("/guarded-dependency")
    async def guarded_dependency(session: Annotated[str, Depends(session)]) -> str:
        return session


@backstay.policy("payments")
async def bound() -> str:
    """Guarded at import, when there is no runtime yet."""
    return "done"


async def _succeed() -> str:
    return "done"


def _tenant(connection: HTTPConnection) -> str:
    return connection.headers["X-Tenant"]


def _raise_or_answer(status: int) -> str:
    if status != 200:
        raise HTTPException(status)
    return "done"


def served() -> FastAPI:
    """Factory for a server that imports this module."""
    return make_app(backstay.Runtime(CONFIG))
