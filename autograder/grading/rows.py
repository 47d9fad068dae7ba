"""The rows that nbgrader's gradebook has of one submission: read, changed and written in few statements.

nbgrader's own objects look each other up one by one, some fifty queries a submission.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from sqlalchemy import bindparam, insert, select, update

from autograder.grading.marks import Standing

STUDENTS, SUBMISSIONS, NOTEBOOKS = (
    kind.__table__ for kind in (Student, SubmittedAssignment, SubmittedNotebook)
)
GRADES, COMMENTS = Grade.__table__, Comment.__table__
KEY = ("id", "cell_id", "notebook_id")
GRADE = (*KEY, "auto_score", "manual_score", "extra_credit", "needs_manual_grade")
COMMENT = (*KEY, "auto_comment", "manual_comment")

FIND_STUDENT = select(STUDENTS.c.id).where(STUDENTS.c.id == bindparam("student"))
FIND_SUBMISSION = (
    select(
        SUBMISSIONS.c.id,
        SUBMISSIONS.c.timestamp,
        SUBMISSIONS.c.extension,
        NOTEBOOKS.c.id,
        NOTEBOOKS.c.late_submission_penalty,
    )
    .join(NOTEBOOKS, NOTEBOOKS.c.assignment_id == SUBMISSIONS.c.id)
    .where(
        SUBMISSIONS.c.assignment_id == bindparam("assignment"),
        SUBMISSIONS.c.student_id == bindparam("student"),
        NOTEBOOKS.c.notebook_id == bindparam("notebook"),
    )
)


def _find(table: Any, columns: tuple[str, ...]) -> Any:
    # By their cells too: the gradebook's only index of these rows begins with the cell.
    return select(*(table.c[name] for name in columns)).where(
        table.c.cell_id.in_(bindparam("cells", expanding=True)),
        table.c.notebook_id == bindparam("notebook"),
    )


def _change(table: Any, *columns: str) -> Any:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(table).where(table.c.id == bindparam("row")).values(values)


FIND_GRADES, FIND_COMMENTS = _find(GRADES, GRADE), _find(COMMENTS, COMMENT)
CHANGE_GRADE = _change(GRADES, "auto_score", "needs_manual_grade")
CHANGE_COMMENT = _change(COMMENTS, "auto_comment")
CHANGE_SUBMISSION = _change(SUBMISSIONS, "timestamp")
CHANGE_NOTEBOOK = _change(NOTEBOOKS, "late_submission_penalty")


@dataclass(frozen=True)
class Mirror:
    """The cells of a released notebook that get a row in each submission: a grade, a comment."""

    notebook: str
    graded: tuple[str, ...]
    answered: tuple[str, ...]

    def rows(self, submitted: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return new rows for a submitted notebook: what nbgrader has of an ungraded one."""
        grades = [
            dict.fromkeys(GRADE) | _new(cell, submitted) | {"needs_manual_grade": True}
            for cell in self.graded
        ]
        return grades, [dict.fromkeys(COMMENT) | _new(cell, submitted) for cell in self.answered]


def _new(cell: str, submitted: str) -> dict[str, Any]:
    return {"id": new_uuid(), "cell_id": cell, "notebook_id": submitted}


@dataclass(frozen=True)
class Cells:
    """What the gradebook has of a released week: due date, the names and points of cells by their ids.

    `main` is the week's notebook; an instructor may have put others beside it.
    """

    assignment: str
    due: datetime.datetime | None
    names: dict[str, str]
    points: dict[str, float]
    main: Mirror
    others: tuple[Mirror, ...]


def cells_of(session: Any, week: str) -> Cells:
    """Return what the gradebook has of a released week."""
    session.rollback()  # what others wrote since the last look is seen
    assignment, due = (
        session.query(Assignment.id, Assignment.duedate).filter(Assignment.name == week).one()
    )
    names: dict[str, str] = {}
    points: dict[str, float] = {}
    mirrors = {}
    for notebook, name in session.query(Notebook.id, Notebook.name).filter(
        Notebook.assignment_id == assignment
    ):
        ids: dict[Any, list[str]] = {GradeCell: [], TaskCell: [], SolutionCell: []}
        for kind, found in ids.items():
            for cell in session.query(kind).filter(kind.notebook_id == notebook):
                names[cell.id] = cell.name
                found.append(cell.id)
                if kind is not SolutionCell:
                    points[cell.id] = float(cell.max_score or 0)
        mirrors[name] = Mirror(notebook, tuple(ids[GradeCell]), tuple(ids[SolutionCell]))
    session.rollback()
    main = mirrors.pop(week)
    return Cells(assignment, due, names, points, main, tuple(mirrors.values()))


