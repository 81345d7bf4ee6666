"""A whole policy under every call of an httpx client, with an instance of its own per host.

    client = httpx.Client(transport=GuardedTransport(runtime.policy("upstream")))
    client = httpx.AsyncClient(transport=AsyncGuardedTransport(runtime.policy("upstream")))

A refused call raises a `backstay.RejectedError`, such as CircuitOpenError, from `client.get(...)` and sends nothing. A client that
is given a transport leaves `verify`, `http2`, `limits` and proxies from the environment to it: pass
`httpx.HTTPTransport(http2=True, …)` as the inner transport where these matter.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

from backstay import Outcome, Policy, RejectedError, RetriesExhaustedError, time_left
from backstay._extras import missing_extra
from backstay._judge import is_server_error
from backstay._outbound import (
    SHORTEST_TIMEOUT,
    Attempt,
    Outbound,
    Plan,
    is_idempotent,
    is_small,
    judge_error,
    result_given_up,
    result_of,
)

try:
    import httpx
except ImportError as error:
    raise missing_extra("backstay.httpx", "httpx") from error

# Trouble of our own making: nothing reached the upstream, so nothing is known about it.
_OUR_FAULT = (httpx.PoolTimeout, httpx.LocalProtocolError, httpx.UnsupportedProtocol)
_TIMEOUTS = ("connect", "read", "write", "pool")


def host(request: httpx.Request) -> str:
    """Return the host and, unless it is the scheme's own, the port: the default key, such as "api.example.com:8443"."""
    return request.url.netloc.decode("ascii")


def idempotent(request: httpx.Request) -> bool:
    """Return True for GET, HEAD, OPTIONS, TRACE, PUT, DELETE and whatever has an Idempotency-Key: what is retried by default."""
    return is_idempotent(request.method, request.headers)


class GuardedTransport(httpx.BaseTransport):
    """Sends each request under a policy: its breaker, rate limit, bulkhead, deadlines and retries.

    Reported when the response's headers are there, or the attempt failed; what happens while the body is read is not seen.

        status that `failure` accepts (500 and above)    failure; Retry-After of a 429 or 503 is passed on
        429                                              neutral, unless `failure` accepts it, or it says Retry-After and
                                                         is retried: then it is a failure
        any other status                                 success: the upstream works
        httpx.TimeoutException                           timeout; a PoolTimeout is neutral, nothing was sent
        other httpx.TransportError                       failure; errors in the request itself are neutral
        other exceptions                                 failure that is not retried; a TimeoutError is a timeout

    **Retries**, where the policy has them: requests that `retryable` accepts, and whose body can be sent again: bytes, text,
    forms, JSON, and files that can seek. A failure of any other request is reported as permanent: it counts as a failure and is
    not repeated. A failed response is read (up to 64 KiB, of known length) or closed before the next attempt, so that its connection
    goes back to the pool. When the policy gives up, the client's user gets what the client alone would give: the last
    response, whatever its status, or the last error, such as httpx.ConnectError. The error's `__cause__` then is the
    `backstay.RetriesExhaustedError` with attempts, reason and elapsed time.

    A view of the policy does its part: `costing` is asked with the request, and a `fallback` supplies the response of a call that is
    refused or given up.

    **Deadlines**, of the policy and of guarded calls around: each of the request's timeouts is cut to the time that is left. That
    bounds each read and write, not their sum; asyncio cuts the sum as well (httpx.ReadTimeout).

    As thread-safe as the inner transport.
    """

    def __init__(
        self,
        policy: Policy,
        transport: httpx.BaseTransport | None = None,
        *,
        key: Callable[[httpx.Request], str] | None = host,
        failure: Callable[[int], bool] = is_server_error,
        retryable: Callable[[httpx.Request], bool] = idempotent,
    ) -> None:
        """Guard `transport`, by default a new `httpx.HTTPTransport()`.

        `key`: gives the instance of the policy for a request, by default its host; None: one instance for everything.
        `failure`: which status codes count against the upstream; `lambda status: status >= 500 or status == 429` adds one.
        `retryable`: which requests may be sent again; `lambda request: True` says that the upstream takes no harm from any.
        """
        self._transport = httpx.HTTPTransport() if transport is None else transport
        self._outbound = Outbound(policy, key, failure, retryable)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, as often as the policy says; raises RejectedError where the policy refuses it."""
        exchange = _Exchange(self._outbound, request)
        try:
            response = self._play(exchange, request)
        except BaseException:
            if exchange.held is not None:
                exchange.held.close()
            raise
        if exchange.held is not None and exchange.held is not response:
            exchange.held.close()
        return response

    def _play(self, exchange: "_Exchange", request: httpx.Request) -> httpx.Response:
        try:
            return result_of(exchange.plan.policy.call(functools.partial(self._attempt, exchange), request))
        except RetriesExhaustedError as exhausted:
            return exchange.give_up(exhausted)
        except TimeoutError as error:
            raise exchange.translated(error)  # noqa: B904  its cause is set

    def _attempt(self, exchange: "_Exchange", request: httpx.Request) -> Attempt[httpx.Response]:
        if exchange.held is not None:
            exchange.held.close()
        try:
            with exchange.ready():
                response = self._transport.handle_request(request)
            ended = exchange.judge(response)
            if exchange.is_worth_reading(ended):
                stream = response.stream
                assert isinstance(stream, httpx.SyncByteStream)
                response.stream = httpx.ByteStream(b"".join(stream))
                stream.close()
        except httpx.TransportError as error:
            return exchange.judge_error(error)
        return ended

    def __enter__(self) -> Self:
        """Enter the inner transport."""
        self._transport.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave the inner transport, which closes it."""
        self._transport.__exit__(exc_type, exc_value, traceback)

    def close(self) -> None:
        """Close the inner transport."""
        self._transport.close()


