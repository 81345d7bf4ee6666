"""Turns what `cargo test` prints into a JUnit report, so that its tests are counted like all others.

    cargo test 2>&1 | python3 packaging/language/cargo_report.py build/test/rust.xml

Passes everything on to its own output. A run that ends without a result of its tests, as after an error of the compiler, becomes a
failed test, so that it can't go unnoticed.
"""

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable

RUNNING = re.compile(r"^\s*(?:Running (?:unittests )?(\S+)|Doc-tests (\S+))")
TEST = re.compile(r"^test (.+?) \.\.\. (ok|FAILED|ignored)\b")
ENDED = re.compile(r"^test result: ")


def report(lines: Iterable[str]) -> ET.Element:
    """The report of the lines; a test binary is a class of tests."""
    suite = ET.Element("testsuite", name="cargo")
    binary, open_binaries, ended = "cargo", 0, 0
    for line in lines:
        print(line, end="", flush=True)
        if running := RUNNING.match(line):
            binary = running.group(1) or f"doc {running.group(2)}"
            open_binaries += 1
        elif ENDED.match(line):
            ended += 1
        elif test := TEST.match(line):
            case = ET.SubElement(suite, "testcase", classname=binary, name=test.group(1))
            if test.group(2) != "ok":
                ET.SubElement(case, "skipped" if test.group(2) == "ignored" else "failure")
    if open_binaries == 0 or ended < open_binaries:
        case = ET.SubElement(suite, "testcase", classname="cargo", name="every test binary ran to its end")
        ET.SubElement(case, "failure", message=f"{ended} of {open_binaries} ended")
    return suite


if __name__ == "__main__":
    ET.ElementTree(report(sys.stdin)).write(sys.argv[1], encoding="unicode")
