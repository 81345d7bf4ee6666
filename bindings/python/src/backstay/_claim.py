"""A claim of an idempotency key: what it was told, and what its holder does with the key."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from backstay import _native
from backstay._catalogue import (
    STATUS_EXCEPTIONS,
    AnswerKind,
    Error,
    FailedBeforeError,
    InFlightError,
    LostLeaseError,
    Status,
)
from backstay._store_queues import StoreQueues


class ClaimOutcome(enum.IntEnum):
    """How a claim ended."""

    #: the key is held: act, then complete
    NEW = Status.OK
    #: the key is held, after somebody whose lease ran out and who may have acted: see the recovery point
    TAKEN_OVER = Status.TAKEN_OVER
    #: it was completed before: give its answer
    REPLAY = Status.REPLAY
    #: it was completed before, and its answer was not kept
    BODY_NOT_KEPT = Status.BODY_NOT_KEPT
    #: somebody else holds the key
    IN_FLIGHT = Status.IN_FLIGHT
    #: the key was used for another request
    MISMATCH = Status.MISMATCH
    #: a lease ran out, and nobody may take the key over
    ABANDONED = Status.ABANDONED


_NOTHING: Final = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of the work that a key stands for."""

    body: bytes = b""
    #: of the body
    content_type: str = ""
    #: of HTTP, 0 to 999; 0 where there is none
    status_code: int = 0
    #: of HTTP, as whoever stored them wrote them; up to 64 KiB
    headers: str = ""
    kind: AnswerKind = AnswerKind.VALUE


