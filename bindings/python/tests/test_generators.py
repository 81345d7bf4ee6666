"""The decorator around generators and async generators: one permit for the whole iteration."""

import asyncio
import contextlib
import gc
import inspect
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest
from conftest import counts

import backstay


def test_a_generator_is_one_call(policy: backstay.Policy) -> None:
    @policy
    def count(to: int) -> Iterator[int]:
        yield from range(to)

    assert list(count(3)) == [0, 1, 2]
    assert inspect.isgeneratorfunction(count) and list(inspect.signature(count).parameters) == ["to"]
    assert counts(policy) == {"successes": 1}


def test_it_talks_both_ways_and_returns(policy: backstay.Policy) -> None:
    @policy
    def talk() -> Generator[str, str, str]:
        try:
            heard = yield "hello"
        except KeyError:
            heard = yield "thrown"
        return heard

    generator = talk()
    assert next(generator) == "hello"
    assert generator.throw(KeyError()) == "thrown"
    with pytest.raises(StopIteration) as stop:
        generator.send("bye")
    assert stop.value.value == "bye"
    assert counts(policy) == {"successes": 1}


def test_an_exception_that_leaves_it_counts(policy: backstay.Policy) -> None:
    @policy
    def fail() -> Iterator[int]:
        yield 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(fail())
    assert counts(policy) == {"failures": 1}


def test_closed_early_by_its_consumer_it_succeeded(policy: backstay.Policy) -> None:
    @policy
    def forever() -> Iterator[int]:
        while True:
            yield 1

    generator: Any = forever()
    next(generator)
    generator.close()
    for _ in forever():
        break
    gc.collect()
    assert counts(policy) == {"successes": 2}


def test_the_permit_is_taken_with_the_first_item(calls: backstay.Policy) -> None:
    @calls
    def one() -> Iterator[int]:
        yield 1

    generator = one()
    calls.force_open("between call and iteration")
    with pytest.raises(backstay.CircuitOpenError):
        next(generator)
    assert counts(calls) == {"not_permitted": 1}


def test_it_serves_as_a_context_manager(policy: backstay.Policy) -> None:
    @contextlib.contextmanager
    @policy
    def session() -> Iterator[str]:
        yield "open"

    with session() as state:
        assert state == "open"
    with pytest.raises(ConnectionError), session():
        raise ConnectionError
    assert counts(policy) == {"successes": 1, "failures": 1}


def test_methods_may_be_generators(policy: backstay.Policy) -> None:
    class Reader:
        @policy
        def lines(self) -> Iterator["Reader"]:
            yield self

        @policy
        async def later(self) -> AsyncIterator["Reader"]:
            yield self

    reader = Reader()
    assert list(reader.lines()) == [reader]
    assert asyncio.run(collect(reader.later())) == [reader]
    assert counts(policy) == {"successes": 2}


async def collect(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]


def test_an_async_generator_is_one_call(policy: backstay.Policy) -> None:
    @policy
    async def count(to: int) -> AsyncIterator[int]:
        for i in range(to):
            await asyncio.sleep(0)
            yield i

    assert asyncio.run(collect(count(3))) == [0, 1, 2]
    assert inspect.isasyncgenfunction(count)
    assert counts(policy) == {"successes": 1}


def test_an_async_generator_talks_both_ways(policy: backstay.Policy) -> None:
    @policy
    async def talk() -> Any:
        try:
            heard = yield "hello"
        except KeyError:
            heard = yield "thrown"
        yield heard

    async def scenario() -> None:
        generator = talk()
        assert await anext(generator) == "hello"
        assert await generator.athrow(KeyError()) == "thrown"
        assert await generator.asend("bye") == "bye"
        assert await anext(generator, "end") == "end"

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 1}


def test_an_exception_that_leaves_an_async_generator_counts(policy: backstay.Policy) -> None:
    @policy
    async def fail() -> AsyncIterator[int]:
        yield 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(collect(fail()))
    assert counts(policy) == {"failures": 1}


def test_an_async_generator_closed_early_succeeded_and_cleans_up(policy: backstay.Policy) -> None:
    cleaned = []

    @policy
    async def forever() -> Any:
        try:
            while True:
                yield 1
        finally:
            await asyncio.sleep(0)
            cleaned.append(1)

    async def scenario() -> None:
        generator = forever()
        await anext(generator)
        await generator.aclose()
        async with contextlib.aclosing(forever()) as items:
            async for _ in items:
                break

    asyncio.run(scenario())
    assert cleaned == [1, 1]
    assert counts(policy) == {"successes": 2}


def test_an_async_generator_serves_as_a_context_manager(policy: backstay.Policy) -> None:
    @contextlib.asynccontextmanager
    @policy
    async def session() -> AsyncIterator[str]:
        yield "open"

    async def scenario() -> None:
        async with session() as state:
            assert state == "open"
        with pytest.raises(ConnectionError):
            async with session():
                raise ConnectionError

    asyncio.run(scenario())
    assert counts(policy) == {"successes": 1, "failures": 1}
