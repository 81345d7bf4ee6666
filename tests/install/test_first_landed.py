"""What was compiled against the first version that landed still runs, and its source still compiles, with the library of today.

capi/abi/0.1.0/first-landed.tar.gz holds that version's headers, its C consumer, and the program made of both then, for x86-64 and
glibc 2.17. It is kept by its checksum: a baseline that can be edited proves nothing.
"""

import hashlib
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from released import unpack
from target import ROOT

KEPT = ROOT / "capi" / "abi" / "0.1.0" / "first-landed.tar.gz"
CHECKSUM = "63f92fe43aca4906158afa2c3d0735e7bc05639da8027066d06250953d379432"
ALL_HOLD = "267 checks, 0 failed"


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    with tarfile.open(KEPT) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "first-landed"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of the library that is released today."""
    (tmp_path / "package").mkdir()
    return unpack("linux-x86_64", tmp_path / "package") / "lib"


def said(program: Path, library: Path) -> tuple[int, str]:
    env = {**os.environ, "LD_LIBRARY_PATH": str(library)}
    done = subprocess.run([program], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


def compiled(landed: Path, library: Path) -> Path:
    program = landed / "again"
    words = [
        "gcc",
        "-std=gnu11",
        f"-I{landed / 'include'}",
        landed / "consumer.c",
        "-o",
        program,
        f"-L{library}",
        "-lbackstay",
    ]
    subprocess.run([str(word) for word in words], check=True, capture_output=True)
    return program


def test_what_is_kept_is_what_was_kept() -> None:
    assert hashlib.sha256(KEPT.read_bytes()).hexdigest() == CHECKSUM


def test_the_program_of_then_runs(landed: Path, library: Path) -> None:
    code, text = said(landed / "consumer", library)
    assert code == 0 and ALL_HOLD in text, text


def test_the_source_of_then_compiles_against_the_headers_of_then_and_runs(landed: Path, library: Path) -> None:
    code, text = said(compiled(landed, library), library)
    assert code == 0 and ALL_HOLD in text, text


def test_a_removed_function_is_noticed(landed: Path, tmp_path: Path) -> None:
    """The program of then, with a library that has one function: the loader names the first that is missing."""
    poor = tmp_path / "poor"
    poor.mkdir()
    (poor / "a.c").write_text('const char *backstay_version(void) { return ""; }\n', encoding="utf-8")
    name = "libbackstay.so.1"
    subprocess.run(["gcc", "-shared", "-fPIC", f"-Wl,-soname,{name}", "a.c", "-o", name], cwd=poor, check=True)
    code, text = said(landed / "consumer", poor)
    assert code != 0 and "undefined symbol: backstay_" in text, text


def test_a_changed_behaviour_is_noticed(landed: Path, library: Path) -> None:
    """The consumer judges: with one of its expectations turned round it fails."""
    source = landed / "consumer.c"
    text = source.read_text(encoding="utf-8")
    turned = text.replace(
        'strcmp(backstay_policy_name(payments), "payments") == 0',
        'strcmp(backstay_policy_name(payments), "payments") != 0',
    )
    assert turned != text
    source.write_text(turned, encoding="utf-8")
    code, output = said(compiled(landed, library), library)
    assert code == 1 and "267 checks, 1 failed" in output
