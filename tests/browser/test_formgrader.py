"""Grading by hand in Formgrader, inside JupyterLab in a real browser: two answers, a comment, a regrade.

Leaves pictures of each step in build/screenshots/, for people to look at.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.examining import load_week
from autograder.grading.course import Course, open_course
from tests.browser.lab import PATIENCE, PICTURES, browsing, decline_news, serving
from tests.support import answered, grade_all, hand_in, make_course

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
sync_api.expect.set_options(timeout=PATIENCE)
expect = sync_api.expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sandbox]
WEEK = "week1_logistic_regression"
QUESTION = load_week(WEEK).questions[0]
CLICKED = QUESTION.rubric[0][0] + QUESTION.rubric[1][0]
COMMENT = "The factor $a(1-a)$ is named; say also what follows from it."


@dataclass
class Teacher:
    """Somebody who has Formgrader open in a tab of JupyterLab."""

    page: Any
    course: Course

    @property
    def desk(self) -> Any:
        """The frame that Formgrader is in."""
        return self.page.frame_locator("iframe").first

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen now."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=str(PICTURES / f"formgrader-{name}.png"))

    def open_answer(self, number: int) -> None:
        """Walk to a submission as a teacher does: manual grading, week, notebook, submission."""
        self.desk.get_by_role("link", name="Manual Grading").first.click()
        self.desk.get_by_role("link", name=WEEK).first.click()
        self.desk.get_by_role("link", name=WEEK).first.click()
        self.desk.get_by_role("link", name=f"Submission #{number}").click()
        self.score.wait_for()

    def loaded(self, what: str) -> None:
        """Wait until Formgrader has fetched the "grades" or "comments", and filled its fields in."""
        frame = self.score.element_handle().owner_frame()
        frame.wait_for_function(f"formgrader.{what} && formgrader.{what}.loaded")

    @contextlib.contextmanager
    def holding(self, requests: str) -> Iterator[None]:
        """Hold these requests back in the block, then let them go, the last one first."""
        held: list[Any] = []
        closed = True
        self.page.route(requests, lambda route: held.append(route) if closed else route.continue_())
        yield
        for _ in range(PATIENCE // 50):
            if held:
                break
            self.page.wait_for_timeout(50)
        assert held, f"nothing was asked of {requests}"
        closed = False
        for route in reversed(held):
            route.continue_()

    @property
    def score(self) -> Any:
        """The field with the points of the open question."""
        return self.desk.locator(f"input#{QUESTION.name}")

    @property
    def comment(self) -> Any:
        """The field with the comment on the open question."""
        return self.desk.locator(f"textarea#{QUESTION.name}-comment")

    def saved(self, kind: str) -> None:
        """Wait until Formgrader says that it has saved a score or a comment."""
        self.desk.locator(f".{kind}-saved.glyphicon-ok").locator("visible=true").first.wait_for()


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teacher]:
    with browsing() as page:
        tmp_path = tmp_path_factory.mktemp("desk")
        course = make_course(tmp_path / "course", WEEK)
        for student in ("ada", "emmy"):
            notebook = answered(course, WEEK)
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION.name:
                    cell.source = f"Written by {student}: the gradient has a factor $a(1-a)$."
            hand_in(course, student, WEEK, notebook)
        grade_all(course, feedback=True)
        with serving(course.root, tmp_path) as address:
            page.goto(f"{address}/lab")
            page.get_by_role("menuitem", name="Nbgrader", exact=True).first.wait_for()
            decline_news(page)
            page.get_by_role("menuitem", name="Nbgrader", exact=True).first.click()
            page.get_by_role("menuitem", name="Formgrader", exact=True).first.click()
            teacher = Teacher(page, course)
            teacher.desk.get_by_role("link", name="Manual Grading").first.wait_for()
            yield teacher


# The tests below are one story, in this order.


def test_1_a_submission_opens_with_the_answer_and_its_rubric_beside_it(teacher: Teacher) -> None:
    teacher.open_answer(1)
    rubric = teacher.desk.locator(".rubric")
    shown = rubric.inner_text()
    for points, text in QUESTION.rubric:
        assert str(points) in shown and text.split("$")[0][:40] in shown
    rubric.scroll_into_view_if_needed()
    teacher.picture("1-rubric")
    assert "Written by" in teacher.desk.locator("body").inner_text()
    # Formulas are set, not left to a script from the network.
    assert teacher.desk.locator("math").count() > 20


def test_2_points_of_the_rubric_that_are_clicked_are_the_score_and_are_saved(
    teacher: Teacher,
) -> None:
    boxes = teacher.desk.locator(".rubric input")
    # A click that comes before Formgrader knows what is in the gradebook counts,
    with teacher.holding("**/api/grades*"):
        teacher.open_answer(1)
        teacher.loaded("comments")  # which moves what stands below them
        boxes.nth(0).check()
    teacher.saved("score")
    # and the last of three counts, though the server may answer the first one last.
    with teacher.holding("**/api/grade/*"):
        boxes.nth(0).uncheck()
        boxes.nth(0).check()
        boxes.nth(1).check()
    teacher.saved("score")
    expect(teacher.score).to_have_value(str(CLICKED))
    teacher.comment.fill(COMMENT)
    teacher.comment.blur()
    teacher.saved("comment")
    teacher.picture("2-graded")


def test_3_the_second_answer_gets_its_points_typed(teacher: Teacher) -> None:
    teacher.open_answer(2)
    teacher.loaded("grades")
    teacher.score.fill("6")
    teacher.score.blur()
    teacher.saved("score")


def test_4_grading_again_in_formgrader_keeps_score_and_comment(teacher: Teacher) -> None:
    desk = teacher.desk
    desk.get_by_role("link", name="Manual Grading").first.click()
    desk.get_by_role("link", name="Manage Assignments").first.click()
    desk.locator(f"tr:has-text('{WEEK}') td.num-submissions a").click()
    for student in ("ada", "emmy"):
        desk.locator("tr", has_text=student).locator(".autograde a").click()
        dialog = desk.locator(".modal.in, .modal.show").first
        dialog.get_by_text(re.compile("Success")).first.wait_for()
        dialog.get_by_role("button", name="Close").last.click()
        dialog.wait_for(state="hidden")
    teacher.picture("3-graded-again")
    teacher.open_answer(1)
    expect(teacher.score).to_have_value(str(CLICKED))
    expect(teacher.comment).to_have_value(COMMENT)
    # What made up the score is ticked again: a further click adds to it.
    boxes = teacher.desk.locator(".rubric input")
    ticked = [True, True] + [False] * (len(QUESTION.rubric) - 2)
    for box, expected in zip(boxes.all(), ticked, strict=True):
        expect(box).to_be_checked(checked=expected)


def test_5_the_pages_then_have_what_was_written_by_hand(teacher: Teacher) -> None:
    course = open_course(teacher.course.root)
    grade_all(course, feedback=True)
    pages = [
        course.feedback(student, WEEK).read_text(encoding="utf-8") for student in ("ada", "emmy")
    ]
    shown = [page for page in pages if "say also what follows from it" in page]
    assert len(shown) == 1, "the comment is on the page of the one whom it is for"
    assert not any("not read yet" in page for page in pages)
    assert not any(QUESTION.rubric[0][1][:60] in page for page in pages), (
        "rubrics stay with graders"
    )
