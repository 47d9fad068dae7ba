"""Writes grades, comments and feedback pages in the sheets and archives that learning platforms take back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.files import UserError, write_atomically

# Moodle's own sheet has a lone "-" for "never": that is none, and comes back as it was.
FORMULA = re.compile(r"^(?:[=+\-@].|[\t\r])", re.S)
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


@dataclass(frozen=True)
class Result:
    """What a student got for a week; `late` are the points taken off, already left out of `score`."""

    score: float
    max_score: float
    late: float
    comment: str


def results_of(db_url: str, week: str) -> dict[str, Result]:
    """Return the results of a week by student, from nbgrader's gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(db_url) as book:
        found = {}
        for submission in book.assignment_submissions(week):
            comments = [
                comment.manual_comment
                for notebook in submission.notebooks
                for comment in notebook.comments
                if comment.manual_comment
            ]
            late = float(submission.late_submission_penalty or 0.0)
            score = max(0.0, float(submission.score) - late)
            found[submission.student.id] = Result(
                score, float(submission.max_score), late, "\n".join(comments)
            )
    return found


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.match(cell) else cell


def _csv(header: list[str], rows: Sequence[Mapping[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(row.get(name) or "") for name in header})
    return buffer.getvalue()


def read_sheet(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return header and rows of a platform's sheet. Raises UserError."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return list(reader.fieldnames or []), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a CSV in UTF-8 ({error})") from None


def _text(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")


def to_moodle(
    results: Mapping[str, Result], people: Mapping[str, Mapping[str, str]], sheet: Path | None
) -> tuple[str, list[str]]:
    """Return Moodle's offline grading worksheet, filled in, and the students it has no line for.

    `people` says how Moodle names each student; `sheet` is the worksheet as downloaded, without
    which one with the columns that Moodle reads is made.
    """
    by_number = {person["number"]: student for student, person in people.items()}
    if sheet is not None:
        header, rows = read_sheet(sheet)
        if "Identifier" not in header or "Grade" not in header:
            raise UserError(
                f"{sheet} is no grading worksheet of Moodle: no Identifier, no Grade in it"
            )
    else:
        header = ["Identifier", "Full name", "Grade", "Feedback comments"]
        rows = [
            {"Identifier": f"Participant {person['number']}", "Full name": person["name"]}
            for person in people.values()
        ]
    met = set()
    for row in rows:
        student = by_number.get(re.sub(r"\D", "", row["Identifier"] or ""), "")
        if student in results:
            met.add(student)
            row["Grade"] = _text(results[student].score)
            if "Feedback comments" in header and results[student].comment:
                row["Feedback comments"] = results[student].comment
    return _csv(header, rows), sorted(set(results) - met)


def to_canvas(
    results: Mapping[str, Result],
    people: Mapping[str, Mapping[str, str]],
    sheet: Path | None,
    week: str,
) -> tuple[str, list[str]]:
    """Return Canvas's gradebook with a week's column filled in, and the students it has no line for."""
    if sheet is None:
        raise UserError(
            "Canvas takes back its own sheet only: export the gradebook there (Grades, Export) and name "
            "the file with --sheet"
        )
    header, rows = read_sheet(sheet)
    if not {"Student", "ID"} <= set(header):
        raise UserError(f"{sheet} is no gradebook of Canvas: no Student, no ID in it")
    column = next((name for name in header if name.lower().startswith(week.lower())), week)
    if column not in header:
        header = [*header, column]
    by_number = {person["number"]: student for student, person in people.items()}
    met = set()
    for row in rows:
        logins = [row.get(name) or "" for name in ("SIS Login ID", "SIS User ID")]
        student = by_number.get(row["ID"] or "") or next((x for x in logins if x in results), "")
        if student in results:
            met.add(student)
            row[column] = _text(results[student].score)
        elif (row["Student"] or "").strip() == "Points Possible" and results:
            row[column] = row.get(column) or _text(max(r.max_score for r in results.values()))
    return _csv(header, rows), sorted(set(results) - met)


def to_csv(results: Mapping[str, Mapping[str, Result]]) -> str:
    """Return one line a student and week."""
    header = ["week", "student", "score", "max_score", "taken_off_for_lateness", "comment"]
    rows = [
        {
            "week": week,
            "student": student,
            "score": _text(result.score),
            "max_score": _text(result.max_score),
            "taken_off_for_lateness": _text(result.late),
            "comment": result.comment,
        }
        for week, found in results.items()
        for student, result in sorted(found.items())
    ]
    return _csv(header, rows)


def feedback_zip(
    pages: Mapping[str, Path], people: Mapping[str, Mapping[str, str]], target: Path
) -> int:
    """Write the archive of feedback pages that Moodle takes back; return how many are in it.

    Moodle finds each student by the name that it gave to what was handed in.
    """
    buffer, count = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in sorted(pages.items()):
            person = people.get(student)
            if person is not None and person["label"] and page.exists():
                archive.writestr(f"{person['label'].rstrip('_')}_{page.name}", page.read_bytes())
                count += 1
    write_atomically(target, buffer.getvalue())
    return count
