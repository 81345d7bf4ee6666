"""report.md: what a release consists of, and what was not verified."""

import shutil

import materials
from target import DIST

FOLDERS = ("c", "python", "go", "java", "rust", "vcpkg")
ENDINGS = (".gz", ".whl", ".jar", ".crate")


def text() -> str:
    made = [path for folder in FOLDERS for path in sorted((DIST / folder).rglob("*.*")) if path.suffix in ENDINGS]
    rows = [f"| {path.relative_to(DIST).as_posix()} | {path.stat().st_size / 1e6:.2f} MB |" for path in made]
    lines = [f"# Backstay {materials.version()}", "", "| artefact | size |", "|---|---|", *rows]
    if shutil.which("vcpkg") is None:
        lines += ["", "vcpkg port: *not verified with the vcpkg tool*; its CMake steps are what tests/install tries."]
    return "\n".join(lines) + "\n"


def write() -> str:
    DIST.mkdir(exist_ok=True)
    (DIST / "report.md").write_text(text(), encoding="utf-8")
    return text()
