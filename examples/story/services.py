"""The services of the story: one table entry each, and what starts and stops them.

A service of another language joins by one entry in `SERVICES` and a folder beside this one; where it must be built first, the entry
names the script in packaging/language that says whether its tools are there (`available`) and builds it (`example`). What the driver
expects of a service:

    environment   BACKSTAY_CONFIG (the shared file), UPSTREAM_URL, SERVICE_NAME (goes into the header `X-Caller` of upstream calls,
                  as `<SERVICE_NAME>/<process id>`)
    POST /pay     one upstream call through the policy `payments`, with the request's `Idempotency-Key` on each attempt: 200, 502
                  (the call failed), 504 (it took too long), or 503 with problem details (rejected)
    POST /pay/<policy>   the same through another policy
    GET /price    an upstream call, at most as often per `X-Customer` as the policy `prices` allows: 200, or 429 with RateLimit fields
    GET /events   {"worker", "unreached", "dropped", "events"} of the process that answers; `unreached` counts attempts that found
                  no connection, which is what the upstream can't know
    GET /metrics  Prometheus text of the process that answers
    each answer   has the headers X-Worker (process id) and X-Breaker-State
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from trouble import Trouble

EXAMPLES = Path(__file__).resolve().parent.parent
# A JVM that shares two processors with four other services takes its time.
START_LIMIT_S = 90.0
STOP_LIMIT_S = 5.0


@dataclass(frozen=True)
class Service:
    """How one service is built and started. `{python}`, `{build}`, `{port}` and `{workers}` in the command are filled in."""

    name: str
    language: str
    folder: str
    command: tuple[str, ...]
    script: str | None = None
    """What builds it, in packaging/language; None: nothing has to."""
    workers: int = 1
    overlapping: bool = False
    """Whether one process has several calls under way at once (an event loop or threads)."""

    @property
    def clients(self) -> int:
        """How many clients keep it busy."""
        return 2 * self.workers + 2

    @property
    def crowd(self) -> int:
        """How many clients are a crowd: more than it may have under way, by its processes or by its bulkhead."""
        return 8 if self.overlapping else 3 * self.workers


GUNICORN = (
    "{python}",
    "-m",
    "gunicorn",
    "--bind",
    "127.0.0.1:{port}",
    "--workers",
    "{workers}",
    "--log-level",
    "warning",
)

SERVICES = {
    service.name: service
    for service in (
        Service(
            name="fastapi",
            language="Python",
            folder="fastapi_service",
            command=(
                "{python}",
                "-m",
                "uvicorn",
                "app:app",
                "--port",
                "{port}",
                "--log-level",
                "warning",
                "--no-access-log",
            ),
            overlapping=True,
        ),
        Service(
            name="django",
            language="Python",
            folder="django_service",
            command=(*GUNICORN, "wsgi:application"),
            workers=2,
        ),
        Service(
            name="django-preload",
            language="Python",
            folder="django_service",
            command=(*GUNICORN, "--preload", "wsgi:application"),
            workers=2,
        ),
        Service(
            name="go",
            language="Go",
            folder="go_service",
            command=("{build}/go/service", "127.0.0.1:{port}"),
            script="go",
            overlapping=True,
        ),
        Service(
            name="spring",
            language="Java",
            folder="spring_service",
            # It serves for a minute: the quick compiler and the plain collector start sooner and leave the others their share.
            command=(
                "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                "{build}/java/spring-service/spring-service.jar",
                "--server.port={port}",
            ),
            script="java",
            overlapping=True,
        ),
        Service(
            name="axum",
            language="Rust",
            folder="axum_service",
            command=("{build}/rust/service", "{port}"),
            script="rust",
            overlapping=True,
        ),
    )
}
STORY = "fastapi,django,go,spring,axum"
"""One of each language and framework."""


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on; all are held until all are known, so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


class Started:
    """A process group of ours with its own output file; stopped once, whatever happens."""

    def __init__(
        self, name: str, command: list[str], folder: Path, port: int, output: Path, environment: dict[str, str]
    ) -> None:
        self.name = name
        self.port = port
        self.output = output
        with output.open("wb") as sink:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self, path: str) -> None:
        """Return when `path` answers 200; raise with the end of the process's output when it doesn't."""
        limit = time.monotonic() + START_LIMIT_S
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.05)
        raise Trouble(f"{self.name} didn't start; the end of {self.output}:\n{self.tail()}")

    def tail(self) -> str:
        return "\n".join(self.output.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])

    def stop(self) -> None:
        """End the whole group: politely first, and without mercy after a while."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                continue


def start_upstream(work: Path, port: int, control_port: int) -> Started:
    log = work / "access.jsonl"
    command = [sys.executable, "flaky.py", "--port", str(port), "--control-port", str(control_port), "--log", str(log)]
    return Started("upstream", command, EXAMPLES / "upstream", control_port, work / "upstream.out", {})


def start_service(service: Service, config: Path, work: Path, port: int, upstream_port: int, open_for: str) -> Started:
    build = str(EXAMPLES.parent / "build")
    filled = {"python": sys.executable, "build": build, "port": str(port), "workers": str(service.workers)}
    command = [part.format(**filled) for part in service.command]
    environment = {
        "BACKSTAY_CONFIG": str(config.resolve()),
        "PAYMENTS_OPEN_FOR": open_for,
        "SERVICE_NAME": service.name,
        "UPSTREAM_URL": f"http://127.0.0.1:{upstream_port}",
    }
    return Started(service.name, command, EXAMPLES / service.folder, port, work / f"{service.name}.out", environment)
