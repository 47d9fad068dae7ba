"""The gradebook's rows say what nbgrader reads in the same notebook, in a time that does not grow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade
from sqlalchemy import event

from autograder.examining import load_week
from autograder.grading.course import Course
from autograder.grading.feedback import standing_of
from autograder.grading.gradebook import GradebookWriter
from autograder.grading.jobs import Judged, page_settings
from autograder.grading.kept import finished, text_of
from autograder.grading.marks import checksum, marks_of
from autograder.grading.rendering import PageMaker, add_page
from helpers.judge.verdicts import RIGHT, WRONG, PartVerdict, Verdict
from tests.support import make_course, released

WEEK = "week1_logistic_regression"
QUESTION = load_week(WEEK).questions[0].name
FIRST = load_week(WEEK).exercises[0]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("rows") / "course", WEEK)


def graded(course: Course) -> NotebookNode:
    """Return a notebook with one right exercise, the others wrong, an answer and a gap."""
    notebook = released(course, WEEK)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION:
            cell.source = "Since $a$ vanishes, é."
    verdicts = {}
    for exercise in load_week(WEEK).exercises:
        most = exercise.points
        got = most if exercise is FIRST else 0.5
        part = PartVerdict("values", got, most, RIGHT if got == most else WRONG, "text")
        verdicts[exercise.name] = Verdict(exercise.name, [part])
    return finished(notebook, verdicts, ["a note"])


@pytest.fixture
def judged(course: Course) -> Judged:
    notebook = graded(course)
    return Judged(text_of(notebook), marks_of(notebook), [], [])


def test_points_and_gaps_are_those_that_nbgrader_reads_in_the_notebook(course: Course) -> None:
    notebook = nbformat.v4.reads(text_of(graded(course)))
    marks = marks_of(notebook)
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert {cell.metadata.nbgrader.grade_id: checksum(cell) for cell in cells} == {
        cell.metadata.nbgrader.grade_id: compute_checksum(cell) for cell in cells
    }
    of_nbgrader = {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)
        for cell in cells
        if cell.metadata.nbgrader.get("grade")
    }
    ours = {name: (earned, marks.points[name]) for name, earned in marks.grades.items()}
    assert ours == of_nbgrader
    assert {None, 0.5, FIRST.points} <= set(marks.grades.values())
    assert FIRST.functions[0] in marks.unanswered and QUESTION not in marks.unanswered


def test_a_page_made_where_it_was_judged_is_the_one_that_the_gradebook_calls_for(
    course: Course, judged: Judged
) -> None:
    settings = page_settings(course.config)
    assert settings is not None
    add_page(judged, WEEK, settings)
    writer = GradebookWriter(course)
    try:
        saved = writer.save("ada", WEEK, judged, None)
        assert saved.standing == standing_of(writer.book, "ada", WEEK) == judged.marks.standing()
        made = PageMaker(course.config).page(judged.notebook, WEEK, saved.standing)
        assert judged.page_for(saved.standing) == made
        comment = writer.book.find_comment(QUESTION, WEEK, WEEK, "ada")
        comment.manual_comment = "Why?"
        writer.book.db.commit()
        assert judged.page_for(writer.save("ada", WEEK, judged, None).standing) is None
    finally:
        writer.close()


def test_what_people_wrote_and_lateness_add_up_as_in_nbgrader(
    course: Course, judged: Judged
) -> None:
    config = course.config.copy()
    config.LateSubmissionPlugin.penalty_method = "zero"
    late = Course(course.root, config, course.db_url, course.limits)
    writer = GradebookWriter(late)
    try:
        first = writer.save("grace", WEEK, judged, "2024-03-02 10:00:00 UTC")
        grade = writer.book.find_grade(QUESTION, WEEK, WEEK, "grace")
        grade.manual_score, grade.extra_credit = 3.0, 1.5
        writer.book.db.commit()
        second = writer.save("grace", WEEK, judged, None)
        assert second.told["score"] == first.told["score"] + 4.5
        assert (first.told["unread"], second.told["unread"]) == (1, 0)
        assert first.told["by_hand"] == "" != second.told["by_hand"]
        assert writer.by_hand(WEEK, {"grace"})["grace"] == second.told["by_hand"]
        notebook = writer.book.find_submission_notebook(WEEK, WEEK, "grace")
        assert (notebook.score, notebook.max_score) == (
            second.told["score"],
            second.told["max_score"],
        )
        assert notebook.assignment.timestamp == datetime(2024, 3, 2, 10)
        assert grade.needs_manual_grade and notebook.late_submission_penalty is None
        writer.book.find_assignment(WEEK).duedate = datetime(2024, 3, 1)
        writer.book.db.commit()
    finally:
        writer.close()
    writer = GradebookWriter(late)
    try:
        third = writer.standing("grace", WEEK)
        notebook = writer.book.find_submission_notebook(WEEK, WEEK, "grace")
        assert notebook.late_submission_penalty == notebook.score == third["score"]
        assert standing_of(writer.book, "grace", WEEK).score == 0
        assert third["late"] != second.told["late"]
        notebook.assignment.extension = timedelta(days=2)
        writer.book.db.commit()
        writer.standing("grace", WEEK)
        writer.book.db.rollback()
        assert notebook.late_submission_penalty is None
    finally:
        writer.close()


def test_no_statement_reads_the_grades_of_the_whole_class(course: Course, judged: Judged) -> None:
    writer = GradebookWriter(course)
    told: list[tuple[str, Any]] = []

    def tell(_c: Any, _u: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        if not many and statement.lstrip().startswith(("SELECT", "UPDATE")):
            told.append((statement, values))

    try:
        writer.save("emmy", WEEK, judged, None)
        engine = writer.book.db.get_bind()
        event.listen(engine, "before_cursor_execute", tell)
        writer.save("emmy", WEEK, judged, None)
        standing_of(writer.book, "emmy", WEEK)
        assert writer.by_hand(WEEK, {"emmy"}) == {}
        assert writer.unread(WEEK, {"emmy", "nobody"}) == {"emmy": 1}
        event.remove(engine, "before_cursor_execute", tell)
        plans = [
            str(row)
            for statement, values in told
            for row in writer.book.db.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
        ]
    finally:
        writer.close()
    assert any("SEARCH grade" in plan for plan in plans)
    whole = [p for p in plans if any(f"SCAN {t}" in p for t in ("grade'", "grade ", "comment"))]
    assert not whole, whole