class AsyncGuardedTransport(httpx.AsyncBaseTransport):
    """`GuardedTransport` for `httpx.AsyncClient`; a cancelled request counts as cancelled."""

    def __init__(
        self,
        policy: Policy,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        key: Callable[[httpx.Request], str] | None = host,
        failure: Callable[[int], bool] = is_server_error,
        retryable: Callable[[httpx.Request], bool] = idempotent,
    ) -> None:
        """Guard `transport`, by default a new `httpx.AsyncHTTPTransport()`; the rest as in `GuardedTransport`."""
        self._transport = httpx.AsyncHTTPTransport() if transport is None else transport
        self._outbound = Outbound(policy, key, failure, retryable)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, as often as the policy says; raises RejectedError where the policy refuses it."""
        exchange = _Exchange(self._outbound, request)
        try:
            response = await self._play(exchange, request)
        except BaseException:
            if exchange.held is not None:
                await exchange.held.aclose()
            raise
        if exchange.held is not None and exchange.held is not response:
            await exchange.held.aclose()
        return response

    async def _play(self, exchange: "_Exchange", request: httpx.Request) -> httpx.Response:
        try:
            return result_of(await exchange.plan.policy.call_async(functools.partial(self._attempt, exchange), request))
        except RetriesExhaustedError as exhausted:
            return exchange.give_up(exhausted)
        except TimeoutError as error:
            raise exchange.translated(error)  # noqa: B904  its cause is set

    async def _attempt(self, exchange: "_Exchange", request: httpx.Request) -> Attempt[httpx.Response]:
        if exchange.held is not None:
            await exchange.held.aclose()
        try:
            with exchange.ready():
                response = await self._transport.handle_async_request(request)
            ended = exchange.judge(response)
            if exchange.is_worth_reading(ended):
                stream = response.stream
                assert isinstance(stream, httpx.AsyncByteStream)
                response.stream = httpx.ByteStream(b"".join([part async for part in stream]))
                await stream.aclose()
        except httpx.TransportError as error:
            return exchange.judge_error(error)
        return ended

    async def __aenter__(self) -> Self:
        """Enter the inner transport."""
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave the inner transport, which closes it."""
        await self._transport.__aexit__(exc_type, exc_value, traceback)

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._transport.aclose()


