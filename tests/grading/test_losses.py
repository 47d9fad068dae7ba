"""A process that is killed from outside costs nobody a point; one that a notebook ends costs what it must."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.course import Course
from autograder.grading.grade import Errand
from autograder.grading.jobs import Job
from autograder.grading.losses import MOST, Losses, Place, SubmissionLostError
from autograder.grading.sandbox import WorkerLostError
from autograder.grading.staging import Staged
from tests.support import answered, filled, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
ALL = 94
# A cell that can be seen from outside, and that takes long enough to be hit.
SEEN = """\
import time

with open("/proc/self/comm", "w") as file:
    file.write({name!r})
time.sleep(4)
with open("/proc/self/comm", "w") as file:
    file.write("done")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(
        tmp_path_factory.mktemp("losses") / "course", WEEK, limits={"call_seconds": 4}
    )


def named(name: str) -> list[int]:
    """Return the processes that call themselves so."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "comm").read_text().strip() == name:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def graded_under_fire(course: Course, student: str, number: int, times: int) -> int:
    """Grade a student's submission, ending its process whenever it is seen; return how often."""
    name = f"seen-{os.getpid() % 10_000}"
    hand_in(course, student, WEEK, answered(course, WEEK, {"sigmoid": SEEN.format(name=name)}))
    ended: set[int] = set()
    while not ended:  # a busy machine may let one slip by
        command = [sys.executable, "-m", "autograder", "grade", str(course.root), "--force"]
        command += ["--student", student, "--no-feedback", "--json"]
        grading = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while grading.poll() is None:
            for pid in named(name):
                if pid not in ended and len(ended) < times:
                    os.kill(pid, number)
                    ended.add(pid)
            time.sleep(0.02)
    return len(ended)


def total(course: Course, student: str) -> float:
    return sum(points(lines) for lines in verdicts(course, WEEK)[student].values())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_killed_from_outside_costs_nothing_and_is_noted(
    course: Course, number: signal.Signals
) -> None:
    student = number.name.lower()
    assert graded_under_fire(course, student, number, 1) == 1
    assert total(course, student) == ALL
    record = json.loads(course.record(student, WEEK).read_text())
    assert [note for note in record["notes"] if number.name in note]
    assert number.name not in course.autograded(student, WEEK).read_text()


def test_who_is_killed_three_times_has_no_grade_and_never_a_zero(course: Course) -> None:
    assert graded_under_fire(course, "thrice", signal.SIGKILL, 3) == 3
    assert not course.record("thrice", WEEK).exists()
    assert "thrice" not in verdicts(course, WEEK)
    assert grade_all(course, student="thrice")["thrice"].points == ALL


# Computes for 0.3 seconds, once, on the first of the processors, which others have too.
BUSY = """\
import os
import time

calls = []


def sigmoid(z):
    calls.append(z)
    free = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(free)})
    ends = time.thread_time() + 0.3
    while len(calls) == 1 and time.thread_time() < ends:
        pass
    os.sched_setaffinity(0, free)
    return 1 / (1 + np.exp(-z))
"""
IN_THE_WAY = """\
import os, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
while os.getppid() == %d and time.process_time() < 60:
    pass
"""


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this kernel does not tell")
def test_a_right_answer_loses_nothing_since_the_machine_is_busy(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK, limits={"call_seconds": 1, "cell_seconds": 1})
    hand_in(course, "waits", WEEK, filled(course, WEEK, {"sigmoid": BUSY}))
    hand_in(course, "sleeps", WEEK, filled(course, WEEK, {"sigmoid": SLEEPS}))
    command = [sys.executable, "-S", "-c", IN_THE_WAY % os.getpid()]
    # Each in a session of its own: the kernel may share processors among sessions.
    others = [subprocess.Popen(command, start_new_session=True) for _ in range(7)]
    try:
        grade_all(course)
    finally:
        for other in others:
            other.kill()
            other.wait()
    found = verdicts(course, WEEK)
    assert points(found["waits"]["sigmoid"]) == 10
    assert {line["outcome"] for line in found["sleeps"]["sigmoid"]} == {"limit"}


SLEEPS = """\
def sigmoid(z):
    import time
    time.sleep(1.5)
    return 1 / (1 + np.exp(-z))
"""
ENDS = """\
def propagate(w, b, X, Y):
    import os
    if sigmoid(0.0) == 0.5:
        os._exit(1)
    return {"dw": X * 0, "db": 0.0}, 0.0
"""


UPSIDE_DOWN = "def sigmoid(z):\n    return 1 / (1 + np.exp(z)) + 0.1\n"
ASKS_FOR_EVER = """\
def propagate(w, b, X, Y):
    while sigmoid(0.0) == 0.5:
        pass
    return {"dw": X * 0, "db": 0.0}, 0.0
"""


def test_a_second_look_that_asks_until_its_time_is_over_goes_on_with_the_next(
    course: Course,
) -> None:
    answers = {"sigmoid": UPSIDE_DOWN, "propagate": ASKS_FOR_EVER}
    hand_in(course, "asks", WEEK, answered(course, WEEK, answers))
    done = grade_all(course, student="asks")["asks"]
    lines = verdicts(course, WEEK)["asks"]
    assert points(lines["sigmoid"]) == points(lines["propagate"]) == 0
    assert done.points == ALL - sum(
        line["max_points"] for name in ("sigmoid", "propagate") for line in lines[name]
    )
    assert done.notes == []


