"""What an instructor reads: the class at a glance, how grading goes, the grades for other programs."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.examining import load_week
from autograder.reporting.export import write_csv
from autograder.reporting.platforms import harmless
from autograder.reporting.progress import Progress
from autograder.reporting.table import misconceptions, print_class, read_verdicts, scores

WEEK = "week1_logistic_regression"


def line(
    student: str, exercise: str, points: float, of: float, mistake: str = ""
) -> dict[str, Any]:
    return {"student": student, "exercise": exercise, "part": f"{of:g}", "points": points,
            "max_points": of, "misconception": mistake or None}  # fmt: skip


LINES = [
    line("anna", "sigmoid", 6, 6),
    line("anna", "sigmoid", 2, 2),
    line("anna", "propagate", 0, 5, "no_mean"),
    line("ben", "sigmoid", 0, 6, "exp_of_plus_z"),
    line("ben", "sigmoid", 0, 2, "exp_of_plus_z"),
    line("ben", "propagate", 0, 5, "no_mean"),
    line("[red]", "sigmoid", 6, 6),
    line("[red]", "sigmoid", 1.5, 2),
    line("[red]", "propagate", 0, 5),
]


def shown(lines: list[dict[str, Any]]) -> list[str]:
    """Return what an instructor reads in a terminal, line by line."""
    out = io.StringIO()
    print_class(load_week(WEEK), lines, Console(file=out, width=120))
    return out.getvalue().splitlines()


def cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.replace("┃", "│").split("│")[1:-1]]


def test_points_of_the_parts_add_up_by_student_and_exercise() -> None:
    assert scores(LINES)["anna"] == {"sigmoid": (8, 8), "propagate": (0, 5)}
    assert scores(LINES)["[red]"]["sigmoid"] == (7.5, 8)


def test_a_misconception_counts_a_student_once_and_the_frequent_ones_come_first() -> None:
    assert misconceptions(LINES) == [
        ("propagate", "no_mean", 2),
        ("sigmoid", "exp_of_plus_z", 1),
    ]


def test_the_table_has_a_row_for_each_student_with_points_and_sum() -> None:
    rows = [cells(text) for text in shown(LINES)]
    assert ["student", "1", "2", "sum"] in rows
    assert ["anna", "8", "0", "8/13"] in rows
    assert ["ben", "0", "0", "0/13"] in rows
    assert ["[red]", "7.5", "0", "7.5/13"] in rows, "a name is never read as a colour"
    assert "  1 sigmoid" in shown(LINES) and "  2 propagate" in shown(LINES)


def test_the_table_names_a_misconception_by_its_title() -> None:
    sigmoid = load_week(WEEK).exercise("sigmoid")
    title = next(m.title for m in sigmoid.misconceptions if m.name == "exp_of_plus_z")
    rows = [cells(text) for text in shown(LINES)]
    assert ["sigmoid", title, "1"] in rows


def test_a_class_without_verdicts_is_told_as_such() -> None:
    assert shown([]) == ["no verdicts yet"]


def test_verdicts_are_read_back_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "week.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in LINES), encoding="utf-8")
    assert read_verdicts(path) == LINES


def graded(
    progress: Progress, student: str, state: str = "graded", problem: str | None = None
) -> None:
    progress.step(student, WEEK, state, 3, 8, [], problem)


def test_progress_says_a_problem_at_once_and_the_counts_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress(3) as progress:
        graded(progress, "anna")
        graded(progress, "ben", problem="the notebook is empty")
        assert f"ben {WEEK}: the notebook is empty" in capsys.readouterr().err
        graded(progress, "carl", "unchanged")
    assert progress.finish(as_json=False) == 0
    assert "1 unchanged, 0 failed, 1 need a look" in capsys.readouterr().err


def test_a_failure_of_ours_is_an_exit_status_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(1, quiet=True) as progress:
        graded(progress, "anna", "failed", "the disk is full")
    assert progress.finish(as_json=True) == 1
    said = capsys.readouterr()
    assert said.err == ""
    summary = json.loads(said.out)
    assert (summary["graded"], summary["failed"]) == (0, 1)
    assert [item["problem"] for item in summary["problems"]] == ["the disk is full"]


def test_who_interrupts_reads_that_nothing_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(5) as progress:
        graded(progress, "anna")
        progress.interrupted()
    assert "stopped after 1 of 5; what is done is kept" in capsys.readouterr().err


def test_grades_are_written_for_a_spreadsheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nbgrader calls alembic by its name.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as book:
        book.add_assignment(WEEK)
        book.add_notebook(WEEK, WEEK)
        book.add_grade_cell("check_sigmoid", WEEK, WEEK, max_score=8, cell_type="code")
        for student, points in (("anna", 8.0), ("ben", 1.5)):
            book.add_student(student)
            book.add_submission(WEEK, student)
            book.find_grade("check_sigmoid", WEEK, WEEK, student).auto_score = points
        book.db.commit()
    path = write_csv(url, tmp_path / "grades.csv")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student_id"], row["score"], row["max_score"]) for row in rows] == [
        ("anna", "8.0", "8.0"),
        ("ben", "1.5", "8.0"),
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1+1", "'=1+1"), ("-2+3", "'-2+3"), ("-2.5", "-2.5"), ("-", "-"), ("\tx", "'\tx")],
)
def test_no_cell_begins_a_formula_and_what_is_none_stays_as_it_was(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
