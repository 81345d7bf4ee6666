"""One small service behind inbound guards, in every framework: what the path says happens.

/limited     answers; its rate limit is keyed by the header X-User, and a request weighs what X-Cost says
/untold      the same without header fields
/stream      a part at once, the rest when `Scene.release` is set, in a bulkhead of one place
/endless     parts as long as somebody takes them, in the same bulkhead
/slow        does not end by itself; its policy has a timeout
/late        begins a response and does not end it
/failing     raises; its policy would retry
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import django.http
from django.urls import path
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from loopback import HARD_TIMEOUT
from starlette.requests import HTTPConnection

import backstay
import backstay.asgi
import backstay.django
import backstay.fastapi
import backstay.wsgi

POLICIES: dict[str, Any] = {
    "limited": {"rate_limit": {"rate": "2/m", "burst": 2}},
    "narrow": {"bulkhead": 1},
    "hurried": {"timeout": "100ms", "circuit_breaker": "standard"},
    "stubborn": {"retry": {"attempts": 3}, "circuit_breaker": "standard"},
}
POLICY_OF = {
    "/limited": "limited",
    "/untold": "limited",
    "/stream": "narrow",
    "/endless": "narrow",
    "/slow": "hurried",
    "/stuck": "hurried",
    "/late": "hurried",
    "/failing": "stubborn",
}


class Scene:
    """What a test and the service's threads tell each other."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.calls = 0

    def fail(self) -> None:
        self.calls += 1
        raise ConnectionError("upstream is gone")

    def parts(self, endless: bool) -> Iterator[bytes]:
        yield b"part"
        while endless:
            time.sleep(0.01)
            yield b"more" * 10_000
        self.release.wait(HARD_TIMEOUT)
        yield b"rest"

    async def parts_async(self, endless: bool) -> AsyncIterator[bytes]:
        yield b"part"
        while endless:
            await asyncio.sleep(0.01)
            yield b"more" * 10_000
        await asyncio.to_thread(self.release.wait, HARD_TIMEOUT)
        yield b"rest"


#: Django's views belong to the process, so the scene does.
scene = Scene()


def begin() -> None:
    """Forget what the last test told."""
    scene.__init__()  # type: ignore[misc]


def wait_for_the_deadline() -> None:
    """What a synchronous handler does: it gives the time that is left to what it waits for."""
    left = backstay.time_left()
    assert left is not None
    time.sleep(left)
    raise TimeoutError("upstream took too long")


def asgi_app(runtime: backstay.Runtime) -> Any:
    async def serve(scope: Any, receive: Any, send: Any) -> None:
        match scope["path"]:
            case "/slow":
                await asyncio.Event().wait()
            case "/failing":
                scene.fail()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
        match scope["path"]:
            case "/late":
                await asyncio.Event().wait()
            case "/stream" | "/endless":
                gone = asyncio.create_task(_gone(receive))
                async for part in scene.parts_async(scope["path"] == "/endless"):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                    if gone.done():
                        return
                gone.cancel()
        await send({"type": "http.response.body", "body": b""})

    def header(name: bytes) -> Callable[[Any], str]:
        return lambda scope: dict(scope["headers"]).get(name, b"1").decode()

    def guarded(path: str) -> Any:
        return backstay.asgi.GuardMiddleware(
            serve,
            runtime.policy(POLICY_OF[path]),
            key=header(b"x-user"),
            cost=lambda scope: int(header(b"x-cost")(scope)),
            rate_limit_fields=path != "/untold",
        )

    apps = {path: guarded(path) for path in POLICY_OF}

    async def route(scope: Any, receive: Any, send: Any) -> None:
        await apps[scope["path"]](scope, receive, send)

    return route


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def wsgi_app(runtime: backstay.Runtime) -> Any:
    def serve(environ: Any, start_response: Any) -> Any:
        match environ["PATH_INFO"]:
            case "/slow":
                wait_for_the_deadline()
            case "/failing":
                scene.fail()
        start_response("200 OK", [("X-Own", "1")])
        match environ["PATH_INFO"]:
            case "/stream" | "/endless":
                return scene.parts(environ["PATH_INFO"] == "/endless")
        return [b""]

    def guarded(path: str) -> Any:
        return backstay.wsgi.GuardMiddleware(
            serve,
            runtime.policy(POLICY_OF[path]),
            key=lambda environ: environ.get("HTTP_X_USER", "1"),
            cost=lambda environ: int(environ.get("HTTP_X_COST", "1")),
            rate_limit_fields=path != "/untold",
        )

    apps = {path: guarded(path) for path in POLICY_OF}
    return lambda environ, start_response: apps[environ["PATH_INFO"]](environ, start_response)


