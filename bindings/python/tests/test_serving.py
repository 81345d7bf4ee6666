"""Requests under idempotency keys below the web servers: the neutral face, and what the ASGI and Django layers do in odd cases."""

import asyncio
import contextlib
import pathlib
import uuid
from collections.abc import Iterator
from typing import Any

import app_django  # noqa: F401  configures Django
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from fastapi import APIRouter, FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

import backstay
import backstay.django
import backstay.fastapi
from backstay import HttpRequest, ServeAction, Status
from backstay.asgi import GuardMiddleware, IdempotencyMiddleware, claim_of

CONFIG: dict[str, Any] = {
    "clock": "manual",
    "stores": {"main": "memory:"},
    "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1}}},
    "idempotency": {
        "orders": {},
        "patient": {"wait": "30s"},
        "small": {"maximum_body": 3},
        "stored": {"on_failure": "store"},
    },
}
SENT = "x-idempotent-replay"


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as made:
        yield made


@pytest.fixture
def orders(runtime: backstay.Runtime) -> backstay.Idempotency:
    return runtime.idempotency("orders")


def asked(key: str | None = None, **more: Any) -> HttpRequest:
    return HttpRequest("POST", "/orders", key or str(uuid.uuid4()), b"{}", **more)


def test_the_neutral_face_serves_and_responds(orders: backstay.Idempotency) -> None:
    assert orders.key_header == "Idempotency-Key" and orders.maximum_body == 1 << 20
    assert orders.wants("POST", "k") == 1 << 20 and orders.wants("GET", "k") == orders.wants("POST", None) == 0
    request = asked()
    held = orders.serve(request)
    assert held.action == ServeAction.HOLD and held.claim is not None and held.claim.fence > 0
    held.claim.set_recovery_point("charged")
    held.claim.respond(201, [("X-A", "\xe9"), (b"x-b", b"\xe9")], b"made")
    reply = orders.serve(request)
    assert (reply.action, reply.status, reply.status_code, reply.body) == (
        ServeAction.REPLY,
        Status.REPLAY,
        201,
        b"made",
    )
    assert ("x-a", "\xe9") in reply.headers and ("x-b", "\xe9") in reply.headers and reply.claim is None
    with pytest.raises(backstay.LostLeaseError):
        held.claim.respond(201)


def test_a_request_in_flight_is_waited_for_on_the_manual_clock(runtime: backstay.Runtime) -> None:
    patient, request = runtime.idempotency("patient"), asked()
    patient.serve(request)
    once = patient.serve(request, waited=0)
    assert once.action == ServeAction.AGAIN and once.again is not None and once.again > 0
    # The lease and the wait are as long, so somebody takes over, or is refused; nobody sleeps.
    assert patient.serve(request).status in (Status.TAKEN_OVER, Status.IN_FLIGHT)
    assert asyncio.run(patient.serve_async(asked())).action == ServeAction.HOLD


@pytest.mark.parametrize("headers", [[("X-A", "a\nb")], [(b"x-a", b"a\nb")], [("X\nA", "b")], [("X A", "b")]])
def test_a_header_that_is_none_is_refused_and_the_claim_goes_on(orders: backstay.Idempotency, headers: Any) -> None:
    claim = orders.serve(asked()).claim
    assert claim is not None
    with pytest.raises(backstay.InvalidArgumentError):
        claim.respond(200, headers)
    claim.respond(200)


@pytest.mark.parametrize("headers", [[("a",)], [("a", "b", "c")], [1], 1, [("a", 1)], [(None, "b")]])
def test_what_are_no_headers_is_a_type_error(orders: backstay.Idempotency, headers: Any) -> None:
    claim = orders.serve(asked()).claim
    assert claim is not None
    with pytest.raises(TypeError):
        claim.respond(200, headers)


@pytest.mark.parametrize(
    "field", ["method", "target", "route", "principal", "tenant", "credentials", "key_header", "body"]
)
def test_a_part_of_a_request_of_another_type_is_a_type_error(orders: backstay.Idempotency, field: str) -> None:
    parts: dict[str, Any] = {"method": "POST", "target": "/", "key_header": "k", field: 1.5}
    with pytest.raises(TypeError):
        orders.serve(HttpRequest(**parts))


