"""Middleware and metrics for any WSGI application (Flask, Bottle, Pyramid, plain functions).

app = IdempotencyMiddleware(app, idempotency=orders)             # what a key was used for happens once
app = GuardMiddleware(app)                                       # refusals become 429, 503 or 504 with problem details
app = GuardMiddleware(app, policy=runtime.policy("checkout"))    # and the application itself stands behind a policy
app = GuardMiddleware(app, policy=runtime.policy("per_client"), key=lambda environ: environ["REMOTE_ADDR"])
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from backstay import Permit, Policy, RejectedError, Runtime
from backstay._inbound import RATE_FIELDS, Inbound, deadline_error
from backstay._judge import is_server_error
from backstay._metrics import CONTENT_TYPE, process_label
from backstay._rate_fields import RateFields, joined
from backstay._wsgi_idempotency import IdempotencyMiddleware as IdempotencyMiddleware
from backstay._wsgi_idempotency import claim_of as claim_of
from backstay.problem import rejection_answer, status_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

_Made = TypeVar("_Made")


class GuardMiddleware:
    """Answer refusals, and guard the application below where a policy is given.

    A `RejectedError` raised before the first byte of the body was produced becomes 429 (RateLimitedError), 504
    (DeadlineExceededError) or 503, with Retry-After where known and problem details; a later one goes on to the server.

    With `policy`, every request needs a permit, and the whole policy counts: rate limit, bulkhead and its queue, breaker,
    timeout. Nothing is repeated, whatever the policy says about retries. The result is reported, and a place in the bulkhead
    given back, when the body is complete: a status for which `failure` is true is a failure, any other 4xx neutral, the rest a
    success; an exception is classified as the policy classifies it. A body that the server closes before its end means that the
    client went away: cancelled. A refusal that came from another policy further in is judged as the status that it becomes.

    Nobody is interrupted at a deadline: the application reads `backstay.time_left()`, as guarded calls inside it do by themselves. A
    TimeoutError that it raises after its deadline is answered with 504.

    Answers of a policy with a rate limit carry the header fields RateLimit and RateLimit-Policy (of the IETF's draft), refused and
    allowed ones.

    One object serves any number of requests at the same time.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        policy: Policy | None = None,
        *,
        key: "Callable[[WSGIEnvironment], str] | None" = None,
        cost: "Callable[[WSGIEnvironment], int] | None" = None,
        failure: Callable[[int], bool] = is_server_error,
        rate_limit_fields: bool = True,
    ) -> None:
        """Wrap `app`.

        `policy`: the inbound guard; None: only turn refusals into answers.
        `key`: gives the instance of the policy for a request, such as its user, tenant or client address, from the environment;
        None: one for all.
        `cost`: gives the weight of a request for the rate limit; None: 1.
        `failure`: which status codes count against the application; by default 500 and above.
        `rate_limit_fields`: whether answers tell about the rate limit.
        """
        self._app = app
        self._policy = policy
        self._inbound: Inbound[WSGIEnvironment] = Inbound(key, cost, failure, rate_limit_fields)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve one request."""
        fields: list[RateFields] | None = environ.get(RATE_FIELDS)
        if fields is None:
            # The outermost one writes what guards further in collect.
            environ[RATE_FIELDS] = fields = []
            start_response = _telling(start_response, fields)
        if self._policy is None:
            return _Body(self._app, environ, start_response, self._inbound).start()
        entrance = self._inbound.entrance(self._policy, environ)
        try:
            permit = entrance.policy.enter(cost=entrance.cost)
        except RejectedError as error:
            self._inbound.note_fields(self._policy, entrance, fields)
            return [_answer(error, environ, start_response)]
        self._inbound.note_fields(self._policy, entrance, fields)
        return _Body(self._app, environ, start_response, self._inbound, entrance.policy, permit).start()


def _telling(start_response: "StartResponse", fields: list[RateFields]) -> "StartResponse":
    """Return a `start_response` that adds header fields."""

    def telling(
        status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        # Without a third argument the call looks as the application made it: some servers distinguish.
        return start_response(status, [*headers, *joined(fields)], *(() if exc_info is None else (exc_info,)))

    return telling


class _Body:
    """One request: the body that the server iterates over, which ends in a report to the permit."""

    def __init__(
        self,
        app: "WSGIApplication",
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        inbound: "Inbound[WSGIEnvironment]",
        policy: Policy | None = None,
        permit: Permit | None = None,
    ) -> None:
        self._app = app
        self._environ = environ
        self._start_response = start_response
        self._inbound = inbound
        self._policy = policy
        self._permit = permit
        # Kept apart, since the deadline outlives the report.
        self._timed = permit if permit is not None and permit._timed else None
        self._status = 0
        self._sent = False
        self._close: Callable[[], None] | None = None
        self._chunks: Iterator[bytes] = iter(())

    def start(self) -> "Iterable[bytes]":
        """Call the application and return what the server shall iterate over."""
        try:
            body = self._timely(lambda: self._app(self._environ, self._watch_status))
            if isinstance(body, list | tuple):
                # All is known already, and servers treat a list better: they see its length.
                self._report(lambda permit: self._inbound.report(permit, self._status))
                return body
            self._close = getattr(body, "close", None)
            self._chunks = iter(body)
        except Exception as error:
            self._failed(error)
        return self

    def _timely(self, step: Callable[[], _Made]) -> _Made:
        """Do one step with the permit's deadline in force; between steps the server runs, which has none."""
        if self._timed is None:
            return step()
        self._timed._resume()
        try:
            return step()
        finally:
            self._timed._suspend()

    def _watch_status(
        self, status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        self._status = int(status[:3])
        # Without a third argument the call looks as the application made it: some servers distinguish.
        return self._start_response(status, headers, *(() if exc_info is None else (exc_info,)))

    def __iter__(self) -> "Iterator[bytes]":
        return self

    def __next__(self) -> bytes:
        try:
            chunk = self._timely(self._next_chunk)
        except StopIteration:
            self._report(lambda permit: self._inbound.report(permit, self._status))
            raise
        except Exception as error:
            self._failed(error)
            return next(self._chunks)
        self._sent = self._sent or bool(chunk)
        return chunk

    def _next_chunk(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        """End the request; the server calls it in any case."""
        self._report(Permit.cancelled)
        if self._close is not None:
            self._close()

    def _failed(self, error: Exception) -> None:
        """Turn a refusal and a passed deadline into an answer, and let everything else pass."""
        refusal = error if isinstance(error, RejectedError) else self._passed_deadline(error)
        if refusal is not None and not isinstance(error, TimeoutError) and not self._sent:
            self._report(lambda permit: self._inbound.report(permit, status_of(refusal)))
        self._report(lambda permit: permit.__exit__(type(error), error, error.__traceback__))
        if refusal is None or self._sent:
            raise error
        self._chunks = iter((_answer(refusal, self._environ, self._start_response),))

    def _passed_deadline(self, error: Exception) -> RejectedError | None:
        if self._timed is None or self._policy is None:
            return None
        return deadline_error(self._timed, self._policy, error)

    def _report(self, report: Callable[[Permit], Any]) -> None:
        """Report once; what comes later, such as the server's close, finds no permit any more."""
        permit, self._permit = self._permit, None
        if permit is not None:
            report(permit)


def _answer(error: RejectedError, environ: "WSGIEnvironment", start_response: "StartResponse") -> bytes:
    """Start the answer to a refused call and return its body."""
    answer = rejection_answer(error, environ.get("PATH_INFO"))
    assert error.__traceback__ is not None
    # With exc_info a server lets headers be replaced that the application had set and not sent.
    exc_info = (type(error), error, error.__traceback__)
    start_response(f"{answer.status} {answer.reason_phrase}", list(answer.headers), exc_info)
    return b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body


def metrics_app(runtime: Runtime, *, process: bool | str = True) -> "WSGIApplication":
    """Return a WSGI application that answers GET with the runtime's metrics in the Prometheus text format.

    `process` becomes the label `process`, as in `backstay.asgi.metrics_app`. Reading consumes nothing.
    """

    def serve_metrics(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        body = runtime.metrics(process=process_label(process)).encode()
        start_response("200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))])
        return [] if method == "HEAD" else [body]

    return serve_metrics
