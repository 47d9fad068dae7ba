"""Grades one class with stock nbgrader and with `autograder grade` in turn, and prints the ratios.

    python benchmarks/grading_speed.py [WEEK[:STUDENTS[:ROUNDS]] ...]

Without arguments week1:40:3 week3:40:3, an hour and a half, nearly all of it stock nbgrader's;
`week1:20:1 week3:4:1` takes ten minutes. Both grade the same submissions, made from alternatives
and misconceptions, and write feedback pages: stock nbgrader with `autograde` and then
`generate_feedback`, ours with `grade`. The first verdict is there when its file is. The bound is the CPU
time that the submissions' own graded cells and the grader's calls of their functions take in a
bare forked process with numpy, matplotlib and the helpers loaded: nothing can be cheaper that
runs the students' code. Times are medians over the rounds; ratios are what to quote.

CPU is that of the command and of all it started, sandboxes included (measured.py). Modules are
compiled ahead for both, as pip does it for what it installs.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
import numpy as np

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import draw, load_week
from autograder.files import resolve_weeks
from autograder.grading.course import Course, create_course
from autograder.grading.jobs import Job
from autograder.grading.pool import modules_of
from autograder.grading.rebuild import is_check, is_demo
from autograder.grading.sample import fill_in, random_answers
from autograder.grading.staging import Staged
from benchmarks.progress import Progress, in_words
from helpers.judge.calling import observe

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "neural_networks"
c.CourseDirectory.db_url = {url!r}
c.ExecutePreprocessor.timeout = 60
c.Execute.timeout = 60
"""


@dataclass
class Cost:
    """What grading a class took; `first` are the seconds to the first verdict."""

    wall: float
    cpu: float
    peak_mb: float
    first: float
    output: str = ""

    def then(self, other: Cost) -> Cost:
        """Return the cost of this and then of another command."""
        peak = max(self.peak_mb, other.peak_mb)
        return Cost(self.wall + other.wall, self.cpu + other.cpu, peak, self.first, self.output)


def make_class(root: Path, week: str, students: int, seed: int) -> Course:
    """Return a course in which a class has handed in one week."""
    course = create_course(root, {week: bundle_files(week)}, {week: released_source(week)}, None)
    release = nbformat.read(course.release(week) / f"{week}.ipynb", as_version=4)
    rng = np.random.default_rng(seed)
    for number in range(students):
        path = course.submission(f"student-{number:03d}", week) / f"{week}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(fill_in(release, random_answers(load_week(week), rng))))
    return course


def stock_twin(course: Course, root: Path, week: str) -> Path:
    """Return a copy of the course that stock nbgrader grades: checks run in the student's kernel."""
    shutil.copytree(course.root, root)
    (root / "nbgrader_config.py").write_text(
        STOCK_CONFIG.format(url=f"sqlite:///{root / 'gradebook.db'}")
    )
    for folder in (root / "submitted").glob(f"*/{week}"):
        shutil.copytree(course.release(week) / "helpers", folder / "helpers", dirs_exist_ok=True)
        if (course.release(week) / "solutions").exists():
            shutil.copytree(course.release(week) / "solutions", folder / "solutions")
    return root


