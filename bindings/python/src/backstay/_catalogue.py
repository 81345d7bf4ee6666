# Generated from capi/catalogue.json by packaging/generate/catalogue.py; do not edit.
"""Names and numbers that every language shares: statuses, outcomes, states, reasons, exceptions."""

import enum
from typing import TYPE_CHECKING, Any, Final


class Status(enum.IntEnum):
    """What a call of the C interface answered."""

    #: done
    OK = 0
    #: the policy refused the call; reason and retry_after tell why and for how long
    REJECTED = 1
    #: the call may enter later: park with the ticket, enter again with it
    WAIT = 2
    #: the attempt is over, another one may start after the wait
    AGAIN = 3
    #: the queue has no free place: drain it, then submit again
    FULL = 4
    #: the operation was cancelled before it completed
    CANCELLED = 5
    #: somebody else holds the key; retry_after tells for how long at most
    IN_FLIGHT = 6
    #: the key was completed before; its answer is there again
    REPLAY = 7
    #: the key was used for another request: the fingerprints differ
    MISMATCH = 8
    #: the lease of an earlier claim had run out, and the key is the caller's now
    TAKEN_OVER = 9
    #: the key was completed before, and its answer was not kept
    BODY_NOT_KEPT = 10
    #: the lease of an earlier claim had run out, and nobody may take the key over
    ABANDONED = 11
    #: the key is not the claim's any more; nothing was changed
    LOST_LEASE = 12
    #: a parameter is outside its allowed range; the message names it
    INVALID_ARGUMENT = -1
    #: the runtime behind this handle was closed
    CLOSED = -2
    #: no such name in the configuration; the message lists near matches
    NOT_FOUND = -3
    #: the configuration has errors; the message lists each with path, value and allowed range
    INVALID_CONFIG = -4
    #: a file could not be read
    IO = -5
    #: an allocation failed; nothing was changed
    OUT_OF_MEMORY = -6
    #: a defect in Backstay; please report the message
    INTERNAL = -7
    #: the resource was used before a fork and can't be used in the child; the message gives the remedy
    FORKED = -8
    #: this policy has no pattern that the call applies to, or the runtime is disabled
    UNSUPPORTED = -9
    #: the store can't be reached, or refused the operation
    STORE_UNAVAILABLE = -10
    #: what the store holds is no record of this library: somebody else changed it
    CORRUPT = -11


class Outcome(enum.IntEnum):
    """How a guarded call ended."""

    #: the call did what it should
    SUCCESS = 0
    #: the call failed; counts against the upstream
    FAILURE = 1
    #: a deadline passed; counts as a failure, told apart in metrics
    TIMEOUT = 2
    #: the caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit
    CANCELLED = 3
    #: ignored: the permit returns and nothing is counted for or against
    NEUTRAL = 4
    #: a failure that another attempt would not mend: counts as a failure and is not retried
    PERMANENT = 5


class AnswerKind(enum.IntEnum):
    """What kind of answer is kept under an idempotency key."""

    #: what the call returned
    VALUE = 0
    #: how the call failed, which is its answer from now on
    FAILURE = 1
    #: the call was made, and nobody can say again what it answered
    NOT_KEPT = 2


class ServeAction(enum.IntEnum):
    """What to do with a request over HTTP."""

    #: run the handler; there is nothing to report
    PASS = 0
    #: run the handler, then respond with the claim
    HOLD = 1
    #: send the answer that is here; the handler doesn't run
    REPLY = 2
    #: pause, then serve once more
    AGAIN = 3


class State(enum.StrEnum):
    """State of a circuit breaker."""

    #: calls pass; results are counted against the trip rules
    CLOSED = "closed"
    #: calls are rejected until the open time is over
    OPEN = "open"
    #: a limited number of probes pass; their results decide
    HALF_OPEN = "half_open"
    #: an operator rejects all calls, for a time or until told otherwise
    FORCED_OPEN = "forced_open"
    #: calls pass and no rule is evaluated
    DISABLED = "disabled"
    #: calls pass and are counted against the rules, and nothing ever trips
    METRICS_ONLY = "metrics_only"


