"""Where a part asks for whole arrays, the grader finds a loop wherever it is, and only where one is called."""

from __future__ import annotations

import nbformat
import pytest

from autograder.examining import function_sources
from autograder.grading.course import Course
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
NAME = "forward_vectorized"
WHOLE = function_sources(WEEK)[NAME]
LOOPING = "def forward_vectorized(w, b, X):\n    return forward_loop(w, b, X)\n"
EACH = (
    "def forward_vectorized(w, b, X):\n"
    "    return each(lambda z: 1 / (1 + np.exp(-z)))(w.T @ X + b)\n"
)
WRAPPED = "def forward_vectorized(w, b, X):\n    return each(w.T @ X + b)\n"
# What stands in the answer's cell, and in a cell at the notebook's end.
SUBMISSIONS = {
    "a loop after the check": (WHOLE, LOOPING),
    "no loop after the check": (LOOPING, WHOLE),
    "imported": ("from numpy import vectorize\n\n" + EACH.replace("each", "vectorize"), ""),
    "imported by another name": ("from numpy import vectorize as each\n\n" + EACH, ""),
    "wrapped": ("each = np.vectorize(sigmoid)\n\n" + WRAPPED, ""),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("loops") / "course", WEEK)
    for student, (answer, later) in SUBMISSIONS.items():
        notebook = answered(made, WEEK, {NAME: answer})
        notebook.cells.append(nbformat.v4.new_code_cell(later, id="later"))
        hand_in(made, student, WEEK, notebook)
    grade_all(made)
    return made


@pytest.mark.parametrize(
    "student, whole_arrays",
    [(name, name.endswith("after the check")) for name in SUBMISSIONS],
)
def test_a_loop_counts_where_the_kinder_definition_has_it(
    course: Course, student: str, whole_arrays: bool
) -> None:
    for exercise, lines in verdicts(course, WEEK)[student].items():
        lost = 2 if exercise == "forward_loop" and not whole_arrays else 0
        assert points(lines) == sum(line["max_points"] for line in lines) - lost, lines
