"""A whole policy under every call of a requests session, with an instance of its own per host.

    session = requests.Session()
    adapter = GuardedAdapter(runtime.policy("upstream"))
    session.mount("https://", adapter)
    session.mount("http://", adapter)

A refused call raises a `backstay.RejectedError`, such as CircuitOpenError, from `session.get(...)` and sends nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from backstay import Outcome, Policy, RetriesExhaustedError, time_left
from backstay._extras import missing_extra
from backstay._judge import is_server_error
from backstay._outbound import (
    SHORTEST_TIMEOUT,
    Attempt,
    Outbound,
    is_idempotent,
    is_small,
    judge_error,
    result_given_up,
    result_of,
)

try:
    import requests
    from requests.adapters import DEFAULT_POOLBLOCK, DEFAULT_POOLSIZE, DEFAULT_RETRIES, HTTPAdapter
    from requests.utils import rewind_body
    from urllib3 import Timeout
except ImportError as error:
    raise missing_extra("backstay.requests", "requests") from error

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host(request: requests.PreparedRequest) -> str:
    """Return the host and, unless it is the scheme's own, the port: the default key, such as "api.example.com:8443"."""
    url = urlsplit(request.url or "")
    name = url.hostname or ""
    if ":" in name:
        name = f"[{name}]"
    return name if url.port in (None, _DEFAULT_PORTS.get(url.scheme)) else f"{name}:{url.port}"


def idempotent(request: requests.PreparedRequest) -> bool:
    """Return True for GET, HEAD, OPTIONS, TRACE, PUT, DELETE and whatever has an Idempotency-Key: what is retried by default."""
    return is_idempotent(request.method, request.headers)


