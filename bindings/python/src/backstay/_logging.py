"""One line for each event on the logger `backstay`, written by the thread that caused or first noticed it."""

import json
import logging
from typing import Any, Final

from backstay import _native
from backstay._catalogue import ClosedError

logger: Final = logging.getLogger("backstay")

#: Events that somebody may have to act on; the others are information.
_WARNING_KINDS: Final = frozenset({"probe_lost", "disabled"})
_WARNING_STATES: Final = frozenset({"open", "forced_open"})


def level_of(event: dict[str, Any]) -> int:
    """Return the log level of an event."""
    alarming = event["kind"] in _WARNING_KINDS or event["to"] in _WARNING_STATES
    return logging.WARNING if alarming else logging.INFO


def announce(source: _native.EventSource) -> None:
    """Log what is new, each event once, whichever thread comes first.

    No lock: the cursor is claimed after the page was read, and whoever loses reads again. So nothing can be held at a fork.
    """
    while True:
        since = source.logged
        try:
            page = json.loads(source.read(since))
        except ClosedError:
            return
        if source.claim(since, page["next"]):
            break
    if page["dropped"]:
        logger.warning("%d events were dropped before they could be logged", page["dropped"])
    for event in page["events"]:
        logger.log(level_of(event), "%s", event["message"], extra={"backstay": event})
