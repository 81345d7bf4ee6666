"""Guarded generators: one permit for the whole iteration, taken with the first item.

A generator that runs to its end, or that its consumer closes early, succeeded; an exception that leaves it is judged like that
of a call. The elapsed time includes what the consumer does between the items.
"""

import functools
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any

from backstay import _native


def guard_generator(
    guard: _native.Guard, function: Callable[..., Generator[Any, Any, Any]]
) -> Callable[..., Generator[Any, Any, Any]]:
    """Return a generator function that iterates `function` under the guard."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with guard.enter() as permit:
            try:
                return (yield from function(*args, **kwargs))
            except GeneratorExit:
                permit.success()
                raise

    return guarded


def guard_async_generator(
    guard: _native.Guard, function: Callable[..., AsyncGenerator[Any, Any]]
) -> Callable[..., AsyncGenerator[Any, Any]]:
    """Return an async generator function that iterates `function` under the guard."""

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        async with guard.enter_async() as permit:
            inner = function(*args, **kwargs)
            step = inner.__anext__()
            while True:
                try:
                    item = await step
                except StopAsyncIteration:
                    return
                try:
                    sent = yield item
                except GeneratorExit:
                    await inner.aclose()
                    permit.success()
                    raise
                except BaseException as error:
                    step = inner.athrow(error)
                else:
                    step = inner.asend(sent)

    return guarded