def _fastapi_guard(path: str) -> Any:
    def user(connection: HTTPConnection) -> str:
        return connection.headers.get("X-User", "1")

    def cost(connection: HTTPConnection) -> int:
        return int(connection.headers.get("X-Cost", "1"))

    told = path != "/untold"
    return Depends(backstay.fastapi.guard(POLICY_OF[path], key=user, cost=cost, rate_limit_fields=told))


def _fastapi(runtime: backstay.Runtime, answers: dict[str, Any]) -> FastAPI:
    app = FastAPI()
    backstay.fastapi.install(app, runtime)
    for path_, answer in answers.items():
        app.get(path_, dependencies=[_fastapi_guard(path_)])(answer)
    return app


async def _endlessly() -> AsyncIterator[bytes]:
    yield b"part"
    await asyncio.Event().wait()


async def _for_ever() -> None:
    await asyncio.Event().wait()


def fastapi_app(runtime: backstay.Runtime) -> FastAPI:
    async def answer() -> str:
        return "done"

    async def stream() -> StreamingResponse:
        return StreamingResponse(scene.parts_async(False))

    async def endless() -> StreamingResponse:
        return StreamingResponse(scene.parts_async(True))

    async def late() -> StreamingResponse:
        return StreamingResponse(_endlessly())

    async def failing() -> None:
        scene.fail()

    answers = {"/limited": answer, "/untold": answer, "/stream": stream, "/endless": endless}
    return _fastapi(runtime, {**answers, "/slow": _for_ever, "/late": late, "/failing": failing})


def fastapi_sync_app(runtime: backstay.Runtime) -> FastAPI:
    def answer() -> str:
        return "done"

    def stream() -> StreamingResponse:
        return StreamingResponse(scene.parts(False))

    def endless() -> StreamingResponse:
        return StreamingResponse(scene.parts(True))

    def slow() -> None:
        wait_for_the_deadline()

    def stuck() -> None:
        scene.release.wait(HARD_TIMEOUT)

    def failing() -> None:
        scene.fail()

    answers = {"/limited": answer, "/untold": answer, "/stream": stream, "/endless": endless}
    return _fastapi(runtime, {**answers, "/slow": slow, "/stuck": stuck, "/failing": failing})


def _django_guard(view_path: str) -> Any:
    return backstay.django.guard(
        POLICY_OF[view_path],
        key=lambda request: request.headers.get("X-User", "1"),
        cost=lambda request: int(request.headers.get("X-Cost", "1")),
        rate_limit_fields=view_path != "/untold",
    )


def django_view(view_path: str) -> Any:
    @_django_guard(view_path)
    def view(request: django.http.HttpRequest) -> django.http.HttpResponseBase:
        match view_path:
            case "/slow":
                wait_for_the_deadline()
            case "/failing":
                scene.fail()
            case "/stream" | "/endless":
                return django.http.StreamingHttpResponse(scene.parts(view_path == "/endless"))
        return django.http.HttpResponse("done")

    return view


def django_async_view(view_path: str) -> Any:
    @_django_guard(view_path)
    async def view(request: django.http.HttpRequest) -> django.http.HttpResponseBase:
        match view_path:
            case "/slow":
                await _for_ever()
            case "/failing":
                scene.fail()
            case "/stream" | "/endless":
                return django.http.StreamingHttpResponse(scene.parts_async(view_path == "/endless"))
        return django.http.HttpResponse("done")

    return view


#: The views of both kinds, for the URL configuration: /sync/limited, /async/limited, ….
django_paths = [
    *(path(f"sync{view_path}", django_view(view_path)) for view_path in POLICY_OF),
    *(path(f"async{view_path}", django_async_view(view_path)) for view_path in POLICY_OF),
]