def test_a_second_look_that_ends_the_process_goes_on_with_the_next(course: Course) -> None:
    hand_in(
        course, "ends", WEEK, answered(course, WEEK, {"sigmoid": UPSIDE_DOWN, "propagate": ENDS})
    )
    done = grade_all(course, student="ends")["ends"]
    lines = verdicts(course, WEEK)["ends"]
    assert points(lines["sigmoid"]) == points(lines["propagate"]) == 0
    for exercise in ("predict", "forward_loop", "optimize"):
        assert points(lines[exercise]) == sum(line["max_points"] for line in lines[exercise])
    assert any("propagate: no second look" in note for note in done.notes)


def test_a_cell_that_ends_the_process_every_time_is_left_out(course: Course) -> None:
    answers = {"sigmoid": "import os\nos._exit(0)\n"}
    hand_in(course, "exits", WEEK, answered(course, WEEK, answers))
    done = grade_all(course, student="exits")["exits"]
    assert done.state == "graded" and done.points == ALL - 10
    assert any("ended the whole Python process" in note for note in done.notes)


# Ways to have the kernel send SIGKILL to the one who asks: a limit on CPU, the end of a child, a timer.
INDIRECT = """\
import ctypes
import os
import resource
import time

libc = ctypes.CDLL(None, use_errno=True)
for limit in ((1, 1), (1, 2)):
    try:
        resource.setrlimit(resource.RLIMIT_CPU, limit)
        print("GAVE" + " WAY")
    except (ValueError, OSError):
        print("refused")
clone, timer_create = (56, 222) if os.uname().machine == "x86_64" else (220, 107)
for call in ((clone, 9, 0, 0, 0, 0), (timer_create, 1, (ctypes.c_int * 16)(0, 0, 9), (ctypes.c_int * 2)())):
    if (result := libc.syscall(*call)) == 0:
        os._exit(0)
    print("refused" if result < 0 else "GAVE" + " WAY")
print("the limit is told", resource.getrlimit(resource.RLIMIT_CPU)[0] > 1)
"""


def test_no_notebook_can_kill_itself_and_call_it_an_accident(course: Course) -> None:
    ways = "\n".join(
        f"try:\n    os.kill({pid}, 9)\nexcept PermissionError:\n    pass"
        for pid in ("os.getpid()", "0", "-1", "2")
    )
    source = f"import os\nimport subprocess\n{ways}\nchild = subprocess.Popen(['sleep', '60'])\n"
    source += f"child.kill()\nprint('killed', child.wait())\n{INDIRECT}"
    answer = (
        f"{source}\n\ndef image_to_columns(images):\n    return images.reshape(len(images), -1).T\n"
    )
    hand_in(course, "kills", WEEK, filled(course, WEEK, {"image_to_columns": answer}))
    done = grade_all(course, student="kills")["kills"]
    assert done.points == 8 and done.notes == []
    shown = course.autograded("kills", WEEK).read_text()
    assert "killed -9" in shown and "the limit is told True" in shown
    assert shown.count('"refused\\n') == 4 and "GAVE WAY" not in shown


def test_whose_process_ends_at_another_place_each_time_has_a_grade_all_the_same() -> None:
    places = [Place("cell", "a", 1), Place("cell", "b", 7), Place("again", "c", 2)]
    with pytest.raises(SubmissionLostError) as lost:
        Losses((), alone=False).is_the_students(places[0], signal.SIGTERM)
    losses = Losses(lost.value.losses, alone=True)
    assert [losses.is_the_students(place, signal.SIGTERM) for place in places[1:]] == [False, True]
    assert losses.told() == []


def test_a_cell_that_ends_its_process_in_each_run_adds_nothing_to_kills_from_outside() -> None:
    cell, elsewhere = Place("cell", "a", 1), Place("again", "b", 2)
    errand = Errand(Job("anna", WEEK, Staged(None, {}, "0"), "{}", b"secret"), "fingerprint")
    for kills_left in (2, 1, 0):
        losses = Losses(errand.job.lost, alone=True)
        while not losses.is_the_students(cell, signal.SIGSEGV):
            pass  # in a run of its own it comes again, at the same place
        if kills_left:
            with pytest.raises(SubmissionLostError) as lost:
                losses.is_the_students(elsewhere, signal.SIGKILL)
            assert errand.failed(lost.value, died=False) is None
    assert len(losses.told()) == 2


def test_who_is_killed_at_another_place_each_time_has_none() -> None:
    errand = Errand(Job("anna", WEEK, Staged(None, {}, "0"), "{}", b"secret"), "fingerprint")
    given_up = None
    for times in range(1, MOST + 1):
        assert given_up is None
        with pytest.raises(SubmissionLostError) as lost:
            Losses(errand.job.lost, errand.job.alone).is_the_students(
                Place("cell", "a", times), signal.SIGKILL
            )
        given_up = errand.failed(lost.value, died=False)
    assert errand.job.alone and f"ended {MOST} times" in str(given_up)


def test_a_worker_of_the_sandbox_that_is_killed_is_noted_for_the_teacher() -> None:
    staged = Staged(None, {}, "0")
    errand = Errand(Job("anna", WEEK, staged, "{}", b"secret"), "fingerprint")
    assert errand.told() == []
    for _ in range(2):
        assert errand.failed(WorkerLostError("ended"), died=False) is None
    assert errand.job.alone and errand.lost == 2
    assert ["worker ended" in told and "times: 2" in told for told in errand.told()] == [True]