def test_the_switch_for_a_store_that_is_not_there_is_recorded(
    runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    for run in (True, False, None):
        orders.set_on_unavailable(run, "incident 7")
    assert sum("incident 7" in str(event) for event in runtime.events().events) >= 1
    with pytest.raises(backstay.InvalidArgumentError, match="reason"):
        orders.set_on_unavailable(True, "")


def test_while_the_store_is_not_there_it_is_refused_or_run(tmp_path: pathlib.Path) -> None:
    config = {"stores": {"main": f"sqlite:{tmp_path / 'none' / 'keys.db'}"}, "idempotency": {"orders": {}}}
    with backstay.Runtime(config) as runtime:
        orders = runtime.idempotency("orders")
        refused = orders.serve(asked())
        assert (refused.status_code, refused.retry_after) == (503, 1.0)
        orders.set_on_unavailable(True, "orders matter more")
        held = orders.serve(asked())
        assert held.action == ServeAction.HOLD and held.claim is not None
        held.claim.respond(201)


# The layers.

Messages = list[dict[str, Any]]


def scope_of(key: str, **more: Any) -> dict[str, Any]:
    headers = [(b"idempotency-key", key.encode())]
    return {"type": "http", "method": "POST", "path": "/orders", "query_string": b"", "headers": headers, **more}


async def call(app: Any, scope: dict[str, Any], *coming: dict[str, Any]) -> Messages:
    sent: Messages = []
    queue = list(coming) or [{"type": "http.request", "body": b"{}"}]

    async def receive() -> dict[str, Any]:
        return queue.pop(0) if queue else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def start(*headers: tuple[bytes, bytes], status: int = 201) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def part(body: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}


def sends(*messages: dict[str, Any]) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    return app


def status_after(orders: backstay.Idempotency, app: Any) -> int:
    """What a second request is told after `app` has answered the first."""
    key, layer = str(uuid.uuid4()), IdempotencyMiddleware(app, idempotency=orders)

    async def twice() -> Messages:
        with contextlib.suppress(RuntimeError):
            await call(layer, scope_of(key))
        return await call(IdempotencyMiddleware(sends(), idempotency=orders), scope_of(key))

    second = asyncio.run(twice())
    return int(second[0]["status"])


LENGTH = (b"Content-Length", b"4")


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([start(), part(b"done")], 201),
        ([start(LENGTH), part(b"do", True), part(b"ne")], 201),
        ([start(LENGTH), part(b"do", True), part(b"ne", True), part(b"")], 201),
        ([start(), part(b"do", True), part(b"ne")], 409),
        ([start(status=204), part(b"", True), part(b"")], 204),
        ([start((b"content-length", b"none")), part(b"do", True), part(b"ne")], 409),
        ([start(LENGTH), part(b"do", True)], 409),
        ([start()], 409),
        ([], 409),
        ([start(), {"type": "http.response.pathsend", "path": "/tmp/x"}], 409),
        ([start(status=503), part(b"later")], 0),
    ],
)
def test_what_of_an_answer_is_kept(orders: backstay.Idempotency, messages: Messages, status: int) -> None:
    if status:
        assert status_after(orders, sends(*messages)) == status
        return
    with pytest.raises(IndexError):  # the key is free, and nothing was answered
        status_after(orders, sends(*messages))


def test_every_message_of_an_answer_goes_out_in_its_order(orders: backstay.Idempotency) -> None:
    for messages in (
        [start(LENGTH), part(b"do", True), part(b"ne", True), part(b"")],
        [start(), part(b"do", True), part(b"ne")],
        [start(LENGTH), part(b"do", True)],
        [start()],
        [{"type": "http.response.push"}, start(), part(b"done"), {"type": "http.response.trailers"}],
    ):
        layer = IdempotencyMiddleware(sends(*messages), idempotency=orders)
        assert asyncio.run(call(layer, scope_of(str(uuid.uuid4())))) == messages


def test_an_answer_that_grows_beyond_its_length_is_not_kept(runtime: backstay.Runtime) -> None:
    messages = [start((b"content-length", b"2")), part(b"do", True), part(b"ne")]
    assert status_after(runtime.idempotency("small"), sends(*messages)) == 409


def test_layers_that_cut_answers_into_parts_change_nothing(orders: backstay.Idempotency) -> None:
    async def dispatch(request: Any, call_next: Any) -> Any:
        return await call_next(request)

    app = BaseHTTPMiddleware(sends(start(LENGTH), part(b"done")), dispatch)  # type: ignore[arg-type]
    assert status_after(orders, app) == 201


