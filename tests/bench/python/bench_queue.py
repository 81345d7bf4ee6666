"""How many store operations one asyncio loop completes in a second, with 256 in flight: the completion queue and two other forms.

python tests/bench/python/bench_queue.py [--rounds N] [--calls N]

256 coroutines await one operation after the other. Everywhere but in the line that says so, another thread completes them. The store is
an echo: it costs nothing, so what is measured is the way back into the loop. The callback form is compiled here, from callback_peer.c:
a thread without Python that takes the GIL for each completion and hands it to the loop. The executor runs a function that
returns at once. The best of some rounds, in which all forms take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import importlib.util
import pathlib
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

import backstay
from backstay._queue import AT_ONCE, THREAD, AsyncQueue

IN_FLIGHT = 256
DATA = bytes(16)
OURS = "completion queue"
AIM = 3.0

Operation = Callable[[bytes], Awaitable[bytes]]
Form = Callable[[int], Awaitable[float]]


def compiled() -> Any:
    """The module of callback_peer.c."""
    source = pathlib.Path(__file__).with_name("callback_peer.c")
    with tempfile.TemporaryDirectory() as folder:
        built = pathlib.Path(folder) / "callback_peer.so"
        include = sysconfig.get_paths()["include"]
        command = ["cc", "-O2", "-shared", "-fPIC", "-pthread", f"-I{include}", "-o", str(built), str(source)]
        subprocess.run(command, check=True)
        spec = importlib.util.spec_from_file_location("callback_peer", built)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


async def timed(operation: Operation, calls: int) -> float:
    """Operations a second."""

    async def caller() -> None:
        for _ in range(calls // IN_FLIGHT):
            if await operation(DATA) != DATA:
                raise AssertionError("the answer is another one's")

    start = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
    return calls // IN_FLIGHT * IN_FLIGHT / (time.perf_counter() - start)


def by_queue(how: int) -> Form:
    async def run(calls: int) -> float:
        async with AsyncQueue(RUNTIME, 2 * IN_FLIGHT) as queue:
            return await timed(lambda data: queue.echo(data, how), calls)

    return run


async def by_callback(calls: int) -> float:
    loop = asyncio.get_running_loop()

    def operation(data: bytes) -> Awaitable[bytes]:
        future: asyncio.Future[bytes] = loop.create_future()
        CALLBACK.submit(loop.call_soon_threadsafe, future, data)
        return future

    return await timed(operation, calls)


def by_executor(threads: int | None) -> Form:
    async def run(calls: int) -> float:
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            return await timed(lambda data: loop.run_in_executor(pool, bytes, data), calls)

    return run


def settle(future: asyncio.Future[bytes], data: bytes) -> None:
    if not future.done():
        future.set_result(data)


FORMS: dict[str, Form] = {
    OURS: by_queue(THREAD),
    "a callback that takes the GIL": by_callback,
    "executor, one thread": by_executor(1),
    "executor, its default threads": by_executor(None),
    "completion queue, completed inline": by_queue(AT_ONCE),
}
RUNTIME = backstay.Runtime({})
CALLBACK = compiled()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=40 * IN_FLIGHT)
    options = parser.parse_args()
    CALLBACK.start(settle)
    best = dict.fromkeys(FORMS, 0.0)
    for _ in range(options.rounds):
        for name, form in FORMS.items():
            best[name] = max(best[name], asyncio.run(form(options.calls)))
    print(f"| asyncio, {IN_FLIGHT} in flight | operations a second | completion queue is | aim |")
    print("|---|---:|---:|---:|")
    for name, rate in best.items():
        other = name.startswith(("a callback", "executor"))
        ratio, aim = (f"{best[OURS] / rate:.1f} x", f"{AIM:.0f} x") if other else ("", "")
        print(f"| {name} | {rate:,.0f} | {ratio} | {aim} |")


if __name__ == "__main__":
    main()
