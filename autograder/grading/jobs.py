"""What goes to a process that judges, and what comes back; nothing that judges is loaded for it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.grading.limits import Limits
from autograder.grading.losses import Loss
from autograder.grading.marks import Marks, Standing
from autograder.grading.staging import Staged
from helpers.judge.verdicts import Verdict


@dataclass(frozen=True)
class Job:
    """All that the assessment of one submission depends on.

    `judged_by` is the folder of the copies that it is judged by, "" for the installed project
    (pins.py). `lost` and `alone` say how often its process was lost before, and whether nothing
    else is under way now, see losses.py. `page` has the course's settings of a feedback page, None
    where no page is wanted. `packages` are those that the course allows. `hidden`
    names files that must not be readable in the sandbox; its self-test tries them.
    """

    student: str
    week: str
    staged: Staged
    release: str
    secret: bytes
    limits: Limits = field(default_factory=Limits)
    isolated: bool = True
    run_demos: bool = False
    hidden: tuple[str, ...] = ()
    judged_by: str = ""
    packages: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()
    alone: bool = False
    page: str | None = None

    def seed(self, exercise: str) -> bytes:
        """Return the seed of an exercise's cases: same submission, same cases; another, others."""
        text = "\0".join([self.student, self.week, exercise, self.staged.digest])
        return hmac.new(
            self.secret, text.encode("utf-8", "surrogateescape"), hashlib.sha256
        ).digest()


@dataclass
class Judged:
    """What came of a submission: the notebook with outputs, verdicts, notes to student and teacher.

    `usage` has CPU seconds in the sandbox and in judging, wall seconds, the most memory in bytes,
    and how often the notebook had to be run. `losses` tells of processes that were lost through no
    fault of the student's; it is for the teacher. `page` is the feedback page for whom no person
    has done anything yet, None where none was asked for or it could not be made.
    """

    notebook: str
    marks: Marks
    verdicts: list[Verdict]
    notes: list[str]
    problem: str | None = None
    usage: dict[str, float] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    page: str | None = None

    def page_for(self, standing: Standing) -> str | None:
        """Return the page if it is that of a standing: a page depends on notebook and standing alone."""
        return self.page if self.marks.standing() == standing else None


# The classes by whose names a configuration may set how a page is made: those of our exporter and of the
# steps before it, all of which they inherit from included (tests/grading/test_starting.py compares).
PAGE_CLASSES = frozenset(
    """Arrange Configurable Exporter HTMLExporter HasDescriptors HasTraits LoggingConfigurable
    NbConvertBase PageExporter Preprocessor SetFormulas TemplateExporter object""".split()
)


def page_settings(config: Mapping[str, Any]) -> str | None:
    """Return what a course's configuration says of pages, to be sent along; None if that cannot be.

    A configuration may hold anything that Python has; what goes to other hosts is plain.
    """
    names = PAGE_CLASSES & set(config)
    try:
        return json.dumps({name: config[name] for name in sorted(names)}, sort_keys=True)
    except (TypeError, ValueError):
        return None
