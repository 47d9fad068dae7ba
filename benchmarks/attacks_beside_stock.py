"""Grades the hostile submissions of `tests/hostile/` with stock nbgrader and with `autograder grade`.

    python benchmarks/attacks_beside_stock.py [--only patching_assertions ...] [--jobs 2]

On stock nbgrader, week 1 is checked as careful instructors do it: each check cell holds asserts on
the visible cases, and others as a hidden test. It goes on only when that tells a full solution, a
single right exercise and an untouched notebook apart. Yesterday the attacker had that single
exercise right: if its points, and no others, are there after today's attack, the grade is stale.
"aborted" is a run of nbgrader that failed, "hung" one that was not done after a minute. Gains
include those of other students. What an attack only reads earns nothing before it is handed in.

Left out are attacks on our sandbox, the network or the browser, and what exhausts the machine
without bound. Since stock nbgrader runs what students hand in unprotected, each of its runs is shut
into bubblewrap: no network, all read-only but a scratch folder and a copy of the course.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
import numpy as np
from nbgrader.api import Gradebook

from autograder.authoring.bundle import bundle_files
from autograder.authoring.notebooks import released_source
from autograder.examining import VISIBLE_SEED, Sheet, draw, function_sources, load_week
from autograder.files import ROOT
from autograder.grading.course import Course, create_course
from autograder.grading.enclosing import bubblewrap
from autograder.grading.rebuild import is_demo
from benchmarks.grading_speed import STOCK_CONFIG
from helpers.judge.values import decode
from tests.hostile.corpus import Attack, hand_in_attack, read_attacks, target_of
from tests.hostile.test_attacks import LIMITS, WEEK
from tests.support import answered, filled, hand_in, make_course, points, verdicts

KINDS = {"editing", "forging", "guessing", "lying", "patching", "reading"}
# Of the exhausting attacks, those that a timeout bounds.
EXHAUSTING = ("cpu", "many_crashes", "one_long_call", "the_pipe", "wall_clock")
BOUNDED = {f"exhausting_{name}" for name in EXHAUSTING}
UNBOUNDED = {"reading_whole_filesystem"}
HIDDEN_SEED = 6
SECONDS = 60
CELL_SECONDS = 20
AT_MOST = ("--as=4294967296", "--fsize=268435456", "--nofile=1024")
YESTERDAY = "initialize_with_zeros"
ANSWERS = function_sources(WEEK)
EXERCISES = load_week(WEEK).exercises


@dataclass(frozen=True)
class Fate:
    """What came of an attack on stock nbgrader."""

    gained: float
    stopped: str
    stale: bool

    def __str__(self) -> str:
        gained = f"+{self.gained:g}" if self.gained else ""
        return ", ".join(filter(None, (self.stopped, "stale" * self.stale, gained))) or "0"


def applying(only: list[str]) -> list[Attack]:
    """Return the attacks that apply to both; of them those that were asked for, if any were."""
    every = {
        attack.name: with_wrong_answers(attack)
        for attack in read_attacks()
        if attack.name in BOUNDED or (attack.kind in KINDS and attack.name not in UNBOUNDED)
    }
    if unknown := set(only) - set(every):
        raise SystemExit(f"no such attack, or none for stock nbgrader: {', '.join(unknown)}")
    return [every[name] for name in only or every]


def with_wrong_answers(attack: Attack) -> Attack:
    """Return the attack with a wrong answer in place of each stub: a stub raises, come what may."""
    places = {place.replace("@FUNCTION@", target_of(attack)) for place, _ in attack.pieces}
    names = {f for e in EXERCISES if e.name not in attack.honest for f in e.functions} - places
    wrong = ((name, f"def {name}(*args, **kwargs):\n    return 0.0\n") for name in sorted(names))
    return replace(attack, pieces=(*attack.pieces, *wrong))


def stock_source() -> str:
    """Return the week's source notebook, asserts in its check cells, without demonstrations."""
    notebook = nbformat.reads(released_source(WEEK), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not is_demo(cell)]
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for exercise in EXERCISES:
        visible, hidden = (
            "\n".join(asserts(draw(load_week(WEEK), exercise, seed, known=False)))
            for seed in (VISIBLE_SEED, HIDDEN_SEED)
        )
        cells[f"check_{exercise.name}"].source = (
            f"from numpy.testing import assert_allclose\n\n{visible}\n"
            f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        )
    return nbformat.writes(notebook)


def asserts(sheet: Sheet) -> Iterator[str]:
    """Yield lines of Python that call what a sheet calls and compare it with literal values."""
    for case in (case for cases in sheet.draws.values() for case in cases):
        if case.expected is not None:
            (call,) = case.calls
            given = [_literal(decode(item)) for item in call.args]
            given += [f"{name}={_literal(decode(item))}" for name, item in call.kwargs.items()]
            yield f"result = {call.function}({', '.join(given)})"
            for path, value in _leaves(case.expected, "result"):
                yield f"assert_allclose({path}, {_literal(value)}, rtol=1e-5, atol=1e-12)"


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | tuple):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, f"{path}[{key!r}]")
    else:
        yield path, value


def _literal(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}, dtype={value.dtype.name!r})"
    return repr(value)


def with_neighbour(course: Course) -> Course:
    """Hand in an untouched notebook, and beside it a file for attacks to find."""
    neighbour = hand_in(course, "neighbour", WEEK, filled(course, WEEK, {})).parent
    (neighbour / "canary.txt").write_text("canary")
    return course


