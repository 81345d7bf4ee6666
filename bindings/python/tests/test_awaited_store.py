"""Idempotency keys of a store that blocks, awaited on an event loop: a real SQLite file, which another process holds up."""

import asyncio
import contextlib
import gc
import pathlib
import subprocess
import sys
import threading
import weakref
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from loopback import HARD_TIMEOUT

import backstay
from backstay._store_queue import StoreQueue

NEW, IN_FLIGHT = backstay.ClaimOutcome.NEW, backstay.ClaimOutcome.IN_FLIGHT
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "keys.db"


def opened(path: pathlib.Path, **config: Any) -> backstay.Runtime:
    idempotency = {"orders": {}, "stored": {"on_failure": "store"}, "patient": {"wait": "30s"}}
    return backstay.Runtime({"stores": {"main": f"sqlite:{path}"}, "idempotency": idempotency, **config})


@pytest.fixture
def runtime(path: pathlib.Path) -> Iterator[backstay.Runtime]:
    with opened(path) as made:
        yield made


@pytest.fixture
def orders(runtime: backstay.Runtime) -> backstay.Idempotency:
    return runtime.idempotency("orders")


@contextlib.contextmanager
def held_up(path: pathlib.Path) -> Iterator[Callable[[], None]]:
    """Lets the store's transactions wait until the block ends, or what it gives is called; longer than 5 s they don't wait."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None and holder.stdout is not None
        try:
            assert holder.stdout.readline() == "held\n"
            yield holder.stdin.close
        finally:
            holder.stdin.close()


def queues_of(runtime: backstay.Runtime) -> list[StoreQueue]:
    return list(runtime._queues._of_loop.values())


async def turns(count: int = 100) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def claimed_later(orders: backstay.Idempotency, key: str) -> backstay.Claim:
    """Claims until nobody else is in flight: what is given back is given back by the store's own thread."""
    while (claim := await orders.claim_async(key)).outcome == IN_FLIGHT:
        await asyncio.sleep(0.001)
    return claim


def test_all_that_a_claim_can_do_is_awaited(path: pathlib.Path) -> None:
    async def scenario(runtime: backstay.Runtime) -> None:
        orders = runtime.idempotency("orders")
        first = await orders.claim_async("k", scope="tenant", fingerprint="one", lease=20)
        assert first.outcome == NEW and first.held and first.fence > 0
        late = await orders.claim_async("k", scope="tenant")
        assert late.outcome == IN_FLIGHT and late.retry_after == 20.0 and "in flight" in str(late)
        other = await orders.claim_async("k", scope="tenant", fingerprint="two")
        assert other.outcome == backstay.ClaimOutcome.MISMATCH
        runtime.advance(15)
        await first.heartbeat_async()
        runtime.advance(15)
        await first.set_recovery_point_async("charged")
        runtime.advance(20)
        second = await orders.claim_async("k", scope="tenant")
        assert (second.outcome, second.recovery_point) == (backstay.ClaimOutcome.TAKEN_OVER, "charged")
        await second.complete_async("{}", content_type="application/json", status_code=201, headers="a: b")
        replay = await orders.claim_async("k", scope="tenant")
        assert replay.answer == backstay.Answer(b"{}", "application/json", 201, "a: b", backstay.AnswerKind.VALUE)
        for end in (first.heartbeat_async, first.release_async, first.complete_async, first.fail_async):
            with pytest.raises(backstay.LostLeaseError):
                await end()
        with pytest.raises(backstay.LostLeaseError):
            await replay.release_async()
        with pytest.raises(backstay.LostLeaseError):
            await second.set_recovery_point_async("too late")
        await (await orders.claim_async("freed")).release_async()
        await (await orders.claim_async("freed")).fail_async(KeyError("x"), retryable=True)
        assert (await orders.claim_async("freed")).outcome == NEW
        stored = runtime.idempotency("stored")
        await (await stored.claim_async("k")).fail_async(KeyError("no such order"))
        assert "no such order" in str(await stored.claim_async("k"))

    with opened(path, clock="manual") as runtime:
        asyncio.run(scenario(runtime))


