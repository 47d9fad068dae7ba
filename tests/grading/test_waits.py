"""The clocks of a submission count its own time: no verdict hangs on what else the machine does."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.examining import load_week
from autograder.grading.assess import Assessment
from autograder.grading.inside import alarms, probe, waiting
from autograder.grading.jobs import Job
from autograder.grading.limits import Limits
from autograder.grading.session import (
    ON_THE_WAY,
    PATIENCE_IN_ALL,
    SHARE_PAUSED,
    LateError,
    OutOfSecondsError,
    RunnerGoneError,
    Session,
)
from autograder.grading.staging import Staged
from tests.grading.hearing import REQUEST, session_that_hears


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


QUESTION = json.dumps({"ask": "f", "args": [], "kwargs": {}}).encode() + b"\n"
OUTCOME = b'{"id": 1, "outcome": {"status": "value", "value": 1}}\n'


def session_on_a_clock(monkeypatch: pytest.MonkeyPatch, *lines: bytes) -> tuple[Clock, Session]:
    clock = Clock()
    monkeypatch.setattr("autograder.grading.session.time", clock)
    heard = session_that_hears(*lines)  # 5 s a call, 0.1 s of grace
    return clock, heard


def test_what_the_grader_takes_to_answer_is_not_the_students_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, session = session_on_a_clock(monkeypatch, *[QUESTION] * 10, OUTCOME)

    def answer(question: Any) -> dict[str, Any]:
        clock.now += 2.0
        return {"value": 1}

    left = session.ends - clock.now
    assert session.probe(REQUEST, answer) == {"status": "value", "value": 1}
    assert clock.now == 20 and session.ends - clock.now == left


def test_questions_give_no_time_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, session = session_on_a_clock(monkeypatch, *[QUESTION] * 1_000)

    def answer(question: Any) -> dict[str, Any]:
        clock.now += 2.0
        return {"value": 1}

    with pytest.raises(RunnerGoneError) as caught:
        session.probe(REQUEST, answer)
    assert caught.value.reason == "limit"
    most = SHARE_PAUSED * session.limits.submission_seconds
    assert clock.now <= 5 + 0.1 + most + 2


def test_what_a_student_computes_between_questions_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, session = session_on_a_clock(monkeypatch, *[QUESTION] * 1_000)
    asked = []
    receive = session.lines.receive

    def slowly(deadline: float) -> dict[str, Any]:
        clock.now += 0.5
        return receive(deadline)

    def answer(question: Any) -> dict[str, Any]:
        asked.append(question)
        return {"value": 1}

    monkeypatch.setattr(session.lines, "receive", slowly)
    with pytest.raises(RunnerGoneError):
        session.probe(REQUEST, answer)
    assert (len(asked) - 1) * (0.5 - ON_THE_WAY) <= 5 + 0.1


def test_the_clock_inside_stands_still_while_the_grader_answers() -> None:
    with alarms.alarm(1_000.0):
        with alarms.held_back() as clock:
            assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
            clock.paused = 500.0
        left, again = signal.getitimer(signal.ITIMER_REAL)
        assert 1_000 < left <= 1_500 and again == 0.5
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_wait_that_the_grader_does_not_pause_for_is_the_students() -> None:
    with pytest.raises(probe.OutOfTimeError), alarms.alarm(1_000.0):
        with alarms.held_back() as clock:
            clock.paused = -2_000.0  # as if the wait had been so much longer
        signal.pause()


def test_an_alarm_that_is_off_is_not_set_by_a_question() -> None:
    with alarms.held_back():
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


class BusyMachine:
    """A process that gets one share of a processor in so many, by a clock that goes on as it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, shares: float) -> None:
        self.now, self.shares, self.late = 0.0, shares, 0.2
        monkeypatch.setattr(alarms, "time", self)
        monkeypatch.setattr(alarms, "waited", lambda: self.now * (1 - 1 / shares))

    def monotonic(self) -> float:
        return self.now

    def until_it_rings(self) -> float:
        """Let the alarm go off again and again, each time late; return the process's own seconds."""
        with contextlib.suppress(probe.OutOfTimeError):
            while True:
                self.now += signal.getitimer(signal.ITIMER_REAL)[0] + self.late
                signal.raise_signal(signal.SIGALRM)
        return self.now / self.shares