def stock_course(root: Path) -> Course:
    """Return a stock course, yesterday's submissions graded. Raises SystemExit if not rightly."""
    course = create_course(root, {WEEK: bundle_files(WEEK)}, {WEEK: stock_source()}, None)
    config = STOCK_CONFIG.format(url=course.db_url).replace("= 60", f"= {CELL_SECONDS}")
    (root / "nbgrader_config.py").write_text(config)
    with_neighbour(course)
    hand_in(course, "honest", WEEK, answered(course, WEEK))
    hand_in(course, "attacker", WEEK, filled(course, WEEK, {YESTERDAY: ANSWERS[YESTERDAY]}))
    students = ("honest", "attacker", "neighbour")
    code = max(autograde(course, root, "--student", student) for student in students)
    earned = scores(root)
    for exercise in EXERCISES:
        found = [earned.get((student, exercise.name)) for student in students]
        if code or found != [exercise.points, exercise.points * (exercise.name == YESTERDAY), 0]:
            raise SystemExit(f"stock nbgrader misjudges {exercise.name}: {found}; exit code {code}")
    return course


def autograde(course: Course, folder: Path, *options: str) -> int:
    """Run stock nbgrader in bubblewrap, `folder` in the place of the course; return its exit code."""
    python, place = Path(sys.executable), str(course.root)
    command = ["prlimit", *AT_MOST, bubblewrap(), "--unshare-all", "--die-with-parent"]
    command += ["--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev"]
    command += ["--proc", "/proc", "--size", "268435456", "--tmpfs", "/tmp"]
    for path in (str(ROOT), sys.base_prefix, sys.prefix):  # which may lie in /tmp
        command += ["--ro-bind", path, path]
    command += ["--bind", str(folder), place, "--chdir", place, "--clearenv"]
    path = os.pathsep.join([str(python.parent), "/usr/bin", "/bin"])
    for name, value in {"PATH": path, "HOME": "/tmp", "OPENBLAS_NUM_THREADS": "1"}.items():
        command += ["--setenv", name, value]
    command += ["--", str(python), "-m", "nbgrader", "autograde", WEEK, "--force", *options]
    quiet = subprocess.DEVNULL
    return subprocess.run(
        command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=SECONDS, check=False
    ).returncode


def scores(root: Path) -> dict[tuple[str, str], float]:
    """Return what the gradebook says, by student and exercise."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "neural_networks") as gradebook:
        return {
            (submission.student.id, grade.name.removeprefix("check_")): grade.score or 0.0
            for submission in gradebook.assignment_submissions(WEEK)
            for grade in submission.notebooks[0].grades
        }


def attack_in(course: Course, student: str, attack: Attack, place: Path) -> None:
    """Hand in an attack on a course that lies at `place` while it is graded."""
    neighbour = course.submission("neighbour", WEEK)
    words = {"ROOT": ROOT, "COURSE": place, "WEEK": WEEK, "NEIGHBOUR": neighbour}
    words = {name: str(word) for name, word in words.items()}
    hand_in_attack(course, load_week(WEEK), student, attack, ANSWERS, words)


def on_stock(course: Course, attack: Attack) -> Fate:
    """Return what comes of an attack that is handed in to a copy of the stock course."""
    with tempfile.TemporaryDirectory() as folder:
        copy = replace(course, root=Path(folder, "course"))
        shutil.copytree(course.root, copy.root)
        before = scores(copy.root)
        shutil.rmtree(copy.submission("attacker", WEEK))
        attack_in(copy, "attacker", attack, course.root)
        try:
            stopped = "aborted" * bool(autograde(course, copy.root, "--student", "attacker"))
        except subprocess.TimeoutExpired:
            stopped = "hung"
        after = scores(copy.root)
    fair = {("attacker", name) for name in attack.honest}
    earlier = {key: score for key, score in before.items() if key[0] != "attacker"}
    gains = {key: after[key] - earlier.get(key, 0) for key in after.keys() - fair}
    gained = sum(gain for gain in gains.values() if gain > 0)
    stale = gained == gains.get(("attacker", YESTERDAY)) == before["attacker", YESTERDAY]
    fate = Fate(0 if stale else gained, stopped, stale)
    print(f"{attack.name}: {fate}", file=sys.stderr, flush=True)
    return fate


def here(root: Path, attacks: list[Attack], jobs: int) -> list[float]:
    """Return the points that each attack gains in our course."""
    course = with_neighbour(make_course(root, WEEK, limits=LIMITS))
    for attack in attacks:
        attack_in(course, attack.name, attack, root)
    command = [sys.executable, "-m", "autograder", "grade", str(root), WEEK, "--no-feedback"]
    subprocess.run([*command, "--jobs", str(jobs)], timeout=30 * SECONDS, check=False)
    earned = verdicts(course, WEEK)
    unfair = sum(map(points, earned["neighbour"].values()))
    return [
        unfair + sum(points(earned[a.name][e.name]) for e in EXERCISES if e.name not in a.honest)
        for a in attacks
    ]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="attacks to try")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    attacks = applying(options.only)
    with tempfile.TemporaryDirectory() as folder:
        ours = here(Path(folder, "ours"), attacks, options.jobs)
        course = stock_course(Path(folder, "stock"))
        with ThreadPoolExecutor(options.jobs) as pool:
            fates = list(pool.map(lambda attack: on_stock(course, attack), attacks))
    print(f"{'attack':<36} {'stock nbgrader':>24} {'autograder':>12}")
    for attack, fate, gained in zip(attacks, fates, ours, strict=True):
        print(f"{attack.name:<36} {fate!s:>24} {gained:>12g}")
    print(f"\n{len(attacks)} attacks            stock nbgrader   autograder")
    print(f"gained points         {sum(f.gained > 0 for f in fates):14} {sum(map(bool, ours)):12}")
    print(f"aborted or hung       {sum(bool(f.stopped) for f in fates):14}")
    print(f"left a stale grade    {sum(f.stale for f in fates):14}")


if __name__ == "__main__":
    main()
