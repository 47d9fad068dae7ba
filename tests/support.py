"""What tests share: submissions made from the release, graded by the real grader, verdicts read back."""

from __future__ import annotations

import copy
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import function_sources, without_markers
from autograder.grading.course import Course, create_course, open_course
from autograder.grading.grade import Graded, Request, grade, plan
from autograder.grading.inside.probe import observe
from autograder.grading.pool import Pool

PROGRAMS = Path(sys.executable).parent


def make_course(root: Path, *weeks: str, limits: Mapping[str, float] | None = None) -> Course:
    """Return a new course with some weeks released and, if given, other limits.

    Releasing takes nbgrader seconds, so a course is released once and copied, which a course's
    folder is made for. Each copy has a secret and a number of its own.
    """
    shutil.copytree(Path(_released_once(weeks).name, "course"), root, dirs_exist_ok=True)
    for name in ("secret", "course"):
        (root / ".autograder" / name).unlink(missing_ok=True)
    if limits:
        with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
            file.write(f"\nc.SandboxedAutograde.limits = {dict(limits)!r}\n")
    course = open_course(root)
    course.secret()
    return course


@functools.cache
def _released_once(weeks: tuple[str, ...]) -> tempfile.TemporaryDirectory[str]:
    """Return a folder, removed when the tests end, with a `course` in which the weeks are released."""
    folder = tempfile.TemporaryDirectory(prefix="course-of-tests-")
    create_course(
        Path(folder.name, "course"),
        {week: bundle_files(week) for week in weeks},
        {week: released_source(week) for week in weeks},
        None,
    )
    return folder


def released(course: Course, week: str) -> NotebookNode:
    """Return the notebook that students got."""
    return nbformat.read(course.release(week) / f"{week}.ipynb", as_version=4)


def answered(course: Course, week: str, answers: Mapping[str, str] | None = None) -> NotebookNode:
    """Return a student's notebook: the reference in every cell but those that `answers` fills."""
    notebook = copy.deepcopy(released(course, week))
    sources = {**function_sources(week), **(answers or {})}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in sources:
            cell.source = without_markers(sources[grade_id])
    return notebook


def filled(course: Course, week: str, answers: Mapping[str, str]) -> NotebookNode:
    """Return a student's notebook in which only the cells in `answers` are filled in."""
    notebook = copy.deepcopy(released(course, week))
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = without_markers(answers[grade_id])
    return notebook


def hand_in(course: Course, student: str, week: str, notebook: NotebookNode | str | bytes) -> Path:
    """Put a notebook (or a file's raw content) where submissions lie; return its path."""
    path = course.submission(student, week) / f"{week}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, NotebookNode):
        notebook = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    path.write_bytes(notebook.encode() if isinstance(notebook, str) else notebook)
    return path


def grade_all(course: Course, **settings: Any) -> dict[str, Graded]:
    """Grade everything that lies in a course; return what came of each student.

    With `jobs`, in processes and sandboxes of its own; otherwise in those that all tests share.
    """
    request = Request(**{"jobs": 2, "feedback": False, **settings})
    pool = None if "jobs" in settings else _kept_pool()
    return {item.student: item for item in grade(course, request, plan(course, request), pool)}


@functools.cache
def _kept_pool() -> Pool:
    """Return the pool of all tests of this process, as `grade --watch` keeps one: warm for a week."""
    return Pool(jobs=2, cluster=None)


def verdicts(course: Course, week: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the verdict lines by student and exercise."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for line in course.verdicts(week).read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        found.setdefault(data["student"], {}).setdefault(data["exercise"], []).append(data)
    return found


def points(lines: list[dict[str, Any]]) -> float:
    """Return what the parts of an exercise earned."""
    return sum(line["points"] for line in lines)


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as an instructor at a shell does."""
    environment = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )


def processes_of(root: int) -> list[int]:
    """Return a process and all that it started, those nearer to it first."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except (OSError, ValueError, IndexError):
                continue
    found, frontier = [root], [root]
    while frontier:
        parent = frontier.pop(0)
        children = [pid for pid, of in parents.items() if of == parent]
        found += children
        frontier += children
    return found


class Here:
    """A session that calls the functions of a namespace in this process."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace

    def begin_exercise(self, left: int) -> None:
        """Do nothing: no clock runs."""

    def probe(self, request: dict[str, Any], answer: Any = None) -> Any:
        """Call functions as a case asks; `answer` answers those that it is to be asked for."""

        def ask(name: str, args: Any, kwargs: Any) -> Any:
            said = answer({"ask": name, "args": args, "kwargs": kwargs})
            if "error" in said:
                raise RuntimeError(said["error"])
            return said["value"]

        return observe(request, self.namespace, ask if answer else None)