class GuardedAdapter(HTTPAdapter):
    """Sends each request under a policy: its breaker, rate limit, bulkhead, deadlines and retries.

    Reported when the response's headers are there, or the attempt failed; what happens while the body is read is not seen.
    Retries of the adapter (`max_retries`) happen inside one attempt.

        status that `failure` accepts (500 and above)    failure; Retry-After of a 429 or 503 is passed on
        429                                              neutral, unless `failure` accepts it, or it says Retry-After and
                                                         is retried: then it is a failure
        any other status                                 success: the upstream works
        requests.Timeout                                 timeout
        other requests.RequestException                  failure; errors in the request itself, such as InvalidURL, are neutral
        other exceptions                                 failure that is not retried; a TimeoutError is a timeout

    **Retries**, where the policy has them: requests that `retryable` accepts, and whose body can be sent again: bytes, text,
    forms, JSON, and files that can seek. A failure of any other request is reported as permanent: it counts as a failure and is
    not repeated. A failed response is read (up to 64 KiB, of known length) or closed before the next attempt, so that its connection
    goes back to the pool. When the policy gives up, the session's user gets what the session alone would give: the last
    response, whatever its status, or the last error, such as requests.ConnectionError. The error's `__cause__` then is the
    `backstay.RetriesExhaustedError` with attempts, reason and elapsed time.

    A view of the policy does its part: `costing` is asked with the request, and a `fallback` supplies the response of a call that is
    refused or given up.

    **Deadlines**, of the policy and of guarded calls around: the request's timeout is cut to the time that is left. That bounds the
    time to connect and each read, not the sum of all reads.

    As thread-safe as HTTPAdapter. A pickled session can't carry a policy; mount the adapter again.
    """

    def __init__(
        self,
        policy: Policy,
        pool_connections: int = DEFAULT_POOLSIZE,
        pool_maxsize: int = DEFAULT_POOLSIZE,
        max_retries: Any = DEFAULT_RETRIES,
        pool_block: bool = DEFAULT_POOLBLOCK,
        *,
        key: Callable[[requests.PreparedRequest], str] | None = host,
        failure: Callable[[int], bool] = is_server_error,
        retryable: Callable[[requests.PreparedRequest], bool] = idempotent,
    ) -> None:
        """Guard a new adapter; `pool_connections` to `pool_block` are HTTPAdapter's.

        `key`: gives the instance of the policy for a request, by default its host; None: one instance for everything.
        `failure`: which status codes count against the upstream; `lambda status: status >= 500 or status == 429` adds one.
        `retryable`: which requests may be sent again; `lambda request: True` says that the upstream takes no harm from any.
        """
        super().__init__(pool_connections, pool_maxsize, max_retries, pool_block)
        self._outbound = Outbound(policy, key, failure, retryable)

    def __getstate__(self) -> dict[str, Any]:
        """Refuse to be pickled, in words."""
        raise TypeError("a GuardedAdapter holds a policy of this process and can't be pickled; mount a new one instead")

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send one request, as often as the policy says; raises RejectedError where the policy refuses it."""

        def send_once() -> requests.Response:
            return super(GuardedAdapter, self).send(request, stream, _cut(timeout), verify, cert, proxies)

        return _Exchange(self._outbound, request, send_once).play()


class _Exchange:
    """One request with all of its attempts."""

    __slots__ = ("_attempts", "_held", "_outbound", "_plan", "_request", "_send")

    def __init__(
        self,
        outbound: Outbound[requests.PreparedRequest],
        request: requests.PreparedRequest,
        send: Callable[[], requests.Response],
    ) -> None:
        self._outbound = outbound
        self._request = request
        self._send = send
        self._plan = outbound.plan(request, _is_replayable(request))
        self._attempts = 0
        # The failed response of the last attempt, which another attempt may replace.
        self._held: requests.Response | None = None

    def play(self) -> requests.Response:
        """Return the last response, or raise the last error."""
        response: requests.Response | None = None
        try:
            response = self._result()
            return response
        finally:
            if self._held is not response:
                self._let_go()

    def _result(self) -> requests.Response:
        try:
            return result_of(self._plan.policy.call(self._attempt, self._request))
        except RetriesExhaustedError as exhausted:
            response: requests.Response = result_given_up(exhausted)
            return response

    def _attempt(self, request: requests.PreparedRequest) -> Attempt[requests.Response]:
        self._let_go()
        self._attempts += 1
        if self._attempts > 1 and hasattr(request.body, "seek"):
            rewind_body(request)
        try:
            response = self._send()
            report = self._outbound.judge_status(self._plan, response.status_code, response.headers.get("Retry-After"))
            if self._plan.repeats and report.outcome is Outcome.FAILURE:
                if is_small(response.headers):
                    response.content  # noqa: B018  reads it, which gives the connection back
                else:
                    self._held = response
        except requests.RequestException as error:
            return Attempt(judge_error(self._plan, _outcome_of(error), error), error=error)
        return Attempt(report, response)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


def _outcome_of(error: requests.RequestException) -> Outcome:
    if isinstance(error, requests.Timeout):
        return Outcome.TIMEOUT
    # InvalidURL, InvalidSchema, InvalidHeader and the like: nothing reached the upstream.
    return Outcome.NEUTRAL if isinstance(error, ValueError) else Outcome.FAILURE


def _cut(timeout: Any) -> Any:
    """Return the timeout of an attempt: the user's own, and in all no more than the time that is left."""
    left = time_left()
    if left is None:
        return timeout
    left = max(left, SHORTEST_TIMEOUT)
    if isinstance(timeout, Timeout):
        cut = timeout.clone()
        total: Any = cut.total
        cut.total = left if total is None else min(total, left)
        return cut
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return Timeout(total=left, connect=connect, read=read)


def _is_replayable(request: requests.PreparedRequest) -> bool:
    body = request.body
    if body is None or isinstance(body, str | bytes):
        return True
    # requests notes where a file began, so that it can follow redirects.
    return hasattr(body, "seek") and isinstance(getattr(request, "_body_position", None), int)
