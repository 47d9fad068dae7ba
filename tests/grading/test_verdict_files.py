"""A week's verdicts are what its records say; what has not changed is neither read nor lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.grading import verdict_files
from autograder.grading.course import Course, course_of
from autograder.grading.verdict_files import VerdictFiles

WEEK = "week1_logistic_regression"
STUDENTS = ("ada", "ada-b", "emmy", "sofja", "\u00e9mile")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = course_of(tmp_path, Config())
    for student in STUDENTS:
        graded(course, student, 1.0)
    return course


def graded(course: Course, student: str, points: float, parts: int = 2) -> None:
    path = course.record(student, WEEK)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [{"student": student, "part": str(i), "points": points} for i in range(parts)]
    path.write_text(json.dumps({"verdicts": lines}))


def text_of(course: Course) -> str:
    return course.verdicts(WEEK).read_text(encoding="utf-8")


def written_anew(course: Course) -> str:
    VerdictFiles(course).renew(WEEK, ())
    return text_of(course)


def test_what_a_round_changes_is_what_writing_all_anew_would(course: Course) -> None:
    kept = VerdictFiles(course)
    kept.renew(WEEK, ())
    graded(course, "aaa", 0.5)  # who comes first,
    graded(course, "emmy", 0.0, parts=5)  # in the middle, longer,
    course.record("sofja", WEEK).unlink()  # who is taken away,
    graded(course, "zoe", 2.0, parts=1)  # and who comes last
    kept.renew(WEEK, {"aaa", "emmy", "sofja", "zoe", "never graded"})
    first = text_of(course)
    assert first == written_anew(course)
    assert {json.loads(line)["student"] for line in first.splitlines()} == {
        "aaa", "ada", "ada-b", "emmy", "\u00e9mile", "zoe",
    }  # fmt: skip


def test_rounds_follow_each_other_and_read_only_what_is_new(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, read = VerdictFiles(course), []
    kept.renew(WEEK, ())
    original = verdict_files.read_record
    monkeypatch.setattr(
        verdict_files, "read_record", lambda path: read.append(path.stem) or original(path)
    )
    for number, student in enumerate(("emmy", "ada", "emmy", "new")):
        graded(course, student, number, parts=number + 1)
        kept.renew(WEEK, {student})
    kept.renew(WEEK, set())
    assert read == ["emmy", "ada", "emmy", "new"]
    assert text_of(course) == written_anew(course)


def test_a_file_that_another_wrote_is_written_from_the_records(course: Course) -> None:
    kept = VerdictFiles(course)
    kept.renew(WEEK, ())
    right = text_of(course)
    course.verdicts(WEEK).write_text("something else\n")
    kept.renew(WEEK, set())
    assert text_of(course) == right


def test_a_round_that_could_not_be_written_is_made_up_for(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = VerdictFiles(course)
    kept.renew(WEEK, ())
    before = text_of(course)
    graded(course, "emmy", 0.0)
    with monkeypatch.context() as patch, pytest.raises(OSError):
        patch.setattr(verdict_files, "_lines_of", full)
        kept.renew(WEEK, {"emmy"})
    assert text_of(course) == before
    kept.renew(WEEK, set())
    assert text_of(course) == written_anew(course) != before


def full(record: Path) -> bytes:
    raise OSError(28, "No space left on device")
