"""vcpkg/: an overlay port that carries its source. `vcpkg install backstay --overlay-ports=<dist>/vcpkg` builds it."""

import shutil
from pathlib import Path

import materials
import source
from target import DIST, ROOT

PORT = ROOT / "packaging" / "vcpkg" / "backstay"


def build() -> list[Path]:
    folder = DIST / "vcpkg"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PORT, folder / "backstay")
    made = folder / "backstay" / f"backstay-{materials.version()}.tar.gz"
    source.pack(made)
    materials.write(made, ())
    return [made]
