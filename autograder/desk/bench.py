"""A sandbox for trying notebooks: one week's, made from the project as it lies there, without a course."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.bundle import bundle_files
from autograder.examining import VISIBLE_SEED, Verdict, Week
from autograder.files import UserError, write_atomically
from autograder.grading.assess import Assessment
from autograder.grading.enclosing import Spec
from autograder.grading.examination import Examination
from autograder.grading.jobs import Job
from autograder.grading.limits import Limits
from autograder.grading.pool import modules_of
from autograder.grading.sandbox import Worker
from autograder.grading.selftest import require_holding
from autograder.grading.staging import stage

VISIBLE_CASES = str(VISIBLE_SEED).encode()


@dataclass
class Bench:
    """A sandbox for one week, made from the project as it lies there; no course, no gradebook."""

    week: Week
    release: str
    worker: Worker

    @classmethod
    @contextlib.contextmanager
    def opened(cls, week: Week) -> Iterator[Bench]:
        """Return a sandbox that was tested from inside; it ends with the block. Raises SandboxError."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file, content in bundle_files(week.name).items():
                write_atomically(folder / file, content)
            folder.chmod(0o755)  # whoever runs inside is another user
            release = (folder / f"{week.name}.ipynb").read_text(encoding="utf-8")
            worker = Worker(Spec(folder, modules_of(folder)))
            try:
                require_holding(worker, ())
                yield cls(week, release, worker)
            finally:
                worker.stop()

    def assess(self, folder: Path, seed: bytes) -> tuple[dict[str, Verdict], Examination]:
        """Return the verdicts by exercise on the submission in a folder, and what they rest on.

        Raises UserError when there is no notebook to assess.
        """
        staged = stage(folder, self.week.name, Limits())
        if staged.cells is None:
            raise UserError(staged.problem or f"there is no notebook in {folder}")
        job = _Trial("", self.week.name, staged, self.release, seed, alone=True)
        assessment = Assessment(job, self.week, nbformat.v4.reads(self.release), self.worker)
        judged = assessment.judged()
        return {verdict.exercise: verdict for verdict in judged.verdicts}, assessment.examined


class _Trial(Job):
    """A job whose cases are drawn from its secret alone."""

    def seed(self, exercise: str) -> bytes:
        return self.secret
