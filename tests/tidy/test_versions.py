"""One version, said in several places because each tool reads its own."""

import json
import re

import pytest
from tree import Tree

PATTERNS = {
    "CMakeLists.txt": r"project\(backstay VERSION (\S+)",
    "capi/include/backstay/base.h": r'#define BACKSTAY_VERSION "(.+)"',
    "pyproject.toml": r'^version = "(.+)"',
    "bindings/java/pom.xml": r"<artifactId>backstay-parent</artifactId>\s*<version>(.+)</version>",
    "bindings/java/backstay/pom.xml": r"<artifactId>backstay-parent</artifactId>\s*<version>(.+)</version>",
    "bindings/rust/Cargo.toml": r'^version = "(.+)"',
    "bindings/rust/backstay/Cargo.toml": r'^backstay-sys = \{ version = "=([^"]+)"',
}
PORT = "packaging/vcpkg/backstay/vcpkg.json"


def versions(tree: Tree) -> dict[str, str]:
    found = {}
    for path, pattern in PATTERNS.items():
        match = re.search(pattern, tree.get(path, ""), re.MULTILINE)
        found[path] = match.group(1) if match else "missing"
    found[PORT] = json.loads(tree.get(PORT, "{}")).get("version", "missing")
    return found


def test_every_file_says_the_same_version(tree: Tree) -> None:
    said = versions(tree)
    assert len(set(said.values())) == 1 and "missing" not in said.values(), said


@pytest.mark.parametrize("path", [*PATTERNS, PORT])
def test_a_different_version_is_noticed(tree: Tree, path: str) -> None:
    said = versions({**tree, path: tree[path].replace(versions(tree)[path], "9.9.9")})
    assert said[path] == "9.9.9" and len(set(said.values())) == 2
