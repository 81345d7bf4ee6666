"""A request of HTTP under an idempotency key: what is handed over, and what is to be done with it."""

from dataclasses import dataclass

from backstay._catalogue import ServeAction, Status
from backstay._claim import Claim


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request, as whoever writes an adapter knows it.

    Texts are str, taken as UTF-8, or bytes as they were on the wire; up to 1 MiB each. What is empty is not known.
    """

    method: str | bytes
    #: path and query, as the client sent them
    target: str | bytes
    #: the request header that `Idempotency.key_header` names; None: absent. Several fields of that name are joined by ", "
    key_header: str | bytes | None = None
    #: or, where it is longer than `wants` said, any part of it that is longer than that
    body: bytes | bytearray | memoryview = b""
    #: the path's pattern; empty: the path
    route: str | bytes = ""
    #: who asks, as the application knows it; without a principal the credentials tell users apart
    principal: str | bytes = ""
    tenant: str | bytes = ""
    #: the value of Authorization, a line feed, the value of Cookie
    credentials: str | bytes = ""
    #: of Content-Length; None: there was none
    declared_length: int | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What is to be done with a request."""

    #: PASS: run the handler. HOLD: run it, and give its answer to `claim.respond`. REPLY: send `status_code`, `headers` and `body`; the
    #: handler doesn't run. AGAIN: pause for `again` seconds, and serve once more with `waited` raised by them.
    action: ServeAction
    #: what the claim was told; INVALID_ARGUMENT: the request was refused
    status: Status
    #: with HOLD; it also takes heartbeats and recovery points
    claim: Claim | None
    #: with REPLY: seconds that its Retry-After says; None where it has none
    retry_after: float | None
    #: with AGAIN
    again: float | None
    #: with REPLY; else 0
    status_code: int
    #: with REPLY: names in lower case, and values
    headers: list[tuple[str, str]]
    #: with REPLY
    body: bytes
