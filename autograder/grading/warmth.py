"""Hands a sandbox what an earlier one worked out while it became warm: a list of fonts, compiled modules.

A sandbox shows nothing that it could be written to, so each would work that out anew: 0.2 s.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import sys
import tempfile
import time
from pathlib import Path

from autograder.files import UNFINISHED, write_atomically
from autograder.grading.enclosing import Spec
from autograder.grading.own import DAY, believed, own_folder


class Warmth:
    """A file that goes into a sandbox: what was kept, or an empty one to be filled.

    No student's code runs in the process that reads or fills it. Without a folder of this user's
    own, what is worked out is lost.
    """

    def __init__(self, spec: Spec) -> None:
        self.path: Path | None = None
        self.new = True
        self.file = tempfile.TemporaryFile(buffering=0)
        with contextlib.suppress(OSError):  # also a disk that is full
            self.path = own_folder() / f"warm-{_key_of(spec)}"
            if kept := believed(self.path):
                self.new = self.file.write(kept) < len(kept)
        if self.new:
            self.file.truncate(0)
        self.file.seek(0)

    def keep(self) -> None:
        """Keep what the sandbox filled in, and nothing that is older than a day."""
        with contextlib.suppress(OSError), self.file:
            self.file.seek(0)
            data = self.file.read() if self.new and self.path is not None else b""
            if data and self.path is not None:
                left = self.path.parent.glob(f".*{UNFINISHED}")  # by kills
                for old in [*self.path.parent.glob("warm-*"), *left]:
                    if time.time() - old.stat().st_mtime > DAY:
                        old.unlink(missing_ok=True)
                write_atomically(self.path, data)


def _key_of(spec: Spec) -> str:
    """Return the digest of what fonts and compiled modules depend on, as far as it changes in a day."""
    sources = {
        path.relative_to(spec.bundle).as_posix(): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(spec.bundle.rglob("*.py"))
    }
    facts = [sys.version, importlib.metadata.version("matplotlib"), spec.packages, sources]
    return hashlib.sha256(json.dumps(facts).encode("utf-8", "surrogateescape")).hexdigest()
