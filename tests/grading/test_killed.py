"""A kill at any stage, of judging or of writing, leaves nothing behind and changes no word of a verdict."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.assess import Assessment, assess
from autograder.grading.course import Course
from autograder.grading.grade import Errand, Request, WeekFiles
from autograder.grading.jobs import Judged
from autograder.grading.losses import SubmissionLostError
from autograder.grading.pool import spec_of
from autograder.grading.sandbox import Worker, WorkerLostError
from autograder.grading.session import Session
from autograder.grading.staging import stage
from tests.grading.test_scaling import WEEK, command, differences, state_of
from tests.support import answered, hand_in, in_the_sandbox, make_course, processes_of

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

# A known mistake that others call, one that only a search finds, and one that needs no other.
ANSWERS = {
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))",
    "compute_cost": (
        "def compute_cost(A, Y):\n"
        "    m = Y.shape[1]\n"
        "    return float(-np.sum(Y * np.log(A) + 3 * (1 - Y) * np.log(1 - A)) / m)"
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("killed") / "course", WEEK)
    hand_in(course, "anna", WEEK, answered(course, WEEK, ANSWERS))
    return course


class Judging:
    """Judges a submission in one sandbox, in which it kills processes at moments of its choosing."""

    def __init__(self, course: Course) -> None:
        files = WeekFiles.of(course, WEEK, Request())
        staged = stage(course.submission("anna", WEEK), WEEK, course.limits)
        self.job = files.job(course, Request(feedback=False), "anna", staged, course.secret())
        self.worker = Worker(spec_of(self.job, files.bundle.unpacked()))
        self.stages: list[str] = []  # what each order to the submission's process was for

    def judge(self, kill: Callable[[list[int]], int] | None = None, at: int = -1) -> Judged:
        """Return what comes of it when, before order number `at`, one of its processes is killed."""
        errand, self.stages = Errand(self.job, ""), []
        self.kill, self.at = kill, at
        while True:
            try:
                return assess(errand.job, self.worker)
            except (SubmissionLostError, WorkerLostError) as error:
                assert errand.failed(error, died=False) is None

    def asked(self, stage: str) -> None:
        self.stages.append(stage)
        if self.kill is not None and len(self.stages) == self.at + 1:
            assert self.worker.own is not None
            os.kill(self.kill(processes_of(self.worker.own.process.pid)), signal.SIGKILL)


@pytest.fixture
def judging(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[Judging]:
    judging = Judging(course)
    begin, ask = Assessment._begin, Session._ask
    now = [""]

    def begun(self: Assessment, kind: str, name: str) -> None:
        now[0] = kind
        begin(self, kind, name)

    def asked(self: Session, message: dict[str, Any], *rest: Any) -> dict[str, Any]:
        judging.asked(now[0] if message["do"] != "probe" else f"{now[0]}, call")
        return ask(self, message, *rest)

    monkeypatch.setattr(Assessment, "_begin", begun)
    monkeypatch.setattr(Session, "_ask", asked)
    yield judging
    judging.worker.stop()


def the_notebook(pids: list[int]) -> int:
    """Return which process runs the submission: the last that was forked."""
    return [pid for pid in pids if in_the_sandbox(pid)][-1]


def the_worker(pids: list[int]) -> int:
    """Return which process forks those that run submissions."""
    return [pid for pid in pids if in_the_sandbox(pid)][-2]


@pytest.mark.parametrize("victim", [the_notebook, the_worker])
def test_killed_at_any_stage_a_submission_is_judged_as_if_nothing_had_been(
    judging: Judging, victim: Callable[[list[int]], int]
) -> None:
    undisturbed = judging.judge()
    stages = judging.stages
    assert {*stages} == {"cell", "cell, call", "again, call", "name"}
    run_again = 0
    for stage_of_it in dict.fromkeys(stages):
        orders = [i for i, stage in enumerate(stages) if stage == stage_of_it]
        judged = judging.judge(victim, at=orders[-1])
        run_again += len(judging.stages) > len(stages)
        assert (judged.notebook, judged.verdicts, judged.notes, judged.marks) == (
            undisturbed.notebook,
            undisturbed.verdicts,
            undisturbed.notes,
            undisturbed.marks,
        ), stage_of_it
    # A notebook may answer the last order of all while its worker is gone already.
    assert run_again >= len({*stages}) - (victim is the_worker)


# Nobody can be sure to hit a process from outside while it writes: it kills itself in the call that waits
# for the disk.
KILLED_WHILE_IT_WRITES = """\
import itertools, os, signal, sys
from autograder.cli import main

counted, wait = itertools.count(1), os.fsync

def fsync(file):
    if next(counted) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    wait(file)

os.fsync = fsync
sys.argv = ["autograder", *{arguments!r}]
main()
"""


@pytest.fixture(scope="module")
def undisturbed(course: Course) -> tuple[dict[str, Any], list[str]]:
    subprocess.run(command(course, "--force"), check=True, capture_output=True)
    return state_of(course), listing(course.root)


# Of one submission the notebook, its page and what lies beside them are written together.
@pytest.mark.parametrize(
    ("number", "where"), [(3, "autograded feedback"), (7, "records"), (8, "verdicts")]
)
def test_killed_while_it_writes_the_same_command_ends_as_if_nothing_had_been(
    course: Course, undisturbed: tuple[dict[str, Any], list[str]], number: int, where: str
) -> None:
    code = KILLED_WHILE_IT_WRITES.format(
        number=number, arguments=command(course, "--force", "--jobs", "1")[3:]
    )
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    left = [Path(path) for path in {*listing(course.root)} - {*undisturbed[1]}]
    assert left and all(where_of(path) in where for path in left), left
    subprocess.run(command(course), check=True, capture_output=True)
    assert not differences(state_of(course), undisturbed[0])
    assert listing(course.root) == undisturbed[1]


def where_of(path: Path) -> str:
    return path.parts[path.parts[0] == ".autograder"]


def listing(root: Path) -> list[str]:
    """Return all files of a course by name, hidden ones too."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
