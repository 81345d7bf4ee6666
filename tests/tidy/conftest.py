"""Tests about the code itself. Each file holds one rule, applied to the project and to samples that break it."""

import sys

import pytest
from tree import ROOT, Tree, load

sys.path.insert(0, str(ROOT / "packaging" / "generate"))


@pytest.fixture(scope="session")
def tree() -> Tree:
    return load()
