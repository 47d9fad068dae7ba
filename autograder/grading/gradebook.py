"""Writes what was judged into nbgrader's gradebook, one transaction a submission."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

import nbformat
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import null, or_
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from autograder.files import UserError
from autograder.grading.assess import Judged
from autograder.grading.course import Course

log = logging.getLogger(__name__)


class GradebookWriter:
    """The one writer of a course's gradebook while a class is graded."""

    def __init__(self, course: Course) -> None:
        self.course = course
        try:
            self.book = Gradebook(course.db_url, "neural_networks")
        except SQLAlchemyError as error:
            raise UserError(_cannot_write(course, error)) from None
        self.penalties = AssignLatePenalties(config=course.config)
        self.penalties.init_plugin()

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

    def save(
        self, student: str, week: str, judged: Judged, timestamp: str | None
    ) -> dict[str, Any]:
        """Write a submission's grades; return what the gradebook then says of it (see `standing`).

        A manual score stays. A submission that could not be graded gets zero and is marked as
        needing a person's look.
        """
        with self.transaction() as session:
            submission = self._submission(session, student, week, timestamp)
            notebook = next(n for n in submission.notebooks if n.notebook.name == week)
            cells = _graded_cells(judged.notebook)
            for grade in notebook.grades:
                self._grade(grade, cells.get(grade.cell.name), judged)
            for comment in notebook.comments:
                comment.auto_comment = _auto_comment(cells.get(comment.cell.name))
            return self._standing(session, submission, notebook, student)

    def standing(self, student: str, week: str) -> dict[str, Any]:
        """Return what the gradebook says of a submission, its penalty worked out anew.

        "score" and "max_score"; "unread": answers that a person has still to read; "by_hand": a
        digest of what people wrote, "" for nothing; "late": one of due date and penalties.
        """
        with self.transaction() as session:
            submission = self._submission(session, student, week, None)
            notebook = next(n for n in submission.notebooks if n.notebook.name == week)
            return self._standing(session, submission, notebook, student)

    def _standing(
        self, session: Any, submission: SubmittedAssignment, notebook: Any, student: str
    ) -> dict[str, Any]:
        session.flush()
        self._penalty(submission, notebook, student)
        session.flush()
        session.expire(notebook)
        unread = sum(g.auto_score is None and g.manual_score is None for g in notebook.grades)
        written = [(g.cell.name, g.manual_score, g.extra_credit) for g in notebook.grades]
        written += [(c.cell.name, c.manual_comment, None) for c in notebook.comments]
        return {
            "score": float(notebook.score),
            "max_score": float(notebook.max_score),
            "unread": int(unread),
            "by_hand": _digest(written),
            "late": self.late_rules(str(submission.assignment.name)),
        }

    def by_hand(self, week: str) -> dict[str, str]:
        """Return, for each student that a person wrote something for, the digest of what it is."""
        written: dict[str, list[tuple[Any, ...]]] = {}
        for table, wanted in (
            (Grade, (Grade.manual_score, Grade.extra_credit)),
            (Comment, (Comment.manual_comment, null())),
        ):
            rows = self._of_week(week, table, BaseCell.name, *wanted).filter(
                or_(*(column.is_not(None) for column in wanted))
            )
            for student, *row in rows:
                written.setdefault(student, []).append(tuple(row))
        return {student: _digest(rows) for student, rows in written.items()}

    def late_rules(self, week: str) -> str:
        """Return a digest of all that a week's penalties for lateness depend on."""
        due = self.book.db.query(Assignment.duedate).filter(Assignment.name == week).scalar()
        plugin = type(self.penalties.plugin_inst).__name__
        names = ("AssignLatePenalties", "LateSubmissionPlugin", plugin)
        rules = [repr(self.course.config.get(name, {})) for name in names]
        return hashlib.sha256("\n".join([str(due), *rules]).encode()).hexdigest()

    def unread(self, week: str) -> dict[str, int]:
        """Return how many answers of each student a person has still to read."""
        rows = self._of_week(week, Grade, Grade.id).filter(
            Grade.auto_score.is_(None), Grade.manual_score.is_(None)
        )
        return Counter(student for student, _ in rows)

    def _of_week(self, week: str, table: Any, *columns: Any) -> Any:
        """Return a query for the student and some columns of every grade or comment of a week."""
        # What others wrote since the last look is seen: nothing of ours is under way here.
        self.book.db.rollback()
        return (
            self.book.db.query(SubmittedAssignment.student_id, *columns)
            .select_from(table)
            .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(BaseCell, table.cell_id == BaseCell.id)
            .filter(Assignment.name == week)
        )

    def forget(self, student: str, week: str) -> None:
        """Take back the automatic grades of a submission whose grading failed; ask for a person."""
        with self.transaction() as session:
            submission = self._submission(session, student, week, None)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = None
                    grade.needs_manual_grade = True

    def _submission(
        self, session: Any, student: str, week: str, timestamp: str | None
    ) -> SubmittedAssignment:
        person = session.get(Student, student)
        if person is None:
            person = Student(id=student)
            session.add(person)
        assignment = session.query(Assignment).filter(Assignment.name == week).one()
        submission = (
            session.query(SubmittedAssignment)
            .filter_by(assignment_id=assignment.id, student_id=student)
            .first()
        )
        if submission is None:
            session.flush()
            with session.no_autoflush:
                submission = SubmittedAssignment(assignment=assignment, student=person)
                for notebook in assignment.notebooks:
                    _mirror(notebook, submission)
                session.add(submission)
            session.flush()
            session.expire_all()  # rows that were made by key now load what the keys point to
        if timestamp is not None:
            with contextlib.suppress(Exception):  # a student wrote it: it may be anything
                submission.timestamp = utils.parse_utc(timestamp)
        session.flush()
        return submission

    def _grade(self, grade: Grade, cell: Any, judged: Judged) -> None:
        if cell is None or judged.problem is not None:
            grade.auto_score = 0.0
            grade.needs_manual_grade = True
            return
        grade.auto_score, _ = utils.determine_grade(cell, log)
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def _penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook, student: str
    ) -> None:
        notebook.late_submission_penalty = None
        late = submission.total_seconds_late
        if late > 0:
            penalty = self.penalties.plugin_inst.late_submission_penalty(
                student, notebook.score, late
            )
            if penalty is not None:
                notebook.late_submission_penalty = self.penalties._check_late_penalty(
                    notebook, penalty
                )


