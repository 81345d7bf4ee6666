"""The tarballs of dist/, each used from there by a stranger's project that can't see this checkout."""

import shutil
from pathlib import Path

import pytest
from released import unpack
from sandbox import HOME, ROOT, Refused, Sandbox
from target import SHIPPED

CONSUMER = Path(__file__).resolve().parent / "consumer"
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror")
TEXT = (".cmake", ".pc", ".h", ".hpp")


@pytest.fixture
def stranger(tmp_path: Path) -> Sandbox:
    """A home with the unpacked package and the stranger's project."""
    unpack("linux-x86_64", tmp_path)
    shutil.copytree(CONSUMER, tmp_path / "project")
    return Sandbox(tmp_path)


def test_the_checkout_can_not_be_seen(stranger: Sandbox) -> None:
    assert stranger.sees(HOME + "/project/consumer.c")
    assert not stranger.sees(ROOT / "CMakeLists.txt"), f"{ROOT} is below what the sandbox shows"
    with pytest.raises(Refused, match="No such file"):
        stranger.run("cat", ROOT / "README.md")


def test_find_package(stranger: Sandbox) -> None:
    stranger.run("cmake", "-G", "Ninja", "-S", "project", "-B", "build", f"-DCMAKE_PREFIX_PATH={HOME}/somewhere")
    stranger.run("cmake", "--build", "build")
    assert "3 calls passed, then refused" in stranger.run("build/consumer_c")
    assert "3 calls failed, then:" in stranger.run("build/consumer_cpp")


def test_pkg_config(stranger: Sandbox, version: str) -> None:
    env = {"PKG_CONFIG_PATH": "somewhere/lib/pkgconfig", "LD_LIBRARY_PATH": "somewhere/lib"}
    assert stranger.run("pkg-config", "--modversion", "backstay", env=env).strip() == version
    flags = stranger.run("pkg-config", "--cflags", "--libs", "backstay", env=env).split()
    for compiler, standard, source, said in (
        ("gcc", "-std=c11", "project/consumer.c", "3 calls passed"),
        ("g++", "-std=c++17", "project/consumer.cpp", "3 calls failed"),
    ):
        stranger.run(compiler, standard, *WARNINGS, source, "-o", "program", *flags, env=env)
        assert said in stranger.run("./program", env=env)


def test_an_incomplete_package_is_noticed(stranger: Sandbox) -> None:
    (stranger.work / "somewhere" / "include" / "backstay" / "base.h").unlink()
    with pytest.raises(Refused, match=r"base\.h"):
        stranger.run("gcc", "-Isomewhere/include", "-c", "project/consumer.c")


@pytest.mark.parametrize("platform", [target.name for target in SHIPPED])
def test_every_tarball_holds_the_same_and_names_no_place(platform: str, tmp_path: Path, version: str) -> None:
    package = unpack(platform, tmp_path)
    files = {path.relative_to(package).as_posix() for path in package.rglob("*") if not path.is_dir()}
    headers = (ROOT / "capi" / "include").rglob("*.h*")
    assert files == {
        *(f"include/{path.relative_to(ROOT / 'capi' / 'include').as_posix()}" for path in headers),
        *("lib/libbackstay.so", "lib/libbackstay.so.1", f"lib/libbackstay.so.{version}"),
        *(
            "lib/pkgconfig/backstay.pc",
            "share/licenses/backstay/LICENSE",
            "share/licenses/backstay/THIRD-PARTY-NOTICES",
        ),
        *(
            f"lib/cmake/backstay/backstay-{part}.cmake"
            for part in ("config", "config-version", "targets", "targets-release")
        ),
    }
    for name in files:
        if name.endswith(TEXT):
            text = (package / name).read_text(encoding="utf-8")
            assert str(ROOT) not in text, f"{name} names {ROOT}, which a user does not have"
