"""A PostgreSQL server of one's own: a fresh cluster with a superuser, whose password is asked for on the loopback port."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from place import NotStarted, Place, durable, free_port

USER = "backstay"
PASSWORD = "kept-to-itself"
# Somebody else may take a port between its choice and its use.
TRIES = 5


def programs() -> Path:
    """The newest server that is installed: Debian keeps its programs out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise NotStarted("no PostgreSQL under /usr/lib/postgresql; packaging/setup installs it")
    return found[-1].parent


def settings(place: Place, port: int) -> str:
    asked = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(place.folder),
        "max_connections": "400",
        "shared_buffers": "64MB",
        "fsync": "on" if durable() else "off",
        "timezone": "UTC",
        # Its words are read by tests.
        "lc_messages": "C",
    }
    return " ".join(f"-c {name}={value}" for name, value in asked.items())


@contextlib.contextmanager
def running(place: Place, _exported: Mapping[str, str]) -> Iterator[dict[str, str]]:
    data = place.folder / "data"
    password = place.write("password", PASSWORD + "\n")
    initdb = str(programs() / "initdb")
    sync = [] if durable() else ["--no-sync"]
    shape = ["--locale=C.UTF-8", "--encoding=UTF8", "--auth-local=trust", "--auth-host=scram-sha-256"]
    place.run(initdb, "-D", str(data), "-U", USER, f"--pwfile={password}", *shape, *sync)
    control = [str(programs() / "pg_ctl"), "-D", str(data), "-s", "-w"]
    log = place.folder / "log"
    for left in reversed(range(TRIES)):
        port = free_port()
        try:
            place.run(*control, "-l", str(log), "-o", settings(place, port), "start")
            break
        except NotStarted as failure:
            if not left:
                raise NotStarted(f"{failure}{log.read_text() if log.exists() else ''}") from failure
    try:
        yield {
            "BACKSTAY_TEST_POSTGRESQL": f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres",
            "BACKSTAY_TEST_POSTGRESQL_CONTROL": shlex.join([*place.user_prefix, *control, "-l", str(log)]),
        }
    finally:
        place.run(*control, "-m", "immediate", "stop")
