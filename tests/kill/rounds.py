"""A store of each round's own: a file in the round's folder, or a database of the server that a URL names."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

_NUMBERS = count(1)


def own_store(store: str, folder: Path, server: str | None) -> str:
    """Put the round's folder and database where the URL says FOLDER and ROUND; `server` is where databases are made."""
    if "ROUND" not in store:
        return store.replace("FOLDER", str(folder))
    assert server, "a store with ROUND needs the server in BACKSTAY_TEST_POSTGRESQL: run it by tests/servers/with"
    database = f"round_{next(_NUMBERS)}"
    subprocess.run(["psql", "-qX", server, "-c", f"CREATE DATABASE {database} TEMPLATE template0"], check=True)
    return store.replace("ROUND", database)


def with_round(server: str) -> str:
    """The URL of a server, with a database of each round's own."""
    return urlsplit(server)._replace(path="/ROUND").geturl()
