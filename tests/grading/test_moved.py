"""A course folder that is moved, copied or broken: the other one and what was released stay as they are."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from autograder.grading.course import Course
from tests.support import answered, hand_in, make_course, run

pytestmark = pytest.mark.sandbox
WEEK = "week1_logistic_regression"


@pytest.fixture()
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "autumn", WEEK)
    hand_in(made, "ada", WEEK, answered(made, WEEK))
    return made


def test_another_course_needs_another_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'grades.db'}"
    assert run("autograder", "course", str(tmp_path / "one"), "week1", "--db", url).returncode == 0
    refused = run("autograder", "course", str(tmp_path / "two"), "week1")
    assert refused.returncode == 0, "a gradebook of its own"
    config = tmp_path / "two" / "nbgrader_config.py"
    with open(config, "a", encoding="utf-8") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    refused = run("autograder", "course", str(tmp_path / "two"), "week1")
    assert refused.returncode == 1 and "belongs to another course" in refused.stderr


def test_what_is_released_stands_until_its_successor_does(course: Course) -> None:
    before = {p: p.read_bytes() for p in course.release(WEEK).rglob("*") if p.is_file()}
    (course.root / "gradebook.db").write_bytes(b"this is no database" * 100)
    done = run("autograder", "course", str(course.root), "week1")
    assert done.returncode == 1 and "Traceback (most recent call last)" not in done.stderr
    assert {p: p.read_bytes() for p in before} == before


def test_only_the_owner_can_look_into_a_course(course: Course) -> None:
    assert stat.S_IMODE(course.root.stat().st_mode) == 0o700


def test_only_the_weeks_that_are_named_are_released(course: Course) -> None:
    assert course.weeks() == [WEEK]
    assert run("autograder", "course", str(course.root), "week2").returncode == 0
    assert course.weeks() == [WEEK, "week2_shallow_net"]
    said = run("autograder", "course", str(course.root), "week77")
    assert said.returncode == 1 and "there is no week 'week77'" in said.stderr
