"""What of others is inside an artefact: its bill of materials (CycloneDX) and the notices that their licences ask for."""

import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import hiredis
import libpq
import network_stores
import openssl
import sqlite
from target import DIST, ROOT
from toolchain import compiler_version, install_compiler, runtime_version


@dataclass(frozen=True)
class Component:
    name: str
    version: str
    licence: str  # as SPDX names it
    origin: str  # a package URL
    notice: str


def version() -> str:
    match = re.search(r"project\(backstay VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert match
    return match.group(1)


def json_library() -> Component:
    text = Path("/usr/share/cmake/nlohmann_json/nlohmann_jsonConfigVersion.cmake").read_text(encoding="utf-8")
    match = re.search(r'PACKAGE_VERSION "(.+)"', text)
    assert match
    number = match.group(1)
    notice = Path("/usr/share/doc/nlohmann-json3-dev/copyright").read_text(encoding="utf-8")
    return Component("nlohmann_json", number, "MIT", f"pkg:deb/debian/nlohmann-json3-dev@{number}", notice)


def crypto_library() -> Component:
    openssl.CRATE.fetch()
    notice = (openssl.SOURCE / "LICENSE.txt").read_text(encoding="utf-8")
    origin = f"pkg:cargo/openssl-src@{openssl.CRATE.version}+{openssl.version()}"
    return Component("openssl", openssl.version(), "Apache-2.0", origin, notice)


def database() -> Component:
    """In the public domain; of the crate only SQLite's own files are taken."""
    sqlite.CRATE.fetch()
    origin = f"pkg:cargo/libsqlite3-sys@{sqlite.CRATE.version}"
    return Component("sqlite", sqlite.version(), "blessing", origin, sqlite.blessing())


def network_clients() -> tuple[Component, ...]:
    """What speaks to servers, where a store of theirs is in the artefacts."""
    found: tuple[Component, ...] = ()
    if network_stores.REDIS:
        hiredis.fetch()
        notice = (hiredis.SOURCE / "COPYING").read_text(encoding="utf-8")
        found += (
            Component("hiredis", hiredis.version(), "BSD-3-Clause", f"pkg:pypi/hiredis@{hiredis.VERSION}", notice),
        )
    if network_stores.POSTGRESQL:
        libpq.CRATE.fetch()
        origin = f"pkg:cargo/pq-src@{libpq.CRATE.version}"
        found += (Component("libpq", libpq.version(), "PostgreSQL", origin, libpq.notice()),)
    return found


def runtime() -> tuple[Component, Component]:
    """The C++ runtime and the compiler's own support code."""
    compiler = install_compiler()
    origin = f"pkg:pypi/ziglang@{compiler_version()}"
    notice = (compiler / "lib" / "libcxx" / "LICENSE.TXT").read_text(encoding="utf-8")
    licence = "Apache-2.0 WITH LLVM-exception"
    return (
        Component("libc++", runtime_version(compiler), licence, origin, notice),
        Component("compiler_rt", compiler_version(), "MIT", origin, (compiler / "LICENSE").read_text(encoding="utf-8")),
    )


def python_glue(site_packages: Path) -> Component:
    (metadata,) = site_packages.glob("pybind11-*.dist-info")
    number = metadata.name.removeprefix("pybind11-").removesuffix(".dist-info")
    notice = (metadata / "licenses" / "LICENSE").read_text(encoding="utf-8")
    return Component("pybind11", number, "BSD-3-Clause", f"pkg:pypi/pybind11@{number}", notice)


def native() -> tuple[Component, ...]:
    """What every self-contained library holds."""
    return (json_library(), crypto_library(), database(), *network_clients(), *runtime())


def notices(components: tuple[Component, ...]) -> str:
    if not components:
        return "This artefact holds nothing of others; LICENSE is the whole licence.\n"
    names = "\n".join(f"- {part.name} {part.version} ({part.licence})" for part in components)
    texts = "".join(f"\n{'=' * 100}\n{part.name} {part.version}\n{'=' * 100}\n\n{part.notice}" for part in components)
    return f"Backstay's artefact holds code of others, under these licences:\n\n{names}\n{texts}"


def bill(artefact: Path, components: tuple[Component, ...]) -> str:
    digest = hashlib.sha256(artefact.read_bytes()).hexdigest()
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": artefact.name,
                "name": "backstay",
                "version": version(),
                "description": artefact.relative_to(DIST).as_posix(),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": part.name,
                "name": part.name,
                "version": part.version,
                "licenses": [{"expression": part.licence}],
                "purl": part.origin,
            }
            for part in components
        ],
        "dependencies": [
            {"ref": artefact.name, "dependsOn": [part.name for part in components]},
            *({"ref": part.name} for part in components),
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def write(artefact: Path, components: tuple[Component, ...]) -> None:
    """The bill and the notices of one artefact, beside dist's other ones."""
    for folder, ending, text in (
        ("sbom", ".cdx.json", bill(artefact, components)),
        ("notices", ".txt", notices(components)),
    ):
        file = DIST / folder / f"{artefact.relative_to(DIST)}{ending}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def forget_absent() -> None:
    """Takes away bills and notices of artefacts that are no longer there."""
    for folder, ending in (("sbom", ".cdx.json"), ("notices", ".txt")):
        for file in (DIST / folder).rglob(f"*{ending}"):
            if not (DIST / file.relative_to(DIST / folder).as_posix().removesuffix(ending)).exists():
                file.unlink()
