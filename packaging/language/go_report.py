"""Turns what `go test -json` prints into a JUnit report, so that its tests are counted like all others.

    go test -json ./... | python3 packaging/language/go_report.py build/test/go.xml

Prints what failed, and a line for each package. A test with subtests is the sum of these and isn't counted itself, unless it failed by
itself. A package that fails without a failed test, as after an error of the compiler, becomes a failed test, so that it can't go
unnoticed.
"""

import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Test = tuple[str, str]
ENDS = {"pass", "fail", "skip"}


def events(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    """What the lines tell; what is no JSON is of the tools and goes to the output."""
    for line in lines:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            print(line, end="", flush=True)


class Run:
    """The tests of one run: how each ended, and what it printed."""

    def __init__(self) -> None:
        self.ends: dict[Test, str] = {}
        self.output: defaultdict[Test, list[str]] = defaultdict(list)

    def note(self, event: dict[str, Any]) -> None:
        test = (event.get("Package") or event.get("ImportPath", ""), event.get("Test", ""))
        if event["Action"] in ENDS:
            self.ends[test] = event["Action"]
        elif "Output" in event:
            self.output[test].append(event["Output"])
            if not test[1] or event["Action"] == "build-output":
                print(event["Output"], end="", flush=True)

    def cases(self) -> list[Test]:
        """The tests to count."""
        parents = {(package, name.rsplit("/", 1)[0]) for package, name in self.ends if "/" in name}
        failed = {test for test, end in self.ends.items() if end == "fail"}
        blamed = {(package, name.rsplit("/", 1)[0]) for package, name in failed if "/" in name}
        tests = [test for test in self.ends if test[1] and (test not in parents or test in failed - blamed)]
        guilty = {package for package, name in tests if (package, name) in failed}
        return tests + [test for test in failed if not test[1] and test[0] not in guilty]

    def report(self) -> ET.Element:
        suite = ET.Element("testsuite", name="go")
        for package, name in self.cases():
            case = ET.SubElement(suite, "testcase", classname=package, name=name or "the package")
            end = self.ends[package, name]
            if end != "pass":
                # XML has no place for control characters.
                text = re.sub(r"[^\t\n -\ud7ff\ue000-\ufffd]", "?", "".join(self.output[package, name]))
                print(f"--- {package} {name}: {end}\n{text}", flush=True)
                ET.SubElement(case, "failure" if end == "fail" else "skipped").text = text
        return suite


if __name__ == "__main__":
    run = Run()
    for event in events(sys.stdin):
        run.note(event)
    ET.ElementTree(run.report()).write(sys.argv[1], encoding="unicode")
