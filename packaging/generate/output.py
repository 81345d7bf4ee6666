"""What all generators share: write the generated files, or compare them with what is committed and say what to do."""

import argparse
import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def differences(files: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """One sentence, with the first differing lines, for every file that is not what the generator makes."""
    found = []
    for name, wanted in files.items():
        path = root / name
        if not path.exists():
            found.append(f"{name} does not exist")
            continue
        actual = path.read_text(encoding="utf-8")
        if actual != wanted:
            diff = difflib.unified_diff(
                actual.splitlines(), wanted.splitlines(), "committed", "generated", n=0, lineterm=""
            )
            found.append(f"{name} is not what its source makes:\n    " + "\n    ".join(list(diff)[:12]))
    return found


def main(generator: str, files: Mapping[str, str], arguments: list[str] | None = None) -> int:
    """The command line of a generator: write the files, or with --check compare them. Returns the exit status."""
    parser = argparse.ArgumentParser(description=f"Writes {', '.join(files)}.")
    parser.add_argument("--check", action="store_true", help="compare with the committed files, change nothing")
    if parser.parse_args(arguments).check:
        found = differences(files)
        for sentence in found:
            print(f"{generator}: {sentence}", file=sys.stderr)
        if found:
            print(f"{generator}: run python3 {generator} and commit the result", file=sys.stderr)
        return 1 if found else 0
    for name, text in files.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 0
