"""What happens to the server meanwhile: its connections are cut, and it crashes and comes back."""

from __future__ import annotations

import random
import shlex
import subprocess
import threading
from dataclasses import dataclass, field
from types import TracebackType

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'backstay'"
# So often is the server itself brought down, among so many disturbances.
CRASHES = 6


@dataclass
class Disturbance:
    """A context in which a PostgreSQL server is disturbed at random times."""

    server: str
    control: str
    chance: random.Random
    cuts: int = 0  # connections that were cut
    crashes: int = 0
    _quiet: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _failure: BaseException | None = None

    def __enter__(self) -> Disturbance:
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._thread is not None
        self._over.set()
        self._thread.join()
        if self._failure is not None and error is None:
            raise self._failure

    def held_back(self) -> threading.Lock:
        """A context in which nothing happens: for what the test itself asks of the server."""
        return self._quiet

    def _run(self) -> None:
        try:
            while not self._over.wait(self.chance.uniform(0.05, 0.4)):
                with self._quiet:
                    if self.chance.randrange(CRASHES):
                        self._cut()
                    else:
                        self._crash()
        except BaseException as failure:  # shown where the context ends
            self._failure = failure

    def _cut(self) -> None:
        asked = subprocess.run(["psql", "-qXAt", self.server, "-c", CUT], check=True, capture_output=True, text=True)
        self.cuts += int(asked.stdout)

    def _crash(self) -> None:
        """Without a checkpoint, as when the machine's power fails, but for what the operating system has."""
        subprocess.run([*shlex.split(self.control), "-m", "immediate", "restart"], check=True, capture_output=True)
        self.crashes += 1
