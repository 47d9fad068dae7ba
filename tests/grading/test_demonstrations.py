"""Demonstration cells are left out when grading: proof that no score depends on them."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.examining import load_week
from autograder.files import week_names, write_atomically
from autograder.grading.course import Course
from autograder.grading.rebuild import is_demo
from autograder.grading.sample import fill_in, random_answers
from tests.support import answered, grade_all, hand_in, make_course, released, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


MARKER = "a demonstration ran"


def mark_demonstrations(course: Course, week: str) -> int:
    """Have each demonstration of a released week say that it ran; return how many there are."""
    notebook = released(course, week)
    demos = [cell for cell in notebook.cells if is_demo(cell)]
    for cell in demos:
        cell.source = f"print({MARKER!r})\n{cell.source}"
    write_atomically(course.release(week) / f"{week}.ipynb", nbformat.writes(notebook))
    return len(demos)


def demonstrations_run(course: Course, student: str, week: str) -> int:
    """Return how many demonstrations said in a graded notebook that they ran."""
    notebook = nbformat.read(course.autograded(student, week), as_version=4)
    return sum(MARKER in json.dumps(cell.get("outputs", [])) for cell in notebook.cells)


@pytest.mark.parametrize("week", week_names())
def test_scores_are_the_same_with_and_without_demonstrations(tmp_path: Path, week: str) -> None:
    course = make_course(tmp_path / "course", week)
    demos = mark_demonstrations(course, week)
    rng = np.random.default_rng(11)
    some = fill_in(released(course, week), random_answers(load_week(week), rng))
    hand_in(course, "some-mistakes", week, some)
    grade_all(course)
    lean = verdicts(course, week)["some-mistakes"]
    assert demonstrations_run(course, "some-mistakes", week) == 0
    hand_in(course, "all-right", week, answered(course, week))
    grade_all(course, force=True, run_demos=True)
    found = verdicts(course, week)
    assert found["some-mistakes"] == lean
    assert {line["outcome"] for lines in found["all-right"].values() for line in lines} == {"right"}
    assert demonstrations_run(course, "all-right", week) == demos > 0


def test_a_demonstration_that_a_student_changed_is_run(tmp_path: Path) -> None:
    week = "week1_logistic_regression"
    course = make_course(tmp_path / "course", week)
    notebook = answered(course, week, {"sigmoid": "def sigmoid(z):\n    return squash(z)\n"})
    demo = next(cell for cell in notebook.cells if is_demo(cell))
    demo.source += "\n\ndef squash(z):\n    return 1 / (1 + np.exp(-np.asarray(z)))\n"
    hand_in(course, "one", week, notebook)
    grade_all(course)
    lines = verdicts(course, week)["one"]["sigmoid"]
    assert {line["outcome"] for line in lines} == {"right"}
