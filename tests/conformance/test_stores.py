"""The vectors of idempotency over every store: a record means the same wherever it lies. Servers are those of tests/servers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from typing import Any
from urllib.parse import urlsplit

import compare
import languages
import pytest

VECTORS = compare.load_vectors(compare.HERE / "vectors" / "idempotency")
# Each runtime of a vector has a store of its own, so one in a file would see the last vector's records.
STORES = ["sqlite::memory:"]
# The developers' builds that have PostgreSQL. tests/servers/with starts the servers.
WITH_POSTGRESQL = ["cpp"]
SERVERS = ["BACKSTAY_TEST_POSTGRESQL", "BACKSTAY_TEST_PGBOUNCER"]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("language", languages.commands())
def test_vectors_over_store(language: str, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTAY_VECTOR_STORE", store)
    observed = languages.run(languages.commands()[language], VECTORS)
    gaps = [f"{v['id']}: {line}" for v in VECTORS for line in compare.judge(v, observed.get(v["id"], []))]
    assert not gaps


def run_one_by_one(language: str, store: str) -> languages.Observed:
    """One interpreter for all vectors, and no entries of the last one when the next begins: the manual clock begins anew too."""
    database = os.environ["BACKSTAY_TEST_POSTGRESQL"]
    clear = (
        "DO $$ BEGIN IF to_regclass('backstay.entries') IS NOT NULL THEN DELETE FROM backstay.entries; END IF; END $$"
    )
    observed: languages.Observed = {}
    environment = {**os.environ, "BACKSTAY_VECTOR_STORE": store}
    command = languages.commands()[language]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as interpreter:
        assert interpreter.stdin and interpreter.stdout
        for vector in VECTORS:
            interpreter.stdin.write(json.dumps(vector) + "\n")
            interpreter.stdin.flush()
            line: dict[str, Any] = json.loads(interpreter.stdout.readline())
            observed[line["id"]] = line["steps"]
            subprocess.run(["psql", "-qX", database, "-c", clear], check=True)
        interpreter.stdin.close()
    return observed


@pytest.mark.parametrize("variable", SERVERS)
@pytest.mark.parametrize("language", WITH_POSTGRESQL)
def test_vectors_over_postgresql(language: str, variable: str) -> None:
    observed = run_one_by_one(language, os.environ[variable])
    gaps = [f"{v['id']}: {line}" for v in VECTORS for line in compare.judge(v, observed.get(v["id"], []))]
    assert not gaps


def empty(redis: str) -> None:
    """Forgets all that is in the database of that URL."""
    url = urlsplit(redis)
    with socket.create_connection((url.hostname, url.port)) as server, server.makefile("rb") as answers:
        for words in (("AUTH", url.password), ("SELECT", url.path[1:]), ("FLUSHDB",)):
            server.sendall(" ".join(map(str, words)).encode() + b"\r\n")
            assert answers.readline() == b"+OK\r\n"


def test_vectors_over_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """In C++ alone, since every language has the same core; a vector finds what the one before has left, so it is cleared away."""
    redis = urlsplit(os.environ["BACKSTAY_TEST_REDIS"])._replace(path="/15").geturl()
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
