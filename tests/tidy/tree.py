"""The project's own files as a mapping from path to text, so that every rule can be tried on a made-up tree as well."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Tree = dict[str, str]


def paths() -> list[str]:
    """Every file that is, or would be, part of a commit."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).is_file())


def load() -> Tree:
    """All text files; a file that is no UTF-8 is left out."""
    tree: Tree = {}
    for name in paths():
        try:
            tree[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return tree


def language(path: str, text: str) -> str:
    """'c' for C and C++, 'python', 'shell', or '' for anything else."""
    first = text.split("\n", 1)[0]
    if path.endswith((".c", ".h", ".cpp", ".hpp")):
        return "c"
    if path.endswith((".py", ".pyi")) or (first.startswith("#!") and "python" in first):
        return "python"
    if path.endswith(".sh") or (first.startswith("#!") and first.endswith("sh")):
        return "shell"
    return ""


def is_generated(text: str) -> bool:
    return "Generated from " in text.split("\n", 1)[0]
