"""One layer of middleware per request: ours, a layer that does nothing, and Starlette's BaseHTTPMiddleware, in one run.

The application answers at once and the server is a loop that awaits it, so what is measured is the layer alone, in CPU time.
The table says what one layer *adds* to the bare application and how many no-op layers that is.

    python tests/bench/python/bench_middleware.py [--json FILE] [--requests N] [--rounds N]
"""

import argparse
import asyncio
import json
import pathlib
import platform
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import Response

import backstay
from backstay.asgi import GuardMiddleware

CONFIG = {
    "policies": {
        "consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
        "window": {
            "circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}},
        },
    }
}
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
BODY = {"type": "http.response.body", "body": b"ok"}
SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "extensions": {}}

App = Callable[[Any, Any, Any], Awaitable[None]]


async def application(scope: Any, receive: Any, send: Any) -> None:
    await send(START)
    await send(BODY)


class NoOp:
    """The least that a pure ASGI layer can be."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


class Base(BaseHTTPMiddleware):
    """The usual way to write middleware in Starlette and FastAPI."""

    async def dispatch(self, request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        return response


async def receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def send(message: Any) -> None:
    return None


async def seconds_per_request(app: App, requests: int) -> float:
    # CPU time of the process: what else runs on the machine has little part in it.
    begin = time.process_time()
    for _ in range(requests):
        await app(dict(SCOPE), receive, send)
    return (time.process_time() - begin) / requests


def layers(runtime: backstay.Runtime) -> dict[str, App]:
    return {
        "bare application": application,
        "pure ASGI no-op": NoOp(application),
        "GuardMiddleware, refusals only": GuardMiddleware(application),
        "GuardMiddleware, consecutive rule": GuardMiddleware(application, policy=runtime.policy("consecutive")),
        "GuardMiddleware, time window": GuardMiddleware(application, policy=runtime.policy("window")),
        "BaseHTTPMiddleware": Base(application),
    }


async def measure(apps: dict[str, App], requests: int, rounds: int) -> dict[str, float]:
    """Return the median over the rounds; the candidates take turns, so that a slow moment of the machine hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(rounds):
        for name, app in apps.items():
            share = requests // 20 if name == "BaseHTTPMiddleware" else requests
            times[name].append(await seconds_per_request(app, share))
    return {name: statistics.median(values) for name, values in times.items()}


def table(times: dict[str, float]) -> list[dict[str, Any]]:
    bare = times["bare application"]
    no_op = times["pure ASGI no-op"] - bare
    return [
        {"layer": name, "added_us": (seconds - bare) * 1e6, "no_ops": (seconds - bare) / no_op}
        for name, seconds in times.items()
        if name != "bare application"
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--requests", type=int, default=20_000, help="requests a round (default: 20000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds, of which the median counts (default: 9)")
    options = parser.parse_args()
    with backstay.Runtime(CONFIG) as runtime:
        rows = table(asyncio.run(measure(layers(runtime), options.requests, options.rounds)))
    print("| one layer, per request | adds (µs) | no-op layers |")
    print("|---|---:|---:|")
    for row in rows:
        print(f"| {row['layer']} | {row['added_us']:.2f} | {row['no_ops']:.1f} |")
    if options.json:
        machine = {
            "python": platform.python_version(),
            "starlette": starlette.__version__,
            "machine": platform.machine(),
        }
        options.json.write_text(json.dumps({"bench": "middleware", **machine, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
