"""The commands of the README are the ones that continuous integration runs, and the pages it leads to exist."""

import re
from pathlib import PurePosixPath

import pytest
from tree import ROOT, Tree

COMMANDS = ("packaging/demo", "packaging/test")


def command_problems(tree: Tree) -> list[str]:
    found = []
    for command in COMMANDS:
        if f"./{command}" not in tree.get("README.md", ""):
            found.append(f"README.md does not show ./{command}")
        if command not in tree:
            found.append(f"{command} does not exist")
    if not re.search(r"^[^#\n]*packaging/test\b", tree.get(".ci/run", ""), re.MULTILINE):
        found.append(".ci/run does not run packaging/test")
    shown = re.findall(r"^\$? ?\./(packaging/\S+)", tree.get("README.md", ""), re.MULTILINE)
    found += [f"README.md shows ./{command}, which does not exist" for command in shown if command not in tree]
    return found


def test_the_readme_shows_what_is_run(tree: Tree) -> None:
    assert command_problems(tree) == []


def test_the_commands_can_be_run() -> None:
    for command in (*COMMANDS, ".ci/run"):
        assert (ROOT / command).stat().st_mode & 0o111, f"{command} is not executable"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"README.md": "./packaging/test"}, "does not show ./packaging/demo"),
        ({".ci/run": "# packaging/test"}, "does not run"),
        ({"README.md": "./packaging/demo\n./packaging/test\n./packaging/none"}, "shows ./packaging/none"),
    ],
)
def test_a_promise_that_is_not_kept_is_noticed(change: Tree, problem: str) -> None:
    good = {
        "README.md": "./packaging/demo\n./packaging/test\n",
        ".ci/run": "exec packaging/test",
        "packaging/demo": "",
        "packaging/test": "",
    }
    assert command_problems(good) == []
    assert any(problem in sentence for sentence in command_problems({**good, **change}))


def broken_links(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.items():
        if not path.endswith(".md"):
            continue
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" in link or link.startswith("mailto:"):
                continue
            parts: list[str] = []
            for part in (PurePosixPath(path).parent / link).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            target = "/".join(parts)
            if not any(other == target or other.startswith(f"{target}/") for other in tree):
                found.append(f"{path} links to {link}, which does not exist")
    return found


def test_links_lead_somewhere(tree: Tree) -> None:
    assert broken_links(tree) == []


def test_a_broken_link_is_noticed() -> None:
    assert (
        broken_links(
            {
                "docs/a.md": "[b](../README.md) [c](b.md#d) [e](https://e.org)",
                "README.md": "[docs](docs)",
                "docs/b.md": "",
            }
        )
        == []
    )
    assert broken_links({"docs/a.md": "[b](missing.md)"}) == ["docs/a.md links to missing.md, which does not exist"]