@pytest.mark.parametrize("shares", [1, 2, 8, 15])
def test_the_clock_inside_counts_own_seconds_however_busy_the_machine_is(
    monkeypatch: pytest.MonkeyPatch, shares: float
) -> None:
    # How late an alarm is heard must not add up: the clock outside would end the process.
    machine = BusyMachine(monkeypatch, shares)
    with alarms.alarm(1_000.0):
        own = machine.until_it_rings()
    assert 1_000 - waiting.WORTH_WAITING <= own <= 1_000 + machine.late


def test_a_pause_for_the_grader_is_not_taken_for_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = BusyMachine(monkeypatch, 4)
    with alarms.alarm(1_000.0):
        with alarms.held_back() as clock:
            clock.paused = 500.0
        own = machine.until_it_rings()
    assert 1_500 - waiting.WORTH_WAITING <= own <= 1_500 + machine.late


def test_patience_with_a_busy_machine_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = BusyMachine(monkeypatch, 1e6)
    with alarms.alarm(1_000.0):
        machine.until_it_rings()
        assert machine.now == pytest.approx(1_000 * (1 + waiting.PATIENCE), abs=1)
        with pytest.raises(probe.OutOfTimeError):
            signal.raise_signal(signal.SIGALRM)
        assert signal.getitimer(signal.ITIMER_REAL)[1] == 0.5  # and then each half second


def test_endless_cells_on_a_busy_machine_take_no_time_of_what_comes_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, session = session_on_a_clock(monkeypatch)
    session.ends, session.cell_seconds = clock.now + 20, 1.0  # as in tests/hostile
    session.patience = PATIENCE_IN_ALL * 20
    session.waited = lambda: clock.now * (1 - 1 / 15)
    rung = 0.0

    def runs(deadline: float) -> dict[str, Any]:
        clock.now = min(deadline, rung)
        if clock.now < rung:
            raise LateError
        return {"id": session.number, "outputs": [], "late": True}

    monkeypatch.setattr(session.lines, "receive", runs)
    monkeypatch.setattr(session.lines, "send", lambda message, deadline: None)
    for _ in range(12):
        rung = clock.now + 1.0 * 15
        assert session.run("while True: pass")["late"]
    assert session.settle() == pytest.approx(20 - 12)


def test_what_passes_until_a_submission_has_its_process_is_not_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, session = session_on_a_clock(monkeypatch)
    monkeypatch.setattr("autograder.grading.assess.time", clock)
    week, release = load_week("week1_logistic_regression"), nbformat.v4.new_notebook()
    job = Job("anna", week.name, Staged([], {}, "0"), "", b"secret", Limits(submission_seconds=20))
    left = []

    class SlowToStart:
        @contextlib.contextmanager
        def submission(self, files: Any) -> Iterator[Session]:
            clock.now += 1_000
            yield session

    def walk(self: Assessment, session: Session) -> None:
        left.append(session.ends - clock.now)
        clock.now += 6
        if len(left) < 4:
            raise RunnerGoneError("limit", "It took longer than it may.")
        raise OutOfSecondsError("limit", "No time is left.")

    monkeypatch.setattr(Assessment, "_walk", walk)
    Assessment(job, week, release, SlowToStart()).judged()  # type: ignore[arg-type]
    assert left == [20, 14, 8, 2]


def test_a_reply_that_comes_while_the_worker_is_asked_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, session = session_on_a_clock(monkeypatch)
    there = []

    def receive(deadline: float) -> dict[str, Any]:
        clock.now = deadline
        if not there:
            raise LateError
        return {"id": 1, "outcome": 5}

    def waited() -> float:
        there.append(True)
        return 0.0

    monkeypatch.setattr(session.lines, "receive", receive)
    session.waited = waited
    assert session.probe(REQUEST) == 5


