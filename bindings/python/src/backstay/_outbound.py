"""What the guarded HTTP clients have in common: which requests may be repeated, and what an answer says to the policy.

An attempt returns in any case: with its response or with the client's own error, and with the report about it. So a policy judges
statuses and errors alike, and the client's user gets what the client alone would give: the last response, or the last error.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, NamedTuple, NoReturn, TypeVar

from backstay import Outcome, Policy, Report, RetriesExhaustedError
from backstay._judge import TOO_MANY_REQUESTS, judge_outbound
from backstay._patterns import patterns_of

_Request = TypeVar("_Request")
_Response = TypeVar("_Response")

#: Methods that may be repeated whatever the first request did (RFC 9110, section 9.2.2).
IDEMPOTENT_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
#: A failed response up to this size is read before the next attempt, so that its connection is free for others meanwhile.
LARGEST_BUFFERED: Final = 65_536
#: No client takes a timeout of 0.
SHORTEST_TIMEOUT: Final = 0.001


class Attempt(Generic[_Response]):
    """How one attempt ended: with a response, or with an error of the client."""

    __slots__ = ("error", "report", "response")

    def __init__(self, report: Report, response: _Response | None = None, error: Exception | None = None) -> None:
        self.report = report
        self.response = response
        self.error = error


class Plan(NamedTuple):
    """What a policy means for one request."""

    #: The view of the instance that judges attempts.
    policy: Policy
    #: Whether the policy may ask for another attempt, and the request allows one.
    repeats: bool
    #: Whether it might ask, but the request does not allow it.
    once: bool


class Outbound(Generic[_Request]):
    """What a client's guard was told."""

    def __init__(
        self,
        policy: Policy,
        key: Callable[[_Request], str] | None,
        failure: Callable[[int], bool],
        retryable: Callable[[_Request], bool],
    ) -> None:
        self._policy = policy
        self._key = key
        self._failure = failure
        self._retryable = retryable
        # The client's own errors are results too; what remains is a cut by the deadline, and what no other attempt would mend.
        self._repeating = policy.counting(result=_report_of, retryable=TimeoutError)
        self._single = policy.counting(result=_report_of, retryable=())

    def plan(self, request: _Request, replayable: bool) -> Plan:
        """Return what the policy means for a request, whose body can be sent again or not."""
        retries = patterns_of(self._policy).retries
        repeats = retries and replayable and self._retryable(request)
        once = retries and not repeats
        view = self._single if once else self._repeating
        return Plan(view if self._key is None else view.keyed(self._key(request)), repeats, once)

    def judge_status(self, plan: Plan, status: int, retry_after: str | None) -> Report:
        """Return the report about a response; `retry_after` is its Retry-After header."""
        report = judge_outbound(self._policy, status, retry_after, self._failure)
        if plan.repeats and status == TOO_MANY_REQUESTS and report.retry_after is not None:
            report = report._replace(outcome=Outcome.FAILURE, cause=f"HTTP {status}")
        return _permanent(report) if plan.once else report


def judge_error(plan: Plan, outcome: Outcome, error: Exception) -> Report:
    """Return the report about an error that means `outcome`."""
    report = Report(outcome, cause=type(error).__name__)
    return _permanent(report) if plan.once else report


def is_idempotent(method: str | None, headers: Mapping[str, str]) -> bool:
    """Return True for requests that may be repeated: by their method, or because they carry an Idempotency-Key."""
    return (method or "").upper() in IDEMPOTENT_METHODS or "Idempotency-Key" in headers


def is_small(headers: Mapping[str, str]) -> bool:
    """Tell whether a response's body is known to be small."""
    length = headers.get("Content-Length", "")
    return length.isdecimal() and int(length) <= LARGEST_BUFFERED


def result_of(ended: Attempt[_Response], exhausted: RetriesExhaustedError | None = None) -> _Response:
    """Return the response of the last attempt, or raise its error; what is no attempt was supplied by a fallback."""
    if not isinstance(ended, Attempt):
        return ended
    if ended.response is not None:
        return ended.response
    assert ended.error is not None
    # Taken out, since its traceback will lead here.
    error, ended.error = ended.error, None
    try:
        raise_given_up(error, exhausted)
    finally:
        del error, exhausted


def result_given_up(
    exhausted: RetriesExhaustedError, translated: Callable[[BaseException], BaseException] | None = None
) -> Any:
    """Return the last response of a call that was given up, or raise its last error as `translated` makes it."""
    if isinstance(exhausted.result, Attempt):
        return result_of(exhausted.result, exhausted)
    error = exhausted.last_error or exhausted
    return raise_given_up(error if translated is None else translated(error), exhausted)


def raise_given_up(error: BaseException, exhausted: RetriesExhaustedError | None) -> NoReturn:
    """Raise `error`; `exhausted`, where retries were given up, comes between it and what had caused it."""
    if exhausted is None or error is exhausted:
        raise error
    exhausted.__cause__ = error.__cause__ or error.__context__
    raise error from exhausted


def _report_of(attempt: Attempt[object]) -> Report:
    return attempt.report


def _permanent(report: Report) -> Report:
    failed = report.outcome in (Outcome.FAILURE, Outcome.TIMEOUT)
    return report._replace(outcome=Outcome.PERMANENT) if failed else report