class Reason(enum.StrEnum):
    """Why a call was refused."""

    #: the breaker is open
    OPEN = "open"
    #: no place in the bulkhead and its queue
    FULL = "full"
    #: the rate limit is used up
    RATE = "rate"
    #: not a rejection: come back with the ticket
    WAIT = "wait"
    #: the runtime was closed
    CLOSED = "closed"
    #: the resource does not survive a fork
    FORKED = "forked"
    #: a misuse: a parameter is outside its range
    ERROR = "error"
    #: the breaker is half-open and all probe permits are out
    HALF_OPEN = "half_open"
    #: an operator opened the breaker
    FORCED_OPEN = "forced_open"
    #: the deadline has passed, or leaves no time for another attempt
    DEADLINE = "deadline"
    #: the cost is above the burst: no waiting would help
    COST = "cost"
    #: the last of the allowed attempts failed
    ATTEMPTS = "attempts"
    #: another attempt would begin after the maximum elapsed time
    ELAPSED = "elapsed"
    #: the retry budget is used up
    BUDGET = "budget"


class Error(Exception):
    """Base of every exception of Backstay."""


class RejectedError(Error):
    """The policy refused the call; says which policy, why, and when a call may pass.

    The message is made when it is read and the fields live in `args`, because a refusal must be cheap to raise.
    """

    if TYPE_CHECKING:

        def __init__(
            self, policy: str, key: str | None = None, reason: Reason = Reason.OPEN, retry_after: float | None = None
        ) -> None: ...

    @property
    def policy(self) -> str:
        """Name of the policy."""
        return str(self.args[0]) if self.args else ""

    @property
    def key(self) -> str | None:
        """Key of the policy's instance, None where it has none."""
        return self.args[1] if len(self.args) > 1 else None

    @property
    def reason(self) -> Reason:
        """Why the call was refused."""
        return self.args[2] if len(self.args) > 2 else Reason.OPEN

    @property
    def retry_after(self) -> float | None:
        """Seconds until a call may pass, None where that is not known."""
        return self.args[3] if len(self.args) > 3 else None

    def __str__(self) -> str:
        name = self.policy if self.key is None else f"{self.policy}[{self.key}]"
        wait = "" if self.retry_after is None else f"; retry after {self.retry_after:.3g} s"
        return f"{name} refused the call ({self.reason}){wait}"


class CircuitOpenError(RejectedError):
    """The circuit breaker lets no call pass now."""


class BulkheadFullError(RejectedError):
    """The bulkhead and its queue have no place."""


class RateLimitedError(RejectedError):
    """The rate limit is used up."""


class RetriesExhaustedError(RejectedError):
    """The call failed and is given up; tells attempts and elapsed time, and the last error is its cause."""

    #: What the last attempt returned, where that counts as a failure; not pickled.
    result: Any = None

    if TYPE_CHECKING:

        def __init__(
            self,
            policy: str,
            key: str | None = None,
            reason: Reason = Reason.ATTEMPTS,
            attempts: int = 0,
            elapsed: float = 0.0,
        ) -> None: ...

    @property
    def retry_after(self) -> None:
        """Not known: the upstream failed, and may or may not work again."""
        return None

    @property
    def attempts(self) -> int:
        """How many attempts were made."""
        return self.args[3] if len(self.args) > 3 else 0

    @property
    def elapsed(self) -> float:
        """Seconds from the beginning of the call to its end."""
        return self.args[4] if len(self.args) > 4 else 0.0

    @property
    def last_error(self) -> BaseException | None:
        """What the last attempt raised; None where it returned a bad result."""
        return self.__cause__

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args

    def __str__(self) -> str:
        name = self.policy if self.key is None else f"{self.policy}[{self.key}]"
        last = "" if self.__cause__ is None else f"; last error: {self.__cause__!r}"
        return f"{name} gave up after {self.attempts} attempts in {self.elapsed:.3g} s ({self.reason}){last}"


