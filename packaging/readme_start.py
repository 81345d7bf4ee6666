"""Writes the README's start for Python into a folder, as backstay.json and program.py: readme_start.py <README.md> <folder>."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main(readme: str, folder: str) -> None:
    text = Path(readme).read_text(encoding="utf-8")
    for language, name in (("json", "backstay.json"), ("python", "program.py")):
        block = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        if block is None:
            raise SystemExit(f"{readme} has no block of {language}")
        (Path(folder) / name).write_text(block.group(1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
