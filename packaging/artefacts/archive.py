"""Archives that are the same bytes for the same content: sorted, without owners, with the time of the commit."""

import gzip
import io
import os
import subprocess
import tarfile
from pathlib import Path

from target import ROOT


def commit_time() -> int:
    """SOURCE_DATE_EPOCH, the time of the checkout's commit, or nought outside a repository."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    done = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True)
    return int(done.stdout) if done.returncode == 0 else 0


def pack(files: dict[str, Path], archive: Path) -> None:
    """Files by the names that they get in the archive; links stay links."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(files):
            info = tar.gettarinfo(files[name], name)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = commit_time()
            info.mode = 0o755 if info.mode & 0o100 else 0o644
            if info.isfile():
                with files[name].open("rb") as file:
                    tar.addfile(info, file)
            else:
                tar.addfile(info)
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(gzip.compress(content.getvalue(), mtime=0))


def pack_folder(folder: Path, archive: Path) -> None:
    """Everything below the folder, under the archive's own name."""
    top = archive.name.removesuffix(".tar.gz")
    paths = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    pack({f"{top}/{path.relative_to(folder).as_posix()}": path for path in paths}, archive)
