"""Idempotency keys for any WSGI application: the first request of a key is answered by it, the others get that answer."""

import io
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from backstay import _native
from backstay._claim import Claim
from backstay._idempotency import Idempotency
from backstay._serving import HELD, Serving, collects, sent_body, text_by

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

_UNKNOWN: Final = -1
# What the path of an environment may have without being quoted (RFC 3986, 3.3).
_PLAIN: Final = "/:@!$&'()*+,;=~"


class IdempotencyMiddleware:
    """Let the application answer a request once a key; whoever sends the key again gets that answer.

    As `backstay.asgi.IdempotencyMiddleware`, with the same rules. An answer is kept that comes as a list, or whose Content-Length says
    that it is short enough; a generator without one is a stream, which is passed on as it comes and not kept.

    One object serves any number of requests at the same time.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        idempotency: "Idempotency | Callable[[WSGIEnvironment], Idempotency | None]",
        *,
        principal: "Callable[[WSGIEnvironment], str | None] | None" = None,
        tenant: "Callable[[WSGIEnvironment], str | None] | None" = None,
        route: "Callable[[WSGIEnvironment], str | None] | None" = None,
    ) -> None:
        """Wrap `app`.

        `idempotency`: of all requests, or a function that gives the one of a request, None where it has none: for endpoints with terms
        of their own.
        `principal`, `tenant`: give the user and the tenant of a request, None or empty where they are not known.
        `route`: gives the pattern of the path, such as "/orders/{id}"; by default each path has keys of its own.
        """
        self._app = app
        self._idempotency = idempotency if isinstance(idempotency, Idempotency) else None
        self._choose = None if isinstance(idempotency, Idempotency) else idempotency
        self._principal = principal
        self._tenant = tenant
        self._route = route

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve one request."""
        idempotency = self._idempotency if self._choose is None else self._choose(environ)
        if idempotency is None or HELD in environ:
            return self._app(environ, start_response)
        serving = idempotency._serving
        key_header = header_of(environ, serving.key_header)
        wanted = serving.native.wants(environ["REQUEST_METHOD"], key_header)
        if not wanted:
            return self._app(environ, start_response)
        body, declared = _read_body(environ, wanted)
        told = serving.serve(
            environ["REQUEST_METHOD"],
            target_of(environ),
            text_by(self._route, environ),
            key_header,
            text_by(self._tenant, environ),
            text_by(self._principal, environ),
            credentials_of(environ),
            body,
            declared,
        )
        held = told[4]
        if held is None:
            return _reply(told, environ, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        environ[HELD] = (serving, held)
        return _Exchange(serving, held, start_response).answer(self._app, environ)


def claim_of(environ: "WSGIEnvironment") -> Claim | None:
    """Return the claim of a request, for heartbeats, recovery points and its fence; None where it has no key.

    The middleware ends it: don't complete it.
    """
    found: tuple[Serving, _native.Held] | None = environ.get(HELD)
    return None if found is None else found[0].claim_of(found[1])


def header_of(environ: "WSGIEnvironment", name: str) -> bytes | None:
    """Return a request header as it came."""
    value: str | None = environ.get("HTTP_" + name.upper().replace("-", "_"))
    return None if value is None else value.encode("latin-1")


def credentials_of(environ: "WSGIEnvironment") -> bytes:
    """Return what tells users apart where the application doesn't."""
    authorization, cookie = header_of(environ, "Authorization"), header_of(environ, "Cookie")
    return b"" if authorization is cookie is None else (authorization or b"") + b"\n" + (cookie or b"")


def target_of(environ: "WSGIEnvironment") -> str:
    """Return path and query; the path is quoted anew, since an environment has only the decoded one."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING")
    quoted = urllib.parse.quote(path, safe=_PLAIN, encoding="latin-1")
    return f"{quoted}?{query}" if query else quoted


def declared_length_of(environ: "WSGIEnvironment") -> int:
    """Return what Content-Length says, -1 where it says nothing."""
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else _UNKNOWN


def _read_body(environ: "WSGIEnvironment", wanted: int) -> tuple[bytes, int]:
    """Return the body, or as much of it as shows that it is too long, and its declared length."""
    declared = declared_length_of(environ)
    if declared > wanted:
        return b"", declared
    if declared == _UNKNOWN and not environ.get("wsgi.input_terminated"):
        return b"", declared  # without an end there is nothing to read
    left = wanted + 1 if declared == _UNKNOWN else declared
    parts: list[bytes] = []
    while left and (part := environ["wsgi.input"].read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts), declared


def _line_of(status_code: int) -> str:
    try:
        return f"{status_code} {HTTPStatus(status_code).phrase}"
    except ValueError:
        return f"{status_code} Unknown"


def _reply(told: "_native._Served", environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    status_code = told[5]
    start_response(_line_of(status_code), told[6])
    body = sent_body(environ["REQUEST_METHOD"], status_code, told[7])
    return [body] if body else []


class _Exchange:
    """One request whose handler runs: what it answers, collected or passed on, and reported once."""

    def __init__(self, serving: Serving, held: _native.Held, start_response: "StartResponse") -> None:
        self._serving = serving
        self._held: _native.Held | None = held
        self._start_response = start_response
        self._started: tuple[str, list[tuple[str, str]]] | None = None
        # With the server's, once the start is passed on.
        self._write: Callable[[bytes], object] | None = None
        self._chunks: Iterator[bytes] = iter(())
        self._close: Callable[[], None] | None = None

    def answer(self, app: "WSGIApplication", environ: "WSGIEnvironment") -> Iterable[bytes]:
        """Call the application and return what the server shall iterate over."""
        try:
            body = app(environ, self._start)
            self._close = getattr(body, "close", None)
            if isinstance(body, list | tuple):
                return self._whole(b"".join(body))
            self._chunks = iter(body)
            # A generator may start the answer with its first part only.
            first = next(self._chunks, b"") if self._started is None else b""
            if self._is_short():
                return self._whole(first + b"".join(self._chunks))
        except Exception as error:
            self._fail(error)
            self.close()
            raise
        self._pass_start()
        return _Stream(self, first)

    def _start(
        self, status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        if self._write is not None:
            return self._start_response(status, headers, *(() if exc_info is None else (exc_info,)))
        self._started = (status, headers)
        return self._write_now

    def _write_now(self, data: bytes) -> object:
        """The old way to send a body: a stream."""
        return self._pass_start()(data)

    def _pass_start(self) -> Callable[[bytes], object]:
        if self._write is None:
            if self._started is None:
                raise RuntimeError("the application did not call start_response")
            self._write = self._start_response(*self._started)
        return self._write

    def _is_short(self) -> bool:
        if self._started is None or self._write is not None:
            return False
        status, headers = self._started
        length = next((value for name, value in headers if name.lower() == "content-length"), None)
        return collects(int(status[:3]), length, self._serving.maximum_body)

    def _whole(self, body: bytes) -> Iterable[bytes]:
        """All is here: report it, and only then begin to send it."""
        self.report(body, self._write is None and len(body) <= self._serving.maximum_body)
        self._pass_start()
        self.close()
        return [body] if body else []

    def next_chunk(self) -> bytes:
        """Pass a stream on; its end is reported before the client hears of it."""
        try:
            return next(self._chunks)
        except StopIteration:
            self.report(b"", False)
            raise
        except Exception as error:
            self._fail(error)
            raise

    def report(self, body: bytes, kept: bool) -> None:
        """Report the answer, once."""
        held, self._held = self._held, None
        if held is None or self._started is None:
            return
        status, headers = self._started
        try:
            self._serving.respond(held, int(status[:3]), headers if kept else (), body, kept)
        except Exception:
            self._held = held
            raise

    def _fail(self, error: Exception) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._serving.fail(held, error)

    def close(self) -> None:
        """End the application's answer; what was not reported until here is left to the lease."""
        close, self._close = self._close, None
        if close is not None:
            close()


class _Stream:
    """A body that the server iterates over as it comes."""

    def __init__(self, exchange: _Exchange, first: bytes) -> None:
        self._exchange = exchange
        self._first = first

    def __iter__(self) -> "Iterator[bytes]":
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, b""
        return first or self._exchange.next_chunk()

    def close(self) -> None:
        """The server calls it in any case."""
        self._exchange.close()
