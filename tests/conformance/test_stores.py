"""The vectors of idempotency over every store: a record means the same wherever it lies. Servers are those of tests/servers."""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

import compare
import languages
import pytest

VECTORS = compare.load_vectors(compare.HERE / "vectors" / "idempotency")
# Each runtime of a vector has a store of its own, so one in a file would see the last vector's records.
STORES = ["sqlite::memory:"]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("language", languages.commands())
def test_vectors_over_store(language: str, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTAY_VECTOR_STORE", store)
    observed = languages.run(languages.commands()[language], VECTORS)
    gaps = [f"{v['id']}: {line}" for v in VECTORS for line in compare.judge(v, observed.get(v["id"], []))]
    assert not gaps


def empty(redis: str) -> None:
    """Forgets all that is in the database of that URL."""
    url = urlsplit(redis)
    with socket.create_connection((url.hostname, url.port)) as server, server.makefile("rb") as answers:
        for words in (("AUTH", url.password), ("SELECT", url.path[1:]), ("FLUSHDB",)):
            server.sendall(" ".join(map(str, words)).encode() + b"\r\n")
            assert answers.readline() == b"+OK\r\n"


@pytest.mark.parametrize("server", [url for url in [os.environ.get("BACKSTAY_TEST_REDIS")] if url])
def test_vectors_over_redis(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In C++ alone, since every language has the same core; a vector finds what the one before has left, so it is cleared away."""
    redis = urlsplit(server)._replace(path="/15").geturl()
    monkeypatch.setenv("BACKSTAY_VECTOR_STORE", redis)
    gaps = []
    for vector in VECTORS:
        empty(redis)
        observed = languages.run(languages.commands()["cpp"], [vector])
        gaps += [f"{vector['id']}: {line}" for line in compare.judge(vector, observed.get(vector["id"], []))]
    assert not gaps


def test_the_vectors_name_the_store_that_is_asked_for() -> None:
    """Else they would all pass over the one in memory."""
    for vector in VECTORS:
        stores = vector["given"]["config"].get("stores")
        assert not stores or set(stores.values()) == {"${BACKSTAY_VECTOR_STORE:-memory:}"}, vector["id"]
