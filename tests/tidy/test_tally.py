"""The last line of packaging/test can be believed: what failed, was skipped or did not run is not counted as passed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT

GOOD = '<testcase classname="a" name="b"/>'


def tally(*files: Path) -> str:
    command = [sys.executable, str(ROOT / "packaging" / "tally.py"), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    ("cases", "sums"),
    [
        (GOOD * 3, "3 0"),
        (GOOD + '<testcase name="c"><failure/></testcase>', "1 1"),
        (GOOD + '<testcase name="c"><error/></testcase>', "1 1"),
        (GOOD + '<testcase name="c"><skipped/></testcase>', "1 1"),
        (GOOD + '<testcase name="c" status="notrun"/>', "1 1"),
        ("", "0 1"),
    ],
)
def test_a_report_is_counted(tmp_path: Path, cases: str, sums: str) -> None:
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>", encoding="utf-8")
    assert tally(report) == sums


def test_reports_add_up_and_a_broken_one_counts_as_failed(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.xml", tmp_path / "broken.xml"
    good.write_text(f"<testsuite>{GOOD}</testsuite>", encoding="utf-8")
    broken.write_text("<testsuite>", encoding="utf-8")
    assert tally(good, good, broken, tmp_path / "missing.xml") == "2 2"


def test_the_stages_that_are_listed_are_the_stages_that_are_run() -> None:
    listed = subprocess.run([ROOT / "packaging" / "test", "--list"], capture_output=True, text=True, check=True).stdout
    script = (ROOT / "packaging" / "test").read_text(encoding="utf-8")
    stages = [line.split()[0] for line in listed.splitlines()]
    assert stages
    assert all(len(line.split()) > 1 and f"\nstage_{line.split()[0]}() {{" in script for line in listed.splitlines())
    assert script.count("\nstage_") == len(stages)
    unknown = subprocess.run([ROOT / "packaging" / "test", "nothing"], capture_output=True, text=True, check=False)
    assert unknown.returncode == 2
    assert "no stage" in unknown.stderr