def test_who_waits_for_a_busy_machine_is_not_late(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, session = session_on_a_clock(monkeypatch)
    told = iter([0.0, 30.0, 50.0, 50.0])
    session.waited = lambda: next(told)
    session.ends = 2.0  # less than a call may take: asked at once
    ended: list[float] = []

    def silent(deadline: float) -> dict[str, Any]:
        clock.now = deadline
        ended.append(deadline)
        raise LateError

    monkeypatch.setattr(session.lines, "receive", silent)
    with pytest.raises(LateError):
        session.probe(REQUEST)
    # Two seconds are left: so many times as much is waited for, and given back to the submission.
    assert ended[:2] == [pytest.approx(2.1), pytest.approx(2.1 + 30)]
    assert session.ends == 2 + 50


def test_nobody_is_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, session = session_on_a_clock(monkeypatch)
    session.waited = lambda: 2 * clock.now

    def silent(deadline: float) -> dict[str, Any]:
        clock.now = deadline
        raise LateError

    monkeypatch.setattr(session.lines, "receive", silent)
    begins, most = session.ends, PATIENCE_IN_ALL * session.limits.submission_seconds
    with pytest.raises(OutOfSecondsError):
        while True:
            started = clock.now
            with pytest.raises(LateError):
                session.probe(REQUEST)
            assert clock.now - started <= (1 + waiting.PATIENCE) * 5 + 0.2
    assert session.ends == pytest.approx(begins + most)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this kernel does not tell")
def test_the_kernel_tells_what_a_process_waited_for_others_and_not_what_it_slept_or_waited_for_its_own() -> (
    None
):
    source = (
        "import os, time\n"
        "from autograder.grading.inside.waiting import waited\n"
        "def work():\n"
        "    ends = time.thread_time() + 0.2\n"
        "    while time.thread_time() < ends: pass\n"
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "others = [os.fork() for _ in range(5)]\n"
        "if 0 in others:\n"
        "    work()\n"
        "    os._exit(0)\n"
        "before = waited(used=0.0)\n"
        "work()\n"
        "others_ran = waited(used=0.0) - before\n"
        "for pid in others: os.waitpid(pid, 0)\n"
        "before, own = waited(used=0.0), waited()\n"
        "time.sleep(1)\n"
        "print(others_ran > 0.5, waited(used=0.0) - before < 1, before - own > 0.5)\n"
    )
    found = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert found.stdout.split() == ["True"] * 3, found.stderr


def kernel_tells(monkeypatch: pytest.MonkeyPatch, state: str, *times: str) -> None:
    """Have the kernel say that a process is in a state, and how long it ran and waited."""
    told = iter(times)

    def read(path: str) -> bytes:
        text = f"7 (a) b) {state} 1" if path.endswith("/stat") else next(told, times[-1])
        return text.encode()

    monkeypatch.setattr(waiting, "_read", read)


def test_a_wait_that_goes_on_counts_before_the_kernel_counts_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel_tells(monkeypatch, "R", "5 5 5")
    assert waiting.stuck(7) >= waiting.STUCK_SECONDS
    kernel_tells(monkeypatch, "R", "5 5 5", "5 5 5", "6 9 6")
    assert waiting.stuck(7) == 0
    kernel_tells(monkeypatch, "S", "5 5 5")
    assert waiting.stuck(7) == 0
    kernel_tells(monkeypatch, "R", "")
    assert waiting.stuck(7) == 0


def test_who_has_children_counted_nowhere_waits_for_them_at_its_own_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel_tells(monkeypatch, "R", "1000000000 9000000000 5")
    seen = waiting.Seen()
    main = waiting.Process(parent=1, own=1.0, of_children=0.0, began=3)
    child = waiting.Process(parent=7, own=4.0, of_children=0.0, began=5)
    seen.look({7: main, 8: child}, 7)
    assert seen.waited == pytest.approx(5)
    hidden = waiting.Seen()
    for processes in ({7: main}, {7: main, 8: child}, {7: main}, {7: main, 8: child}, {7: main}):
        hidden.look(processes, None)
    hidden.look({7: main}, 7)
    assert hidden.waited == pytest.approx(1)
    hidden.look({}, None)
    assert hidden.waited == pytest.approx(1), "what it waited stays known when it is gone"
