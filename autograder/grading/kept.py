"""Writes the notebook that is kept: outputs, points and verdicts in its check cells, notes on top."""

from __future__ import annotations

import functools
import json

import nbformat
from nbformat import NotebookNode

from autograder.grading.rebuild import is_check
from autograder.grading.sanitizing import clean_macros, clean_markdown, clean_text
from helpers.judge.verdicts import Verdict

NOTES = "grading-notes"
NO_CELLS = '"cells": []'
REMEMBERED = 10_000  # characters of a cell


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
    cells = [NotebookNode(cell) for cell in notebook.cells]
    copy = NotebookNode({**notebook, "cells": cells})
    number = 0
    for cell in cells:
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
        cells.insert(0, nbformat.v4.new_markdown_cell(text, id=NOTES))
    return copy


def text_of(notebook: NotebookNode) -> str:
    """Return a finished notebook as it is kept, in the words of nbformat's own writer.

    That lays out in Python what it is given. Most cells are the course's own, so what they come to is
    remembered, each apart.
    """
    frame = str(nbformat.v4.writes(NotebookNode({**notebook, "cells": []})))
    before, after = frame.split(NO_CELLS, 1)
    cells = ",\n".join(_laid_out(json.dumps(cell)) for cell in notebook.cells)
    return f'{before}"cells": [\n{cells}\n ]{after}\n' if cells else f"{frame}\n"


def _laid_out(cell: str) -> str:
    """Return a cell, given as JSON in one line, as nbformat writes it in a notebook."""
    # Large ones are a student's own figures.
    return _remembered(cell) if len(cell) < REMEMBERED else _written(cell)


def _written(cell: str) -> str:
    alone = NotebookNode(cells=[nbformat.from_dict(json.loads(cell))], metadata={})
    text = str(nbformat.v4.writes(alone))
    return text.removeprefix('{\n "cells": [\n').removesuffix('\n ],\n "metadata": {}\n}')


_remembered = functools.lru_cache(maxsize=512)(_written)


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
