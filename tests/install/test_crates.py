"""The crates of dist/: a stranger's crate compiles them, core included, where neither checkout nor network is."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from released import only, write_start
from sandbox import HOME, ROOT, Sandbox

CONSUMER = Path(__file__).resolve().parent / "rust_consumer"
INSTEAD_OF_THE_REGISTRY = f"""
[source.crates-io]
replace-with = "fetched"
[source.fetched]
directory = "{HOME}/vendor"
"""


def toolchain() -> Path:
    said = subprocess.run(["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True, cwd=ROOT)
    return Path(said.stdout.strip())


@pytest.fixture
def stranger(tmp_path: Path) -> Sandbox:
    """A home with the crates, and beside them what they depend on, as cargo fetched it."""
    for name in ("backstay", "backstay-sys"):
        with tarfile.open(only(f"rust/{name}-[0-9]*.crate")) as tar:
            tar.extractall(tmp_path, filter="data")
        (folder,) = (
            path
            for path in tmp_path.iterdir()
            if path.name.startswith(f"{name}-") and path.name[len(name) + 1].isdigit()
        )
        folder.rename(tmp_path / name)
    shutil.copytree(CONSUMER, tmp_path / "app")
    write_start(tmp_path, "app", "rust")
    (tmp_path / ".cargo").mkdir()
    subprocess.run(["cargo", "vendor", "--quiet", "../vendor"], cwd=tmp_path / "app", check=True, capture_output=True)
    (tmp_path / ".cargo" / "config.toml").write_text(INSTEAD_OF_THE_REGISTRY, encoding="utf-8")
    sysroot = toolchain()
    mounts = () if str(sysroot).startswith("/usr") else (sysroot,)
    return Sandbox(tmp_path, path=f"{sysroot}/bin:/usr/bin:/bin", mounts=mounts)


def test_a_stranger_compiles_and_runs_them(stranger: Sandbox) -> None:
    assert not stranger.sees(ROOT / "README.md")
    stranger.run("cargo", "build", "--offline", "--quiet", "--manifest-path", "app/Cargo.toml", "-j", "2")
    assert "4: refused, a probe may pass in 30s" in stranger.run("app/target/debug/stranger")
