"""What a guard around our own handlers has in common in every framework: instance, weight, outcome, and what answers tell.

A guard never repeats a handler: it takes one permit and gives up whatever attempts its policy would still allow.
"""

from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

from backstay import DeadlineExceededError, Permit, Policy, Reason, _native
from backstay._judge import report_inbound
from backstay._patterns import patterns_of
from backstay._rate_fields import RateFields, rate_fields

_Request = TypeVar("_Request")

#: Where the fields of a request are collected: in an ASGI scope, a WSGI environment, an attribute of a Django request.
RATE_FIELDS: Final = "backstay.rate_fields"


class Entrance(NamedTuple):
    """What a request meets."""

    #: The policy's instance for it.
    policy: Policy
    #: Its weight.
    cost: int


class Inbound(Generic[_Request]):
    """What an inbound guard was told."""

    __slots__ = ("_cost", "_failure", "_handle", "_key", "_limited", "_plain", "_rate_limit_fields")

    def __init__(
        self,
        key: Callable[[_Request], str] | None,
        cost: Callable[[_Request], int] | None,
        failure: Callable[[int], bool],
        rate_limit_fields: bool,
    ) -> None:
        self._key = key
        self._cost = cost
        self._failure = failure
        self._rate_limit_fields = rate_limit_fields
        self._plain: Entrance | None = None
        # What was found out about the policy, with the handle that was asked: a late-bound policy may mean another one later.
        self._handle: _native.Handle | None = None
        self._limited = False

    def entrance(self, policy: Policy, request: _Request) -> Entrance:
        """Return the instance of `policy` for a request, and the request's weight."""
        if self._key is None and self._cost is None:
            # The same for every request.
            plain = self._plain
            if plain is None or plain.policy is not policy:
                plain = self._plain = Entrance(policy, 1)
            return plain
        instance = policy if self._key is None else policy.keyed(self._key(request))
        return Entrance(instance, 1 if self._cost is None else self._cost(request))

    def note_fields(self, policy: Policy, entrance: Entrance, fields: list[RateFields] | None) -> None:
        """Add what the answer tells about the rate limit; to be called when the policy has decided."""
        if fields is None or not self._rate_limit_fields:
            return
        handle = policy._handle
        if handle is not self._handle:
            self._handle, self._limited = handle, patterns_of(policy).window is not None
        if not self._limited:
            return
        found = rate_fields(policy, entrance.policy, entrance.cost)
        if found is not None:
            fields.append(found)

    def report(self, permit: Permit, status: int) -> None:
        """Report a handler's status."""
        report_inbound(permit, status, self._failure)


def deadline_error(permit: Permit, policy: Policy, error: BaseException) -> DeadlineExceededError | None:
    """Return what answers a TimeoutError that came because the permit's deadline has passed, None for any other error."""
    if isinstance(error, DeadlineExceededError):
        return error
    if not isinstance(error, TimeoutError) or permit.time_left() != 0.0:
        return None
    made = DeadlineExceededError(policy.name, policy.key, Reason.DEADLINE)
    made.__cause__ = error
    return made.with_traceback(error.__traceback__)
