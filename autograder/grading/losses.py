"""Decides whose doing it is that a submission's process is gone; what may be another's costs nothing.

The kernel's out-of-memory killer and operators end processes too. A loss is the student's when a
limit was measured as broken or the process ended by itself, with a status and no signal. A signal
other than SIGKILL is when it comes again at the same place, or a third time wherever, while the
submission runs alone and the kernel has killed nothing for want of memory. SIGKILL never is: the
sandbox leaves no way to bring it about from inside (inside/confine.py).
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST = 3
AGAIN = 2


@dataclass(frozen=True)
class Place:
    """Where a process was lost: what was going on, and how many orders into it.

    `kind` is "cell", "again" (a second look), "given" (a cell of the release), "name" (what only helps
    to name a mistake) or "start".
    """

    kind: str
    name: str = ""
    order: int = 0


Loss = tuple[Place, int | None]


class SubmissionLostError(Exception):
    """A submission's process was lost, and it is not sure through whom: it has to run again, alone.

    `losses` are all that are not explained so far, with the signal that ended the process, or None.
    """

    def __init__(self, losses: tuple[Loss, ...]) -> None:
        super().__init__(losses)
        self.losses = losses

    def __str__(self) -> str:
        return "its process was ended {} times, not by a limit: {}".format(
            len(self.losses), ", ".join(dict.fromkeys(_by(number) for _, number in self.losses))
        )


class Losses:
    """The losses of one submission; `before` are those of earlier runs, `alone` says how it runs."""

    def __init__(self, before: tuple[Loss, ...], alone: bool) -> None:
        self.unexplained = list(before)
        self.alone = alone
        self.killed_by_kernel = oom_kills()

    def is_the_students(self, place: Place, number: int | None) -> bool:
        """Record a loss by a signal, or by None: all that is known is that it answers no more.

        Returns whether the student's code brought it about.

        Raises SubmissionLostError when the submission has to run again from its start: by itself, or
        since it was killed from outside. It tells all losses so far, which may be too many.
        """
        self.unexplained.append((place, number))
        quiet = self.killed_by_kernel == oom_kills()
        self.killed_by_kernel = oom_kills()
        kills, own = _apart(self.unexplained)
        again = Counter(own)[place] >= AGAIN or len(own) >= MOST
        if number != signal.SIGKILL and place.kind != "start" and self.alone and quiet and again:
            self.unexplained = kills
            return True
        if number == signal.SIGKILL or not self.alone or len(own) >= MOST:
            raise SubmissionLostError(tuple(self.unexplained))
        return False

    def told(self) -> list[str]:
        """Return a sentence for each loss that was not the student's."""
        return [
            f"The process was lost once, not by the notebook's doing ({_by(number)}); it was run "
            "again. This costs no point."
            for _, number in self.unexplained
        ]


def is_too_often(losses: Sequence[Loss]) -> bool:
    """Return whether a submission that was lost so is given up, for now.

    What came by other signals does not add to what came by SIGKILL: a cell that ends its process is
    charged anew in each run.
    """
    kills, own = _apart(losses)
    return max(len(kills), len(own)) >= MOST


def _apart(losses: Sequence[Loss]) -> tuple[list[Loss], list[Place]]:
    """Return the losses by SIGKILL, and the places of the others."""
    kills = [loss for loss in losses if loss[1] == signal.SIGKILL]
    return kills, [where for where, by in losses if by != signal.SIGKILL]


def _by(number: int | None) -> str:
    try:
        return signal.Signals(number or 0).name
    except ValueError:
        return "no signal"


def oom_kills() -> int | None:
    """Return how many processes this machine's kernel has killed for want of memory, if it tells."""
    try:
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return None
