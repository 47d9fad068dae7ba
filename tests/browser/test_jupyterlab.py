"""A student's first half hour in a real browser: Run All, a wrong answer, a right one, nbgrader's Validate.

Leaves pictures of each step in build/screenshots/, for people to look at.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest

from autograder.authoring.bundle import bundle
from autograder.examining import load_week
from tests.browser.lab import PICTURES, browsing, decline_news, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEEK = "week1_logistic_regression"
SLIDER = """\
from helpers.figures.interact import slider

slider(lambda axes, slope: axes.axline((0, 0), slope=slope), "slope", [1, 2, 3])
"""


@dataclass
class Lab:
    """JupyterLab serving a student's folder."""

    address: str
    folder: Path

    def cells(self) -> list[dict[str, Any]]:
        """Return the cells of the notebook as it lies on disk."""
        return json.loads((self.folder / f"{WEEK}.ipynb").read_text(encoding="utf-8"))["cells"]


@dataclass
class Student:
    """Somebody at the browser."""

    page: Any
    lab: Lab
    elsewhere: set[str] = field(default_factory=set)

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen now."""
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=str(PICTURES / f"{name}.png"))

    def cell(self, text: str) -> Any:
        """Return the code cell that begins with a text, scrolled into view."""
        starts = re.compile(rf"^\s*{re.escape(text)}")
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor", has_text=starts)
        )
        cell.first.scroll_into_view_if_needed()
        return cell.first

    def menu(self, name: str, item: str) -> None:
        """Choose something from a menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).first.click()
        self.page.get_by_role("menuitem", name=re.compile(f"^{item}")).first.click()

    def save(self) -> list[dict[str, Any]]:
        """Save with Ctrl+S; return the cells as saved."""
        path = self.lab.folder / f"{WEEK}.ipynb"
        before = path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        for _ in range(100):
            with contextlib.suppress(json.JSONDecodeError):  # it is being written
                if path.stat().st_mtime_ns != before:
                    return self.lab.cells()
            self.page.wait_for_timeout(100)
        raise AssertionError("Ctrl+S did not save the notebook")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab over a fresh bundle, with no settings of whoever runs the tests."""
    tmp_path = tmp_path_factory.mktemp("lab")
    folder, _ = bundle(WEEK, tmp_path)
    with serving(folder, tmp_path) as address:
        yield Lab(address, folder)


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """A student who has the notebook open and has seen it run once from top to bottom."""
    with browsing() as page:
        lab = request.getfixturevalue("lab")
        PICTURES.mkdir(parents=True, exist_ok=True)
        student = Student(page, lab)
        page.on("request", lambda request: _note(request.url, student.elsewhere))
        page.goto(f"{lab.address}/lab/tree/{WEEK}.ipynb")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        page.locator(".jp-NotebookPanel-toolbar >> text=Python 3").wait_for()
        decline_news(page)
        student.picture("1-opened")
        yield student


def _note(url: str, elsewhere: set[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
        elsewhere.add(url)


def graded(cells: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the cells that nbgrader knows, by their grade_id."""
    known = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in known}


# The tests below are one story, in this order.


def test_1_run_all_reaches_the_end_and_complains_only_of_what_is_not_written(
    student: Student,
) -> None:
    student.menu("Run", "Run All Cells")
    student.page.locator(".jp-OutputArea-output >> text=/0 of 9 exercises right/").wait_for()
    student.picture("2-run-all")
    cells = student.save()
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in code)
    assert not [o for cell in code for o in cell["outputs"] if o["output_type"] == "error"]
    for exercise in load_week(WEEK).exercises:
        (output,) = graded(cells)[f"check_{exercise.name}"]["outputs"]
        assert "not done yet" in "".join(output["data"]["text/plain"])
        assert "not done yet" in "".join(output["data"]["text/html"])


def write(student: Student, old: str, new: str) -> Any:
    """Put the cursor on a line of sigmoid's cell, type over it, run the cell and its check.

    Returns the check's output.
    """
    cell = student.cell("def sigmoid(z)")
    cell.locator(".cm-line", has_text=old).click()
    student.page.keyboard.press("End")
    student.page.keyboard.press("Shift+Home")
    student.page.keyboard.type(new)
    student.page.keyboard.press("Shift+Enter")
    check = student.cell("check(sigmoid)")
    check.locator(".cm-content").click()
    student.page.keyboard.press("Shift+Enter")
    return check.locator(".jp-OutputArea-output")


def test_2_a_wrong_answer_is_explained_below_the_check(student: Student) -> None:
    output = write(student, "raise NotImplementedError()", "a = 1 / (1 + np.exp(z))")
    output.get_by_text("Likely cause:").first.wait_for()
    student.page.wait_for_timeout(500)
    student.cell("check(sigmoid)")
    student.picture("3-wrong")
    shown = output.inner_text()
    assert "Called sigmoid(z)" in shown and "Returned" in shown
    assert "exp(z) in place of exp(-z)" in shown
    assert "look here" in shown and "Traceback" not in shown


def test_3_the_right_answer_earns_every_point(student: Student) -> None:
    output = write(student, "np.exp(z)", "a = 1 / (1 + np.exp(-z))")
    output.get_by_text("right, 10 of 10 points").wait_for()
    student.cell("check(sigmoid)")
    student.picture("4-right")
    sources = graded(student.save())
    assert "    a = 1 / (1 + np.exp(-z))\n" in "".join(sources["sigmoid"]["source"])


def test_4_validate_agrees_with_the_checks(student: Student) -> None:
    student.page.get_by_role("button", name="Validate").first.click()
    dialog = student.page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for()
    student.picture("5-validate")
    shown = dialog.inner_text()
    for exercise in load_week(WEEK).exercises:
        asked = f"check({', '.join(exercise.functions)})"
        assert (asked in shown) == (exercise.name != "sigmoid"), asked
    assert "propagate: not done yet (22 points)" in shown
    assert "checking.py" not in shown and "Traceback" not in shown  # our code is nothing to read
    dialog.get_by_role("button", name="Ok").click()


def test_5_an_endless_loop_says_how_to_stop_it_and_then_what_keeps_it_going(
    student: Student,
) -> None:
    output = write(student, "np.exp(-z)", "while True: z = z * 1")
    output.get_by_text("check(sigmoid) is still running").wait_for()
    student.picture("6-endless")
    student.page.locator('[data-jp-item-name="interrupt"]').first.click()
    output.get_by_text("check(sigmoid): stopped by you").wait_for()
    student.picture("7-stopped")
    shown = student.cell("check(sigmoid)").inner_text()
    assert "nothing ends it" in shown and "still running" not in shown and "Traceback" not in shown
    student.save()


def test_6_a_slider_moves_with_the_arrow_keys(student: Student) -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(SLIDER)]
    book = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(book, student.lab.folder / "slider.ipynb")
    student.page.goto(f"{student.lab.address}/lab/tree/slider.ipynb?reset")
    student.page.locator(".jp-NotebookPanel-toolbar >> text=Python 3").wait_for()
    student.menu("Run", "Run All Cells")
    handle = student.page.get_by_role("slider")
    handle.focus()
    student.page.keyboard.press("ArrowRight")
    student.page.get_by_role("img", name="slope 2").wait_for()
    assert handle.get_attribute("aria-valuetext") == "2"


def test_7_nothing_was_fetched_from_anywhere_else(student: Student) -> None:
    assert student.elsewhere == set()
