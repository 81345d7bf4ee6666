"""Idempotency: claims of keys, and functions that run once a key."""

import contextlib
import functools
import inspect
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple, TypeVar

from backstay import _native
from backstay._catalogue import AnswerKind, Error, InvalidArgumentError
from backstay._claim import Claim, ClaimOutcome, refusal_of
from backstay._classify import ExceptionRule, split_rule
from backstay._http import HttpRequest, Served
from backstay._serving import Serving, fields_of
from backstay._store_queues import StoreQueues
from backstay._time import nanoseconds_of

Function = TypeVar("Function", bound=Callable[..., Any])
#: A key, or what makes one of the call's own arguments.
KeyOf = str | Callable[..., str]

JSON: Final = "application/json"
_UNKNOWN: Final = -1


class Idempotency:
    """What happens once a key, got by name from a runtime; any thread and any event loop may use it.

    Guarantee: between the claim that got a key and its completion nobody else holds it, unless its lease ran out. So effects are at
    most one more than takeovers; where `on_takeover` is `refuse`, at most one.
    """

    def __init__(self, name: str, native: _native.Idempotency, queues: StoreQueues) -> None:
        """Idempotencies come from `Runtime.idempotency`, not from here."""
        self._name = name
        self._native = native
        self._queues = queues if native.blocks() else None
        self._serving = Serving(native, self._queues)

    @property
    def name(self) -> str:
        """The name in the configuration."""
        return self._name

    def __repr__(self) -> str:
        return f"<Idempotency {self._name}>"

    def claim(
        self,
        key: str,
        *,
        fingerprint: str = "",
        scope: str = "",
        lease: timedelta | float | None = None,
        waited: timedelta | float = 0,
    ) -> Claim:
        """Claim a key (1 to 255 bytes of UTF-8) and return what became of it; see `Claim.outcome`.

        Keys of different scopes (up to 255 bytes) are different keys. `fingerprint` (up to 255 bytes) tells the request: where both claims
        of a key gave one, they must agree. `lease`, 10 ms to a day, stands for the configured one. `waited` is the time since the first
        try, see `Claim.again`. Raises InvalidArgumentError, ClosedError, StoreUnavailableError, CorruptRecordError, ForkedError.
        """
        return Claim(
            self._native.claim(scope, key, fingerprint, _lease_ns(lease), nanoseconds_of(waited)), self._queues
        )

    async def claim_async(
        self,
        key: str,
        *,
        fingerprint: str = "",
        scope: str = "",
        lease: timedelta | float | None = None,
        waited: timedelta | float = 0,
    ) -> Claim:
        """Claim a key without holding up the event loop: the same as `claim`.

        Who is cancelled meanwhile has claimed nothing. Where the store blocks, the event loop must be asyncio's; elsewhere this raises
        UnsupportedError.
        """
        if self._queues is None:
            return self.claim(key, fingerprint=fingerprint, scope=scope, lease=lease, waited=waited)
        args = (scope, key, fingerprint, _lease_ns(lease), nanoseconds_of(waited))
        return Claim(await self._queues.running().claim(self._native.claim_submit, *args), self._queues)

    @property
    def key_header(self) -> str:
        """The name of the request header that holds the key, as configured."""
        return self._serving.key_header

    @property
    def maximum_body(self) -> int:
        """So many bytes of an answer's body are kept, as configured. Who buffers it needs no more, and responds with `kept=False` where
        there is more."""
        return self._serving.maximum_body

    def wants(self, method: str | bytes, key_header: str | bytes | None) -> int:
        """Return how many bytes of a request's body `serve` wants; 0: the request passes, and there is nothing more to do.

        Cheap: for every request. `key_header` is the header that `self.key_header` names; None: absent.
        """
        return self._serving.native.wants(method, key_header)

    def serve(self, request: HttpRequest, *, waited: timedelta | float | None = None) -> Served:
        """Decide what is done with a request of HTTP, and claim its key; for whoever writes an adapter.

        Pauses as configured where the key is in flight. With `waited`, the time since the first try, it is one try, which may be told
        to come again. A refusal is a reply too, one that the store can't be used for included. Raises InvalidArgumentError,
        ClosedError, ForkedError.
        """
        fields = fields_of(request)
        if waited is None:
            return self._serving.served(self._serving.serve(*fields))
        return self._serving.served(self._serving.native.serve(*fields, nanoseconds_of(waited)))

    async def serve_async(self, request: HttpRequest, *, waited: timedelta | float | None = None) -> Served:
        """Decide what is done with a request without holding up the event loop: the same as `serve`.

        Who is cancelled meanwhile has claimed nothing. Where the store blocks, the event loop must be asyncio's; elsewhere this raises
        UnsupportedError.
        """
        fields = fields_of(request)
        if waited is None:
            return self._serving.served(await self._serving.serve_async(*fields))
        return self._serving.served(await self._serving.try_async(*fields, nanoseconds_of(waited)))

    def set_on_unavailable(self, run: bool | None, reason: str) -> None:
        """Say what happens while the store can't be used, until told otherwise.

        False: claims are refused. True: they run unguarded, by a claim whose steps do nothing. None: as configured. `reason` (1 to 128
        bytes) is recorded in an event. Raises InvalidArgumentError, ClosedError.
        """
        self._native.set_on_unavailable(_UNKNOWN if run is None else int(run), reason)

    def once(
        self,
        *,
        key: KeyOf,
        fingerprint: KeyOf = "",
        scope: KeyOf = "",
        lease: timedelta | float | None = None,
        retryable: ExceptionRule = (),
        encode: Callable[[Any], Any] | None = None,
        decode: Callable[[Any], Any] | None = None,
    ) -> Callable[[Function], Function]:
        """Return a decorator for functions and coroutine functions that run once a key; later calls get the first one's value.

        `key`, `fingerprint` and `scope` are texts, or functions of the call's own arguments. The value is stored as JSON; `encode`
        turns what the function returns into what JSON knows, `decode` turns that back. A call that finds the key in flight waits as
        configured.

        Raises InFlightError (with `retry_after`), KeyMismatchError, BodyNotKeptError, AbandonedError, FailedBeforeError, and
        LostLeaseError where the function ran and somebody else had taken the key over by then. What the function raises goes on to the
        caller: `retryable` ones (classes, or a predicate) free the key, others leave it to its lease or are stored, as `on_failure`
        says; a cancellation leaves it to its lease. A value that can't be encoded is an answer that was not kept, and the error goes on.
        """
        once = _Once(self, key, fingerprint, scope, lease, split_rule("retryable", retryable), encode, decode)

        def decorate(function: Function) -> Function:
            if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
                raise InvalidArgumentError("a generator has no value that could be stored")
            if isinstance(function, type) or not callable(function):
                raise InvalidArgumentError(f"once is for functions, not {function!r}")
            if inspect.iscoroutinefunction(function):

                @functools.wraps(function)
                async def later(*args: Any, **kwargs: Any) -> Any:
                    return await once.call_async(function, args, kwargs)

                return later  # type: ignore[return-value]  # a coroutine function as well

            @functools.wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                return once.call(function, args, kwargs)

            return call  # type: ignore[return-value]  # of the same signature

        return decorate


