"""Our grader inside nbgrader: its command line, its API, its gradebook, manual grades and exports."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.examining import load_week
from autograder.grading.course import Course, open_course
from tests.support import answered, filled, grade_all, hand_in, make_course, released, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
QUESTION = load_week(WEEK).questions[0].name


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("course"), WEEK)
    notebook = answered(made, WEEK)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION:
            cell.source = "Since the gradient carries $a(1-a)$, see <script>alert(1)</script>."
    hand_in(made, "knows", WEEK, notebook)
    hand_in(made, "starts", WEEK, released(made, WEEK))
    hand_in(
        made,
        "slips",
        WEEK,
        filled(made, WEEK, {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"}),
    )
    return made


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(
        command, cwd=course.root, env=environment, capture_output=True, text=True, timeout=300
    )


def grades(course: Course, student: str) -> dict[str, float | None]:
    with Gradebook(course.db_url, "neural_networks") as book:
        submission = book.find_submission(WEEK, student)
        return {
            grade.name: grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_nbgrader_autograde_writes_the_points_of_each_exercise_into_the_gradebook(
    course: Course,
) -> None:
    done = nbgrader(course, "autograde", WEEK)
    assert done.returncode == 0, done.stderr[-2000:]
    expected = {f"check_{e.name}": float(e.points) for e in load_week(WEEK).exercises}
    assert grades(course, "knows") == expected | {QUESTION: None}
    assert set(grades(course, "starts").values()) == {0.0}
    slips = grades(course, "slips")
    assert slips["check_sigmoid"] == 0 and sum(value or 0 for value in slips.values()) == 0
    assert verdicts(course, WEEK)["slips"]["sigmoid"][0]["misconception"]


def test_the_formgraders_api_grades_one_submission_with_our_grader(course: Course) -> None:
    from nbgrader.apps import NbGraderAPI

    result = NbGraderAPI(config=open_course(course.root).config).autograde(
        WEEK, "knows", force=True
    )
    assert result["success"], result
    autograded = nbformat.read(course.autograded("knows", WEEK), as_version=4)
    check = next(
        c
        for c in autograded.cells
        if c.metadata.get("nbgrader", {}).get("grade_id") == "check_sigmoid"
    )
    assert check.outputs[0].data["text/plain"] == "10.0"
    assert "right, 10 of 10 points" in check.outputs[0].data["text/html"]


def test_a_manual_grade_survives_a_regrade(course: Course) -> None:
    grade_all(course)
    with Gradebook(course.db_url, "neural_networks") as book:
        grade = book.find_grade(QUESTION, WEEK, WEEK, "knows")
        assert grade.needs_manual_grade
        grade.manual_score, grade.needs_manual_grade = 5.0, False
        book.db.commit()
    grade_all(course, force=True)
    with Gradebook(course.db_url, "neural_networks") as book:
        assert book.find_submission(WEEK, "knows").score == 94 + 5
        assert book.find_grade(QUESTION, WEEK, WEEK, "knows").manual_score == 5.0


def test_generate_feedback_and_export_work_on_the_result(course: Course) -> None:
    grade_all(course)
    done = nbgrader(course, "generate_feedback", WEEK, "--force")
    assert done.returncode == 0, done.stderr[-2000:]
    page = course.feedback("knows", WEEK).read_text(encoding="utf-8")
    assert "<script" not in page, "a feedback page runs no script"
    assert "right, 10 of 10 points" in page
    done = nbgrader(course, "export")
    assert done.returncode == 0, done.stderr[-2000:]
    with open(course.root / "grades.csv", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["starts"]["score"]) == 0
    assert float(rows["knows"]["max_score"]) == 100


def test_the_same_submission_regrades_alike_and_a_changed_one_gets_other_cases(
    course: Course,
) -> None:
    grade_all(course, force=True)
    first = verdicts(course, WEEK)["slips"]["sigmoid"][0]["message"]
    grade_all(course, force=True)
    assert verdicts(course, WEEK)["slips"]["sigmoid"][0]["message"] == first
    hand_in(
        course,
        "slips",
        WEEK,
        filled(course, WEEK, {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(+z))"}),
    )
    grade_all(course)
    assert verdicts(course, WEEK)["slips"]["sigmoid"][0]["message"] != first


def test_what_has_not_changed_is_not_graded_again_unless_forced(course: Course) -> None:
    grade_all(course)
    assert {item.state for item in grade_all(course).values()} == {"unchanged"}
    assert {item.state for item in grade_all(course, force=True).values()} == {"graded"}


def test_no_verdict_and_no_feedback_holds_reference_code(course: Course) -> None:
    from autograder.authoring.bundle import answers

    grade_all(course, feedback=True, force=True)
    pages = {
        p: p.read_text(encoding="utf-8")
        for p in (course.root / "feedback" / "starts").rglob("*.html")
    }
    pages |= {
        p: p.read_text(encoding="utf-8")
        for p in (course.root / "feedback" / "slips").rglob("*.html")
    }
    pages[course.verdicts(WEEK)] = course.verdicts(WEEK).read_text(encoding="utf-8")
    for path, text in pages.items():
        squeezed = " ".join(text.split())
        for answer in answers(WEEK):
            if len(answer) > 30:
                assert answer not in squeezed, f"{path} holds {answer[:60]!r}"


def test_isolation_none_grades_with_a_warning_in_every_verdict(course: Course) -> None:
    grade_all(course, isolated=False, student="knows", feedback=True)
    autograded = course.autograded("knows", WEEK).read_text(encoding="utf-8")
    assert autograded.count("Graded without isolation") >= len(load_week(WEEK).exercises)
    grade_all(course, force=True)
