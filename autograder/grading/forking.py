"""Begins the process that imports what judging needs, once, and from which a pool's processes fork."""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
from multiprocessing.context import ForkServerContext

from autograder.files import find_own_programs


def begin_forking(pages: bool) -> ForkServerContext:
    """Have that process begin, if it has not; return the context that makes its forks.

    `pages`: feedback pages will be made. The process has no thread and no gradebook. Whoever knows
    early that there is something to judge calls this early: it imports while the caller does.
    """
    context = multiprocessing.get_context("forkserver")
    find_own_programs()  # before: it keeps the environment that it begins with
    judging = ["autograder.grading.pool", "autograder.grading.assess"]
    rendering = ["autograder.grading.rendering"] if pages else []
    context.set_forkserver_preload(judging + rendering)
    multiprocessing.forkserver.ensure_running()
    return context
