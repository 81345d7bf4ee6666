"""Random sequences: the same from the same seed, telling enough to notice planted faults, and shrunk when they differ."""

from __future__ import annotations

from typing import Any

import check_vectors
import differential
import languages
import model_run
import pytest
from sequences import sequence
from sequences_layers import layered
from sequences_queue import queued

SEEDS = range(1, 301)


@pytest.fixture(scope="module")
def vectors() -> list[dict[str, Any]]:
    return differential.sequences_of(SEEDS)


def test_languages_agree_with_each_other_and_the_model(vectors: list[dict[str, Any]]) -> None:
    assert differential.judge(vectors, list(languages.commands())) == {}


def test_planted_faults_are_noticed(vectors: list[dict[str, Any]]) -> None:
    assert differential.unnoticed(vectors) == []


def test_a_sequence_follows_from_its_seed() -> None:
    assert sequence(7) == sequence(7)
    assert sequence(7)["steps"] != sequence(8)["steps"]
    assert layered(7) == layered(7)
    assert layered(7)["steps"] != layered(8)["steps"]
    assert queued(7) == queued(7)
    assert queued(7)["steps"] != queued(8)["steps"]


def test_sequences_are_sound_vectors(vectors: list[dict[str, Any]]) -> None:
    lines = [line for vector in vectors for line in check_vectors.of_steps(vector)]
    # Expectations come from the model, and one misuse is a report through a name that nobody gave.
    assert [line for line in lines if line != "expects nothing" and "nobody" not in line] == []


def test_shrinking_keeps_the_difference(vectors: list[dict[str, Any]]) -> None:
    sound = model_run.run_all(vectors)
    _, owner, name, fault = differential.FAULTS[0]

    def differs(vector: dict[str, Any]) -> bool:
        with differential.planted(owner, name, fault):
            faulty = model_run.run(vector)
        return faulty != model_run.run(vector)

    vector = next(vector for vector in vectors if differs(vector))
    small = differential.shrink(vector, differs)
    assert differs(small)
    assert len(small["steps"]) < len(sound[vector["id"]]) // 4
