"""Connects the native half with the catalogue's classes and with the cold paths written in Python. Runs once, at import."""

import collections.abc

from backstay import _classify, _logging, _native, _time, _waiting
from backstay._catalogue import REASONS, STATUS_EXCEPTIONS, RejectedError

_native.install(
    STATUS_EXCEPTIONS,
    REASONS,
    RejectedError,
    announce=_logging.announce,
    classify_base=_classify.classify_base,
    seconds=_time.seconds_of,
    wait_call=_waiting.wait_call,
    wait_call_async=_waiting.wait_call_async,
    wait_enter=_waiting.wait_enter,
    wait_enter_async=_waiting.wait_enter_async,
    wake=_waiting.wake,
)

# asyncio and frameworks ask for the abstract class.
collections.abc.Coroutine.register(_native.GuardedCoroutine)  # pyright: ignore[reportAttributeAccessIssue]
