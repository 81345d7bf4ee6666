"""Where a server runs: a folder of its own, a user that isn't root, and a port that is free."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import time
from pathlib import Path

# A slow machine with cold caches needs some of it.
STARTED_WITHIN = 60.0


class NotStarted(Exception):
    """Why a server isn't there."""


def durable() -> bool:
    """Whether servers answer only once what they were told is on the disk."""
    return os.environ.get("BACKSTAY_TEST_FSYNC", "on") != "off"


def free_port() -> int:
    """A loopback port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Place:
    """The folder is made, and belongs to the servers' user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        # What a server's program runs under; servers refuse root.
        self.user_prefix: list[str] = []
        if os.geteuid() == 0:
            user = self._user()
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.user_prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]

    @staticmethod
    def _user() -> pwd.struct_passwd:
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise NotStarted("there is no user to run servers as")

    def write(self, name: str, text: str) -> Path:
        """A file that the servers' user alone reads."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if self.user_prefix:
            owner = self.folder.stat()
            os.chown(path, owner.st_uid, owner.st_gid)
        return path

    def run(self, *command: str) -> None:
        """A step of a server's start or end; raises NotStarted with its words."""
        done = subprocess.run([*self.user_prefix, *command], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise NotStarted(f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")

    def start(self, *command: str, log: str) -> subprocess.Popen[bytes]:
        """A server that stays in the foreground, out of reach of the terminal's signals."""
        with (self.folder / log).open("wb") as out:
            return subprocess.Popen(
                [*self.user_prefix, *command], cwd=self.folder, stdout=out, stderr=out, start_new_session=True
            )

    def wait_for(self, server: subprocess.Popen[bytes], port: int, log: str) -> None:
        """Until it listens; raises NotStarted with what it said."""
        until = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < until and server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise NotStarted((self.folder / log).read_text(encoding="utf-8", errors="replace"))


def end(server: subprocess.Popen[bytes]) -> None:
    """Ends it, and sees to it that it has."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
