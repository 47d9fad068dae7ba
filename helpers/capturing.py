"""Catches what a student's functions print, display and draw while they are checked."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import Any

from helpers.showing import folded, running_shell

FIRST = 12  # lines that are kept to be shown
WIDEST = 300


class Printed(io.TextIOBase):
    """Takes in what is written to it: keeps the first lines, counts the others.

    A line that comes several times, one after the other, is kept as one.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[str, int]] = []
        self.count = 0
        self.shown = 0
        self._rest = ""

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take in a piece of text."""
        text = str(text)
        *whole, rest = (self._rest + text).split("\n")
        self._rest = rest[:WIDEST]
        for line in whole:
            self._take(line)
        return len(text)

    def _take(self, line: str) -> None:
        line = line.rpartition("\r")[2][:WIDEST]
        last, times = self._kept[-1] if self._kept else ("", 0)
        if times and line == last and self.count == self._told():
            self._kept[-1] = line, times + 1
        elif len(self._kept) < FIRST:
            self._kept.append((line, 1))
        self.count += 1

    def _told(self) -> int:
        """Return how many lines those that are kept stand for."""
        return sum(times for _, times in self._kept)

    @property
    def lines(self) -> list[str]:
        """What is kept, with how often it came."""
        return [line if times == 1 else f"{line}   ({times:,} times)" for line, times in self._kept]

    def close_line(self) -> None:
        """Count what was written after the last line's end as a line of its own."""
        if self._rest:
            self._take(self._rest)
            self._rest = ""

    def publish(self, data: Any, *args: Any, **kwargs: Any) -> None:
        """Count what would be displayed, in place of showing it; IPython calls this."""
        if not kwargs.get("update"):
            self.shown += 1

    def to_text(self) -> str:
        """Return what was caught for a terminal, empty if nothing was."""
        if not self._said():
            return ""
        more = ["..."] if self.count > sum(times for _, times in self._kept[:5]) else []
        return "\n".join([f"  {self._said()}", *(f"    | {x}" for x in self.lines[:5] + more)])

    def to_html(self) -> str:
        """Return what was caught as HTML, folded; empty if nothing was."""
        if not self._said():
            return ""
        if not self.lines:
            return f'<p style="margin:6px 0 0 0;opacity:0.75">{self._said()}</p>'
        left = self.count - self._told()
        more = [f"... and {left:,} more"] if left else []
        return folded(self._said(), [*self.lines, *more])

    def _said(self) -> str:
        lines = f"{self.count:,} line{'s' * (self.count != 1)}" if self.count else ""
        things = (
            f"{self.shown:,} figure{'s' * (self.shown != 1)} or other output" if self.shown else ""
        )
        caught = " and ".join(filter(None, [lines, things]))
        return f"Printed while it was checked: {caught}" if caught else ""


@contextlib.contextmanager
def capturing() -> Iterator[Printed]:
    """Catch what is printed, displayed and drawn; figures of pyplot that were opened are closed."""
    printed, shell = Printed(), running_shell()
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()
    publisher = getattr(shell, "display_pub", None)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            if publisher is not None:
                publisher.publish, kept = printed.publish, publisher.publish
            yield printed
        finally:
            if publisher is not None:
                publisher.publish = kept
            pyplot = sys.modules.get("matplotlib.pyplot")
            for number in set(pyplot.get_fignums()) - before if pyplot else ():
                printed.shown += 1
                pyplot.close(number)  # type: ignore[union-attr]
            printed.close_line()
