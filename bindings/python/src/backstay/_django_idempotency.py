"""Idempotency keys in Django: the first request of a key is answered by its view, the others get that answer."""

import functools
import inspect
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Final, NamedTuple, TypeVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase, StreamingHttpResponse

from backstay import _native
from backstay._claim import Claim
from backstay._django_settings import hook, options, runtime
from backstay._serving import Serving
from backstay._wsgi_idempotency import credentials_of, declared_length_of, header_of

_View = TypeVar("_View", bound=Callable[..., Any])
_Hook = Callable[[HttpRequest], str | Awaitable[str | None] | None]

# Attribute of a view: its terms.
_TERMS: Final = "_backstay_idempotent"
# Attributes of a request: that the middleware has seen it, and the key that is held for its view.
_SEEN: Final = "_backstay_idempotency"
_HELD: Final = "_backstay_held"
_DEFAULT_TYPE: Final = "text/plain"  # replaced, or taken away again


class _Terms(NamedTuple):
    """What a view says of its requests."""

    name: str | None
    principal: _Hook | None
    tenant: _Hook | None


class _Asked(NamedTuple):
    """A request on its way: what is asked, apart from who asks."""

    serving: Serving
    terms: _Terms
    #: method, target, route and key header
    begin: tuple[Any, ...]
    #: credentials, body and declared length
    end: tuple[Any, ...]


def idempotent(name: str, *, principal: _Hook | None = None, tenant: _Hook | None = None) -> Callable[[_View], _View]:
    """Return a decorator for views that answer a request once a key, by the idempotency `name` of the document.

    For sync and async views, and for methods of a view class through Django's `method_decorator`. The work is done by
    `IdempotencyMiddleware`, which must be among the settings' MIDDLEWARE; without it the view raises ImproperlyConfigured. `principal` and
    `tenant` give the user and the tenant of a request (None or empty: not known; an awaitable where the request is served
    asynchronously), by default those of the settings; without them Authorization, else cookies, tell users apart.
    """

    def decorate(view: _View) -> _View:
        if inspect.iscoroutinefunction(view) or iscoroutinefunction(view):

            @functools.wraps(view)
            async def served_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                _require_middleware(request)
                return await view(request, *args, **kwargs)

            return _marked(cast(_View, served_async), _Terms(name, principal, tenant))

        @functools.wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            _require_middleware(request)
            return view(request, *args, **kwargs)

        return _marked(cast(_View, served), _Terms(name, principal, tenant))

    return decorate


def not_idempotent(view: _View) -> _View:
    """Leave a view out where the settings say that all views are idempotent; a decorator."""
    return _marked(view, _Terms(None, None, None))


def claim_of(request: HttpRequest) -> Claim | None:
    """Return the claim of a request, for heartbeats, recovery points and its fence; None where it has no key.

    The middleware ends it: don't complete it.
    """
    found: tuple[Serving, _native.Held] | None = getattr(request, _HELD, None)
    return None if found is None else found[0].claim_of(found[1])


def _marked(view: _View, terms: _Terms) -> _View:
    setattr(view, _TERMS, terms)
    return view


def _require_middleware(request: HttpRequest) -> None:
    if not hasattr(request, _SEEN):
        raise ImproperlyConfigured("@idempotent needs 'backstay.django.IdempotencyMiddleware' in MIDDLEWARE")


