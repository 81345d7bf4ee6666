"""Adds up JUnit reports: prints "<passed> <failed>" over the files given.

A skipped test counts as failed: the project has none, so one that appears has stopped testing. A file that can't be read, or
that holds no test, counts as one failure.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET


def tally(path: str) -> tuple[int, int]:
    """Passed and failed test cases of one report."""
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))
    except (OSError, ET.ParseError) as error:
        print(f"tally: {path}: {error}", file=sys.stderr)
        return 0, 1
    bad = [
        case
        for case in cases
        if case.get("status") in ("notrun", "disabled", "fail") or _has(case, "failure", "error", "skipped")
    ]
    for case in bad:
        print(f"tally: not passed: {case.get('classname', '')} {case.get('name', '')}", file=sys.stderr)
    return len(cases) - len(bad), len(bad) if cases else 1


def _has(case: ET.Element, *names: str) -> bool:
    return any(case.find(name) is not None for name in names)


def main() -> None:
    results = [tally(path) for path in sys.argv[1:]]
    print(sum(passed for passed, _ in results), sum(failed for _, failed in results))


if __name__ == "__main__":
    main()
