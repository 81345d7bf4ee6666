"""Middleware and metrics for any ASGI application.

    app = IdempotencyMiddleware(app, idempotency=orders)             # what a key was used for happens once
    app = GuardMiddleware(app)                                       # refusals become 429, 503 or 504 with problem details
    app = GuardMiddleware(app, policy=runtime.policy("checkout"))    # and the application itself stands behind a policy
    app = GuardMiddleware(app, policy=runtime.policy("per_client"), key=lambda scope: scope["client"][0])

Plain functions over `scope`, `receive` and `send`: a layer costs a few microseconds, no task and no thread. Only HTTP requests are
touched; lifespan and websocket scopes pass through as they are.
"""

from collections.abc import Awaitable, Callable

from backstay import AsyncPermit, Permit, Policy, RejectedError, Runtime
from backstay._asgi_idempotency import IdempotencyMiddleware as IdempotencyMiddleware
from backstay._asgi_idempotency import claim_of as claim_of
from backstay._asgi_types import BODY_MESSAGES, Application, Message, Receive, Scope, Send
from backstay._inbound import RATE_FIELDS, Entrance, Inbound, deadline_error
from backstay._judge import is_server_error
from backstay._metrics import CONTENT_TYPE, process_label
from backstay._rate_fields import RateFields, joined
from backstay.problem import rejection_answer, status_of


class GuardMiddleware:
    """Answer refusals, and guard the application below where a policy is given.

    A `RejectedError` that comes up from below before the response started becomes 429 (RateLimitedError), 504
    (DeadlineExceededError) or 503, with Retry-After where known and problem details. Once the response has started, the error goes
    on to the server.

    With `policy`, every HTTP request needs a permit, and the whole policy counts: rate limit, bulkhead and its queue, breaker,
    timeout. Nothing is repeated, whatever the policy says about retries. The result is reported, and a place in the bulkhead
    given back, when the last part of the body is handed to the server (what runs in the background afterwards has no part in it): a
    status for which `failure` is true is a failure, any other 4xx neutral (the request was at fault), the rest a success; an
    exception is classified as the policy classifies it; a client that went away and a cancelled request count as cancelled, once
    the application has noticed: one that streams without looking for a disconnect goes on, and so does its permit. A refusal that
    came from another policy further in is judged as the status that it becomes; `failure=lambda status: status >= 500 and status
    != 503` leaves those out.

    At its deadline the application is cut where it awaits, and the answer is 504; when the response had begun, it ends there.

    Answers of a policy with a rate limit carry the header fields RateLimit and RateLimit-Policy (of the IETF's draft), refused and
    allowed ones.

    One object serves any number of requests at the same time.
    """

    __slots__ = ("_app", "_inbound", "_policy")

    def __init__(
        self,
        app: Application,
        policy: Policy | None = None,
        *,
        key: Callable[[Scope], str] | None = None,
        cost: Callable[[Scope], int] | None = None,
        failure: Callable[[int], bool] = is_server_error,
        rate_limit_fields: bool = True,
    ) -> None:
        """Wrap `app`.

        `policy`: the inbound guard; None: only turn refusals into answers.
        `key`: gives the instance of the policy for a request, such as its user, tenant or client address, from the ASGI scope;
        None: one for all.
        `cost`: gives the weight of a request for the rate limit; None: 1.
        `failure`: which status codes count against the application; by default 500 and above.
        `rate_limit_fields`: whether answers tell about the rate limit.
        """
        self._app = app
        self._policy = policy
        self._inbound = Inbound(key, cost, failure, rate_limit_fields)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fields: list[RateFields] | None = scope.get(RATE_FIELDS)
        if fields is None:
            # The outermost one writes what guards further in collect.
            scope[RATE_FIELDS] = fields = []
            send = _telling(send, fields)
        if self._policy is not None:
            await self._serve_guarded(self._policy, scope, receive, send, fields)
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

    async def _serve_guarded(
        self, policy: Policy, scope: Scope, receive: Receive, send: Send, fields: list[RateFields]
    ) -> None:
        entrance = self._inbound.entrance(policy, scope)
        exchange: _Exchange | None = None
        try:
            async with _taken(entrance) as permit:
                self._inbound.note_fields(policy, entrance, fields)
                exchange = _Exchange(permit, receive, send, self._inbound)
                try:
                    await self._app(scope, exchange.receive, exchange.send)
                except Exception as error:
                    exchange.raised(error)
                    raise
                if not exchange.complete:
                    exchange.stopped_short()
        except (RejectedError, TimeoutError) as error:
            refusal = error if isinstance(error, RejectedError) else None
            if exchange is None:
                self._inbound.note_fields(policy, entrance, fields)
            elif exchange.status:
                raise
            else:
                refusal = refusal or deadline_error(exchange.permit, entrance.policy, error)
            if refusal is None:
                raise
            await send_rejection(refusal, scope, send)


def _taken(entrance: Entrance) -> AsyncPermit:
    policy, cost = entrance
    return policy.enter_async() if cost == 1 else policy.enter_async(cost=cost)


def _telling(send: Send, fields: list[RateFields]) -> Send:
    """Return a `send` that adds header fields to the start of the response."""

    def telling(message: Message) -> Awaitable[None]:
        if fields and message["type"] == "http.response.start":
            added = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in joined(fields)]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        return send(message)

    return telling


class _Exchange:
    """One guarded request: sees the messages in both directions and reports to the permit once."""

    __slots__ = ("_disconnected", "_inbound", "_receive", "_send", "complete", "permit", "status")

    permit: Permit
    #: Status of the response, 0 before it started.
    status: int
    #: Whether the last part of the response was handed to the server, and the result reported.
    complete: bool

    def __init__(self, permit: Permit, receive: Receive, send: Send, inbound: Inbound[Scope]) -> None:
        self.permit = permit
        self._receive = receive
        self._send = send
        self._inbound = inbound
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
        if kind in BODY_MESSAGES and not message.get("more_body"):
            self.complete = True
            self._inbound.report(self.permit, self.status)
            # What runs in the background afterwards has all the time that it wants.
            self.permit._suspend()
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
        elif isinstance(error, RejectedError) and not isinstance(error, TimeoutError) and not self.status:
            self._inbound.report(self.permit, status_of(error))

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
