"""Guarded functions where FastAPI and Django look closely at what they are given: endpoints, dependencies, views."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

import httpx
from conftest import counts
from fastapi import Depends, FastAPI, HTTPException

import backstay


def get(app: FastAPI, path: str) -> httpx.Response:
    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://testing") as client:
            return await client.get(path)

    return asyncio.run(request())


def test_guarded_functions_are_endpoints(policy: backstay.Policy) -> None:
    app = FastAPI()

    @app.get("/async/{item}")
    @policy
    async def read_later(item: int, limit: int = 5) -> dict[str, int]:
        """What the documentation of the interface shows."""
        return {"item": item, "limit": limit}

    @app.get("/sync/{item}")
    @policy
    def read(item: int, limit: int = 5) -> dict[str, int]:
        return {"item": item, "limit": limit}

    for kind in ("async", "sync"):
        assert get(app, f"/{kind}/3?limit=7").json() == {"item": 3, "limit": 7}
        assert get(app, f"/{kind}/three").status_code == 422
    described = get(app, "/openapi.json").json()["paths"]["/async/{item}"]["get"]
    assert described["description"] == "What the documentation of the interface shows."
    assert [parameter["name"] for parameter in described["parameters"]] == ["item", "limit"]
    assert counts(policy) == {"successes": 2}


def test_guarded_functions_are_dependencies(policy: backstay.Policy) -> None:
    app = FastAPI()
    closed: list[str] = []

    @policy
    async def token(header: str = "none") -> str:
        return f"token-{header}"

    @policy
    def sync_token() -> str:
        return "sync"

    @policy
    async def session() -> AsyncIterator[str]:
        try:
            yield "session"
        finally:
            closed.append("async")

    @policy
    def sync_session() -> Iterator[str]:
        try:
            yield "sync session"
        finally:
            closed.append("sync")

    @app.get("/")
    async def read(
        a: Annotated[str, Depends(token)],
        b: Annotated[str, Depends(sync_token)],
        c: Annotated[str, Depends(session)],
        d: Annotated[str, Depends(sync_session)],
        fail: bool = False,
    ) -> list[str]:
        if fail:
            raise HTTPException(502)
        return [a, b, c, d]

    assert get(app, "/?header=x").json() == ["token-x", "sync", "session", "sync session"]
    assert counts(policy) == {"successes": 4}
    assert get(app, "/?fail=true").status_code == 502
    assert sorted(closed) == ["async", "async", "sync", "sync"]
    assert counts(policy) == {"successes": 6, "failures": 2}


def test_an_open_breaker_refuses_an_endpoint(calls: backstay.Policy) -> None:
    app = FastAPI()
    called: list[int] = []

    @app.exception_handler(backstay.CircuitOpenError)
    async def sorry(request: Any, error: backstay.CircuitOpenError) -> Any:
        from fastapi.responses import JSONResponse

        return JSONResponse({"retry_after": error.retry_after}, status_code=503)

    @app.get("/")
    @calls
    async def read() -> None:
        called.append(1)

    calls.force_open("maintenance", 5)
    answer = get(app, "/")
    assert (answer.status_code, answer.json(), called) == (503, {"retry_after": 5.0}, [])


def test_methods_of_an_instance_are_endpoints(policy: backstay.Policy) -> None:
    class Shop:
        name = "corner"

        @policy
        async def greet(self, guest: str) -> str:
            return f"{self.name}: {guest}"

    app = FastAPI()
    app.get("/{guest}")(Shop().greet)
    assert get(app, "/ann").json() == "corner: ann"
    assert counts(policy) == {"successes": 1}


def test_django_and_asgiref_see_a_coroutine_function(policy: backstay.Policy) -> None:
    from asgiref.sync import iscoroutinefunction
    from django.utils.decorators import method_decorator
    from django.views.decorators.csrf import csrf_exempt

    @policy
    async def view(request: Any) -> str:
        return "seen"

    @policy
    def sync_view(request: Any) -> str:
        return "seen"

    assert iscoroutinefunction(view) and not iscoroutinefunction(sync_view)
    exempt = csrf_exempt(view)
    assert iscoroutinefunction(exempt) and exempt.csrf_exempt

    class Views:
        @method_decorator(policy)
        def get(self, request: Any) -> str:
            return f"got {request}"

    assert Views().get("one") == "got one"
    assert counts(policy) == {"successes": 1}
