"""A guard under every call of an httpx client, one breaker per host.

    client = httpx.Client(transport=GuardedTransport(runtime.policy("upstream")))
    client = httpx.AsyncClient(transport=AsyncGuardedTransport(runtime.policy("upstream")))

A refused call raises `backstay.CircuitOpenError` from `client.get(...)` and sends nothing. A client that is given a transport
leaves `verify`, `http2`, `limits` and proxies from the environment to it: pass `httpx.HTTPTransport(http2=True, …)` as the
inner transport where these matter.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from backstay import Permit, Policy
from backstay._extras import missing_extra
from backstay._judge import is_server_error, report_outbound

try:
    import httpx
except ImportError as error:
    raise missing_extra("backstay.httpx", "httpx") from error

# Trouble of our own making: nothing reached the upstream, so nothing is known about it.
_OUR_FAULT = (httpx.PoolTimeout, httpx.LocalProtocolError, httpx.UnsupportedProtocol)


def host(request: httpx.Request) -> str:
    """Return the host and, unless it is the scheme's own, the port: the default key, such as "api.example.com:8443"."""
    return request.url.netloc.decode("ascii")


class GuardedTransport(httpx.BaseTransport):
    """Lets a request pass only with a permit of its host's breaker.

    Reported when the response's headers are there, or the attempt failed; what happens while the body is read is not seen.

        status that `failure` accepts (500 and above)    failure; Retry-After of a 429 or 503 can lengthen the open time
        429                                              neutral, unless `failure` accepts it
        any other status                                 success: the upstream works
        httpx.TimeoutException                           timeout; a PoolTimeout is neutral, nothing was sent
        other httpx.TransportError                       failure; errors in the request itself are neutral
        other exceptions                                 as the policy classifies them

    As thread-safe as the inner transport.
    """

    def __init__(
        self,
        policy: Policy,
        transport: httpx.BaseTransport | None = None,
        *,
        key: Callable[[httpx.Request], str] | None = host,
        failure: Callable[[int], bool] = is_server_error,
    ) -> None:
        """Guard `transport`, by default a new `httpx.HTTPTransport()`.

        `key`: gives the instance of the policy for a request, by default its host; None: one breaker for everything.
        `failure`: which status codes count against the upstream; `lambda status: status >= 500 or status == 429` adds one.
        """
        self._policy = policy
        self._transport = httpx.HTTPTransport() if transport is None else transport
        self._key = key
        self._failure = failure

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises RejectedError where the policy refuses it."""
        policy = self._policy if self._key is None else self._policy.keyed(self._key(request))
        with policy.enter() as permit:
            try:
                response = self._transport.handle_request(request)
            except httpx.TransportError as error:
                _report_error(permit, error)
                raise
            report_outbound(policy, permit, response.status_code, response.headers.get("Retry-After"), self._failure)
            return response

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
    ) -> None:
        """Guard `transport`, by default a new `httpx.AsyncHTTPTransport()`; the rest as in `GuardedTransport`."""
        self._policy = policy
        self._transport = httpx.AsyncHTTPTransport() if transport is None else transport
        self._key = key
        self._failure = failure

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises RejectedError where the policy refuses it."""
        policy = self._policy if self._key is None else self._policy.keyed(self._key(request))
        async with policy.enter_async() as permit:
            try:
                response = await self._transport.handle_async_request(request)
            except httpx.TransportError as error:
                _report_error(permit, error)
                raise
            report_outbound(policy, permit, response.status_code, response.headers.get("Retry-After"), self._failure)
            return response

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


def _report_error(permit: Permit, error: httpx.TransportError) -> None:
    if isinstance(error, _OUR_FAULT):
        permit.neutral()
    elif isinstance(error, httpx.TimeoutException):
        permit.timeout()
    else:
        permit.failure(error)
