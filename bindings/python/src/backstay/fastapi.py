"""Backstay in FastAPI.

    app = FastAPI()
    backstay.fastapi.install(app, backstay.Runtime("backstay.json"))

    @app.get("/pay", dependencies=[Depends(backstay.fastapi.guard("payments"))])
    async def pay() -> Receipt: ...

    orders = APIRouter(route_class=backstay.fastapi.idempotent("orders"))

    @orders.post("/orders")
    async def place(order: Order) -> Receipt: ...                    # once a key

A refused request is answered with 429, 503 or 504, Retry-After and problem details, a websocket in its handshake as well. `GET
/metrics` answers with the metrics of the worker that happens to serve it; the label `process` tells the workers apart.
"""

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from backstay import Claim, Idempotency, Permit, Policy, RejectedError, Runtime, set_default
from backstay._asgi_types import Receive, Scope, Send
from backstay._default import stand_in
from backstay._extras import missing_extra
from backstay._inbound import RATE_FIELDS, Inbound, deadline_error
from backstay._judge import is_server_error
from backstay.asgi import GuardMiddleware, IdempotencyMiddleware, metrics_app
from backstay.asgi import claim_of as _claim_of
from backstay.problem import rejection_answer

try:
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError
    from fastapi.routing import APIRoute
    from starlette.exceptions import HTTPException
    from starlette.requests import ClientDisconnect, HTTPConnection, Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.status import WS_1013_TRY_AGAIN_LATER
    from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
except ImportError as error:
    raise missing_extra("backstay.fastapi", "fastapi") from error

_UNPROCESSABLE = 422
_EXEMPT = "__backstay_not_idempotent__"

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])


def install(app: FastAPI, runtime: Runtime, metrics: str | None = "/metrics", *, process: bool | str = True) -> None:
    """Give `app` its runtime; call it once, before the application starts.

    Sets `app.state.backstay`, and makes `runtime` the default of guards bound at import (`backstay.policy("payments")`; with
    several applications in a process the last one installed counts). Answers refusals wherever they are raised: in endpoints and
    dependencies by an exception handler, so that middleware such as CORS sees the answer, in other middleware by `GuardMiddleware`,
    which also adds the rate limit's header fields to the answers of guarded endpoints. Adds the route `metrics` unless that is
    None; `process` is its label as in `backstay.asgi.metrics_app`.
    """
    app.state.backstay = runtime
    set_default(runtime)
    app.add_exception_handler(RejectedError, _answer_rejection)  # type: ignore[arg-type]  # serves both kinds of connection
    app.add_middleware(GuardMiddleware)
    if metrics is not None:
        app.router.routes.append(Route(metrics, metrics_app(runtime, process=process), include_in_schema=False))


def policy(request: HTTPConnection, name: str) -> Policy:
    """Return the policy `name` of the application that serves `request` (a Request or a WebSocket).

    Raises NotFoundError for a name that is not configured, RuntimeError where `install` was not called.
    """
    return _runtime_of(request.scope).policy(name)


def _runtime_of(scope: Scope) -> Runtime:
    runtime: Runtime | None = stand_in() or getattr(scope["app"].state, "backstay", None)
    if runtime is None:
        raise RuntimeError("call backstay.fastapi.install(app, runtime) before the application starts")
    return runtime


