"""Grades a large class of small submissions in one run, and prints memory and costs as it goes.

    python benchmarks/large_class.py [--students 1000] [--feedback]

Small: each student did two of the week's exercises, so that what the grader itself costs is seen.
Memory is what the processes hold at ten moments of the run (proportional set size, so that pages
shared by forks count once); costs are those of the first and of the last hundred submissions.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
import numpy as np

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import load_week
from autograder.grading.course import Course, create_course
from autograder.grading.sample import fill_in, random_answers
from benchmarks.progress import Progress

WEEK = "week1_logistic_regression"
SECONDS_BETWEEN_LOOKS = 2.0


def make_class(root: Path, students: int) -> Course:
    """Return a course in which each student has handed in two exercises, right or wrong."""
    course = create_course(root, {WEEK: bundle_files(WEEK)}, {WEEK: released_source(WEEK)}, None)
    release = nbformat.read(course.release(WEEK) / f"{WEEK}.ipynb", as_version=4)
    week = load_week(WEEK)
    rng = np.random.default_rng(8)
    for number in range(students):
        answers = random_answers(week, rng)
        kept = rng.choice(sorted(answers), 2, replace=False)
        path = course.submission(f"student-{number:04d}", WEEK) / f"{WEEK}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(fill_in(release, {name: answers[name] for name in kept})))
    return course


def family(root: int) -> dict[int, str]:
    """Return the processes that a process started, itself included, each with its part in the work."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text()
                parents[int(entry.name)] = int(text.rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    found, frontier = {root: "writer"}, [root]
    while frontier:
        parent = frontier.pop()
        for pid, of in parents.items():
            if of == parent:
                found[pid] = "sandbox" if b"inside.worker" in _command(pid) else "judging"
                frontier.append(pid)
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def memory(root: int) -> dict[str, float]:
    """Return the megabytes that each part of the work holds."""
    held = {"writer": 0.0, "judging": 0.0, "sandbox": 0.0}
    for pid, part in family(root).items():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        held[part] += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return held


def watch(
    process: subprocess.Popen[bytes], records: Path, students: int, looks: list[dict[str, Any]]
) -> None:
    """Look at the memory of a run now and then until it ends."""
    progress = Progress("graded", students)
    while process.poll() is None:
        done = len(list(records.glob("*.json"))) if records.exists() else 0
        looks.append({"done": done, **memory(process.pid)})
        progress.reached(done)
        time.sleep(SECONDS_BETWEEN_LOOKS)


def main() -> None:
    """Make the class, grade it, print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--feedback", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder, "course"), options.students)
        command = [sys.executable, "-m", "autograder", "grade", str(course.root), "--json"]
        command += [] if options.feedback else ["--no-feedback"]
        looks: list[dict[str, Any]] = []
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        records = course.private / "records" / WEEK
        watcher = threading.Thread(target=watch, args=(process, records, options.students, looks))
        watcher.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - started
        watcher.join()
    report(json.loads(output), looks, seconds)


def report(summary: dict[str, Any], looks: list[dict[str, Any]], seconds: float) -> None:
    """Print rate, memory along the run, and costs at its beginning and end."""
    submissions = summary["submissions"]
    rate = len(submissions) / seconds
    print(f"{summary['graded']} graded in {seconds:.0f} s: {rate:.1f} a second")
    print("  done   writer  judging  sandbox   (MB held)")
    some = [look for look in looks if look["done"]]
    for look in some[:: max(1, len(some) // 10)]:
        print(
            f"  {look['done']:>4}   {look['writer']:6.0f}  {look['judging']:7.0f}  {look['sandbox']:7.0f}"
        )
    for text, part in (("first", submissions[:100]), ("last", submissions[-100:])):
        costs = {
            key: statistics.mean(item["usage"].get(key, 0.0) for item in part)
            for key in ("sandbox", "judging", "gradebook", "feedback")
        }
        line = ", ".join(f"{key} {1000 * value:.0f} ms" for key, value in costs.items())
        print(f"  the {text} hundred, CPU a submission: {line}")


if __name__ == "__main__":
    main()
