"""A flaky payment upstream: a real HTTP server whose faults are switched from outside.

    python flaky.py --port 9000 --control-port 9001 --log access.jsonl

The payment port answers `POST /charge`, and `GET /price`, which has the same faults. Each connection carries one request, so that
nobody talks on through a connection that was opened before a fault. The control port answers

    PUT /fault/<kind>   switch the fault: none, errors, latency, hang, refusal, overload
    GET /fault          which one is on, as JSON
    GET /log            the access log so far, one JSON object a line

    fault     what a caller sees
    none      201 (a price: 200)
    errors    503
    latency   201, after 0.6 s
    hang      no answer until the fault ends, then 503
    refusal   the listening socket is closed: connection refused
    overload  one request at a time is served, 201 after 0.2 s; others are turned away at once, 503, every second with Retry-After: 1

The access log has one line for each request, written when it arrives: time, path, caller (the header `X-Caller`), call (the header
`Idempotency-Key`, which all attempts of one call share), how many requests of this caller are under way with this one, fault,
status (null where no answer comes until the fault ends). It is the judge of the story, because no guard has a hand in it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FAULTS = ("none", "errors", "latency", "hang", "refusal", "overload")
LATENCY_S = 0.6
SERVICE_S = 0.2
RETRY_AFTER_S = 1
LONGEST_HANG_S = 30.0


class AccessLog:
    """One JSON line a request, flushed at once, so that a reader sees it while the server runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8")
        self._lock = threading.Lock()

    def add(self, **line: str | int | None) -> None:
        with self._lock:
            self._file.write(json.dumps({"at_ns": time.time_ns(), **line}) + "\n")
            self._file.flush()

    def text(self) -> str:
        with self._lock:
            return self._path.read_text(encoding="utf-8")


class Upstream:
    """The payment port, the fault that is on, and the socket that refusal closes and mending opens again."""

    def __init__(self, port: int, log: AccessLog) -> None:
        self.log = log
        self.fault = "none"
        self.mended = threading.Event()
        self.place = threading.Semaphore(1)
        self._under_way: Counter[str] = Counter()
        self._turned_away = 0
        self._lock = threading.Lock()
        # Bound and never listening: it keeps the port ours while the listening socket is closed.
        self._reservation = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reservation.bind(("127.0.0.1", port))
        self.port: int = self._reservation.getsockname()[1]
        self._server: ThreadingHTTPServer | None = None
        self._listen()

    def switch(self, fault: str) -> None:
        """Make `fault` the fault that is on; requests that hang are let go when it changes."""
        with self._lock:
            self.mended.set()
            self.mended = threading.Event()
            self.fault = fault
            if fault == "refusal":
                self._refuse()
            else:
                self._listen()

    @contextlib.contextmanager
    def under_way(self, caller: str) -> Iterator[int]:
        """How many requests of `caller` are under way, with the one that begins here."""
        with self._lock:
            self._under_way[caller] += 1
            count = self._under_way[caller]
        try:
            yield count
        finally:
            with self._lock:
                self._under_way[caller] -= 1

    def hint(self) -> dict[str, str]:
        """The headers of a request that is turned away: every second one says when to come back."""
        with self._lock:
            self._turned_away += 1
            return {"Retry-After": str(RETRY_AFTER_S)} if self._turned_away % 2 == 0 else {}

    def _listen(self) -> None:
        if self._server is not None:
            return
        server = PaymentServer(("127.0.0.1", self.port), PaymentHandler)
        server.upstream = self
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self._server = server

    def _refuse(self) -> None:
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None


class PaymentServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    upstream: Upstream


class ControlServer(ThreadingHTTPServer):
    daemon_threads = True
    upstream: Upstream


class JsonHandler(BaseHTTPRequestHandler):
    def answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        # What HTTP/1.0 means anyway; some clients don't look at the version.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """The access log is ours; nothing goes to stderr."""


class PaymentHandler(JsonHandler):
    server: PaymentServer

    def do_POST(self) -> None:
        self._serve(201)

    def do_GET(self) -> None:
        self._serve(200)

    def _serve(self, success: int) -> None:
        upstream = self.server.upstream
        fault, mended = upstream.fault, upstream.mended
        caller = self.headers.get("X-Caller", "unknown")
        with contextlib.ExitStack() as held:
            # Left before the answer goes out, so that a caller's next request never finds its last one here.
            at_once = held.enter_context(upstream.under_way(caller))
            status: int | None = {"errors": 503, "hang": None}.get(fault, success)
            if fault == "overload":
                if upstream.place.acquire(blocking=False):
                    held.callback(upstream.place.release)
                else:
                    status = 503
            call = self.headers.get("Idempotency-Key")
            upstream.log.add(path=self.path, caller=caller, call=call, at_once=at_once, fault=fault, status=status)
            if status is None:
                mended.wait(LONGEST_HANG_S)
            elif status == success:
                time.sleep({"latency": LATENCY_S, "overload": SERVICE_S}.get(fault, 0))
        headers = upstream.hint() if fault == "overload" and status == 503 else {}
        try:
            self.answer(status or 503, json.dumps({"done": status == success}), headers)
        except OSError:
            self.close_connection = True  # the caller went away before the answer


class ControlHandler(JsonHandler):
    server: ControlServer

    def do_GET(self) -> None:
        if self.path == "/log":
            self.answer(200, self.server.upstream.log.text())
        elif self.path == "/fault":
            self.answer(200, json.dumps({"fault": self.server.upstream.fault}))
        else:
            self.answer(404, json.dumps({"known": ["/log", "/fault"]}))

    def do_PUT(self) -> None:
        fault = self.path.removeprefix("/fault/")
        if fault not in FAULTS:
            self.answer(404, json.dumps({"known": [f"/fault/{kind}" for kind in FAULTS]}))
            return
        self.server.upstream.switch(fault)
        self.answer(200, json.dumps({"fault": fault, "at_ns": time.time_ns()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9000, help="payment port (default 9000, 0: any free one)")
    parser.add_argument("--control-port", type=int, default=9001, help="control port (default 9001, 0: any free one)")
    parser.add_argument("--log", type=Path, default=Path("access.jsonl"), help="access log (default access.jsonl)")
    arguments = parser.parse_args()

    upstream = Upstream(arguments.port, AccessLog(arguments.log))
    control = ControlServer(("127.0.0.1", arguments.control_port), ControlHandler)
    control.upstream = upstream
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=control.shutdown).start())
    print(json.dumps({"port": upstream.port, "control_port": control.server_address[1]}), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        control.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
