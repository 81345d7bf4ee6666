"""A request with an idempotency key: what our layer adds to an application that answers at once, and what a peer's does.

The server is a loop that awaits the application, so what is measured is the layer alone, in CPU time: with a key that is new, with one
that was answered before, and without one that counts. Ours tells users, routes and bodies apart, and checks the key; the peer does not.

    python tests/bench/python/bench_idempotency.py [--json FILE] [--requests N] [--rounds N]
"""

import argparse
import asyncio
import gc
import importlib
import json
import pathlib
import platform
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import backstay
from backstay.asgi import IdempotencyMiddleware

CONFIG = {"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}
PEER = "asgi-idempotency-header"
START = {
    "type": "http.response.start",
    "status": 201,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"13")],
}
BODY = {"type": "http.response.body", "body": b'{"number": 1}'}
REQUEST = {"type": "http.request", "body": b'{"item": "a-17", "quantity": 1}', "more_body": False}

App = Callable[[Any, Any, Any], Awaitable[Any]]


async def application(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send(START)
    await send(BODY)


async def receive() -> dict[str, Any]:
    return REQUEST


async def send(message: Any) -> None:
    return None


def scope(method: str, key: bytes) -> dict[str, Any]:
    headers = [
        (b"host", b"localhost"),
        (b"user-agent", b"bench"),
        (b"accept", b"*/*"),
        (b"content-type", b"application/json"),
        (b"content-length", b"31"),
        (b"authorization", b"Bearer 0123456789abcdef"),
        (b"idempotency-key", key),
    ]
    return {
        "type": "http",
        "method": method,
        "path": "/orders",
        "raw_path": b"/orders",
        "query_string": b"",
        "headers": headers,
    }


def layers(runtime: backstay.Runtime) -> dict[str, App]:
    made: dict[str, App] = {
        "bare application": application,
        "Backstay": IdempotencyMiddleware(application, idempotency=runtime.idempotency("orders")),
    }
    try:
        peer = importlib.import_module("idempotency_header_middleware")
        memory = importlib.import_module("idempotency_header_middleware.backends.memory")
    except ImportError as error:
        print(f"not measured: {PEER}: {error}")
        return made
    made[PEER] = peer.IdempotencyHeaderMiddleware(application, backend=memory.MemoryBackend())
    return made


async def seconds_per_request(app: App, scopes: list[dict[str, Any]]) -> float:
    gc.collect()
    # CPU time of the process: what else runs on the machine has little part in it.
    begin = time.process_time()
    for each in scopes:
        await app(each, receive, send)
    return (time.process_time() - begin) / len(scopes)


async def measure(apps: dict[str, App], requests: int, rounds: int) -> dict[str, dict[str, float]]:
    """Return the medians over the rounds; the candidates take turns, so that a slow moment of the machine hits all of them."""
    times: dict[str, dict[str, list[float]]] = {name: {"first": [], "replay": [], "passes": []} for name in apps}
    for _ in range(rounds):
        for name, app in apps.items():
            keys = [str(uuid.uuid4()).encode() for _ in range(requests // (10 if name == PEER else 1))]
            for what, method in (("first", "POST"), ("replay", "POST"), ("passes", "GET")):
                # A scope each, as from a server: a layer may write into it.
                scopes = [scope(method, key) for key in keys]
                times[name][what].append(await seconds_per_request(app, scopes))
    return {name: {what: statistics.median(all_) for what, all_ in by.items()} for name, by in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--requests", type=int, default=5_000, help="requests a round (default: 5000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds, of which the median counts (default: 9)")
    options = parser.parse_args()
    with backstay.Runtime(CONFIG) as runtime:
        times = asyncio.run(measure(layers(runtime), options.requests, options.rounds))
    bare = times.pop("bare application")
    rows = [{"layer": name, **{what: (by[what] - bare[what]) * 1e6 for what in by}} for name, by in times.items()]
    print("| one layer, per request, adds (µs) | new key | replay | no key needed |")
    print("|---|---:|---:|---:|")
    for row in rows:
        print(f"| {row['layer']} | {row['first']:.2f} | {row['replay']:.2f} | {row['passes']:.2f} |")
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        options.json.write_text(json.dumps({"bench": "idempotency", **machine, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
