"""A guess costs nothing in grading: not one that is broken, changed into something else, or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.examining import load_week
from tests.support import answered, grade_all, hand_in, make_course, points, released, verdicts

WEEK = "week0_arrays_and_gates"
WRITTEN = {
    "number": "{name} = 3",
    "words": "{name} = a lot, I think",
    "raises": "{name} = 1 / 0",
    "other": "def helper():\n    pass",
    "empty": "",
}


@pytest.mark.sandbox
@pytest.mark.slow
def test_whatever_stands_in_the_cells_of_guesses_all_points_are_earned(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    guesses = [
        c.source for c in released(course, WEEK).cells if "guess" in c.metadata.get("tags", [])
    ]
    assert guesses
    for student, written in WRITTEN.items():
        notebook = answered(course, WEEK)
        for cell in notebook.cells:
            if cell.source in guesses:
                cell.source = written.format(name=cell.source.split(" ")[0])
        hand_in(course, student, WEEK, notebook)
    notebook = answered(course, WEEK)
    notebook.cells = [cell for cell in notebook.cells if cell.source not in guesses]
    hand_in(course, "deleted", WEEK, notebook)
    grade_all(course)
    found = verdicts(course, WEEK)
    assert set(found) == {*WRITTEN, "deleted"}
    for student, exercises in found.items():
        for exercise in load_week(WEEK).exercises:
            assert points(exercises[exercise.name]) == exercise.points, (student, exercise.name)