class Claim:
    """What a claim was told, and the key where it is held. Any thread may use it.

    A claim that nobody ends holds its key until the lease runs out: who vanished may have acted. `complete`, `fail`, `release`,
    `heartbeat` and `set_recovery_point` raise LostLeaseError where the key is not the claim's any more, because somebody took it over
    or because the claim has ended; StoreUnavailableError, after which they may be called again; ForkedError; ClosedError.

    Each has a form for coroutines, `complete_async` and so on, which awaits a store that blocks instead of holding up the event loop
    (asyncio's; elsewhere UnsupportedError). A coroutine that is cancelled meanwhile doesn't hear of it, but it happens all the same.
    """

    __slots__ = (
        "_claim",
        "_message",
        "_queues",
        "again",
        "answer",
        "fence",
        "outcome",
        "recovery_point",
        "retry_after",
        "takeovers",
    )

    def __init__(self, told: "_native._Told", queues: StoreQueues | None) -> None:
        """Claims come from `Idempotency.claim`, not from here."""
        (
            status,
            self._claim,
            fence,
            retry_after_ns,
            again_ns,
            takeovers,
            kind,
            code,
            message,
            point,
            type_,
            headers,
            body,
        ) = told
        self._message = message
        self._queues = queues  # None where the store never blocks
        #: How it ended.
        self.outcome: Final = ClaimOutcome(status)
        #: Where the key is held: greater than that of every claim before, for resources that refuse who comes late; else 0.
        self.fence: Final = fence
        #: In flight: seconds until the other lease would run out; else None.
        self.retry_after: Final = None if retry_after_ns < 0 else retry_after_ns / 1e9
        #: In flight: seconds after which to claim again, with `waited` raised by them; None once the configured wait is over.
        self.again: Final = None if again_ns <= 0 else again_ns / 1e9
        #: How often the key changed hands because a lease had run out.
        self.takeovers: Final = takeovers
        #: What the key's last holder set; empty where it set nothing.
        self.recovery_point: Final = point
        #: Replay and body not kept: the first caller's answer; else None.
        self.answer: Final = None if kind == _NOTHING else Answer(body, type_, code, headers, AnswerKind(kind))

    @property
    def held(self) -> bool:
        """Whether the caller got the key: new, or taken over."""
        return self._claim is not None

    def __str__(self) -> str:
        """Why the key is not held, in words; empty where it is, and for a replayed value."""
        return self._message

    def complete(
        self,
        body: bytes | str = b"",
        *,
        content_type: str = "",
        status_code: int = 0,
        headers: str = "",
        kind: AnswerKind = AnswerKind.VALUE,
    ) -> None:
        """Store the answer and give the key up.

        Above the configured `maximum_body` bytes the body is not kept, and later callers are told so. Raises InvalidArgumentError too.
        """
        self._keep(self._holder().complete(kind, status_code, content_type, headers, _bytes_of(body)))

    async def complete_async(
        self,
        body: bytes | str = b"",
        *,
        content_type: str = "",
        status_code: int = 0,
        headers: str = "",
        kind: AnswerKind = AnswerKind.VALUE,
    ) -> None:
        """Store the answer and give the key up without holding up the event loop: the same as `complete`."""
        claim, data = self._holder(), _bytes_of(body)
        await self._end(claim.complete, claim.complete_submit, kind, status_code, content_type, headers, data)

    def respond(
        self,
        status_code: int,
        headers: Iterable[tuple[str, str] | tuple[bytes, bytes]] = (),
        body: bytes | bytearray | memoryview = b"",
        *,
        kept: bool = True,
    ) -> None:
        """Report the answer of HTTP that a handler gave, see `Idempotency.serve`.

        By `status_code` (100 to 999) and the configuration it is stored, or the key is free, or it is left as a failure leaves it.
        `headers` are names and values; bytes are Latin-1. `kept` False: `body` is not all of it. After LostLeaseError send the answer
        all the same: its effect has happened. Raises InvalidArgumentError too, for a header that would break the answer in two.
        """
        self._keep(self._holder().respond(status_code, headers, body, kept))

    async def respond_async(
        self,
        status_code: int,
        headers: Iterable[tuple[str, str] | tuple[bytes, bytes]] = (),
        body: bytes | bytearray | memoryview = b"",
        *,
        kept: bool = True,
    ) -> None:
        """Report an answer of HTTP without holding up the event loop: the same as `respond`."""
        claim = self._holder()
        await self._end(claim.respond, claim.respond_submit, status_code, headers, body, kept)

    def fail(self, error: BaseException | None = None, *, retryable: bool = False) -> None:
        """Say that the work failed. Retryable: the next claim acts. Otherwise as the configured `on_failure` says: the lease runs out, or
        the failure, its class's name and its text, is the answer."""
        self._keep(self._holder().fail(retryable, *words_of(error)))

    async def fail_async(self, error: BaseException | None = None, *, retryable: bool = False) -> None:
        """Say that the work failed without holding up the event loop: the same as `fail`."""
        claim = self._holder()
        await self._end(claim.fail, claim.fail_submit, retryable, *words_of(error))

    def release(self) -> None:
        """Give the key up as if it had never been claimed: the next claim acts."""
        self._keep(self._holder().release())

    async def release_async(self) -> None:
        """Give the key up without holding up the event loop: the same as `release`."""
        claim = self._holder()
        await self._end(claim.release, claim.release_submit)

    def heartbeat(self) -> None:
        """Begin the lease anew."""
        self._keep(self._holder().heartbeat())

    async def heartbeat_async(self) -> None:
        """Begin the lease anew without holding up the event loop: the same as `heartbeat`."""
        claim = self._holder()
        await self._end(claim.heartbeat, claim.heartbeat_submit)

    def set_recovery_point(self, point: str) -> None:
        """Tell whoever takes the key over how far the work has come (1 to 4,096 bytes); begins the lease anew."""
        self._keep(self._holder().set_recovery_point(point))

    async def set_recovery_point_async(self, point: str) -> None:
        """Tell how far the work has come without holding up the event loop: the same as `set_recovery_point`."""
        claim = self._holder()
        await self._end(claim.set_recovery_point, claim.set_recovery_point_submit, point)

    def _holder(self) -> _native.Claim:
        if self._claim is None:
            raise LostLeaseError("the key was never this claim's")
        return self._claim

    async def _end(self, wait: Callable[..., bool], submit: Callable[..., bool], *args: object) -> None:
        # Where the store never blocks, a way through the queue would cost more than the call.
        self._keep(wait(*args) if self._queues is None else await self._queues.running().end(submit, *args))

    @staticmethod
    def _keep(kept: bool) -> None:
        if not kept:
            raise LostLeaseError("the key is not the claim's any more")


def _bytes_of(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


def words_of(error: BaseException | None) -> tuple[str, bytes]:
    """Return the name of an error's class, and its text; what can't be UTF-8 must not hide the failure itself."""
    return ("", b"") if error is None else (type(error).__name__, str(error).encode("utf-8", "replace"))


def refusal_of(claim: Claim) -> Error:
    """Return what is raised where a claim neither holds the key nor has a value."""
    if claim.outcome == ClaimOutcome.REPLAY:
        return FailedBeforeError(str(claim))
    error = STATUS_EXCEPTIONS.get(claim.outcome, Error)(str(claim))
    if isinstance(error, InFlightError):
        error.retry_after = claim.retry_after
    return error
