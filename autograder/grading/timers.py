"""Bounds the CPU time of the grader's own work on what a student sent, in any thread.

By the clock on the wall it would hang on what else the machine does.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

SHORTEST = 1e-3


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds of CPU."""
    if threading.current_thread() is not threading.main_thread():
        with _time_limit_of_a_thread(seconds):
            yield
        return

    def late(number: int, frame: Any) -> None:
        raise TimeoutError("it takes too long")

    previous = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@contextlib.contextmanager
def _time_limit_of_a_thread(seconds: float) -> Iterator[None]:
    """Do the same in a thread of a Dask worker, where no signal arrives."""
    thread, lock, over = threading.get_ident(), threading.Lock(), threading.Event()
    clock = time.pthread_getcpuclockid(thread)
    ends = time.clock_gettime(clock) + seconds

    def late() -> None:
        while (left := ends - time.clock_gettime(clock)) > 0:
            if over.wait(max(left, SHORTEST)):
                return
        with lock:
            if not over.is_set():
                error = ctypes.py_object(TimeoutError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)

    threading.Thread(target=late, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
