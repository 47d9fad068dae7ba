"""A week's way through nbgrader's exchange, on its own command line: released, handed in, fed back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.examining import load_week
from autograder.grading.course import Course
from tests.support import answered, grade_all, hand_in, make_course, released

pytestmark = pytest.mark.sandbox
WEEK = "week1_logistic_regression"
QUESTION = load_week(WEEK).questions[0].name
PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("term") / "course", WEEK)


def run(*command: str, cwd: Path, **places: str) -> str:
    """Run a command as somebody at a shell does; return what it said."""
    environment = os.environ | places | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{command}:\n{(done.stdout + done.stderr)[-3000:]}"
    return done.stdout + done.stderr


def test_feedback_goes_back_through_the_exchange_to_the_one_whose_it_is(
    course: Course, tmp_path: Path
) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    root = f"--Exchange.root={exchange}"
    home = tmp_path / "ada"
    home.mkdir()
    places = {"JUPYTER_DATA_DIR": str(home / "data"), "HOME": str(home)}
    run("nbgrader", "release_assignment", WEEK, root, cwd=course.root)
    run("nbgrader", "fetch_assignment", WEEK, root, "--course=neural_networks", cwd=home, **places)
    nbformat.write(answered(course, WEEK), home / WEEK / f"{WEEK}.ipynb")
    run(
        "nbgrader",
        "submit",
        WEEK,
        root,
        "--course=neural_networks",
        "--student=ada",
        cwd=home,
        **places,
    )
    run("nbgrader", "collect", WEEK, root, cwd=course.root)
    # Another one's work came by mail: no exchange knows it.
    hand_in(course, "emmy", WEEK, released(course, WEEK))
    run("autograder", "grade", str(course.root), cwd=tmp_path)
    for folder in (course.feedback("ada", WEEK).parent, course.autograded("ada", WEEK).parent):
        submitted = course.submission("ada", WEEK)
        for name in ("timestamp.txt", "submission_secret.txt"):
            assert (folder / name).read_text() == (submitted / name).read_text()
    run("nbgrader", "release_feedback", WEEK, root, cwd=course.root)
    run(
        "nbgrader",
        "fetch_feedback",
        WEEK,
        root,
        "--course=neural_networks",
        "--student=ada",
        cwd=home,
        **places,
    )
    (fetched,) = (home / WEEK / "feedback").rglob("*.html")
    assert fetched.read_bytes() == course.feedback("ada", WEEK).read_bytes()
    assert "right, 10 of 10 points" in fetched.read_text(encoding="utf-8")


def test_pages_follow_what_is_graded_by_hand_without_judging_anything_again(
    course: Course, tmp_path: Path
) -> None:
    notebook = answered(course, WEEK)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION:
            cell.source = "Since the gradient carries $a(1-a)$."
    hand_in(course, "grace", WEEK, notebook)
    said = run("autograder", "grade", str(course.root), "--student", "grace", cwd=tmp_path)
    assert "1 graded" in said and "1 answers to open questions wait for a person" in said
    page = course.feedback("grace", WEEK)
    assert "not read yet" in page.read_text(encoding="utf-8")
    with Gradebook(course.db_url, "neural_networks") as book:
        grade = book.find_grade(QUESTION, WEEK, WEEK, "grace")
        grade.manual_score, grade.needs_manual_grade = 5.0, False
        comment = book.find_comment(QUESTION, WEEK, WEEK, "grace")
        comment.manual_comment = "Say what follows from it."
        book.db.commit()
    said = run("autograder", "grade", str(course.root), "--student", "grace", cwd=tmp_path)
    assert "0 graded, 1 renewed" in said and "wait for a person" not in said
    renewed = page.read_text(encoding="utf-8")
    assert "Say what follows from it." in renewed and "not read yet" not in renewed
    assert "<math" in renewed and "$a(1-a)$" not in renewed
    said = run("autograder", "grade", str(course.root), "--student", "grace", cwd=tmp_path)
    assert "0 graded, 1 unchanged" in said
    run("nbgrader", "generate_feedback", WEEK, "--force", "--student", "grace", cwd=course.root)
    assert page.read_text(encoding="utf-8") == renewed


def test_a_page_that_is_gone_comes_back(course: Course) -> None:
    grade_all(course, feedback=True)
    page = course.feedback("grace", WEEK)
    before = page.read_bytes()
    page.unlink()
    assert grade_all(course, feedback=True)["grace"].state == "renewed"
    assert page.read_bytes() == before
