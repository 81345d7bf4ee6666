"""One exception wall in the C interface, and no state that belongs to a thread."""

import re

from tree import Tree

WALL = "capi/src/wall.hpp"


def without_comments(text: str) -> str:
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def violations(tree: Tree) -> list[str]:
    found = []
    if not re.search(r"\bcatch\s*\(", without_comments(tree.get(WALL, ""))):
        found.append(f"{WALL} catches nothing, so exceptions leave the library")
    for path, text in tree.items():
        if not path.startswith("capi/src/"):
            continue
        code = without_comments(text)
        if path != WALL and re.search(r"\bcatch\s*\(", code):
            found.append(f"{path} catches exceptions itself; that is the business of {WALL}")
        if re.search(r"\bthread_local\b", code):
            found.append(f"{path} has thread_local state; callers change threads between two calls")
    return found


def test_there_is_one_wall(tree: Tree) -> None:
    assert violations(tree) == []


def test_a_second_wall_or_none_is_noticed() -> None:
    wall = "try {} catch (...) {}"
    assert violations({WALL: wall, "capi/src/a.cpp": "// no catch (here)\n"}) == []
    assert "catches exceptions itself" in violations({WALL: wall, "capi/src/a.cpp": "try {} catch (int) {}"})[0]
    assert "thread_local" in violations({WALL: wall, "capi/src/a.cpp": "thread_local int last;"})[0]
    assert "catches nothing" in violations({WALL: "// catch (...)"})[0]