def test_what_is_wrong_is_told_as_by_the_waiting_forms(orders: backstay.Idempotency) -> None:
    async def scenario() -> None:
        with pytest.raises(backstay.InvalidArgumentError, match="key"):
            await orders.claim_async("")
        with pytest.raises(TypeError):
            await orders.claim_async(5)  # type: ignore[arg-type]
        claim = await orders.claim_async("k")
        with pytest.raises(backstay.InvalidArgumentError, match="point"):
            await claim.set_recovery_point_async("")
        with pytest.raises(backstay.InvalidArgumentError, match="status_code"):
            await claim.complete_async(status_code=1000)
        await claim.complete_async()

    asyncio.run(scenario())


def test_a_store_in_memory_needs_no_queue() -> None:
    async def scenario(runtime: backstay.Runtime) -> None:
        claim = await runtime.idempotency("orders").claim_async("k")
        await claim.set_recovery_point_async("half")
        await claim.heartbeat_async()
        await claim.complete_async("x")
        assert queues_of(runtime) == []

    with backstay.Runtime({"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}) as runtime:
        asyncio.run(scenario(runtime))


def test_the_loop_goes_on_while_the_store_is_held_up(path: pathlib.Path, orders: backstay.Idempotency) -> None:
    async def scenario() -> None:
        await orders.claim_async("first")
        with held_up(path) as let_go:
            claiming = [asyncio.create_task(orders.claim_async(str(i))) for i in range(10)]
            await turns()
            assert not any(task.done() for task in claiming)
            let_go()  # a loop that is blocked would never come here
            claims = await asyncio.gather(*claiming)
        assert {claim.outcome for claim in claims} == {NEW}

    asyncio.run(scenario())


def test_many_claims_of_a_few_keys_have_one_effect_each(runtime: backstay.Runtime) -> None:
    effects: list[str] = []

    @runtime.idempotency("patient").once(key=lambda key: key)
    async def place(key: str) -> str:
        effects.append(key)
        await asyncio.sleep(0)
        return key.upper()

    async def crowd() -> list[str]:
        return await asyncio.gather(*(place("abcdef"[i % 6]) for i in range(600)))

    assert asyncio.run(crowd()) == ["ABCDEF"[i % 6] for i in range(600)]
    assert sorted(effects) == list("abcdef")


def test_a_function_that_fails_is_answered_for(runtime: backstay.Runtime) -> None:
    stored = runtime.idempotency("stored")

    async def fails() -> int:
        raise ValueError("sold out")

    async def sets() -> Any:
        return {1}

    async def scenario() -> None:
        with pytest.raises(ValueError, match="sold out"):
            await stored.once(key="free", retryable=ValueError)(fails)()
        assert (await stored.claim_async("free")).outcome == NEW
        with pytest.raises(ValueError, match="sold out"):
            await stored.once(key="kept")(fails)()
        with pytest.raises(backstay.FailedBeforeError, match="sold out"):
            await stored.once(key="kept")(fails)()
        with pytest.raises(TypeError):
            await stored.once(key="set")(sets)()
        with pytest.raises(backstay.BodyNotKeptError):
            await stored.once(key="set")(sets)()

    asyncio.run(scenario())


def test_who_is_cancelled_while_it_claims_has_claimed_nothing(
    path: pathlib.Path, runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    async def scenario() -> None:
        await orders.claim_async("first")
        with held_up(path):
            claiming = asyncio.create_task(orders.claim_async("k"))
            await turns()
            claiming.cancel()
            with pytest.raises(asyncio.CancelledError):
                await claiming
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(orders.claim_async("other"), 0.01)
        assert (await claimed_later(orders, "k")).outcome == NEW
        assert (await claimed_later(orders, "other")).outcome == NEW
        assert [queue._futures for queue in queues_of(runtime)] == [{}]

    asyncio.run(scenario())


@pytest.mark.parametrize("drained", [False, True])
def test_a_claim_that_comes_with_the_cancellation_is_given_back(
    runtime: backstay.Runtime, orders: backstay.Idempotency, drained: bool
) -> None:
    """Before the loop has seen the record, and after, when only the task has not yet gone on."""

    async def scenario() -> None:
        await orders.claim_async("first")
        (queue,) = queues_of(runtime)
        claiming = asyncio.create_task(orders.claim_async("k"))
        await asyncio.sleep(0)
        assert queue._native.wait(-1)
        if drained:
            queue._settle()
        claiming.cancel()
        with pytest.raises(asyncio.CancelledError):
            await claiming
        assert (await claimed_later(orders, "k")).outcome == NEW

    asyncio.run(scenario())


def test_claims_cancelled_at_any_moment_wedge_no_key(runtime: backstay.Runtime, orders: backstay.Idempotency) -> None:
    async def scenario() -> None:
        for round_ in range(20):
            claiming = [asyncio.create_task(orders.claim_async(str(key))) for key in range(25)]
            await turns(round_ * 10)
            for task in claiming:
                task.cancel()
            await asyncio.gather(*claiming, return_exceptions=True)
            for task in claiming:
                if not task.cancelled():
                    await task.result().release_async()
            again = await asyncio.gather(*(claimed_later(orders, str(key)) for key in range(25)))
            assert {claim.outcome for claim in again} == {NEW}
            await asyncio.gather(*(claim.release_async() for claim in again))

    asyncio.run(asyncio.wait_for(scenario(), HARD_TIMEOUT))


def test_an_end_that_is_cancelled_happens_all_the_same(path: pathlib.Path, orders: backstay.Idempotency) -> None:
    async def scenario() -> None:
        claim = await orders.claim_async("k")
        with held_up(path):
            ending = asyncio.create_task(claim.complete_async("done"))
            await turns()
            ending.cancel()
            with pytest.raises(asyncio.CancelledError):
                await ending
        replay = await claimed_later(orders, "k")
        assert replay.answer is not None and replay.answer.body == b"done"

    asyncio.run(scenario())


def test_a_function_that_is_cancelled_leaves_its_key_to_the_lease(runtime: backstay.Runtime) -> None:
    entered = asyncio.Event()

    @runtime.idempotency("stored").once(key="k")
    async def hang() -> None:
        entered.set()
        await asyncio.Event().wait()

    async def scenario() -> None:
        hanging = asyncio.create_task(hang())
        await entered.wait()
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        assert (await runtime.idempotency("stored").claim_async("k")).outcome == IN_FLIGHT

    asyncio.run(scenario())


def test_who_finds_the_queue_full_waits_for_a_place(
    path: pathlib.Path, runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    async def scenario() -> None:
        held = await orders.claim_async("held")
        small = StoreQueue(runtime._native, 4)
        runtime._queues._of_loop[id(asyncio.get_running_loop())] = small
        with held_up(path):
            claiming = [asyncio.create_task(orders.claim_async(str(i))) for i in range(20)]
            await turns()
            ending = asyncio.create_task(held.complete_async("done"))
            given_up = asyncio.create_task(orders.claim_async("given up"))
            await turns()
            assert len(small._late) == 18
            for task in (ending, given_up):
                task.cancel()
            await asyncio.gather(ending, given_up, return_exceptions=True)
        assert {claim.outcome for claim in await asyncio.gather(*claiming)} == {NEW}
        assert (await claimed_later(orders, "held")).answer is not None  # the end happened, though nobody waited for it
        assert (await orders.claim_async("given up")).outcome == NEW
        assert not small._late and small._futures == {}

    asyncio.run(scenario())
    # Held, the twenty, and the one after: who gave up while waiting for a place was never submitted.
    assert 'idempotency_checks_total{idempotency="orders",result="new"} 22\n' in runtime.metrics()


def test_who_is_cancelled_makes_room_at_once(
    path: pathlib.Path, runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    async def scenario() -> None:
        await orders.claim_async("first")
        small = StoreQueue(runtime._native, 4)
        runtime._queues._of_loop[id(asyncio.get_running_loop())] = small
        with held_up(path):
            claiming = [asyncio.create_task(orders.claim_async(str(i))) for i in range(5)]
            await turns()
            assert len(small._late) == 1
            claiming[3].cancel()
            while small._late:
                await asyncio.sleep(0)
            await turns()
            assert not claiming[0].done()  # the store is still held up
        assert (await claiming[4]).outcome == NEW

    asyncio.run(asyncio.wait_for(scenario(), HARD_TIMEOUT))


def test_closing_the_runtime_ends_what_is_in_flight(
    path: pathlib.Path, runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    async def scenario() -> None:
        held = await orders.claim_async("held")
        small = StoreQueue(runtime._native, 4)
        runtime._queues._of_loop[id(asyncio.get_running_loop())] = small
        with held_up(path):
            waiting: list[Awaitable[Any]] = [asyncio.create_task(orders.claim_async(str(i))) for i in range(20)]
            waiting.append(asyncio.create_task(held.complete_async("late")))
            await turns()
            runtime.close()
            ends = await asyncio.gather(*waiting, return_exceptions=True)
            assert {type(end) for end in ends} == {backstay.ClosedError}
            for late in (orders.claim_async("k"), held.release_async()):
                with pytest.raises(backstay.ClosedError, match="closed"):
                    await late
        await turns()
        assert not small._loop.remove_reader(small._descriptor)

    asyncio.run(scenario())


def test_a_second_runtime_replays_what_the_first_stored(path: pathlib.Path) -> None:
    calls = 0

    async def work() -> dict[str, int]:
        nonlocal calls
        calls += 1
        return {"number": calls}

    for _ in range(3):
        with opened(path) as runtime:
            assert asyncio.run(runtime.idempotency("orders").once(key="k")(work)()) == {"number": 1}
            assert runtime.idempotency("orders").once(key="k")(lambda: None)() == {"number": 1}
    assert calls == 1


def test_a_file_that_cannot_be_used_is_named(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "no such folder" / "keys.db"
    with opened(path) as runtime:
        orders = runtime.idempotency("orders")
        with pytest.raises(backstay.StoreUnavailableError) as refused:
            asyncio.run(orders.claim_async("k"))
        assert str(path) in str(refused.value)
        with pytest.raises(backstay.StoreUnavailableError) as waited:
            orders.claim("k")
        assert str(waited.value) == str(refused.value)


def test_each_loop_has_a_queue_of_its_own(runtime: backstay.Runtime, orders: backstay.Idempotency) -> None:
    placed: list[str] = []

    @runtime.idempotency("patient").once(key=lambda key: key)
    async def place(key: str) -> str:
        placed.append(key)
        return key

    def one_loop() -> None:
        async def run() -> None:
            await asyncio.gather(*(place(str(i)) for i in range(50)))

        asyncio.run(run())

    threads = [threading.Thread(target=one_loop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(placed) == sorted(str(i) for i in range(50))
    gc.collect()
    assert queues_of(runtime) == []


def test_a_runtime_that_nobody_has_any_more_leaves_its_loop(path: pathlib.Path) -> None:
    async def scenario() -> None:
        runtime = opened(path)
        claim = await runtime.idempotency("orders").claim_async("k")
        (queue,) = map(weakref.ref, queues_of(runtime))
        del runtime
        await claim.complete_async()  # a claim keeps what it needs
        assert queue() is not None
        del claim
        await turns(3)
        assert queue() is None

    asyncio.run(scenario())


def test_a_loop_that_ends_takes_its_claims_along(path: pathlib.Path, orders: backstay.Idempotency) -> None:
    orders.claim("first")
    with held_up(path):
        loop = asyncio.new_event_loop()
        claiming = loop.create_task(orders.claim_async("k"))
        loop.run_until_complete(turns())
        claiming.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(claiming)
        loop.close()
    assert asyncio.run(claimed_later(orders, "k")).outcome == NEW


def test_another_kind_of_event_loop_is_told_so(orders: backstay.Idempotency) -> None:
    claiming = orders.claim_async("k")
    with pytest.raises(backstay.UnsupportedError, match="asyncio"):
        claiming.send(None)
    ending = orders.claim("k").complete_async()
    with pytest.raises(backstay.UnsupportedError, match="asyncio"):
        ending.send(None)
