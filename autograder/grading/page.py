"""Arranges a graded notebook as a page: first what to look at, then what is right, then the rest.

A pure function of the notebook and of what the gradebook says of it: nothing is read or looked up.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from autograder.grading.kept import NOTES
from autograder.grading.marks import Standing, is_untouched
from autograder.grading.mathematics import set_formulas
from autograder.grading.rebuild import is_check, is_demo


@dataclass(frozen=True)
class Item:
    """An exercise or an open question: its graded cell, and the cells in which it was answered."""

    cell: NotebookNode
    answers: list[NotebookNode]
    comments: list[str]

    @property
    def name(self) -> str:
        """What the graded cell is called, which is also its place on the page."""
        return str(self.cell.metadata.nbgrader.grade_id)

    @property
    def title(self) -> str:
        """The name of the exercise or question."""
        return self.name.removeprefix("check_")

    @property
    def score(self) -> float:
        """The points that it has."""
        return float(self.cell.metadata.nbgrader.score or 0)

    @property
    def points(self) -> float:
        """The points that it can have."""
        return float(self.cell.metadata.nbgrader.points)

    @property
    def verdict(self) -> str:
        """The HTML of its verdict; "" for what a person reads."""
        data = (output.get("data", {}) for output in self.cell.get("outputs", []))
        return next((item["text/html"] for item in data if "text/html" in item), "")


@dataclass
class Page:
    """A graded notebook in the order in which its page shows it.

    `look` has lost points or was written a comment, `unread` waits for a person, `right` is the
    rest of what is graded; each in the order of the notebook. `cells` is the notebook without the
    demonstrations that were not run: `demos_left_out` of them.
    """

    look: list[Item] = field(default_factory=list)
    right: list[Item] = field(default_factory=list)
    unread: list[Item] = field(default_factory=list)
    notes: NotebookNode | None = None
    cells: list[NotebookNode] = field(default_factory=list)
    demos_left_out: int = 0


def mark(notebook: NotebookNode, named: dict[str, Any], standing: Standing) -> None:
    """Write what the gradebook says where nbgrader's steps do: into cells and into `named`.

    `named` are nbgrader's resources: assignment, score and the like.
    """
    named["score"], named["max_score"] = standing.score, standing.max_score
    named["late_penalty"] = standing.late_penalty
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        name = data.get("grade_id")
        if name in standing.grades:
            data["score"], data["points"], data["unread"] = standing.grades[name]
        if name in standing.comments:
            data["comment"] = standing.comments[name]


def arranged(notebook: NotebookNode) -> Page:
    """Return how a page shows a notebook whose grades are marked in it."""
    page = Page()
    answers: list[NotebookNode] = []
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if cell.id == NOTES:
            page.notes = cell
            continue
        if is_demo(cell) and not cell.get("outputs"):
            page.demos_left_out += 1
            continue
        page.cells.append(cell)
        if data.get("solution") and not data.get("grade"):
            answers.append(cell)
        elif data.get("grade"):
            item = _item(notebook, cell, answers if is_check(cell) else [cell])
            _shelf(page, item).append(item)
            answers = [] if is_check(cell) else answers
    return page


def _shelf(page: Page, item: Item) -> list[Item]:
    if item.cell.metadata.nbgrader.get("unread"):
        return page.unread
    return page.look if item.comments or item.score < item.points else page.right


def _item(notebook: NotebookNode, cell: NotebookNode, answers: list[NotebookNode]) -> Item:
    written = [answer for answer in answers if not is_untouched(answer)]
    names = [re.escape(answer.metadata.nbgrader.grade_id) for answer in answers]
    if is_check(cell) and names:
        # What a student defined in a cell of their own is part of the answer, wherever it stands.
        defines = re.compile(rf"^(?:def )?(?:{'|'.join(names)})\b\s*[(=]", re.M)
        known = {answer.id for answer in answers}
        written += [
            other
            for other in notebook.cells
            if "nbgrader" not in other.metadata
            and other.cell_type == "code"
            and other.id not in known
            and not is_demo(other)
            and defines.search(other.source)
        ]
    return Item(
        cell, written, [answer.metadata.nbgrader.comment for answer in written if _comment(answer)]
    )


def _comment(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("comment") or "")


@functools.cache
def code_style() -> str:
    """Return the style sheet of highlighted code."""
    return str(HtmlFormatter(style="default").get_style_defs(".highlight"))


class Arrange(Preprocessor):
    """nbconvert's step that hands the arrangement to the page's template."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook, with its arrangement in the resources."""
        for cell in nb.cells:
            if _comment(cell):
                cell.metadata.nbgrader.comment = set_formulas(_comment(cell))
        resources["page"] = arranged(nb)
        resources["code_style"] = code_style()
        return nb, resources
