"""Checksums, bills of materials and notices say something true of every artefact."""

import hashlib
import json
import subprocess
from pathlib import Path

import checksums
import materials
import pytest
import report
from target import DIST, SHIPPED

# Source of ours alone, and classes of ours alone; everything else carries code of others.
OURS_ALONE = ("python/*.tar.gz", "vcpkg/backstay/*", "rust/backstay-[0-9]*", "java/backstay-[a-z]*")


def artefacts() -> list[Path]:
    return sorted(
        path for folder in report.FOLDERS for path in (DIST / folder).rglob("*") if path.suffix in report.ENDINGS
    )


def test_every_kind_of_artefact_is_there() -> None:
    assert {path.relative_to(DIST).parts[0] for path in artefacts()} == set(report.FOLDERS)
    assert len(list(DIST.glob("c/*.tar.gz"))) == len(SHIPPED)


def test_the_checksums_cover_every_file_and_hold() -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", checksums.NAME], cwd=DIST, check=True)
    named = {line.split("  ", 1)[1] for line in (DIST / checksums.NAME).read_text(encoding="utf-8").splitlines()}
    assert named == {path.relative_to(DIST).as_posix() for path in DIST.rglob("*") if path.is_file()} - {checksums.NAME}


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / checksums.NAME).write_text("".join(f"{line}\n" for line in checksums.lines(tmp_path)))
    (tmp_path / "a").write_text("b")
    command = ["sha256sum", "--check", "--strict", "--quiet", checksums.NAME]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1


@pytest.mark.parametrize("artefact", artefacts(), ids=lambda path: path.relative_to(DIST).as_posix())
def test_every_artefact_has_its_bill_and_its_notices(artefact: Path) -> None:
    name = artefact.relative_to(DIST)
    bill = json.loads((DIST / "sbom" / f"{name}.cdx.json").read_text(encoding="utf-8"))
    (digest,) = bill["metadata"]["component"]["hashes"]
    assert bill["bomFormat"] == "CycloneDX"
    assert digest["content"] == hashlib.sha256(artefact.read_bytes()).hexdigest()
    notices = (DIST / "notices" / f"{name}.txt").read_text(encoding="utf-8")
    for part in bill["components"]:
        assert f"- {part['name']} {part['version']} (" in notices
        assert part["purl"].startswith("pkg:") and part["licenses"]
    assert (bill["components"] == []) == any(name.match(pattern) for pattern in OURS_ALONE)


def test_a_bill_names_what_is_inside() -> None:
    names = {part.name for part in materials.native()}
    assert names == {"nlohmann_json", "openssl", "sqlite", "libc++", "compiler_rt"}