def test_a_second_layer_further_in_does_nothing(orders: backstay.Idempotency) -> None:
    app = IdempotencyMiddleware(sends(start(), part(b"done")), idempotency=orders)
    assert status_after(orders, app) == 201


def test_the_handler_may_use_its_claim(orders: backstay.Idempotency, runtime: backstay.Runtime) -> None:
    points = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        claim = claim_of(scope)
        assert claim is not None
        points.append((claim.outcome, claim.recovery_point))
        await claim.set_recovery_point_async("charged")
        raise asyncio.CancelledError

    async def twice() -> None:
        key, layer = str(uuid.uuid4()), IdempotencyMiddleware(app, idempotency=orders)
        for _ in range(2):
            with contextlib.suppress(asyncio.CancelledError):
                await call(layer, scope_of(key))
            runtime.advance(31)  # the lease runs out

    asyncio.run(twice())
    assert points == [(backstay.ClaimOutcome.NEW, ""), (backstay.ClaimOutcome.TAKEN_OVER, "charged")]
    assert claim_of({}) is None


def test_the_answer_is_sent_though_the_lease_is_lost(orders: backstay.Idempotency, runtime: backstay.Runtime) -> None:
    key = str(uuid.uuid4())

    async def late(scope: Any, receive: Any, send: Any) -> None:
        runtime.advance(31)
        await call(IdempotencyMiddleware(sends(start(), part(b"taken over")), idempotency=orders), scope_of(key))
        await sends(start(), part(b"late"))(scope, receive, send)

    messages = asyncio.run(call(IdempotencyMiddleware(late, idempotency=orders), scope_of(key)))
    assert messages == [start(), part(b"late")]


def test_a_wrong_header_of_the_application_is_its_error(orders: backstay.Idempotency) -> None:
    layer = IdempotencyMiddleware(sends(start((b"x-a", b"a\nb")), part(b"")), idempotency=orders)
    with pytest.raises(backstay.InvalidArgumentError):
        asyncio.run(call(layer, scope_of(str(uuid.uuid4()))))


def test_a_refusal_inside_frees_the_key(orders: backstay.Idempotency, runtime: backstay.Runtime) -> None:
    payments, calls = runtime.policy("payments"), []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        calls.append(1)
        with payments.enter():
            await sends(start(), part(b"paid"))(scope, receive, send)

    layer, key = GuardMiddleware(IdempotencyMiddleware(app, idempotency=orders)), str(uuid.uuid4())
    payments.force_open("maintenance")
    assert asyncio.run(call(layer, scope_of(key)))[0]["status"] == 503
    payments.reset("done")
    assert asyncio.run(call(layer, scope_of(key)))[0]["status"] == 201
    assert len(calls) == 2


def test_a_client_that_leaves_before_its_body_is_whole_claims_nothing(orders: backstay.Idempotency) -> None:
    key, half = str(uuid.uuid4()), {"type": "http.request", "body": b"{", "more_body": True}
    layer = IdempotencyMiddleware(sends(start(), part(b"done")), idempotency=orders)
    assert asyncio.run(call(layer, scope_of(key), half)) == []
    assert asyncio.run(call(layer, scope_of(key))) == [start(), part(b"done")]


