"""The feedback page: what lost points comes first, beside the student's code; nothing is run to make it."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.grading.course import Course, create_course
from autograder.grading.kept import finished, text_of
from autograder.grading.marks import Standing
from autograder.grading.page import Page, arranged, mark
from autograder.grading.rendering import PageExporter, PageMaker
from helpers.judge.verdicts import RIGHT, WRONG, PartVerdict, Verdict
from tests.browser.lab import browsing

WEEK = "week9"
DEMO = "plot_the_curve(1)"
LONG = "wide = " + " + ".join(f"number_{i}" for i in range(60))


def cell(kind: str, name: str, source: str, **data: Any) -> NotebookNode:
    maker = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    data = {"grade": False, "solution": False, "locked": False, "grade_id": name} | data
    made = maker(source, id=name)
    made.metadata["nbgrader"] = NotebookNode(data)
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    return made


def exercise(name: str, answer: str) -> list[NotebookNode]:
    """Return an exercise's two cells, with an answer written into the first."""
    written = cell("code", name, f"def {name}(x):\n    raise NotImplementedError()", solution=True)
    written.source = answer or written.source
    check = cell("code", f"check_{name}", f"check({name})", grade=True, locked=True, points=4)
    return [written, check]


def verdict(name: str, points: float) -> Verdict:
    outcome = RIGHT if points == 4 else WRONG
    message = "" if points == 4 else f"{name}[0] is 1; expected 2."
    return Verdict(name, [PartVerdict("values", points, 4, outcome, message)])


@pytest.fixture
def notebook() -> NotebookNode:
    demo = nbformat.v4.new_code_cell(DEMO, id="demo", metadata={"tags": ["demo"]})
    essay = cell("markdown", "essay", "Write here.", grade=True, solution=True, points=6)
    essay.source = "It is $a(1-a)$."
    cells = [
        nbformat.v4.new_markdown_cell("# Week 9\n\nThe story of the week.", id="title"),
        *exercise("first", f"def first(x):\n    {LONG}"),
        nbformat.v4.new_code_cell("print('mine')", id="own-3"),
        *exercise("second", "def second(x):\n    return x + x"),
        demo,
        *exercise("third", ""),
        nbformat.v4.new_code_cell("def third(x):\n    return 3 * x", id="own-9"),
        essay,
    ]
    found = {name: verdict(name, earned) for name, earned in EARNED.items()}
    return nbformat.v4.reads(text_of(finished(nbformat.v4.new_notebook(cells=cells), found, [])))


EARNED = {"first": 1.0, "second": 4.0, "third": 0.0}


def standing(essay: tuple[float, float, bool] = (0, 6, True), comment: str = "") -> Standing:
    grades = {f"check_{name}": (earned, 4.0, False) for name, earned in EARNED.items()}
    comments = {"essay": comment} if comment else {}
    return Standing(5 + essay[0], 18, 0, grades | {"essay": essay}, comments)


def page_of(notebook: NotebookNode, stands: Standing) -> Page:
    marked = copy.deepcopy(notebook)
    mark(marked, {}, stands)
    return arranged(marked)


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> PageMaker:
    course: Course = create_course(tmp_path_factory.mktemp("course") / "c", {}, {}, None)
    return PageMaker(course.config)


def test_what_lost_points_comes_first_in_the_order_of_the_notebook(notebook: NotebookNode) -> None:
    page = page_of(notebook, standing())
    assert [item.title for item in page.look] == ["first", "third"]
    assert [item.title for item in page.right] == ["second"]
    assert [item.title for item in page.unread] == ["essay"]


def test_beside_a_verdict_stands_what_the_student_wrote_wherever_that_is(
    notebook: NotebookNode,
) -> None:
    first, third = page_of(notebook, standing()).look
    assert [answer.id for answer in first.answers] == ["first"]
    assert "first[0] is 1; expected 2." in first.verdict
    assert [answer.id for answer in third.answers] == ["own-9"], "the stub is no answer"


def test_a_comment_is_to_be_read_though_no_point_was_lost(notebook: NotebookNode) -> None:
    page = page_of(notebook, standing((6, 6, False), "Well put."))
    assert [item.title for item in page.look] == ["first", "third", "essay"]
    assert page.look[-1].comments == ["Well put."] and not page.unread


def test_a_demonstration_is_shown_with_its_picture_or_not_at_all(notebook: NotebookNode) -> None:
    lean = page_of(notebook, standing())
    assert lean.demos_left_out == 1 and DEMO not in {shown.source for shown in lean.cells}
    ran = copy.deepcopy(notebook)
    demo = next(item for item in ran.cells if item.id == "demo")
    demo.outputs = [nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0KGgo="})]
    whole = page_of(ran, standing())
    assert whole.demos_left_out == 0 and demo.source in {shown.source for shown in whole.cells}


def test_the_page_has_score_faults_and_code_before_all_that_is_folded(
    notebook: NotebookNode, maker: PageMaker
) -> None:
    text = maker.page(nbformat.v4.writes(notebook), WEEK, standing((3, 6, False), "See $x^2$."))
    open_part, _, folded = text.partition("<details")
    in_order = ["8 of 18 points", "first[0] is 1", "number_59", "third[0] is 1", "Comment:"]
    places = [open_part.index(words) for words in in_order]
    assert places == sorted(places)
    assert "What was right: second" in folded and "The story of the week." in folded
    assert "The story of the week." not in open_part
    assert "<math" in open_part and "$x^2$" not in text
    assert DEMO not in re.sub("<[^>]*>", "", text)


def test_a_page_depends_on_nothing_but_notebook_and_grades(
    notebook: NotebookNode, maker: PageMaker
) -> None:
    text = nbformat.v4.writes(notebook)
    assert maker.page(text, WEEK, standing()) == maker.page(text, WEEK, standing())


def test_to_make_a_page_executes_nothing() -> None:
    steps = [type(step) for step in PageExporter()._preprocessors]
    assert not any(issubclass(step, ExecutePreprocessor) for step in steps), steps


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_fits_a_telephone_and_paper(
    notebook: NotebookNode, maker: PageMaker, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(maker.page(nbformat.v4.writes(notebook), WEEK, standing()), encoding="utf-8")
    left = "id => document.querySelector(id).getBoundingClientRect().left"
    with browsing() as page:
        page.goto(path.as_uri())
        verdict_, code = "#check_first .beside > :first-child", "#check_first .beside > :last-child"
        assert page.evaluate(left, code) > page.evaluate(left, verdict_), "side by side"
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate(left, code) == page.evaluate(left, verdict_), "one below the other"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.emulate_media(media="print")
        code_width = "document.querySelector('#check_first pre:last-child').scrollWidth"
        assert page.evaluate(code_width) <= 390, "nothing is cut off on paper"
