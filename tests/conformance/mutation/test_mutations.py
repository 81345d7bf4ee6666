"""The list of mutations against the code as it is: each text still there, none without a note. The run itself is mutate.py's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import mutate

MUTATIONS = mutate.load()


def test_there_are_enough() -> None:
    assert len(MUTATIONS) >= 180
    assert sum(bool(mutation.explained) for mutation in MUTATIONS) <= len(MUTATIONS) // 8


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.id for mutation in MUTATIONS])
def test_its_text_is_in_the_code_once(mutation: mutate.Mutation) -> None:
    assert (mutate.ROOT / mutation.file).read_text().count(mutation.search) == 1
    assert mutation.search != mutation.replace
    assert mutation.note
