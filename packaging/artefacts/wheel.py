"""python/*.whl: for each interpreter that is here a wheel with the core inside, which asks its host for a C library alone."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import archive
import debug_info
import materials
import native
from steps import Failed, run
from target import BUILD, DIST, FLOOR, LINUX_X86_64, ROOT

PINS = ROOT / "packaging" / "dependencies" / "python.txt"
OLDEST = (3, 11)


def interpreters() -> dict[str, str]:
    """CPythons by the tag of their wheels: this one, those of PYTHONS, and every python3.N on PATH."""
    named = [sys.executable, *os.environ.get("PYTHONS", "").split()]
    found = [shutil.which(f"python3.{minor}") for minor in range(OLDEST[1], 20)]
    question = "import sys; v = sys.version_info; print(sys.implementation.name, v[0], v[1], v.releaselevel)"
    by_tag: dict[str, str] = {}
    for candidate in (*named, *(path for path in found if path)):
        said = subprocess.run([candidate, "-c", question], capture_output=True, text=True)
        if said.returncode != 0:
            continue
        name, major, minor, level = said.stdout.split()
        if name == "cpython" and (int(major), int(minor)) >= OLDEST and level == "final":
            by_tag.setdefault(f"cp{major}{minor}", candidate)
    return by_tag


def environment(tag: str, interpreter: str) -> Path:
    """A virtual environment of the interpreter with the pinned build tools."""
    venv = BUILD / tag / "venv"
    pins = re.findall(r"^((?:scikit-build-core|pybind11)==\S+)", PINS.read_text(encoding="utf-8"), re.MULTILINE)
    stamp = venv / ".pins"
    if not stamp.exists() or stamp.read_text() != f"{interpreter} {pins}":
        shutil.rmtree(venv, ignore_errors=True)
        run(interpreter, "-m", "venv", venv)
        run(venv / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *pins)
        stamp.write_text(f"{interpreter} {pins}")
    return venv


def include_of_multiarch(venv: Path) -> str:
    """Debian's pyconfig.h includes one by a path below /usr/include, which stays hidden otherwise."""
    question = "import sysconfig; print(sysconfig.get_config_var('MULTIARCH'), sysconfig.get_path('include'))"
    multiarch, include = run(venv / "bin" / "python", "-c", question).split()
    real = Path("/usr/include") / multiarch / Path(include).name
    if not include.startswith("/usr/include") or not real.is_dir():
        return ""
    link = BUILD / "debian-python" / multiarch / real.name
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(real)
    return f" -isystem {BUILD / 'debian-python'}"


def compile_wheel(tag: str, venv: Path) -> Path:
    raw = BUILD / tag / "raw"
    shutil.rmtree(raw, ignore_errors=True)
    settings = {
        "build-dir": str(BUILD / tag / "native"),
        "install.strip": "false",
        "cmake.define.CMAKE_TOOLCHAIN_FILE": str(native.prepare(LINUX_X86_64)),
        "cmake.define.CMAKE_CXX_FLAGS": "-g" + include_of_multiarch(venv),
        "cmake.define.CMAKE_MODULE_LINKER_FLAGS": "-Wl,--build-id=sha1",
        # pybind11 would strip the module, and its debug information would be lost.
        "cmake.define.CMAKE_STRIP": "/bin/true",
        # The compiler would build its C++ runtime once more for it, and the core could not come out of the compiler cache.
        "cmake.define.CMAKE_INTERPROCEDURAL_OPTIMIZATION": "OFF",
    }
    run(
        *(venv / "bin" / "python", "-m", "pip", "wheel", "-v", "--disable-pip-version-check", "--no-build-isolation"),
        *("--no-deps", "--no-index", "--wheel-dir", raw, ROOT),
        *(f"--config-settings={key}={value}" for key, value in settings.items()),
        env={"CMAKE_BUILD_PARALLEL_LEVEL": os.environ.get("JOBS", "2"), "CCACHE_NOHASHDIR": "1"},
        log=f"wheel-{tag}",
    )
    (made,) = raw.glob("*.whl")
    return made


def record_line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def pack(folder: Path, made: Path) -> None:
    """A wheel of the folder's files, its RECORD written anew."""
    (metadata,) = folder.glob("*.dist-info")
    record = f"{metadata.name}/RECORD"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    names.remove(record)
    lines = [record_line(name, (folder / name).read_bytes()) for name in names]
    (folder / record).write_text("".join(lines) + f"{record},,\n", encoding="utf-8")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name in (*names, record):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if name.endswith(".so") else 0o644) << 16
            wheel.writestr(info, (folder / name).read_bytes())


def finish(tag: str, compiled: Path, components: tuple[materials.Component, ...]) -> Path:
    """Splits off debug information, adds the notices, and lets auditwheel judge and name the oldest C library."""
    folder = BUILD / tag / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(compiled) as wheel:
        wheel.extractall(folder)
    (library,) = folder.rglob("*.so")
    debug = DIST / "debug" / tag
    shutil.rmtree(debug, ignore_errors=True)
    debug_info.split(library, LINUX_X86_64, debug)
    (metadata,) = folder.glob("*.dist-info")
    (metadata / "licenses" / "THIRD-PARTY-NOTICES").write_text(materials.notices(components), encoding="utf-8")
    stripped = BUILD / tag / "stripped" / compiled.name
    stripped.parent.mkdir(exist_ok=True)
    pack(folder, stripped)
    tools = f"{ROOT / 'build' / 'venv' / 'bin'}:{os.environ['PATH']}"
    plat = f"manylinux_{FLOOR.replace('.', '_')}_x86_64"
    out = BUILD / tag / "repaired"
    shutil.rmtree(out, ignore_errors=True)
    env = {"PATH": tools, "SOURCE_DATE_EPOCH": str(max(archive.commit_time(), 315532800))}
    run("auditwheel", "repair", "--plat", plat, "--wheel-dir", out, stripped, env=env, log=f"auditwheel-{tag}")
    (repaired,) = out.glob("*.whl")
    if plat not in repaired.name:
        raise Failed(f"auditwheel calls the wheel {repaired.name}, which is not for {plat}")
    return Path(shutil.copy(repaired, DIST / "python"))


def build() -> list[Path]:
    (DIST / "python").mkdir(parents=True, exist_ok=True)
    for old in (DIST / "python").glob("*.whl"):
        old.unlink()
    made = []
    for tag, interpreter in interpreters().items():
        venv = environment(tag, interpreter)
        (packages,) = venv.glob("lib/python*/site-packages")
        components = (*materials.native(), materials.python_glue(packages))
        wheel = finish(tag, compile_wheel(tag, venv), components)
        materials.write(wheel, components)
        made.append(wheel)
    return made


def build_sdist() -> list[Path]:
    out = DIST / "python"
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.tar.gz"):
        old.unlink()
    program = f"import scikit_build_core.build as build; build.build_sdist({str(out)!r})"
    env = {"SOURCE_DATE_EPOCH": str(archive.commit_time())}
    run(sys.executable, "-c", program, cwd=ROOT, env=env, log="sdist")
    (made,) = out.glob("*.tar.gz")
    materials.write(made, ())
    return [made]
