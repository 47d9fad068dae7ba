"""Rebuilds a submission from the release: of the student's notebook only their own sources stay.

Points, flags, ids, tags, kernel and locked cells come from the release, so that nothing written
into a notebook's metadata has any effect on grading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.staging import SubmittedCell

DEMO = "demo"


def is_check(cell: NotebookNode) -> bool:
    """Return whether a release cell is a check, which carries an exercise's points."""
    data = cell.metadata.get("nbgrader", {})
    return bool(data.get("grade")) and not data.get("solution")


def is_demo(cell: NotebookNode) -> bool:
    """Return whether nothing graded depends on a cell."""
    return DEMO in cell.metadata.get("tags", [])


def _is_own(cell: NotebookNode) -> bool:
    """Return whether a release cell is one that the student writes in."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _definition(cell: NotebookNode) -> re.Pattern[str]:
    """Return what finds the definition of the function that a release cell is for."""
    return re.compile(rf"^def {re.escape(_grade_id(cell) or '')}\(", re.M)


class Rebuilder:
    """Puts a student's cells into the release's notebook, noting what had to be mended."""

    def __init__(self, release: NotebookNode, cells: list[SubmittedCell]) -> None:
        self.release = release
        self.cells = cells
        self.notes: list[str] = []
        self.placed: dict[str, NotebookNode] = {}
        self.result: list[NotebookNode] = []
        self.by_id = {cell.id: cell for cell in release.cells}
        # Tools drop ids and metadata; a cell that says what the release says is still that cell.
        self.by_source = {
            (cell.cell_type, cell.source): cell
            for cell in release.cells
            if "nbgrader" not in cell.metadata
        }
        self.by_grade_id = {_grade_id(cell): cell for cell in release.cells if _grade_id(cell)}

    def rebuild(self) -> NotebookNode:
        """Return the notebook to grade; `notes` then says what was changed."""
        matches = self._match()
        for number, (cell, origin) in enumerate(zip(self.cells, matches, strict=True)):
            self._place(cell, origin, number)
        self._add_missing()
        self._order_checks()
        # Written out, since nbformat's own maker validates what is valid by construction.
        return NotebookNode(
            cells=self.result,
            metadata=from_dict(self.release.metadata),
            nbformat=4,
            nbformat_minor=5,
        )

    def _match(self) -> list[NotebookNode | None]:
        """Return, for each submitted cell, the release's cell that it is, if any."""
        matches = [self._counterpart(cell) for cell in self.cells]
        for origin in self.release.cells:
            if _is_own(origin) and origin.cell_type == "code":
                self._match_by_name(origin, matches)
        return matches

    def _match_by_name(self, origin: NotebookNode, matches: list[NotebookNode | None]) -> None:
        """Take the cell that defines a function for its cell where no id leads to one that does.

        Tools strip metadata, and ids get swapped; the function's name is still there to go by.
        """
        pattern = _definition(origin)
        mine = [i for i, match in enumerate(matches) if match is origin]
        if any(pattern.search(self.cells[i].source) for i in mine):
            return
        for i, (cell, match) in enumerate(zip(self.cells, matches, strict=True)):
            if (match is None or not _is_own(match)) and pattern.search(cell.source):
                for j in mine:
                    matches[j] = None
                matches[i] = origin
                return

    def _counterpart(self, cell: SubmittedCell) -> NotebookNode | None:
        return (
            self.by_grade_id.get(cell.grade_id)
            or (self.by_id.get(cell.cell_id) if cell.cell_id else None)
            or self.by_source.get((cell.cell_type, cell.source))
        )

    def _place(self, cell: SubmittedCell, origin: NotebookNode | None, number: int) -> None:
        if origin is None:
            self._append_own(cell, number)
        elif _is_own(origin):
            self._place_answer(cell, origin, number)
        elif "nbgrader" in origin.metadata:
            self._place_locked(cell, origin)
        elif (
            origin.id not in self.placed
            and cell.source == origin.source
            and cell.cell_type == origin.cell_type
        ):
            self._append(from_dict(origin))
        else:
            self._append_own(cell, number)

    def _place_answer(self, cell: SubmittedCell, origin: NotebookNode, number: int) -> None:
        earlier = self.placed.get(origin.id)
        if earlier is None:
            answer = from_dict(origin)
            answer.source = cell.source
            if cell.cell_type != origin.cell_type:
                self.notes.append(
                    f"The cell {_grade_id(origin)!r} had another type; it was set back."
                )
            self._append(answer)
            return
        self.notes.append(f"The cell {_grade_id(origin)!r} is there more than once.")
        if earlier.source == origin.source:
            # The first copy is untouched: the answer is in this one, at this place.
            self.result.remove(earlier)
            earlier.source = cell.source
            self.result.append(earlier)
        elif cell.source != earlier.source:
            self._append_own(cell, number)

    def _place_locked(self, cell: SubmittedCell, origin: NotebookNode) -> None:
        if origin.id in self.placed:
            self.notes.append(
                f"The cell {_grade_id(origin)!r} is there more than once; one is used."
            )
            return
        if cell.source != origin.source:
            self.notes.append(
                f"The locked cell {_grade_id(origin)!r} was changed; it was set back."
            )
        self._append(from_dict(origin))

    def _append(self, cell: NotebookNode) -> None:
        self.placed[cell.id] = cell
        self.result.append(cell)

    def _append_own(self, cell: SubmittedCell, number: int) -> None:
        new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
        self.result.append(new(cell.source, id=f"own-{number}"))

    def _add_missing(self) -> None:
        previous: NotebookNode | None = None
        for origin in self.release.cells:
            if origin.id not in self.placed and "nbgrader" in origin.metadata:
                restored = from_dict(origin)
                if self._is_defined_elsewhere(origin):
                    restored.source = "# Defined in another cell of this notebook."
                place = self._index(previous) + 1 if previous is not None else 0
                self.result.insert(place, restored)
                self.placed[origin.id] = restored
                self.notes.append(f"The cell {_grade_id(origin)!r} was missing; it was put back.")
            previous = self.placed.get(origin.id, previous)

    def _is_defined_elsewhere(self, origin: NotebookNode) -> bool:
        """Return whether a function whose cell is gone stands in a cell of the student's own."""
        if not _is_own(origin) or origin.cell_type != "code":
            return False
        pattern = _definition(origin)
        return any(c.cell_type == "code" and pattern.search(c.source) for c in self.cells)

    def _index(self, cell: NotebookNode) -> int:
        return next(i for i, other in enumerate(self.result) if other is cell)

    def _order_checks(self) -> None:
        """Move each check behind the cells that it checks."""
        answers: list[str] = []
        for origin in self.release.cells:
            if _is_own(origin) and origin.cell_type == "code":
                answers.append(origin.id)
            if is_check(origin):
                self._move_behind(
                    self.placed[origin.id], [self.placed[cell_id] for cell_id in answers]
                )
                answers = []

    def _move_behind(self, check: NotebookNode, answers: Iterable[NotebookNode]) -> None:
        last = max((self._index(cell) for cell in answers), default=-1)
        place = self._index(check)
        if place < last:
            self.result.insert(last, self.result.pop(place))
            self.notes.append(
                f"The check {_grade_id(check)!r} stood before its function; it was moved behind."
            )
