"""Idempotency keys, as far as the vectors don't see them."""

import asyncio
import inspect
import math
import pickle
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import backstay

CONFIG: dict[str, Any] = {
    "clock": "manual",
    "stores": {"main": "memory:"},
    "idempotency": {"orders": {}, "stored": {"on_failure": "store"}, "patient": {"wait": "5s"}},
}


@pytest.fixture
def runtime() -> Iterator[backstay.Runtime]:
    with backstay.Runtime(CONFIG) as made:
        yield made


@pytest.fixture
def orders(runtime: backstay.Runtime) -> backstay.Idempotency:
    return runtime.idempotency("orders")


def test_a_key_is_made_of_the_calls_own_arguments(orders: backstay.Idempotency) -> None:
    placed: list[str] = []

    @orders.once(key=lambda order, note="": order, scope=lambda order, note="": note)
    def place(order: str, note: str = "") -> int:
        """Place an order."""
        placed.append(order)
        return len(placed)

    assert [place("a"), place("a"), place(order="b"), place("a", note="other tenant")] == [1, 1, 2, 3]
    assert place.__doc__ == "Place an order." and list(inspect.signature(place).parameters) == ["order", "note"]


def test_a_coroutine_function_stays_one(orders: backstay.Idempotency) -> None:
    calls = 0

    @orders.once(key="k")
    async def place() -> dict[str, int]:
        nonlocal calls
        calls += 1
        return {"number": calls}

    async def twice() -> list[dict[str, int]]:
        return [await place(), await place()]

    assert inspect.iscoroutinefunction(place)
    assert asyncio.run(twice()) == [{"number": 1}, {"number": 1}]


def test_a_method_runs_once_a_key(orders: backstay.Idempotency) -> None:
    class Shop:
        sold = 0

        @orders.once(key=lambda self, article: article)
        def sell(self, article: str) -> int:
            self.sold += 1
            return self.sold

    shop = Shop()
    assert [shop.sell("socks"), shop.sell("socks"), shop.sell("shoes")] == [1, 1, 2]


def test_values_of_ones_own_kind(orders: backstay.Idempotency) -> None:
    @orders.once(key="k", encode=lambda pause: pause.total_seconds(), decode=lambda s: timedelta(seconds=s))
    def pause() -> timedelta:
        return timedelta(minutes=1)

    assert pause() == pause() == timedelta(minutes=1)
    claim = orders.claim("k")
    assert claim.answer is not None
    assert claim.answer == backstay.Answer(b"60.0", "application/json", 0, "", backstay.AnswerKind.VALUE)


@pytest.mark.parametrize("value", [{1, 2}, math.nan, object()])
def test_what_is_no_json_is_returned_to_nobody_else(orders: backstay.Idempotency, value: object) -> None:
    once = orders.once(key="k")
    with pytest.raises((TypeError, ValueError)):
        once(lambda: value)()
    with pytest.raises(backstay.BodyNotKeptError, match="not kept"):
        once(lambda: 1)()


def test_in_flight_tells_when_to_come_back(orders: backstay.Idempotency) -> None:
    orders.claim("k", lease=timedelta(seconds=2))
    with pytest.raises(backstay.InFlightError, match="2s") as refused:
        orders.once(key="k")(lambda: 1)()
    assert refused.value.retry_after == 2.0
    copy = pickle.loads(pickle.dumps(refused.value))
    assert (str(copy), copy.retry_after) == (str(refused.value), 2.0)


def test_retryable_by_class_and_by_predicate(orders: backstay.Idempotency) -> None:
    def fails() -> int:
        raise ConnectionError("no route")

    for retryable in (ConnectionError, (KeyError, OSError), lambda error: "route" in str(error)):
        with pytest.raises(ConnectionError):
            orders.once(key="k", retryable=retryable)(fails)()
    assert orders.once(key="k")(lambda: 1)() == 1
    with pytest.raises(ConnectionError):
        orders.once(key="other", retryable=KeyError)(fails)()
    with pytest.raises(backstay.InFlightError):
        orders.once(key="other")(lambda: 1)()


def test_a_stored_failure_keeps_its_words_whatever_they_are(runtime: backstay.Runtime) -> None:
    stored = runtime.idempotency("stored")

    def fails() -> int:
        raise ValueError("no \udcff such " + "x" * 70_000)

    with pytest.raises(ValueError, match="such"):
        stored.once(key="k")(fails)()
    with pytest.raises(backstay.FailedBeforeError, match=r"no .* such x{60000}"):
        stored.once(key="k")(lambda: 1)()


