"""What type checkers must see; checked by mypy --strict in test_typing.py, never run."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any, assert_type

import backstay

runtime = backstay.Runtime({"policies": {}})
payments = runtime.policy("payments")
late = backstay.policy("payments")


@payments
def plain(a: int, *, b: str = "x") -> float:
    return a + len(b)


@late
async def asynchronous(a: int) -> str:
    return str(a)


@payments
def items(n: int) -> Iterator[int]:
    yield n


@payments
async def async_items(n: int) -> AsyncIterator[int]:
    yield n


class Shop:
    @payments
    def charge(self, amount: int) -> bool:
        return amount > 0

    @payments
    async def charge_later(self, amount: int) -> bool:
        return amount > 0

    @classmethod
    @payments
    def make(cls) -> "Shop":
        return cls()


assert_type(plain(1, b="y"), float)
coroutine: Coroutine[Any, Any, str] = asynchronous(1)
assert_type(items(1), Iterator[int])
assert_type(async_items(1), AsyncIterator[int])
assert_type(Shop().charge(1), bool)
later: Coroutine[Any, Any, bool] = Shop().charge_later(1)
assert_type(Shop.make(), Shop)
assert_type(payments.call(divmod, 7, 2), tuple[int, int])
assert_type(payments.call(plain, 1, b="z"), float)
plain("1")  # type: ignore[arg-type]
misused = asynchronous(b=1)  # type: ignore[call-arg]
payments.call(plain, "1")  # type: ignore[arg-type]
payments.enter().failure(cause=5)  # type: ignore[arg-type]
payments.force_open()  # type: ignore[call-arg]


async def uses(function: Callable[[int], Awaitable[str]]) -> None:
    assert_type(await payments.call_async(asynchronous, 1), str)
    assert_type(await asynchronous(1), str)
    await payments.call_async(plain, 1)  # type: ignore[arg-type]
    async with payments.enter_async() as permit:
        assert_type(permit, backstay.AsyncPermit)
        permit.failure("HTTP 503", retry_after=timedelta(seconds=1))
    assert_type(await payments.enter_async(), backstay.AsyncPermit)
    with payments.enter(cost=2) as taken:
        assert_type(taken, backstay.Permit)
        assert_type(taken.time_left(), float | None)
        taken.failure(ValueError(), retry_after=1.5, permanent=True)
    with backstay.deadline(timedelta(seconds=2)):
        assert_type(backstay.time_left(), float | None)


view = payments.counting(
    failures=(ConnectionError, OSError),
    ignored=lambda error: isinstance(error, KeyError),
    result=lambda status: backstay.Report(backstay.Outcome.FAILURE, retry_after=3) if status else None,
)
assert_type(view, backstay.Policy)
several = (
    payments.counting(retryable=(ConnectionError,)).costing(lambda order: len(order)).fallback(None, on=TimeoutError)
)
assert_type(several, backstay.Policy)
payments.counting(retryable=5)  # type: ignore[arg-type]
payments.costing("heavy")  # type: ignore[arg-type]
payments.fallback(None, on=5)  # type: ignore[arg-type]


@payments.costing(2).fallback(0.0)
def weighed(a: int) -> float:
    return a


@payments.fallback(lambda error: str(error), on=(TimeoutError,))
async def weighed_later(a: int) -> str:
    return str(a)


assert_type(weighed(1), float)
weighed_coroutine: Coroutine[Any, Any, str] = weighed_later(1)
weighed("1")  # type: ignore[arg-type]
assert_type(view.keyed("host"), backstay.Policy)
payments.counting(failures=5)  # type: ignore[arg-type]

try:
    plain(1)
except backstay.CircuitOpenError as refused:
    assert_type(refused.retry_after, float | None)
    assert_type(refused.policy, str)
    assert_type(refused.key, str | None)
    assert_type(refused.reason, backstay.Reason)

try:
    plain(1)
except backstay.RetriesExhaustedError as given_up:
    assert_type(given_up.attempts, int)
    assert_type(given_up.elapsed, float)
    assert_type(given_up.last_error, BaseException | None)
    assert_type(given_up.retry_after, None)
except backstay.DeadlineExceededError as too_late:
    assert_type(too_late.retry_after, float | None)

assert_type(payments.rate_limit(cost=3), backstay.RateLimit)
assert_type(payments.rate_limit().retry_after, float | None)
payments.set_limit(5, "more")
payments.reset_rate_limit("paid")
payments.set_limit(5)  # type: ignore[call-arg]
assert_type(payments.snapshot().patterns, dict[str, backstay.PatternSnapshot])
assert_type(payments.snapshot().causes, tuple[backstay.Cause, ...])
assert_type(runtime.events().events, list[backstay.Event])
assert_type(runtime.metrics(process="1"), str)
assert_type(payments.retry_after("1"), float | None)

orders = runtime.idempotency("orders")


@orders.once(key=lambda order: order)
async def ordered(order: str) -> int:
    return len(order)


async def claims() -> None:
    assert_type(await ordered("a"), int)
    claim = await orders.claim_async("k", lease=timedelta(seconds=1), waited=0.5)
    assert_type(claim, backstay.Claim)
    await claim.set_recovery_point_async("half")
    await claim.heartbeat_async()
    await claim.fail_async(ValueError(), retryable=True)
    await claim.release_async()
    await claim.complete_async("x", status_code=200, headers="")
    await claim.complete_async(5)  # type: ignore[arg-type]


async def served() -> None:
    request = backstay.HttpRequest("POST", b"/orders", key_header="k", body=bytearray(b"{}"), declared_length=2)
    assert_type(orders.wants("POST", None), int)
    served = orders.serve(request)
    assert_type(served, backstay.Served)
    assert_type((await orders.serve_async(request, waited=timedelta(0))).claim, backstay.Claim | None)
    assert_type(served.action, backstay.ServeAction)
    assert_type(served.headers, list[tuple[str, str]])
    if served.claim is not None:
        served.claim.respond(200, [("Content-Type", "text/plain")], b"x", kept=False)
        await served.claim.respond_async(200, [(b"content-type", b"text/plain")])
        served.claim.respond("200")  # type: ignore[arg-type]
    orders.set_on_unavailable(None, "over")
    orders.set_on_unavailable(True)  # type: ignore[call-arg]
