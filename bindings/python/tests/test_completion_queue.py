"""The completion queue on event loops and on threads: many in flight, cancellation, close, several loops, fork."""

import asyncio
import concurrent.futures
import contextlib
import gc
import os
import random
import signal
import threading
import weakref

import pytest

import backstay
from backstay._catalogue import Status
from backstay._loop_queue import BATCH, failure_of
from backstay._queue import AT_ONCE, HELD, THREAD, AsyncQueue, QueueFullError, ThreadQueue

IN_FLIGHT = 256


@pytest.fixture
def runtime() -> backstay.Runtime:
    return backstay.Runtime({})


@pytest.mark.parametrize("how", [AT_ONCE, THREAD])
def test_many_operations_of_one_loop_come_back(runtime, how):
    async def caller(queue, name, calls):
        return [await queue.echo(f"{name}-{call}".encode(), how) for call in range(calls)]

    async def run():
        async with AsyncQueue(runtime, IN_FLIGHT) as queue:
            return await asyncio.gather(*(caller(queue, name, 20) for name in range(IN_FLIGHT)))

    answers = asyncio.run(run())
    assert answers == [[f"{name}-{call}".encode() for call in range(20)] for name in range(IN_FLIGHT)]


def test_an_answer_may_be_empty_or_hold_any_bytes(runtime):
    async def run():
        async with AsyncQueue(runtime) as queue:
            return [await queue.echo(data) for data in (b"", b"\0\xff", bytes(100_000))]

    assert asyncio.run(run()) == [b"", b"\0\xff", bytes(100_000)]


def test_what_is_above_the_capacity_is_refused_and_the_rest_comes_back(runtime):
    async def run():
        async with AsyncQueue(runtime, 4) as queue:
            return await asyncio.gather(
                *(queue.echo(b"x", HELD if i < 3 else THREAD) for i in range(5)), give_up(queue)
            )

    async def give_up(queue):
        await asyncio.sleep(0)
        for token in (1, 2, 3):
            assert queue._native.complete(token)

    with pytest.raises(QueueFullError):
        asyncio.run(run())


def test_a_place_is_free_after_the_answer(runtime):
    async def run():
        async with AsyncQueue(runtime, 1) as queue:
            for _ in range(3 * BATCH):
                assert await queue.echo(b"x") == b"x"
            return len(queue._futures)

    assert asyncio.run(run()) == 0


def test_a_cancelled_task_cancels_its_operation(runtime):
    async def run():
        async with AsyncQueue(runtime, 1) as queue:
            task = asyncio.ensure_future(queue.echo(b"held", HELD))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert queue._futures == {} and not queue._native.complete(1)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(queue.echo(b"held", HELD), 0)
            # The cancelled record has to be drained before the one place is free.
            while queue._native.wait(0):
                await asyncio.sleep(0)
            return await queue.echo(b"next")

    assert asyncio.run(run()) == b"next"


def test_an_answer_that_comes_with_the_cancellation_is_dropped(runtime):
    async def run():
        async with AsyncQueue(runtime, 1) as queue:
            task = asyncio.ensure_future(queue.echo(b"held", HELD))
            await asyncio.sleep(0)
            assert queue._native.complete(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while queue._native.wait(0):
                await asyncio.sleep(0)
            return await queue.echo(b"next")

    assert asyncio.run(run()) == b"next"


def test_cancelled_and_answered_operations_never_mix(runtime):
    async def caller(queue, name, rng):
        answered = 0
        for call in range(30):
            data = b"%d-%d" % (name, call)
            task = asyncio.ensure_future(queue.echo(data, THREAD))
            for _ in range(rng.randrange(3)):
                await asyncio.sleep(0)
            if rng.random() < 0.5:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                assert await task == data
                answered += 1
        return answered

    async def run():
        # Cancelled operations hold their places until they are drained.
        async with AsyncQueue(runtime, 30 * IN_FLIGHT) as queue:
            answered = sum(await asyncio.gather(*(caller(queue, n, random.Random(n)) for n in range(IN_FLIGHT))))
            while queue._native.wait(0):
                await asyncio.sleep(0)
            assert queue._futures == {}
            # Every place is free again.
            held = [asyncio.ensure_future(queue.echo(b"", HELD)) for _ in range(30 * IN_FLIGHT)]
            await asyncio.sleep(0)
            assert not any(task.done() for task in held)
            for task in held:
                task.cancel()
            await asyncio.gather(*held, return_exceptions=True)
            return answered

    assert 0 < asyncio.run(run()) < 30 * IN_FLIGHT


@pytest.mark.parametrize("close", ["queue", "runtime"])
def test_closing_ends_what_is_in_flight(runtime, close):
    async def run():
        queue = AsyncQueue(runtime)
        tasks = [asyncio.ensure_future(queue.echo(b"held", HELD)) for _ in range(BATCH + 3)]
        await asyncio.sleep(0)
        (queue if close == "queue" else runtime).close()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, backstay.ClosedError) for end in ends)
        with pytest.raises(backstay.ClosedError):
            await queue.echo(b"late")
        queue.close()
        assert not queue._loop.remove_reader(queue._descriptor)

    asyncio.run(run())


