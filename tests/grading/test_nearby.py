"""A page says what check says of a small change behind a mistake; what runs in the sandbox decides no word of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.examining import load_week
from autograder.examining.variants import with_variants
from autograder.grading.examination import Examination
from autograder.grading.nearby import Near
from helpers.judge.sheets import Mutant
from tests.support import Here, answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
TWICE = "def sigmoid(z):\n    return 1 / (1 + np.exp(-2 * z))"
CHANGE = "Likely cause: `z` is twice as large as it should be."
# From within, all that the grader is answered can be made up.
LIES = f"""{TWICE}

import gc, os
for item in gc.get_objects():
    if type(item).__name__ == "Runner":
        type(item).near = lambda self, message: ANSWER
"""
NONSENSE = '{"outcome": {"outcomes": "Full points.", "places": {"small z": ["Full points."]}}}'


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, float]]:
    """What the page says of a student's sigmoid, and the points of it."""
    course = make_course(tmp_path_factory.mktemp("near") / "course", WEEK)
    answers = {
        "change": TWICE,
        "nonsense": LIES.replace("ANSWER", NONSENSE),
        "gone": LIES.replace("ANSWER", "os._exit(0)"),
        "named": TWICE.replace("-2 * z", "z"),
    }
    for student, code in answers.items():
        hand_in(course, student, WEEK, answered(course, WEEK, {"sigmoid": code}))
    graded = grade_all(course)
    found = verdicts(course, WEEK)

    def of(student: str) -> tuple[str, float]:
        assert graded[student].problem is None
        lines = found[student]["sigmoid"]
        return "\n".join(line["message"] for line in lines), points(lines)

    return of


def test_a_page_names_the_small_change_that_check_names(
    messages: Callable[[str], tuple[str, float]],
) -> None:
    text, earned = messages("change")
    assert text.count(CHANGE) == 1 and "A right answer with this one change" in text
    assert earned == 0


@pytest.mark.parametrize("student", ["nonsense", "gone"])
def test_what_a_notebook_makes_up_loses_the_name_alone(
    messages: Callable[[str], tuple[str, float]], student: str
) -> None:
    text, earned = messages(student)
    assert "Full points" not in text and CHANGE not in text
    assert "expected" in text and earned == 0


def test_a_known_mistake_keeps_its_name(messages: Callable[[str], tuple[str, float]]) -> None:
    text, _ = messages("named")
    assert "Likely cause" in text and "one change" not in text


def test_what_comes_back_as_it_was_given_is_told_as_that_whatever_is_near() -> None:
    """Many changes give an argument back, so none of them is told in the place of what is seen."""
    week = load_week("week2_shallow_net")
    exercise = week.exercise("activation_derivative")
    source = "def activation_derivative(Z, activation, alpha=0.01):\n    return Z\n"
    drawn = lambda name: name.encode().rjust(32)  # noqa: E731
    examined = Examination(week, drawn, lambda text: None, lambda session, name: False)
    examined.learn(source, None)
    session: Any = Here(with_variants(week.name, {exercise.name: source}))
    own = examined.own_verdict(session, exercise)
    change = Mutant("`Z` stands in the place of something else", {})
    nearby: Any = Always(Near({part.name: change for part in exercise.parts}))
    named = examined.named(exercise, own, nearby)
    assert any("just as it was given" in part.message for part in own.parts), own
    assert [part.message for part in named.parts] == [part.message for part in own.parts]


class Always:
    """Finds the same near every exercise."""

    def __init__(self, near: Near) -> None:
        self.near = near

    def of(self, exercise: str) -> Near:
        """Return it."""
        return self.near
