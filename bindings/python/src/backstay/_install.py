"""Connects the native half with the catalogue's classes and with the cold paths written in Python. Runs once, at import."""

import collections.abc

from backstay import _classify, _deadlines, _logging, _native, _time, _waiting
from backstay._catalogue import (
    REASONS,
    STATUS_EXCEPTIONS,
    InvalidArgumentError,
    RejectedError,
    RetriesExhaustedError,
)

_native.install(
    STATUS_EXCEPTIONS,
    REASONS,
    RejectedError,
    announce=_logging.announce,
    arm=_deadlines.arm,
    classify_base=_classify.classify_base,
    enter_async=_waiting.enter_async,
    exhausted=RetriesExhaustedError,
    invalid=InvalidArgumentError,
    seconds=_time.seconds_of,
    wait=_waiting.wait,
    wait_async=_waiting.wait_async,
)

# asyncio and frameworks ask for the abstract class.
collections.abc.Coroutine.register(_native.GuardedCoroutine)  # pyright: ignore[reportAttributeAccessIssue]
