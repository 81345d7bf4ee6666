"""Middleware and metrics for any ASGI application.

    app = GuardMiddleware(app)                                       # refusals become 503 + Retry-After + problem details
    app = GuardMiddleware(app, policy=runtime.policy("checkout"))    # and the application itself stands behind a breaker

Plain functions over `scope`, `receive` and `send`: a layer costs a microsecond or two, no task and no thread. Only HTTP
requests are touched; lifespan and websocket scopes pass through as they are.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from backstay import Permit, Policy, RejectedError, Runtime
from backstay._judge import is_server_error, report_inbound
from backstay._metrics import CONTENT_TYPE, process_label
from backstay.problem import STATUS, rejection_answer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Bodies may also go out as files, where the server offers that.
_BODY_MESSAGES: Final = frozenset({"http.response.body", "http.response.pathsend", "http.response.zerocopysend"})


class GuardMiddleware:
    """Answer refusals with 503, and guard the application below where a policy is given.

    A `RejectedError` that comes up from below before the response started becomes 503 with Retry-After and problem details.
    Once the response has started, the error goes on to the server.

    With `policy`, every HTTP request needs a permit. The result is reported when the last part of the body is handed to the
    server (what runs in the background afterwards has no part in it): a status for which `failure` is true is a failure, any
    other 4xx neutral (the request was at fault), the rest a success; an exception is classified as the policy classifies it;
    a client that went away and a cancelled request count as cancelled. A refusal that came from another policy further in is
    judged as the 503 that it becomes; `failure=lambda status: status >= 500 and status != 503` leaves those out.

    One object serves any number of requests at the same time.
    """

    __slots__ = ("_app", "_failure", "_key", "_policy")

    def __init__(
        self,
        app: Application,
        policy: Policy | None = None,
        *,
        key: Callable[[Scope], str] | None = None,
        failure: Callable[[int], bool] = is_server_error,
    ) -> None:
        """Wrap `app`.

        `policy`: the inbound guard; None: only turn refusals into answers.
        `key`: gives the instance of the policy for a request, such as its tenant, from the ASGI scope; None: one for all.
        `failure`: which status codes count against the application; by default 500 and above.
        """
        self._app = app
        self._policy = policy
        self._key = key
        self._failure = failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._policy is not None:
            await self._serve_guarded(self._policy, scope, receive, send)
            return
        started = False

        def watched(message: Message) -> Awaitable[None]:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
            return send(message)

        try:
            await self._app(scope, receive, watched)
        except RejectedError as error:
            if started:
                raise
            await send_rejection(error, scope, send)

    async def _serve_guarded(self, policy: Policy, scope: Scope, receive: Receive, send: Send) -> None:
        if self._key is not None:
            policy = policy.keyed(self._key(scope))
        exchange = _Exchange(receive, send, self._failure)
        try:
            async with policy.enter_async() as permit:
                exchange.permit = permit
                try:
                    await self._app(scope, exchange.receive, exchange.send)
                except Exception as error:
                    exchange.raised(error)
                    raise
                if not exchange.complete:
                    exchange.stopped_short()
        except RejectedError as error:
            if exchange.status:
                raise
            await send_rejection(error, scope, send)


class _Exchange:
    """One guarded request: sees the messages in both directions and reports to the permit once."""

    __slots__ = ("_disconnected", "_failure", "_receive", "_send", "complete", "permit", "status")

    #: Set when the policy gave one.
    permit: Permit
    #: Status of the response, 0 before it started.
    status: int
    #: Whether the last part of the response was handed to the server, and the result reported.
    complete: bool

    def __init__(self, receive: Receive, send: Send, failure: Callable[[int], bool]) -> None:
        self._receive = receive
        self._send = send
        self._failure = failure
        self._disconnected = False
        self.status = 0
        self.complete = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._disconnected = True
        return message

    def send(self, message: Message) -> Awaitable[None]:
        kind = message["type"]
        if kind in _BODY_MESSAGES and not message.get("more_body"):
            self.complete = True
            report_inbound(self.permit, self.status, self._failure)
            return self._send(message)
        if kind == "http.response.start":
            self.status = message["status"]
        return self._send_part(message)

    async def _send_part(self, message: Message) -> None:
        try:
            await self._send(message)
        except OSError:
            # This is how a server says that nobody listens any more.
            self._disconnected = True
            raise

    def raised(self, error: Exception) -> None:
        """Report what the policy's own classification of `error` would get wrong; it does the rest."""
        if self._disconnected:
            self.permit.cancelled()
        elif isinstance(error, RejectedError) and not self.status:
            report_inbound(self.permit, STATUS, self._failure)

    def stopped_short(self) -> None:
        """Report a call that came back without a whole response."""
        if self._disconnected:
            self.permit.cancelled()
        else:
            self.permit.failure("incomplete response")


async def send_rejection(error: RejectedError, scope: Scope, send: Send) -> None:
    """Send the answer to a refused call; nothing may have been sent before."""
    answer = rejection_answer(error, scope.get("path"))
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else answer.body})


def metrics_app(runtime: Runtime, *, process: bool | str = True) -> Application:
    """Return an ASGI application that answers GET with the runtime's metrics in the Prometheus text format.

    `process` becomes the label `process` of every sample: True (the default) is the id of the answering process, since state
    is private to a process and several workers behind one port answer in turn; a text is taken as it is; False leaves the
    label out. Reading consumes nothing.
    """
    return _MetricsApp(runtime, process)


class _MetricsApp:
    """An object, not a function: Starlette's routes take a function for an endpoint of their own kind."""

    __slots__ = ("_process", "_runtime")

    def __init__(self, runtime: Runtime, process: bool | str) -> None:
        self._runtime = runtime
        self._process = process

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _idle_lifespan(receive, send)
        elif scope["type"] != "http":
            raise ValueError(f"the metrics application serves http, not {scope['type']}")
        elif scope["method"] in ("GET", "HEAD"):
            body = self._runtime.metrics(process=process_label(self._process)).encode()
            await _send_text(send, 200, CONTENT_TYPE, body, hide_body=scope["method"] == "HEAD")
        else:
            allow = (b"allow", b"GET, HEAD")
            await _send_text(send, 405, "text/plain; charset=utf-8", b"GET and HEAD are allowed\n", allow)


async def _send_text(
    send: Send, status: int, content_type: str, body: bytes, *headers: tuple[bytes, bytes], hide_body: bool = False
) -> None:
    fixed = ((b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": [*fixed, *headers]})
    await send({"type": "http.response.body", "body": b"" if hide_body else body})


async def _idle_lifespan(receive: Receive, send: Send) -> None:
    """Agree to start and to stop, for a server that runs the metrics application by itself."""
    kind = ""
    while kind != "lifespan.shutdown":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
