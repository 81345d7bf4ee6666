"""Middleware and metrics for any WSGI application (Flask, Bottle, Pyramid, plain functions).

app = GuardMiddleware(app)                                       # refusals become 503 + Retry-After + problem details
app = GuardMiddleware(app, policy=runtime.policy("checkout"))    # and the application itself stands behind a breaker
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from backstay import Permit, Policy, RejectedError, Runtime
from backstay._judge import is_server_error, report_inbound
from backstay._metrics import CONTENT_TYPE, process_label
from backstay.problem import STATUS, rejection_answer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo


class GuardMiddleware:
    """Answer refusals with 503, and guard the application below where a policy is given.

    A `RejectedError` raised before the first byte of the body was produced becomes 503 with Retry-After and problem details;
    a later one goes on to the server.

    With `policy`, every request needs a permit. The result is reported when the body is complete: a status for which
    `failure` is true is a failure, any other 4xx neutral, the rest a success; an exception is classified as the policy
    classifies it. A body that the server closes before its end means that the client went away: cancelled. A refusal that
    came from another policy further in is judged as the 503 that it becomes.

    One object serves any number of requests at the same time.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        policy: Policy | None = None,
        *,
        key: "Callable[[WSGIEnvironment], str] | None" = None,
        failure: Callable[[int], bool] = is_server_error,
    ) -> None:
        """Wrap `app`.

        `policy`: the inbound guard; None: only turn refusals into answers.
        `key`: gives the instance of the policy for a request, such as its tenant, from the environment; None: one for all.
        `failure`: which status codes count against the application; by default 500 and above.
        """
        self._app = app
        self._policy = policy
        self._key = key
        self._failure = failure

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve one request."""
        try:
            permit = self._enter(environ)
        except RejectedError as error:
            return [_answer(error, environ, start_response)]
        return _Body(self._app, environ, start_response, permit, self._failure).start()

    def _enter(self, environ: "WSGIEnvironment") -> Permit | None:
        if self._policy is None:
            return None
        policy = self._policy if self._key is None else self._policy.keyed(self._key(environ))
        return policy.enter()


class _Body:
    """One request: the body that the server iterates over, which ends in a report to the permit."""

    def __init__(
        self,
        app: "WSGIApplication",
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        permit: Permit | None,
        failure: Callable[[int], bool],
    ) -> None:
        self._app = app
        self._environ = environ
        self._start_response = start_response
        self._permit = permit
        self._failure = failure
        self._status = 0
        self._sent = False
        self._close: Callable[[], None] | None = None
        self._chunks: Iterator[bytes] = iter(())

    def start(self) -> "Iterable[bytes]":
        """Call the application and return what the server shall iterate over."""
        try:
            body = self._app(self._environ, self._watch_status)
            if isinstance(body, list | tuple):
                # All is known already, and servers treat a list better: they see its length.
                self._report(lambda permit: report_inbound(permit, self._status, self._failure))
                return body
            self._close = getattr(body, "close", None)
            self._chunks = iter(body)
        except Exception as error:
            self._failed(error)
        return self

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
            chunk = next(self._chunks)
        except StopIteration:
            self._report(lambda permit: report_inbound(permit, self._status, self._failure))
            raise
        except Exception as error:
            self._failed(error)
            return next(self._chunks)
        self._sent = self._sent or bool(chunk)
        return chunk

    def close(self) -> None:
        """End the request; the server calls it in any case."""
        self._report(Permit.cancelled)
        if self._close is not None:
            self._close()

    def _failed(self, error: Exception) -> None:
        """Turn a refusal into an answer, and let everything else pass."""
        if not isinstance(error, RejectedError) or self._sent:
            self._report(lambda permit: permit.__exit__(type(error), error, error.__traceback__))
            raise error
        self._report(lambda permit: report_inbound(permit, STATUS, self._failure))
        self._chunks = iter((_answer(error, self._environ, self._start_response),))

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