def test_a_lost_lease_is_told_to_who_acted(runtime: backstay.Runtime, orders: backstay.Idempotency) -> None:
    def slow() -> int:
        runtime.advance(30)
        orders.claim("k")
        return 1

    with pytest.raises(backstay.LostLeaseError):
        orders.once(key="k")(slow)()


def test_the_functions_error_is_not_hidden_by_a_lost_lease(
    runtime: backstay.Runtime, orders: backstay.Idempotency
) -> None:
    def slow() -> int:
        runtime.advance(30)
        orders.claim("k")
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        orders.once(key="k")(slow)()


def test_a_cancelled_call_leaves_the_key_to_its_lease(runtime: backstay.Runtime) -> None:
    stored = runtime.idempotency("stored")

    @stored.once(key="k")
    async def hang() -> int:
        await asyncio.Event().wait()
        return 1

    async def give_up() -> None:
        task = asyncio.create_task(hang())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    assert stored.claim("k").outcome == backstay.ClaimOutcome.IN_FLIGHT
    runtime.advance(30)
    assert stored.claim("k").outcome == backstay.ClaimOutcome.TAKEN_OVER


def test_who_waits_gets_the_answer(runtime: backstay.Runtime) -> None:
    patient = runtime.idempotency("patient")
    held = patient.claim("k")
    assert held.held and patient.claim("k").again == 0.005

    async def both() -> int:
        value: int = await patient.once(key="k")(later)()
        return value

    async def later() -> int:
        raise AssertionError("somebody else acted")

    held.complete("7", content_type="application/json")
    assert asyncio.run(both()) == 7


def test_who_waits_makes_its_key_once(runtime: backstay.Runtime) -> None:
    patient = runtime.idempotency("patient")
    patient.claim("k")
    made: list[str] = []

    def key() -> str:
        made.append("k")
        return "k"

    with pytest.raises(backstay.InFlightError):
        patient.once(key=key)(lambda: 1)()
    assert made == ["k"] and runtime.now() == 5.0


def test_one_of_many_threads_acts_and_all_get_its_answer() -> None:
    config = {"stores": {"main": "memory:"}, "idempotency": {"orders": {"wait": "30s"}}}
    with backstay.Runtime(config) as runtime:
        entered = threading.Event()
        calls: list[int] = []

        @runtime.idempotency("orders").once(key="k")
        def place() -> int:
            calls.append(1)
            entered.wait(0.05)
            return 7

        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(place())) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [7] * 32 and len(calls) == 1


def test_one_of_many_tasks_acts_and_all_get_its_answer() -> None:
    config = {"stores": {"main": "memory:"}, "idempotency": {"orders": {"wait": "30s"}}}
    calls: list[int] = []
    with backstay.Runtime(config) as runtime:

        @runtime.idempotency("orders").once(key="k")
        async def place() -> int:
            calls.append(1)
            await asyncio.sleep(0)
            return 7

        async def crowd() -> list[int]:
            return await asyncio.gather(*(place() for _ in range(100)))

        assert asyncio.run(crowd()) == [7] * 100
    assert len(calls) == 1


def test_a_claim_outlives_its_runtimes_end_without_harm() -> None:
    runtime = backstay.Runtime(CONFIG)
    orders = runtime.idempotency("orders")
    claim = orders.claim("k")
    runtime.close()
    for act in (claim.release, claim.heartbeat, lambda: claim.complete("x"), lambda: orders.claim("k")):
        with pytest.raises(backstay.ClosedError):
            act()
    del runtime
    with pytest.raises(backstay.ClosedError):
        claim.release()


def test_misuse_is_refused_in_words(runtime: backstay.Runtime, orders: backstay.Idempotency) -> None:
    with pytest.raises(backstay.NotFoundError, match='did you mean "orders"'):
        runtime.idempotency("ordres")
    with pytest.raises(backstay.InvalidArgumentError, match="key"):
        orders.claim("")
    with pytest.raises(backstay.InvalidArgumentError, match="duration"):
        orders.claim("k", lease=math.nan)
    with pytest.raises(backstay.InvalidArgumentError, match="generator"):

        @orders.once(key="k")
        def items() -> Iterator[int]:
            yield 1

    with pytest.raises(backstay.InvalidArgumentError, match="functions"):
        orders.once(key="k")(int)
    with pytest.raises(backstay.InvalidArgumentError, match="retryable"):
        orders.once(key="k", retryable=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        orders.claim(5)  # type: ignore[arg-type]


def test_a_claim_that_holds_no_key_ends_nothing(orders: backstay.Idempotency) -> None:
    orders.claim("k")
    late = orders.claim("k")
    assert not late.held and late.fence == 0 and "in flight" in str(late)
    for act in (late.release, late.heartbeat, late.complete, late.fail):
        with pytest.raises(backstay.LostLeaseError):
            act()
