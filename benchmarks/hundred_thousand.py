"""What a faculty costs: recorded judgements through the real writer, submissions through a cluster.

    python benchmarks/hundred_thousand.py [--judgements 20000] [--submissions 2000]
        [--only sqlite postgresql cluster] [--folder DIR] [--picture FILE]

A class is judged once. Its judgements, pages included, are then handed to `autograder grade`'s own
writer again and again under other students' names, into SQLite and into PostgreSQL: only the
judging is left out. Half-way the writer is killed (SIGKILL) and started again; at the end every row,
notebook, page and verdict is compared with what was recorded. The cluster has two workers on this
machine, of which one is killed under way; some of its verdicts are compared with a local run's.

Seconds of CPU are those of the writing process, all threads; of the database server, separately.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
import numpy as np

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import load_week
from autograder.files import ROOT
from autograder.grading.course import Course, create_course, open_course
from autograder.grading.grade import Request, grade, plan
from autograder.grading.jobs import Job, Judged
from autograder.grading.pool import Bundle, Pool
from autograder.grading.sample import fill_in, random_answers
from benchmarks.large_class import make_class
from benchmarks.progress import Progress
from tests.dask_cluster import cluster
from tests.postgres_server import programs, serving

WEEK = "week1_logistic_regression"
RECORDED = 24
STEPS = 20  # moments of a replay that are told
COMPARED = 200  # submissions that are graded on this machine too
TICKS = os.sysconf("SC_CLK_TCK")


# ------------------------------------------------------------------ recording and replaying


class Recorder(Pool):
    """A pool that keeps each judgement as it came from the process that judged."""

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs, None)
        self.kept: dict[str, Future[Judged]] = {}

    def submit(self, job: Job, bundle: Bundle) -> Future[Judged]:
        """Have a submission judged."""
        self.kept[job.student] = super().submit(job, bundle)
        return self.kept[job.student]


class Replayer(Pool):
    """A pool that has judged already: of a student's name, what follows "--" says whose judgement it is."""

    def __init__(self, judgements: dict[str, bytes]) -> None:
        super().__init__(2, None)
        self.judgements = judgements

    def submit(self, job: Job, bundle: Bundle) -> Future[Judged]:
        """Hand out a judgement, unpickled as one that comes from another process."""
        done: Future[Judged] = Future()
        done.set_result(pickle.loads(self.judgements[job.student.split("--")[1]]))
        return done


def record(folder: Path) -> dict[str, bytes]:
    """Judge a class of the whole of week 1; return its judgements by student."""
    course = new_course(folder / "recorded", None)
    release = nbformat.read(course.release(WEEK) / f"{WEEK}.ipynb", as_version=4)
    rng = np.random.default_rng(19)
    for number in range(RECORDED):
        path = course.submission(f"r{number:02d}", WEEK) / f"{WEEK}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(fill_in(release, random_answers(load_week(WEEK), rng))))
    request = Request(jobs=2)
    progress, done = Progress("recording a class", RECORDED), []
    with Recorder(2) as pool:
        for item in grade(course, request, plan(course, request), pool):
            done.append(item)
            progress.reached(len(done))
    assert [item.state for item in done] == ["graded"] * RECORDED, "the class could not be judged"
    judging = statistics.mean(item.usage["judging"] + item.usage["sandbox"] for item in done)
    page = statistics.mean(item.usage["page"] for item in done)
    print(
        f"recorded: judging {judging:.3f} s of CPU a submission, its page {page:.4f} s", flush=True
    )
    return {name: pickle.dumps(future.result()) for name, future in pool.kept.items()}


def new_course(root: Path, url: str | None) -> Course:
    """Return an empty course with week 1 released."""
    return create_course(root, {WEEK: bundle_files(WEEK)}, {WEEK: released_source(WEEK)}, url)


def write(root: Path, judgements: Path, log: Path, every: int) -> None:
    """Grade a course whose judgements are known, telling what it takes every so many."""
    course = open_course(root)
    request = Request(jobs=2)
    pool = Replayer(pickle.loads(judgements.read_bytes()))
    there = plan(course, request)
    for number, item in enumerate(grade(course, request, there, pool), 1):
        assert item.state in ("graded", "unchanged"), item.problem
        if number % every == 0 or number == len(there):
            seen = {
                "done": number,
                "state": item.state,
                "cpu": time.process_time(),
                "wall": time.time(),
                "memory": memory(),
            }
            with log.open("a") as file:
                file.write(json.dumps(seen) + "\n")


