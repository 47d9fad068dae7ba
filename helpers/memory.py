"""Keeps what is only tried from taking the machine's memory, where the system can be told so."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # on Windows and in a browser
    resource = None  # type: ignore[assignment]

HELD = Path("/proc/self/statm")


@contextlib.contextmanager
def bounded(extra: int) -> Iterator[None]:
    """Have a MemoryError raised in the block by what would need `extra` more bytes than are held now.

    Where the system does not tell what is held, nothing is bounded.
    """
    held = _held()
    if resource is None or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = held + extra
    least = most if soft == resource.RLIM_INFINITY else min(most, soft)
    resource.setrlimit(resource.RLIMIT_AS, (least, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _held() -> int | None:
    """Return the bytes of address space that this process has, None where that is not told."""
    try:
        pages = int(HELD.read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError, IndexError):
        return None
