"""Begins the process that imports what judging needs, once, and from which a pool's processes fork."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from typing import Any

from autograder.files import find_own_programs

AHEAD = "AUTOGRADER_AHEAD"


def begin_forking(pages: bool, ahead: dict[str, Any] | None = None) -> ForkServerContext:
    """Have that process begin, if it has not; return the context that makes its forks.

    `pages`: feedback pages will be made. `ahead` says what else to make ready there (ahead.py). The
    process has no thread and no gradebook. Whoever knows early that there is something to judge
    calls this early: it imports while the caller does.
    """
    context = multiprocessing.get_context("forkserver")
    find_own_programs()  # before: it keeps the environment that it begins with
    judging = ["autograder.grading.pool", "autograder.grading.assess"]
    rendering = ["autograder.grading.rendering"] if pages else []
    preparing = ["autograder.grading.ahead"] if ahead else []
    beginning = ["autograder.grading.forked"]
    context.set_forkserver_preload([*beginning, *judging, *rendering, *preparing])
    if ahead:
        os.environ[AHEAD] = json.dumps({**ahead, "pages": pages})
    try:
        with _deaf_to_interrupts():
            multiprocessing.forkserver.ensure_running()
    finally:
        os.environ.pop(AHEAD, None)
    return context


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Have what begins in the block ignore Ctrl-C, which reaches all processes of a terminal.

    The command alone says what it means; Python would show where the other one was just importing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
