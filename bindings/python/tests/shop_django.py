"""The shop as views of Django: sync ones, and async ones where it is served by ASGI."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from shop import IDEMPOTENCY, STREAMS, Answer, Shop

import backstay.django

#: Of the test that runs.
shop = Shop()
asynchronous = False


def user(request: HttpRequest) -> Any:
    """Who asks; told later where the request is served asynchronously."""
    name = request.headers.get("X-User")
    return user_later(name) if asynchronous else name


async def user_later(name: str | None) -> str | None:
    await asyncio.sleep(0)
    return name


def made(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
    response["Link"] = "</a>, </b>"
    return response


def sync_view(request: HttpRequest, action: str) -> Any:
    shop.noted(backstay.django.claim_of(request))
    answer = shop.act(action, request.body)
    if action in STREAMS:
        return StreamingHttpResponse(parts(answer, action), status=answer.status)
    if action == "gated":
        shop.wait()
    return made(answer)


def parts(answer: Answer, action: str) -> Iterator[bytes]:
    yield b"first,"
    if action == "broken-stream":
        raise RuntimeError("in the middle")
    shop.wait()
    yield answer.body


async def async_view(request: HttpRequest, action: str) -> Any:
    shop.noted(backstay.django.claim_of(request))
    answer = shop.act(action, request.body)
    if action in STREAMS:
        return StreamingHttpResponse(parts_later(answer, action), status=answer.status)
    while action == "gated" and not shop.gate.is_set():
        await asyncio.sleep(0.002)
    return made(answer)


async def parts_later(answer: Answer, action: str) -> AsyncIterator[bytes]:
    yield b"first,"
    if action == "broken-stream":
        raise RuntimeError("in the middle")
    while not shop.gate.is_set():
        await asyncio.sleep(0.002)
    yield answer.body


@method_decorator(backstay.django.idempotent("orders"), name="dispatch")
class ClassView(View):
    def post(self, request: HttpRequest) -> Any:
        return sync_view(request, "class")


def views(terms: str) -> Any:
    """One that is chosen when a test runs would lose its mark, so there are two sets of URLs."""
    sync, later = backstay.django.idempotent(terms)(sync_view), backstay.django.idempotent(terms)(async_view)
    return [path(f"{terms}/<action>", sync), path(f"async/{terms}/<action>", later)]


urlpatterns = [
    path("orders/class", ClassView.as_view()),
    path("orders/exempt", backstay.django.not_idempotent(sync_view), {"action": "exempt"}),
    path("async/orders/exempt", backstay.django.not_idempotent(async_view), {"action": "exempt"}),
    *(each for terms in IDEMPOTENCY for each in views(terms)),
    path("free/<action>", sync_view),
    path("async/free/<action>", async_view),
]
