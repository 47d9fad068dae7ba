"""Writes the notebook that is kept: outputs, points and verdicts in its check cells, notes on top."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from autograder.grading.rebuild import is_check
from autograder.grading.sanitizing import clean_macros, clean_markdown, clean_text
from helpers.judge.verdicts import Verdict

NOTES = "grading-notes"


def is_text_of_release(cell: NotebookNode) -> bool:
    """Return whether the course wrote a cell of a rebuilt notebook, not the student."""
    return cell.metadata.get("nbgrader", {}).get("solution") is not True and not cell.id.startswith(
        "own-"
    )


def first_line(cell: NotebookNode) -> str:
    """Return by what a note calls a cell: the first line of it that is not blank."""
    for line in cell.source.splitlines():
        if line.strip():
            return f"Cell `{clean_text(line.strip())[:60]}`"
    return "An empty cell"


def finished(
    notebook: NotebookNode, verdicts: dict[str, Verdict], notes: list[str]
) -> NotebookNode:
    """Return the notebook with each check cell's output replaced by points and verdict."""
    copy = nbformat.from_dict(notebook)
    number = 0
    for cell in copy.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        cell.execution_count = number
        if is_check(cell):
            verdict = verdicts.get(cell.metadata.nbgrader.grade_id.removeprefix("check_"))
            cell.outputs = [_points(verdict, number)] if verdict else []
    if notes:
        lines = "\n".join(f"- {clean_markdown(note)}" for note in notes)
        text = f"**Notes on grading**\n\n{lines}"
        copy.cells.insert(0, nbformat.v4.new_markdown_cell(text, id=NOTES))
    return copy


def text_of(notebook: NotebookNode) -> str:
    """Return a finished notebook as it is kept."""
    return str(nbformat.v4.writes(notebook)) + "\n"


def _points(verdict: Verdict, number: int) -> NotebookNode:
    # nbgrader reads a plain float in text/plain as the points; nothing else may stand there.
    data = {"text/plain": repr(float(verdict.points)), "text/html": clean_macros(verdict.to_html())}
    # Written out, since nbformat's own maker validates at each call what is valid by construction.
    return nbformat.from_dict(
        {
            "output_type": "execute_result",
            "data": data,
            "metadata": {},
            "execution_count": number,
        }
    )
