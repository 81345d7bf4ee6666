"""Every vector through the Python package, as a test of its own: the test is that the vector could be run. Judging is parity's."""

from __future__ import annotations

from typing import Any

import compare
import interpreter
import pytest

VECTORS = compare.load_vectors() + compare.load_vectors(compare.HERE / "wrong")


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_vector_runs(vector: dict[str, Any], asynchronous: bool) -> None:
    observed = interpreter.run(vector, asynchronous)
    assert len(observed) == len(vector["steps"])
    assert not [answer for answer in observed if "interpreter" in answer]
