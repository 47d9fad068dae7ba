"""Assesses one submission: runs its cells in the sandbox, judges its functions, writes the check cells.

A pure function of submission, week and seed: `assess(job, worker)` reads and writes no file, so
it may run in any process, on any host, and again.
"""

from __future__ import annotations

import contextlib
import functools
import time
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.examining import Week, load_week
from autograder.grading.examination import Examination, nothing
from autograder.grading.jobs import Job, Judged
from autograder.grading.kept import finished, first_line, is_text_of_release, text_of
from autograder.grading.losses import Losses, Place, SubmissionLostError, is_too_often
from autograder.grading.marks import marks_of
from autograder.grading.nearby import Nearby
from autograder.grading.promised import SECONDS, Promised
from autograder.grading.rebuild import Rebuilder, is_check, is_demo
from autograder.grading.sandbox import Worker
from autograder.grading.sanitizing import clean_markdown, clean_outputs, clean_text
from autograder.grading.second_looks import (
    judge_again,
    judge_by_other_cases,
    look_again_at_the_end,
)
from autograder.grading.session import (
    PATIENCE_IN_ALL,
    OutOfSecondsError,
    RunnerGoneError,
    Session,
)
from autograder.grading.sources import Sources
from autograder.grading.staging import Staged
from helpers.judge.verdicts import CRASHED, LIMIT, NOT_GRADABLE, Verdict

NO_ISOLATION = "Graded without isolation: this verdict can be forged."


def assess(job: Job, worker: Worker | None = None) -> Judged:
    """Return the verdicts on a submission and its notebook with outputs; raises nothing of its doing.

    No worker is needed for what cannot be graded.
    Raises SubmissionLostError when its process was lost, perhaps through something else.
    """
    release = _parsed(job.release)
    week = _asked(load_week(job.week), release)
    started, used = time.perf_counter(), time.thread_time()
    if job.staged.cells is None or worker is None:
        judged = _not_gradable(week, release, job.staged)
    else:
        judged = Assessment(job, week, release, worker).judged()
    judged.usage["seconds"] = time.perf_counter() - started
    judged.usage["judging"] = time.thread_time() - used
    return judged


@functools.lru_cache(maxsize=2)
def _parsed(release: str) -> NotebookNode:
    """Return a release's notebook, of which whoever changes something makes a copy.

    It is ours and was validated when it was made: it is only parsed here.
    """
    return nbformat.v4.reads(release)


def _asked(week: Week, release: NotebookNode) -> Week:
    """Return the week with the exercises that this release asks for; an older one has fewer."""
    checks = {cell.metadata.nbgrader.grade_id for cell in release.cells if is_check(cell)}
    asked = tuple(item for item in week.exercises if f"check_{item.name}" in checks)
    return replace(week, exercises=asked)


def _not_gradable(week: Week, release: NotebookNode, staged: Staged) -> Judged:
    reason = staged.problem or "There is nothing to grade."
    verdicts = [nothing(exercise, NOT_GRADABLE, reason) for exercise in week.exercises]
    notebook = finished(release, {verdict.exercise: verdict for verdict in verdicts}, [])
    marks = marks_of(notebook, gradable=False)
    return Judged(text_of(notebook), marks, verdicts, list(staged.notes), reason)


