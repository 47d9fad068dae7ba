"""Many hands: a Dask cluster that loses workers, a PostgreSQL gradebook, runs that are stopped and go on."""

from __future__ import annotations

import difflib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.grading.course import Course, create_course
from autograder.grading.grade import Request, grade, plan
from autograder.grading.gradebook import GradebookWriter
from autograder.grading.pool import assess_with_warm_worker
from autograder.grading.sample import hand_in_sample_class
from tests.dask_cluster import cluster
from tests.postgres_server import programs, serving
from tests.support import answered, grade_all, hand_in, make_course, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
# Far from what a submission here needs on a busy machine: what is compared must not depend on time.
AMPLE = {"cell_seconds": 30, "call_seconds": 30}


def a_class(root: Path, students: int) -> Course:
    course = make_course(root, WEEK, limits=AMPLE)
    hand_in_sample_class(course, WEEK, students, seed=5)
    # The endless one costs seconds and shows nothing here.
    shutil.rmtree(course.root / "submitted" / "never-ends")
    return course


def state_of(course: Course) -> dict[str, Any]:
    """Return all that grading is to leave behind, without times and ids."""
    with Gradebook(course.db_url, "neural_networks") as book:
        grades = {
            (submission.student_id, grade.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
    pages = {
        path.relative_to(course.root).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("autograded", "feedback")
        for path in sorted((course.root / folder).rglob("*"))
        if path.is_file()
    }
    lines = course.verdicts(WEEK).read_text(encoding="utf-8")
    return {"grades": grades, "pages": pages, "verdicts": lines}


def differences(now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Return which rows, files and lines differ: to show both states whole would be megabytes."""
    told = []
    for kind in ("grades", "pages"):
        one, other = now[kind], before[kind]
        told += [f"{kind}: {key}" for key in one.keys() | other if one.get(key) != other.get(key)]
    one, other = (state["verdicts"].splitlines() for state in (before, now))
    return sorted(told) + list(difflib.unified_diff(one, other, lineterm="", n=0))


@pytest.fixture
def scheduler() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    with cluster(2) as (address, workers):
        yield address, workers


def test_a_cluster_that_loses_a_worker_under_way_grades_like_this_machine(
    tmp_path: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    address, workers = scheduler
    course = a_class(tmp_path / "course", 12)
    grade_all(course)
    alone = verdicts(course, WEEK)
    request = Request(weeks=(WEEK,), jobs=2, feedback=False, force=True, cluster=address)
    with distributed.Client(address) as client:
        client.wait_for_workers(2, timeout=60)
        pids = client.run(os.getpid)
        victim = next(place for place, pid in pids.items() if pid == workers[0].pid)
        under_way = grade(course, request, plan(course, request))
        done = [next(under_way) for _ in range(2)]
        ends = time.monotonic() + 60
        while not client.processing()[victim] and time.monotonic() < ends:
            time.sleep(0.01)
        assert client.processing()[victim], "the worker had nothing left to do"
        workers[0].kill()
        workers[0].wait()
        done += under_way
    assert len(done) == 11 and {item.state for item in done} == {"graded"}
    assert verdicts(course, WEEK) == alone


# ------------------------------------------------------------------ PostgreSQL


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (.ci/run installs one)")
    with serving() as url:
        yield url


@pytest.mark.postgres
def test_a_postgresql_gradebook_holds_the_same_grades_as_sqlite(
    tmp_path: Path, postgres: str
) -> None:
    from autograder.authoring.bundle import bundle_files
    from autograder.authoring.notebooks import released_source

    small = a_class(tmp_path / "sqlite", 6)
    large = create_course(
        tmp_path / "postgres", {WEEK: bundle_files(WEEK)}, {WEEK: released_source(WEEK)}, postgres
    )
    shutil.copytree(small.root / "submitted", large.root / "submitted", dirs_exist_ok=True)
    (large.private / "secret").write_text((small.private / "secret").read_text())
    grade_all(small, feedback=True)
    grade_all(large, feedback=True)
    assert state_of(large)["grades"] == state_of(small)["grades"]
    assert len(state_of(large)["grades"]) == 5 * 10


def test_a_database_that_does_not_answer_leaves_no_half_a_course(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "course", str(tmp_path / "course"), "--db",
         "postgresql://teacher:secret@127.0.0.1:1/grades"],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 1 and "no database" in done.stderr
    assert "Traceback" not in done.stderr and ":secret@" not in done.stderr
    assert not (tmp_path / "course").exists()


# ------------------------------------------------------------------ faults of ours


def command(course: Course, *options: str) -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", str(course.root), *options]


def test_one_that_kills_the_grader_s_process_costs_the_others_no_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path / "course", WEEK)
    for student in ("anna", "ben", "carl", "dora", "emil"):
        hand_in(course, student, WEEK, answered(course, WEEK))
    # No submission can do this, so a fault of ours is put in its place: three deaths in a row.
    monkeypatch.setattr("autograder.grading.pool.assess_with_warm_worker", _dies_of_carl)
    done = grade_all(course)
    assert {name: item.state for name, item in done.items()} == {
        "anna": "graded",
        "ben": "graded",
        "carl": "failed",
        "dora": "graded",
        "emil": "graded",
    }
    assert "failed on it 3 times" in str(done["carl"].problem)
    assert any("a process of the grader ended" in note for note in done["emil"].notes)


def _dies_of_carl(job: Any, bundle: Any) -> Any:
    if job.student == "carl":
        os.kill(os.getpid(), signal.SIGKILL)
    return assess_with_warm_worker(job, bundle)


def test_a_grade_that_cannot_be_saved_does_not_stop_the_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path / "course", WEEK)
    for student in ("anna", "ben"):
        hand_in(course, student, WEEK, answered(course, WEEK))
    save = GradebookWriter.save

    def refuse_anna(self: Any, student: str, *rest: Any) -> Any:
        if student == "anna":
            raise ValueError("a value that no column takes")
        return save(self, student, *rest)

    monkeypatch.setattr(GradebookWriter, "save", refuse_anna)
    done = grade_all(course)
    assert (done["anna"].state, done["ben"].state) == ("failed", "graded")
    assert "could not be saved" in str(done["anna"].problem)
    monkeypatch.undo()
    assert {item.state for item in grade_all(course).values()} == {"graded", "unchanged"}


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    course = a_class(tmp_path / "course", 6)
    subprocess.run(command(course), check=True, capture_output=True)
    undisturbed = state_of(course)
    largest = (course.root / "gradebook.db").stat().st_size
    refused = 0
    for room in (20_000, largest // 2, largest + 4096):
        # A limit on the size of files makes writes fail as a full disk does, some early, some late.
        done = subprocess.run(
            ["prlimit", f"--fsize={room}", *command(course, "--force")],
            capture_output=True,
            text=True,
        )
        refused += done.returncode
        if done.returncode:
            assert "Nothing is lost" in done.stderr and "Traceback" not in done.stderr
        subprocess.run(command(course), check=True, capture_output=True)
        assert state_of(course) == undisturbed
    assert refused >= 2


def test_a_gradebook_that_is_read_only_is_told_without_a_traceback(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    hand_in(course, "one", WEEK, answered(course, WEEK))
    config = course.root / "nbgrader_config.py"
    writable = config.read_text()
    path = course.root / "gradebook.db"
    read_only = f"sqlite:///file:{path}?mode=ro&uri=true"
    config.write_text(f"{writable}\nc.CourseDirectory.db_url = {read_only!r}\n")
    done = subprocess.run(command(course), capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr and "Nothing is lost" in done.stderr
    config.write_text(writable)
    assert subprocess.run(command(course), capture_output=True).returncode == 0


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(tmp_path: Path) -> None:
    course = a_class(tmp_path / "course", 12)
    process = subprocess.Popen(
        command(course), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    records = course.private / "records" / WEEK
    while process.poll() is None and len(list(records.glob("*.json"))) < 3:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the command
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "what is done is kept" in said and "Traceback" not in said
    kept = len(list(records.glob("*.json")))
    assert 3 <= kept < 11
    done = subprocess.run(command(course, "--json"), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["unchanged"] == kept


def test_a_second_grader_on_the_same_course_is_turned_away(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    hand_in(course, "one", WEEK, answered(course, WEEK))
    with course.locked():
        done = subprocess.run(command(course), capture_output=True, text=True)
    assert done.returncode == 1
    assert "another grader" in done.stderr and "Traceback" not in done.stderr


def test_a_gradebook_that_is_locked_costs_nothing_but_the_time(tmp_path: Path) -> None:
    import sqlite3

    course = make_course(tmp_path / "course", WEEK)
    hand_in(course, "one", WEEK, answered(course, WEEK))
    holder = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    done = subprocess.run(command(course), capture_output=True, text=True)
    assert (
        done.returncode == 1
        and "cannot be written" in done.stderr
        and "Traceback" not in done.stderr
    )
    holder.execute("ROLLBACK")
    holder.close()
    assert subprocess.run(command(course), capture_output=True).returncode == 0
    assert (
        sum(line["points"] for lines in verdicts(course, WEEK)["one"].values() for line in lines)
        == 94
    )


def test_the_summary_as_json_names_every_submission_and_its_problem(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    hand_in(course, "one", WEEK, answered(course, WEEK))
    hand_in(course, "broken", WEEK, "{ not a notebook")
    done = subprocess.run(
        command(course, "--json", "--no-feedback"), capture_output=True, text=True
    )
    summary = json.loads(done.stdout)
    assert (summary["graded"], summary["failed"]) == (2, 0)
    assert [item["student"] for item in summary["problems"]] == ["broken"]
