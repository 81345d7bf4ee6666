"""Waiting for a place or a turn: order, cancellation, threads and tasks at one queue."""

import asyncio
import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from loopback import HARD_TIMEOUT

import backstay
from backstay import _native, _waiting

POLICIES: dict[str, Any] = {
    "one": {"bulkhead": {"limit": 1, "queue": 5000, "wait": "1h"}},
    "two": {"bulkhead": {"limit": 2, "queue": 5000, "wait": "1h"}},
    "four": {"bulkhead": {"limit": 4, "queue": 5000, "wait": "1h"}},
    "layers": {
        "retry": {"attempts": 2, "backoff": "1ms"},
        "circuit_breaker": {"consecutive_failures": 1_000_000},
        "bulkhead": {"limit": 4, "queue": 5000, "wait": "1h"},
    },
    "short": {"bulkhead": {"limit": 1, "queue": 1, "wait": "1ms"}},
    "shared": {"retry": {"attempts": 2}, "bulkhead": {"use": "one"}},
    "turns": {"rate_limit": {"rate": "1/s", "burst": 1, "wait": "1h"}},
    "fast_turns": {"rate_limit": {"rate": "1000/s", "burst": 1, "wait": "1h"}},
}


def bulkhead(policy: backstay.Policy) -> backstay.PatternSnapshot:
    return policy.snapshot().patterns["bulkhead"]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + HARD_TIMEOUT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.0005)


async def wait_until_async(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)


class CapturedError(Exception):
    """Ends a wait that a test goes on with."""


def captured_turns(policy: backstay.Policy, count: int, monkeypatch: pytest.MonkeyPatch) -> list[_native.Turn]:
    """The turns of callers who were told to wait, before any of them is parked; the tests hold them alone."""
    turns: list[_native.Turn] = []

    async def capture(turn: _native.Turn) -> None:
        turns.append(turn)
        raise CapturedError

    monkeypatch.setattr(_waiting, "wait_async", capture)
    for _ in range(count):
        with contextlib.suppress(CapturedError):
            next(policy.enter_async().__await__())
    assert len(turns) == count
    return turns


def assert_all_home(policy: backstay.Policy) -> None:
    assert (bulkhead(policy).in_flight, bulkhead(policy).waiting) == (0, 0)


