"""Keeps a pool's process silent that begins when the command has ended: imported first where they fork.

Somebody pressed Ctrl-C while it was being made, and what it was to share with the command is gone.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _unless_all_is_gone(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if not isinstance(error, FileNotFoundError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _unless_all_is_gone
