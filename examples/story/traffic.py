"""Real HTTP from the driver: clients that keep a service busy, and questions to single worker processes."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

PAUSE_S = 0.01
PATIENCE_S = 10.0
TRIES = 100
SAMPLE = re.compile(
    r"^(circuit_breaker_(?:calls|rejected)_total)\{[^}]*service=\"payments\"[^}]*\} (\S+)$", re.MULTILINE
)


@dataclass
class Answers:
    """What the clients of one service saw of one worker process."""

    state: str = "closed"
    statuses: Counter[int] = field(default_factory=Counter)
    rejections: int = 0
    rejected_after_s: list[float] = field(default_factory=list)


class Traffic:
    """`clients` threads that send `POST /pay` one after another until stopped."""

    def __init__(self, port: int, clients: int) -> None:
        self.port = port
        self.answers: dict[int, Answers] = {}
        self.broken: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._client, daemon=True) for _ in range(clients)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def states(self) -> dict[int, str]:
        """The breaker's state in each worker process, as of its last answer."""
        with self._lock:
            return {worker: answers.state for worker, answers in self.answers.items()}

    def _client(self) -> None:
        while not self._over.is_set():
            start = time.perf_counter()
            try:
                status, headers, _ = ask(self.port, "POST", "/pay")
            except (OSError, http.client.HTTPException) as error:
                with self._lock:
                    self.broken[type(error).__name__] += 1
            else:
                self._note(status, headers, time.perf_counter() - start)
            self._over.wait(PAUSE_S)

    def _note(self, status: int, headers: dict[str, str], elapsed_s: float) -> None:
        with self._lock:
            answers = self.answers.setdefault(int(headers["x-worker"]), Answers())
            answers.state = headers["x-breaker-state"]
            answers.statuses[status] += 1
            if status == 503:
                answers.rejections += 1
                answers.rejected_after_s.append(elapsed_s)


def ask(port: int, method: str, path: str) -> tuple[int, dict[str, str], str]:
    """One request on a connection of its own: status, headers in lower case, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        body = response.read().decode()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body
    finally:
        connection.close()


def ask_each_worker(port: int, path: str, workers: int) -> dict[int, str]:
    """The body of `path` from each of `workers` processes that share one port: ask in parallel until all have answered."""
    found: dict[int, str] = {}
    with ThreadPoolExecutor(2 * workers) as pool:
        for _ in range(TRIES):
            for status, headers, body in pool.map(lambda _: ask(port, "GET", path), range(2 * workers)):
                if status == 200:
                    found[int(headers["x-worker"])] = body
            if len(found) >= workers:
                return found
    raise RuntimeError(f"only {len(found)} of {workers} workers answered GET {path} on port {port}")


@dataclass(frozen=True)
class Claims:
    """What a process says about itself since its start."""

    passed: int
    rejected: int
    unreached: int
    dropped: int
    events: list[dict[str, Any]]


def claims_of(port: int, workers: int) -> dict[int, Claims]:
    """The claims of each worker process, from its /events and /metrics."""
    claims = {}
    metrics = ask_each_worker(port, "/metrics", workers)
    for worker, body in ask_each_worker(port, "/events", workers).items():
        totals: Counter[str] = Counter()
        for family, value in SAMPLE.findall(metrics[worker]):
            totals[family] += int(float(value))
        said = json.loads(body)
        claims[worker] = Claims(
            passed=totals["circuit_breaker_calls_total"],
            rejected=totals["circuit_breaker_rejected_total"],
            unreached=said["unreached"],
            dropped=said["dropped"],
            events=said["events"],
        )
    return claims
