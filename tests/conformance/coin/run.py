"""Shows that a new policy needs no edit in any binding: adds one to a copy of the project, and plays its vectors in every language.

    python tests/conformance/coin/run.py [--languages cpp,python,go,java,rust]

The copy lies in build/coin. It gets coin.patch (new files and a line in the registry) and catalogue.json (entries appended to the
catalogue); then the generators run, and every interpreter is built. Ends with 0 when the vectors hold in every language, the copy's
bindings differ in generated files alone, and a wrong vector is noticed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
COPY = ROOT / "build" / "coin"
CATALOGUE = "capi/catalogue.json"


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the copy; its output is shown when it fails."""
    print("coin:", *command, flush=True)
    done = subprocess.run(
        command, cwd=COPY, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{done.stdout[-4000:]}{done.stderr[-4000:]}coin: {command[0]} ended with {done.returncode}")


def project_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def is_ignored(name: str) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False).returncode == 0


def binding_files() -> list[str]:
    """Files of the copy's bindings but what was built there."""
    names = (path.relative_to(COPY).as_posix() for path in (COPY / "bindings").rglob("*") if path.is_file())
    return sorted(name for name in names if not is_ignored(name))


def copy_project() -> None:
    """The project as it is, committed or not. What an earlier run has built is kept, files that are unchanged keep their time."""
    names = project_files()
    for stale in set(binding_files()) - set(names):
        (COPY / stale).unlink()
    for name in names:
        source, target = ROOT / name, COPY / name
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def with_entries(catalogue: str, entries: dict[str, list[dict[str, object]]]) -> str:
    """The catalogue's text with entries appended to its sections; everything else stays as it is, byte for byte."""
    for section, added in entries.items():
        start = catalogue.index(f'  "{section}": [')
        end = catalogue.index("\n  ]", start)
        lines = "".join(f",\n    {json.dumps(entry)}" for entry in added)
        catalogue = catalogue[:end] + lines + catalogue[end:]
    return catalogue


def add_policy() -> None:
    """New files, a line in the registry, entries of the catalogue, and what the generators make of them."""
    shutil.rmtree(COPY / "core" / "policy" / "coin", ignore_errors=True)
    shutil.copy(ROOT / "core/policy/registry.cpp", COPY / "core/policy/registry.cpp")
    run("git", "apply", "--unsafe-paths", f"--directory={COPY.relative_to(ROOT)}", HERE / "coin.patch")
    entries = json.loads((HERE / "catalogue.json").read_text())
    (COPY / CATALOGUE).write_text(with_entries((ROOT / CATALOGUE).read_text(), entries))
    for generator in sorted((COPY / "packaging" / "generate").glob("*.py")):
        if generator.read_text().startswith("#!"):
            run(sys.executable, generator)


def edited_by_hand() -> list[str]:
    """Files of the bindings that differ from the project's and don't say that they are generated."""
    known = set(project_files())
    return [
        name
        for name in binding_files()
        if (name not in known or (COPY / name).read_bytes() != (ROOT / name).read_bytes())
        and b"Generated from" not in (COPY / name).read_bytes().split(b"\n", 1)[0]
    ]


def build(names: list[str]) -> None:
    if "cpp" in names:
        # As the other languages compile the core, so that the compiler cache has it for them.
        run("cmake", "--preset", "release", "-B", "build/dev", "-DBACKSTAY_BUILD_TESTS=ON")
        jobs = os.environ.get("JOBS", "2")
        run("cmake", "--build", "build/dev", "-j", jobs, "--target", "backstay_conformance")
    for language in ("go", "java", "rust"):
        if language in names:
            run(f"packaging/language/{language}", "build")
    if "python" in names:
        pip = (
            sys.executable,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-build-isolation",
            "--no-deps",
        )
        run(*pip, "--upgrade", "--target", "build/site", ".")


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Add a throwaway policy to a copy, and play its vectors in every language."
    )
    parser.add_argument("--languages", default="")
    options = parser.parse_args()
    # Equal sources are compiled once, wherever they lie.
    os.environ.setdefault("CCACHE_NOHASHDIR", "1")
    os.environ["CCACHE_BASEDIR"] = str(COPY)
    copy_project()
    add_policy()
    os.environ["PYTHONPATH"] = str(COPY / "build" / "site")
    sys.path.insert(0, str(COPY / "tests" / "conformance"))
    compare, languages = importlib.import_module("compare"), importlib.import_module("languages")
    names = options.languages.split(",") if options.languages else list(languages.commands())
    build(names)
    vectors = compare.load_vectors(HERE / "vectors")
    failures = [f"{name}: differs, and is not generated" for name in edited_by_hand()]
    for name in names:
        observed = languages.observe(name, vectors)
        for vector in vectors:
            found = compare.judge(vector, observed[vector["id"]]) if vector["id"] in observed else ["was not run"]
            failures += [f"{name} {vector['id']}: {line}" for line in found]
        print(f"coin: {name}: {len(observed)} vectors")
    for line in failures:
        print(f"FAIL {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
