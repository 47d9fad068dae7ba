"""Downloads of two learning platforms, made as their documentation says: in, and out again."""

from __future__ import annotations

import csv
import datetime
import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course import Course, open_course
from tests.support import answered, make_course, released

pytestmark = pytest.mark.slow
WEEK, NEXT = "week1_logistic_regression", "week2_shallow_net"
NOON = datetime.datetime(2026, 11, 2, 12, 0)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("template") / "course", WEEK, NEXT)


@pytest.fixture()
def course(template: Course, tmp_path: Path) -> Course:
    import shutil

    shutil.copytree(template.root, tmp_path / "course")
    return open_course(tmp_path / "course")


@pytest.fixture(scope="module")
def notebooks(template: Course) -> dict[str, bytes]:
    texts = {WEEK: answered(template, WEEK), NEXT: released(template, NEXT)}
    return {week: nbformat.writes(notebook).encode() for week, notebook in texts.items()}


def archive(
    path: Path, entries: Mapping[str, bytes], *, links: tuple[str, ...] = (), days: int = 0
) -> Path:
    when = NOON + datetime.timedelta(days=days)
    with zipfile.ZipFile(path, "w") as made:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, when.timetuple()[:6])
            info.external_attr = ((stat.S_IFLNK if name in links else stat.S_IFREG) | 0o644) << 16
            made.writestr(info, data)
    return path


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(name, data)
    return buffer.getvalue()


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def there(course: Course) -> set[str]:
    return {
        path.parent.relative_to(course.root / "submitted").as_posix()
        for path in (course.root / "submitted").rglob("*.ipynb")
    }


def test_moodles_download_goes_to_whom_it_belongs_with_the_time_it_was_handed_in(
    course: Course, notebooks: dict[str, bytes], tmp_path: Path
) -> None:
    good = notebooks[WEEK]
    download = archive(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_101_assignsubmission_file_/week1.ipynb": good,
            "Emmy Noether_102_assignsubmission_file/My Homework (final).ipynb": good,
            "Kurt Gödel_103_assignsubmission_file_hand-in.ZIP": zipped("inner/week1.ipynb", good),
            "Grace Hopper_104_assignsubmission_file_/week1.ipynb": notebooks[NEXT],
            "Alan Turing_105_assignsubmission_file_/essay.pdf": b"%PDF",
            "Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello</p>",
            "../../evil_106_assignsubmission_file_/week1.ipynb": good,
            "Eve_107_assignsubmission_file_/week1.ipynb": b"/etc/passwd",
        },
        links=("Eve_107_assignsubmission_file_/week1.ipynb",),
    )
    done = call("collect", course.root, download)
    assert "read as a download of: moodle" in done.output
    assert there(course) == {
        f"Ada-Lovelace/{WEEK}",
        f"Emmy-Noether/{WEEK}",
        f"Kurt-Gödel/{WEEK}",
        f"Grace-Hopper/{NEXT}",  # handed in under the other week: the notebook says what it is
    }
    stamp = course.submission("Ada-Lovelace", WEEK) / "timestamp.txt"
    expected = NOON.astimezone().astimezone(datetime.UTC)
    assert stamp.read_text() == expected.strftime("%Y-%m-%d %H:%M:%S UTC")
    assert done.exit_code == 1
    for left in ("Alan Turing: handed in no notebook, but: essay.pdf", "leads out", "is a link"):
        assert left in done.output
    # Beside this folder lie those of other tests, with evil files of their own.
    assert not [*tmp_path.rglob("evil_106*"), *tmp_path.parent.glob("evil_106*")]


def test_blind_marking_and_the_same_name_twice_are_told_apart_by_number(
    course: Course, notebooks: dict[str, bytes], tmp_path: Path
) -> None:
    good = notebooks[WEEK]
    download = archive(
        tmp_path / "blind.zip",
        {
            "Participant_201_assignsubmission_file_/week1.ipynb": good,
            "Participant_202_assignsubmission_file_/week1.ipynb": good,
            "Ada Lovelace_203_assignsubmission_file_/week1.ipynb": good,
            "Ada Lovelace_204_assignsubmission_file_/week1.ipynb": good,
        },
    )
    assert call("collect", course.root, download).exit_code == 0
    names = {name.split("/")[0] for name in there(course)}
    assert names == {"Participant-201", "Participant-202", "Ada-Lovelace-203", "Ada-Lovelace-204"}


def test_a_resubmission_replaces_and_an_older_download_does_not(
    course: Course, notebooks: dict[str, bytes], tmp_path: Path
) -> None:
    name = "Ada Lovelace_101_assignsubmission_file_/week1.ipynb"
    first = archive(tmp_path / "first.zip", {name: notebooks[WEEK]})
    second = archive(tmp_path / "second.zip", {name: notebooks[WEEK] + b"\n"}, days=1)
    assert "1 new" in call("collect", course.root, first).output
    assert "1 unchanged" in call("collect", course.root, first).output
    assert "1 replaced" in call("collect", course.root, second).output
    assert "1 older than what is there, left out" in call("collect", course.root, first).output
    kept = course.submission("Ada-Lovelace", WEEK) / "week1.ipynb"
    assert kept.read_bytes() == notebooks[WEEK] + b"\n"


