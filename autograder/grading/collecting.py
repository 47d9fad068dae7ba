"""Puts what a learning platform gives for download where submissions lie, each where it belongs."""

from __future__ import annotations

import csv
import datetime
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.files import UserError, replace_folder, write_atomically
from autograder.grading.archives import Entry, Handed, read_download
from autograder.grading.course import Course, read_record
from autograder.grading.limits import MEGABYTE
from autograder.grading.releases import released_cells
from autograder.grading.staging import SubmittedCell, Unreadable, read_cells

ID_COLUMNS = (
    "id",
    "student_id",
    "ID number",
    "SIS Login ID",
    "SIS User ID",
    "Email address",
    "Username",
)
NAME_COLUMNS = ("name", "Full name", "Student")
NUMBER_COLUMNS = ("Identifier", "ID", "number")
MAX_NAME = 200


@dataclass
class Collected:
    """What came of a download: (student, week, what was done), and what a person has to look at."""

    platform: str
    placed: list[tuple[str, str, str]] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def collect(
    course: Course, download: Path, platform: str | None = None, roster: Path | None = None
) -> Collected:
    """Take a download into `submitted/`. Raises UserError; what is there stays until it is replaced."""
    found = read_download(download, platform, course.limits.submission_mb * MEGABYTE)
    known = read_roster(roster) if roster else []
    people = _platform_people(course)
    done = Collected(found.platform, left=list(found.refused))
    weeks = {week: marks_of(course, week) for week in course.weeks()}
    names = Counter(person.name for person in found.handed)
    with course.locked():
        for person in found.handed:
            student = _student(person, known, names, found.platform)
            if student is None:
                who = f"{person.name} {person.number}".strip()
                done.left.append(
                    (who, "is not on the roster" if known else "is no name for a folder")
                )
                continue
            if person.late:
                done.late.append(student)
            for week, entries in by_week(person, weeks, done).items():
                done.placed.append((student, week, place(course, student, week, entries)))
                people.setdefault(week, {})[student] = {
                    "platform": found.platform,
                    "number": person.number,
                    "label": person.label,
                    "name": person.name,
                }
        write_atomically(_people_file(course), json.dumps(people, ensure_ascii=False, indent=1))
    here = {student for student, _, _ in done.placed}
    done.absent = [row["id"] for row in known if row["id"] not in here]
    return done


def _people_file(course: Course) -> Path:
    return course.private / "platform.json"


def _platform_people(course: Course) -> dict[str, dict[str, dict[str, str]]]:
    return read_record(_people_file(course)) or {}


def platform_people(course: Course, week: str) -> Mapping[str, dict[str, str]]:
    """Return how a platform names the students whose work of a week was collected from it."""
    return _platform_people(course).get(week, {})


# ------------------------------------------------------------------ who it is


def read_roster(path: Path) -> list[dict[str, str]]:
    """Return the rows of a roster: "id", "name", "number". Raises UserError.

    Moodle's grading worksheet and Canvas's exported gradebook are rosters as they come; of one's own
    making, a CSV with the columns id and name is enough.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a CSV in UTF-8 ({error})") from None
    found = []
    for row in rows:
        number = re.sub(r"\D", "", _first(row, NUMBER_COLUMNS))
        entry = {"id": _first(row, ID_COLUMNS), "name": _first(row, NAME_COLUMNS), "number": number}
        if entry["id"] and _folder_name(entry["id"]):
            found.append(entry)
    if not found:
        raise UserError(
            f"{path} names nobody: a roster has a column {' or '.join(map(repr, ID_COLUMNS[:3]))}, and a "
            "column 'name' for the name that the platform shows"
        )
    return found


def _first(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return next((str(row[name]).strip() for name in columns if (row.get(name) or "").strip()), "")


def _student(
    person: Handed, roster: list[dict[str, str]], names: Counter[str], platform: str
) -> str | None:
    """Return the student's name in the course; None for one that the roster does not know."""
    if roster:
        by_number = [row for row in roster if person.number and row["number"] == person.number]
        by_name = [
            row for row in roster if _key(person.name) in (_key(row["id"]), *_keys(row["name"]))
        ]
        fits = by_number or by_name
        return fits[0]["id"] if len(fits) == 1 else None
    if platform == "folder":
        return person.name if _folder_name(person.name) else None
    name = "-".join(unicodedata.normalize("NFC", person.name).split())
    twice = names[person.name] > 1 or name.lower() in ("participant", "anon", "anonymous")
    name = f"{name}-{person.number}" if twice else name
    return name if _folder_name(name) else None


