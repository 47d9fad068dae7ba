"""Writes what was judged into nbgrader's gradebook, one transaction a submission."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import null, or_
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from autograder.files import UserError
from autograder.grading.course import Course
from autograder.grading.jobs import Judged
from autograder.grading.marks import UNANSWERED, Standing
from autograder.grading.rows import Cells, Rows, cells_of, rows_of

FEW = 50  # a statement names each of them, and each of their cells
PLUGIN = "LateSubmissionPlugin"  # nbgrader's own, where a course chooses none


@dataclass(frozen=True)
class Saved:
    """What the gradebook says of a submission: `told` to its record, `standing` to its page."""

    told: dict[str, Any]
    standing: Standing


class GradebookWriter:
    """The one writer of a course's gradebook while a class is graded."""

    def __init__(self, course: Course) -> None:
        self.course = course
        try:
            self.book = Gradebook(course.db_url, "neural_networks")
        except SQLAlchemyError as error:
            raise UserError(_cannot_write(course, error)) from None
        self.cells: dict[str, Cells] = {}

    @functools.cached_property
    def penalties(self) -> Any:
        """Nbgrader's step that knows the course's penalties, with its plugin; loading it takes a while."""
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=self.course.config)
        step.init_plugin()
        return step

    def close(self) -> None:
        """Close the gradebook."""
        self.book.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Any]:
        """Commit at the end of the block, or leave the gradebook as it was. Raises UserError."""
        session = self.book.db
        try:
            yield session
            session.commit()
        except OperationalError as error:
            session.rollback()
            raise UserError(_cannot_write(self.course, error)) from None
        except BaseException:
            session.rollback()
            raise

    def released(self, week: str) -> bool:
        """Return whether the gradebook knows the week."""
        return self.book.db.query(Assignment).filter(Assignment.name == week).first() is not None

    def save(self, student: str, week: str, judged: Judged, timestamp: str | None) -> Saved:
        """Write a submission's grades; return what the gradebook then says of it.

        A manual score stays. A submission that could not be graded gets zero and is marked as
        needing a person's look.
        """
        with self.transaction() as session:
            rows = self._rows(session, student, week, timestamp)
            for grade in rows.grades:
                self._grade(grade, rows.cells.names[grade["cell_id"]], judged)
            for comment in rows.comments:
                untouched = rows.cells.names[comment["cell_id"]] in judged.marks.unanswered
                comment["auto_comment"] = UNANSWERED if untouched else None
            return self._saved(session, rows, student, week)

    def standing(self, student: str, week: str) -> dict[str, Any]:
        """Return what the gradebook says of a submission, its penalty worked out anew.

        "score" and "max_score"; "unread": answers that a person has still to read; "by_hand": a
        digest of what people wrote, "" for nothing; "late": one of due date and penalties.
        """
        with self.transaction() as session:
            return self._saved(
                session, self._rows(session, student, week, None), student, week
            ).told

    def _saved(self, session: Any, rows: Rows, student: str, week: str) -> Saved:
        """Work out the penalty, write all rows, return what they say."""
        standing = rows.standing()
        penalty = self._penalty(rows, student, standing.score)
        rows.write(session, penalty)
        unread = sum(g["auto_score"] is None and g["manual_score"] is None for g in rows.grades)
        names = rows.cells.names
        written = [(names[g["cell_id"]], g["manual_score"], g["extra_credit"]) for g in rows.grades]
        written += [(names[c["cell_id"]], c["manual_comment"], None) for c in rows.comments]
        told = {
            "score": standing.score,
            "max_score": standing.max_score,
            "unread": unread,
            "by_hand": _digest(written),
            "late": self.late_rules(week),
        }
        late = replace(standing, score=standing.score - (penalty or 0), late_penalty=penalty or 0)
        return Saved(told, late)

    def by_hand(self, week: str, students: Collection[str]) -> dict[str, str]:
        """Return, for those students that a person wrote something for, the digest of what it is."""
        written: dict[str, list[tuple[Any, ...]]] = {}
        for table, wanted in (
            (Grade, (Grade.manual_score, Grade.extra_credit)),
            (Comment, (Comment.manual_comment, null())),
        ):
            rows = self._of_week(week, students, table, BaseCell.name, *wanted).filter(
                or_(*(column.is_not(None) for column in wanted))
            )
            for student, *row in rows:
                written.setdefault(student, []).append(tuple(row))
        return {student: _digest(rows) for student, rows in written.items()}

    def late_rules(self, week: str) -> str:
        """Return a digest of all that a week's penalties for lateness depend on, as this run found it."""
        due = self._cells(week).due
        chosen = self.course.config.get("AssignLatePenalties")
        plugin = type(self.penalties.plugin_inst).__name__ if chosen else PLUGIN
        names = ("AssignLatePenalties", "LateSubmissionPlugin", plugin)
        rules = [repr(self.course.config.get(name, {})) for name in names]
        return hashlib.sha256("\n".join([str(due), *rules]).encode()).hexdigest()

    def unread(self, week: str, students: Collection[str]) -> dict[str, int]:
        """Return how many answers of each of these students a person has still to read."""
        rows = self._of_week(week, students, Grade, Grade.id).filter(
            Grade.auto_score.is_(None), Grade.manual_score.is_(None)
        )
        return Counter(student for student, _ in rows)

    def _of_week(self, week: str, students: Collection[str], table: Any, *columns: Any) -> Any:
        """Return a query for the student and some columns of grades or comments of a week.

        For a few students it reads their rows alone; for more it reads those of the whole class.
        """
        # What others wrote since the last look is seen: nothing of ours is under way here.
        self.book.db.rollback()
        query = (
            self.book.db.query(SubmittedAssignment.student_id, *columns)
            .select_from(table)
            .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(BaseCell, table.cell_id == BaseCell.id)
            .filter(Assignment.name == week)
        )
        if len(students) > FEW:
            return query
        # By their cells too: the gradebook's only index of these rows begins with the cell.
        cells = table.cell_id.in_(list(self._cells(week).names))
        return query.filter(SubmittedAssignment.student_id.in_(list(students)), cells)

    def forget(self, student: str, week: str) -> None:
        """Take back the automatic grades of a submission whose grading failed; ask for a person."""
        with self.transaction() as session:
            rows = self._rows(session, student, week, None)
            for grade in rows.grades:
                grade |= {"auto_score": None, "needs_manual_grade": True}
            rows.write(session, rows.penalty)

    def _cells(self, week: str) -> Cells:
        if week not in self.cells:
            self.cells[week] = cells_of(self.book.db, week)
        return self.cells[week]

    def _rows(self, session: Any, student: str, week: str, timestamp: str | None) -> Rows:
        rows = rows_of(session, self._cells(week), student)
        if timestamp is not None:
            with contextlib.suppress(Exception):  # a student wrote it: it may be anything
                rows.timestamp = utils.parse_utc(timestamp)
        return rows

    def _grade(self, grade: dict[str, Any], cell: str, judged: Judged) -> None:
        if cell not in judged.marks.grades or judged.problem is not None:
            grade |= {"auto_score": 0.0, "needs_manual_grade": True}
            return
        earned = judged.marks.grades[cell]
        by_hand = grade["manual_score"] is not None
        grade |= {"auto_score": earned, "needs_manual_grade": by_hand or earned is None}

    def _penalty(self, rows: Rows, student: str, score: float) -> float | None:
        late = rows.seconds_late
        if late <= 0:
            return None
        penalty = self.penalties.plugin_inst.late_submission_penalty(student, score, late)
        if penalty is None:
            return None
        return float(self.penalties._check_late_penalty(SimpleNamespace(score=score), penalty))


def _digest(written: list[tuple[Any, ...]]) -> str:
    """Return a digest of what people wrote by hand; "" for nothing."""
    kept = sorted(repr(row) for row in written if any(value is not None for value in row[1:]))
    return hashlib.sha256("\n".join(kept).encode("utf-8", "replace")).hexdigest() if kept else ""


def _cannot_write(course: Course, error: Exception) -> str:
    reason = str(getattr(error, "orig", error)).strip()
    return (
        f"the gradebook of {course.root} cannot be written ({reason}). Nothing is lost: free it "
        "(another program may hold it; the disk may be full; the file may be read-only) and run the "
        "same command again."
    )