class _Once(NamedTuple):
    """How one decorated function claims, runs and is answered for."""

    idempotency: Idempotency
    key: KeyOf
    fingerprint: KeyOf
    scope: KeyOf
    lease: timedelta | float | None
    retryable: tuple[Any, Any]
    encode: Callable[[Any], Any] | None
    decode: Callable[[Any], Any] | None

    def call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        claim = self._claim(self._request(args, kwargs))
        if not claim.held:
            return self._value_of(claim)
        try:
            value = function(*args, **kwargs)
        except Exception as error:
            retryable = self._may_be_retried(error)
            # The function's error is what the caller must see, whatever becomes of the key.
            with contextlib.suppress(Error):
                claim.fail(error, retryable=retryable)
            raise
        try:
            body = self._body_of(value)
        except Exception:
            # The effect happened, so the key must not be free.
            claim.complete(kind=AnswerKind.NOT_KEPT)
            raise
        claim.complete(body, content_type=JSON)
        return value

    async def call_async(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The same, step by step, on the running event loop."""
        claim = await self._claim_async(self._request(args, kwargs))
        if not claim.held:
            return self._value_of(claim)
        try:
            value = await function(*args, **kwargs)
        except Exception as error:
            retryable = self._may_be_retried(error)
            with contextlib.suppress(Error):
                await claim.fail_async(error, retryable=retryable)
            raise
        try:
            body = self._body_of(value)
        except Exception:
            await claim.complete_async(kind=AnswerKind.NOT_KEPT)
            raise
        await claim.complete_async(body, content_type=JSON)
        return value

    def _request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """What is claimed for one call; made once, however often it is claimed."""

        def text(of: KeyOf) -> str:
            return of if isinstance(of, str) else of(*args, **kwargs)

        return {
            "key": text(self.key),
            "fingerprint": text(self.fingerprint),
            "scope": text(self.scope),
            "lease": self.lease,
        }

    def _claim(self, request: dict[str, Any]) -> Claim:
        """Claim until the key is held or answered, or the wait is over."""
        waited = 0.0
        while (claim := self.idempotency.claim(**request, waited=waited)).again is not None:
            if not self._pass_time(claim.again):
                time.sleep(claim.again)
            waited += claim.again
        return claim

    async def _claim_async(self, request: dict[str, Any]) -> Claim:
        waited = 0.0
        while (claim := await self.idempotency.claim_async(**request, waited=waited)).again is not None:
            if not self._pass_time(claim.again):
                import asyncio  # not needed by who has no coroutines

                await asyncio.sleep(claim.again)
            waited += claim.again
        return claim

    def _pass_time(self, pause: float) -> bool:
        return self.idempotency._native.pass_time(nanoseconds_of(pause))

    def _value_of(self, claim: Claim) -> Any:
        answer = claim.answer
        if claim.outcome != ClaimOutcome.REPLAY or answer is None or answer.kind != AnswerKind.VALUE:
            raise refusal_of(claim)
        value = json.loads(answer.body)
        return value if self.decode is None else self.decode(value)

    def _may_be_retried(self, error: Exception) -> bool:
        classes, predicate = self.retryable
        return isinstance(error, classes) if predicate is None else predicate(error) is True

    def _body_of(self, value: Any) -> bytes:
        plain = value if self.encode is None else self.encode(value)
        return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _lease_ns(lease: timedelta | float | None) -> int:
    return _UNKNOWN if lease is None else nanoseconds_of(lease)
