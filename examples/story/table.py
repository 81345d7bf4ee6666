"""What the story shows: progress while it runs, a table after each act."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

HEADINGS = (
    "service",
    "worker",
    "state",
    "passed",
    "in the log",
    "refused",
    "rejected",
    "to trip",
    "to recover",
    "p50 while open",
)


@dataclass(frozen=True)
class Row:
    service: str
    worker: int
    state: str
    passed: int
    logged: int
    refused: int
    rejected: int
    to_trip_s: float | None
    to_recover_s: float | None
    p50_open_s: float | None

    def cells(self) -> tuple[str, ...]:
        return (
            self.service,
            str(self.worker),
            self.state,
            str(self.passed),
            str(self.logged),
            str(self.refused),
            str(self.rejected),
            _seconds(self.to_trip_s),
            _seconds(self.to_recover_s),
            "-" if self.p50_open_s is None else f"{self.p50_open_s * 1000:.1f} ms",
        )


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"


def render(headings: tuple[str, ...], rows: list[tuple[str, ...]], left: int) -> str:
    """The rows as text; the first `left` columns flush left, the others flush right."""
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    rule = "  ".join("-" * width for width in widths)
    text = [
        "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return "\n".join("  " + line.rstrip() for line in [text[0], rule, *text[1:]])


class Progress:
    """One line a happening; on a terminal also a last line that is rewritten in place."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._live = sys.stdout.isatty()

    def say(self, text: str = "") -> None:
        self._clear()
        print(text, flush=True)

    def happened(self, text: str) -> None:
        self.say(f"  {time.monotonic() - self._start:5.1f} s  {text}")

    def show(self, text: str) -> None:
        """Rewrite the live line; nothing where output isn't a terminal."""
        if self._live:
            self._clear()
            print(f"  {time.monotonic() - self._start:5.1f} s  {text}"[:110], end="", flush=True)

    def _clear(self) -> None:
        if self._live:
            print("\r\033[K", end="")
