"""The vectors of idempotency over every store that needs no server: a record means the same wherever it lies."""

from __future__ import annotations

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


def test_the_vectors_name_the_store_that_is_asked_for() -> None:
    """Else they would all pass over the one in memory."""
    for vector in VECTORS:
        stores = vector["given"]["config"].get("stores")
        assert not stores or set(stores.values()) == {"${BACKSTAY_VECTOR_STORE:-memory:}"}, vector["id"]
