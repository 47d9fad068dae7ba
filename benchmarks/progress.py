"""Tells on stderr how far a benchmark is, and about how long it will take."""

from __future__ import annotations

import sys
import time

SECONDS_BETWEEN = 10.0


class Progress:
    """Counts up to a number; a line each ten seconds, with an estimate from the pace so far."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.first: tuple[float, int] | None = None
        self.told = time.monotonic()

    def reached(self, done: int) -> None:
        """Take in how many are done."""
        now = time.monotonic()
        if self.first is None:
            self.first = (now, done)
        if now - self.told < SECONDS_BETWEEN:
            return
        self.told = now
        began, before = self.first
        line = f"{self.what}: {done:,} of {self.total:,}"
        if done > before:
            left = (self.total - done) * (now - began) / (done - before)
            line += f", about {in_words(left)} left"
        print(line, file=sys.stderr, flush=True)


def in_words(seconds: float) -> str:
    """Return a time as one would say it."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