def test_canvas_marks_late_ones_and_keeps_earlier_attempts_beside(
    course: Course, notebooks: dict[str, bytes], tmp_path: Path
) -> None:
    sheet = tmp_path / "gradebook.csv"
    sheet.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,week1_logistic_regression (77)\n"
        "    Points Possible,,,,,100\n"
        '"Lovelace, Ada",501,u1,ada,1,\n'
        '"Noether, Emmy",502,u2,emmy,1,\n'
        '"Turing, Alan",503,u3,alan,1,\n'
        '"=cmd()",504,u4,eve,1,\n',
        encoding="utf-8",
    )
    download = archive(
        tmp_path / "submissions.zip",
        {
            "lovelaceada_501_9001_week1.ipynb": notebooks[WEEK],
            "noetheremmy_LATE_502_9002_week1-1.ipynb": notebooks[WEEK],
        },
    )
    done = call("collect", course.root, download, "--roster", sheet)
    assert done.exit_code == 0, done.output
    assert "read as a download of: canvas" in done.output
    assert "marked late by the platform: emmy" in done.output
    assert "nothing came from: alan, eve" in done.output
    assert there(course) == {f"ada/{WEEK}", f"emmy/{WEEK}"}
    save_grades(course, {"ada": 94.0, "emmy": 50.5})
    done = call("export", course.root, "week1", "--to", "canvas", "--sheet", sheet)
    assert done.exit_code == 0, done.output
    with open(course.root / "export" / f"canvas-{WEEK}.csv", encoding="utf-8") as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    column = f"{WEEK} (77)"
    assert (rows["501"][column], rows["502"][column], rows["503"][column]) == ("94", "50.5", "")
    assert rows[""][column] == "100"
    assert not rows["504"]["Student"].startswith("="), "no cell begins a formula"


def save_grades(course: Course, scores: Mapping[str, float]) -> None:
    """Write grades as grading does, without grading: this is about what comes after."""
    with Gradebook(course.db_url, "neural_networks") as book:
        for student, score in scores.items():
            book.update_or_create_student(student)
            submission = book.add_submission(WEEK, student)
            grade = submission.notebooks[0].grades[0]
            grade.auto_score = score
            submission.notebooks[0].comments[0].manual_comment = f"=HYPERLINK(1) for {student}"
            book.db.commit()


def test_moodles_worksheet_comes_back_filled_in_with_the_pages_it_takes(
    course: Course, notebooks: dict[str, bytes], tmp_path: Path
) -> None:
    sheet = tmp_path / "worksheet.csv"
    sheet.write_text(
        "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\n"
        "Participant 101,Ada Lovelace,ada@x.org,Submitted,,100,Yes,-,-,\n"
        "Participant 102,Emmy Noether,emmy@x.org,No submission,,100,Yes,-,-,\n",
        encoding="utf-8",
    )
    label = "Ada Lovelace_101_assignsubmission_file_"
    download = archive(tmp_path / "moodle.zip", {f"{label}/week1.ipynb": notebooks[WEEK]})
    done = call("collect", course.root, download, "--roster", sheet)
    assert done.exit_code == 0, done.output
    assert there(course) == {f"ada@x.org/{WEEK}"}
    save_grades(course, {"ada@x.org": 94.0})
    page = course.feedback("ada@x.org", WEEK)
    page.parent.mkdir(parents=True)
    page.write_text("<p>well done</p>")
    done = call("export", course.root, "week1", "--to", "moodle", "--sheet", sheet)
    assert done.exit_code == 0, done.output
    with open(course.root / "export" / f"moodle-{WEEK}.csv", encoding="utf-8") as file:
        rows = {row["Identifier"]: row for row in csv.DictReader(file)}
    assert rows["Participant 101"]["Grade"] == "94" and rows["Participant 102"]["Grade"] == ""
    assert rows["Participant 101"]["Feedback comments"] == "'=HYPERLINK(1) for ada@x.org"
    with zipfile.ZipFile(course.root / "export" / f"moodle-feedback-{WEEK}.zip") as pages:
        (name,) = pages.namelist()
    # Moodle splits a name at its first four underscores: person, number, kind, plugin, file.
    person, number, kind, plugin, file = name.split("_", 4)
    assert (person, number, kind, plugin) == ("Ada Lovelace", "101", "assignsubmission", "file")
    assert file == f"{WEEK}.html"


def test_what_is_no_download_is_said_so(course: Course, tmp_path: Path) -> None:
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"this is no archive")
    done = call("collect", course.root, broken)
    assert done.exit_code == 1 and "is no zip archive" in done.output


def test_a_bomb_is_refused_before_it_is_opened(course: Course, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        zeros = b"0" * (60 * 2**20)
        made.writestr("Eve_1_assignsubmission_file_/week1.ipynb", zeros)
    done = call("collect", course.root, bomb)
    assert "is larger than 40 MB" in done.output and not there(course)
