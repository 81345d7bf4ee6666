"""An empty machine around a command: the system's programs and libraries, one folder to work in, and nothing of this checkout.

By bubblewrap, which needs a kernel that allows mount namespaces: as root, or where users may make their own. Where it can't, the
tests fail and say so; seeing the source tree would prove nothing.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = "/home/stranger"
# What compilers remember from one run to the next: objects by the hash of their sources, which is no way to see the checkout.
CACHE = "/home/cache"
REMEMBERED = ROOT / "build" / "release" / "sandbox-cache"
CACHES = {
    "CCACHE_DIR": f"{CACHE}/ccache",
    "CCACHE_BASEDIR": "/tmp",
    "CCACHE_NOHASHDIR": "1",
    "GOCACHE": f"{CACHE}/go",
}
SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


class Refused(Exception):
    """The command failed in the sandbox; the message has its output."""


@dataclass(frozen=True)
class Sandbox:
    """`work` is the stranger's home; `mounts` are further places that can be read, under their own names."""

    work: Path
    path: str = "/usr/bin:/bin"
    compilers: bool = True
    mounts: tuple[Path, ...] = ()

    def mounted(self) -> list[str]:
        """Without compilers, programs are not mounted at all, and of /usr its libraries and data alone."""
        words = []
        for place in ["/usr"] if self.compilers else ["/usr/lib", "/usr/share", "/usr/lib64", "/usr/local/lib"]:
            if Path(place).is_dir():
                words += ["--ro-bind", place, place]
        for name in SYSTEM:
            place = Path("/") / name
            if not self.compilers and name.endswith("bin"):
                continue
            if place.is_symlink():
                words += ["--symlink", str(place.readlink()), str(place)]
            elif place.is_dir():
                words += ["--ro-bind", str(place), str(place)]
        for extra in (Path("/etc"), *self.mounts):
            words += ["--ro-bind", str(extra), str(extra)]
        return words

    def command(self, *words: str | Path, env: dict[str, str] | None = None) -> list[str]:
        REMEMBERED.mkdir(parents=True, exist_ok=True)
        settings = {**CACHES, "PATH": self.path, "HOME": HOME, "LANG": "C.UTF-8", **(env or {})}
        return [
            *("bwrap", "--unshare-net", "--die-with-parent", "--clearenv", *self.mounted()),
            *("--ro-bind", "/proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
            *("--bind", str(REMEMBERED), CACHE, "--bind", str(self.work), HOME, "--chdir", HOME),
            *(word for name, value in settings.items() for word in ("--setenv", name, value)),
            *("--", *map(str, words)),
        ]

    def run(self, *words: str | Path, env: dict[str, str] | None = None) -> str:
        if shutil.which("bwrap") is None:
            raise Refused("there is no bwrap; packaging/setup installs the package bubblewrap")
        done = subprocess.run(self.command(*words, env=env), capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise Refused(f"failed with {done.returncode}: {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def sees(self, path: str | Path) -> bool:
        """Asks the shell that the sandbox has, or Python's interpreter where it has none."""
        try:
            self.run("/usr/bin/test", "-e", path)
        except Refused:
            return False
        return True
