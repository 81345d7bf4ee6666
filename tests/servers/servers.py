"""Runs a command beside servers that it needs; README.md says which there are.

    tests/servers/with SERVER... -- COMMAND...

Ends as the command ended; 2 where a server can't be started.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from place import NotStarted, Place

HERE = Path(__file__).resolve().parent
SERVERS = ("postgresql", "pgbouncer", "redis")


def asked_for(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The servers and the command."""
    if "--" not in arguments:
        sys.exit(__doc__)
    border = arguments.index("--")
    names, command = arguments[:border], arguments[border + 1 :]
    unknown = [name for name in names if name not in SERVERS]
    if unknown or not command:
        sys.exit(f"servers: {', '.join(unknown) or 'no command'}; there are {', '.join(SERVERS)}\n{__doc__}")
    return names, command


def end_in_order(number: int, _frame: object) -> None:
    """A signal ends the command's servers too."""
    sys.exit(128 + number)


def main() -> int:
    names, command = asked_for(sys.argv[1:])
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_in_order)
    exported: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="backstay-servers-") as folder, contextlib.ExitStack() as running:
        Path(folder).chmod(0o711)  # the servers' user goes through it
        for name in names:
            try:
                server = importlib.import_module(name).running(Place(Path(folder) / name), exported)
                exported |= running.enter_context(server)
            except NotStarted as failure:
                print(f"servers: {name}: {failure}", file=sys.stderr)
                return 2
        return subprocess.run(command, env={**os.environ, **exported}).returncode


if __name__ == "__main__":
    sys.exit(main())
