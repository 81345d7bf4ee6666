"""The wheels and the source distribution of dist/, installed in an empty machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import wheel as wheels
from released import only
from sandbox import HOME, ROOT, Refused, Sandbox
from target import DIST

INTERPRETERS = wheels.interpreters()


def real_interpreter(interpreter: str) -> tuple[Path, Path]:
    """The program itself, and the prefix that its modules are in."""
    question = "import os, sys; print(os.path.realpath(sys.executable)); print(sys.base_prefix)"
    program, prefix = subprocess.run(
        [interpreter, "-c", question], check=True, capture_output=True, text=True
    ).stdout.split()
    return Path(program), Path(prefix)


def machine(tag: str, work: Path, *, compilers: bool) -> tuple[Sandbox, Path]:
    """A sandbox whose only program is the interpreter, unless compilers are wanted."""
    program, prefix = real_interpreter(INTERPRETERS[tag])
    within = str(prefix) == "/usr"
    mounts = (program,) if within and not compilers else () if within else (prefix,)
    path = f"{HOME}/venv/bin" + (":/usr/bin:/bin" if compilers else "")
    return Sandbox(work, path=path, compilers=compilers, mounts=mounts), program


def start(sandbox: Sandbox, program: Path) -> None:
    """A fresh virtual environment, and the README's start for Python."""
    sandbox.run(program, "-m", "venv", "venv")
    readme_start = ROOT / "packaging" / "readme_start.py"
    subprocess.run([sys.executable, readme_start, ROOT / "README.md", sandbox.work], check=True)


def runs(sandbox: Sandbox) -> None:
    assert "refused, a probe may pass in" in sandbox.run("venv/bin/python", "program.py")
    sandbox.run("venv/bin/backstay", "check", "backstay.json")
    (sandbox.work / "wrong.json").write_text('{"version": 1, "polices": {}}', encoding="utf-8")
    with pytest.raises(Refused, match="policies"):
        sandbox.run("venv/bin/backstay", "check", "wrong.json")


def bundled(sandbox: Sandbox) -> dict[str, str]:
    """What the library says of itself."""
    libraries: dict[str, str] = json.loads(sandbox.run("venv/bin/backstay", "info", "--json"))["libraries"]
    return libraries


@pytest.mark.parametrize("tag", sorted(INTERPRETERS))
def test_the_wheel_needs_neither_source_nor_compiler(tag: str, tmp_path: Path) -> None:
    sandbox, program = machine(tag, tmp_path, compilers=False)
    start(sandbox, program)
    seen = "import os, shutil, sys; print(os.path.exists(sys.argv[1]), *map(shutil.which, ('gcc', 'cc', 'c++', 'clang', 'zig')))"
    assert sandbox.run("venv/bin/python", "-c", seen, ROOT / "README.md").split() == ["False", *["None"] * 5]
    wheel = only(f"python/backstay-*-{tag}-*.whl")
    shutil.copy(wheel, tmp_path)
    sandbox.run("venv/bin/python", "-m", "pip", "install", "--no-index", "--no-deps", wheel.name)
    runs(sandbox)
    bill = json.loads((DIST / "sbom" / "python" / f"{wheel.name}.cdx.json").read_text(encoding="utf-8"))
    said = {part["name"]: part["version"] for part in bill["components"]}
    assert bundled(sandbox).items() <= said.items()


def test_another_platform_is_refused_in_words(tmp_path: Path) -> None:
    tag = sorted(INTERPRETERS)[0]
    sandbox, program = machine(tag, tmp_path, compilers=False)
    start(sandbox, program)
    wheel = only(f"python/backstay-*-{tag}-*.whl")
    other = tmp_path / wheel.name.replace("x86_64", "s390x")
    shutil.copy(wheel, other)
    with pytest.raises(Refused, match="is not a supported wheel on this platform"):
        sandbox.run("venv/bin/python", "-m", "pip", "install", "--no-index", "--no-deps", other.name)


def test_the_source_distribution_builds(tmp_path: Path) -> None:
    """With compilers, the libraries of the system, and the build's tools; without network and checkout."""
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    sandbox, program = machine(tag, tmp_path, compilers=True)
    start(sandbox, program)
    assert not sandbox.sees(ROOT / "README.md")
    site = tmp_path / "tools"
    (packages,) = (ROOT / "build" / "release" / tag / "venv").glob("lib/python*/site-packages")
    shutil.copytree(packages, site)
    sdist = only("python/backstay-*.tar.gz")
    shutil.copy(sdist, tmp_path)
    env = {"PYTHONPATH": f"{HOME}/tools", "CMAKE_BUILD_PARALLEL_LEVEL": os.environ.get("JOBS", "2")}
    sandbox.run(
        *("venv/bin/python", "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", sdist.name),
        *(
            "--config-settings=cmake.build-type=None",
            "--config-settings=cmake.define.CMAKE_INTERPROCEDURAL_OPTIMIZATION=OFF",
        ),
        env=env,
    )
    shutil.rmtree(site)
    runs(sandbox)


def test_every_interpreter_has_its_wheel() -> None:
    tags = {path.name.split("-")[2] for path in (DIST / "python").glob("*.whl")}
    assert tags >= set(INTERPRETERS)
