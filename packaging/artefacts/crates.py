"""rust/*.crate: the two crates as cargo packages them. They are source; tests/install compiles them."""

import shutil
from pathlib import Path

import materials
from steps import Failed, run
from target import BUILD, DIST, ROOT

CRATES = ("backstay-sys", "backstay")


def build() -> list[Path]:
    if shutil.which("cargo") is None:
        raise Failed("the crates need cargo: install Rust 1.85 or newer (rustup)")
    work = BUILD / "rust"
    run(ROOT / "packaging" / "language" / "rust", "vendor", cwd=ROOT, log="crates-vendor")
    shutil.rmtree(work / "package", ignore_errors=True)
    for crate in CRATES:
        # The second depends on the first, which no registry has yet: so without a lock file, and not verified here.
        words = (
            "cargo",
            "package",
            "--quiet",
            "--package",
            crate,
            "--allow-dirty",
            "--no-verify",
            "--exclude-lockfile",
        )
        run(*words, cwd=ROOT / "bindings" / "rust", env={"CARGO_TARGET_DIR": str(work)}, log=f"crates-{crate}")
    shutil.rmtree(DIST / "rust", ignore_errors=True)
    (DIST / "rust").mkdir(parents=True)
    made = [Path(shutil.copy(crate, DIST / "rust")) for crate in sorted((work / "package").glob("*.crate"))]
    for crate in made:
        # The first carries the JSON library's headers, for who has no package of them.
        materials.write(crate, (materials.json_library(),) if crate.name.startswith("backstay-sys-") else ())
    return made
