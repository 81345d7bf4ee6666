"""A runtime made before a fork works on in parent and child, each with its own state; every wait has a hard end."""

import asyncio
import contextlib
import json
import logging
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from conftest import CONFIG, counts
from loopback import HARD_TIMEOUT

import backstay

RUNTIME = backstay.Runtime(CONFIG)


def in_child(act: Callable[[], Any]) -> Any:
    """Runs `act` in a forked child and returns what it returned, as JSON; kills a child that hangs."""
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(int(HARD_TIMEOUT))
        status = 1
        try:
            os.write(writable, json.dumps(act()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writable)
    with os.fdopen(readable) as answer:
        text = answer.read()
    assert os.waitpid(pid, 0)[1] == 0
    return json.loads(text)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_state_goes_separate_ways(policy: backstay.Policy) -> None:
    guarded = policy(lambda: None)
    guarded()

    def child() -> Any:
        guarded()
        guarded()
        return counts(policy)

    assert in_child(child) == {"successes": 3}
    guarded()
    assert counts(policy) == {"successes": 2}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_trips_alone_and_logs_its_own_lines(calls: backstay.Policy, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="backstay")
    calls.force_closed("one line before the fork")

    def child() -> Any:
        for _ in range(3):
            calls.enter().failure()
        return calls.snapshot().state, [record.getMessage() for record in caplog.records]

    state, lines = in_child(child)
    assert state == "open" and len(lines) == 2 and "closed -> open" in lines[1]
    assert calls.snapshot().state == "closed" and len(caplog.records) == 1


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_inherited_permit_is_neutral_in_the_child(policy: backstay.Policy) -> None:
    permit = policy.enter()

    def child() -> Any:
        permit.failure()
        return counts(policy)

    assert in_child(child).keys() <= {"neutral", "late"}
    permit.failure()
    assert counts(policy) == {"failures": 1}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_call_in_flight_at_the_fork_is_no_success_of_the_child(calls: backstay.Policy) -> None:
    child_counts: list[Any] = []

    @calls
    def fork_inside() -> int:
        readable, writable = os.pipe()
        pid = os.fork()
        if pid == 0:
            signal.alarm(int(HARD_TIMEOUT))
            return writable
        os.close(writable)
        with os.fdopen(readable) as answer:
            child_counts.append(json.loads(answer.read()))
        return os.waitpid(pid, 0)[1] * 0 - 1

    writable = fork_inside()
    if writable >= 0:
        os.write(writable, json.dumps(counts(calls)).encode())
        os._exit(0)
    assert "successes" not in child_counts[0]
    assert counts(calls) == {"successes": 1}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_fork_under_contention(runtime: backstay.Runtime) -> None:
    """Threads trip, reset and read while this one forks: no lock may be left behind in a child."""
    policy = runtime.policy("window")
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            for _ in range(4):
                with contextlib.suppress(backstay.RejectedError):
                    policy.enter().failure("x")
            policy.force_closed("again")
            runtime.metrics()
            runtime.events()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()

    def child() -> Any:
        policy.force_closed("in the child")
        policy.enter().success()
        return [len(runtime.metrics()) > 0, runtime.events().next > 0, policy.keyed("new").snapshot().state]

    try:
        for _ in range(20):
            assert in_child(child) == [True, True, "closed"]
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@RUNTIME.policy("calls")
def guarded_at_import(value: int) -> int:
    return value * 2


def work_in_process(value: int) -> tuple[int, dict[str, int]]:
    return guarded_at_import(value), counts(RUNTIME.policy("calls"))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method: str) -> None:
    with multiprocessing.get_context(method).Pool(1) as pool:
        results = pool.map_async(work_in_process, [1, 2]).get(timeout=HARD_TIMEOUT)
        assert pool.apply_async(guarded_at_import, (5,)).get(timeout=HARD_TIMEOUT) == 10
    assert [value for value, _ in results] == [2, 4]
    assert [seen["successes"] for _, seen in results] == [1, 2]


