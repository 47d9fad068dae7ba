"""Writes the page that answers, after grading, what the class got wrong and who needs a person."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader

from autograder.examining import Week
from autograder.files import UserError, write_atomically
from autograder.reporting import pictures
from autograder.reporting.analysis import Analysis, analyse, compare_with_earlier
from autograder.reporting.answers import write_answers
from autograder.reporting.table import read_verdicts, scores

TEMPLATES = Path(__file__).parent / "templates"


def report(
    root: Path, week: Week, earlier: list[str], db_url: str, *, anonymous: bool
) -> tuple[Path, Analysis]:
    """Write `reports/WEEK.html` of a course and return its path, with what is in it.

    `reports/WEEK-answers.html`, with the answers to open questions, goes with the one that names.
    Raises UserError when nothing of the week is graded.
    """
    verdicts = root / "verdicts" / f"{week.name}.jsonl"
    lines = read_verdicts(verdicts) if verdicts.exists() else []
    if not lines:
        raise UserError(
            f"nothing of {week.name} is graded yet: `autograder grade {root}` comes first"
        )
    students = {line["student"] for line in lines}
    sources = {student: _functions(root, student, week) for student in students}
    if not anonymous:
        write_answers(root, week, db_url, sources)
    analysis = analyse(week, lines, sources)
    compare_with_earlier(analysis, [_shares(root, name) for name in earlier])
    unread, analysis.hours = _of_gradebook(db_url, week.name)
    target = root / "reports" / f"{week.name}{'-anonymous' if anonymous else ''}.html"
    write_atomically(target, _page(analysis, unread, anonymous))
    return target, analysis


def _page(analysis: Analysis, unread: dict[str, int], anonymous: bool) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    shown = [
        ("Which exercise was hardest", pictures.by_exercise(analysis)),
        ("Which mistakes are shared", pictures.of_mistakes(analysis)),
        ("How the points are spread", pictures.of_totals(analysis)),
        ("Time of handing in", pictures.of_times(analysis)),
    ]
    return environment.get_template("report.html.j2").render(
        a=analysis,
        anonymous=anonymous,
        median=f"{statistics.median(analysis.totals.values()):g}",
        pictures=[(heading, picture) for heading, picture in shown if picture is not None],
        unread=sum(unread.values()),
        unread_of=sorted(unread.items()),
    )


def _functions(root: Path, student: str, week: Week) -> dict[str, str]:
    """Return what a student wrote, by the name of the cell that it stands in."""
    path = root / "autograded" / student / week.name / f"{week.name}.ipynb"
    try:
        cells = nbformat.v4.reads(path.read_text(encoding="utf-8")).cells
    except (OSError, ValueError, AttributeError):
        return {}
    named = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in named}


def _shares(root: Path, week: str) -> dict[str, float]:
    """Return the share of a week's points that each student earned."""
    path = root / "verdicts" / f"{week}.jsonl"
    if not path.exists():
        return {}
    found = {}
    for student, row in scores(read_verdicts(path)).items():
        points, most = (sum(values) for values in zip(*row.values(), strict=True))
        found[student] = points / most if most else 0.0
    return found


def _of_gradebook(db_url: str, week: str) -> tuple[dict[str, int], dict[str, float]]:
    """Return how many answers of each student wait to be read, and the hours of handing in."""
    from nbgrader.api import Gradebook

    unread: dict[str, int] = {}
    times: dict[str, Any] = {}
    with Gradebook(db_url) as book:
        for submission in book.assignment_submissions(week):
            student = submission.student.id
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            waiting = sum(g.auto_score is None and g.manual_score is None for g in grades)
            if waiting:
                unread[student] = waiting
            if submission.timestamp is not None:
                times[student] = submission.timestamp
    first = min(times.values(), default=None)
    return unread, {s: (time - first).total_seconds() / 3600 for s, time in times.items()}
