"""Reads in a graded notebook what a gradebook keeps of it, as nbgrader would, without loading nbgrader.

Processes that judge do this: to load nbgrader takes them as long as to judge several submissions.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

UNANSWERED = "No response."


@dataclass(frozen=True)
class Standing:
    """What the gradebook says of a submission: its score, and the grade and comment of each cell.

    `grades` maps a cell to its score, its points, and whether a person has still to read it.
    """

    score: float
    max_score: float
    late_penalty: float
    grades: Mapping[str, tuple[float, float, bool]]
    comments: Mapping[str, str]


@dataclass(frozen=True)
class Marks:
    """What was earned in a notebook: `grades` by cell, None for what a person reads.

    `points` are what each could earn; `unanswered` are the cells that are as they were released.
    """

    grades: Mapping[str, float | None]
    points: Mapping[str, float]
    unanswered: frozenset[str]

    def standing(self) -> Standing:
        """Return what a gradebook says of a submission for which no person has done anything yet."""
        grades = {
            name: (earned or 0.0, self.points[name], earned is None)
            for name, earned in self.grades.items()
        }
        return Standing(
            score=math.fsum(score for score, _, _ in grades.values()),
            max_score=math.fsum(self.points.values()),
            late_penalty=0.0,
            grades=grades,
            comments=dict.fromkeys(self.unanswered, UNANSWERED),
        )


def marks_of(notebook: NotebookNode, *, gradable: bool = True) -> Marks:
    """Return what a notebook earned, whose check cells hold their points; 0 where it is not gradable."""
    marked = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if _data(cell)}
    graded = {name: cell for name, cell in marked.items() if _data(cell).get("grade")}
    return Marks(
        grades={name: _earned(cell) if gradable else 0.0 for name, cell in graded.items()},
        points={name: float(_data(cell)["points"]) for name, cell in graded.items()},
        unanswered=frozenset(
            name
            for name, cell in marked.items()
            if _data(cell).get("solution") and is_untouched(cell)
        ),
    )


def _earned(cell: NotebookNode) -> float | None:
    """Return the points of a graded cell, as nbgrader's `determine_grade` reads them in our cells."""
    if _data(cell).get("solution"):
        return 0.0 if is_untouched(cell) else None
    if cell.cell_type != "code":
        return None
    outputs = cell.outputs  # of a check: its points, or nothing where nothing was asked
    return float(outputs[0]["data"]["text/plain"] if outputs else _data(cell)["points"])


def is_untouched(cell: NotebookNode) -> bool:
    """Return whether a cell is as it was released."""
    return bool(_data(cell).get("checksum") == checksum(cell))


def checksum(cell: NotebookNode) -> str:
    """Return the digest that nbgrader's `compute_checksum` writes into a cell that it releases."""
    data = _data(cell)
    graded, solution = data.get("grade", False), data.get("solution", False)
    locked = False if solution else True if graded else data.get("locked", False)
    parts = [cell.source, cell.cell_type, *map(str, (graded, solution, locked)), data["grade_id"]]
    if graded:
        parts.append(str(float(data["points"])))
    return hashlib.md5("".join(parts).encode("utf-8")).hexdigest()


def _data(cell: NotebookNode) -> NotebookNode:
    return cell.metadata.get("nbgrader", {})