def test_a_refusal_crosses_processes() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        with pytest.raises(backstay.CircuitOpenError) as caught:
            pool.apply_async(refuse).get(timeout=HARD_TIMEOUT)
    assert (caught.value.policy, caught.value.reason) == ("slow", "forced_open")


def refuse() -> None:
    policy = RUNTIME.policy("slow")
    policy.force_open("for the parent to see")
    policy.call(print)


def test_gevents_monkey_patched_world(tmp_path: pathlib.Path) -> None:
    """Greenlets take turns inside guarded calls. No fork here: gevent by itself loses a child now and then."""
    script = tmp_path / "patched.py"
    script.write_text(
        "from gevent import monkey; monkey.patch_all()\n"
        "import gevent, gevent.pool, backstay\n"
        f"runtime = backstay.Runtime({CONFIG!r})\n"
        "policy = runtime.policy('slow')\n"
        "@policy\n"
        "def nap(i):\n"
        "    gevent.sleep(0)\n"
        "    return i\n"
        "assert gevent.pool.Pool(20).map(nap, range(200)) == list(range(200))\n"
        "def hang():\n"
        "    with policy.enter(): gevent.sleep(3600)\n"
        "greenlet = gevent.spawn(hang); gevent.sleep(0); greenlet.kill()\n"
        "try:\n"
        "    with gevent.Timeout(0.001): policy.call(gevent.sleep, 3600)\n"
        "except gevent.Timeout: pass\n"
        "seen = policy.snapshot()\n"
        "assert (seen.successes, seen.cancelled, seen.timeouts) == (200, 1, 1), seen.to_dict()\n"
        "print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=HARD_TIMEOUT, check=False
    )
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


def stored_at(path: pathlib.Path) -> backstay.Runtime:
    return backstay.Runtime({"stores": {"main": f"sqlite:{path}"}, "idempotency": {"orders": {}}})


async def claim_and_complete(orders: backstay.Idempotency, key: str) -> str:
    claim = await orders.claim_async(key)
    if claim.held:
        await claim.complete_async("done")
    return claim.outcome.name


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_store_that_was_not_used_before_the_fork_works_in_each_child(tmp_path: pathlib.Path) -> None:
    """The model of preloading servers: the application is imported once, and its workers are forked."""
    orders = stored_at(tmp_path / "keys.db").idempotency("orders")

    def child(key: str) -> Any:
        return [asyncio.run(claim_and_complete(orders, key)), orders.claim(key).outcome.name]

    assert in_child(lambda: child("a")) == ["NEW", "REPLAY"]
    assert in_child(lambda: child("a")) == ["REPLAY", "REPLAY"]
    assert orders.claim("a").outcome == backstay.ClaimOutcome.REPLAY


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_store_that_was_used_before_the_fork_is_refused_in_the_child(tmp_path: pathlib.Path) -> None:
    runtime = stored_at(tmp_path / "keys.db")
    orders = runtime.idempotency("orders")
    loop = asyncio.new_event_loop()
    held = loop.run_until_complete(orders.claim_async("held"))

    def words(act: Callable[[], Any]) -> str:
        with pytest.raises(backstay.ForkedError) as refused:
            act()
        return str(refused.value)

    def child() -> Any:
        # The loop of before the fork too: a task that waits at its parent's queue would wait for ever.
        said = [
            words(lambda: orders.claim("k")),
            words(lambda: asyncio.run(orders.claim_async("k"))),
            words(lambda: loop.run_until_complete(orders.claim_async("k"))),
            words(lambda: loop.run_until_complete(held.complete_async())),
        ]
        with stored_at(tmp_path / "keys.db") as own:
            return said, asyncio.run(claim_and_complete(own.idempotency("orders"), "k"))

    said, outcome = in_child(child)
    assert len(set(said)) == 1 and "SQLite was used before the fork" in said[0]
    assert outcome == "NEW"
    loop.run_until_complete(held.complete_async("parent"))
    assert loop.run_until_complete(orders.claim_async("held")).outcome == backstay.ClaimOutcome.REPLAY
    loop.close()