def test_a_loop_may_end_without_closing_the_queue(runtime):
    async def run():
        queue = AsyncQueue(runtime)
        lost = asyncio.ensure_future(queue.echo(b"held", HELD))
        await asyncio.sleep(0)
        return weakref.ref(queue), queue._descriptor, weakref.ref(lost)

    queue, descriptor, _ = asyncio.run(run())
    gc.collect()
    assert queue() is None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_each_loop_has_a_queue_of_its_own(runtime):
    def one_loop(name):
        async def run():
            async with AsyncQueue(runtime, 64) as queue:
                return await asyncio.gather(*(queue.echo(b"%d-%d" % (name, call), THREAD) for call in range(64)))

        return [asyncio.run(run()) for _ in range(10)]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for name, answers in enumerate(pool.map(one_loop, range(4))):
            assert answers == [[b"%d-%d" % (name, call) for call in range(64)]] * 10


def test_threads_wait_without_the_gil(runtime):
    queues = [ThreadQueue(runtime, 4) for _ in range(4)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(queue.echo, b"held", HELD) for queue in queues]
        # Each completes only because this thread goes on while they wait.
        for queue in queues:
            while not queue._native.complete(1):
                threading.Event().wait(0)
        assert [answer.result() for answer in waiting] == [b"held"] * 4


def test_a_thread_keeps_answers_for_later(runtime):
    queue = ThreadQueue(runtime)
    tokens = [queue.submit(b"%d" % i, THREAD) for i in range(20)]
    assert [queue.wait(token) for token in reversed(tokens)] == [b"%d" % i for i in reversed(range(20))]
    assert queue._answers == {}


def test_a_thread_waits_no_longer_than_it_was_told(runtime):
    queue = ThreadQueue(runtime, 2)
    with pytest.raises(TimeoutError):
        queue.echo(b"held", HELD, timeout=0.001)
    assert not queue._native.complete(1)
    queue.submit(b"a", HELD)
    queue.submit(b"b")
    with pytest.raises(QueueFullError):
        queue.submit(b"c")
    queue.close()
    with pytest.raises(backstay.ClosedError):
        queue.wait(2)
    assert queue.wait(3) == b"b"
    with pytest.raises(backstay.ClosedError):
        queue.submit(b"late")


def test_a_waiting_main_thread_hears_signals(runtime):
    queue = ThreadQueue(runtime)

    class Heard(Exception):
        pass

    def hear(_number, _frame):
        raise Heard

    before = signal.signal(signal.SIGALRM, hear)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        with pytest.raises(Heard):
            queue.echo(b"held", HELD)
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_failure_has_the_exception_of_its_status():
    assert isinstance(failure_of(Status.CLOSED), backstay.ClosedError)
    assert isinstance(failure_of(Status.IO), backstay.IoError)
    assert "cancelled" in str(failure_of(Status.CANCELLED))


def test_a_child_makes_its_own_loop(runtime):
    queue = ThreadQueue(runtime)
    kept = queue.submit(b"parent", HELD)

    async def in_child():
        async with AsyncQueue(runtime) as own:
            return await asyncio.gather(*(own.echo(b"child", THREAD) for _ in range(10)))

    child = os.fork()
    if child == 0:
        wrong = 1
        try:
            wrong = 0 if asyncio.run(in_child()) == [b"child"] * 10 and not queue._native.complete(kept) else 2
        finally:
            os._exit(wrong)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert queue._native.complete(kept) and queue.wait(kept) == b"parent"
