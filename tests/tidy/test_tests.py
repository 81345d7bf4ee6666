"""Tests that can't fail, are skipped or wait by the wall clock prove nothing."""

import ast
import re

import pytest
from tree import Tree

SKIPS = re.compile(
    r"pytest\.skip|pytest\.importorskip|mark\.(skip|skipif|xfail)|GTEST_SKIP|\bDISABLED_\w|unittest\.skip"
)
# The tests where time is the manual clock.
UNTIMED = ("tests/unit/", "tests/capi/", "tests/conformance/")
SLEEPS = re.compile(r"\bsleep_for\b|\bsleep_until\b|\busleep\(|\btime\.sleep\(|\basyncio\.sleep\((?!0\))")
JUDGES = re.compile(r"^(assert|check|expect|judge|verify)|^(raises|warns|fail)$")


def judges(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if JUDGES.match(called.lstrip("_")):
                return True
    return False


def violations(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.items():
        if "tests/" not in path or path == "tests/tidy/test_tests.py" or not path.endswith((".py", ".cpp", ".c")):
            continue
        found += [f"{path} skips tests: {match.group()}" for match in SKIPS.finditer(text)]
        if path.startswith(UNTIMED):
            found += [f"{path} waits by the wall clock: {match.group()}" for match in SLEEPS.finditer(text)]
        if path.endswith(".py"):
            for node in ast.walk(ast.parse(text)):
                is_test = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
                if is_test and not judges(node):
                    found.append(f"{path}: {node.name} asserts nothing")
    return found


def test_every_test_can_fail(tree: Tree) -> None:
    assert violations(tree) == []


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("tests/unit/a_test.cpp", "GTEST_SKIP();", "skips"),
        ("tests/unit/a_test.cpp", "TEST(A, DISABLED_b) {}", "skips"),
        ("bindings/python/tests/test_a.py", "@pytest.mark.skip\ndef test_a():\n    assert f()\n", "skips"),
        ("tests/unit/a_test.cpp", "std::this_thread::sleep_for(1s);", "waits"),
        ("tests/conformance/python/test_a.py", "import time\ntime.sleep(1)\n", "waits"),
        ("bindings/python/tests/test_a.py", "def test_a():\n    f()\n", "asserts nothing"),
        ("bindings/python/tests/test_a.py", "async def test_a():\n    await f()\n", "asserts nothing"),
    ],
)
def test_a_test_that_proves_nothing_is_noticed(path: str, text: str, problem: str) -> None:
    (sentence,) = violations({path: text})
    assert problem in sentence