def timed(
    command: list[str], folder: Path, verdicts: str, progress: Progress | None = None
) -> Cost:
    """Run a command; return wall and CPU time of it and all it started, and its peak memory.

    `verdicts` is the pattern of the files in the folder of which each tells a verdict; `progress` is
    told how many there are.
    """
    started = time.perf_counter()
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not found and not ended.wait(0.01):
            if next(folder.glob(verdicts), None):
                found.append(time.perf_counter() - started)
        while progress is not None and not ended.wait(2.0):
            progress.reached(len(list(folder.glob(verdicts))))

    looker = threading.Thread(target=look)
    looker.start()
    report = folder / "benchmark.json"
    measured = [sys.executable, "-S", str(Path(__file__).with_name("measured.py")), str(report)]
    with open(folder / "benchmark.log", "ab") as log:
        process = subprocess.Popen(
            [*measured, *command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log
        )
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read().decode("utf-8", "replace")
    wall = time.perf_counter() - started
    process.wait()  # for what the command left behind
    ended.set()
    looker.join()
    took = json.loads(report.read_text(encoding="ascii"))
    first = found[0] if found else wall
    return Cost(wall, took["cpu"], took["peak"] / 2**20, first, output)


def ours(course: Course, week: str, progress: Progress) -> Cost:
    """Grade the class with our grader, with feedback pages."""
    for record in (course.private / "records").glob("*/*.json"):
        record.unlink()
    command = [sys.executable, "-m", "autograder", "grade", str(course.root), week, "--json"]
    return timed([*command, "--force"], course.root, ".autograder/records/*/*.json", progress)


def stock(root: Path, week: str, progress: Progress) -> Cost:
    """Grade the class with stock nbgrader, with feedback pages."""
    for folder in ("autograded", "feedback"):
        shutil.rmtree(root / folder, ignore_errors=True)
    nbgrader = [sys.executable, "-m", "nbgrader"]
    grading = [*nbgrader, "autograde", week, "--force"]
    graded = timed(grading, root, "autograded/*/*/*.ipynb", progress)
    pages = [*nbgrader, "generate_feedback", week, "--force"]
    return graded.then(timed(pages, root, "feedback/*/*/*.html"))


def bound(course: Course, week: str) -> float:
    """Return the CPU seconds that the class's own code takes in bare forks of this process."""
    import importlib

    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot  # noqa: F401 - loaded before the fork, as in the warm worker

    for name in modules_of(course.release(week)):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    definition = load_week(week)
    total = 0.0
    for folder in sorted((course.root / "submitted").iterdir()):
        notebook = nbformat.read(folder / week / f"{week}.ipynb", as_version=4)
        job = Job(folder.name, week, Staged([], {}, "digest"), "", course.secret(), course.limits)
        requests = [
            case.request()
            for exercise in definition.exercises
            for cases in draw(
                definition, exercise, job.seed(exercise.name), known=False
            ).draws.values()
            for case in cases
        ]
        total += _in_a_fork(notebook, requests)
    return total


def _in_a_fork(notebook: nbformat.NotebookNode, requests: list[dict]) -> float:
    pid = os.fork()
    if pid == 0:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(BaseException):
            namespace: dict = {"__name__": "__main__"}
            for cell in notebook.cells:
                if cell.cell_type == "code" and not is_check(cell) and not is_demo(cell):
                    with contextlib.suppress(Exception):
                        exec(compile(cell.source, "<cell>", "exec"), namespace)
            for request in requests:
                observe(request, namespace)
        os._exit(0)
    _, _, usage = os.wait4(pid, 0)
    return usage.ru_utime + usage.ru_stime


def one_file(course: Course, week: str) -> tuple[float, float]:
    """Return the seconds from a file to its verdict: cold (a new command), and with a warm worker."""
    from autograder.grading.assess import assess
    from autograder.grading.enclosing import Spec
    from autograder.grading.grade import Request, WeekFiles
    from autograder.grading.sandbox import Worker
    from autograder.grading.staging import stage

    command = [sys.executable, "-m", "autograder", "grade", str(course.root), week]
    one = [*command, "--student", "student-000", "--force"]
    cold = timed(one, course.root, ".autograder/records/*/*.json").wall
    files = WeekFiles.of(course, week, Request())
    release, warm = course.release(week), 0.0
    worker = Worker(Spec(release, modules_of(release), course.limits))
    for _ in range(2):
        started = time.perf_counter()
        staged = stage(course.submission("student-000", week), week, course.limits)
        job = Job("student-000", week, staged, files.release, course.secret(), course.limits)
        assess(job, worker)
        warm = time.perf_counter() - started
    worker.stop()
    return cold, warm


def help_time() -> float:
    """Return the seconds that `autograder --help` takes, the median of five."""
    program = Path(sys.executable).parent / "autograder"
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([program, "--help"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def compare(week: str, students: int, rounds: int) -> None:
    """Print the comparison for one week."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder, "ours"), week, students, seed=3)
        twin = stock_twin(course, Path(folder, "stock"), week)
        costs: dict[str, list[Cost]] = {"stock nbgrader": [], "autograder": []}
        bounds = []
        started = time.monotonic()
        for number in range(rounds):
            said = f"{week}, round {number + 1} of {rounds}"
            left = (time.monotonic() - started) / number * (rounds - number) if number else 0
            about = f": about {in_words(left)} left for this week" if number else ""
            print(f"{said}{about}", file=sys.stderr, flush=True)
            told = Progress(f"{said}, stock nbgrader's autograde", students)
            costs["stock nbgrader"].append(stock(twin, week, told))
            costs["autograder"].append(ours(course, week, Progress(f"{said}, ours", students)))
            bounds.append(bound(course, week) / students)
        cold, warm = one_file(course, week)
    cores = os.cpu_count()
    print(
        f"\n{week}, {students} submissions, feedback pages, {cores} cores, medians of {rounds} rounds"
    )
    print_table(costs["stock nbgrader"], costs["autograder"], students)
    print_shares(costs["autograder"], students, statistics.median(bounds))
    print(f"  one file to its verdict: {cold:.1f} s cold, {warm:.2f} s with a warm worker")


def print_table(stock: list[Cost], ours: list[Cost], students: int) -> None:
    """Print both beside each other, and how many times ours stock nbgrader takes."""
    rows: dict[str, Callable[[Cost], float]] = {
        "the class, s": lambda cost: cost.wall,
        "submissions a second": lambda cost: students / cost.wall,
        "CPU a submission, s": lambda cost: cost.cpu / students,
        "first verdict, s": lambda cost: cost.first,
        "peak memory of a process, MB": lambda cost: cost.peak_mb,
    }
    print(f"  {'':<30} {'stock nbgrader':>14} {'autograder':>11} {'ratio':>7}")
    for name, value in rows.items():
        other, own = (statistics.median(map(value, several)) for several in (stock, ours))
        ratio = own / other if name == "submissions a second" else other / own
        print(f"  {name:<30} {other:>14.3g} {own:>11.3g} {ratio:>7.1f}")


def print_shares(several: list[Cost], students: int, least: float) -> None:
    """Print where the CPU of a submission goes, in seconds and as a multiple of the bound."""
    names = {
        "sandbox": "the student's code, in the sandbox",
        "judging": "references, judging, naming the mistake",
        "page": "a feedback page, where it is judged",
        "gradebook": "nbgrader's gradebook, in the one writer",
        "feedback": "files and record, in the one writer",
        "starting up": "starting up, shared by the class",
    }
    shares = []
    for cost in several:
        usages = [item["usage"] for item in json.loads(cost.output)["submissions"]]
        share = {
            key: sum(usage[key] for usage in usages) / students for key in names if key in usages[0]
        }
        share["starting up"] = cost.cpu / students - sum(share.values())
        shares.append(share)
    print(f"  the bound is {least:.3f} s CPU a submission; ours goes to")
    for key, text in names.items():
        if key not in shares[0]:
            continue
        seconds = statistics.median(share[key] for share in shares)
        print(f"    {text:<42} {seconds:6.3f} s   {seconds / least:5.2f} times the bound")
    own = statistics.median(share["sandbox"] + share["judging"] for share in shares)
    print(f"    {'the first two together':<42} {own:6.3f} s   {own / least:5.2f} times the bound")
    peak = max(
        item["usage"]["peak"] for cost in several for item in json.loads(cost.output)["submissions"]
    )
    print(f"  the largest sandbox held {peak / 2**20:.0f} MB")


def main() -> None:
    """Compare for each week that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weeks", nargs="*", default=["week1", "week3"])
    options = parser.parse_args()
    for room in ("autograder", "helpers", "solutions"):
        compileall.compile_dir(Path(__file__).resolve().parents[1] / room, quiet=2)
    for asked in options.weeks:
        name, *numbers = asked.split(":")
        students, rounds = (int(number) for number in [*numbers, *("40", "3")[len(numbers) :]])
        for week in resolve_weeks([name]):
            compare(week, students, rounds)
    print(f"\nautograder --help: {help_time():.2f} s")


if __name__ == "__main__":
    main()
