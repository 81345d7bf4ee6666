"""Generated files are what their generators make now, and say in line 1 where they come from."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from output import differences
from tree import ROOT, Tree, is_generated

GENERATORS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "packaging" / "generate").glob("*.py")
    if path.read_text(encoding="utf-8").startswith("#!")
)


@pytest.mark.parametrize("generator", GENERATORS)
def test_committed_files_are_fresh(generator: str) -> None:
    done = subprocess.run([sys.executable, str(ROOT / generator), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_stale_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "made.h").write_text("old\n")
    assert differences({"made.h": "old\n"}, tmp_path) == []
    assert "not what its source makes" in differences({"made.h": "new\n"}, tmp_path)[0]
    assert "does not exist" in differences({"other.h": "new\n"}, tmp_path)[0]


def origins(tree: Tree) -> list[str]:
    """What is wrong with the first lines of generated files."""
    found = []
    for path, text in tree.items():
        if not is_generated(text):
            continue
        origin = re.search(r"Generated from (?:the headers in )?(\S+) by (\S+);", text.split("\n", 1)[0])
        if origin is None:
            found.append(f"{path}: line 1 must say 'Generated from <source> by <generator>; do not edit.'")
            continue
        source, generator = origin.groups()
        if generator not in tree:
            found.append(f"{path}: its generator {generator} does not exist")
        if not any(other == source or other.startswith(f"{source}/") for other in tree):
            found.append(f"{path}: its source {source} does not exist")
    return found


def test_generated_files_name_source_and_generator(tree: Tree) -> None:
    assert origins(tree) == []


def test_a_wrong_origin_is_noticed() -> None:
    assert "line 1 must say" in origins({"a.h": "/* Generated from somewhere */"})[0]
    wrong = origins({"a.h": "/* Generated from a.json by gen.py; do not edit. */"})
    assert len(wrong) == 2 and "gen.py does not exist" in wrong[0]
