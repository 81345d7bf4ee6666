"""Writes the README's start for some languages into a folder: readme_start.py <README.md> <folder> [language...], python by default.

Each start is a backstay.json, the same for all, and a program under the name that its language gives it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PROGRAMS = {"python": "program.py", "go": "main.go", "java": "Shop.java", "rust": "src/main.rs"}


def main(readme: str, folder: str, *languages: str) -> None:
    text = Path(readme).read_text(encoding="utf-8")
    names = {"json": "backstay.json", **{language: PROGRAMS[language] for language in languages or ("python",)}}
    for language, name in names.items():
        block = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        if block is None:
            raise SystemExit(f"{readme} has no block of {language}")
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.group(1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
