"""Shows how a class's grading goes: a bar on a terminal, lines elsewhere, a summary at the end."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any

LINE_SECONDS = 5.0


class Progress:
    """Counts submissions as they are dealt with and shows rate, time left and problems."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self.total = total
        self.quiet = quiet
        self.started = time.monotonic()
        self.last_line = self.started
        self.done: list[dict[str, Any]] = []
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Progress:
        if not self.quiet and sys.stderr.isatty():
            self._open_bar()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def _open_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        self.bar = Bar(*columns, console=Console(stderr=True))
        self.bar.start()
        self.task = self.bar.add_task("grading", total=self.total, rate="")

    def step(
        self,
        student: str,
        week: str,
        state: str,
        points: float,
        max_points: float,
        notes: list[str],
        problem: str | None,
        usage: dict[str, float] | None = None,
        unread: int = 0,
    ) -> None:
        """Count one submission; its problem is shown at once."""
        self.done.append(
            {"student": student, "week": week, "state": state, "points": points, "max_points": max_points,
             "notes": notes, "problem": problem, "usage": usage or {}, "unread": unread}
        )  # fmt: skip
        if problem:
            self._say(f"{student} {week}: {problem}")
        if self.bar is not None:
            self.bar.update(self.task, advance=1, rate=f"{self._rate():.1f} a second")
        elif time.monotonic() - self.last_line >= LINE_SECONDS:
            self.last_line = time.monotonic()
            left = (self.total - len(self.done)) / max(self._rate(), 1e-9)
            self._say(
                f"{len(self.done)} of {self.total} done, {self._rate():.1f} a second, about {left:.0f} s left"
            )

    def _rate(self) -> float:
        return len(self.done) / max(time.monotonic() - self.started, 1e-9)

    def _say(self, text: str) -> None:
        if self.quiet:
            return
        if self.bar is not None:
            self.bar.console.print(text, markup=False, highlight=False)
        else:
            print(text, file=sys.stderr, flush=True)

    def interrupted(self) -> None:
        """Say that nothing is lost."""
        self._say(
            f"stopped after {len(self.done)} of {self.total}; what is done is kept, the same command goes on"
        )

    def summary(self) -> dict[str, Any]:
        """Return counts, and each submission that needs a look."""
        counts = {
            state: sum(item["state"] == state for item in self.done)
            for state in ("graded", "renewed", "unchanged", "failed")
        }
        problems = [item for item in self.done if item["problem"]]
        seconds = time.monotonic() - self.started
        return {
            **counts,
            "seconds": round(seconds, 2),
            "problems": problems,
            "unread": sum(item["unread"] for item in self.done),
            "submissions": self.done,
        }

    def finish(self, as_json: bool) -> int:
        """Print the summary; return the exit status: 1 when a grading failed through our fault."""
        summary = self.summary()
        if as_json:
            print(json.dumps(summary, ensure_ascii=False))
        else:
            renewed = f"{summary['renewed']} renewed, " if summary["renewed"] else ""
            self._say(
                f"{summary['graded']} graded, {renewed}{summary['unchanged']} unchanged, "
                f"{summary['failed']} failed, {len(summary['problems'])} need a look, "
                f"in {summary['seconds']:.1f} s"
            )
            if summary["unread"]:
                self._say(
                    f"{summary['unread']} answers to open questions wait for a person: read them in "
                    "Formgrader, then run the same command again for the pages"
                )
        return 1 if summary["failed"] else 0
