"""The jars of dist/: a stranger's program runs on them with a JDK and nothing else, its native library coming out of the jar."""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import elf
import jars
import pytest
from released import only, write_start
from sandbox import HOME, ROOT, Refused, Sandbox
from target import DIST, LINUX_X86_64, SHIPPED, Target

JSON_READER = ("com/fasterxml/jackson/jr/jackson-jr-objects", "com/fasterxml/jackson/core/jackson-core")


def jdk() -> Path:
    program = shutil.which("java")
    assert program, "there is no java; packaging/setup installs openjdk-17-jdk-headless"
    said = subprocess.run(
        [program, "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=True
    )
    (line,) = (line for line in said.stderr.splitlines() if line.strip().startswith("java.home ="))
    return Path(line.split("=", 1)[1].strip())


@pytest.fixture
def stranger(tmp_path: Path) -> Sandbox:
    """A home with the jar, the JSON reader that its pom names, and the program."""
    write_start(tmp_path, "app", "java")
    (tmp_path / "lib").mkdir()
    shutil.copy(only("java/backstay-[0-9]*.jar"), tmp_path / "lib")
    repository = Path(os.environ.get("MAVEN_REPOSITORY", Path.home() / ".m2" / "repository"))
    for name in JSON_READER:
        newest = sorted((repository / name).glob("*/*[0-9].jar"))[-1]
        shutil.copy(newest, tmp_path / "lib")
    home = jdk()
    mounts = () if str(home).startswith("/usr/lib") else (home,)
    return Sandbox(tmp_path, path=f"{home}/bin", compilers=False, mounts=mounts)


def run(sandbox: Sandbox, *options: str) -> str:
    return sandbox.run("java", *options, "-cp", "lib/*", "app/Shop.java")


def test_it_runs_without_source_and_compiler(stranger: Sandbox) -> None:
    assert not stranger.sees(ROOT / "README.md")
    with pytest.raises(Refused, match="No such file"):
        stranger.run("gcc", "--version")
    assert "4: refused, a probe may pass in 30 s" in run(stranger)


def test_another_platform_is_refused_in_words(stranger: Sandbox) -> None:
    """The message names the platform and the property that gives a library of one's own."""
    with pytest.raises(Refused, match=r"linux-s390x-glibc[\s\S]*backstay\.library\.path"):
        run(stranger, "-Dos.arch=s390x")


def test_an_explicit_library_is_the_only_one_tried(stranger: Sandbox) -> None:
    with pytest.raises(Refused, match=r"/nowhere/libbackstay_java\.so"):
        run(stranger, "-Dbackstay.library.path=/nowhere/libbackstay_java.so")
    with zipfile.ZipFile(only("java/backstay-[0-9]*.jar")) as jar:
        jar.extract(f"{jars.folder_of(LINUX_X86_64)}/{jars.LIBRARY}", stranger.work)
    place = f"{HOME}/{jars.folder_of(LINUX_X86_64)}/{jars.LIBRARY}"
    assert "4: refused, a probe may pass in 30 s" in run(
        stranger, f"-Dbackstay.library.path={place}", "-Djava.io.tmpdir=/nowhere"
    )


@pytest.mark.parametrize("target", SHIPPED, ids=lambda target: target.name)
def test_the_native_library_of_every_platform(target: Target, tmp_path: Path) -> None:
    with zipfile.ZipFile(only("java/backstay-[0-9]*.jar")) as jar:
        jar.extractall(tmp_path)
    library = tmp_path / jars.folder_of(target) / jars.LIBRARY
    assert elf.faults(library, target) == [] and elf.exit_handlers(library) == []
    written = library.with_name(f"{jars.LIBRARY}.sha256").read_text(encoding="utf-8").strip()
    assert written == hashlib.sha256(library.read_bytes()).hexdigest()
    assert (tmp_path / "META-INF" / "licenses" / "backstay" / "THIRD-PARTY-NOTICES").exists()
    identity = elf.read(library).build_id
    assert (DIST / "debug" / f"java-{target.name}" / ".build-id" / identity[:2] / f"{identity[2:]}.debug").exists()
