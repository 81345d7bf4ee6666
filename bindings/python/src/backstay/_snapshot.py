"""What a policy looks like at one moment."""

import contextlib
from dataclasses import dataclass
from typing import Any

from backstay._catalogue import SNAPSHOT_FIELDS


@dataclass(frozen=True, slots=True)
class Cause:
    """Why calls failed: an exception's class name or the text that was reported, how often, and when last."""

    cause: str
    count: int
    #: Seconds since the runtime's epoch, its clock's zero.
    last_at: float


class PatternSnapshot:
    """One moment of one pattern of a policy; its fields are attributes."""

    __slots__ = ("_document", "kind")

    def __init__(self, kind: str, document: dict[str, Any]) -> None:
        """Wrap the core's document of a pattern."""
        self._document = document
        #: Name of the pattern, such as "bulkhead".
        self.kind = kind

    def __getattr__(self, name: str) -> Any:
        """Return a field of the catalogue."""
        if not name.startswith("_"):
            for kind in ("integers", "doubles", "texts"):
                if name in self._document.get(kind, ()):
                    return self._document[kind][name]
        raise AttributeError(f"a snapshot of a {self.kind} has no field {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *SNAPSHOT_FIELDS.get(self.kind, {})})

    def __repr__(self) -> str:
        return f"<PatternSnapshot {self.kind}>"


class Snapshot:
    """One moment of a policy. Every field of the catalogue is an attribute: `snapshot.failures`, `snapshot.trips`, ….

    Where a policy is made of several patterns, that of the first one that has the field, from the outermost inwards; `patterns` tells
    them apart: `snapshot.patterns["bulkhead"].waiting`.

    A field that does not apply just now is None (a rate without calls) or -1 (a time that is not known), as the catalogue says.
    """

    __slots__ = ("_document", "causes", "key", "patterns", "policy", "state")

    #: Name of the policy.
    policy: str
    #: Key of the instance, None where it has none.
    key: str | None
    #: State of the policy, such as "closed", "open" or "half_open"; empty where none of its patterns has states.
    state: str
    #: Its patterns by name, outermost first; none on a disabled runtime.
    patterns: dict[str, PatternSnapshot]
    #: The last failures' causes, most recent first: why it is open.
    causes: tuple[Cause, ...]

    def __init__(self, document: dict[str, Any]) -> None:
        """Wrap the core's document."""
        self._document = document
        self.policy = document["policy"]
        self.key = document["key"]
        self.state = document["state"]
        self.patterns = {kind: PatternSnapshot(kind, fields) for kind, fields in document["patterns"].items()}
        self.causes = tuple(
            Cause(entry["cause"], entry["count"], entry["last_at_ns"] / 1e9)
            for pattern in document["patterns"].values()
            for entry in pattern.get("causes", ())
        )

    def __getattr__(self, name: str) -> Any:
        """Return a field of the catalogue; of the first pattern that has it, where the policy is made of several."""
        if not name.startswith("_"):
            for pattern in self.patterns.values():
                with contextlib.suppress(AttributeError):
                    return getattr(pattern, name)
        raise AttributeError(f"a snapshot of {self.policy!r} has no field {name!r}")

    def __dir__(self) -> list[str]:
        fields = {name for pattern in self._document["patterns"] for name in SNAPSHOT_FIELDS.get(pattern, {})}
        return sorted({*super().__dir__(), *fields})

    def __repr__(self) -> str:
        name = self.policy if self.key is None else f"{self.policy}[{self.key}]"
        return f"<Snapshot {name} {self.state}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the core's document: policy, key, state and the fields of each pattern by type."""
        return dict(self._document)