def guard(
    name: str,
    *,
    key: Callable[[HTTPConnection], str] | None = None,
    cost: Callable[[HTTPConnection], int] | None = None,
    failure: Callable[[int], bool] = is_server_error,
    rate_limit_fields: bool = True,
) -> Callable[[HTTPConnection], AsyncIterator[Permit]]:
    """Return a dependency that holds a permit of the policy `name` while the endpoint runs, and yields it.

    The whole policy counts: rate limit, bulkhead and its queue, breaker, timeout. Nothing is repeated, whatever the policy says
    about retries. At the policy's deadline the answer is 504: an async endpoint is cut where it awaits, and the thread of a sync one
    goes on with nobody to wait for it, so that it should ask `backstay.time_left()`.

    What the endpoint raises decides. An HTTPException whose status `failure` accepts (by default 500 and above) is a failure,
    any other HTTPException and a request that fails validation are neutral: nothing was learnt about the upstream. A client
    that went away counts as cancelled. Other exceptions are classified as the policy does it; no exception is a success.
    An endpoint that *returns* an error says so itself: `permit.failure("HTTP 502")`.

    `key` gives the policy's instance for a request, such as its user, tenant or client address; `cost` its weight for the rate
    limit. Answers of a policy with a rate limit carry the header fields RateLimit and RateLimit-Policy, unless `rate_limit_fields`
    is False. Sync and async endpoints, and websockets, are served alike. FastAPI ends dependencies after the response was sent,
    streams and background tasks included; `Depends(guard(…), scope="function")` ends the permit with the endpoint, which a
    slow-call rule may want.
    """
    inbound = Inbound(key, cost, failure, rate_limit_fields)

    async def guarded(connection: HTTPConnection) -> AsyncIterator[Permit]:
        chosen = policy(connection, name)
        entrance = inbound.entrance(chosen, connection)
        fields = connection.scope.get(RATE_FIELDS)
        permit: Permit | None = None
        try:
            async with entrance.policy.enter_async(cost=entrance.cost) as permit:
                inbound.note_fields(chosen, entrance, fields)
                try:
                    yield permit
                except HTTPException as error:
                    inbound.report(permit, error.status_code)
                    raise
                except RequestValidationError:
                    inbound.report(permit, _UNPROCESSABLE)
                    raise
                except (ClientDisconnect, WebSocketDisconnect):
                    permit.cancelled()
                    raise
        except RejectedError:
            if permit is None:
                inbound.note_fields(chosen, entrance, fields)
            raise
        except TimeoutError as error:
            passed = None if permit is None else deadline_error(permit, entrance.policy, error)
            if passed is None:
                raise
            raise passed from error

    return guarded


def idempotent(
    name: str,
    *,
    principal: Callable[[Request], str | None] | None = None,
    tenant: Callable[[Request], str | None] | None = None,
) -> type[APIRoute]:
    """Return a route class whose endpoints answer a request once a key, by the idempotency `name`; for `APIRouter(route_class=…)`.

    The same as `backstay.asgi.IdempotencyMiddleware`, for the routes of a router; keys belong to the pattern of the path. Several
    routers may have terms of their own, and `not_idempotent` leaves an endpoint out. `principal` and `tenant` give the user and the
    tenant of a request, None or empty where they are not known; without them Authorization, else cookies, tell users apart. They run
    before the endpoint's dependencies.
    """

    def hook(function: Callable[[Request], str | None] | None) -> Callable[[Scope], str | None] | None:
        return None if function is None else lambda scope: function(Request(scope))

    def find(scope: Scope) -> Idempotency:
        return _runtime_of(scope).idempotency(name)

    class IdempotentRoute(APIRoute):
        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            if getattr(self.endpoint, _EXEMPT, False) or scope["method"] not in (self.methods or ()):
                await super().handle(scope, receive, send)
            else:
                hooks = {"principal": hook(principal), "tenant": hook(tenant), "route": self._pattern_of}
                await IdempotencyMiddleware(super().handle, find, **hooks)(scope, receive, send)

        def _pattern_of(self, scope: Scope) -> str:
            """Return the whole pattern; the route itself knows it without the prefix at which its router is included."""
            end = self.path_format.format_map(scope["path_params"])
            path: str = scope["path"]
            return path.removesuffix(end) + self.path_format if path.endswith(end) else ""

    return IdempotentRoute


def not_idempotent(endpoint: _Endpoint) -> _Endpoint:
    """Leave an endpoint out whose router has `idempotent` routes; a decorator, below the one of the route."""
    setattr(endpoint, _EXEMPT, True)
    return endpoint


def claim_of(request: HTTPConnection) -> Claim | None:
    """Return the claim of a request, for heartbeats, recovery points and its fence; None where it has no key.

    It is ended by what claimed it: don't complete it.
    """
    return _claim_of(request.scope)


async def _answer_rejection(connection: HTTPConnection, error: Exception) -> Response | None:
    """Answer the refusal, also to a websocket that was not accepted yet; an accepted one is closed with "try again later"."""
    assert isinstance(error, RejectedError)
    answer = rejection_answer(error, connection.url.path)
    response = Response(answer.body, answer.status, dict(answer.headers))
    if not isinstance(connection, WebSocket):
        return response
    if _takes_response(connection):
        await connection.send_denial_response(response)
    else:
        await connection.close(WS_1013_TRY_AGAIN_LATER)
    return None


def _takes_response(websocket: WebSocket) -> bool:
    """Tell whether the handshake can still be answered like a request."""
    waiting = websocket.application_state is WebSocketState.CONNECTING
    return waiting and "websocket.http.response" in websocket.scope.get("extensions", {})