def memory() -> float:
    """Return the megabytes that this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def replay(
    kind: str, folder: Path, judgements: dict[str, bytes], number: int
) -> list[dict[str, Any]]:
    """Replay judgements into a database, killed half-way; return what was told, and print it."""
    root, log, kept = folder / kind, folder / f"{kind}.log", folder / "judgements.pickle"
    kept.write_bytes(pickle.dumps(judgements))
    with serving() if kind == "postgresql" else nullcontext() as url:
        course = new_course(root, url)
        names = sorted(judgements)
        students = [f"s{i:06d}--{names[i % len(names)]}" for i in range(number)]
        handing_in = Progress(f"{kind}: handing in", number)
        for count, student in enumerate(students):
            handing_in.reached(count)
            shutil.copytree(
                folder / "recorded" / "submitted" / student.split("--")[1] / WEEK,
                course.submission(student, WEEK),
            )
        every = max(1, number // STEPS)
        command = [sys.executable, __file__, "--write", str(root), str(kept), str(log), str(every)]
        log.touch()
        sizes: dict[int, float] = {}
        process = subprocess.Popen(command, cwd=ROOT)
        follow(process, log, sizes, course, until=number // 2)
        process.kill()
        process.wait()
        print(
            f"{kind}: killed after {len(list(course.record('', WEEK).parent.glob('s*')))} records"
        )
        process = subprocess.Popen(command, cwd=ROOT)
        follow(process, log, sizes, course, until=number + 1)
        assert process.returncode == 0, "the writer could not go on"
        compare_with_recorded(course, judgements, students)
    told = [json.loads(line) for line in log.read_text().splitlines()]
    shutil.rmtree(root)
    return report(kind, told, sizes, number)


def follow(
    process: subprocess.Popen[bytes], log: Path, sizes: dict[int, float], course: Course, until: int
) -> None:
    """Note the database's size at each step that a writer tells; return at its end, or at a count."""
    records = course.record("", WEEK).parent
    progress = Progress(f"{records.parents[2].name}: written", until)
    while process.poll() is None:
        lines = log.read_text().splitlines()
        done = json.loads(lines[-1])["done"] if lines else 0
        if done and done not in sizes:
            sizes[done] = size_of(course)
        if until <= done:
            return
        progress.reached(len(list(records.glob("s*"))))
        time.sleep(0.2)


def size_of(course: Course) -> float:
    """Return the megabytes of a course's database."""
    if course.db_url.startswith("sqlite"):
        return (course.root / "gradebook.db").stat().st_size / 2**20
    from sqlalchemy import create_engine, text

    with create_engine(course.db_url).connect() as connection:
        return float(connection.scalar(text("select pg_database_size('grades')"))) / 2**20


def compare_with_recorded(
    course: Course, judgements: dict[str, bytes], students: list[str]
) -> None:
    """Assert that gradebook, notebooks, pages and verdicts are those that were recorded, each once."""
    from nbgrader.api import BaseCell, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook

    recorded = {name: pickle.loads(data) for name, data in judgements.items()}
    with Gradebook(course.db_url, "neural_networks") as book:
        rows = (
            book.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .select_from(Grade)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
        )
        found: dict[str, dict[str, float | None]] = {}
        count = 0
        for student, cell, score in rows:
            found.setdefault(student, {})[cell] = score
            count += 1
    assert count == sum(map(len, found.values())), "a grade is there twice"
    lines: dict[str, float] = {}
    for line in course.verdicts(WEEK).read_text(encoding="utf-8").splitlines():
        verdict = json.loads(line)
        lines[verdict["student"]] = lines.get(verdict["student"], 0.0) + verdict["points"]
    assert set(found) == set(students) == set(lines)
    for student in students:
        judged = recorded[student.split("--")[1]]
        assert found[student] == judged.marks.grades
        assert abs(lines[student] - sum(v.points for v in judged.verdicts)) < 1e-9
        assert course.autograded(student, WEEK).read_text(encoding="utf-8") == judged.notebook
        assert course.feedback(student, WEEK).read_text(encoding="utf-8") == judged.page
    print("the end is the same: every row, notebook, page and verdict is the one that was recorded")


def report(
    kind: str, told: list[dict[str, Any]], sizes: dict[int, float], number: int
) -> list[dict[str, Any]]:
    """Print a replay step by step; return the steps: submissions, and what each of them took."""
    print(f"\n{kind}: {number} judgements through the writer")
    print("    done   ms of CPU each   ms on the clock each   writer MB   database MB")
    steps = []
    for before, after in zip(told, told[1:], strict=False):
        count = after["done"] - before["done"]
        if count <= 0 or after["state"] == "unchanged" or after["cpu"] < before["cpu"]:
            continue  # the second writer goes past what the first has done
        step = {
            "done": after["done"],
            "cpu": 1000 * (after["cpu"] - before["cpu"]) / count,
            "wall": 1000 * (after["wall"] - before["wall"]) / count,
            "memory": after["memory"],
            "database": sizes.get(after["done"], float("nan")),
        }
        steps.append(step)
        print(
            "  {done:>6}   {cpu:>14.2f}   {wall:>20.1f}   {memory:>9.0f}   {database:>11.1f}".format(
                **step
            )
        )
    skipped = [item for item in told if item["state"] == "unchanged"]
    if skipped:
        per = 1000 * skipped[-1]["cpu"] / skipped[-1]["done"]
        print(f"  going past what was done, after the kill: at most {per:.2f} ms of CPU each")
    print(
        f"  mean {statistics.mean(step['cpu'] for step in steps):.2f} ms of CPU a submission\n",
        flush=True,
    )
    return steps


