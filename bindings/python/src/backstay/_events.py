"""What happened in a runtime, read by cursor."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One transition or other noteworthy thing. `message` is the log line, the same in every language."""

    sequence: int
    #: Nanoseconds since the runtime's epoch, and since 1970.
    at_ns: int
    wall_ns: int
    #: "transition", "probe_lost" or "disabled".
    kind: str
    policy: str
    key: str | None
    pattern: str
    from_state: str
    to_state: str
    #: Why, by the catalogue's name; `note` is what an operator said.
    reason: str
    note: str | None
    #: Nanoseconds until a call may pass, None where that is not known.
    wait_ns: int | None
    #: The last failure's cause.
    cause: str | None
    message: str

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Event":
        """Make an event of the core's document; what a newer core adds is left out."""
        renamed = {"from": "from_state", "to": "to_state"}
        known = {renamed.get(name, name): value for name, value in document.items()}
        fields: dict[str, Any] = {name: known.get(name) for name in cls.__dataclass_fields__}
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, and where to go on."""

    events: list[Event]
    #: The cursor for the next call.
    next: int
    #: How many were lost before the oldest of these, because nobody read them in time.
    dropped: int
