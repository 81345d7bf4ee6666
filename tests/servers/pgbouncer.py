"""PgBouncer in transaction mode before the PostgreSQL that was started first."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from place import NotStarted, Place, end, free_port

SETTINGS = """\
[databases]
* = host={host} port={server_port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {users}
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 5
server_login_retry = 0.2
"""


def program() -> str:
    found = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if not found:
        raise NotStarted("no pgbouncer; packaging/setup installs it")
    return found


@contextlib.contextmanager
def running(place: Place, exported: Mapping[str, str]) -> Iterator[dict[str, str]]:
    if "BACKSTAY_TEST_POSTGRESQL" not in exported:
        raise NotStarted("it needs postgresql before it")
    server = urlsplit(exported["BACKSTAY_TEST_POSTGRESQL"])
    users = place.write("users", f'"{server.username}" "{server.password}"\n')
    port = free_port()
    text = SETTINGS.format(host=server.hostname, server_port=server.port, port=port, users=users)
    pooler = place.start(program(), str(place.write("settings.ini", text)), log="log")
    try:
        place.wait_for(pooler, port, "log")
        url = server._replace(netloc=f"{server.username}:{server.password}@127.0.0.1:{port}").geturl()
        yield {"BACKSTAY_TEST_PGBOUNCER": url}
    finally:
        end(pooler)
