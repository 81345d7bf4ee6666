"""What packaging/release left in dist/."""

import subprocess
import sys
import tarfile
from pathlib import Path

from target import DIST, ROOT


def only(pattern: str) -> Path:
    found = sorted(DIST.glob(pattern))
    assert len(found) == 1, f"{len(found)} files are dist/{pattern}; packaging/release makes them"
    return found[0]


def unpack(platform: str, work: Path) -> Path:
    """The unpacked package, under a name that nobody could have known when it was made."""
    with tarfile.open(only(f"c/backstay-*-{platform}.tar.gz")) as tar:
        tar.extractall(work, filter="data")
    (top,) = work.iterdir()
    return top.rename(work / "somewhere")


def write_start(home: Path, folder: str, language: str) -> None:
    """The README's start for a language: its program in a folder of the stranger's home, and backstay.json in the home itself."""
    target = home / folder
    script = ROOT / "packaging" / "readme_start.py"
    subprocess.run([sys.executable, script, ROOT / "README.md", target, language], check=True)
    (target / "backstay.json").rename(home / "backstay.json")
