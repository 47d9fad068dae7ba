"""A course folder is copied and moved, as between terms: each grades into its own gradebook."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.grading.course import Course, open_course
from tests.support import answered, hand_in, make_course, released, run

pytestmark = pytest.mark.sandbox
WEEK = "week1_logistic_regression"


def grades(folder: Path) -> dict[str, float]:
    """Return the scores as nbgrader itself exports them from a folder."""
    done = run("nbgrader", "export", cwd=folder)
    assert done.returncode == 0, done.stderr
    with open(folder / "grades.csv", encoding="utf-8") as file:
        return {row["student_id"]: float(row["score"] or 0) for row in csv.DictReader(file)}


@pytest.fixture()
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "autumn", WEEK)
    hand_in(made, "ada", WEEK, answered(made, WEEK))
    return made


def test_a_copy_and_a_moved_course_grade_into_their_own_gradebook(
    course: Course, tmp_path: Path
) -> None:
    assert run("autograder", "grade", str(course.root)).returncode == 0
    copy = tmp_path / "spring"
    shutil.copytree(course.root, copy)
    before = {
        path: path.read_bytes()
        for path in course.root.rglob("*")
        if path.is_file() and path.name != "grades.csv"
    }
    hand_in(open_course(copy), "ada", WEEK, released(course, WEEK))
    done = run("autograder", "grade", str(copy), "--force")
    assert done.returncode == 0, done.stderr
    assert grades(copy) == {"ada": 0}
    assert {path: path.read_bytes() for path in before} == before
    assert grades(course.root)["ada"] > 90
    moved = tmp_path / "elsewhere" / "autumn"
    moved.parent.mkdir()
    course.root.rename(moved)
    done = run("nbgrader", "autograde", WEEK, "--force", cwd=moved)
    assert done.returncode == 0, done.stderr[-2000:]
    assert run("autograder", "course", str(moved), "week1").returncode == 0
    assert grades(moved)["ada"] > 90
    assert not course.root.exists()


def test_a_database_elsewhere_refuses_a_copy_and_follows_a_move(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'grades.db'}"
    first, copy = tmp_path / "first", tmp_path / "copy"
    assert run("autograder", "course", str(first), "week1", "--db", url).returncode == 0
    course = open_course(first)
    hand_in(course, "ada", WEEK, answered(course, WEEK))
    shutil.copytree(first, copy)
    hand_in(open_course(copy), "ada", WEEK, released(course, WEEK))
    assert run("autograder", "grade", str(first)).returncode == 0
    for command in (
        ("autograder", "grade", str(copy), "--force"),
        ("autograder", "course", str(copy)),
    ):
        refused = run(*command)
        assert refused.returncode == 1 and "Traceback" not in refused.stderr
        assert f"belongs to the course in {first}" in refused.stderr
    refused = run("nbgrader", "autograde", WEEK, "--force", cwd=copy)
    assert refused.returncode != 0
    with Gradebook(url, "neural_networks") as book:
        assert book.find_submission(WEEK, "ada").score > 90
    shutil.rmtree(copy)
    moved = tmp_path / "moved"
    first.rename(moved)
    done = run("autograder", "grade", str(moved), "--force")
    assert done.returncode == 0, done.stderr
