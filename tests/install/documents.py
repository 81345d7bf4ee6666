#!/usr/bin/env python3
"""Compiles the C and C++ programs of the documents against the installed tree, with warnings as errors, and runs them.

documents.py <build directory> <empty work directory> <C compiler> <C++ compiler>
"""

import re
import shutil
import sys
from pathlib import Path

from consumers import ROOT, installed_tree, run

# What the programs of a document must show, one after another, by document and language.
SHOWN = {
    ("README.md", "c"): "4: refused, a probe may pass in 30 s",
    ("README.md", "cpp"): "4: policy payments rejected the call",
    ("docs/guides/c-and-cpp.md", "c"): '"cause":"ETIMEDOUT"',
    ("docs/guides/c-and-cpp.md", "cpp"): "refused: ",
    ("docs/guides/retry.md", "cpp"): "given up after 3 attempts",
    ("docs/guides/timeout.md", "cpp"): "1500 ms left for the socket\ntoo late to start",
    ("docs/guides/bulkhead.md", "cpp"): "42 beside the first",
    ("docs/guides/rate-limit.md", "cpp"): "call 4: again in 500 ms\n2 of 3 may pass, three at once later\nweighs two",
    ("docs/guides/fallback.md", "cpp"): "40, from the fallback",
    ("docs/guides/idempotency.md", "cpp"): '{"number":3}, and the first holder is too late\n201 content-type: ',
}
STANDARDS = {"c": "-std=c11", "cpp": "-std=c++17"}


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def main(build: str, work_directory: str, c: str, cpp: str) -> None:
    work = Path(work_directory) / "documents"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    tree = installed_tree(Path(build), work)
    (library,) = tree.rglob("libbackstay.so.1")
    (header,) = tree.rglob("backstay.hpp")
    (work / "backstay.json").write_text(blocks("README.md", "json")[0], encoding="utf-8")
    compilers = {"c": c, "cpp": cpp}
    for (document, language), expected in SHOWN.items():
        shown = ""
        for number, program in enumerate(blocks(document, language)):
            source = work / f"{Path(document).stem}-{number}.{language}"
            source.write_text(program, encoding="utf-8")
            run(
                *(compilers[language], STANDARDS[language], "-Wall", "-Wextra", "-Wpedantic", "-Werror", source, "-o"),
                *(f"{source}.out", f"-I{header.parents[1]}", f"-L{library.parent}", "-lbackstay"),
            )
            shown += run(f"{source}.out", cwd=work, env={"LD_LIBRARY_PATH": str(library.parent)})
        if expected not in shown:
            raise SystemExit(f"{document}: the {language} program doesn't show {expected}:\n{shown}")
        print(f"{document}, {language}:\n{shown}")


if __name__ == "__main__":
    main(*sys.argv[1:])
