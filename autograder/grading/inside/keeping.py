"""Lays out what an earlier start of the sandbox worked out, or hands it out to be kept for the next.

That is matplotlib's list of fonts and the compiled modules of the bundle, both of which are made
in the sandbox's own /tmp, since all else is read-only.
"""

from __future__ import annotations

import contextlib
import marshal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

COMPILED = "/tmp/compiled"
ROOMS = ("/tmp/matplotlib", COMPILED)


@contextlib.contextmanager
def kept_between(file: BinaryIO) -> Iterator[None]:
    """Have the block find what `file` holds; when that is empty, fill it with what the block made."""
    data = file.read()
    with contextlib.suppress(EOFError, ValueError, TypeError):  # who wrote it was ended half-way
        for name, content in marshal.loads(data).items():
            _lay_out(Path(name), content)
    yield
    if not data:
        paths = [path for room in ROOMS for path in Path(room).rglob("*") if path.is_file()]
        with contextlib.suppress(OSError):
            file.write(marshal.dumps({str(path): path.read_bytes() for path in paths}))
            file.flush()


def _lay_out(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: half a compiled module could not be imported."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(content)
    except OSError:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def compiled_apart() -> Iterator[None]:
    """Have what the block imports compiled into a room of its own, or taken from there."""
    sys.pycache_prefix, sys.dont_write_bytecode = COMPILED, False
    try:
        yield
    finally:
        sys.pycache_prefix, sys.dont_write_bytecode = None, True