class DeadlineExceededError(RejectedError, TimeoutError):
    """The deadline passed before the call could start."""

    def __init__(
        self, policy: str, key: str | None = None, reason: Reason = Reason.DEADLINE, retry_after: float | None = None
    ) -> None:
        """Keep the fields in `args`, as every RejectedError does."""
        TimeoutError.__init__(self)
        self.args = (policy, key, reason, retry_after)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args


class InvalidArgumentError(Error, ValueError):
    """An argument is outside its allowed range; the message names it."""


class ClosedError(Error):
    """The runtime was closed."""


class NotFoundError(Error, LookupError):
    """No such name in the configuration; the message lists near matches."""


class ConfigError(Error, ValueError):
    """The configuration has errors; the message lists all of them."""


class IoError(Error, OSError):
    """A file could not be read."""


class OutOfMemoryError(Error, MemoryError):
    """An allocation failed; nothing was changed."""


class InternalError(Error):
    """A defect in Backstay; please report the message."""


class ForkedError(Error):
    """The resource was used before a fork and can't be used in the child."""


class UnsupportedError(Error):
    """The policy has no pattern that the call applies to, or the runtime is disabled."""


class StoreUnavailableError(Error):
    """The store can't be reached, or refused the operation."""


class InFlightError(Error):
    """Somebody else holds the idempotency key; says for how long at most."""

    #: Seconds after which it is worth asking again, None where that is not known.
    retry_after: float | None = None


class KeyMismatchError(Error):
    """The idempotency key was used for another request."""


class BodyNotKeptError(Error):
    """The call was made under this idempotency key, and its answer was not kept."""


class AbandonedError(Error):
    """The call under this idempotency key was begun and never ended, and may not be made again."""


class FailedBeforeError(Error):
    """The call was made under this idempotency key and failed, which is its answer."""


class LostLeaseError(Error):
    """The idempotency key is not the claim's any more; nothing was changed."""


class CorruptRecordError(Error):
    """What the store holds is no record of this library: somebody else changed it."""


#: another attempt may start after the microseconds in the upper bits
EXIT_AGAIN: Final = 1
#: let the parked caller with the lowest ticket enter
EXIT_WAKE: Final = 2
#: something worth a log line happened: read the event cursor
EXIT_EVENTS: Final = 4
#: the result belongs to a state that is over; it was not counted for or against
EXIT_LATE: Final = 8
#: the call failed and is given up: attempts, reason and elapsed time are in the upper bits
EXIT_EXHAUSTED: Final = 16

#: Value of a state -> its name.
STATES: Final[dict[int, State]] = {
    0: State.CLOSED,
    1: State.OPEN,
    2: State.HALF_OPEN,
    3: State.FORCED_OPEN,
    4: State.DISABLED,
    5: State.METRICS_ONLY,
}

#: Value of a reason -> its name and its exception class, None where it is no refusal.
REASONS: Final[dict[int, tuple[Reason, type[Error] | None]]] = {
    1: (Reason.OPEN, CircuitOpenError),
    2: (Reason.FULL, BulkheadFullError),
    3: (Reason.RATE, RateLimitedError),
    4: (Reason.WAIT, None),
    5: (Reason.CLOSED, ClosedError),
    6: (Reason.FORKED, ForkedError),
    7: (Reason.ERROR, InvalidArgumentError),
    8: (Reason.HALF_OPEN, CircuitOpenError),
    9: (Reason.FORCED_OPEN, CircuitOpenError),
    10: (Reason.DEADLINE, DeadlineExceededError),
    11: (Reason.COST, RateLimitedError),
    12: (Reason.ATTEMPTS, RetriesExhaustedError),
    13: (Reason.ELAPSED, RetriesExhaustedError),
    14: (Reason.BUDGET, RetriesExhaustedError),
}

