"""The Python code in the documents runs as it stands, and the configurations in them are valid."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import backstay

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = (
    "README.md",
    "docs/guides/bulkhead.md",
    "docs/guides/circuit-breaker.md",
    "docs/guides/configuration.md",
    "docs/guides/fallback.md",
    "docs/guides/idempotency.md",
    "docs/guides/python.md",
    "docs/guides/rate-limit.md",
    "docs/guides/resilience.md",
    "docs/guides/retry.md",
    "docs/guides/timeout.md",
    "packaging/operations/runbook.md",
)
# What a block may take for granted: the document speaks of a service that has it.
PRELUDES = {"packaging/operations/runbook.md": 'import backstay\n\nruntime = backstay.Runtime("backstay.json")\n'}


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "backstay.json").write_text(blocks("README.md", "json")[0], encoding="utf-8")
    (folder / "program.py").write_text(program, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if blocks(document, "python")])
def test_the_code_of_a_document_runs(document: str, tmp_path: Path) -> None:
    ran = run(PRELUDES.get(document, "") + "\n".join(blocks(document, "python")), tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_start_in_five_minutes_shows_what_it_says(tmp_path: Path) -> None:
    lines = run("\n".join(blocks("README.md", "python")), tmp_path).stdout.splitlines()
    assert lines[2:4] == ["3: the provider is down", "4: refused, a probe may pass in 30 s"]
    assert lines[5:] == ["open", "refunded order 2", "True", "socks: found"]


@pytest.mark.parametrize(("document", "text"), [(name, text) for name in DOCUMENTS for text in blocks(name, "json")])
def test_the_configurations_of_a_document_are_valid(document: str, text: str) -> None:
    shown = json.loads(text)
    with backstay.Runtime(shown) as runtime:
        assert ("payments" in runtime.policies()) == ("policies" in shown), document
        assert all(runtime.idempotency(name).name == name for name in shown.get("idempotency", {}))


def test_a_program_that_fails_is_noticed(tmp_path: Path) -> None:
    assert run("import backstay\nbackstay.Runtime({'policies': 1})\n", tmp_path).returncode != 0
