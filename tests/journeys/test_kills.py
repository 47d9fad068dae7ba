"""Processes killed while a class is graded: nothing is lost, nothing counted twice, no verdict changes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.grading.course import Course
from tests.grading.test_scaling import WEEK, a_class, command, differences, state_of
from tests.support import processes_of, verdicts

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "12"))


def _wait_until_gone(pids: list[int]) -> None:
    """Wait until nothing of a killed grader is left; a zombie that nobody reaps is gone too."""
    ends = time.monotonic() + 300  # a busy machine may not let it
    left = [pid for pid in pids if _lives(pid)]
    while left:
        assert time.monotonic() < ends, f"processes {left} outlive the grader"
        time.sleep(0.1)
        left = [pid for pid in left if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_killed_at_random_moments_and_run_again_it_ends_like_an_undisturbed_run(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    course = a_class(tmp_path / "course", 8)
    subprocess.run(command(course, "--force"), check=True, capture_output=True)
    undisturbed = state_of(course)
    rng = np.random.default_rng(7)
    kills = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            command(course, "--force", "--jobs", "2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(float(rng.uniform(0.5, 8.0)))
        victims = processes_of(process.pid)
        victim = process.pid if rng.random() < 0.5 else int(rng.choice(victims))
        try:
            os.kill(victim, signal.SIGKILL)
            kills += 1
        except ProcessLookupError:
            pass
        process.wait(timeout=600)
        _wait_until_gone(victims)
        # Whatever was half done, the same command brings it to the same end.
        subprocess.run(command(course), check=True, capture_output=True)
        assert not differences(state_of(course), undisturbed)
    record_property("kills survived", kills)
    assert kills


def in_the_sandbox(pid: int) -> bool:
    """Return whether a process belongs to a sandbox of the grader."""
    try:
        return b"inside.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_sandboxes_killed_under_way_change_no_verdict(tmp_path: Path) -> None:
    course = a_class(tmp_path / "course", 12)
    subprocess.run(command(course, "--force"), check=True, capture_output=True)
    undisturbed = verdicts(course, WEEK)
    rng = np.random.default_rng(3)
    kills = 0
    while kills < KILLS:
        grading = subprocess.Popen(
            command(course, "--force", "--jobs", "2", "--no-feedback"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while grading.poll() is None:
            time.sleep(float(rng.uniform(0.5, 3.0)))
            victims = [pid for pid in processes_of(grading.pid) if in_the_sandbox(pid)]
            if victims and kills < KILLS:
                try:
                    os.kill(int(rng.choice(victims)), signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass
        # Who was killed time and again may be without a grade until the next run, never with another.
        graded = verdicts(course, WEEK)
        assert {student: undisturbed[student] for student in graded} == graded
    subprocess.run(command(course, "--no-feedback"), check=True, capture_output=True)
    assert verdicts(course, WEEK) == undisturbed


def forks_a_pool(pid: int) -> bool:
    try:
        return b"multiprocessing.forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return a_class(tmp_path_factory.mktemp("stopped") / "course", 4)


@pytest.mark.parametrize("seconds", np.arange(0.0, 3.0, 0.5).tolist())
def test_stopped_while_it_begins_the_command_alone_says_so(small: Course, seconds: float) -> None:
    grading = subprocess.Popen(
        command(small, "--force", "--jobs", "2"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while grading.poll() is None and not any(map(forks_a_pool, processes_of(grading.pid))):
        time.sleep(0.01)
    time.sleep(seconds)
    # A terminal sends it to every process. Python loses one that comes while it forgets a module's
    # lock, and says so: then a person presses again.
    for _ in range(60):
        if grading.poll() is None:
            os.killpg(grading.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                grading.wait(timeout=5)
    assert grading.stderr is not None
    said = grading.stderr.read().decode()
    grading.stderr.close()
    told = said.partition("Exception ignored in")[0]
    # One that comes while Python takes itself down ends it as it would end any program.
    ends = (0, 1, 130, -signal.SIGINT)
    assert grading.returncode in ends and "Traceback" not in told, (grading.returncode, said)