class Assessment:
    """The course of one assessment: cells in order, a verdict at each check, then second looks."""

    def __init__(self, job: Job, week: Week, release: NotebookNode, worker: Worker) -> None:
        assert job.staged.cells is not None
        self.job = job
        self.week = week
        self.worker = worker
        rebuilder = Rebuilder(release, job.staged.cells)
        self.notebook = rebuilder.rebuild()
        self.notes = list(dict.fromkeys([*job.staged.notes, *rebuilder.notes]))
        self.left_out: set[str] = set()
        self.usage: dict[str, float] = {"sandbox": 0.0, "peak": 0.0, "runs": 0}
        self.losses = Losses(job.lost, job.alone)
        self.promised = Promised(release)
        self.examined = Examination(week, job.seed, self._note, self._give)
        self.verdicts = self.examined.verdicts
        self.named: set[str] = set()
        self.begun: tuple[str, str, int] = ("start", "", 0)
        self.session: Session | None = None
        self.dropped = 0
        self.patience = PATIENCE_IN_ALL * job.limits.submission_seconds
        self.left = 0.0

    def judged(self) -> Judged:
        """Carry it through, starting afresh without the culprit whenever the process is lost."""
        charged, seconds = 0, self.job.limits.submission_seconds
        while charged <= self.job.limits.crashes:
            self.left = seconds
            try:
                self._attempt(seconds)
                break
            except OutOfSecondsError as error:
                self._close_open_verdicts(LIMIT, error.detail)
                break
            except RunnerGoneError as error:
                place = self._place()
                if error.reason != "lost" or self._is_the_students(place, error):
                    if place.kind == "name":
                        break  # all that counts is done
                    charged, seconds = charged + 1, self.left
                    self._leave_out(place, error)
        text = "The notebook could not be run this far: its cells end the process or take too long."
        self._close_open_verdicts(CRASHED, text)
        if self.dropped:
            self._note(f"Of many outputs the first are kept; {self.dropped:,} are left out.")
        self._name(None)
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown" and not is_text_of_release(cell):
                cell.source = clean_markdown(cell.source)
        verdicts = [self._noted(self.verdicts[exercise.name]) for exercise in self.week.exercises]
        notebook = finished(self.notebook, {v.exercise: v for v in verdicts}, self.notes)
        marks, told = marks_of(notebook), self.losses.told()
        return Judged(text_of(notebook), marks, verdicts, self.notes, None, self.usage, told)

    def _noted(self, verdict: Verdict) -> Verdict:
        return (
            verdict if self.job.isolated else replace(verdict, notes=[*verdict.notes, NO_ISOLATION])
        )

    def _attempt(self, seconds: float) -> None:
        """Run it once, in so many seconds from the moment when it has its process."""
        self.begun, self.session = ("start", "", 0), None
        self.promised.begin()
        self.examined.sources = Sources(self.job.staged.files)
        try:
            with self.worker.submission(self.job.staged.files) as self.session:
                self.session.ends = time.monotonic() + seconds
                self.session.patience = self.patience
                try:
                    self._walk(self.session)
                    look_again_at_the_end(self.examined, self.session, self._begin)
                    judge_by_other_cases(self.examined, self.session, self._begin)
                    judge_again(self.examined, self.session, self._begin)
                    self._name(Nearby(self.session, self.worker.spec.bundle, self.week.name))
                except RunnerGoneError:
                    self.left = self.session.settle()
                    raise
        finally:
            if self.session is not None:
                usage = self.session.usage
                self.patience = self.session.patience
                self.dropped = max(self.dropped, self.session.dropped)
                self.usage["runs"] += 1
                self.usage["sandbox"] += float(usage.get("cpu", 0.0))
                self.usage["peak"] = max(self.usage["peak"], float(usage.get("peak", 0.0)))
                if usage.get("over_memory") and self.begun[0] != "name":
                    self._note("The notebook used more memory than it may, and was stopped.")

    def _name(self, nearby: Nearby | None) -> None:
        """Name the mistakes behind what is wrong, each exercise once.

        A name is a help: when it cannot be found, the verdict stands without.
        Raises RunnerGoneError where the process is lost on the search.
        """
        for exercise in self.week.exercises:
            verdict = self.verdicts.get(exercise.name)
            if verdict is None or exercise.name in self.named:
                continue
            self._begin("name", exercise.name)
            try:
                verdict = self.examined.named(exercise, verdict, nearby)
            except RunnerGoneError:
                raise
            except Exception:
                with contextlib.suppress(Exception):
                    verdict = self.examined.named(exercise, verdict)
            self.verdicts[exercise.name] = verdict
            self.named.add(exercise.name)

    def _begin(self, kind: str, name: str) -> None:
        """Note what is going on, for the case that the process is lost in it."""
        self.begun = (kind, name, self.session.number if self.session else 0)

    def _place(self) -> Place:
        kind, name, before = self.begun
        return Place(kind, name, self.session.number - before if self.session else 0)

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    # -------------------------------------------------------------- cells and checks in order

    def _walk(self, session: Session) -> None:
        by_check = {f"check_{exercise.name}": exercise for exercise in self.week.exercises}
        for cell in self.notebook.cells:
            self._begin("cell", cell.id)
            self.promised.passed(cell)
            if cell.cell_type != "code" or cell.id in self.left_out:
                continue
            if is_check(cell):
                exercise = by_check.get(cell.metadata.nbgrader.grade_id)
                if exercise is not None and exercise.name not in self.verdicts:
                    self.verdicts[exercise.name] = self.examined.own_verdict(session, exercise)
            elif self.job.run_demos or not is_demo(cell):
                self._run(session, cell)

    def _run(self, session: Session, cell: NotebookNode) -> None:
        reply = session.run(cell.source)
        while reply["missing"] is not None and self._give(session, reply["missing"]):
            reply = session.run(cell.source)
        cell.outputs = clean_outputs(reply["outputs"])
        self.examined.learn(cell.source, _error_of(reply))
        if reply["error"] is not None and reply["error"][0] in (
            "ImportError",
            "ModuleNotFoundError",
        ):
            self._note(f"{first_line(cell)}: it ended with {_error_of(reply)}")
        if reply["late"]:
            seconds = reply["seconds"]
            self._say(cell, f"This cell was stopped: it ran longer than {seconds:.3g} seconds.")
        breach = self.job.limits.told(reply["breach"] or "")
        if breach is not None:
            self._say(cell, f"This cell ended with an error: {breach}")
        if reply.get("cut") is True:
            self._say(cell, "This cell printed more than is kept; the rest is left out.")

    def _give(self, session: Session, name: str) -> bool:
        """Run a demonstration that binds a name; return whether there was one to be run."""
        before = self.begun

        def run(key: str, source: str) -> str | None:
            self._begin("given", key)
            return session.give(source, SECONDS)

        given = self.promised.provide(name, run)
        self.begun = before
        return given

    def _say(self, cell: NotebookNode, text: str) -> None:
        cell.outputs.append(
            nbformat.v4.new_output("stream", name="stdout", text=f"[grader] {text}\n")
        )
        self._note(f"{first_line(cell)}: {text}")

    # -------------------------------------------------------------- when the process is lost

    def _is_the_students(self, place: Place, error: RunnerGoneError) -> bool:
        if error.exited and place.kind != "start":
            return True
        try:
            return self.losses.is_the_students(place, error.signal)
        except SubmissionLostError as lost:
            if place.kind == "name" and is_too_often(lost.losses):
                return True  # it stands without the name, rather than without a grade
            raise

    def _leave_out(self, place: Place, error: RunnerGoneError) -> None:
        """Record what was going on when the process was lost, and leave it out from now on."""
        detail = f"{error.detail[0].lower()}{error.detail[1:]}"
        if place.kind == "given":
            self.promised.left_out.add(place.name)
        if place.kind == "again":
            self.examined.left_out.add(place.name)
            self._note(f"{place.name}: no second look, since calling yours: {detail}")
        cell = next((cell for cell in self.notebook.cells if cell.id == place.name), None)
        if cell is None or place.kind != "cell":
            return
        self.left_out.add(cell.id)
        outcome = LIMIT if error.reason == "limit" else CRASHED
        if is_check(cell):
            name = cell.metadata.nbgrader.grade_id.removeprefix("check_")
            exercise = self.week.exercise(name)
            self.verdicts[name] = nothing(exercise, outcome, f"Calling your {name}: {detail}")
            return
        text = f"{error.detail} The cell was left out and the rest of the notebook run without it."
        cell.outputs = []
        self._say(cell, text)

    def _close_open_verdicts(self, outcome: str, text: str) -> None:
        for exercise in self.week.exercises:
            if exercise.name not in self.verdicts:
                self.verdicts[exercise.name] = nothing(exercise, outcome, text)
                self._note(text)


def _error_of(reply: dict[str, Any]) -> str | None:
    """Return in words what error a cell ended with, or None."""
    if reply["error"] is None:
        return None
    kind, message = map(clean_text, reply["error"])
    return f"{kind}: {message}"
