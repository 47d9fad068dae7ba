"""Tells how long a process has waited for a processor, which is not its own time.

A process that computes or sleeps uses its time. One that is ready to compute and has to wait, since
the machine computes for somebody else, does not. The kernel adds up how long that was: the second
number of /proc/PID/schedstat (Linux, Documentation/scheduler/sched-stats.rst).
"""

from __future__ import annotations

import os
import time

# A cell or a call ends at the latest after its time and so many times more, by the clock on the wall.
PATIENCE = 9
# Shorter waits belong to any machine.
WORTH_WAITING = 0.05


def waited(process: int | str = "self", used: float | None = None) -> float:
    """Return for how many seconds a process has waited for a processor that others had.

    It is the main thread's time; of it is taken what its other threads and children computed, since
    for those it waits at its own cost. `used` are the CPU seconds of all of them; without, those of
    this process and of its children that have ended. 0 where the kernel does not tell.
    """
    if used is None:
        times = os.times()
        used = time.process_time() + times.children_user + times.children_system
    try:
        ran, delayed = (int(number) / 1e9 for number in _words(f"/proc/{process}/schedstat")[:2])
    except (OSError, ValueError):
        return 0.0
    return max(0.0, delayed - max(0.0, used - ran))


def _words(path: str) -> list[bytes]:
    """Return the words of a file of the kernel's. A file object of Python's takes four times as long."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 200).split()
    finally:
        os.close(file)
