"""What every /metrics route has in common."""

import os
from typing import Final

#: Content type of the Prometheus text format that the core writes.
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def process_label(process: bool | str) -> str | None:
    """Return the value of the label `process`: True is this process' id, a text is itself, False and "" are none."""
    if process is True:
        return str(os.getpid())
    return process or None