def _mirror(notebook: Any, submission: SubmittedAssignment) -> None:
    """Make the rows of a submitted notebook: a grade or a comment for each cell that has one."""
    submitted = SubmittedNotebook(notebook=notebook, assignment=submission)
    for cell in notebook.grade_cells:
        Grade(cell_id=cell.id, notebook=submitted)
    for cell in notebook.solution_cells:
        Comment(cell_id=cell.id, notebook=submitted)


def _digest(written: list[tuple[Any, ...]]) -> str:
    """Return a digest of what people wrote by hand; "" for nothing."""
    kept = sorted(repr(row) for row in written if any(value is not None for value in row[1:]))
    return hashlib.sha256("\n".join(kept).encode("utf-8", "replace")).hexdigest() if kept else ""


def _graded_cells(text: str) -> dict[str, Any]:
    cells = nbformat.v4.reads(text).cells  # written by us a moment ago
    return {cell.metadata.nbgrader.grade_id: cell for cell in cells if "nbgrader" in cell.metadata}


def _auto_comment(cell: Any) -> str | None:
    if cell is None:
        return None
    untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
    return "No response." if untouched else None


def _cannot_write(course: Course, error: Exception) -> str:
    reason = str(getattr(error, "orig", error)).strip()
    return (
        f"the gradebook of {course.root} cannot be written ({reason}). Nothing is lost: free it "
        "(another program may hold it; the disk may be full; the file may be read-only) and run the "
        "same command again."
    )
