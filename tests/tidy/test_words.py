"""What no file may say: unfinished work, places of one machine, other people's servers; and what may not be committed at all."""

import re

import pytest
from tree import ROOT, Tree

# Put together from pieces, so that this file does not say what it forbids.
UNFINISHED = [first + second for first, second in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK"))]
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("repo", "maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs", "org"),
    )
]
# A project's own number for a task means nothing to who reads the code.
NUMBERED = r"\b(?:issue|task)s? (?:#|number )?\d+\b|(?<![\w&])#\d{1,4}\b(?!\s*[;{])"
PROSE = (".md", ".py", ".pyi", ".c", ".h", ".cpp", ".hpp", ".txt", ".cmake", ".sh", ".toml")
LOCK_FILE = re.compile(r"(^|/)(.*\.lock|.*-lock\.(json|yaml))$")


def violations(tree: Tree, checkout: str = str(ROOT)) -> list[str]:
    found = []
    for path, text in tree.items():
        for number, line in enumerate(text.split("\n"), 1):
            where = f"{path}:{number}"
            found += [
                f"{where} says {word}: finish it or leave it out"
                for word in UNFINISHED
                if re.search(rf"\b{word}\b", line)
            ]
            found += [
                f"{where} names the server {host}; say it by the tool's own name" for host in HOSTS if host in line
            ]
            if checkout in line:
                found.append(f"{where} names {checkout}, where only this checkout is")
            if path.endswith(PROSE) and re.search(NUMBERED, line, re.IGNORECASE):
                found.append(f"{where} names a task by its number; say what it is about")
        if LOCK_FILE.search(path):
            found.append(f"{path} is a lock file; pins live in packaging/dependencies")
    return found


def test_no_file_says_what_it_may_not(tree: Tree) -> None:
    assert violations(tree) == []


@pytest.mark.parametrize(
    "line",
    [
        f"// {UNFINISHED[0]}: later",
        f"# {UNFINISHED[1]}",
        f"see https://{HOSTS[0]}/simple",
        "cd /somewhere/checkout/core",
        "as issue" + " 12 says",
        "see #" + "12",
    ],
)
def test_a_forbidden_word_is_noticed(line: str) -> None:
    (sentence,) = violations({"core/a.cpp": f"fine\n{line}\n"}, checkout="/somewhere/checkout")
    assert sentence.startswith("core/a.cpp:2")


def test_a_lock_file_is_noticed() -> None:
    assert "lock file" in violations({"uv.lock": ""})[0]
    assert violations({"core/fork_lock.hpp": "colour: #123;\n"}) == []
