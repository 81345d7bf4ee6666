"""What an exception means that is no `Exception`, and the parts of `Policy.counting`."""

import sys
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from backstay._catalogue import InvalidArgumentError, Outcome
from backstay._report import Report

#: What a predicate may answer: whether it counts, or the outcome itself, or the outcome with details.
Opinion: TypeAlias = bool | Outcome | Report | None
ExceptionClass: TypeAlias = type[BaseException]
#: Exception classes, or a predicate of the exception.
ExceptionRule: TypeAlias = ExceptionClass | tuple[ExceptionClass, ...] | Callable[[BaseException], Opinion]

#: Ways in which concurrency libraries tell a call that its caller gave up, or that a deadline passed. Looked up in the modules
#: that are loaded, because nobody can raise what was never imported.
_KNOWN: Final = (
    ("asyncio.exceptions", "CancelledError", Outcome.CANCELLED),
    ("trio", "Cancelled", Outcome.CANCELLED),
    ("greenlet", "GreenletExit", Outcome.CANCELLED),
    ("gevent", "Timeout", Outcome.TIMEOUT),
)


def classify_base(exception: BaseException) -> int:
    """Return the outcome of a BaseException that is no Exception: cancelled, a deadline, or neutral."""
    if isinstance(exception, GeneratorExit):
        return Outcome.CANCELLED
    for module, name, outcome in _KNOWN:
        known = getattr(sys.modules.get(module), name, None)
        if isinstance(known, type) and isinstance(exception, known):
            return outcome
    return Outcome.NEUTRAL


def split_rule(name: str, rule: ExceptionRule | None) -> tuple[tuple[ExceptionClass, ...] | None, Any]:
    """Return (classes, predicate), one of them None. Raises InvalidArgumentError where the rule is neither."""
    if rule is None:
        return None, None
    classes = rule if isinstance(rule, tuple) else (rule,)
    if all(isinstance(item, type) and issubclass(item, BaseException) for item in classes):
        return classes, None  # type: ignore[return-value]  # the line above checked it
    if callable(rule) and not isinstance(rule, type):
        return None, rule
    raise InvalidArgumentError(f"{name} must be an exception class, a tuple of them, or a predicate, not {rule!r}")
