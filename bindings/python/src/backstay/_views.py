"""What a view of a policy changes: how calls are judged, what they weigh, and what stands in for a refusal."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from backstay import _native
from backstay._catalogue import InvalidArgumentError
from backstay._classify import ExceptionRule, Opinion, split_rule

#: A call's weight, or a function of its arguments.
Cost: TypeAlias = int | Callable[..., int]


class View(NamedTuple):
    """The parts of a view; None stands for the policy's own way."""

    rules: tuple[Any, ...] | None = None
    cost: Cost | None = None
    fallback: tuple[Any, Any, Any] | None = None

    def apply(self, guard: _native.Guard) -> None:
        """Make `guard` act by this view."""
        if self.rules is not None:
            guard._classify(*self.rules)
        if self.cost is not None:
            guard._weigh(self.cost)
        if self.fallback is not None:
            guard._fall_back(*self.fallback)


def rules_of(
    failures: ExceptionRule | None,
    ignored: ExceptionRule | None,
    result: Callable[[Any], Opinion] | None,
    retryable: ExceptionRule | None,
) -> tuple[Any, ...]:
    """Return the rules as the native half takes them. Raises InvalidArgumentError."""
    if result is not None and not callable(result):
        raise InvalidArgumentError(f"result must be a predicate, not {result!r}")
    return (
        *split_rule("failures", failures),
        *split_rule("ignored", ignored),
        result,
        *split_rule("retryable", retryable),
    )


def cost_of(cost: Cost) -> Cost:
    """Return a cost that was checked as far as it can be before a call; the native half checks its range."""
    if isinstance(cost, bool) or not (isinstance(cost, int) or callable(cost)):
        raise InvalidArgumentError(f"cost must be a whole number or a function of a call's arguments, not {cost!r}")
    return cost


def fallback_of(value: Any, on: ExceptionRule) -> tuple[Any, Any, Any]:
    """Return the fallback as the native half takes it. Raises InvalidArgumentError."""
    return (value, *split_rule("on", on))