def draw(replays: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Draw CPU, memory and database size against the number of submissions."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    panels = {
        "cpu": "CPU of the writer,\nms a submission",
        "memory": "memory of the writer, MB",
        "database": "database, MB",
    }
    figure, axes = plt.subplots(1, 3, figsize=(10, 3), layout="constrained")
    for axis, (what, label) in zip(axes, panels.items(), strict=True):
        for (kind, steps), style in zip(replays.items(), ("o-", "s--"), strict=False):
            axis.plot([s["done"] for s in steps], [s[what] for s in steps], style, ms=3, label=kind)
        top = 1.2 * max(step[what] for steps in replays.values() for step in steps)
        axis.set(xlabel="submissions in the gradebook", ylabel=label)
        axis.set(xlim=(0, None), ylim=(0, top))
    axes[0].legend()
    figure.savefig(path, dpi=120)


# ------------------------------------------------------------------ a cluster


def distribute(folder: Path, number: int) -> None:
    """Grade small submissions on a cluster that loses a worker; print what that took."""
    course = make_class(folder / "cluster", number)
    with cluster(2) as (address, workers):
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(2, timeout=120)
            request = Request(jobs=2, cluster=address)
            started, used = time.perf_counter(), time.process_time()
            progress, done = Progress("cluster: graded", number), []
            for item in grade(course, request, plan(course, request)):
                done.append(item)
                progress.reached(len(done))
                if len(done) == number // 2:
                    workers[0].send_signal(signal.SIGKILL)
                    workers[0].wait()
            seconds, cpu = time.perf_counter() - started, time.process_time() - used
    states = {item.state for item in done}
    assert len(done) == number and states == {"graded"}, states
    print(f"cluster: {number} graded in {seconds:.0f} s, a worker killed after {number // 2}")
    for key in ("sandbox", "judging", "page", "gradebook", "feedback"):
        mean = statistics.mean(item.usage.get(key, 0.0) for item in done)
        print(f"  {key:<10} {1000 * mean:7.2f} ms of CPU a submission")
    print(f"  all of the writing process, cluster's client included: {1000 * cpu / number:.2f} ms")
    some = sorted(item.student for item in done)[:: max(1, number // COMPARED)]
    alone = create_twin(course, folder / "alone", some)
    request = Request(jobs=2)
    assert all(item.state == "graded" for item in grade(alone, request, plan(alone, request)))
    ours, theirs = verdicts_of(course, some), verdicts_of(alone, some)
    assert ours == theirs, "cluster and local run differ"
    for student in some:
        for place in (Course.autograded, Course.feedback):
            assert (
                place(course, student, WEEK).read_bytes()
                == place(alone, student, WEEK).read_bytes()
            )
    print(f"  {len(some)} of them graded on this machine: same verdicts, notebooks and pages\n")


def create_twin(course: Course, root: Path, students: list[str]) -> Course:
    """Return another course with the same secret and some of the submissions."""
    twin = new_course(root, None)
    (twin.private / "secret").write_text((course.private / "secret").read_text())
    for student in students:
        shutil.copytree(course.submission(student, WEEK), twin.submission(student, WEEK))
    return twin


def verdicts_of(course: Course, students: list[str]) -> list[str]:
    """Return the verdict lines of some students."""
    wanted = set(students)
    lines = course.verdicts(WEEK).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if json.loads(line)["student"] in wanted]


# ------------------------------------------------------------------ all of it


@contextmanager
def workplace(folder: Path | None) -> Iterator[Path]:
    """Yield the folder to work in, one that is removed unless it was asked for."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> None:
    """Replay and distribute, print what was seen."""
    if sys.argv[1:2] == ["--write"]:
        root, judgements, log, every = sys.argv[2:]
        write(Path(root), Path(judgements), Path(log), int(every))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judgements", type=int, default=20_000)
    parser.add_argument("--submissions", type=int, default=2_000)
    parser.add_argument("--only", nargs="+", default=["sqlite", "postgresql", "cluster"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    with workplace(options.folder) as folder:
        replays = {}
        kinds = [kind for kind in ("sqlite", "postgresql") if kind in options.only]
        judgements = record(folder) if kinds else {}
        if kinds:
            sizes = [len(data) for data in judgements.values()]
            print(
                f"a judgement with its page: {statistics.mean(sizes) / 1000:.0f} kB from the pool"
            )
        for kind in kinds:
            if kind == "postgresql" and programs() is None:
                print("postgresql: no server is installed")
                continue
            replays[kind] = replay(kind, folder, judgements, options.judgements)
        if options.picture and replays:
            draw(replays, options.picture)
        if "cluster" in options.only:
            distribute(folder, options.submissions)


if __name__ == "__main__":
    main()
