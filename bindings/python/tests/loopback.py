"""Real servers on loopback for the adapter tests: an upstream with faults, uvicorn in a thread, servers as processes.

Every port is given by the kernel, every wait has an end, and everything is stopped when its `with` block is left.
"""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from types import TracebackType
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import uvicorn

#: No wait of a test is longer, in seconds.
HARD_TIMEOUT = 60.0

TESTS = pathlib.Path(__file__).parent


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what many tests are about; what else goes wrong shows in its answer."""


class Upstream:
    """A flaky HTTP server for any method. The path says what happens:

    /status/503?retry_after=7   that status, with that header where one is given; size=9 gives it a body of that many bytes
    /turns/503/drop/200         the first request is answered as /status/503, the second as /drop, all others as /status/200
    /redirect/turns/503/200     302 to the path behind
    /hang                       no answer until `release` or the end
    /drop                       the connection is closed without an answer
    /headers-then-hang          headers and one byte at once, the rest as /hang
    """

    def __init__(self) -> None:
        #: Paths, bodies and client addresses of the requests, in the order in which they came.
        self.log: list[str] = []
        self.bodies: list[bytes] = []
        self.peers: list[tuple[str, int]] = []
        self.release = threading.Event()
        self.reached = threading.Semaphore(0)
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                while self.headers.get("Transfer-Encoding") == "chunked" and (size := int(self.rfile.readline(), 16)):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                upstream.log.append(self.path)
                upstream.bodies.append(body)
                upstream.peers.append(self.client_address)
                upstream.reached.release()
                upstream._answer(self)

            do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the tests' output readable; `log` has what tests need."""

        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        url = urllib.parse.urlsplit(handler.path)
        action, _, argument = url.path.strip("/").partition("/")
        if action == "turns":
            turns = argument.split("/")
            argument = turns[min(self.log.count(handler.path), len(turns)) - 1]
            action = "status" if argument.isdecimal() else argument
        handler.close_connection = action not in ("status", "redirect")
        if action == "status":
            self._answer_status(handler, int(argument), urllib.parse.parse_qs(url.query))
        elif action == "redirect":
            handler.send_response(302)
            handler.send_header("Location", f"/{argument}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        elif action == "headers-then-hang":
            handler.send_response(200)
            handler.send_header("Content-Length", "2")
            handler.end_headers()
            handler.wfile.write(b"1")
            self.release.wait(HARD_TIMEOUT)
        elif action == "hang":
            self.release.wait(HARD_TIMEOUT)

    def _answer_status(self, handler: BaseHTTPRequestHandler, status: int, query: dict[str, list[str]]) -> None:
        body = b"x" * int(query.get("size", ["0"])[0])
        handler.send_response(status)
        for value in query.get("retry_after", []):
            handler.send_header("Retry-After", value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            # The client may have lost interest in a long body.
            with contextlib.suppress(OSError):
                handler.wfile.write(body)

    def wait_reached(self) -> None:
        """Wait until one more request than waited for before has arrived."""
        assert self.reached.acquire(timeout=HARD_TIMEOUT)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(HARD_TIMEOUT)


def unused_url() -> str:
    """Return the address of a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread or process brings about."""
    deadline = time.monotonic() + HARD_TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@contextlib.contextmanager
def uvicorn_thread(app: Any, **options: Any) -> Iterator[str]:
    """Serve an ASGI application by uvicorn in this process and yield its base address."""
    listener = _listener()
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=5, **options)
    server = uvicorn.Server(config)
    # A daemon, so that a server that does not stop fails its test and not the whole run.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        assert server.started, "uvicorn did not start"
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(HARD_TIMEOUT)
        listener.close()
        assert not thread.is_alive(), "uvicorn did not stop"


class _ThreadingWSGIServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output readable."""


@contextlib.contextmanager
def wsgi_thread(app: Any) -> Iterator[str]:
    """Serve a WSGI application by the standard library's server, a thread a connection, and yield its base address."""
    with make_server("127.0.0.1", 0, app, _ThreadingWSGIServer, _QuietHandler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(HARD_TIMEOUT)


@contextlib.contextmanager
def server_process(module: str, *arguments: str, **environment: str) -> Iterator[str]:
    """Run `python -m module arguments` as a server on an inherited socket and yield its base address.

    "{fd}" in the arguments becomes the socket's number. The whole process group is killed at the end; its output is shown
    where the test fails.
    """
    with _listener() as listener:
        command = [sys.executable, "-m", module, *(part.format(fd=listener.fileno()) for part in arguments)]
        process = subprocess.Popen(
            command,
            cwd=TESTS,
            env={**os.environ, **environment},
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            _stop(process)


def run_python(*arguments: str, check: Sequence[int] = (0,), **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `python arguments` to its end, with the hard timeout; its exit code must be one of `check`."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=HARD_TIMEOUT, **{"cwd": TESTS, **options}
    )
    assert done.returncode in check, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def _listener() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(HARD_TIMEOUT / 3)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(HARD_TIMEOUT / 3)
