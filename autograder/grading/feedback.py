"""Writes the page that a student reads, where nbgrader's feedback stands, whole or not at all."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

from autograder.files import write_atomically
from autograder.grading.course import Course
from autograder.grading.marks import Standing

if TYPE_CHECKING:
    from autograder.grading.rendering import PageMaker


def standing_of(book: Gradebook, student: str, week: str) -> Standing:
    """Return what a gradebook says of a submission. Raises sqlalchemy's NoResultFound without one."""
    session = book.db
    # What others wrote since the last look is seen, and no transaction is left open.
    session.rollback()
    of_it, notebook, penalty = (
        session.query(
            SubmittedNotebook.id,
            SubmittedNotebook.notebook_id,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == week, SubmittedAssignment.student_id == student)
        .one()
    )
    # By their cells too: the gradebook's only index of grades begins with the cell.
    cells = select(BaseCell.id).where(BaseCell.notebook_id == notebook)
    wanted = (Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score)
    graded = (
        session.query(BaseCell.name, *wanted)
        .join(Grade, Grade.cell_id == BaseCell.id)
        .filter(Grade.cell_id.in_(cells), Grade.notebook_id == of_it)
    )
    grades = {
        name: (score, points, auto is None and manual is None)
        for name, score, points, auto, manual in graded
    }
    comments = (
        session.query(BaseCell.name, Comment.comment)
        .join(Comment, Comment.cell_id == BaseCell.id)
        .filter(Comment.cell_id.in_(cells), Comment.notebook_id == of_it)
    )
    standing = Standing(
        score=math.fsum(score for score, _, _ in grades.values()) - (penalty or 0),
        max_score=session.query(Notebook.max_score).filter(Notebook.id == notebook).scalar(),
        late_penalty=penalty or 0,
        grades=grades,
        comments={name: text for name, text in comments if text},
    )
    session.rollback()
    return standing


class FeedbackWriter:
    """Writes feedback pages as `nbgrader generate_feedback` does, with all that is loaded loaded once."""

    def __init__(self, course: Course, book: Gradebook) -> None:
        self.course = course
        self.book = book

    @functools.cached_property
    def maker(self) -> PageMaker:
        """What makes a page here: where a person has graded, others come with what was judged."""
        from autograder.grading.rendering import PageMaker

        return PageMaker(self.course.config)

    def write(self, student: str, week: str) -> None:
        """Write one student's page from the autograded notebook and the gradebook.

        The small files beside the notebook go with it: nbgrader's exchange looks for them.
        """
        text = self.course.autograded(student, week).read_text(encoding="utf-8")
        page = self.maker.page(text, week, standing_of(self.book, student, week))
        for path in self.course.autograded(student, week).parent.glob("*.txt"):
            write_atomically(
                self.course.feedback(student, week).with_name(path.name), path.read_bytes()
            )
        write_atomically(self.course.feedback(student, week), page)
