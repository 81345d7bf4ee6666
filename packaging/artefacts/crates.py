"""rust/*.crate: the two crates as cargo packages them, tried by a stranger's crate; source alone, so they name what they carry."""

import shutil
from pathlib import Path

import materials
from steps import run
from target import BUILD, DIST, ROOT


def build() -> list[Path]:
    work = BUILD / "rust"
    env = {"CARGO_TARGET_DIR": str(work)}
    run(ROOT / "packaging" / "language" / "rust", "package", cwd=ROOT, env=env, log="crates")
    shutil.rmtree(DIST / "rust", ignore_errors=True)
    (DIST / "rust").mkdir(parents=True)
    made = [Path(shutil.copy(crate, DIST / "rust")) for crate in sorted((work / "package").glob("*.crate"))]
    for crate in made:
        # The first carries the JSON library's headers, for who has no package of them.
        materials.write(crate, (materials.json_library(),) if crate.name.startswith("backstay-sys-") else ())
    return made
