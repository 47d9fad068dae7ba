"""Makes a week's notebooks from its sources: the source form, the student's form, the solved form."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.kept import Kept
from autograder.authoring.narrative import (
    GUESS,
    HIDDEN,
    Passage,
    Place,
    guess_names,
    read_narrative,
    waiting_problems,
)
from autograder.authoring.proof import solutions_line
from autograder.authoring.quotes import quote_problems
from autograder.examining import AuthoringError, Exercise, Question, Week, function_sources
from autograder.files import SOLUTIONS

RUBRIC = "rubric"
ANSWER_HERE = "YOUR ANSWER HERE"
CLEAN_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Source:
    """A week's notebook as its sources say it, answers in it, nothing executed.

    The prose still holds the places of quoted numbers, and each guess is still open. `places` says
    by cell id where a cell comes from.
    """

    notebook: NotebookNode
    passages: list[Passage]
    places: dict[str, Place]

    @property
    def guesses(self) -> list[str]:
        """The names of the week's guesses, from top to bottom."""
        return guess_names(self.passages)

    @property
    def order(self) -> list[str]:
        """The names of the week's exercises and open questions, from top to bottom."""
        data = (passage.cell.metadata for passage in self.passages)
        names = (item.get("exercise") or item.get("question") for item in data)
        return [name for name in names if name]


def source_notebook(week: Week) -> Source:
    """Return the notebook with answers and nbgrader's metadata, as instructors keep it.

    Raises AuthoringError, with file and line, for a narrative that does not fit the exercises.
    """
    passages = read_narrative(week.name)
    problems = [*_placing_problems(week, passages), *waiting_problems(week, passages)]
    problems += quote_problems(passages)
    if problems:
        raise AuthoringError("\n".join(problems))
    made = [(cell, _place_of(week, p, cell)) for p in passages for cell in _cells_of(week, p)]
    made = _with_guard(made)
    _lock_first([cell for cell, _ in made])
    notebook = _finish([cell for cell, _ in made])
    places = {cell.id: place for cell, (_, place) in zip(notebook.cells, made, strict=True)}
    return Source(notebook, passages, places)


