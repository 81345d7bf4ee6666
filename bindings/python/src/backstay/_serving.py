"""Serving requests of HTTP by one idempotency: what every adapter does between the server and its application.

The core decides; here it is asked, paused for where it says so, and told what the application answered. Each step has a form that waits
and one for coroutines, which awaits a store that blocks.
"""

import contextlib
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from backstay import _native
from backstay._catalogue import Error, InvalidArgumentError, RejectedError, ServeAction, Status
from backstay._claim import Claim, words_of
from backstay._http import HttpRequest, Served
from backstay._store_queues import StoreQueues

if TYPE_CHECKING:
    from backstay._store_queue import StoreQueue

#: The key of a request's or a scope's own, where the key is held whose handler runs.
HELD: Final = "backstay.held"
Header: TypeAlias = tuple[str, str] | tuple[bytes, bytes]

#: A plain number, since it is compared for each request.
AGAIN: Final = int(ServeAction.AGAIN)
_NOTHING: Final = -1
#: Answers with these have no body, whatever was stored.
_WITHOUT_BODY: Final = frozenset({204, 304})


class Serving:
    """What adapters ask of one idempotency; any thread and any event loop may use it."""

    __slots__ = ("_idempotency", "key_header", "maximum_body", "native", "queues")

    def __init__(self, idempotency: _native.Idempotency, queues: StoreQueues | None) -> None:
        self._idempotency = idempotency
        #: Asked directly where nothing has to be waited for.
        self.native: Final = idempotency.serving()
        #: None where the store never blocks.
        self.queues: Final = queues
        #: The name of the request header that holds the key.
        self.key_header: Final = self.native.key_header
        #: So many bytes of an answer's body are kept; one that is longer is not.
        self.maximum_body: Final = self.native.maximum_body

    def serve(self, *request: Any) -> "_native._Served":
        """Ask until it is settled what is to be done; `request` is what `_native.Serving.serve` takes, without the time waited."""
        waited_ns = 0
        while (told := self.native.serve(*request, waited_ns))[0] == AGAIN:
            if not self._idempotency.pass_time(told[3]):
                time.sleep(told[3] / 1e9)
            waited_ns += told[3]
        return told

    async def serve_async(self, *request: Any) -> "_native._Served":
        """The same without holding up the event loop. Who is cancelled meanwhile has claimed nothing."""
        waited_ns = 0
        while (told := await self.try_async(*request, waited_ns))[0] == AGAIN:
            waited_ns += await self.pause(told[3])
        return told

    async def try_async(self, *request: Any) -> "_native._Served":
        """Ask once; `request` includes the time waited."""
        if self.queues is None:
            return self.native.serve(*request)
        return await self.queues.running().serve(self.native.submit, *request, as_bytes=False)

    async def serve_asgi_again(self, pause_ns: int, *request: Any) -> "_native._Served":
        """After a first try of `_native.Serving.serve_asgi` that was told to pause: the same, until it is settled."""
        waited_ns = await self.pause(pause_ns)
        while (told := await self._try_asgi(*request, waited_ns))[0] == AGAIN:
            waited_ns += await self.pause(told[3])
        return told

    async def _try_asgi(self, *request: Any) -> "_native._Served":
        if self.queues is None:
            return self.native.serve_asgi(*request)
        return await self.queues.running().serve(self.native.submit_asgi, *request, as_bytes=True)

    async def pause(self, pause_ns: int) -> int:
        """Sleep, on a manual clock by moving it, and return how long."""
        if not self._idempotency.pass_time(pause_ns):
            import asyncio  # not needed by who has no coroutines

            await asyncio.sleep(pause_ns / 1e9)
        return pause_ns

    def respond(
        self, held: _native.Held, status_code: int, headers: Iterable[Header], body: bytes, kept: bool = True
    ) -> None:
        """Report an answer before it is sent; `kept`: the body is all of it.

        The answer's effect has happened: whatever becomes of the key, and of the store, the client gets it. Raises only
        InvalidArgumentError, for a header that is none.
        """
        try:
            held.respond(status_code, headers, body, kept)
        except InvalidArgumentError:
            raise
        except Error:
            pass

    async def respond_async(
        self, held: _native.Held, status_code: int, headers: Iterable[Header], body: bytes, kept: bool = True
    ) -> None:
        """The same without holding up the event loop. It happens even if who waits for it is cancelled."""
        if self.queues is None:
            self.respond(held, status_code, headers, body, kept)
            return
        try:
            await self.queues.running().end(held.respond_submit, status_code, headers, body, kept)
        except InvalidArgumentError:
            raise
        except Error:
            pass

    def fail(self, held: _native.Held, error: BaseException) -> None:
        """Report what the application raised, which the caller goes on to raise."""
        with contextlib.suppress(Error):
            if isinstance(error, RejectedError):
                held.respond(_status_of(error), (), b"", False)
            else:
                held.claim().fail(False, *words_of(error))

    async def fail_async(self, held: _native.Held, error: BaseException) -> None:
        """The same without holding up the event loop."""
        if self.queues is None:
            self.fail(held, error)
            return
        with contextlib.suppress(Error):
            queue: StoreQueue = self.queues.running()
            if isinstance(error, RejectedError):
                await queue.end(held.respond_submit, _status_of(error), (), b"", False)
            else:
                await queue.end(held.claim().fail_submit, False, *words_of(error))

    def claim_of(self, held: _native.Held) -> Claim:
        """Return the claim of a request whose handler runs."""
        told = (held.status, held.claim(), held.fence, _NOTHING, 0, held.takeovers, _NOTHING, 0)
        return Claim((*told, "", held.recovery_point, "", "", b""), self.queues)

    def served(self, told: "_native._Served") -> Served:
        """Return in words of Python what a request was told."""
        action, status, retry_after_ns, again_ns, held, status_code, headers, body = told
        return Served(
            ServeAction(action),
            Status(status),
            None if held is None else self.claim_of(held),
            None if retry_after_ns < 0 else retry_after_ns / 1e9,
            None if again_ns <= 0 else again_ns / 1e9,
            status_code,
            headers,
            body,
        )


def fields_of(request: HttpRequest) -> tuple[Any, ...]:
    """Return what `_native.Serving.serve` takes of a request, without the time waited."""
    return (
        request.method,
        request.target,
        request.route,
        request.key_header,
        request.tenant,
        request.principal,
        request.credentials,
        request.body,
        _NOTHING if request.declared_length is None else request.declared_length,
    )


def sent_body(method: str, status_code: int, body: bytes) -> bytes:
    """Return what of a reply's body is sent."""
    return b"" if method == "HEAD" or status_code in _WITHOUT_BODY else body


def collects(status_code: int, length: str | bytes | None, maximum: int) -> bool:
    """Tell whether an answer that may come in parts is short enough to be collected; without a length it is a stream."""
    if status_code in _WITHOUT_BODY:
        return True
    try:
        return length is not None and int(length) <= maximum
    except ValueError:
        return False


def text_by(hook: Callable[[Any], str | None] | None, request: Any) -> str:
    """Return what an adapter's hook says of a request; empty where nothing is known."""
    return "" if hook is None else hook(request) or ""


def _status_of(error: RejectedError) -> int:
    from backstay.problem import status_of  # only the adapters need it

    return status_of(error)
