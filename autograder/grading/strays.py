"""Sees to it that nothing handed in is overlooked: what lies in a wrong place is taken or listed."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.files import UserError
from autograder.grading.archives import Handed, read_download
from autograder.grading.collecting import Collected, by_week, marks_of, place
from autograder.grading.course import Course
from autograder.grading.limits import MEGABYTE
from autograder.grading.verdict_files import VerdictFiles


def take_strays(course: Course) -> list[tuple[str, str]]:
    """Copy what lies beside the right folder into it where that is free; return what came of each.

    A notebook says by its cells which week's it is. What was handed in stays as it is; a
    submission that is in its place is never replaced.
    """
    root = course.root / "submitted"
    weeks = {week: marks_of(course, week) for week in course.weeks()}
    told: list[tuple[str, str]] = []
    with course.locked():
        for student in sorted(root.iterdir()) if root.is_dir() else []:
            if student.name.startswith("."):
                continue
            if not student.is_dir() or student.is_symlink():
                told.append(
                    (student.name, "belongs to nobody: a submission is STUDENT/WEEK/WEEK.ipynb")
                )
                continue
            for stray in sorted(student.iterdir()):
                if stray.name not in weeks and not stray.name.startswith("."):
                    told += _take(course, student.name, stray, weeks)
    return told


def _take(
    course: Course, student: str, stray: Path, weeks: dict[str, set[str]]
) -> list[tuple[str, str]]:
    """Take one file or folder of a student that is no week's."""
    name = f"{student}/{stray.name}"
    if stray.is_symlink() or not (stray.is_dir() or stray.is_file()):
        return [(name, "is a link or no regular file; it is left out")]
    done = Collected("folder")
    try:
        person = _contents(course, student, stray, done)
    except (UserError, OSError) as error:
        return [(name, str(error))]
    told = []
    for week, entries in by_week(person, weeks, done).items():
        if course.submission(student, week).exists():
            if not _is_there(course.submission(student, week), entries[0].data):
                told.append((name, f"is not graded: another {week} is in its place"))
        else:
            place(course, student, week, entries)
            told.append((name, f"taken as {student}/{week}"))
    return told + [(name, reason) for _, reason in done.left]


def _contents(course: Course, student: str, stray: Path, done: Collected) -> Handed:
    room = course.limits.submission_mb * MEGABYTE
    found = read_download(stray.parent, "folder", room, only=stray.name)
    done.left += found.refused
    return Handed(student, entries=[entry for person in found.handed for entry in person.entries])


def _is_there(folder: Path, data: bytes) -> bool:
    return any(
        path.stat().st_size == len(data) and path.read_bytes() == data
        for path in folder.rglob("*.ipynb")
        if path.is_file() and not path.is_symlink()
    )


# ------------------------------------------------------------------ those who are gone


def gone(course: Course) -> list[str]:
    """Return the students who are graded and have no longer handed anything in."""
    there = {path.name for path in (course.root / "submitted").glob("*")}
    graded = {path.stem for path in (course.private / "records").glob("*/*.json")}
    return sorted(graded - there)


def remove(course: Course, student: str) -> None:
    """Remove a student everywhere: gradebook, records, graded notebooks, pages, submissions."""
    from nbgrader.api import Gradebook, MissingEntry

    known = any((course.root / room / student).exists() for room in ("submitted", "autograded"))
    with course.locked():
        with Gradebook(course.db_url, "neural_networks") as book:
            try:
                book.remove_student(student)
                known = True
            except MissingEntry:
                pass
        records = list((course.private / "records").glob(f"*/{student}.json"))
        if not known and not records:
            raise UserError(f"there is no student {student!r} in {course.root}")
        for record in records:
            record.unlink()
        for room in ("submitted", "autograded", "feedback"):
            shutil.rmtree(course.root / room / student, ignore_errors=True)
        for week in course.weeks():
            if course.verdicts(week).exists():
                VerdictFiles(course).renew(week, ())
