"""What the process from which a pool's processes fork imports first.

It collects no garbage while it imports: nothing of that is let go again. And a process that begins
when the command has ended says nothing: somebody pressed Ctrl-C while it was being made, and what it was
to share with the command is gone.
"""

from __future__ import annotations

import gc
import sys
from types import TracebackType


def _unless_all_is_gone(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if not isinstance(error, FileNotFoundError):
        sys.__excepthook__(kind, error, trace)


gc.disable()  # until a process of the pool begins (pool.py)
sys.excepthook = _unless_all_is_gone
