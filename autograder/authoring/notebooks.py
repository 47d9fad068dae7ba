"""Makes a week's notebooks from its sources: the source form, the student's form, the solved form."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.examining import AuthoringError, Exercise, Question, Week, function_sources
from autograder.files import NARRATIVES, SOLUTIONS

DEMO = "demo"
RUBRIC = "rubric"
ANSWER_HERE = "YOUR ANSWER HERE"
CLEAN_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def source_notebook(week: Week) -> NotebookNode:
    """Return the notebook with answers and nbgrader's metadata, as instructors keep it.

    Raises AuthoringError, with file and line, for a narrative that does not fit the exercises.
    """
    import jupytext

    path = NARRATIVES / f"{week.name}.md"
    if not path.exists():
        raise AuthoringError(f"there is no narrative notebooks/{week.name}.md")
    text = path.read_text(encoding="utf-8")
    cells: list[NotebookNode] = []
    placed: list[str] = []
    for cell in jupytext.reads(text, fmt="md:myst").cells:
        kind = next((kind for kind in ("exercise", "question") if kind in cell.metadata), None)
        if kind is None:
            cells.append(cell)
            continue
        name = cell.metadata[kind]
        where = _line_of(text, week, f":{kind}: {name}", placed.count(name))
        if name in placed:
            raise AuthoringError(f"{kind} {name!r} is placed a second time", where)
        placed.append(name)
        if kind == "exercise":
            cells += _exercise_cells(week, _find(week.exercises, name, kind, where), cell, where)
        else:
            cells += _question_cells(_find(week.questions, name, kind, where), cell, where)
    wanted = [(exercise.name, exercise.place) for exercise in week.exercises]
    wanted += [(question.name, week.place) for question in week.questions]
    for name, where in wanted:
        if name not in placed:
            raise AuthoringError(f"{name!r} is never placed in notebooks/{week.name}.md", where)
    _lock_first(week, cells)
    return _finish(cells)


def _find(items: Any, name: str, kind: str, where: str) -> Any:
    for item in items:
        if item.name == name:
            return item
    known = ", ".join(item.name for item in items)
    raise AuthoringError(f"there is no {kind} {name!r}; the week has: {known}", where)


def _line_of(text: str, week: Week, mark: str, skip: int = 0) -> str:
    """Return "file:line" of a line of the narrative, after as many others like it as `skip`."""
    path = f"notebooks/{week.name}.md"
    found = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == mark]
    return f"{path}:{found[skip]}" if skip < len(found) else path


def _nbgrader(
    grade_id: str, cell_type: str, *, points: int | None = None, solution: bool, locked: bool
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "cell_type": cell_type,
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return data | ({"points": points} if points is not None else {})


def _exercise_cells(
    week: Week, exercise: Exercise, cell: NotebookNode, where: str
) -> list[NotebookNode]:
    if cell.source.strip():
        raise AuthoringError(
            f"the cell that places {exercise.name!r} must be empty: the build fills it", where
        )
    cells = []
    for name in exercise.functions:
        source = function_sources(week.name).get(name)
        if source is None:
            raise AuthoringError(f"solutions/{week.name}.py defines no function {name!r}", where)
        if "### BEGIN SOLUTION" not in source or "### END SOLUTION" not in source:
            raise AuthoringError(
                f"{name!r} in solutions/{week.name}.py has no solution markers", where
            )
        metadata = _nbgrader(name, "code", solution=True, locked=False)
        cells.append(new_code_cell(source.strip(), id=_slug(name), metadata={"nbgrader": metadata}))
    arguments = ", ".join(exercise.functions)
    metadata = _nbgrader(
        f"check_{exercise.name}", "code", points=exercise.points, solution=False, locked=True
    )
    cells.append(
        new_code_cell(
            f"check({arguments})",
            id=_slug(f"check-{exercise.name}"),
            metadata={"nbgrader": metadata},
        )
    )
    return cells


def _question_cells(question: Question, cell: NotebookNode, where: str) -> list[NotebookNode]:
    if not cell.source.strip():
        raise AuthoringError(
            f"the cell that places {question.name!r} holds the question's text", where
        )
    locked = _nbgrader(f"{question.name}_text", "markdown", solution=False, locked=True)
    answer = _nbgrader(
        question.name, "markdown", points=question.points, solution=True, locked=False
    )
    rubric = "\n".join(f"- {points} points: {text}" for points, text in question.rubric)
    return [
        new_markdown_cell(
            cell.source, id=_slug(f"{question.name}-text"), metadata={"nbgrader": locked}
        ),
        new_markdown_cell(ANSWER_HERE, id=_slug(question.name), metadata={"nbgrader": answer}),
        new_markdown_cell(
            f"**Rubric, {question.points} points**\n\n{rubric}",
            id=_slug(f"{question.name}-rubric"),
            metadata={"tags": [RUBRIC]},
        ),
    ]


def _lock_first(week: Week, cells: list[NotebookNode]) -> None:
    """Lock the first code cell, which binds `check` to its week."""
    first = next((cell for cell in cells if cell.cell_type == "code"), None)
    wanted = f'check = bind_check("{week.name}", globals())'
    if first is None or wanted not in first.source or "nbgrader" in first.metadata:
        raise AuthoringError(
            f"the first code cell must hold the line {wanted}", f"notebooks/{week.name}.md"
        )
    first.metadata["nbgrader"] = _nbgrader("setup", "code", solution=False, locked=True)
    first.id = "setup"


def _slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9-]", "-", name)[:64]


def _finish(cells: list[NotebookNode]) -> NotebookNode:
    """Return the notebook with stable cell ids and nothing but what readers need in its metadata."""
    seen: set[str] = set()
    for cell in cells:
        if "nbgrader" not in cell.metadata and RUBRIC not in cell.metadata.get("tags", []):
            cell.id = (
                f"{cell.cell_type[:4]}-{hashlib.sha256(cell.source.encode()).hexdigest()[:10]}"
            )
        while cell.id in seen:
            cell.id += "x"
        seen.add(cell.id)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=CLEAN_METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def student_notebook(source: NotebookNode) -> NotebookNode:
    """Return what a student opens: nbgrader's own steps of `generate_assignment`, no answers left."""
    from nbgrader import preprocessors

    notebook = without_rubric(source)
    steps = (
        "LockCells",
        "ClearSolutions",
        "ClearOutput",
        "CheckCellMetadata",
        "ComputeChecksums",
        "ClearHiddenTests",
    )
    for step in (*steps, "ComputeChecksums"):
        notebook, _ = getattr(preprocessors, step)().preprocess(notebook, {})
    notebook.metadata = NotebookNode(CLEAN_METADATA)
    return notebook


def without_rubric(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without the cells that only graders read."""
    copy = nbformat.from_dict(notebook)
    copy.cells = [cell for cell in copy.cells if RUBRIC not in cell.metadata.get("tags", [])]
    return copy


def released_source(name: str) -> str:
    """Return the text of a week's notebook with answers, as nbgrader's `source` folder keeps it."""
    solved = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    notebook = without_rubric(solved)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return to_text(notebook)


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return the notebook executed from top to bottom in `folder`, outputs stored.

    Raises AuthoringError when a cell raises, takes too long or ends the kernel.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    copy = nbformat.from_dict(notebook)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    client = NotebookClient(
        copy,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # of the kernel: its warnings are no news to authors
        coalesce_streams=True,  # else it hangs on the clock where printed text is cut in two
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise AuthoringError(f"the solved notebook stops:\n{error}") from None
    for cell in copy.cells:
        cell.metadata.pop("execution", None)
    copy.metadata = NotebookNode(CLEAN_METADATA)
    return copy


def to_text(notebook: NotebookNode) -> str:
    """Return the notebook as a file's text."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