#: Value of a status -> its exception class.
STATUS_EXCEPTIONS: Final[dict[int, type[Error]]] = {
    6: InFlightError,
    8: KeyMismatchError,
    10: BodyNotKeptError,
    11: AbandonedError,
    12: LostLeaseError,
    -1: InvalidArgumentError,
    -2: ClosedError,
    -3: NotFoundError,
    -4: ConfigError,
    -5: IoError,
    -6: OutOfMemoryError,
    -7: InternalError,
    -8: ForkedError,
    -9: UnsupportedError,
    -10: StoreUnavailableError,
    -11: CorruptRecordError,
}

#: Pattern -> name -> type of the fields of a snapshot.
SNAPSHOT_FIELDS: Final[dict[str, dict[str, str]]] = {
    "circuit_breaker": {
        "successes": "integer",
        "failures": "integer",
        "timeouts": "integer",
        "cancelled": "integer",
        "neutral": "integer",
        "slow": "integer",
        "late": "integer",
        "not_permitted": "integer",
        "consecutive_failures": "integer",
        "window_calls": "integer",
        "window_failures": "integer",
        "slow_window_calls": "integer",
        "slow_window_slow": "integer",
        "failure_rate": "double",
        "slow_call_rate": "double",
        "probes_in_flight": "integer",
        "probe_successes": "integer",
        "probe_failures": "integer",
        "trips": "integer",
        "transitions": "integer",
        "until_half_open_ns": "integer",
        "last_transition_ns": "integer",
        "last_transition_wall_ns": "integer",
        "last_transition_reason": "text",
        "last_transition_note": "text",
    },
    "timeout": {
        "limit_ns": "integer",
        "expired": "integer",
        "refused": "integer",
    },
    "attempt_timeout": {
        "limit_ns": "integer",
        "expired": "integer",
        "refused": "integer",
    },
    "retry": {
        "calls": "integer",
        "attempts": "integer",
        "retries": "integer",
        "recovered": "integer",
        "permanent": "integer",
        "exhausted_attempts": "integer",
        "exhausted_elapsed": "integer",
        "exhausted_budget": "integer",
        "exhausted_deadline": "integer",
        "budget_left": "double",
    },
    "rate_limit": {
        "limit": "integer",
        "rate": "double",
        "remaining": "integer",
        "retry_after_ns": "integer",
        "reset_after_ns": "integer",
        "permitted": "integer",
        "rejected": "integer",
        "waited": "integer",
        "waiting": "integer",
        "cancelled": "integer",
    },
    "bulkhead": {
        "limit": "integer",
        "in_flight": "integer",
        "queue": "integer",
        "waiting": "integer",
        "permitted": "integer",
        "rejected": "integer",
        "waited": "integer",
        "expired": "integer",
        "cancelled": "integer",
    },
    "fallback": {
        "used": "integer",
    },
}

