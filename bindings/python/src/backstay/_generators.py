"""Guarded generators: one permit for the whole iteration, taken with the first item.

A generator that runs to its end, or that its consumer closes early, succeeded; an exception that leaves it is judged like that
of a call. The elapsed time includes what the consumer does between the items. A policy that repeats calls does not repeat an
iteration, because items were consumed. A deadline is in force inside the generator alone, and an async generator is cut at it; a
plain one can't be.
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
        with guard.enter(guard._cost_of(*args, **kwargs)) as permit:
            inner = function(*args, **kwargs)
            try:
                return (yield from _timed(permit, inner) if permit._timed else inner)
            except GeneratorExit:
                permit.success()
                raise

    return guarded


def _timed(permit: _native.Permit, inner: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """Iterate with the deadline in force during each step, and not for the consumer."""
    step: Callable[[], Any] = functools.partial(inner.send, None)
    while True:
        try:
            item = step()
        except StopIteration as stop:
            return stop.value
        permit._suspend()
        try:
            sent = yield item
        except GeneratorExit:
            permit._resume()
            inner.close()
            raise
        except BaseException as error:
            permit._resume()
            step = functools.partial(inner.throw, error)
        else:
            permit._resume()
            step = functools.partial(inner.send, sent)


def guard_async_generator(
    guard: _native.Guard, function: Callable[..., AsyncGenerator[Any, Any]]
) -> Callable[..., AsyncGenerator[Any, Any]]:
    """Return an async generator function that iterates `function` under the guard."""

    @functools.wraps(function)
    async def guarded(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        async with guard.enter_async(guard._cost_of(*args, **kwargs)) as permit:
            inner = function(*args, **kwargs)
            step = inner.__anext__()
            while True:
                try:
                    item = await step
                except StopAsyncIteration:
                    return
                permit._suspend()
                try:
                    sent = yield item
                except GeneratorExit:
                    permit._resume()
                    await inner.aclose()
                    permit.success()
                    raise
                except BaseException as error:
                    permit._resume()
                    step = inner.athrow(error)
                else:
                    permit._resume()
                    step = inner.asend(sent)

    return guarded
