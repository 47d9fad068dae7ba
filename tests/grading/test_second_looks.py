"""A mistake counts once, and the exercise's own mistake is named although another one lies before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.examining import load_week, variant_source
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"


def mistaken(exercise: str, misconception: str) -> dict[str, str]:
    """Return the functions of an exercise with a mistake."""
    week = load_week(WEEK)
    found = week.exercise(exercise)
    variant = next(item for item in found.misconceptions if item.name == misconception)
    return variant_source(week.name, found, variant)


def test_two_mistakes_one_behind_the_other_are_both_named_and_each_counts_once(
    tmp_path: Path,
) -> None:
    course = make_course(tmp_path / "course", WEEK)
    upside_down = mistaken("sigmoid", "exp_of_plus_z")
    on_test = mistaken("model", "trained_on_test")
    stub = {
        "initialize_with_zeros": "def initialize_with_zeros(dim):\n    raise NotImplementedError"
    }
    hand_in(course, "sigmoid", WEEK, answered(course, WEEK, upside_down))
    hand_in(course, "both", WEEK, answered(course, WEEK, upside_down | on_test))
    hand_in(course, "stub", WEEK, answered(course, WEEK, stub | on_test))
    hand_in(course, "model", WEEK, answered(course, WEEK, on_test))
    grade_all(course)
    found = verdicts(course, WEEK)
    names = {line["misconception"] for line in found["sigmoid"]["sigmoid"]} - {None}
    assert names == {"exp_of_plus_z"}
    assert points(found["sigmoid"]["model"]) == 10
    own = points(found["model"]["model"])
    for student in ("both", "stub"):
        lines = found[student]["model"]
        assert {line["misconception"] for line in lines if line["outcome"] == "wrong"} == {
            "trained_on_test"
        }
        assert points(lines) == own < 10
        assert "still to be mended" in next(x["message"] for x in lines if x["points"] == 0)


def test_a_mistake_that_costs_every_part_is_named_behind_another_one(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    uphill = mistaken("optimize", "ascent")
    hand_in(course, "both", WEEK, answered(course, WEEK, mistaken("propagate", "no_mean") | uphill))
    grade_all(course)
    lines = verdicts(course, WEEK)["both"]["optimize"]
    assert "ascent" in {line["misconception"] for line in lines}
