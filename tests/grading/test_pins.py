"""A newer clone and an older course: it is graded by what it released, until `update` says otherwise."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import load_week
from autograder.files import ROOT
from autograder.grading.course import Course, create_course, open_course
from autograder.grading.formgrade import ShowRubrics
from tests.support import answered, grade_all, hand_in, make_course

RUBRIC = """
import dataclasses

_asked = dataclasses.replace(WEEK.questions[0], rubric=((6, "as the course had it"),))
WEEK = dataclasses.replace(WEEK, questions=(_asked,))
"""

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
MISTAKE = load_week(WEEK).exercise("sigmoid").misconceptions[0]
PROGRAMS = Path(sys.executable).parent


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run `autograder` of a clone."""
    environment = os.environ | {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(clone),
    }
    return subprocess.run(
        [sys.executable, "-m", "autograder", *command],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newer project: sigmoid is worth two points more, propagate two less."""
    folder = tmp_path_factory.mktemp("newer") / "clone"
    skipped = shutil.ignore_patterns("__pycache__", "tests", "benchmarks")
    for name in ("autograder", "helpers", "solutions", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for name in ("pyproject.toml", "LICENSE", "LICENSE-CONTENT.md", "README.md", "environment.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name, more in (("sigmoid", 2), ("propagate", -2)):
        examined = folder / "autograder" / "exercises" / WEEK / f"{name}.py"
        text = examined.read_text(encoding="utf-8")
        mended, count = re.subn(
            r'(Part\(\s*"[^"]+",\s*)(\d+)',
            lambda m, more=more: f"{m[1]}{int(m[2]) + more}",
            text,
            count=1,
        )
        assert count == 1
        examined.write_text(mended, encoding="utf-8")
    told = folder / "autograder" / "exercises" / WEEK / "sigmoid.md"
    text = told.read_text(encoding="utf-8").replace(f": {MISTAKE.title}\n", ": Told anew\n")
    told.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("term") / "course", WEEK)
    hand_in(made, "ada", WEEK, answered(made, WEEK))
    hand_in(
        made,
        "emmy",
        WEEK,
        answered(made, WEEK, {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"}),
    )
    grade_all(made, feedback=True)
    return made


def scores(course: Course) -> dict[str, tuple[float, float]]:
    with Gradebook(course.db_url, "neural_networks") as book:
        return {s.student.id: (s.score, s.max_score) for s in book.assignment_submissions(WEEK)}


def test_an_older_course_is_graded_by_what_it_released(clone: Path, course: Course) -> None:
    before = scores(course)
    done = run(clone, "grade", str(course.root), "--force", "--json")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert '"problems": []' in done.stdout
    assert scores(course) == before


def test_the_report_and_formgrader_speak_with_the_words_of_the_course(
    clone: Path, course: Course, tmp_path: Path
) -> None:
    done = run(clone, "report", str(course.root))
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"sigmoid: {MISTAKE.title}" in done.stdout and "Told anew" not in done.stdout
    shutil.copytree(course.root, tmp_path / "copy")
    copy = open_course(tmp_path / "copy")
    kept = copy.private / "pinned" / WEEK / "autograder" / "exercises" / WEEK / "__init__.py"
    kept.write_text(kept.read_text(encoding="utf-8") + RUBRIC, encoding="utf-8")
    notebook = nbformat.read(copy.autograded("ada", WEEK), as_version=4)
    place = {"path": str(copy.autograded("ada", WEEK).parent)}
    shown, _ = ShowRubrics().preprocess(notebook, {"assignment_id": WEEK, "metadata": place})
    rubrics = [cell.metadata.rubric for cell in shown.cells if "rubric" in cell.metadata]
    assert rubrics == [[{"points": 6, "text": "as the course had it"}]]


def test_update_says_what_changes_regrades_and_lists_every_grade_that_changed(
    clone: Path, course: Course
) -> None:
    before = scores(course)
    built = run(clone, "build", "week1")
    assert built.returncode == 0, built.stderr[-2000:]
    done = run(clone, "update", str(course.root), "--yes")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"examination: autograder/exercises/{WEEK}/sigmoid.py changed" in done.stdout
    after = scores(course)
    assert after["ada"] == before["ada"]
    assert after["emmy"] == (before["emmy"][0] - 2, 100)
    assert "1 grades changed" in done.stdout
    assert f"emmy: {before['emmy'][0]:g} of 100 -> {after['emmy'][0]:g} of 100" in done.stdout
    again = run(clone, "update", str(course.root))
    assert again.returncode == 0 and "nothing would change" in again.stdout


def test_what_a_grade_depends_on_is_seen_to_change(course: Course, tmp_path: Path) -> None:
    mended = make_course(tmp_path / "other", WEEK)
    hand_in(mended, "ada", WEEK, answered(mended, WEEK))
    grade_all(mended)
    assert grade_all(mended)["ada"].state == "unchanged"
    copy = mended.private / "pinned" / WEEK / "helpers" / "judge" / "words.py"
    copy.write_text(copy.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
    assert grade_all(mended)["ada"].state == "graded"
    bundled = mended.release(WEEK) / "helpers" / "checkgrad.py"
    bundled.write_text(bundled.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
    assert grade_all(mended)["ada"].state == "graded"
    assert grade_all(mended)["ada"].state == "unchanged"


def test_a_due_date_that_is_set_later_takes_its_points(tmp_path: Path) -> None:
    late = make_course(tmp_path / "late", WEEK)
    hand_in(late, "ada", WEEK, answered(late, WEEK))
    (late.submission("ada", WEEK) / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")
    grade_all(late, feedback=True)
    before = scores(late)["ada"][0]
    with open(late.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(late.db_url, "neural_networks") as book:
        book.update_or_create_assignment(WEEK, duedate="2026-11-01 12:00:00 UTC")
    reopened = open_course(late.root)
    assert grade_all(reopened, feedback=True)["ada"].state == "renewed"
    with Gradebook(late.db_url, "neural_networks") as book:
        notebook = book.find_submission_notebook(WEEK, WEEK, "ada")
        assert notebook.late_submission_penalty == before
    page = late.feedback("ada", WEEK).read_text(encoding="utf-8")
    assert "points were taken off for handing in late" in page


def test_who_handed_in_an_older_release_is_told_so(tmp_path: Path) -> None:
    made = make_course(tmp_path / "course", WEEK)
    hand_in(made, "early", WEEK, answered(made, WEEK))
    source = nbformat.reads(released_source(WEEK), as_version=4)
    locked = next(cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("locked"))
    locked.source += "\n# mended"
    create_course(made.root, {WEEK: bundle_files(WEEK)}, {WEEK: nbformat.writes(source)}, None)
    hand_in(made, "later", WEEK, answered(made, WEEK))
    graded = grade_all(made, feedback=True)
    assert graded["early"].points == graded["later"].points > 90
    assert "given out until" in graded["early"].notes[0]
    assert not any("given out until" in note for note in graded["later"].notes)
    page = made.feedback("early", WEEK).read_text(encoding="utf-8")
    assert "The week has been released anew since" in page
