"""Tells how long a process has waited for a processor, which is not its own time.

A process that computes or sleeps uses its time. One that is ready to compute and has to wait, since
the machine computes for somebody else, does not. The kernel adds up how long that was: the second
number of /proc/PID/schedstat (Linux, Documentation/scheduler/sched-stats.rst).
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

# A cell or a call ends at the latest after its time and so many times more, by the clock on the wall.
# A machine with 20 processes for each processor is then still one on which nothing is cut off.
PATIENCE = 19
# Shorter waits belong to any machine.
WORTH_WAITING = 0.05
# The kernel counts a wait when it is over: who is ready and is not let in for so long waits meanwhile.
STUCK_SECONDS = 0.2
LOOK_SECONDS = 0.01


@dataclass(frozen=True)
class Process:
    """What the kernel tells of a process: seconds of CPU, its own and of children it waited for."""

    parent: int
    own: float
    of_children: float
    began: int


class Seen:
    """How long a submission's main process has waited for others, from looks at all its processes.

    What its own processes computed is no wait for others. A parent can have the kernel count its
    children nowhere; what was seen of them counts here.
    """

    def __init__(self) -> None:
        self.waited = 0.0
        self.computed: dict[tuple[int, int], float] = {}
        self.of_gone = 0.0

    def look(self, processes: dict[int, Process], main: int | None) -> None:
        """Note what all processes of the submission computed; `main`, where it is there, waits."""
        now = {(pid, process.began): process.own for pid, process in processes.items()}
        self.of_gone += sum(cpu for who, cpu in self.computed.items() if who not in now)
        self.computed = now
        if main is not None:
            told = sum(process.own + process.of_children for process in processes.values())
            used = max(told, self.of_gone + sum(now.values()))
            self.waited = max(self.waited, waited(main, used))


def stuck(process: int | str) -> float:
    """Return for how many seconds a process that is ready to compute was seen not to be let in.

    As soon as it is, or does not want to be, 0: then the kernel tells how long it waited.
    """
    began = time.monotonic()
    before = _times(process)
    while before and _is_ready(process) and _times(process) == before:
        if (seconds := time.monotonic() - began) >= STUCK_SECONDS:
            return seconds
        time.sleep(LOOK_SECONDS)
    return 0.0


def waited(process: int | str = "self", used: float | None = None) -> float:
    """Return for how many seconds a process has waited for a processor that others had.

    It is the main thread's time; of it is taken what its other threads and children computed, since
    for those it waits at its own cost. `used` are the CPU seconds of all of them; without, those of
    this process and of its children that have ended. 0 where the kernel does not tell.
    """
    if used is None:
        times = os.times()
        used = time.process_time() + times.children_user + times.children_system
    times_of_main = _times(process)
    if len(times_of_main) < 2:
        return 0.0
    ran, delayed = (int(number) / 1e9 for number in times_of_main[:2])
    return max(0.0, delayed - max(0.0, used - ran))


def _times(process: int | str) -> list[bytes]:
    """Return how long a process ran, how long it waited and how often it ran; nothing if not told."""
    try:
        return _read(f"/proc/{process}/schedstat").split()
    except OSError:
        return []


def _is_ready(process: int | str) -> bool:
    """Return whether a process computes or wants to."""
    try:
        # The state is the third field, see proc_pid_stat(5): the second may hold anything.
        return _read(f"/proc/{process}/stat").rpartition(b")")[2].split()[:1] == [b"R"]
    except OSError:
        return False


def _read(path: str) -> bytes:
    """Return a file of the kernel's. A file object of Python's takes four times as long."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 1000)
    finally:
        os.close(file)
