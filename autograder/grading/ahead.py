"""Works out once, before a pool's processes fork, what each of them would work out anew for its first page.

The process from which they fork imports this, where the environment says for which course (forking.py).
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from autograder.examining import load_week
from autograder.examining.variants import variant_source, with_variants
from autograder.files import resolve_weeks
from autograder.grading.assess import assess
from autograder.grading.course import Course, read_course
from autograder.grading.forking import AHEAD
from autograder.grading.jobs import Job, page_settings
from autograder.grading.staging import Staged


def prepare(root: str, weeks: list[str], force: bool, pages: bool) -> str | None:
    """Make ready what judging the first week of a run needs; return its name, None where nothing is new.

    Those are the week, its known mistakes as code, and the texts of its pages, of which most are the
    course's own.
    """
    course = read_course(Path(root))
    name = _first_week(course, resolve_weeks(weeks), force)
    if name is None:
        return None
    for exercise in load_week(name).exercises:
        for mistake in exercise.misconceptions:
            with_variants(name, variant_source(name, exercise, mistake))
    settings = page_settings(course.config) if pages else None
    if settings is not None:
        from autograder.grading.rendering import add_page

        release = (course.release(name) / f"{name}.ipynb").read_text(encoding="utf-8")
        nobody = Job("", name, Staged(cells=None, files={}, digest=""), release, b"")
        add_page(assess(nobody), name, settings)
    return name


def _first_week(course: Course, weeks: list[str], force: bool) -> str | None:
    """Return the first week in which somebody is to be graded."""
    handed = (course.root / "submitted").glob("*/*")
    return min(
        (
            path.name
            for path in handed
            if (not weeks or path.name in weeks)
            and (force or not course.record(path.parent.name, path.name).exists())
            and (course.release(path.name) / f"{path.name}.ipynb").exists()
        ),
        default=None,
    )


if AHEAD in os.environ:
    # Whatever goes wrong here goes wrong again where it can be told.
    with contextlib.suppress(Exception, KeyboardInterrupt):
        prepare(**json.loads(os.environ.pop(AHEAD)))
