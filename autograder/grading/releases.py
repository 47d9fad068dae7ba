"""Remembers what was released before, so that who handed in an older release is told so."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grading.staging import SubmittedCell


@dataclass(frozen=True)
class Release:
    """The locked cells of a released notebook by their names, and until when it was the current one."""

    locked: dict[str, str]
    until: str = ""

    def differences(self, cells: Iterable[SubmittedCell]) -> int:
        """Return in how many locked cells a submission is not this release."""
        theirs = {cell.grade_id: cell.source for cell in cells if cell.grade_id}
        return sum(theirs.get(name, source) != source for name, source in self.locked.items())


def released_cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook that was released, as plain data, each source in one piece."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def _locked(path: Path) -> dict[str, str]:
    marked = [cell for cell in released_cells(path) if "nbgrader" in cell["metadata"]]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in marked
        if not cell["metadata"]["nbgrader"].get("solution")
    }


def keep_former(private: Path, released: Path) -> None:
    """Keep, in a course's private folder, a released notebook that is about to be replaced."""
    if released.exists():
        digest = hashlib.sha256(released.read_bytes()).hexdigest()[:16]
        kept = private / "former" / released.stem / f"{digest}.ipynb"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(released, kept)  # its time is now: until when it was the current one


def former_releases(private: Path, released: Path) -> tuple[Release, ...]:
    """Return the earlier releases that differ in what is locked from the current one, that one last.

    () where there is none.
    """
    current = _locked(released)
    found = []
    for kept in sorted((private / "former" / released.stem).glob("*.ipynb")):
        locked = _locked(kept)
        if locked != current:
            until = datetime.datetime.fromtimestamp(kept.stat().st_mtime).astimezone()
            found.append(Release(locked, until.strftime("%d %B %Y")))
    return tuple([*found, Release(current)]) if found else ()


def told_of_older(releases: tuple[Release, ...], cells: list[SubmittedCell] | None) -> list[str]:
    """Return the note to a student whose notebook is an older release; [] where it is the current one.

    `releases` are those of `former_releases`, the current one last.
    """
    if not releases or not cells:
        return []
    best = min(reversed(releases), key=lambda release: release.differences(cells))
    if best is releases[-1]:
        return []
    return [
        f"Your notebook is the one that was given out until {best.until}. The week has been released "
        "anew since, so it is graded by the new one: cells that you could not write in were exchanged."
    ]
