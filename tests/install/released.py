"""What packaging/release left in dist/."""

import tarfile
from pathlib import Path

from target import DIST


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