class IdempotencyMiddleware:
    """Answer requests of views once a key: of those with `@idempotent`, and, with `BACKSTAY = {"idempotency": "orders"}`, of all.

    As `backstay.asgi.IdempotencyMiddleware`, with the same rules; keys belong to the pattern of the URL. What a view raises is judged as
    the answer that Django makes of it. A streaming response is passed on as it comes, and not kept.

    Put it last in MIDDLEWARE, so that what others refuse is not remembered as an answer. Only where views take multipart forms it must
    come before CsrfViewMiddleware, which reads those. `request.user` is there when `principal` is asked. Serves sync and async
    requests without switching between them.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Called by Django."""
        self._get_response = get_response
        self._default = _Terms(options().get("idempotency"), hook("principal"), hook("tenant"))
        if self._default.name is not None:
            runtime().idempotency(self._default.name)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)
            self.process_view: Callable[..., Any] = self._process_view_async
        else:
            self.process_view = self._process_view

    def __call__(self, request: HttpRequest) -> Any:
        """Serve one request."""
        setattr(request, _SEEN, True)
        response = self._get_response(request)
        if isinstance(response, HttpResponseBase):
            return _answered(request, response)
        return _answered_async(request, response)

    def _process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        asked = self._ask(request, view)
        if asked is None:
            return None
        who = [_known_now(by, request) for by in (asked.terms.tenant, asked.terms.principal)]
        return _told(request, asked, asked.serving.serve(*asked.begin, *who, *asked.end))

    async def _process_view_async(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        asked = self._ask(request, view)
        if asked is None:
            return None
        who = [await _known(by, request) for by in (asked.terms.tenant, asked.terms.principal)]
        return _told(request, asked, await asked.serving.serve_async(*asked.begin, *who, *asked.end))

    def _ask(self, request: HttpRequest, view: Callable[..., Any]) -> _Asked | None:
        default = self._default
        terms: _Terms = getattr(view, _TERMS, default)
        if terms.name is None:
            return None
        serving = runtime().idempotency(terms.name)._serving
        method = request.method or ""
        key_header = header_of(request.META, serving.key_header)
        wanted = serving.native.wants(method, key_header)
        if not wanted:
            return None
        route = "" if request.resolver_match is None else request.resolver_match.route
        declared = declared_length_of(request.META)
        body = _body_of(request, wanted, declared)
        hooks = _Terms(terms.name, terms.principal or default.principal, terms.tenant or default.tenant)
        begin = (method, request.get_full_path(), route, key_header)
        return _Asked(serving, hooks, begin, (credentials_of(request.META), body, declared))


def _body_of(request: HttpRequest, wanted: int, declared: int) -> bytes:
    """Return the body, or as much of it as shows that it is too long, and leave it there for the view."""
    if declared > wanted:
        return b""
    if not hasattr(request, "_body") and not request._read_started:  # type: ignore[attr-defined]
        # As HttpRequest.body does it, but for the limit.
        body: bytes = request.read(wanted + 1)
        request._stream.close()
        request._body = body
        request._stream = io.BytesIO(body)
        return body
    try:
        return request.body
    except RawPostDataException as error:
        raise ImproperlyConfigured(
            "something read the request's body before; put 'backstay.django.IdempotencyMiddleware' before 'CsrfViewMiddleware'"
        ) from error


def _known_now(by: _Hook | None, request: HttpRequest) -> str:
    known = None if by is None else by(request)
    if inspect.isawaitable(known):
        raise ImproperlyConfigured(f"{by!r} is a coroutine function, and this request is served synchronously")
    return known or ""


async def _known(by: _Hook | None, request: HttpRequest) -> str:
    known = None if by is None else by(request)
    return (await known if inspect.isawaitable(known) else known) or ""


def _told(request: HttpRequest, asked: _Asked, told: "_native._Served") -> HttpResponse | None:
    """Return the reply that stands for the view, None where it runs."""
    held = told[4]
    if held is not None:
        setattr(request, _HELD, (asked.serving, held))
        return None
    response = HttpResponse(told[7], status=told[5], content_type=_DEFAULT_TYPE)
    del response["Content-Type"]
    for name, value in told[6]:
        # A response has one field of a name; those that may come several times are lists.
        response[name] = f"{response[name]}, {value}" if name in response else value
    return response


def _answered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Report the answer of a view that ran, now or when its stream ends, and return it."""
    if not hasattr(request, _HELD):
        return response
    serving, held = getattr(request, _HELD)
    if _streams(response):
        _watch(response, serving, held)
    else:
        serving.respond(held, *_parts_of(response, serving))
    return response


async def _answered_async(request: HttpRequest, coming: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    response = await coming
    if not hasattr(request, _HELD):
        return response
    serving, held = getattr(request, _HELD)
    if _streams(response):
        _watch(response, serving, held)
    else:
        await serving.respond_async(held, *_parts_of(response, serving))
    return response


def _streams(response: HttpResponseBase) -> bool:
    # A file that the server sends by itself never comes by here, so there is no end to wait for.
    return isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None


def _parts_of(response: HttpResponseBase, serving: Serving) -> tuple[int, list[tuple[str, str]], bytes, bool]:
    body: bytes | None = getattr(response, "content", None)
    if body is None or len(body) > serving.maximum_body:
        return response.status_code, [], b"", False
    return response.status_code, list(response.headers.items()), body, True


def _watch(response: HttpResponseBase, serving: Serving, held: _native.Held) -> None:
    """Let a stream's end be reported; one that is closed before leaves the key to its lease."""
    assert isinstance(response, StreamingHttpResponse)
    content = response.streaming_content
    end = (response.status_code, (), b"", False)
    if isinstance(content, AsyncIterator):
        response.streaming_content = _reporting_async(content, serving, held, end)
    else:
        response.streaming_content = _reporting(iter(content), serving, held, end)


def _reporting(content: Iterator[bytes], serving: Serving, held: _native.Held, end: Any) -> Iterator[bytes]:
    try:
        yield from content
    except Exception as error:
        serving.fail(held, error)
        raise
    serving.respond(held, *end)


async def _reporting_async(
    content: AsyncIterator[bytes], serving: Serving, held: _native.Held, end: Any
) -> AsyncIterator[bytes]:
    try:
        async for part in content:
            yield part
    except Exception as error:
        await serving.fail_async(held, error)
        raise
    await serving.respond_async(held, *end)
