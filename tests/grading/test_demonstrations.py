"""Demonstration cells are left out when grading: proof that no score depends on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.examining import load_week
from autograder.files import week_names
from autograder.grading.rebuild import is_demo
from autograder.grading.sample import fill_in, random_answers
from tests.support import answered, grade_all, hand_in, make_course, released, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.mark.parametrize("week", week_names())
def test_scores_are_the_same_with_and_without_demonstrations(tmp_path: Path, week: str) -> None:
    course = make_course(tmp_path / "course", week)
    rng = np.random.default_rng(11)
    hand_in(course, "all-right", week, answered(course, week))
    hand_in(course, "untouched", week, released(course, week))
    some = fill_in(released(course, week), random_answers(load_week(week), rng))
    hand_in(course, "some-mistakes", week, some)
    without = grade_all(course)
    lean = verdicts(course, week)
    with_demos = grade_all(course, force=True, run_demos=True)
    assert verdicts(course, week) == lean
    saved = with_demos["all-right"].usage["sandbox"] - without["all-right"].usage["sandbox"]
    assert saved > 0, "no demonstration was left out"


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
