"""`autograder demo` as somebody meets it who has just cloned the project: in a shell, in an empty folder."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.examining import load_week

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("anywhere")
    command = [
        sys.executable,
        "-m",
        "autograder",
        "demo",
        "class",
        "--students",
        "5",
        "--week",
        "week1",
    ]
    return folder, subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)


def test_it_ends_well_and_shows_the_class_with_its_misconceptions(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = demo
    assert done.returncode == 0, done.stderr
    assert "5 graded, 0 unchanged, 0 failed" in done.stderr
    rows = {line.split("│")[1].strip(): line for line in done.stdout.splitlines() if "│" in line}
    most = sum(exercise.points for exercise in load_week(WEEK).exercises)
    assert f"{most:g}/{most:g}" in rows["all-right"]
    assert f" 0/{most:g}" in rows["nothing-done"]
    for number, exercise in enumerate(load_week(WEEK).exercises, 1):
        assert f"  {number} {exercise.name}" in done.stdout


def test_it_leaves_a_page_for_every_student_and_the_grades_as_csv(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    course = folder / "class"
    students = {path.name for path in (course / "submitted").iterdir()}
    assert len(students) == 5
    for student in students:
        page = (course / "feedback" / student / WEEK / f"{WEEK}.html").read_text(encoding="utf-8")
        assert "points" in page and "<html" in page
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    lines = (course / "verdicts" / f"{WEEK}.jsonl").read_text(encoding="utf-8").splitlines()
    sums = dict.fromkeys(students, 0.0)
    for line in map(json.loads, lines):
        sums[line["student"]] += line["points"]
    assert scores == sums
    assert str(Path("class") / "grades.csv") in done.stdout


@pytest.mark.parametrize(
    "option, says",
    [(["--students", "3"], "at least 4 students"), (["--week", "week99"], "there is no week")],
)
def test_what_cannot_be_is_told_in_a_sentence(tmp_path: Path, option: list[str], says: str) -> None:
    command = [sys.executable, "-m", "autograder", "demo", str(tmp_path / "class"), *option]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and says in done.stderr and "Traceback" not in done.stderr
