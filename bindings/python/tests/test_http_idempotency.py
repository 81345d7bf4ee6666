"""Idempotency keys over HTTP: the same shop behind every web adapter, under real servers, asked by real clients."""

import concurrent.futures
import contextlib
import hashlib
import pathlib
import socket
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from loopback import HARD_TIMEOUT, until
from shop import CONFIG, Shop
from shops import served, store_in

KINDS = ["asgi", "fastapi", "wsgi", "django-wsgi", "django-asgi"]
CALLERS = 8
REPLAY = "x-idempotent-replay"


class Counter(NamedTuple):
    """Where orders are placed."""

    shop: Shop
    client: httpx.Client

    def post(self, path: str, key: str | None = None, body: bytes = b"{}", **headers: str) -> httpx.Response:
        given = {} if key is None else {"Idempotency-Key": key}
        return self.client.post(
            path, content=body, headers={**given, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def counter(kind: str) -> Iterator[Counter]:
    shop = Shop()
    with served(kind, CONFIG, shop) as url, client_of(url) as client:
        with shop.open_later():
            yield Counter(shop, client)


def client_of(url: str) -> httpx.Client:
    # A connection each: after an exception uvicorn closes one without saying so.
    return httpx.Client(base_url=url, timeout=HARD_TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0))


def new_key() -> str:
    return str(uuid.uuid4())


def code_of(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code and problem["type"].startswith("tag:backstay.dev,2026:problem/")
    return str(problem["code"])


def test_a_second_request_gets_the_first_answer(counter: Counter) -> None:
    key = new_key()
    first, second = (counter.post("/orders/order", key, b'{"item": 1}') for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content and first.json()["number"] == 1
    assert REPLAY not in first.headers and second.headers[REPLAY] == "true"
    for name in ("content-type", "x-shop", "content-length"):
        assert first.headers[name] == second.headers[name]
    assert first.headers.get_list("link", split_commas=True) == ["</a>", "</b>"]
    assert second.headers.get_list("link", split_commas=True) == ["</a>", "</b>"]
    assert counter.shop.effects == ["order"]


def test_another_key_is_another_order(counter: Counter) -> None:
    assert [counter.post("/orders/order", new_key()).json()["number"] for _ in range(3)] == [1, 2, 3]


def test_of_a_double_click_one_acts_and_the_others_are_told_to_come_again(counter: Counter) -> None:
    key = new_key()
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool, counter.shop.open_later():
        calls = [pool.submit(counter.post, "/orders/gated", key) for _ in range(CALLERS)]
        until(lambda: sum(call.done() for call in calls) == CALLERS - 1)
        counter.shop.gate.set()
        answers = [call.result() for call in calls]
    made = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert len(made) == 1 and len(refused) == CALLERS - 1
    assert {code_of(answer) for answer in refused} == {"idempotency_in_flight"}
    assert all(1 <= int(answer.headers["retry-after"]) <= 30 for answer in refused)
    assert counter.shop.effects == ["gated"]
    assert counter.post("/orders/gated", key).content == made[0].content


def test_who_waits_gets_the_same_answer(counter: Counter) -> None:
    key = new_key()
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool, counter.shop.open_later():
        calls = [pool.submit(counter.post, "/patient/gated", key) for _ in range(CALLERS)]
        counter.shop.wait_reached()
        counter.shop.gate.set()
        answers = [call.result() for call in calls]
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum(REPLAY in answer.headers for answer in answers) == CALLERS - 1
    assert counter.shop.effects == ["gated"]


def test_a_key_is_for_one_request(counter: Counter) -> None:
    key = new_key()
    counter.post("/orders/order", key, b"one")
    for other in (counter.post("/orders/order", key, b"two"), counter.post("/orders/order?a=1", key, b"one")):
        assert other.status_code == 422 and code_of(other) == "idempotency_key_reused"
    assert counter.shop.effects == ["order"]


def test_a_required_key_that_is_missing_or_none_is_refused(counter: Counter) -> None:
    missing, wrong = counter.post("/orders/order"), counter.post("/orders/order", "not a uuid")
    assert missing.status_code == wrong.status_code == 400
    assert (code_of(missing), code_of(wrong)) == ("idempotency_key_missing", "idempotency_key_invalid")
    assert counter.shop.effects == []


def test_an_optional_key_may_be_missing(counter: Counter) -> None:
    assert [counter.post("/stored/order").status_code for _ in range(2)] == [201, 201]
    assert counter.shop.effects == ["order", "order"]


def test_users_have_keys_of_their_own(counter: Counter) -> None:
    key = new_key()
    numbers = [
        counter.post("/orders/order", key, **who).json()["number"]
        for who in (
            {"Authorization": "Bearer alice"},
            {"Authorization": "Bearer bob"},
            {"Authorization": "Bearer alice"},
            {"Cookie": "session=carol"},
            {"Cookie": "session=carol"},
            {"X_User": "dave", "Authorization": "Bearer of the morning"},
            {"X_User": "dave", "Authorization": "Bearer of the evening"},
        )
    ]
    assert numbers == [1, 2, 1, 3, 3, 4, 4]


def test_the_handler_gets_every_byte_of_the_body(counter: Counter, kind: str) -> None:
    body = bytes(range(256)) * 2000
    parts = [body[start : start + 7001] for start in range(0, len(body), 7001)]
    # Without a length, where the server knows where the body ends.
    content: Any = iter(parts) if kind in ("asgi", "fastapi", "django-asgi") else body
    made = counter.client.post("/orders/order", content=content, headers={"Idempotency-Key": new_key()})
    assert made.json()["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_request_that_is_too_long_is_refused(counter: Counter, kind: str) -> None:
    refused = [counter.post("/small/order", new_key(), b"x" * 1001)]
    if kind in ("asgi", "fastapi", "django-asgi"):
        content = iter([b"x" * 600] * 2)
        refused.append(counter.client.post("/small/order", content=content, headers={"Idempotency-Key": new_key()}))
    for answer in refused:
        assert answer.status_code == 413 and code_of(answer) == "idempotency_request_too_large"
    assert counter.shop.effects == []
    assert counter.post("/small/order", new_key(), b"x" * 1000).status_code == 201


def test_an_answer_that_is_too_long_is_sent_and_not_kept(counter: Counter) -> None:
    key = new_key()
    first, second = (counter.post("/small/big", key) for _ in range(2))
    assert first.status_code == 201 and first.content == b"x" * 5000
    assert second.status_code == 409 and code_of(second) == "idempotency_body_not_kept"
    assert counter.shop.effects == ["big"]


def test_a_long_answer_that_fits_is_kept(counter: Counter) -> None:
    key = new_key()
    first, second = (counter.post("/orders/big", key) for _ in range(2))
    assert first.content == second.content == b"x" * 5000 and REPLAY in second.headers


def test_a_stream_is_passed_on_as_it_comes_and_not_kept(counter: Counter) -> None:
    key = new_key()
    with counter.client.stream("POST", "/orders/stream", headers={"Idempotency-Key": key}) as response:
        parts = response.iter_raw()
        assert next(parts) == b"first,"  # while the handler waits at the gate
        assert code_of(counter.post("/orders/stream", key, b"")) == "idempotency_in_flight"
        counter.shop.gate.set()
        assert b"".join(parts).startswith(b'{"number"')
    again = counter.post("/orders/stream", key, b"")
    assert again.status_code == 409 and code_of(again) == "idempotency_body_not_kept"
    assert counter.shop.effects == ["stream"]


def test_a_stream_that_breaks_leaves_the_key_to_its_lease(counter: Counter, kind: str) -> None:
    key = new_key()
    # The standard library's server closes the connection, which is how its bodies without a length end anyway.
    broken: Any = contextlib.nullcontext() if "wsgi" in kind else pytest.raises(httpx.RemoteProtocolError)
    with broken:
        assert counter.post("/orders/broken-stream", key).content == b"first,"
    assert code_of(counter.post("/orders/broken-stream", key)) == "idempotency_in_flight"


def test_what_a_handler_raises_leaves_the_key_to_its_lease(counter: Counter) -> None:
    key = new_key()
    first, second = (counter.post("/orders/raise", key) for _ in range(2))
    assert first.status_code == 500 and REPLAY not in first.headers
    assert second.status_code == 409 and code_of(second) == "idempotency_in_flight"
    assert counter.shop.effects == ["raise"]


def test_what_a_handler_raises_is_stored_where_the_terms_say_so(counter: Counter) -> None:
    key = new_key()
    first, second = (counter.post("/stored/raise", key) for _ in range(2))
    assert first.status_code == second.status_code == 500
    assert REPLAY in second.headers or code_of(second) == "idempotency_failed"
    assert counter.shop.effects == ["raise"]


def test_an_answer_that_means_later_frees_the_key(counter: Counter) -> None:
    key = new_key()
    assert [counter.post("/orders/busy", key).status_code for _ in range(2)] == [503, 503]
    assert counter.shop.effects == ["busy", "busy"]


def test_an_answer_without_a_body_is_replayed_without_one(counter: Counter, kind: str) -> None:
    key = new_key()
    first, second = (counter.post("/orders/empty", key) for _ in range(2))
    assert first.status_code == second.status_code == 204
    assert second.content == b"" and REPLAY in second.headers
    assert "content-length" not in second.headers or "wsgi" in kind  # the standard library's server adds one


def test_who_takes_over_is_told_so(counter: Counter) -> None:
    key = new_key()
    counter.post("/brief/raise", key)
    until(lambda: counter.post("/brief/raise", key).status_code == 500)
    assert counter.shop.claims[0] == ("", 0) and counter.shop.claims[1] == ("", 1)


def test_endpoints_may_be_left_out(counter: Counter, kind: str) -> None:
    key = new_key()
    for path in ("/free/order",) if kind in ("asgi", "wsgi") else ("/free/order", "/orders/exempt"):
        assert [counter.post(path, key).status_code for _ in range(2)] == [201, 201]
        assert counter.shop.effects[-2:] == [path.rpartition("/")[2]] * 2


def test_other_methods_pass(counter: Counter) -> None:
    headers = {"Idempotency-Key": new_key()}
    for _ in range(2):
        assert counter.client.get("/orders/order", headers=headers).status_code == 201
    assert counter.shop.effects == ["order", "order"]


def test_an_answer_outlives_the_application(kind: str, tmp_path: pathlib.Path) -> None:
    key, shop, answers = new_key(), Shop(), []
    for _ in range(2):
        with served(kind, store_in(tmp_path), shop) as url, client_of(url) as client:
            answers.append(client.post("/orders/order", content=b"{}", headers={"Idempotency-Key": key}))
    assert answers[0].status_code == answers[1].status_code == 201 and answers[0].content == answers[1].content
    assert REPLAY in answers[1].headers and shop.effects == ["order"]


def test_a_double_click_over_a_file(kind: str, tmp_path: pathlib.Path) -> None:
    key, shop = new_key(), Shop()
    with served(kind, store_in(tmp_path), shop) as url, client_of(url) as client:
        counter = Counter(shop, client)
        with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool, shop.open_later():
            calls = [pool.submit(counter.post, "/patient/gated", key) for _ in range(CALLERS)]
            shop.wait_reached()
            shop.gate.set()
            answers = [call.result() for call in calls]
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert shop.effects == ["gated"]


HOSTILE = [
    b'"' + b"a" * 300 + b'"',
    b"\xff\xfe\x80",
    b'"\xc3\xa9"',
    b"a\x01b",
    b"8e03978e-40d5-43dd-bc93-6894a57f9324, 8e03978e-40d5-43dd-bc93-6894a57f9324",
    b'"unterminated',
    b" ",
    b"x" * 10_000_000,
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value[:20]) + str(len(value)))
def test_a_hostile_key_is_refused_and_nothing_else_happens(counter: Counter, value: bytes) -> None:
    url = counter.client.base_url
    path = str(url.path).rstrip("/") + "/orders/order"
    head = f"POST {path} HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: 2\r\nConnection: close\r\nIdempotency-Key: "
    answer = b""
    with socket.create_connection((url.host, url.port or 80), HARD_TIMEOUT) as connection:
        try:
            connection.sendall(head.encode() + value + b"\r\n\r\n{}")
            while part := connection.recv(65536):
                answer += part
        except ConnectionError:
            pass  # of so many bytes a server may not want to hear the end
    assert not answer or answer.split(b" ")[1].startswith(b"4")
    assert counter.shop.effects == []
    assert counter.post("/orders/order", new_key()).status_code == 201
