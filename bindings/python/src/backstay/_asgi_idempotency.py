"""Idempotency keys for any ASGI application: the first request of a key is answered by it, the others get that answer."""

from collections.abc import Callable
from typing import Any, Final

from backstay import _native
from backstay._asgi_types import BODY_MESSAGES, Application, Message, Receive, Scope, Send
from backstay._claim import Claim
from backstay._idempotency import Idempotency
from backstay._serving import AGAIN, HELD, Serving, collects, sent_body

_LENGTH: Final = b"content-length"


class IdempotencyMiddleware:
    """Let the application answer a request once a key; whoever sends the key again gets that answer.

    The key is the header that the configuration names, by default Idempotency-Key. Requests of other methods than the configured ones
    pass through as they are, and so do those without a key where keys are optional. The answer is stored before its last byte goes to
    the client, so an answer that arrived is there for whoever asks again.

    A body that comes in several parts is collected where Content-Length says that it is short enough to be kept (`maximum_body`), and
    else passed on as it comes: then it is remembered that the request was carried out, and not what was answered. An exception of the
    application leaves the key to its lease, or is stored, as `on_failure` says; so does what is no whole answer. A client that goes away
    and a cancelled request leave the key to its lease. Nothing lengthens the lease while the application works: choose it longer than
    the slowest request, or call `claim_of(scope).heartbeat_async()`.

    Requests in flight are told apart by who asks: `principal` and `tenant`, else Authorization, else cookies.

    One object serves any number of requests at the same time. Layers of it further in do nothing for a request that has a key already.
    """

    __slots__ = ("_app", "_choose", "_idempotency", "_principal", "_route", "_tenant")

    def __init__(
        self,
        app: Application,
        idempotency: Idempotency | Callable[[Scope], Idempotency | None],
        *,
        principal: Callable[[Scope], str | None] | None = None,
        tenant: Callable[[Scope], str | None] | None = None,
        route: Callable[[Scope], str | None] | None = None,
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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        idempotency = None
        if scope["type"] == "http" and HELD not in scope:
            idempotency = self._idempotency if self._choose is None else self._choose(scope)
        wanted = 0 if idempotency is None else idempotency._serving.native.wants_asgi(scope)
        if idempotency is None or not wanted:
            await self._app(scope, receive, send)
            return
        # Step by step in one coroutine, since each one more costs a replay a tenth of its time.
        serving = idempotency._serving
        message = await receive()
        body: bytes | None = message.get("body", b"")
        if message["type"] != "http.request" or message.get("more_body"):
            body = await _rest_of(message, receive, wanted)
            if body is None:
                return  # the client went away before its request was whole
        route = "" if self._route is None else self._route(scope) or ""
        tenant = "" if self._tenant is None else self._tenant(scope) or ""
        principal = "" if self._principal is None else self._principal(scope) or ""
        if serving.queues is None:
            told = serving.native.serve_asgi(scope, body, route, tenant, principal, 0)
        else:
            told = await serving.queues.running().serve(
                serving.native.submit_asgi, scope, body, route, tenant, principal, 0, as_bytes=True
            )
        if told[0] == AGAIN:
            told = await serving.serve_asgi_again(told[3], scope, body, route, tenant, principal)
        if told[4] is not None:
            await self._run(serving, told[4], body, scope, receive, send)
            return
        status_code = told[5]
        await send({"type": "http.response.start", "status": status_code, "headers": told[6]})
        await send({"type": "http.response.body", "body": sent_body(scope["method"], status_code, told[7])})

    async def _run(
        self, serving: Serving, held: _native.Held, body: bytes | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        scope[HELD] = (serving, held)
        exchange = _Exchange(serving, held, body, receive, send)
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as error:
            if not exchange.ended and not exchange.disconnected:
                await serving.fail_async(held, error)
            raise
        if exchange.withheld:
            await exchange.let_go()


def claim_of(scope: Scope) -> Claim | None:
    """Return the claim of a request, for heartbeats, recovery points and its fence; None where it has no key.

    The middleware ends it: don't complete it.
    """
    found: tuple[Serving, _native.Held] | None = scope.get(HELD)
    return None if found is None else found[0].claim_of(found[1])


async def _rest_of(message: Message, receive: Receive, wanted: int) -> bytes | None:
    """Return a body that comes in parts, or as much of it as shows that it is too long; None where the client went away."""
    parts: list[bytes] = []
    size = 0
    while message["type"] == "http.request":
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > wanted or not message.get("more_body"):
            return b"".join(parts)
        message = await receive()
    return None


class _Exchange:
    """One request whose handler runs: gives it the body again, and collects its answer."""

    __slots__ = (
        "_body",
        "_held",
        "_parts",
        "_receive",
        "_send",
        "_serving",
        "_size",
        "_start",
        "_streams",
        "disconnected",
        "ended",
    )

    def __init__(self, serving: Serving, held: _native.Held, body: bytes | None, receive: Receive, send: Send) -> None:
        self._serving = serving
        self._held = held
        self._body = body
        self._receive = receive
        self._send = send
        self._start: Message | None = None
        self._parts: list[Message] | None = None
        self._size = 0
        self._streams = False
        #: Whether the client is known to have gone away.
        self.disconnected = False
        #: Whether the answer was reported.
        self.ended = False

    @property
    def withheld(self) -> bool:
        """Whether there is a part of an answer that was not sent."""
        return self._start is not None and not self.ended and not self._streams

    async def receive(self) -> Message:
        body, self._body = self._body, None
        if body is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.disconnected = True
        return message

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            # It goes out with the first part of the body, as by servers: until then it is open what becomes of the answer.
            self._start = message
        elif kind not in BODY_MESSAGES or self._start is None or self.ended:
            await self._send(message)
        elif kind == "http.response.body" and not self._streams:
            await self._collect(self._start, message)
        else:
            await self._stream(self._start, message)

    async def _collect(self, start: Message, message: Message) -> None:
        more = message.get("more_body", False)
        body = message.get("body", b"")
        if not more and self._parts is None:
            serving = self._serving
            status_code, kept = start["status"], len(body) <= serving.maximum_body
            if serving.queues is None:
                serving.respond(self._held, status_code, start.get("headers", ()) if kept else (), body, kept)
                self.ended = True
            else:
                await self._finish(start, body, kept)
            await self._send(start)
            await self._send(message)
            return
        if self._parts is None:
            self._parts = []
            length = next((value for name, value in start.get("headers", ()) if name.lower() == _LENGTH), None)
            if not collects(start["status"], length, self._serving.maximum_body):
                await self._stream(start, message)
                return
        self._parts.append(message)
        self._size += len(body)
        if self._size > self._serving.maximum_body:
            await self._stream(start, None)
        elif not more:
            await self._finish(start, b"".join(part.get("body", b"") for part in self._parts), True)
            await self.let_go()

    async def _stream(self, start: Message, message: Message | None) -> None:
        """Pass on what there is, and from then on what comes."""
        if not self._streams:
            self._streams = True
            await self.let_go()
        if message is None:
            return
        if not message.get("more_body"):
            await self._finish(start, b"", False)
        await self._send_part(message)

    async def let_go(self) -> None:
        """Send what was withheld."""
        if self._start is not None:
            await self._send_part(self._start)
        for part in self._parts or ():
            await self._send_part(part)

    async def _send_part(self, message: Message) -> None:
        try:
            await self._send(message)
        except OSError:
            # This is how a server says that nobody listens any more.
            self.disconnected = True
            raise

    async def _finish(self, start: Message, body: bytes, kept: bool) -> None:
        serving = self._serving
        headers: Any = start.get("headers", ()) if kept else ()
        await serving.respond_async(self._held, start["status"], headers, body, kept)
        self.ended = True
