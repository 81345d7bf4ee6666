"""A Redis server of one's own: by a password, in the clear and by TLS with a certificate of its own authority."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping

from place import NotStarted, Place, durable, end, free_port

PASSWORD = "kept-to-itself"
# Somebody else may take a port between its choice and its use.
TRIES = 5
DAYS = "2"

SETTINGS = """\
bind 127.0.0.1
port {port}
tls-port {tls_port}
tls-cert-file {folder}/server.crt
tls-key-file {folder}/server.key
tls-ca-cert-file {folder}/ca.crt
tls-auth-clients no
unixsocket {folder}/redis.sock
unixsocketperm 777
requirepass {password}
dir {folder}
save ""
appendonly {appendonly}
appendfsync always
"""


def make_certificates(place: Place) -> None:
    """An authority, and the certificate that it gives to localhost, by name and not by address."""
    new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    place.run(*new, "-x509", "-subj", "/CN=Tests", "-days", DAYS, "-keyout", "ca.key", "-out", "ca.crt")
    place.run(*new, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
    place.write("names", "subjectAltName=DNS:localhost\n")
    signed_by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"]
    place.run(
        *["openssl", "x509", "-req", "-in", "server.csr", "-days", DAYS],
        *[*signed_by, "-extfile", "names", "-out", "server.crt"],
    )


@contextlib.contextmanager
def running(place: Place, _exported: Mapping[str, str]) -> Iterator[dict[str, str]]:
    program = shutil.which("redis-server")
    if not program:
        raise NotStarted("no redis-server; packaging/setup installs it")
    make_certificates(place)
    (place.folder / "ca.crt").chmod(0o644)  # clients read it
    place.folder.chmod(0o711)
    for left in reversed(range(TRIES)):
        port, tls_port = free_port(), free_port()
        text = SETTINGS.format(
            port=port,
            tls_port=tls_port,
            folder=place.folder,
            password=PASSWORD,
            appendonly="yes" if durable() else "no",
        )
        server = place.start(program, str(place.write("settings.conf", text)), log="log")
        try:
            place.wait_for(server, port, "log")
            break
        except NotStarted:
            end(server)
            if not left:
                raise
    try:
        yield {
            "BACKSTAY_TEST_REDIS": f"redis://:{PASSWORD}@127.0.0.1:{port}/0",
            "BACKSTAY_TEST_REDIS_TLS": f"rediss://:{PASSWORD}@localhost:{tls_port}/0",
            "BACKSTAY_TEST_REDIS_CA": str(place.folder / "ca.crt"),
            "BACKSTAY_TEST_REDIS_UNIX": f"redis+unix://:{PASSWORD}@{place.folder}/redis.sock",
        }
    finally:
        end(server)
