"""A course that was released before the helpers moved into rooms keeps being graded.

old_releases/week6_gradient_checking.zip is a release as the first version handed it out: all
helpers lie in one folder, and cases build their costs with `helpers.costs`.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring.bundle import bundle_files
from autograder.cli import main
from autograder.examining import load_week, variant_source
from autograder.grading.course import Course
from autograder.grading.moved import MOVED, moved_in, with_old_names
from autograder.grading.pins import pinned_folder
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

WEEK = "week6_gradient_checking"
OLD = Path(__file__).parent / "old_releases" / f"{WEEK}.zip"


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def old_course(tmp_path: Path) -> Course:
    course = make_course(tmp_path / "course", WEEK)
    shutil.rmtree(course.release(WEEK))
    unpacked(course.release(WEEK))
    return course


@pytest.mark.sandbox
@pytest.mark.slow
def test_a_class_with_the_old_bundle_gets_its_points_and_its_mistakes_named(
    old_course: Course,
) -> None:
    week = load_week(WEEK)
    exercise = week.exercise("numerical_gradient")
    mistake = exercise.misconceptions[0]
    wrong = answered(old_course, WEEK, variant_source(WEEK, exercise, mistake))
    assert "helpers.judge" not in str(wrong), "this is no old release"
    hand_in(old_course, "right", WEEK, answered(old_course, WEEK))
    hand_in(old_course, "wrong", WEEK, wrong)
    graded = grade_all(old_course)
    right = graded["right"]
    assert right.state == "graded" and right.points == right.max_points
    lines = verdicts(old_course, WEEK)["wrong"]["numerical_gradient"]
    assert mistake.name in {line["misconception"] for line in lines}
    assert points(lines) < exercise.points
    told = "judged by the exercises and points of today"
    assert told not in CliRunner().invoke(main, ["grade", str(old_course.root)]).output
    shutil.rmtree(pinned_folder(old_course.private, WEEK))
    done = CliRunner().invoke(main, ["grade", str(old_course.root)])
    assert done.exit_code == 0 and told in done.output


def test_old_names_are_used_where_a_bundle_has_no_others(tmp_path: Path) -> None:
    cost = {"built": "helpers.weeks.week6.costs.polynomial", "with": {"coefficients": [1.0]}}
    request = {"calls": [{"args": [cost], "kwargs": {"f": {"tuple": [cost]}}}], "replaced": {}}
    moved = moved_in(unpacked(tmp_path))
    assert moved == {"helpers.weeks.week6.costs": "helpers.costs"}
    asked = str(with_old_names(request, moved))
    assert asked.count("'helpers.costs.polynomial'") == 2 and "weeks" not in asked


@pytest.mark.parametrize("week", ["week2_shallow_net", WEEK])
def test_a_bundle_of_today_is_asked_by_the_names_of_today(week: str, tmp_path: Path) -> None:
    for name, content in bundle_files(week).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    named = [module for module in MOVED if (tmp_path / f"{module.replace('.', '/')}.py").is_file()]
    assert named and moved_in(tmp_path) == {}
