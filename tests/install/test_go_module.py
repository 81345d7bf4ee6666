"""The Go module of dist/: a stranger's module requires it by one replace path, and gcc alone links it."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import go_module
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


@pytest.mark.parametrize("architecture", sorted(go_module.ARCHITECTURES))
def test_an_archive_shows_its_wrappers_alone(architecture: str, tmp_path: Path) -> None:
    """A program may link a SQLite or an OpenSSL of its own: neither is seen in the archive, nor wanted from outside."""
    with tarfile.open(only("go/backstay-go-*.tar.gz")) as tar:
        tar.extractall(tmp_path, filter="data")
    (found,) = tmp_path.glob(f"*/internal/flat/libbackstay_linux_{architecture}.a")
    nm = f"{go_module.ARCHITECTURES[architecture].binutils}nm"
    said = subprocess.run([nm, "--extern-only", "--format=posix", found], check=True, capture_output=True, text=True)
    rows = [line.split()[:2] for line in said.stdout.splitlines() if len(line.split()) > 1]
    shown = {name for name, kind in rows if kind not in "Uw"}
    assert shown and [name for name in shown if not name.startswith("_wrap_")] == []
    assert [name for name, _ in rows if name.startswith(("sqlite3", "EVP_", "OPENSSL_"))] == []


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