def test_a_client_that_leaves_later_leaves_the_key_to_its_lease(runtime: backstay.Runtime) -> None:
    """Where an error of the application would be stored."""
    stored = runtime.idempotency("stored")

    async def notices(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        assert (await receive())["type"] == "http.disconnect"
        raise RuntimeError("the client is gone")

    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await send(start())
        await send(part(b"do", True))

    async def nobody_listens(message: Any) -> None:
        raise OSError("the connection is closed")

    async def streams_to_nobody(scope: Any, receive: Any, send: Any) -> None:
        await IdempotencyMiddleware(streams, idempotency=stored)(scope, receive, nobody_listens)

    async def told(app: Any, error: type[Exception]) -> dict[str, Any]:
        key = str(uuid.uuid4())
        with pytest.raises(error):
            await call(app, scope_of(key))
        return (await call(IdempotencyMiddleware(sends(), idempotency=stored), scope_of(key)))[0]

    def raises(scope: Any, receive: Any, send: Any) -> Any:
        raise RuntimeError("out of stock")

    for app, error in (
        (IdempotencyMiddleware(notices, idempotency=stored), RuntimeError),
        (streams_to_nobody, OSError),
    ):
        assert asyncio.run(told(app, error))["status"] == 409
    assert asyncio.run(told(IdempotencyMiddleware(raises, idempotency=stored), RuntimeError))["status"] == 500


def test_several_fields_of_the_key_are_no_key(orders: backstay.Idempotency) -> None:
    key = str(uuid.uuid4()).encode()
    fields = [(b"idempotency-key", key), [b"idempotency-key", key]]
    layer = IdempotencyMiddleware(sends(start(), part(b"done")), idempotency=orders)
    assert asyncio.run(call(layer, scope_of("", headers=fields)))[0]["status"] == 400


@pytest.mark.parametrize("headers", [1, [1], [(b"a",)], [("a", "b")]])
def test_a_scope_with_wrong_headers_is_a_type_error(orders: backstay.Idempotency, headers: Any) -> None:
    with pytest.raises(TypeError):
        asyncio.run(call(IdempotencyMiddleware(sends(), idempotency=orders), scope_of("", headers=headers)))


def test_a_key_belongs_to_the_whole_pattern_of_a_route_of_fastapi(runtime: backstay.Runtime) -> None:
    router, served = APIRouter(route_class=backstay.fastapi.idempotent("orders"), prefix="/orders"), []

    @router.post("/{number}")
    def change(number: int) -> int:
        served.append(number)
        return number

    app, key = FastAPI(), str(uuid.uuid4())
    backstay.fastapi.install(app, runtime)
    for version in ("/v1", "/v2"):
        app.include_router(router, prefix=version)

    async def statuses() -> list[int]:
        paths = ("/v1/orders/1", "/v1/orders/1", "/v1/orders/2", "/v2/orders/1")
        return [(await call(app, scope_of(key, path=path, root_path="")))[0]["status"] for path in paths]

    assert asyncio.run(statuses()) == [200, 200, 422, 200] and served == [1, 1]


# Django.


def test_an_idempotent_view_without_the_middleware_says_so() -> None:
    @backstay.django.idempotent("orders")
    def view(request: DjangoRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(ImproperlyConfigured, match="IdempotencyMiddleware"):
        view(RequestFactory().post("/"))


def test_all_views_are_idempotent_where_the_settings_say_so() -> None:
    key, made = {"Idempotency-Key": str(uuid.uuid4())}, []

    def view(request: DjangoRequest) -> HttpResponse:
        made.append(request.body)
        return HttpResponse("done", status=201)

    def answered(view: Any) -> Any:
        def get_response(request: DjangoRequest) -> Any:
            return layer.process_view(request, view, (), {}) or view(request)

        layer = backstay.django.IdempotencyMiddleware(get_response)
        return layer(RequestFactory().post("/orders", b"{}", content_type="application/json", headers=key))

    with override_settings(BACKSTAY={"config": CONFIG, "idempotency": "orders"}):
        assert [answered(view).status_code for _ in range(2)] == [201, 201] and made == [b"{}"]
        assert answered(backstay.django.not_idempotent(view)).status_code == 201 and len(made) == 2
    with override_settings(BACKSTAY={"config": CONFIG, "idempotency": "order"}), pytest.raises(backstay.NotFoundError):
        answered(view)
    with override_settings(BACKSTAY={"config": CONFIG, "idempotency": 1, "principal": 2}):
        with pytest.raises(ImproperlyConfigured, match=r"'idempotency'.*'principal'"):
            answered(view)


def test_a_body_that_was_read_before_is_an_error_that_says_what_to_do() -> None:
    def get_response(request: DjangoRequest) -> Any:
        request.read(1)
        return layer.process_view(request, lambda request: HttpResponse(), (), {})

    with override_settings(BACKSTAY={"config": CONFIG, "idempotency": "orders"}):
        layer = backstay.django.IdempotencyMiddleware(get_response)
        request = RequestFactory().post("/", b"{}", content_type="a/b", headers={"Idempotency-Key": str(uuid.uuid4())})
        with pytest.raises(ImproperlyConfigured, match="CsrfViewMiddleware"):
            layer(request)
