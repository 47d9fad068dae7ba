"""Waits for what is handed in: a submission is dealt with once its files have stopped changing."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from autograder.files import UserError
from autograder.grading.course import Course
from autograder.grading.grade import Plan, Request, plan

SETTLED_SECONDS = 0.3
# The system tells of changes; where it does not (a file system of the network), they are looked for.
LOOK_SECONDS = 20.0
TURN = 500  # milliseconds
MAX_FILES = 2_000

Signature = tuple[tuple[str, int, int], ...]


def arrivals(course: Course, request: Request) -> Iterator[Plan]:
    """Yield, without end, what has arrived or changed since it was yielded; first all that is there."""
    done: dict[tuple[str, str], Signature] = {}
    before: dict[tuple[str, str], Signature] = {}
    refused: set[tuple[str, str]] = set()
    changes = _changes(course.root / "submitted")
    while True:
        there = _there(course, request)
        now = {key: _signature(course.submission(*key)) for key in there.submissions}
        settled = [key for key, seen in now.items() if before.get(key) == seen != done.get(key)]
        moving = any(before.get(key) != seen for key, seen in now.items())
        before = now
        new = [key for key in there.refused if key not in refused]
        refused |= set(new)
        if settled or new:
            done |= {key: now[key] for key in settled}
            yield Plan(settled, new)
        elif moving:
            time.sleep(SETTLED_SECONDS)
        else:
            next(changes)


def _changes(folder: Path) -> Iterator[None]:
    """Yield whenever something may have changed in a folder, for the first time when it is watched."""
    folder.mkdir(exist_ok=True)
    looked = float("-inf")
    try:
        for told in watch(folder, watch_filter=None, rust_timeout=TURN, yield_on_timeout=True):
            if told or time.monotonic() - looked >= LOOK_SECONDS:
                looked = time.monotonic()
                yield
    except (OSError, RuntimeError):  # the system watches no more folders
        while True:
            time.sleep(LOOK_SECONDS)
            yield


def _there(course: Course, request: Request) -> Plan:
    try:
        return plan(course, request)
    except UserError:
        if set(request.weeks) - set(course.weeks()):
            raise
        return Plan([])  # nothing was handed in yet


def _signature(folder: Path) -> Signature:
    """Return what changes when a file of a submission does."""
    found = []
    walk = itertools.islice(os.walk(folder), MAX_FILES)
    files = (os.path.join(place, name) for place, _, names in walk for name in names)
    for path in itertools.islice(files, MAX_FILES):
        try:
            state = os.lstat(path)
        except OSError:
            continue
        found.append((path, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))
