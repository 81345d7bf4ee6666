"""A guard under every call of a requests session, one breaker per host.

    session = requests.Session()
    adapter = GuardedAdapter(runtime.policy("upstream"))
    session.mount("https://", adapter)
    session.mount("http://", adapter)

A refused call raises `backstay.CircuitOpenError` from `session.get(...)` and sends nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from backstay import Permit, Policy
from backstay._extras import missing_extra
from backstay._judge import is_server_error, report_outbound

try:
    import requests
    from requests.adapters import DEFAULT_POOLBLOCK, DEFAULT_POOLSIZE, DEFAULT_RETRIES, HTTPAdapter
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


class GuardedAdapter(HTTPAdapter):
    """Lets a request pass only with a permit of its host's breaker.

    Reported when the response's headers are there, or the attempt failed; what happens while the body is read is not seen.
    Retries of the adapter (`max_retries`) happen under one permit.

        status that `failure` accepts (500 and above)    failure; Retry-After of a 429 or 503 can lengthen the open time
        429                                              neutral, unless `failure` accepts it
        any other status                                 success: the upstream works
        requests.Timeout                                 timeout
        other requests.RequestException                  failure; errors in the request itself, such as InvalidURL, are neutral
        other exceptions                                 as the policy classifies them

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
    ) -> None:
        """Guard a new adapter; `pool_connections` to `pool_block` are HTTPAdapter's.

        `key`: gives the instance of the policy for a request, by default its host; None: one breaker for everything.
        `failure`: which status codes count against the upstream; `lambda status: status >= 500 or status == 429` adds one.
        """
        super().__init__(pool_connections, pool_maxsize, max_retries, pool_block)
        self._policy = policy
        self._key = key
        self._failure = failure

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
        """Send one request; raises RejectedError where the policy refuses it."""
        policy = self._policy if self._key is None else self._policy.keyed(self._key(request))
        with policy.enter() as permit:
            try:
                response = super().send(request, stream, timeout, verify, cert, proxies)
            except requests.RequestException as error:
                _report_error(permit, error)
                raise
            report_outbound(policy, permit, response.status_code, response.headers.get("Retry-After"), self._failure)
            return response


def _report_error(permit: Permit, error: requests.RequestException) -> None:
    if isinstance(error, requests.Timeout):
        permit.timeout()
    elif isinstance(error, ValueError):
        # InvalidURL, InvalidSchema, InvalidHeader and the like: nothing reached the upstream.
        permit.neutral()
    else:
        permit.failure(error)
