"""Where files may be, what they may be called, and that somebody uses them."""

import re

import pytest
from tree import Tree

TOP_LEVEL = {
    "CMakeLists.txt",
    "CMakePresets.json",
    "pyproject.toml",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "README.md",
    "core",
    "capi",
    "bindings",
    "tests",
    "packaging",
    "examples",
    "docs",
    ".ci",
    ".clang-format",
    ".editorconfig",
    ".gitignore",
    ".ruff.toml",
}
VAGUE = {"util", "utils", "common", "manager", "helper", "helpers", "misc"}
CODE = (".c", ".h", ".cpp", ".hpp", ".py")


def misplaced(tree: Tree) -> list[str]:
    found = []
    for path in tree:
        top, *_, last = path.split("/")[0], path.split("/")[-1]
        if top not in TOP_LEVEL:
            found.append(f"{path}: {top} is not one of the top-level names of the architecture")
        if VAGUE & set(re.split(r"[/._]", path)):
            found.append(f"{path}: a name such as {last} says nothing; name what it does")
    return found


def test_files_are_where_they_belong(tree: Tree) -> None:
    assert misplaced(tree) == []


@pytest.mark.parametrize(
    "path", ["poetry.toml", "src/a.cpp", "core/base/utils.hpp", "core/common/a.hpp", "core/runtime/lock_manager.hpp"]
)
def test_a_misplaced_file_is_noticed(path: str) -> None:
    (sentence,) = misplaced({path: ""})
    assert path in sentence


def is_started_by_a_tool(path: str) -> bool:
    """Files that are found by a rule: sources by CMake, tests by pytest, modules by the interpreter, benches by people."""
    name = path.rsplit("/", 1)[-1]
    return (
        path.endswith((".c", ".cpp"))
        or name in ("__init__.py", "__main__.py", "conftest.py")
        or name.startswith(("test_", "bench_"))
    )


def dead(tree: Tree) -> list[str]:
    """Headers that nobody includes and Python files that nobody names."""
    found = []
    for path in tree:
        if not path.endswith(CODE) or is_started_by_a_tool(path):
            continue
        name = path.rsplit("/", 1)[-1]
        stem = re.escape(name.rsplit(".", 1)[0])
        use = (
            rf'#\s*include\s*[<"](?:[\w/.]*/)?{re.escape(name)}[>"]'
            if path.endswith((".h", ".hpp"))
            else rf"\b{stem}\b"
        )
        own = path.rsplit(".", 1)[0] + ".cpp"
        if not any(re.search(use, other) for place, other in tree.items() if place not in (path, own)):
            found.append(f"{path} is used by no other file")
    return found


def test_no_file_is_dead(tree: Tree) -> None:
    assert dead(tree) == []


def test_a_dead_file_is_noticed() -> None:
    alive = {
        "core/a.hpp": "",
        "core/b.cpp": '#include "core/a.hpp"',
        "packaging/x.py": "",
        "packaging/y.cpp": "// python3 x.py",
    }
    assert dead(alive) == []
    assert dead({"core/a.hpp": "", "core/a.cpp": '#include "core/a.hpp"'}) == ["core/a.hpp is used by no other file"]
    assert dead({"packaging/x.py": "print('x')"}) == ["packaging/x.py is used by no other file"]