#: Name of a metric family -> its type and help.
METRIC_FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "circuit_breaker_state": (
        "gauge",
        "State: 0 closed, 1 open, 2 half-open, 3 forced open, 4 disabled, 5 metrics-only.",
    ),
    "circuit_breaker_calls_total": (
        "counter",
        "Calls that ended, by outcome; late results have an outcome of their own.",
    ),
    "circuit_breaker_slow_calls_total": (
        "counter",
        "Calls of any outcome that took longer than the slow-call limit.",
    ),
    "circuit_breaker_rejected_total": (
        "counter",
        "Calls rejected, by reason.",
    ),
    "circuit_breaker_transitions_total": (
        "counter",
        "Transitions, by state left and state entered.",
    ),
    "circuit_breaker_failure_rate": (
        "gauge",
        "Share of failures in the window; absent without calls or rule.",
    ),
    "circuit_breaker_slow_call_rate": (
        "gauge",
        "Share of slow calls in the window; absent without calls or rule.",
    ),
    "backstay_disabled": (
        "gauge",
        "1 while every policy is a pass-through.",
    ),
    "backstay_events_total": (
        "counter",
        "Events recorded since the start.",
    ),
    "timeout_expired_total": (
        "counter",
        "Ended as a timeout at or after the deadline; scope is call or attempt.",
    ),
    "timeout_refused_total": (
        "counter",
        "Not started because the deadline had passed; scope is call or attempt.",
    ),
    "retry_calls_total": (
        "counter",
        "Calls that ended.",
    ),
    "retry_attempts_total": (
        "counter",
        "Attempts that ended, first ones included.",
    ),
    "retry_retries_total": (
        "counter",
        "Attempts after the first that were allowed.",
    ),
    "retry_recovered_total": (
        "counter",
        "Calls that succeeded after the first attempt.",
    ),
    "retry_exhausted_total": (
        "counter",
        "Calls given up: attempts, elapsed, budget, deadline or permanent.",
    ),
    "retry_budget_left": (
        "gauge",
        "Retries that the budget would allow now; absent without a budget.",
    ),
    "rate_limit_limit": (
        "gauge",
        "The burst of the rate limit.",
    ),
    "rate_limit_remaining": (
        "gauge",
        "What may pass now without a wait.",
    ),
    "rate_limit_permitted_total": (
        "counter",
        "Calls let pass, waiters included.",
    ),
    "rate_limit_rejected_total": (
        "counter",
        "Calls refused, by reason.",
    ),
    "rate_limit_waits_total": (
        "counter",
        "Calls told to wait for their turn.",
    ),
    "bulkhead_limit": (
        "gauge",
        "Calls that may be in flight.",
    ),
    "bulkhead_in_flight": (
        "gauge",
        "Calls in flight.",
    ),
    "bulkhead_waiting": (
        "gauge",
        "Calls in the wait queue.",
    ),
    "bulkhead_permitted_total": (
        "counter",
        "Calls let pass, waiters included.",
    ),
    "bulkhead_rejected_total": (
        "counter",
        "Calls refused: full at once, or timeout after the wait time.",
    ),
    "bulkhead_waits_total": (
        "counter",
        "Calls that entered the wait queue.",
    ),
    "fallback_total": (
        "counter",
        "Calls whose result a fallback supplied, by the reason of the refusal, or failure.",
    ),
    "idempotency_checks_total": (
        "counter",
        "Claims, by result: new, taken_over, replay, body_not_kept, in_flight, mismatch, abandoned, store_unavailable, corrupt.",
    ),
    "idempotency_replay_count": (
        "counter",
        "Claims that were given the answer of an earlier call.",
    ),
    "idempotency_ends_total": (
        "counter",
        "Claims that ended, by how: value, failure, not_kept, released, left (to the lease), lost_lease.",
    ),
    "idempotency_unguarded_total": (
        "counter",
        "Claims that ran without their store, which could not be used.",
    ),
    "idempotency_http_refused_total": (
        "counter",
        "Requests that were answered with a problem, by its code.",
    ),
}

#: What the package offers under its own name.
__all__ = [
    "AbandonedError",
    "AnswerKind",
    "BodyNotKeptError",
    "BulkheadFullError",
    "CircuitOpenError",
    "ClosedError",
    "ConfigError",
    "CorruptRecordError",
    "DeadlineExceededError",
    "Error",
    "FailedBeforeError",
    "ForkedError",
    "InFlightError",
    "InternalError",
    "InvalidArgumentError",
    "IoError",
    "KeyMismatchError",
    "LostLeaseError",
    "NotFoundError",
    "OutOfMemoryError",
    "Outcome",
    "RateLimitedError",
    "Reason",
    "RejectedError",
    "RetriesExhaustedError",
    "ServeAction",
    "State",
    "Status",
    "StoreUnavailableError",
    "UnsupportedError",
]
