"""The shop behind each web adapter, served on loopback by a real server."""

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import app_django  # configures Django
import shop_django
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from fastapi import APIRouter, FastAPI, Request
from loopback import uvicorn_thread, wsgi_thread
from shop import IDEMPOTENCY, STREAMS, Shop, split
from starlette.responses import Response, StreamingResponse

import backstay
import backstay.asgi
import backstay.fastapi
import backstay.wsgi

assert app_django.settings.configured


async def wait(shop: Shop) -> None:
    while not shop.gate.is_set():
        await asyncio.sleep(0.002)


def asgi_app(runtime: backstay.Runtime, shop: Shop) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        _, action = split(scope["path"])
        shop.noted(backstay.asgi.claim_of(scope))
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        answer = shop.act(action, body)
        if action == "gated":
            await wait(shop)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        if action in STREAMS:
            await send({**start, "headers": []})
            await send({"type": "http.response.body", "body": b"first,", "more_body": True})
            if action == "broken-stream":
                raise RuntimeError("in the middle")
            await wait(shop)
        else:
            await send({**start, "headers": [*headers, (b"link", b"</a>"), (b"link", b"</b>")]})
        half = len(answer.body) // 2
        await send({"type": "http.response.body", "body": answer.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": answer.body[half:]})

    def choose(scope: Any) -> backstay.Idempotency | None:
        terms, _ = split(scope["path"])
        return runtime.idempotency(terms) if terms in IDEMPOTENCY else None

    def user(scope: Any) -> str | None:
        return dict(scope["headers"]).get(b"x-user", b"").decode()

    return backstay.asgi.IdempotencyMiddleware(app, idempotency=choose, principal=user)


def fastapi_app(runtime: backstay.Runtime, shop: Shop) -> Any:
    app = FastAPI()
    backstay.fastapi.install(app, runtime)

    async def parts(answer: Any, action: str) -> AsyncIterator[bytes]:
        yield b"first,"
        if action == "broken-stream":
            raise RuntimeError("in the middle")
        await wait(shop)
        yield answer.body

    async def serve(request: Request, action: str) -> Response:
        shop.noted(backstay.fastapi.claim_of(request))
        answer = shop.act(action, await request.body())
        if action in STREAMS:
            return StreamingResponse(parts(answer, action), answer.status)
        if action == "gated":
            await wait(shop)
        response = Response(answer.body, answer.status, dict(answer.headers))
        if answer.body:
            response.headers.append("link", "</a>")
            response.headers.append("link", "</b>")
        return response

    async def exempt(request: Request) -> Response:
        return await serve(request, "exempt")

    for terms in IDEMPOTENCY:
        router = APIRouter(
            prefix=f"/{terms}",
            route_class=backstay.fastapi.idempotent(terms, principal=lambda request: request.headers.get("x-user")),
        )
        router.post("/exempt")(backstay.fastapi.not_idempotent(exempt))
        router.api_route("/{action}", methods=["GET", "POST"])(serve)
        app.include_router(router)
    app.post("/free/{action}")(serve)
    return app


def wsgi_app(runtime: backstay.Runtime, shop: Shop) -> Any:
    def app(environ: Any, start_response: Any) -> Any:
        _, action = split(environ["PATH_INFO"])
        shop.noted(backstay.wsgi.claim_of(environ))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = shop.act(action, body)
        if action == "gated":
            shop.wait()
        line = f"{answer.status} Made"
        if action not in STREAMS:
            start_response(line, [*answer.headers, ("Link", "</a>"), ("Link", "</b>")])
            return [answer.body] if action != "big" else iter([answer.body])
        start_response(line, [])
        return parts(answer, action)

    def parts(answer: Any, action: str) -> Iterator[bytes]:
        yield b"first,"
        if action == "broken-stream":
            raise RuntimeError("in the middle")
        shop.wait()
        yield answer.body

    def choose(environ: Any) -> backstay.Idempotency | None:
        terms, _ = split(environ["PATH_INFO"])
        return runtime.idempotency(terms) if terms in IDEMPOTENCY else None

    return backstay.wsgi.IdempotencyMiddleware(app, choose, principal=lambda environ: environ.get("HTTP_X_USER"))


@contextlib.contextmanager
def django_project(config: dict[str, Any], shop: Shop, make: Callable[[], Any]) -> Iterator[Any]:
    settings = {
        "BACKSTAY": {"config": config, "principal": "shop_django.user"},
        "MIDDLEWARE": ["backstay.django.BackstayMiddleware", "backstay.django.IdempotencyMiddleware"],
        "ROOT_URLCONF": "shop_django",
    }
    shop_django.shop = shop
    with override_settings(**settings):
        yield make()


@contextlib.contextmanager
def served(kind: str, config: dict[str, Any], shop: Shop) -> Iterator[str]:
    """The base address of a shop behind the adapter `kind`."""
    if kind.startswith("django"):
        wsgi = kind == "django-wsgi"
        shop_django.asynchronous = not wsgi
        with django_project(config, shop, get_wsgi_application if wsgi else get_asgi_application) as app:
            with wsgi_thread(app) if wsgi else uvicorn_thread(app, lifespan="off") as url:
                yield url if wsgi else f"{url}/async"
        return
    with backstay.Runtime(config) as runtime:
        if kind == "wsgi":
            with wsgi_thread(wsgi_app(runtime, shop)) as url:
                yield url
        else:
            app = asgi_app(runtime, shop) if kind == "asgi" else fastapi_app(runtime, shop)
            with uvicorn_thread(app, lifespan="off") as url:
                yield url


def store_in(folder: pathlib.Path) -> dict[str, Any]:
    """The configuration with a file that outlives a runtime."""
    return {"stores": {"main": f"sqlite:{folder / 'keys.db'}"}, "idempotency": IDEMPOTENCY}
