"""Tries answers out: an author's file at once, a notebook through the sandbox, without a course."""

from __future__ import annotations

import ast
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from autograder.authoring.kept import Kept
from autograder.authoring.proving import load, visible_sheet
from autograder.examining import (
    Exercise,
    Sheet,
    Verdict,
    Week,
    draw,
    function_sources,
    quietly,
    suspects,
    with_variants,
)
from autograder.files import UserError, write_atomically
from helpers.judge.judging import judge
from helpers.judge.verdicts import UNANSWERED

VISIBLE, FRESH = "visible cases", "fresh cases"
Say = Callable[[str], None]


def try_answers(name: str, path: Path, say: Say) -> None:
    """Say what the verdicts on a Python file or a notebook are, on visible and on fresh cases.

    A file is run as it is, with your rights; a notebook runs in the sandbox, since it may be a
    student's. Raises UserError for a file that is neither, or that answers nothing of the week.
    """
    if not path.is_file():
        raise UserError(f"there is no file {path}")
    verdicts = {".py": verdicts_of_file, ".ipynb": verdicts_of_notebook}.get(path.suffix)
    if verdicts is None:
        raise UserError(f"{path} is neither a Python file nor a notebook")
    for exercise, found in verdicts(load(name), path).items():
        for line in _told(exercise, found):
            say(line)


def _told(exercise: str, found: Mapping[str, Verdict]) -> Iterator[str]:
    """Yield the verdicts of an exercise: one line when they are the same and nothing is wrong."""
    first = next(iter(found.values()))
    if all(verdict.right for verdict in found.values()):
        yield f"{exercise}: right on {' and '.join(found)}, {first.max_points} points"
    elif all(p.outcome == UNANSWERED for v in found.values() for p in v.parts):
        yield f"{exercise}: not done yet"
    else:
        for cases, verdict in found.items():
            yield f"On {cases}, {verdict.to_text()}"


# ---------------------------------------------------------------- an author's file


def verdicts_of_file(week: Week, path: Path) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts of each exercise of which a Python file defines a function.

    What the file does not define is answered by the reference.
    """
    text = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise UserError(f"{path}:{error.lineno}: not valid Python: {error.msg}") from None
    lines = text.splitlines(keepends=True)
    own = {
        node.name: "".join(lines[node.lineno - 1 : node.end_lineno])
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    chosen = [e for e in week.exercises if own.keys() & set(e.functions)]
    if not chosen:
        known = ", ".join(name for exercise in week.exercises for name in exercise.functions)
        raise UserError(f"{path} defines no function of {week.name}; it has: {known}")
    try:
        namespace = with_variants(week.name, {"": text})
    except Exception as error:  # whatever the file does when it runs
        raise UserError(f"{path} stops: {type(error).__name__}: {error}") from None
    sources = function_sources(week.name) | own
    kept = Kept.read(week.name)
    found = {}
    for exercise in chosen:
        sheets = {
            VISIBLE: Sheet.from_json(visible_sheet(week, exercise, kept)),
            FRESH: draw(week, exercise, secrets.token_bytes(16), known=False),
        }
        found[exercise.name] = {
            cases: _verdict(week, exercise, sheet, namespace, sources.get)
            for cases, sheet in sheets.items()
        }
    kept.write()
    return found


def _verdict(
    week: Week,
    exercise: Exercise,
    sheet: Sheet,
    namespace: dict[str, object],
    source_of: Callable[[str], str | None],
) -> Verdict:
    outcomes = {
        name: [quietly(case, namespace) for case in cases] for name, cases in sheet.draws.items()
    }
    return judge(sheet, outcomes, source_of, suspects=suspects(week, exercise, sheet))


# ---------------------------------------------------------------- a notebook, in the sandbox


def verdicts_of_notebook(week: Week, path: Path) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts of each exercise on a notebook, as the grader reaches them."""
    from autograder.desk.bench import VISIBLE_CASES, Bench

    with Bench.opened(week) as bench, tempfile.TemporaryDirectory() as folder:
        write_atomically(Path(folder) / f"{week.name}.ipynb", path.read_bytes())
        seeds = {VISIBLE: VISIBLE_CASES, FRESH: secrets.token_bytes(16)}
        found = {cases: bench.assess(Path(folder), seed)[0] for cases, seed in seeds.items()}
    return {
        exercise.name: {cases: verdicts[exercise.name] for cases, verdicts in found.items()}
        for exercise in week.exercises
    }
