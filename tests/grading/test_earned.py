"""What is right earns its points, whatever else is slow, missing, defined twice or printed at length."""

from __future__ import annotations

import threading
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder.files import UserError
from autograder.grading import pool
from autograder.grading.bulk import slim as slimmed
from autograder.grading.course import Course, open_course
from autograder.grading.grade import Graded
from helpers.judge.outcome import Outcome
from helpers.judge.words import kind_of
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"
ENDLESS = "def image_to_columns(images):\n    while True:\n        pass\n"
# Its first call, that of its own check, only passes with more time than a hurried one has.
SLOW = """\
import time

waited = []


def sigmoid(z):
    if not waited:
        waited.append(True)
        time.sleep(3.5)
    return 1 / (1 + np.exp(-z))
"""
PACKAGE = f"import jsonschema\n\n\n{SIGMOID}"
BULKY = """\
def predict(w, b, X):
    return np.zeros((3000, 1000)), np.zeros(10)
"""


def with_cells(notebook: Any, *sources: str) -> Any:
    """Return a notebook with further cells at its end."""
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    # Far from what other processes could bring about: calls are stopped after ten seconds.
    limits = {"call_seconds": 10, "submission_seconds": 600}
    course = make_course(tmp_path_factory.mktemp("earned") / "course", WEEK, limits=limits)
    right = answered(course, WEEK)
    hand_in(
        course, "slow", WEEK, answered(course, WEEK, {"image_to_columns": ENDLESS, "sigmoid": SLOW})
    )
    hand_in(course, "later", WEEK, with_cells(answered(course, WEEK, {"sigmoid": WRONG}), SIGMOID))
    hand_in(course, "worse", WEEK, with_cells(answered(course, WEEK), WRONG))
    hand_in(course, "package", WEEK, answered(course, WEEK, {"sigmoid": PACKAGE}))
    shown = ["for i in range(200):\n    display(i)"] * 30
    hand_in(course, "prints", WEEK, with_cells(right, *shown))
    hand_in(course, "bulky", WEEK, answered(course, WEEK, {"predict": BULKY}))
    return course


@pytest.fixture(scope="module")
def graded(course: Course) -> dict[str, Graded]:
    return grade_all(course)


def lost(course: Course, student: str) -> dict[str, float]:
    """Return what each exercise lost."""
    found = {
        exercise: sum(line["max_points"] for line in lines) - points(lines)
        for exercise, lines in verdicts(course, WEEK)[student].items()
    }
    return {exercise: missing for exercise, missing in found.items() if missing}


def test_an_exercise_that_never_ends_shortens_no_other_one(
    course: Course, graded: dict[str, Graded]
) -> None:
    lines = verdicts(course, WEEK)["slow"]
    assert points(lines["image_to_columns"]) == 0
    assert points(lines["sigmoid"]) == 10


def test_of_two_definitions_the_kinder_one_counts(
    course: Course, graded: dict[str, Graded]
) -> None:
    assert lost(course, "later") == {}
    assert lost(course, "worse") == {}


def test_of_too_many_outputs_the_first_are_kept_and_the_rest_counted(
    course: Course, graded: dict[str, Graded]
) -> None:
    assert lost(course, "prints") == {}
    notebook = nbformat.read(course.autograded("prints", WEEK), as_version=4)
    assert sum(len(cell.get("outputs", [])) for cell in notebook.cells) <= 2_100
    assert any("4,0" in note and "left out" in note for note in graded["prints"].notes)


def test_values_too_large_for_any_exercise_are_wrong_and_not_kept(
    course: Course, graded: dict[str, Graded]
) -> None:
    assert "predict" in lost(course, "bulky") and "sigmoid" not in lost(course, "bulky")
    value = Outcome("value", np.zeros((3000, 1000)), after={"w": [np.ones(200_000)]})
    slim = slimmed(value)
    assert kind_of(slim.value) == "an object of type array of shape (3000, 1000)"
    assert kind_of(slim.after["w"][0]) == "an object of type array of shape (200000,)"
    small = Outcome("value", np.ones(1000))
    assert slimmed(small).value is small.value


def test_a_package_that_is_missing_is_named_and_one_that_the_course_allows_is_there(
    course: Course, graded: dict[str, Graded]
) -> None:
    assert lost(course, "package") == {"sigmoid": 10}
    assert any("No module named 'jsonschema'" in note for note in graded["package"].notes)
    page = course.autograded("package", WEEK).read_text()
    assert "The cell that defines" in page and "stopped before it" in page
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + '\nc.SandboxedAutograde.packages = ["jsonschema"]\n')
    allowed = open_course(course.root)
    assert grade_all(allowed, student="package")["package"].points == 94
    for name, said in (("neural-networks-properly", "may not"), ("no-such-thing", "not installed")):
        config.write_text(before + f"\nc.SandboxedAutograde.packages = [{name!r}]\n")
        with pytest.raises(UserError, match=said):
            grade_all(open_course(course.root), student="package")
    config.write_text(before)


def test_one_process_never_judges_in_two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(job: Any, bundle: Any) -> Any:
        entered.set()
        leave.wait()

    monkeypatch.setattr(pool, "_assess", slow)
    first = threading.Thread(target=pool.assess_with_warm_worker, args=(None, None))
    first.start()
    entered.wait()
    with pytest.raises(UserError, match="--nthreads 1"):
        pool.assess_with_warm_worker(None, None)  # type: ignore[arg-type]
    leave.set()
    first.join()
