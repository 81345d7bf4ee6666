"""The release's own modules and the judge of the vectors on the path, and what several tests ask for."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
for folder in ("packaging/artefacts", "tests/conformance"):
    sys.path.insert(0, str(ROOT / folder))


@pytest.fixture(scope="session")
def version() -> str:
    import materials

    return materials.version()
