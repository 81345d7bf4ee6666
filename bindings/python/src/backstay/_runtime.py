"""The runtime: one configuration, its policies, metrics and events."""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from backstay import _native
from backstay._catalogue import IoError
from backstay._events import Event, EventPage
from backstay._idempotency import Idempotency
from backstay._logging import announce
from backstay._policy import Policy
from backstay._store_queues import StoreQueues
from backstay._time import nanoseconds_of, text_of

Config = str | os.PathLike[str] | Mapping[str, Any]


class Runtime:
    """What one configuration describes: clock, policies, metrics, events.

    There is no global state: two runtimes share nothing. Any thread may use it. After a fork parent and child go on, each with its
    own state. Closing it only ever releases: its policies raise ClosedError from then on.
    """

    def __init__(self, config: Config | None = None) -> None:
        """Open a configuration.

        `config` is a path, or the document as a mapping (a timedelta may stand for a duration); None finds the file:
        $BACKSTAY_CONFIG, else ./backstay.json. Raises ConfigError with all errors of the document, IoError for an unreadable file.
        """
        if isinstance(config, Mapping):
            self._begin(_native.Runtime.create(_json_of(config)))
        else:
            self._begin(_native.Runtime.open(None if config is None else os.fspath(config)))

    @classmethod
    def disabled(cls, config: Config | None = None) -> "Runtime":
        """Return a runtime whose policies pass every call through, for tests and for the night when the guard itself is suspected.

        Without a configuration any policy name is accepted, else the names of the document.
        """
        text = None
        if isinstance(config, Mapping):
            text = _json_of(config)
        elif config is not None:
            try:
                text = Path(config).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise IoError(f"{os.fspath(config)} can't be read: {error}") from error
        runtime = cls.__new__(cls)
        runtime._begin(_native.Runtime.create_disabled(text))
        return runtime

    def _begin(self, native: _native.Runtime) -> None:
        self._native = native
        self._policies: dict[str, Policy] = {}
        self._idempotencies: dict[str, Idempotency] = {}
        self._queues = StoreQueues(native)
        announce(native.source)

    def policy(self, name: str) -> Policy:
        """Return the policy of that name; the same name gives the same policy. Raises NotFoundError with near matches, ClosedError."""
        known = self._policies.get(name)
        if known is not None:
            return known
        policy = Policy(self._native.policy(name))
        if len(self._policies) >= _REMEMBERED:
            self._policies.clear()
        return self._policies.setdefault(name, policy)

    def idempotency(self, name: str) -> Idempotency:
        """Return what happens once a key, by its name in the document; the same name gives the same.

        Raises NotFoundError with near matches, ClosedError.
        """
        known = self._idempotencies.get(name)
        if known is not None:
            return known
        made = Idempotency(name, self._native.idempotency(name), self._queues)
        return self._idempotencies.setdefault(name, made)

    def policies(self) -> list[str]:
        """Return the names of the configured policies, in the order of the document."""
        names: list[str] = json.loads(self._native.policies())
        return names

    def metrics(self, process: str | None = None) -> str:
        """Return all metrics in the Prometheus text format; `process` becomes a label of every sample. Reading consumes nothing."""
        return self._native.metrics(process)

    def events(self, since: int = 0) -> EventPage:
        """Return the events after the cursor `since`, 0 for the oldest kept. Readers don't steal from each other."""
        page = json.loads(self._native.events(since))
        return EventPage([Event.of(event) for event in page["events"]], page["next"], page["dropped"])

    def info(self) -> dict[str, Any]:
        """Return service, version, clock, disabled, fingerprint of the configuration, and warnings about it."""
        info: dict[str, Any] = json.loads(self._native.info())
        return info

    def advance(self, by: timedelta | float) -> None:
        """Move the manual clock forward (a number means seconds). Raises UnsupportedError where the clock is not manual."""
        self._native.advance(nanoseconds_of(by))

    def now(self) -> float:
        """Return the runtime's clock, in seconds since its epoch."""
        return self._native.now() / 1e9

    def close(self) -> None:
        """Close the runtime: from now on it and its policies raise ClosedError, also to those who wait for their turn just now.

        Closing twice is fine.
        """
        announce(self._native.source)
        self._policies.clear()
        self._idempotencies.clear()
        self._native.close()

    def __enter__(self) -> "Runtime":
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


#: A disabled runtime takes any name; so many are kept at hand.
_REMEMBERED = 4096


def _json_of(config: Mapping[str, Any]) -> str:
    return json.dumps(dict(config), default=_plain)


def _plain(value: Any) -> Any:
    """Turn what JSON does not know into what the configuration means by it."""
    if isinstance(value, timedelta):
        return text_of(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"a configuration can't hold {value!r}")