class _Exchange:
    """One request with all of its attempts: what needs no waiting, and so is the same for both kinds of client."""

    __slots__ = ("_file", "_outbound", "_position", "_request", "held", "plan")

    #: What the policy means for the request.
    plan: Plan
    #: The failed response of the last attempt, which another attempt may replace.
    held: httpx.Response | None

    def __init__(self, outbound: Outbound[httpx.Request], request: httpx.Request) -> None:
        self._outbound = outbound
        self._request = request
        self._file = _seekable_file(request.stream)
        self._position = 0 if self._file is None else self._file.tell()
        self.held = None
        self.plan = outbound.plan(request, self._file is not None or _is_replayable(request.stream))

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """Bring the body to its beginning, and cut the timeouts to the time that is left for the length of an attempt."""
        self.held = None
        if self._file is not None:
            self._file.seek(self._position)
        own = self._request.extensions
        self._request.extensions = _with_deadline(own)
        try:
            yield
        finally:
            self._request.extensions = own

    def judge(self, response: httpx.Response) -> Attempt[httpx.Response]:
        report = self._outbound.judge_status(self.plan, response.status_code, response.headers.get("Retry-After"))
        return Attempt(report, response)

    def judge_error(self, error: httpx.TransportError) -> Attempt[httpx.Response]:
        if isinstance(error, _OUR_FAULT):
            outcome = Outcome.NEUTRAL
        else:
            outcome = Outcome.TIMEOUT if isinstance(error, httpx.TimeoutException) else Outcome.FAILURE
        return Attempt(judge_error(self.plan, outcome, error), error=error)

    def is_worth_reading(self, ended: Attempt[httpx.Response]) -> bool:
        """Tell whether another attempt may come, and hold the response until then where it can't be read now."""
        if not self.plan.repeats or ended.report.outcome is not Outcome.FAILURE:
            return False
        assert ended.response is not None
        if is_small(ended.response.headers):
            return True
        self.held = ended.response
        return False

    def give_up(self, exhausted: RetriesExhaustedError) -> httpx.Response:
        """Return the last response, or raise the last error."""
        response: httpx.Response = result_given_up(exhausted, self.translated)
        return response

    def translated(self, error: BaseException) -> BaseException:
        """Return what the client's user expects for a cut by the deadline; anything else as it is."""
        if not isinstance(error, TimeoutError) or isinstance(error, RejectedError):
            return error
        made = httpx.ReadTimeout("the deadline of the call passed", request=self._request)
        made.__cause__ = error
        return made


def _with_deadline(extensions: dict[str, Any]) -> dict[str, Any]:
    left = time_left()
    if left is None:
        return extensions
    left = max(left, SHORTEST_TIMEOUT)
    own = extensions.get("timeout") or {}
    return {**extensions, "timeout": {name: _earlier(own.get(name), left) for name in _TIMEOUTS}}


def _earlier(timeout: float | None, left: float) -> float:
    return left if timeout is None else min(timeout, left)


def _is_replayable(stream: object) -> bool:
    """Tell whether httpx sends the same body again when it is asked to."""
    if isinstance(stream, httpx.ByteStream):
        return True
    # A multipart form begins anew by itself, where its files can.
    fields = getattr(stream, "fields", None)
    return isinstance(fields, list) and all(_is_seekable(getattr(field, "file", b"")) for field in fields)


def _seekable_file(stream: object) -> Any:
    """Return the file below a request's stream, None where it is no file or can't seek."""
    file = getattr(stream, "_stream", None)
    return file if hasattr(file, "read") and _is_seekable(file) else None


def _is_seekable(file: Any) -> bool:
    return isinstance(file, str | bytes) or bool(getattr(file, "seekable", bool)())
