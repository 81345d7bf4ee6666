"""C source that a Rust crate carries: cargo fetches it, its checksum is pinned, and no Rust is compiled."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from steps import Failed, run, write_if_changed
from target import BUILD

# cargo reads a package; this one is nothing but what it depends on.
MANIFEST = """[package]
name = "fetch"
version = "0.0.0"
edition = "2021"
[lib]
path = "empty.rs"
[dependencies]
{crate.name} = {{ version = "={crate.version}", default-features = false }}
"""


@dataclass(frozen=True)
class Crate:
    library: str  # whose source it carries, and the folder below build/release
    name: str
    version: str
    checksum: str

    @property
    def folder(self) -> Path:
        return BUILD / self.library / "vendor" / self.name

    def fetch(self) -> None:
        """Lets cargo fetch the crate, and compares it with the pinned checksum."""
        work = BUILD / self.library
        if not self.folder.is_dir():
            if shutil.which("cargo") is None:
                raise Failed(
                    f"{self.library}'s source is fetched by cargo, and there is none: install Rust 1.85 or newer (rustup), then try again"
                )
            write_if_changed(work / "Cargo.toml", MANIFEST.format(crate=self))
            write_if_changed(work / "empty.rs", "")
            run("cargo", "vendor", "--quiet", "vendor", cwd=work)
        seen = json.loads((self.folder / ".cargo-checksum.json").read_text(encoding="utf-8"))["package"]
        if seen != self.checksum:
            shutil.rmtree(work / "vendor")
            raise Failed(f"the crate {self.name} {self.version} has the checksum {seen}, expected was {self.checksum}")