def _key(name: str) -> str:
    """Return a name as Canvas writes it in a file's name: letters and digits, small."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain.lower() if c.isalnum())


def _keys(name: str) -> tuple[str, ...]:
    """Return the ways in which a platform may write a name: "Lovelace, Ada" is also "Ada Lovelace"."""
    last, comma, first = name.partition(",")
    words = name.replace(",", " ").split()
    turned = [words[-1], *words[:-1]] if words else []
    return (_key(name), _key(first + last) if comma else _key("".join(turned)))


def _folder_name(name: str) -> bool:
    return (
        bool(name)
        and not name.startswith(".")
        and "/" not in name
        and len(name.encode()) <= MAX_NAME
    )


# ------------------------------------------------------------------ which week it is


def marks_of(course: Course, week: str) -> set[str]:
    """Return the names and ids of a released notebook's cells, by which a copy of it is known."""
    cells = released_cells(course.release(week) / f"{week}.ipynb")
    marked = [cell["metadata"] for cell in cells if "nbgrader" in cell["metadata"]]
    graded = {metadata["nbgrader"]["grade_id"] for metadata in marked}
    return graded | {cell["id"] for cell in cells if "id" in cell}


def week_of(
    cells: list[SubmittedCell], weeks: Mapping[str, set[str]], expected: str = ""
) -> str | None:
    """Return the week whose released notebook a submitted one comes from, None for none.

    Weeks have functions of the same name: where two fit as well, it is the `expected` one.
    """
    marks = {mark for cell in cells for mark in (cell.grade_id, cell.cell_id) if mark}
    shared = {week: len(marks & theirs) for week, theirs in weeks.items()}
    best = max(shared, key=lambda week: (shared[week], week == expected), default=None)
    return best if best is not None and shared[best] >= 3 else None


def by_week(
    person: Handed, weeks: Mapping[str, set[str]], done: Collected
) -> dict[str, list[Entry]]:
    """Return what a person handed in by week; files that are no notebook go with every week."""
    found: dict[str, list[Entry]] = {}
    others, problems = [], []
    for entry in person.entries:
        if not entry.name.lower().endswith(".ipynb"):
            others.append(entry)
            continue
        try:
            week = week_of(read_cells(entry.data), weeks) or _named(entry.name, weeks)
            reason = "is no notebook of a released week"
        except Unreadable as error:
            week, reason = _named(entry.name, weeks), str(error)
        if week is None:
            problems.append((f"{person.name}: {entry.name}", reason))
        else:
            found.setdefault(week, []).append(entry)
    if not found and not problems:
        names = ", ".join(entry.name for entry in others[:3])
        problems.append((person.name, f"handed in no notebook, but: {names or 'nothing'}"))
    done.left += problems
    for week in found:
        found[week] = [*_latest(found[week]), *others]
    return found


def _named(name: str, weeks: Mapping[str, set[str]]) -> str | None:
    folder = name.lower().replace("\\", "/")
    fits = [week for week in weeks if week in folder]
    return fits[0] if len(fits) == 1 else None


def _latest(entries: list[Entry]) -> list[Entry]:
    """Return the notebook that was handed in last: a platform keeps earlier attempts beside it."""
    timed = [entry for entry in entries if entry.time is not None]
    return [max(timed, key=lambda entry: (str(entry.time), entry.name))] if timed else entries[-1:]


# ------------------------------------------------------------------ where it goes


def place(course: Course, student: str, week: str, entries: list[Entry]) -> str:
    """Write a submission whole; return what was done: new, replaced, unchanged, or older and left."""
    target = course.submission(student, week)
    files = {entry.name: entry.data for entry in entries}
    notebook = next(entry for entry in entries if entry.name.lower().endswith(".ipynb"))
    files = {
        name.rpartition("/")[2] if name == notebook.name else name: d for name, d in files.items()
    }
    if "timestamp.txt" not in files and notebook.time is not None:
        stamp = notebook.time.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        files["timestamp.txt"] = stamp.encode("ascii")
    if target.exists():
        if _content(target) == files:
            return "unchanged"
        before, now = _time(_content(target)), _time(files)
        if before is not None and now is not None and now < before:
            return "older than what is there, left out"
    done = "replaced" if target.exists() else "new"
    with tempfile.TemporaryDirectory(dir=course.private) as made:
        for name, data in files.items():
            path = Path(made, "new", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        replace_folder(Path(made, "new"), target)
    return done


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _time(files: Mapping[str, bytes]) -> Any:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(files["timestamp.txt"].decode("ascii").strip()[:60])
    except Exception:  # dateutil raises more kinds of errors than it documents
        return None