def test_tasks_enter_in_the_order_in_which_they_came(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")
    order: list[int] = []

    async def work(number: int) -> None:
        async with policy.enter_async():
            order.append(number)
            await asyncio.sleep(0)

    async def scenario() -> None:
        await asyncio.gather(*(work(number) for number in range(200)))

    asyncio.run(scenario())
    assert order == list(range(200))
    assert_all_home(policy)


def test_threads_enter_in_the_order_in_which_they_came(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")
    order: list[int] = []
    holder = policy.enter()
    threads = []
    for number in range(16):
        threads.append(threading.Thread(target=policy.call, args=(order.append, number)))
        threads[-1].start()
        wait_until(lambda: bulkhead(policy).waiting == len(threads))
    holder.success()
    for thread in threads:
        thread.join(HARD_TIMEOUT)
    assert order == list(range(16))
    assert_all_home(policy)


def test_threads_and_tasks_of_two_loops_share_a_queue(runtime: backstay.Runtime) -> None:
    policy, shared = runtime.policy("one"), runtime.policy("shared")
    order: list[int] = []

    def by_task(number: int) -> None:
        async def note() -> None:
            order.append(number)

        asyncio.run(shared.call_async(note))

    holder = policy.enter()
    threads = []
    for number in range(8):
        target: Any = by_task if number % 2 else order.append
        threads.append(
            threading.Thread(
                target=target if number % 2 else policy.call, args=((number,) if number % 2 else (target, number))
            )
        )
        threads[-1].start()
        wait_until(lambda: bulkhead(policy).waiting == len(threads))
    holder.success()
    for thread in threads:
        thread.join(HARD_TIMEOUT)
    assert order == list(range(8))
    assert_all_home(policy)


@pytest.mark.parametrize("name", ["four", "layers"])
def test_a_thousand_tasks_with_random_cancellation(runtime: backstay.Runtime, name: str) -> None:
    policy = runtime.policy(name)
    dice = random.Random(7)
    running: list[int] = []
    entered: list[int] = []
    most = 0

    @policy.counting(ignored=LookupError)
    async def work(number: int) -> int:
        nonlocal most
        entered.append(number)
        running.append(number)
        most = max(most, len(running))
        try:
            for _ in range(number % 3):
                await asyncio.sleep(0)
            if number % 7 == 0:
                raise LookupError
        finally:
            running.remove(number)
        return number

    async def scenario() -> list[Any]:
        tasks = [asyncio.create_task(work(number)) for number in range(1000)]
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            for task in dice.sample(tasks, 2):
                task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    done = asyncio.run(scenario())
    assert most <= 4
    kinds = {type(result) for result in done}
    assert kinds == {int, LookupError, asyncio.CancelledError}
    assert entered == sorted(entered)
    assert_all_home(policy)


@pytest.mark.parametrize("name", ["four", "layers"])
def test_many_threads_starve_nobody(runtime: backstay.Runtime, name: str) -> None:
    policy = runtime.policy(name)
    running: list[int] = []
    most: list[int] = []

    def hold(number: int) -> int:
        running.append(number)
        most.append(len(running))
        time.sleep(0)
        running.remove(number)
        return number

    def work(number: int) -> int:
        return sum(policy.call(hold, number) == number for _ in range(100))

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(work, range(32))) == [100] * 32
    assert max(most) <= 4
    assert_all_home(policy)


def test_threads_and_cancelled_tasks_at_one_queue(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("four")
    dice = random.Random(11)

    def by_threads() -> None:
        for _ in range(200):
            policy.call(time.sleep, 0)

    async def by_tasks() -> None:
        for _ in range(10):
            tasks = [asyncio.create_task(policy.call_async(asyncio.sleep, 0)) for _ in range(50)]
            while not all(task.done() for task in tasks):
                await asyncio.sleep(0)
                dice.choice(tasks).cancel()

    threads = [threading.Thread(target=by_threads) for _ in range(8)]
    threads += [threading.Thread(target=lambda: asyncio.run(by_tasks())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HARD_TIMEOUT)
    assert not any(thread.is_alive() for thread in threads)
    assert_all_home(policy)


@pytest.mark.parametrize(
    "end",
    [lambda turns: turns[0].enter(), lambda turns: turns[0].leave(), lambda turns: turns.pop(0)],
    ids=["enters", "leaves", "is dropped"],
)
def test_who_needs_no_wake_passes_it_on(
    runtime: backstay.Runtime, monkeypatch: pytest.MonkeyPatch, end: Callable[[list[_native.Turn]], Any]
) -> None:
    policy = runtime.policy("two")
    held = [policy.enter(), policy.enter()]
    turns = captured_turns(policy, 2, monkeypatch)
    woken: list[str] = []
    # The first turn gets its place while nobody is parked. The second one's wake goes to the lowest ticket that is.
    held[0].success()
    turns[0].park(lambda: woken.append("first"))
    turns[1].park(lambda: woken.append("second"))
    held[1].success()
    assert woken == ["first"]
    end(turns)
    assert woken == ["first", "second"]
    assert turns[-1].enter()
    turns.clear()
    assert woken == ["first", "second"]
    assert_all_home(policy)


def test_who_has_its_answer_takes_nobodys_wake(runtime: backstay.Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = runtime.policy("two")
    held = [policy.enter(), policy.enter()]
    turns = captured_turns(policy, 2, monkeypatch)
    woken: list[str] = []
    held[0].success()
    turns[0].park(lambda: woken.append("first"))
    turns[1].park(lambda: woken.append("second"))
    assert turns[0].enter()
    held[1].success()
    assert woken == ["second"]
    turns.clear()
    assert_all_home(policy)


def test_a_closed_loop_leaves_no_ticket_behind(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")
    holder = policy.enter()

    async def scenario() -> None:
        tasks = [asyncio.create_task(policy.call_async(asyncio.sleep, 0)) for _ in range(3)]
        await wait_until_async(lambda: bulkhead(policy).waiting == 3)
        assert not any(task.done() for task in tasks)

    asyncio.run(scenario())
    holder.success()
    assert_all_home(policy)


def test_who_waits_too_long_is_refused(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("short")
    with policy.enter():
        with pytest.raises(backstay.BulkheadFullError):
            policy.call(int)
        with pytest.raises(backstay.BulkheadFullError):
            asyncio.run(policy.call_async(asyncio.sleep, 0))
    assert bulkhead(policy).expired == 2
    assert_all_home(policy)


def test_moving_the_clock_ends_waits(manual: backstay.Runtime) -> None:
    policy = manual.policy("one")
    refused: list[BaseException] = []

    def wait() -> None:
        try:
            policy.enter()
        except backstay.BulkheadFullError as error:
            refused.append(error)

    with policy.enter():
        thread = threading.Thread(target=wait)
        thread.start()
        wait_until(lambda: bulkhead(policy).waiting == 1)
        manual.advance(3601)
        thread.join(HARD_TIMEOUT)
    assert len(refused) == 1


def test_a_raised_limit_lets_waiters_in(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")
    inside = threading.Semaphore(0)
    go_on = threading.Event()

    def work() -> None:
        with policy.enter():
            inside.release()
            go_on.wait(HARD_TIMEOUT)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert inside.acquire(timeout=HARD_TIMEOUT)
    wait_until(lambda: bulkhead(policy).waiting == 4)
    policy.set_limit(4, "more")
    for _ in range(3):
        assert inside.acquire(timeout=HARD_TIMEOUT)
    assert (bulkhead(policy).in_flight, bulkhead(policy).waiting) == (4, 1)
    go_on.set()
    for thread in threads:
        thread.join(HARD_TIMEOUT)
    assert_all_home(policy)
    assert "limit 1 -> 4: more" in str(runtime.events().events[-1].note)


def test_close_wakes_threads_and_tasks(runtime: backstay.Runtime) -> None:
    queue, turns = runtime.policy("one"), runtime.policy("turns")
    turns.call(int)
    ended: list[BaseException] = []

    def wait(call: Callable[[], object]) -> None:
        try:
            call()
        except backstay.ClosedError as error:
            ended.append(error)

    holder = queue.enter()
    calls: list[Callable[[], object]] = [
        queue.enter,
        turns.enter,
        lambda: asyncio.run(queue.call_async(asyncio.sleep, 0)),
        lambda: asyncio.run(turns.call_async(asyncio.sleep, 0)),
    ]
    threads = [threading.Thread(target=wait, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    wait_until(lambda: bulkhead(queue).waiting == 2 and turns.snapshot().waiting == 2)
    runtime.close()
    for thread in threads:
        thread.join(HARD_TIMEOUT)
    assert len(ended) == 4
    holder.success()


def test_a_turn_comes_by_itself(runtime: backstay.Runtime, manual: backstay.Runtime) -> None:
    policy = runtime.policy("fast_turns")
    for _ in range(3):
        policy.call(int)
    asyncio.run(policy.call_async(asyncio.sleep, 0))
    assert policy.snapshot().permitted == 4
    slow = manual.policy("turns")
    for _ in range(3):
        slow.call(int)
    asyncio.run(slow.call_async(asyncio.sleep, 0))
    assert manual.now() == 3.0


def test_a_cancelled_turn_is_given_back(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("turns")
    policy.call(int)

    async def scenario() -> None:
        task = asyncio.create_task(policy.call_async(asyncio.sleep, 0))
        await wait_until_async(lambda: policy.snapshot().waiting == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())
    assert (policy.snapshot().waiting, policy.snapshot().cancelled) == (0, 1)
    assert policy.rate_limit().reset_after <= 1.0


def test_an_interrupted_thread_gives_its_ticket_up(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with policy.enter():
            main = threading.main_thread().ident
            assert main is not None

            def poke() -> None:
                wait_until(lambda: bulkhead(policy).waiting == 1)
                signal.pthread_kill(main, signal.SIGUSR1)

            poker = threading.Thread(target=poke)
            poker.start()
            with pytest.raises(KeyboardInterrupt):
                policy.call(int)
            poker.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert_all_home(policy)


def test_a_forked_child_has_an_empty_queue(runtime: backstay.Runtime) -> None:
    policy = runtime.policy("one")
    holder = policy.enter()
    waiting = threading.Thread(target=policy.call, args=(int,))
    waiting.start()
    wait_until(lambda: bulkhead(policy).waiting == 1)
    child = os.fork()
    if child == 0:
        fine = False
        try:
            holder.success()
            policy.call(int)
            runtime.close()
            fine = True
        finally:
            os._exit(0 if fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    holder.success()
    waiting.join(HARD_TIMEOUT)
    assert not waiting.is_alive()
    assert_all_home(policy)