def _placing_problems(week: Week, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what is wrong with the places of exercises and open questions, and with the first cell."""
    placed: list[str] = []
    exercises = [exercise.name for exercise in week.exercises]
    questions = [question.name for question in week.questions]
    unknown = False
    for passage in passages:
        for kind, names in (("exercise", exercises), ("question", questions)):
            name = passage.cell.metadata.get(kind)
            where = passage.place.option(kind)
            if name is not None and name in placed:
                yield f"{where}: {kind} {name!r} is placed a second time"
            elif name is not None and name not in names:
                unknown = True
                yield f"{where}: there is no {kind} {name!r}; the week has: {', '.join(names)}"
            placed.append(name)
    wanted = [(exercise.name, exercise.place) for exercise in week.exercises]
    wanted += [(question.name, week.place) for question in week.questions]
    for name, where in wanted:
        if name not in placed and not unknown:  # else it is the one that was mistyped
            yield f"{where}: {name!r} is never placed in notebooks/{week.name}.md"
    first = next((p.cell for p in passages if p.is_code), None)
    binding = f'check = bind_check("{week.name}", globals())'
    if first is None or binding not in first.source or first.metadata.get("exercise"):
        yield f"notebooks/{week.name}.md: the first code cell must hold the line {binding}"


def _cells_of(week: Week, passage: Passage) -> list[NotebookNode]:
    """Return the cells of the notebook that one cell of the narrative stands for."""
    cell = copy.deepcopy(passage.cell)
    metadata = cell.metadata
    if "exercise" in metadata:
        return _exercise_cells(
            week, week.exercise(metadata["exercise"]), cell, passage.place.option("exercise")
        )
    if "question" in metadata:
        question = next(q for q in week.questions if q.name == metadata["question"])
        return _question_cells(question, cell, passage.place.option("question"))
    if metadata.pop(GUESS, None):
        metadata["tags"] = [GUESS]
    if "hidden" in metadata:
        del metadata["hidden"]
        metadata["jupyter"] = dict(HIDDEN)
    return [cell]


def _place_of(week: Week, passage: Passage, cell: NotebookNode) -> Place:
    """Return where the text of a cell comes from: a function's from the answers."""
    data = cell.metadata.get("nbgrader", {})
    if data.get("solution") and cell.cell_type == "code":
        file, _, line = solutions_line(week.name, data["grade_id"]).rpartition(":")
        return Place(file, int(line), int(line))
    return passage.place


HELPERS_ARE_THERE = """\
try:
    import helpers.checking
except ModuleNotFoundError as missing:
    if missing.name not in ("helpers", "helpers.checking"):
        raise
    raise ModuleNotFoundError(
        "The folder `helpers` is not beside this notebook. Both came in one zip: unpack all of it and open "
        "the notebook in the folder that this makes. If you uploaded or moved the notebook alone, take "
        "`helpers` along. Do not install it with pip: the package of that name there is another one."
    ) from None

"""


def _with_guard(made: Sequence[tuple[NotebookNode, Place]]) -> list[tuple[NotebookNode, Place]]:
    """Return the cells; the first of code begins by saying what to do where `helpers` is not found."""
    i = next(i for i, (cell, _) in enumerate(made) if cell.cell_type == "code")
    cell, place = made[i]
    cell.source = HELPERS_ARE_THERE + cell.source
    moved = replace(place, first=place.first - HELPERS_ARE_THERE.count("\n"))
    return [*made[:i], (cell, moved), *made[i + 1 :]]


def _lock_first(cells: Sequence[NotebookNode]) -> None:
    """Lock the first code cell, which binds `check` to its week."""
    first = next(cell for cell in cells if cell.cell_type == "code")
    first.metadata["nbgrader"] = _nbgrader("setup", "code", solution=False, locked=True)
    first.id = "setup"


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


def student_notebook(source: NotebookNode, kept: Kept | None = None) -> NotebookNode:
    """Return what a student opens: nbgrader's own steps of `generate_assignment`, no answers left.

    The steps look at nothing but cells with nbgrader's metadata, or with its marks. What they made
    of the same cells before is in `kept`, since to load nbgrader takes longer than all the rest.
    """
    notebook = without_rubric(source)
    places = [i for i, cell in enumerate(notebook.cells) if _is_nbgraders(cell)]
    cells = [notebook.cells[i] for i in places]
    digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    released = kept.get("released cells", digest) if kept else None
    if released is None:
        released = _released(cells)
        if kept:
            kept.put("released cells", digest, released)
    for i, cell in zip(places, released, strict=True):
        notebook.cells[i] = nbformat.from_dict(cell)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = NotebookNode(CLEAN_METADATA)
    return notebook


def _is_nbgraders(cell: NotebookNode) -> bool:
    return "nbgrader" in cell.metadata or "### BEGIN" in cell.source


def _released(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    from nbgrader import preprocessors

    notebook = nbformat.v4.new_notebook(cells=copy.deepcopy(list(cells)), metadata=CLEAN_METADATA)
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
    return notebook.cells


def without_rubric(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without the cells that only graders read."""
    kept = copy.deepcopy(notebook)
    kept.cells = [cell for cell in kept.cells if RUBRIC not in cell.metadata.get("tags", [])]
    return kept


def without_guesses(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in which nobody wants to guess, so that its demonstrations run."""
    return _guesses_set(notebook, "...", "None")


def _guesses_set(notebook: NotebookNode, old: str, new: str) -> NotebookNode:
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        if GUESS in cell.metadata.get("tags", []):
            cell.source = cell.source.replace(f" = {old}", f" = {new}", 1)
    return changed


def released_source(name: str) -> str:
    """Return the text of a week's notebook with answers, as nbgrader's `source` folder keeps it."""
    solved = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    notebook = _guesses_set(without_rubric(solved), "None", "...")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return to_text(notebook)


def to_text(notebook: NotebookNode) -> str:
    """Return the notebook as a file's text."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
