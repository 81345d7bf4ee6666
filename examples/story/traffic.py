"""Real HTTP from the driver: clients that keep a service busy, and questions to single worker processes."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from bounds import Call
from trouble import Trouble

PAUSE_S = 0.01
PATIENCE_S = 10.0
TRIES = 100
# Neutral calls are those that the bulkhead, which stands inside the breaker, refused: they didn't pass.
SAMPLE = re.compile(
    r"^(circuit_breaker_(?:calls|rejected)_total)\{(?![^}]*outcome=\"neutral\")[^}]*service=\"payments\"[^}]*\} (\S+)$",
    re.MULTILINE,
)
BREAKER_REASONS = ("open", "half_open", "forced_open")


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
        self._names = (f"act-{number}" for number in itertools.count())
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
                with self._lock:
                    name = next(self._names)
                status, headers, body = ask(self.port, "POST", "/pay", {"Idempotency-Key": name})
            except (OSError, http.client.HTTPException) as error:
                with self._lock:
                    self.broken[type(error).__name__] += 1
            else:
                self._note(status, headers, body, time.perf_counter() - start)
            self._over.wait(PAUSE_S)

    def _note(self, status: int, headers: dict[str, str], body: str, elapsed_s: float) -> None:
        with self._lock:
            answers = self.answers.setdefault(int(headers["x-worker"]), Answers())
            answers.state = headers["x-breaker-state"]
            answers.statuses[status] += 1
            if status == 503 and json.loads(body)["reason"] in BREAKER_REASONS:
                answers.rejections += 1
                answers.rejected_after_s.append(elapsed_s)


@dataclass(frozen=True)
class Beat:
    """Traffic of which every call is known by name: `clients` that send `calls` each, one every `period_s` or as soon as they can."""

    service: str
    port: int
    method: str
    path: str
    name: str
    clients: int
    calls: int
    period_s: float
    headers: dict[str, str] = field(default_factory=dict)


def send(beats: list[Beat]) -> dict[str, list[Call]]:
    """Send all of them at once, and return every call with its answer, by service."""
    with ThreadPoolExecutor(sum(beat.clients for beat in beats)) as pool:
        running = [(beat, pool.submit(_client, beat, number)) for beat in beats for number in range(beat.clients)]
        found: dict[str, list[Call]] = {beat.service: [] for beat in beats}
        for beat, calls in running:
            found[beat.service] += calls.result()
    return found


def _client(beat: Beat, number: int) -> list[Call]:
    start = time.monotonic() + beat.period_s * number / beat.clients
    calls = []
    for turn in range(beat.calls):
        time.sleep(max(0.0, start + turn * beat.period_s - time.monotonic()))
        calls.append(_call(beat, f"{beat.service}-{beat.name}-{number}-{turn}"))
    return calls


def _call(beat: Beat, name: str) -> Call:
    sent_ns = time.time_ns()
    try:
        status, headers, _ = ask(beat.port, beat.method, beat.path, {**beat.headers, "Idempotency-Key": name})
    except (OSError, http.client.HTTPException):
        status, headers = 0, {}
    return Call(name, int(headers.get("x-worker", 0)), status, sent_ns, time.time_ns(), headers)


def ask(
    port: int, method: str, path: str, sent_headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """One request on a connection of its own: status, headers in lower case, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, headers=sent_headers or {})
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
    raise Trouble(f"only {len(found)} of {workers} workers answered GET {path} on port {port}")


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
