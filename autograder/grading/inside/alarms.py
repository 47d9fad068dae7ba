"""Stops a cell or a call when its time is over; while others have the processor, its clock stands still.

What is kept here the notebook's code could tamper with; the grader keeps the same time from outside
(worker.py, grading/session.py).
"""

from __future__ import annotations

import contextlib
import functools
import signal
import time
from typing import Any

from .probe import TOO_LONG, OutOfTimeError
from .waiting import PATIENCE, WORTH_WAITING, waited

LEAST = 1e-3  # seconds until an alarm that is due: zero would set none


class _Clock:
    """Whether time is being kept, whether its end has to wait, and which end waited."""

    armed = False
    held = False
    paused = 0.0
    due: str | None = None
    # Its seconds and when they began, later by what the grader took to answer; what was waited for a
    # processor before, and for how long it may be.
    seconds = 0.0
    began = 0.0
    waited = 0.0
    patience = 0.0


@contextlib.contextmanager
def alarm(seconds: float, cpu: float | None = None) -> Any:
    """Raise OutOfTimeError in what runs after so many seconds of its own, and again each half second.

    `cpu` are the CPU seconds that it may take, where they are limited too. Whoever uses it calls
    `disarm` afterwards: the alarm may go off on the way out as well.
    """
    signal.signal(signal.SIGALRM, _out_of_time)
    if cpu is not None:
        signal.signal(signal.SIGPROF, functools.partial(_out_of_budget, cpu))
    _Clock.armed, _Clock.held, _Clock.due = True, False, None
    _Clock.seconds, _Clock.began = seconds, time.monotonic()
    _Clock.waited, _Clock.patience = waited(), PATIENCE * seconds
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    signal.setitimer(signal.ITIMER_PROF, cpu or 0, 0.5)
    try:
        yield
    finally:
        disarm()


def disarm() -> None:
    """Let no alarm go off any more."""
    _Clock.armed = False
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def held_back() -> Any:
    """Let no alarm go off in the block, where a message would be cut in two, but right after it.

    The clock stands still in it for the seconds that the block sets as `paused`: what the grader took
    to answer is not the student's time. How long that was is the grader's to say (session.py).
    """
    _Clock.held, _Clock.paused = True, 0.0
    left, again = signal.setitimer(signal.ITIMER_REAL, 0)
    started = time.monotonic()
    try:
        yield _Clock
    finally:
        _Clock.began += _Clock.paused
        # Where several threads ask at once, the one that stopped the clock has it go on.
        if left and _Clock.armed:
            left += _Clock.paused - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, LEAST), again)
        _Clock.held = False
    if _Clock.due is not None:
        _ring(_Clock.due)


def _ring(text: str) -> None:
    if _Clock.held:
        _Clock.due = text
    elif _Clock.armed:
        raise OutOfTimeError(text)


def _out_of_time(number: int, frame: Any) -> None:
    # Reckoned from its beginning: what is added up from alarm to alarm grows by how late each one is.
    given = min(waited() - _Clock.waited, _Clock.patience)
    left = _Clock.seconds - (time.monotonic() - _Clock.began - given)
    if _Clock.armed and left > WORTH_WAITING:
        signal.setitimer(signal.ITIMER_REAL, left, 0.5)
        return
    _Clock.seconds = 0.0  # it has rung: from here on it rings each half second
    _ring(TOO_LONG)


def _out_of_budget(cpu: float, number: int, frame: Any) -> None:
    _ring(f"It was stopped after {cpu:g} seconds of CPU: the budget is a third of it.")
