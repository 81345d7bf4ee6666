"""Every library that is shipped keeps to the rules of packaging/artefacts/elf.py; and a library that breaks one is noticed."""

import subprocess
import tarfile
import zipfile
from pathlib import Path

import elf
import pytest
from released import only
from target import DIST, GLIBC_FLOOR, LINUX_X86_64, ROOT, SHIPPED, Target

GOOD = "int backstay_good(void) { return 1; }\n"


def libraries(artefact: Path, folder: Path) -> list[Path]:
    if artefact.suffix == ".whl":
        with zipfile.ZipFile(artefact) as archive:
            archive.extractall(folder)
    else:
        with tarfile.open(artefact) as archive:
            archive.extractall(folder, filter="data")
    return [path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]


def check(artefact: Path, target: Target, folder: Path) -> None:
    found = libraries(artefact, folder)
    assert found, f"{artefact.name} holds no library"
    for library in found:
        assert elf.faults(library, target) == []
        identity = elf.read(library).build_id
        debug = list(DIST.glob(f"debug/*/.build-id/{identity[:2]}/{identity[2:]}.debug"))
        assert len(debug) == 1, f"dist/debug has no debug information of {library.name}, build id {identity}"
        sections = subprocess.run(["readelf", "-SW", debug[0]], check=True, capture_output=True, text=True).stdout
        assert ".debug_info" in sections
        assert ".debug_info" not in subprocess.run(["readelf", "-SW", library], capture_output=True, text=True).stdout


@pytest.mark.parametrize("target", SHIPPED, ids=lambda target: target.name)
def test_the_library_of_every_tarball(target: Target, tmp_path: Path) -> None:
    check(only(f"c/backstay-*-{target.name}.tar.gz"), target, tmp_path)
    for library in tmp_path.rglob("*.so.1"):
        assert elf.exit_handlers(library) == []


def test_the_module_of_every_wheel(tmp_path: Path) -> None:
    wheels = sorted(DIST.glob("python/*.whl"))
    assert wheels
    for wheel in wheels:
        check(wheel, LINUX_X86_64, tmp_path / wheel.name)


def compiled(folder: Path, source: str, *options: str) -> list[str]:
    (folder / "a.c").write_text(source, encoding="utf-8")
    made = folder / "bad.so"
    words = ["gcc", "-shared", "-fPIC", "-Wl,--build-id=sha1", folder / "a.c", "-o", made, *options]
    subprocess.run([str(word) for word in words], check=True)
    return elf.faults(made, LINUX_X86_64)


def test_a_good_library_passes(tmp_path: Path) -> None:
    assert compiled(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("source", "options", "sentence"),
    [
        ("int other(void) { return 1; }\n", (), "exports other"),
        # What a host that links a SQLite of its own would get instead of that one.
        ("int sqlite3_open_v2(void) { return 1; }\n", (), "exports sqlite3_open_v2"),
        (
            "static int hidden(void) { return 1; }\nint (*backstay_p)(void) = hidden;\nint _ZN8backstay4core3fooEv;\n",
            (),
            "exports _ZN",
        ),
        ("int PyInit(void) { return 1; }\n", (), "exports PyInit"),
        ("static int nothing;\n", (), "exports nothing"),
        (GOOD, ("-Wl,-rpath,/somewhere/build",), "looks for libraries in /somewhere/build"),
        (GOOD, ("-Wl,--no-as-needed", "-lcrypto"), "needs libcrypto.so.3"),
        (GOOD, ("-Wl,--no-as-needed", "-lsqlite3"), "needs libsqlite3.so.0"),
        (GOOD, ("-Wl,--no-as-needed", "-lstdc++"), "needs libstdc++.so.6"),
        (GOOD, ("-Wl,--build-id=none",), "has no build id"),
        (f'const char *backstay_place(void) {{ return "{ROOT}/core"; }}\n', (), f"names {ROOT}"),
        # In glibc since 2.36, which Debian 12 has and the floor has not.
        (
            "#include <stdlib.h>\nunsigned backstay_random(void) { return arc4random(); }\n",
            (),
            "needs arc4random@GLIBC_2.36",
        ),
    ],
)
def test_a_bad_library_is_noticed(tmp_path: Path, source: str, options: tuple[str, ...], sentence: str) -> None:
    found = compiled(tmp_path, source, *options)
    assert any(sentence in fault for fault in found), found


def test_an_exit_handler_is_noticed(tmp_path: Path) -> None:
    compiled(tmp_path, "#include <stdlib.h>\nvoid backstay_at(void) { atexit(backstay_at); }\n")
    (sentence,) = elf.exit_handlers(tmp_path / "bad.so")
    assert "nothing of it may run" in sentence


def test_another_machine_is_noticed(tmp_path: Path) -> None:
    (library,) = libraries(only("c/backstay-*-linux-aarch64.tar.gz"), tmp_path)
    assert any("made for AArch64" in fault for fault in elf.faults(library, LINUX_X86_64))


def test_versions_are_compared_as_numbers() -> None:
    imported = frozenset({"a@GLIBC_2.9", "b@GLIBC_2.28", "c@GLIBC_2.2.5", "d@GLIBC_2.34", "e@GLIBC_PRIVATE", "f"})
    assert elf.newer_symbols(imported, (2, 28)) == ["d@GLIBC_2.34", "e@GLIBC_PRIVATE"]
    assert GLIBC_FLOOR <= (2, 28)
