"""Nothing handed in is overlooked: what lies in a wrong place is taken where that is safe, else listed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.grading.course import Course, open_course
from tests.support import answered, hand_in, make_course, released

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK, NEXT = "week1_logistic_regression", "week2_shallow_net"
PROGRAMS = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=400)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("template") / "course", WEEK, NEXT)


@pytest.fixture()
def course(template: Course, tmp_path: Path) -> Course:
    shutil.copytree(template.root, tmp_path / "course")
    return open_course(tmp_path / "course")


def test_what_lies_in_a_wrong_place_is_taken_or_listed(course: Course) -> None:
    text = nbformat.writes(answered(course, WEEK))
    other = nbformat.writes(released(course, NEXT))
    submitted = course.root / "submitted"
    places = {
        "capitals/Week1_Logistic_Regression/notebook.ipynb": text,
        "flat/my work.ipynb": text,
        "twice/extra.ipynb": text.replace('"nbformat_minor"', ' "nbformat_minor"'),
        f"twice/{WEEK}/{WEEK}.ipynb": text,
        f"wrongweek/{WEEK}/{WEEK}.ipynb": other,
        "lost.ipynb": text,
    }
    for name, content in places.items():
        (submitted / name).parent.mkdir(parents=True, exist_ok=True)
        (submitted / name).write_text(content)
    (submitted / "zipped").mkdir()
    with zipfile.ZipFile(submitted / "zipped" / "hand-in.zip", "w") as archive:
        archive.writestr("folder/week1.ipynb", text)
        archive.writestr("../../outside.ipynb", text)
    (submitted / "linked").mkdir()
    (submitted / "linked" / "work.ipynb").symlink_to(course.release(WEEK) / f"{WEEK}.ipynb")
    done = run("autograder", "grade", str(course.root), "--no-feedback")
    for told in (
        f"capitals/Week1_Logistic_Regression: taken as capitals/{WEEK}",
        f"flat/my work.ipynb: taken as flat/{WEEK}",
        f"zipped/hand-in.zip: taken as zipped/{WEEK}",
        "zipped/hand-in.zip: leads out of its folder",
        f"twice/extra.ipynb: is not graded: another {WEEK} is in its place",
        "linked/work.ipynb: is a link",
        "lost.ipynb: belongs to nobody",
        f"wrongweek {WEEK}: This is the notebook of {NEXT}",
    ):
        assert told in done.stderr, f"{told!r} is not in:\n{done.stderr}"
    with Gradebook(course.db_url, "neural_networks") as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(WEEK)}
    assert scores == {"capitals": 94, "flat": 94, "twice": 94, "zipped": 94, "wrongweek": 0}
    assert not list(course.root.parent.glob("outside*"))
    again = run("autograder", "grade", str(course.root), "--no-feedback")
    assert "taken" not in again.stderr and "5 unchanged" in again.stderr


def test_who_is_gone_is_listed_and_removed_only_on_request(course: Course) -> None:
    for student in ("stays", "withdraws"):
        hand_in(course, student, WEEK, released(course, WEEK))
    run("autograder", "grade", str(course.root))
    shutil.rmtree(course.root / "submitted" / "withdraws")
    done = run("autograder", "grade", str(course.root))
    assert "withdraws is graded, and submitted/withdraws is gone" in done.stderr
    assert course.feedback("withdraws", WEEK).exists(), "nothing is removed unasked"
    done = run("autograder", "remove", str(course.root), "withdraws", "--yes")
    assert done.returncode == 0, done.stderr
    left = [path for path in course.root.rglob("*withdraws*")]
    assert not left
    assert "withdraws" not in course.verdicts(WEEK).read_text(encoding="utf-8")
    with Gradebook(course.db_url, "neural_networks") as book:
        assert [student.id for student in book.students] == ["stays"]
    assert "gone" not in run("autograder", "grade", str(course.root)).stderr


def test_watching_grades_what_arrives_until_it_is_stopped(course: Course, tmp_path: Path) -> None:
    said = tmp_path / "said"
    command = ["autograder", "grade", str(course.root), "--watch", "--jobs", "1"]
    with open(said, "w", encoding="utf-8") as file:
        process = subprocess.Popen(command, env=ENVIRONMENT, stderr=file)
    try:
        wait_for("watching", said, process)
        hand_in(course, "ada", WEEK, answered(course, WEEK))
        wait_for(f"ada {WEEK}: graded, 94 of 94", said, process)
        hand_in(course, "emmy", WEEK, b"no notebook")
        wait_for(f"emmy {WEEK}: graded, {WEEK}.ipynb is no valid notebook", said, process)
        hand_in(course, "ada", WEEK, released(course, WEEK))
        wait_for(f"ada {WEEK}: graded, 0 of 94", said, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    assert process.returncode == 0
    assert "stopped; what is done is kept" in said.read_text(encoding="utf-8")
    assert "2 unchanged" in run("autograder", "grade", str(course.root)).stderr


def wait_for(text: str, said: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if text in said.read_text(encoding="utf-8"):
            return
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError(f"{text!r} is not in:\n{said.read_text(encoding='utf-8')}")
