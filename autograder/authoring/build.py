"""Builds a week's three files from its three sources, and says which built files are stale."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.authoring.notebooks import (
    Source,
    execute,
    source_notebook,
    student_notebook,
    to_text,
    without_guesses,
)
from autograder.authoring.proof import prove
from autograder.authoring.quotes import Quote, changed, filled, quoted_numbers
from autograder.examining import VISIBLE_SEED, AuthoringError, Week, draw, load_week
from autograder.files import CASES, NARRATIVES, ROOT, SOLUTIONS, write_atomically

Say = Callable[[str], None]


@dataclass(frozen=True)
class Stale:
    """A built file that is not what the sources say."""

    path: Path
    reason: str
    week: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}: {self.reason}; run `autograder build {self.week}`"


def build(name: str, say: Say = lambda text: None, *, new_numbers: bool = False) -> None:
    """Write the student's notebook, the solved notebook and the visible cases of a week.

    Raises AuthoringError, with file and line, when the sources are wrong, or when a number that the
    prose quotes is another one than before (but for `new_numbers`); then nothing is written.
    """
    week = _load(name)
    _require_proof(week, say)
    source = source_notebook(week)
    cases = CASES / f"{name}.json"
    before = cases.read_bytes() if cases.exists() else None
    drawn = visible_cases(week, source.guesses)
    # The solved notebook reads the cases while it runs; if it stops, the earlier ones come back.
    # Cases that agree with the earlier ones are left: another machine's last digits are no news.
    if _cases_differ(cases, drawn):
        write_atomically(cases, drawn)
    try:
        solved = execute(without_guesses(source.notebook), SOLUTIONS)
        numbers = quoted_numbers(source.passages, solved)
        if not new_numbers:
            _require_old_numbers(name, numbers)
    except BaseException:
        if before is None:
            cases.unlink(missing_ok=True)
        else:
            write_atomically(cases, before)
        raise
    student = student_notebook(filled(source.notebook, numbers))
    write_atomically(NARRATIVES / f"{name}.ipynb", to_text(student))
    write_atomically(SOLUTIONS / f"{name}.ipynb", to_text(filled(solved, numbers)))


def _require_old_numbers(name: str, numbers: dict[Quote, str]) -> None:
    """Raise AuthoringError when a quoted number differs from the one that was built before."""
    path = SOLUTIONS / f"{name}.ipynb"
    if not path.exists():
        return
    moved = list(changed(numbers, _read(path)))
    if moved:
        raise AuthoringError(
            "\n".join(moved) + "\nRead what these sentences say now. If they still hold, run "
            f"`autograder build {name} --new-numbers`."
        )


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def _load(name: str) -> Week:
    try:
        return load_week(name)
    except SyntaxError as error:  # in the exercises, or in the answers that they import
        path = Path(error.filename or "")
        where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        raise AuthoringError(f"not valid Python: {error.msg}", f"{where}:{error.lineno}") from None


def _require_proof(week: Week, say: Say) -> None:
    problems = prove(week)
    for problem in problems:
        if problem.startswith("warning: "):
            say(problem)
    errors = [problem for problem in problems if not problem.startswith("warning: ")]
    if errors:
        raise AuthoringError("\n".join(errors))


def visible_cases(week: Week, guesses: Sequence[str] = ()) -> str:
    """Return the text of the week's case file, which names the notebook's guesses too."""
    data = {
        "week": week.name,
        "title": week.title,
        "questions": {question.name: question.points for question in week.questions},
        **({"guesses": list(guesses)} if guesses else {}),
        "exercises": [draw(week, exercise, VISIBLE_SEED).to_json() for exercise in week.exercises],
    }
    return (
        json.dumps(data, indent=None, separators=(",", ":")).replace(
            '{"exercise":', '\n{"exercise":'
        )
        + "\n"
    )


def stale_files(name: str, say: Say = lambda text: None) -> list[Stale]:
    """Return the built files of a week that are not what its sources say."""
    week = _load(name)
    _require_proof(week, say)
    source = source_notebook(week)
    student, solved = NARRATIVES / f"{name}.ipynb", SOLUTIONS / f"{name}.ipynb"
    cases = CASES / f"{name}.json"
    found = [
        (cases, _cases_differ(cases, visible_cases(week, source.guesses))),
        *_stale_notebooks(student, solved, source),
    ]
    return [Stale(path, reason, name) for path, reason in found if reason]


def _stale_notebooks(
    student: Path, solved: Path, source: Source
) -> Iterator[tuple[Path, str | None]]:
    """Yield both notebooks, with what is wrong with each; quoted numbers are read as stored."""
    executed = _read(solved) if solved.exists() else None
    try:
        numbers = quoted_numbers(source.passages, executed) if executed else {}
        told = filled(source.notebook, numbers)
    except (AuthoringError, KeyError):
        yield student, "quotes numbers that the stored outputs do not hold"
        yield (
            solved,
            "does not hold the outputs that the prose quotes" if executed else "is missing",
        )
        return
    yield student, _differs(student, to_text(student_notebook(told)))
    yield solved, _solved_differs(executed, without_guesses(told))


def _differs(path: Path, wanted: str) -> str | None:
    if not path.exists():
        return "is missing"
    return None if path.read_text(encoding="utf-8") == wanted else "is not what the sources say"


def _cases_differ(path: Path, wanted: str) -> str | None:
    if not path.exists():
        return "is missing"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return "is not valid JSON"
    return None if _close(found, json.loads(wanted)) else "holds other cases than the sources draw"


def _close(a: Any, b: Any) -> bool:
    """Return whether two JSON values agree, numbers to 1e-9 relative."""
    if isinstance(a, bool) or isinstance(b, bool) or type(a) is not type(b):
        numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (a, b))
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-15) if numbers else a is b or a == b
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_close(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_close, a, b))
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-15) if isinstance(a, float) else a == b


def _solved_differs(solved: NotebookNode | None, wanted: NotebookNode) -> str | None:
    if solved is None:
        return "is missing"
    if [_essence(cell) for cell in solved.cells] != [_essence(cell) for cell in wanted.cells]:
        return "has other cells than the sources say"
    skipped = [
        cell.id for cell in solved.cells if cell.cell_type == "code" and not cell.execution_count
    ]
    return f"has code cells that were never executed: {', '.join(skipped[:5])}" if skipped else None


def _essence(cell: NotebookNode) -> tuple[Any, ...]:
    return cell.cell_type, cell.id, cell.source, json.dumps(cell.metadata, sort_keys=True)