@dataclass
class Rows:
    """The rows of one submission; `new` are written whole, others where they may have changed."""

    cells: Cells
    student: str
    submission: str
    notebook: str
    timestamp: datetime.datetime | None
    extension: datetime.timedelta | None
    penalty: float | None
    grades: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    new: bool

    @property
    def seconds_late(self) -> float:
        """How late it was handed in, in seconds; 0 for in time."""
        if self.timestamp is None or self.cells.due is None:
            return 0.0
        due = self.cells.due + (self.extension or datetime.timedelta())
        return max(0.0, (self.timestamp - due).total_seconds())

    def standing(self) -> Standing:
        """Return what the rows say, penalties aside; nbgrader computes the same in the database."""
        names = self.cells.names
        grades = {names[row["cell_id"]]: _graded(self.cells, row) for row in self.grades}
        comments = {
            names[row["cell_id"]]: row["manual_comment"]
            if row["manual_comment"] is not None
            else row["auto_comment"]
            for row in self.comments
        }
        return Standing(
            score=math.fsum(score for score, _, _ in grades.values()),
            max_score=math.fsum(self.cells.points[cell] for cell in self.cells.main.graded),
            late_penalty=0.0,
            grades=grades,
            comments={name: text for name, text in comments.items() if text},
        )

    def write(self, session: Any, penalty: float | None) -> None:
        """Write the rows, and what is taken off for lateness."""
        if self.new:
            self._insert(session, penalty)
            return
        when = {"row": self.submission, "new_timestamp": self.timestamp}
        taken = {"row": self.notebook, "new_late_submission_penalty": penalty}
        for statement, changes in (
            (CHANGE_SUBMISSION, [when]),
            (CHANGE_NOTEBOOK, [taken]),
            (CHANGE_GRADE, _changes(self.grades, "auto_score", "needs_manual_grade")),
            (CHANGE_COMMENT, _changes(self.comments, "auto_comment")),
        ):
            if changes:
                session.connection().execute(statement, changes)

    def _insert(self, session: Any, penalty: float | None) -> None:
        if session.execute(FIND_STUDENT, {"student": self.student}).first() is None:
            session.execute(insert(STUDENTS), {"id": self.student})
        submission = {
            "id": self.submission,
            "assignment_id": self.cells.assignment,
            "student_id": self.student,
            "timestamp": self.timestamp,
        }
        grades, comments = list(self.grades), list(self.comments)
        notebooks = [_notebook(self.notebook, self.cells.main, self.submission, penalty)]
        for other in self.cells.others:
            beside = _notebook(new_uuid(), other, self.submission, None)
            notebooks.append(beside)
            more_grades, more_comments = other.rows(beside["id"])
            grades += more_grades
            comments += more_comments
        for table, rows in (
            (SUBMISSIONS, [submission]),
            (NOTEBOOKS, notebooks),
            (GRADES, grades),
            (COMMENTS, comments),
        ):
            if rows:
                session.connection().execute(insert(table), rows)


def rows_of(session: Any, cells: Cells, student: str) -> Rows:
    """Return the rows of a student's submission, new ones if the gradebook has none."""
    asked = {"assignment": cells.assignment, "student": student, "notebook": cells.main.notebook}
    found = session.execute(FIND_SUBMISSION, asked).first()
    if found is None:
        submission, notebook = new_uuid(), new_uuid()
        rows = cells.main.rows(notebook)
        return Rows(cells, student, submission, notebook, None, None, None, *rows, new=True)
    submission, timestamp, extension, notebook, penalty = found
    grades = _read(session, FIND_GRADES, cells.main.graded, notebook)
    comments = _read(session, FIND_COMMENTS, cells.main.answered, notebook)
    when = (timestamp, extension, penalty)
    return Rows(cells, student, submission, notebook, *when, grades, comments, new=False)


def _read(session: Any, query: Any, ids: tuple[str, ...], notebook: str) -> list[dict[str, Any]]:
    found = session.execute(query, {"cells": list(ids), "notebook": notebook})
    return [dict(row) for row in found.mappings()]


def _notebook(own: str, mirror: Mirror, submission: str, penalty: float | None) -> dict[str, Any]:
    return {
        "id": own,
        "assignment_id": submission,
        "notebook_id": mirror.notebook,
        "flagged": False,
        "late_submission_penalty": penalty,
    }


def _graded(cells: Cells, row: dict[str, Any]) -> tuple[float, float, bool]:
    """Return a grade's score, its points, and whether a person has still to read it."""
    auto, manual = row["auto_score"], row["manual_score"]
    unread = auto is None and manual is None
    score = manual if manual is not None else auto
    # As nbgrader has it, credit for more than was asked is given with a score only.
    earned = 0.0 if unread else score + (row["extra_credit"] or 0.0)
    return earned, cells.points[row["cell_id"]], unread


def _changes(rows: list[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
    return [{"row": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in rows]
