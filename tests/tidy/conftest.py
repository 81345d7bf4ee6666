"""Tests about the code itself. Each file holds one rule, applied to the project and to samples that break it."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "packaging" / "generate")]

from tree import Tree, load  # noqa: E402  # the path comes first


@pytest.fixture(scope="session")
def tree() -> Tree:
    return load()
