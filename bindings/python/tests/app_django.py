"""A Django project in one file for the tests: settings, views, WSGI and ASGI entry points.

Served in the test's process, or by gunicorn with several workers. BACKSTAY_TEST_CLOCK chooses the clock.
"""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.exceptions import PermissionDenied
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

CONFIG: dict[str, Any] = {
    "service": "shop",
    "clock": os.environ.get("BACKSTAY_TEST_CLOCK", "system"),
    "policies": {
        "payments": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
        "search": {"circuit_breaker": "standard"},
    },
}

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        BACKSTAY={"config": CONFIG},
        INSTALLED_APPS=["backstay.django.BackstayConfig"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=["backstay.django.BackstayMiddleware"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="only for tests",
    )
    django.setup()

import app_limits  # noqa: E402  settings come first

import backstay.django  # noqa: E402

guard = backstay.django.guard


@guard("payments")
def by_status_sync(request: HttpRequest, status: int) -> HttpResponse:
    return respond(status)


@guard("payments")
async def by_status_async(request: HttpRequest, status: int) -> HttpResponse:
    await asyncio.sleep(0)
    return respond(status)


@guard("payments")
def raises_sync(request: HttpRequest, kind: str) -> HttpResponse:
    raise EXCEPTIONS[kind]


@guard("payments")
async def raises_async(request: HttpRequest, kind: str) -> HttpResponse:
    await asyncio.sleep(0)
    raise EXCEPTIONS[kind]


@method_decorator(guard("payments"), name="dispatch")
class ClassView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return respond(200)


@guard("payments", key=lambda request: request.headers["X-Tenant"], failure=lambda status: status == 418)
def tenant(request: HttpRequest, status: int) -> HttpResponse:
    return respond(status)


def by_hand(request: HttpRequest) -> HttpResponse:
    return backstay.django.policy("search").call(respond, 200)


@backstay.policy("payments")
def bound(request: HttpRequest) -> HttpResponse:
    """Guarded at import, when there is no runtime yet."""
    return respond(200)


@guard("payments")
async def wait_for_ever(request: HttpRequest) -> HttpResponse:
    waiting.append(request.path)
    await asyncio.sleep(3600)
    return respond(200)


@guard("payments")
def stream(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        yield b"b"

    return StreamingHttpResponse(chunks())


@guard("payments")
async def stream_async(request: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    return StreamingHttpResponse(chunks())


@guard("payments")
def broken_stream(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        raise ConnectionError("upstream is gone")

    return StreamingHttpResponse(chunks())


@guard("payments")
async def broken_stream_async(request: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"a"
        raise ConnectionError("upstream is gone")

    return StreamingHttpResponse(chunks())


@guard("payments")
def file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(b"content"))


def respond(status: int) -> HttpResponse:
    return HttpResponse("done", status=status)


EXCEPTIONS: dict[str, Exception] = {
    "connection": ConnectionError("upstream is gone"),
    "timeout": TimeoutError("upstream took too long"),
    "missing": Http404(),
    "denied": PermissionDenied(),
}
waiting: list[str] = []

urlpatterns = [
    path("sync/<int:status>", by_status_sync),
    path("async/<int:status>", by_status_async),
    path("sync/raise/<kind>", raises_sync),
    path("async/raise/<kind>", raises_async),
    path("class", ClassView.as_view()),
    path("tenant/<int:status>", tenant),
    path("by-hand", by_hand),
    path("bound", bound),
    path("wait-for-ever", wait_for_ever),
    path("stream/wsgi", stream),
    path("stream/asgi", stream_async),
    path("broken-stream/wsgi", broken_stream),
    path("broken-stream/asgi", broken_stream_async),
    path("file", file),
    path("metrics", backstay.django.metrics_view),
    *app_limits.django_paths,
]

wsgi = get_wsgi_application()
asgi = get_asgi_application()
