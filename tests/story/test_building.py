"""Services that must be built are, and those whose tools are missing are left out in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "story"))

from building import build
from services import Service
from table import Progress
from trouble import Trouble

READY = Service("ready", "Python", "ready_service", ("true",))
COMPILED = Service("compiled", "C", "compiled_service", ("true",), script="c")


def script(folder: Path, available: str, example: str) -> Path:
    """A folder with the script of a language, which does as it is told."""
    file = folder / "c"
    file.write_text(
        f"#!/bin/sh\ncase $1 in\navailable) {available} ;;\nexample) {example} ;;\nesac\n", encoding="utf-8"
    )
    file.chmod(0o755)
    return folder


def test_a_service_is_built_and_its_output_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scripts = script(tmp_path, "true", "echo compiling")
    assert build([READY, COMPILED], tmp_path, Progress(), scripts) == [READY, COMPILED]
    assert (tmp_path / "compiled.build").read_text(encoding="utf-8") == "compiling\n"
    assert "compiled: built" in capsys.readouterr().out


def test_a_service_without_tools_is_left_out_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scripts = script(tmp_path, "echo 'there is no compiler' >&2; exit 1", "exit 1")
    assert build([COMPILED, READY], tmp_path, Progress(), scripts) == [READY]
    assert "compiled is left out: there is no compiler" in capsys.readouterr().out


def test_a_service_that_does_not_compile_ends_the_story(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no semicolon"):
        build([COMPILED], tmp_path, Progress(), script(tmp_path, "true", "echo 'no semicolon'; exit 1"))
