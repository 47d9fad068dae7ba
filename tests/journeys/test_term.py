"""A small class through a term's accidents, on the command line alone: in from Moodle, out to Moodle."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.examining import load_week
from autograder.files import week_names
from autograder.grading.course import open_course
from benchmarks.similarity import DISGUISES, independent
from tests.support import filled

pytestmark = pytest.mark.sandbox
WEEK = week_names()[1]
PROGRAMS = Path(sys.executable).parent
NAMES = ["Ada Lovelace", "Zoë O'Brien", "Kurt Müller", "Ida van-Dijk", "José Turing", "Olga Knuth"]
NAMES += [f"Student {number}" for number in range(14)]
COLUMNS = ("Identifier", "Full name", "Email address", "Grade", "Last modified (grade)")


def run(folder: Path, *command: str, status: int = 0) -> str:
    """Run `autograder` as somebody at a shell does; return all that it said."""
    environment = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["autograder", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_000,
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, said[-3000:]
    assert "Traceback" not in said
    return said


def address(number: int) -> str:
    return f"s{number}@uni.example"


def moodle(path: Path, handed: dict[int, bytes], day: int) -> None:
    """Write a download of Moodle's."""
    with zipfile.ZipFile(path, "w") as made:
        for number, data in handed.items():
            name = f"{NAMES[number]}_{700 + number}_assignsubmission_file_/{WEEK}.ipynb"
            made.writestr(zipfile.ZipInfo(name, (2026, 11, day, 12, 0, 0)), data)


def worksheet(path: Path) -> None:
    """Write Moodle's grading worksheet of the class."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, name in enumerate(NAMES):
        writer.writerow([f"Participant {700 + number}", name, address(number), "", "-"])
    path.write_text(text.getvalue(), encoding="utf-8-sig")


def grades(folder: Path, sheet: Path) -> dict[str, str]:
    with open(folder / sheet, encoding="utf-8", newline="") as file:
        return {row["Email address"]: row["Grade"] for row in csv.DictReader(file)}


def test_a_class_comes_in_is_graded_and_goes_back_whatever_happens_to_it(tmp_path: Path) -> None:
    run(tmp_path, "course", "term", "week1")
    course = open_course(tmp_path / "term")
    rng, week = np.random.default_rng(11), load_week(WEEK)
    answers = [independent(week, rng) for _ in NAMES]
    answers[3] = DISGUISES["renamed"](answers[2], random.Random(1), [])
    notebooks = {
        number: nbformat.writes(filled(course, WEEK, code)).encode()
        for number, code in enumerate(answers)
    }
    worksheet(tmp_path / "sheet.csv")
    last = len(NAMES) - 1
    moodle(tmp_path / "first.zip", {n: data for n, data in notebooks.items() if n != last}, day=2)
    roster = ("--roster", "sheet.csv")

    said = run(tmp_path, "collect", "term", "first.zip", *roster)
    assert f"{WEEK}: {last} new" in said and f"nothing came from: {address(last)}" in said
    assert f"{last} graded" in run(tmp_path, "grade", "term")

    # One withdraws, one is renamed by hand, one hands in anew; the late one comes at last.
    submitted = tmp_path / "term" / "submitted"
    shutil.rmtree(submitted / address(0))
    (submitted / address(1)).rename(submitted / "zoe")
    moodle(tmp_path / "second.zip", {4: notebooks[5], last: notebooks[last]}, day=4)
    assert f"{WEEK}: 1 new" in run(tmp_path, "collect", "term", "second.zip", *roster)
    said = run(tmp_path, "grade", "term")
    assert f"3 graded, {last - 3} unchanged" in said
    for number in (0, 1):
        assert f"{address(number)} is graded, and submitted/{address(number)} is gone" in said
    run(tmp_path, "remove", "term", address(0), address(1), "--yes")

    # An older download changes nothing for whoever has handed in since.
    assert "older than what is there" in run(tmp_path, "collect", "term", "first.zip", *roster)
    shutil.rmtree(submitted / address(0))
    shutil.rmtree(submitted / address(1))

    (tmp_path / "term").rename(tmp_path / "moved")
    assert f"0 graded, {last} unchanged" in run(tmp_path, "grade", "moved")

    said = run(tmp_path, "export", "moved", "week1", "--to", "moodle", "--sheet", "sheet.csv")
    assert f"{last - 1} pages" in said and "no line in the sheet for: zoe" in said
    sheet = grades(tmp_path / "moved", Path("export", f"moodle-{WEEK}.csv"))
    assert sheet[address(0)] == sheet[address(1)] == ""
    assert sheet[address(4)] == sheet[address(5)] != ""
    assert "'-" not in (tmp_path / "moved" / "export" / f"moodle-{WEEK}.csv").read_text()

    assert "worth ten minutes" in run(tmp_path, "report", "moved")
    said = run(tmp_path, "similar", "moved", "week1")
    assert f"{address(2)} and {address(3)}: 100%" in said

    lines = (tmp_path / "moved" / "verdicts" / f"{WEEK}.jsonl").read_text(encoding="utf-8")
    assert len({json.loads(line)["student"] for line in lines.splitlines()}) == last
