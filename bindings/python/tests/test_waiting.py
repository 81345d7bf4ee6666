"""Policies that answer `wait` and `again`: the extension over a core that answers by a script, one answer at a time.

So a pattern that parks or repeats calls needs no edit of this binding. Building takes its time once; afterwards only what changed.
"""

import ast
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from loopback import HARD_TIMEOUT

import backstay

SCRIPTED = pathlib.Path(__file__).parent / "scripted"
BUILD = pathlib.Path(__file__).parents[3] / "build" / f"scripted-{sys.implementation.cache_tag}"
BUILD_LIMIT_SECONDS = 900
HELPERS = {"log", "wait_for"}
CASES = [
    node.name
    for node in ast.parse((SCRIPTED / "cases.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and node.name not in HELPERS
]


def tool(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_LIMIT_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def scripted() -> pathlib.Path:
    """A folder with the package over the scripted core."""
    package = BUILD / "backstay"
    package.mkdir(parents=True, exist_ok=True)
    for file in pathlib.Path(backstay.__file__).parent.glob("*.py"):
        shutil.copy(file, package)
    where = tool(sys.executable, "-m", "pybind11", "--cmakedir").strip()
    tool(
        *(
            "cmake",
            "-S",
            str(SCRIPTED),
            "-B",
            str(BUILD),
            f"-Dpybind11_ROOT={where}",
            f"-DPython_EXECUTABLE={sys.executable}",
        ),
        "-DCMAKE_BUILD_TYPE=Debug",
    )
    tool("cmake", "--build", str(BUILD), "--parallel", "2")
    return BUILD


def run(path: pathlib.Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", *command],
        env={**os.environ, "PYTHONPATH": str(path), **environment},
        capture_output=True,
        text=True,
        timeout=HARD_TIMEOUT,
        check=False,
    )


@pytest.mark.parametrize("case", CASES)
def test_the_answers_of_other_patterns(scripted: pathlib.Path, case: str) -> None:
    done = run(scripted, str(SCRIPTED / "cases.py"), case)
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


def test_an_older_library_is_refused_in_words(scripted: pathlib.Path) -> None:
    done = run(scripted, "-c", "import backstay", SCRIPTED_ABI_VERSION="0")
    assert "ImportError: backstay was built for ABI version 1, but the library has version 0" in done.stderr
