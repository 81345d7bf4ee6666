"""The Go module of dist/: a stranger's module requires it by one replace path, and gcc alone links it."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from released import only, write_start
from sandbox import HOME, ROOT, Refused, Sandbox

CONSUMER = Path(__file__).resolve().parent / "go_consumer"
OFFLINE = {"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}


@pytest.fixture
def stranger(tmp_path: Path) -> Sandbox:
    with tarfile.open(only("go/backstay-go-*.tar.gz")) as tar:
        tar.extractall(tmp_path, filter="data")
    (module,) = tmp_path.iterdir()
    module.rename(tmp_path / "backstay-go")
    shutil.copytree(CONSUMER, tmp_path / "app")
    write_start(tmp_path, "app", "go")
    # Go's own programs, and gcc with what it needs, and no other compiler's name.
    root = subprocess.run(["go", "env", "GOROOT"], check=True, capture_output=True, text=True).stdout.strip()
    mounts = () if root.startswith("/usr/") else (Path(root),)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("gcc", "as", "ld", "ld.bfd", "sh"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    return Sandbox(tmp_path, path=f"{root}/bin:{HOME}/programs", mounts=mounts)


def test_gcc_alone_builds_it(stranger: Sandbox) -> None:
    assert not stranger.sees(ROOT / "README.md")
    stranger.run("go", "build", "-C", "app", "-o", "../program", ".", env=OFFLINE)
    assert "4: refused, a probe may pass in 30 s" in stranger.run(f"{HOME}/program")
    stranger.run("go", "vet", "-C", "app", ".", env=OFFLINE)


def test_vendored_it_builds_as_well(stranger: Sandbox) -> None:
    stranger.run("go", "-C", "app", "mod", "vendor", env=OFFLINE)
    shutil.rmtree(stranger.work / "backstay-go")
    stranger.run("go", "build", "-C", "app", "-mod=vendor", "-o", "../program", ".", env={**OFFLINE, "GOFLAGS": ""})
    assert "4: refused, a probe may pass in 30 s" in stranger.run(f"{HOME}/program")


def test_without_cgo_it_fails_in_words(stranger: Sandbox) -> None:
    with pytest.raises(Refused, match="build_with_CGO_ENABLED_1_and_a_C_compiler_such_as_gcc"):
        stranger.run("go", "build", "-C", "app", ".", env={**OFFLINE, "CGO_ENABLED": "0"})
