"""A kill at any stage, of judging or of writing, leaves nothing behind and changes no word of a verdict."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.grading.assess import Assessment, assess
from autograder.grading.course import Course
from autograder.grading.grade import Errand, Request, WeekFiles
from autograder.grading.jobs import Judged
from autograder.grading.losses import SubmissionLostError
from autograder.grading.nbgrader_app import IGNORED
from autograder.grading.pool import spec_of
from autograder.grading.sandbox import Worker, WorkerLostError
from autograder.grading.session import Session
from autograder.grading.staging import stage
from tests.grading.test_scaling import WEEK, command, differences, state_of
from tests.support import answered, hand_in, make_course, processes_of, run

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

# A known mistake, in what others call, and one that only a search finds.
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


# Of the processes of a sandbox, each begun by the one before it: the last runs the submission. (When the
# second is killed, the worker, the submission runs to its end.)
NURSERY, KEEPER, RUNNER = -5, -3, -1


class Judging:
    """Judges a submission in one sandbox, of which it kills a process at a moment of its choosing.

    `lost` are the errors that this led to, `stages` what each order to the submission was for.
    """

    def __init__(self, course: Course) -> None:
        files = WeekFiles.of(course, WEEK, Request())
        staged = stage(course.submission("anna", WEEK), WEEK, course.limits)
        self.job = files.job(course, Request(feedback=False), "anna", staged, course.secret())
        self.worker = Worker(spec_of(self.job, files.bundle.unpacked()))
        self.stages: list[str] = []
        self.lost: list[Exception] = []

    def judge(self, victim: int = 0, at: int = -1) -> Judged:
        """Return what comes of it when, before order number `at`, that process is killed."""
        errand, self.stages, self.lost = Errand(self.job, ""), [], []
        self.victim, self.at = victim, at
        while True:
            try:
                return assess(errand.job, self.worker)
            except (SubmissionLostError, WorkerLostError) as error:
                self.lost.append(error)
                assert errand.failed(error, died=False) is None

    def asked(self, stage: str) -> None:
        self.stages.append(stage)
        if self.victim and len(self.stages) == self.at + 1:
            assert self.worker.own is not None
            os.kill(processes_of(self.worker.own.process.pid)[self.victim], signal.SIGKILL)


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


@pytest.mark.parametrize(
    ("victim", "error"),
    [(RUNNER, SubmissionLostError), (KEEPER, SubmissionLostError), (NURSERY, WorkerLostError)],
)
def test_killed_at_any_stage_a_submission_is_judged_as_if_nothing_had_been(
    judging: Judging, victim: int, error: type[Exception]
) -> None:
    undisturbed = judging.judge()
    stages = judging.stages
    assert {*stages} == {"cell", "cell, call", "again, call", "name"}
    lost: list[Exception] = []
    for stage_of_it in dict.fromkeys(stages) if victim == RUNNER else ("cell, call", "name"):
        orders = [i for i, stage in enumerate(stages) if stage == stage_of_it]
        judged = judging.judge(victim, at=orders[-1])
        assert victim != RUNNER or judging.lost, stage_of_it
        lost += judging.lost
        assert (judged.notebook, judged.verdicts, judged.notes, judged.marks) == (
            undisturbed.notebook,
            undisturbed.verdicts,
            undisturbed.notes,
            undisturbed.marks,
        ), stage_of_it
    # What another process takes along may answer once more before it is gone.
    assert lost and {*map(type, lost)} == {error}


# Nobody can be sure to hit a process from outside while it writes: it kills itself in the call that waits
# for the disk.
KILLED_WHILE_IT_WRITES = """\
import os, signal, sys
from autograder.cli import main

wait = os.fsync

def fsync(file):
    if {where!r} in os.readlink(f"/proc/self/fd/{{file}}"):
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


def killed_while_it_writes(where: str, arguments: list[str]) -> None:
    """Run `autograder` and have it killed before the first file is on the disk whose path holds `where`."""
    code = KILLED_WHILE_IT_WRITES.format(where=where, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("where", ["/feedback/", "/records/", "/verdicts/"])
def test_killed_while_it_writes_the_same_command_ends_as_if_nothing_had_been(
    course: Course, undisturbed: tuple[dict[str, Any], list[str]], where: str
) -> None:
    killed_while_it_writes(where, command(course, "--force", "--jobs", "1")[3:])
    left = {*listing(course.root)} - {*undisturbed[1]}
    assert any(where in f"/{path}" for path in left), left
    subprocess.run(command(course), check=True, capture_output=True)
    assert not differences(state_of(course), undisturbed[0])
    assert listing(course.root) == undisturbed[1]


@pytest.mark.parametrize("by", ["autograder course", "nbgrader generate_assignment"])
def test_no_answer_is_released_that_a_kill_left_under_another_name(tmp_path: Path, by: str) -> None:
    course = make_course(tmp_path / "course", WEEK)
    before = listing(course.root)
    again = ["course", str(course.root), WEEK]
    killed_while_it_writes(f"/source/{WEEK}/.{WEEK}.ipynb", again)
    left = {*listing(course.root)} - {*before}
    assert [path for path in left if path.startswith(f"source/{WEEK}/.{WEEK}.ipynb.")], left
    if by == "autograder course":
        done = run("autograder", *again)
        assert listing(course.root / "source") == listing(course.root / "release")
    else:
        done = run("nbgrader", "generate_assignment", WEEK, "--force", cwd=course.root)
    assert done.returncode == 0, done.stderr
    hidden = [path for path in listing(course.root / "release") if Path(path).name.startswith(".")]
    assert hidden == []


def test_what_nbgrader_passes_over_is_passed_over_still() -> None:
    assert {*CourseDirectory().ignore} < {*IGNORED}


def listing(root: Path) -> list[str]:
    """Return all files of a course by name, hidden ones too."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
