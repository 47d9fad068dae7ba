"""A run begins with what it needs first: the sandboxes, and nothing of nbgrader before them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from autograder.files import ROOT
from autograder.grading import grade, jobs, rendering
from autograder.grading.course import CONFIG, Course, course_of
from autograder.grading.grade import Plan, Request
from tests.support import filled, hand_in, make_course

WEEK, NEXT = "week1_logistic_regression", "week2_shallow_net"
BEFORE_THE_SANDBOXES = """
import sys
from pathlib import Path
from autograder.grading.course import open_course
from autograder.grading.forking import begin_forking
from autograder.grading.grade import plan
from autograder.grading.strays import take_strays
from autograder.reporting.progress import Progress

take_strays(open_course(Path(sys.argv[1])))
print(sorted({name.split(".")[0] for name in sys.modules} & set(sys.argv[2:])))
"""
JUDGING = ("numpy", "matplotlib", "IPython", "nbconvert")
LATER = (*JUDGING, "nbformat", "nbgrader", "sqlalchemy", "jupyter_server", "tornado")
THE_WRITER = """
import sys
import autograder.grading.grade
from autograder.grading.lean import load_without_server

load_without_server()
import autograder.grading.feedback
import autograder.grading.gradebook
print(sorted({name.split(".")[0] for name in sys.modules} & set(sys.argv[2:])))
"""


A_FORK = """
import sys
from concurrent.futures import ProcessPoolExecutor
from autograder.grading.forking import begin_forking

ahead = {"root": sys.argv[1], "weeks": [], "force": False}
with ProcessPoolExecutor(1, begin_forking(pages=True, ahead=ahead)) as pool:
    kept = "__import__('autograder.grading.rendering').grading.rendering._maker.cache_info().currsize"
    print([pool.submit(eval, kept).result()])
"""


def imported(program: str, root: Path, names: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, str(root), *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_what_a_run_does_not_need_to_begin_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG.format(database=""))
    assert imported(BEFORE_THE_SANDBOXES, tmp_path, LATER) == "[]"


def test_the_writer_loads_neither_what_judges_nor_a_web_server(tmp_path: Path) -> None:
    assert (
        imported(
            THE_WRITER,
            tmp_path,
            (*JUDGING, "jupyter_server", "jupyterhub", "requests", "setuptools"),
        )
        == "[]"
    )


def test_a_configuration_is_asked_for_every_class_that_makes_a_page() -> None:
    steps = (rendering.PageExporter, *rendering.PAGE_STEPS)
    assert {kind.__name__ for step in steps for kind in step.mro()} == jobs.PAGE_CLASSES


class Asked:
    """A pool that notes for which week sandboxes are asked."""

    jobs = 3

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.weeks: list[str] = []
        monkeypatch.setattr(grade, "_make_ready", self.make_ready)

    def make_ready(self, course: Any, request: Any, week: str, pool: Any, number: int) -> None:
        assert pool is self
        self.weeks += [week] * number


def course_with(root: Path, graded: list[tuple[str, str]]) -> Course:
    course = course_of(root, Config())
    for student, week in graded:
        course.record(student, week).parent.mkdir(parents=True, exist_ok=True)
        course.record(student, week).write_text("{}")
    return course


def test_sandboxes_begin_for_the_first_week_with_something_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = [("a", WEEK), ("b", WEEK), ("a", NEXT), ("b", NEXT)]
    course = course_with(tmp_path, [*handed[:2], ("a", NEXT)])
    pool: Any = Asked(monkeypatch)
    grade._warm_for(course, Request(), Plan(handed), pool)
    assert pool.weeks == [NEXT]


def test_no_sandbox_begins_for_a_class_in_which_nothing_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = [(name, WEEK) for name in "abcd"]
    course, pool = course_with(tmp_path, handed), Asked(monkeypatch)
    used: Any = pool
    grade._warm_for(course, Request(), Plan(handed), used)
    assert pool.weeks == []
    grade._warm_for(course, Request(force=True), Plan(handed), used)
    assert pool.weeks == [WEEK] * pool.jobs


def test_what_every_page_needs_is_worked_out_before_processes_fork(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    assert imported(A_FORK, course.root, ()) == "[0]"  # nobody has handed in
    hand_in(course, "anna", WEEK, filled(course, WEEK, {}))
    assert imported(A_FORK, course.root, ()) == "[1]"
    course.record("anna", WEEK).parent.mkdir(parents=True, exist_ok=True)
    course.record("anna", WEEK).write_text("{}")
    assert imported(A_FORK, course.root, ()) == "[0]"
