"""Assesses one submission: runs its cells in the sandbox, judges its functions, writes the check cells.

A pure function of submission, week and seed: `assess(job, worker)` reads and writes no file, so
it may run in any process, on any host, and again.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import functools
import hashlib
import hmac
import json
import re
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.exercise import (
    Draw,
    Exercise,
    Week,
    add_known,
    draw,
    load_week,
    reference_namespace,
    suspects,
)
from autograder.grading.limits import Limits
from autograder.grading.rebuild import Rebuilder, is_check, is_demo
from autograder.grading.sandbox import OutOfSecondsError, RunnerGoneError, Session, Worker
from autograder.grading.sanitizing import (
    clean_macros,
    clean_markdown,
    clean_outputs,
    clean_text,
)
from autograder.grading.staging import Staged
from helpers.judging import (
    CRASHED,
    ERROR,
    LIMIT,
    NOT_GRADABLE,
    RIGHT,
    UNANSWERED,
    WRONG,
    Outcome,
    PartSheet,
    PartVerdict,
    Sheet,
    Verdict,
    judge,
)
from helpers.values import UnreadableValueError, decode, encode

# A training of 200 steps through three layers asks about 2,000 times; each answer takes 0.3 ms.
MAX_REQUESTS = 6_000
MAX_SIZE_ASKED = 1_000
SECONDS_ASKED = 2.0
STILL_WRONG = "With right versions of the functions that it calls, this is still to be mended:"
NO_ISOLATION = "Graded without isolation: this verdict can be forged."


@dataclass(frozen=True)
class Job:
    """All that the assessment of one submission depends on.

    `hidden` names files that must not be readable in the sandbox; its self-test tries them.
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
    and how often the notebook had to be run.
    """

    notebook: str
    verdicts: list[Verdict]
    notes: list[str]
    problem: str | None = None
    usage: dict[str, float] = field(default_factory=dict)


def assess(job: Job, worker: Worker) -> Judged:
    """Return the verdicts on a submission and its notebook with outputs; raises nothing of its doing."""
    week = load_week(job.week)
    # The release is ours and was validated when it was made: it is only parsed here.
    release = nbformat.v4.reads(job.release)
    started, used = time.perf_counter(), time.thread_time()
    if job.staged.cells is None:
        judged = _not_gradable(week, release, job.staged)
    else:
        judged = Assessment(job, week, release, worker).judged()
    judged.usage["seconds"] = time.perf_counter() - started
    judged.usage["judging"] = time.thread_time() - used
    return judged


def _not_gradable(week: Week, release: NotebookNode, staged: Staged) -> Judged:
    reason = staged.problem or "There is nothing to grade."
    verdicts = [_nothing(exercise, NOT_GRADABLE, reason) for exercise in week.exercises]
    notebook = _finish(release, week, {verdict.exercise: verdict for verdict in verdicts}, [])
    return Judged(notebook, verdicts, list(staged.notes), reason)


def _nothing(exercise: Exercise, outcome: str, message: str) -> Verdict:
    parts = [PartVerdict(part.name, 0, part.points, outcome, message) for part in exercise.parts]
    said = [replace(part, message="") if i else part for i, part in enumerate(parts)]
    return Verdict(exercise.name, said)


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
        self.verdicts: dict[str, Verdict] = {}
        self.sheets: dict[str, Sheet] = {}
        self.outcomes: dict[str, dict[str, list[Outcome]]] = {}
        self.second: dict[str, tuple[Sheet, dict[str, list[Outcome]]]] = {}
        self.left_out: set[str] = set()
        self.usage: dict[str, float] = {"sandbox": 0.0, "peak": 0.0, "runs": 0}
        self.sources = function_sources(self.notebook)
        self.with_helpers: dict[str, str | None] = {}
        self.at: str = ""

    def judged(self) -> Judged:
        """Carry it through, starting afresh without the culprit whenever the process is lost."""
        ends = time.monotonic() + self.job.limits.submission_seconds
        for attempt in range(self.job.limits.crashes + 1):
            try:
                self._attempt(ends)
                break
            except OutOfSecondsError as error:
                self._close_open_verdicts(LIMIT, error.detail)
                break
            except RunnerGoneError as error:
                self._leave_out(error, attempt)
        text = "The notebook could not be run this far: its cells end the process or take too long."
        self._close_open_verdicts(CRASHED, text)
        for exercise in self.week.exercises:
            # A name for a mistake is a help; when it cannot be found, the verdict stands without.
            with contextlib.suppress(Exception):
                self.verdicts[exercise.name] = self._named(exercise, self.verdicts[exercise.name])
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown" and not _is_text_of_release(cell):
                cell.source = clean_markdown(cell.source)
        verdicts = [self._noted(self.verdicts[exercise.name]) for exercise in self.week.exercises]
        notebook = _finish(self.notebook, self.week, {v.exercise: v for v in verdicts}, self.notes)
        return Judged(notebook, verdicts, self.notes, None, self.usage)

    def _noted(self, verdict: Verdict) -> Verdict:
        return (
            verdict if self.job.isolated else replace(verdict, notes=[*verdict.notes, NO_ISOLATION])
        )

    def _attempt(self, ends: float) -> None:
        session = None
        try:
            with self.worker.submission(self.job.staged.files) as session:
                session.ends = ends
                self._walk(session)
                self._look_again_at_the_end(session)
                self._judge_again(session)
        finally:
            if session is not None:
                self.usage["runs"] += 1
                self.usage["sandbox"] += float(session.usage.get("cpu", 0.0))
                self.usage["peak"] = max(self.usage["peak"], float(session.usage.get("peak", 0.0)))
                if session.usage.get("over_memory"):
                    self._note("The notebook used more memory than it may, and was stopped.")

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    # -------------------------------------------------------------- cells and checks in order

    def _walk(self, session: Session) -> None:
        by_check = {f"check_{exercise.name}": exercise for exercise in self.week.exercises}
        for cell in self.notebook.cells:
            self.at = cell.id
            if cell.cell_type != "code" or cell.id in self.left_out:
                continue
            if is_check(cell):
                exercise = by_check.get(cell.metadata.nbgrader.grade_id)
                if exercise is not None and exercise.name not in self.verdicts:
                    self.verdicts[exercise.name] = self._own_verdict(session, exercise)
            elif self.job.run_demos or not is_demo(cell):
                self._run(session, cell)
        self.at = ""

    def _run(self, session: Session, cell: NotebookNode) -> None:
        reply = session.run(cell.source)
        cell.outputs = clean_outputs(reply["outputs"])
        if reply["late"]:
            seconds = reply["seconds"]
            self._say(cell, f"This cell was stopped: it ran longer than {seconds:.3g} seconds.")
        breach = self.job.limits.told(reply["breach"] or "")
        if breach is not None:
            self._say(cell, f"This cell ended with an error: {breach}")
        if reply.get("cut") is True:
            self._say(cell, "This cell printed more than is kept; the rest is left out.")

    def _say(self, cell: NotebookNode, text: str) -> None:
        cell.outputs.append(
            nbformat.v4.new_output("stream", name="stdout", text=f"[grader] {text}\n")
        )
        self._note(f"{_first_line(cell)}: {text}")

    def _own_verdict(self, session: Session, exercise: Exercise) -> Verdict:
        sheet = self.sheets.get(exercise.name)
        if sheet is None:
            sheet = self.sheets[exercise.name] = draw(
                self.week, exercise, self.job.seed(exercise.name), known=False
            )
        outcomes = self.outcomes[exercise.name] = self._outcomes(session, sheet)
        try:
            return judge(sheet, outcomes, self._source_of)
        except Exception as error:  # noqa: BLE001 - what cannot be judged is recorded, for a person
            text = (
                f"What came back cannot be judged ({type(error).__name__}); a person has to look."
            )
            self._note(f"{exercise.name}: {text}")
            self.outcomes.pop(exercise.name)
            return _nothing(exercise, NOT_GRADABLE, text)

    def _named(self, exercise: Exercise, verdict: Verdict) -> Verdict:
        """Return the verdict with the misconception that explains what is still wrong, if one does.

        Where there was a second look, it shows the exercise's own fault, apart from those of the
        functions that it calls.
        """
        first = (self.sheets.get(exercise.name), self.outcomes.get(exercise.name))
        sheet, outcomes = self.second.get(exercise.name, first)
        wrong = [part.part for part in verdict.parts if part.outcome in (WRONG, ERROR)]
        if sheet is None or outcomes is None or not wrong:
            return verdict
        names = suspects(self.week, exercise, sheet, outcomes, wrong)
        again: dict[str, PartVerdict] = {}
        if names:
            whole = add_known(self.week, exercise, sheet, names)
            again = {part.part: part for part in judge(whole, outcomes, self._source_of).parts}
        parts = [
            again[part.part]
            if part.part in wrong and part.part in again and again[part.part].misconception
            else part
            for part in verdict.parts
        ]
        if exercise.name in self.second:
            shown = {part.part for part in judge(sheet, outcomes).parts if part.outcome != RIGHT}
            i = next((i for i, p in enumerate(parts) if p.part in wrong and p.part in shown), None)
            if i is not None:
                parts[i] = replace(parts[i], message=f"{STILL_WRONG}\n{parts[i].message}")
        return replace(verdict, parts=parts)

    def _outcomes(self, session: Session, sheet: Sheet) -> dict[str, list[Outcome]]:
        return {
            name: self._observe(session, [case.request() for case in cases])
            for name, cases in sheet.draws.items()
        }

    def _observe(
        self, session: Session, requests: list[dict[str, Any]], answer: Any = None
    ) -> list[Outcome]:
        """Return the outcome of each case; after one that took too long, the rest counts as such."""
        outcomes: list[Outcome] = []
        for request in requests:
            if outcomes and outcomes[-1].status == "limit":
                outcomes.append(outcomes[-1])
                continue
            outcomes.append(Outcome.from_json(session.probe(request, answer)))
            if outcomes[-1].status == "limit":
                session.hurry()
        return outcomes

    def _source_of(self, name: str) -> str | None:
        if name not in self.with_helpers:
            exercises = {f for e in self.week.exercises for f in e.functions}
            self.with_helpers[name] = with_helpers(name, self.sources, exercises)
        return self.with_helpers[name]

    # -------------------------------------------------------------- when the process is lost

    def _leave_out(self, error: RunnerGoneError, attempt: int) -> None:
        """Record what was going on when the process was lost, and leave it out from now on."""
        cell = next((cell for cell in self.notebook.cells if cell.id == self.at), None)
        if cell is None or cell.id in self.left_out:
            # It was lost in a second look, after all verdicts were reached: they stand.
            return
        self.left_out.add(cell.id)
        outcome = LIMIT if error.reason == "limit" else CRASHED
        if is_check(cell):
            name = cell.metadata.nbgrader.grade_id.removeprefix("check_")
            exercise = self.week.exercise(name)
            text = f"Calling your {name}: {error.detail[0].lower()}{error.detail[1:]}"
            self.verdicts[name] = _nothing(exercise, outcome, text)
            return
        text = f"{error.detail} The cell was left out and the rest of the notebook run without it."
        cell.outputs = []
        self._say(cell, text)

    def _close_open_verdicts(self, outcome: str, text: str) -> None:
        for exercise in self.week.exercises:
            if exercise.name not in self.verdicts:
                self.verdicts[exercise.name] = _nothing(exercise, outcome, text)
                self._note(text)

    # -------------------------------------------------------------- second looks

    def _look_again_at_the_end(self, session: Session) -> None:
        """Judge functions that a later cell defines: they were not there yet at their check."""
        for exercise in self.week.exercises:
            verdict, outcomes = self.verdicts[exercise.name], self.outcomes.get(exercise.name, {})
            if not any(
                _lacks_a_name(outcome) for several in outcomes.values() for outcome in several
            ):
                continue
            with contextlib.suppress(RunnerGoneError):
                again = self._own_verdict(session, exercise)
                if again.points > verdict.points:
                    note = "Judged with the functions as they are at the end of your notebook."
                    self.verdicts[exercise.name] = replace(again, notes=[note])
                    continue
            self.outcomes[exercise.name] = outcomes

    def _judge_again(self, session: Session) -> None:
        """A mistake counts once: judge what failed again with its dependencies answered rightly."""
        own = dict(self.verdicts)
        for exercise in self.week.exercises:
            verdict = own.get(exercise.name)
            if verdict is None or verdict.right or exercise.name not in self.sheets:
                continue
            faulty = [name for name in exercise.depends_on if not own[name].right]
            if not faulty:
                continue  # every function that it calls is right: the fault is its own
            try:
                again = self._rejudged(session, exercise, verdict, faulty[0])
            except RunnerGoneError:
                return  # the own verdicts stand
            except Exception as error:  # noqa: BLE001 - what cannot be judged earns nothing more
                self._note(f"{exercise.name}: no second look ({type(error).__name__}).")
                continue
            self.verdicts[exercise.name] = again

    def _rejudged(
        self, session: Session, exercise: Exercise, verdict: Verdict, faulty: str
    ) -> Verdict:
        # What failed only because of a function further back hands the blame on to that one.
        blamed = [part.culprit for part in self.verdicts[faulty].parts if part.culprit]
        culprit = blamed[0] if blamed and self.verdicts[faulty].right else faulty
        asked = [f for name in exercise.depends_on for f in self.week.exercise(name).functions]
        # A long part is earned when every short part passes; else only what failed is of interest.
        failed = {part.part for part in verdict.parts if part.outcome != RIGHT}
        whole = any(part.long and part.name in failed for part in exercise.parts)
        parts = [p for p in exercise.parts if not p.long and (whole or p.name in failed)]
        # Cases of its own: those of the own verdict are known by now, and while another exercise
        # was judged again, its reference could have been asked for all that is wanted here.
        seed = self.job.seed(f"{exercise.name}, again")
        sheet = draw(self.week, replace(exercise, parts=tuple(parts)), seed, known=False)
        reference = Reference(self.week.name, asked)
        outcomes = {
            name: self._observe(
                session, [_asking(case.request(), asked) for case in cases], reference.answer
            )
            for name, cases in sheet.draws.items()
        }
        again = judge(sheet, outcomes, self._source_of)
        right = {part.part for part in (*verdict.parts, *again.parts) if part.outcome == RIGHT}
        earned = [part for part in exercise.parts if part.name in right]
        if all(not part.long and _has_few_cases(part.cases) for part in earned):
            # Nothing is right but what could have been asked for ahead: that earns nothing.
            again = replace(again, parts=[p for p in again.parts if p.outcome != RIGHT])
        self.second[exercise.name] = (sheet, outcomes)
        return merge(verdict, again, self.sheets[exercise.name].parts, culprit)


@functools.cache
def _has_few_cases(cases: Draw) -> bool:
    """Return whether a part draws from so few cases that all of them can be known ahead."""
    drawn = [
        [
            (call.args, call.kwargs)
            for case in cases(np.random.default_rng(i))
            for call in case.calls
        ]
        for i in range(6)
    ]
    return len({json.dumps(encode(item, compact=True), default=str) for item in drawn}) < len(drawn)


def _lacks_a_name(outcome: Outcome) -> bool:
    """Return whether a call failed since something was not there, or not yet."""
    if outcome.status in ("unanswered", "missing"):
        return True
    return outcome.status == "error" and outcome.error.get("type") in ("NameError", "ImportError")


def _asking(request: dict[str, Any], asked: list[str]) -> dict[str, Any]:
    """Return a case's request with functions that the grader answers, but for those it fixes."""
    return {**request, "asked": [name for name in asked if name not in request["replaced"]]}


def merge(first: Verdict, again: Verdict, parts: list[PartSheet], culprit: str) -> Verdict:
    """Return the verdict that counts a mistake once: parts right in either, the culprit named.

    A part that trains long is earned when every short part passes the second time.
    """
    second = {part.part: part for part in again.parts}
    all_short_right = bool(second) and all(part.outcome == RIGHT for part in again.parts)
    merged = []
    for part, sheet in zip(first.parts, parts, strict=True):
        again_part = second.get(part.part)
        if again_part is not None and again_part.outcome == UNANSWERED:
            merged.append(again_part)  # its own stub was hidden behind the other function's fault
            continue
        passes = (
            all_short_right
            if sheet.long
            else again_part is not None and again_part.outcome == RIGHT
        )
        if part.outcome == RIGHT or not passes:
            # What is wrong even now is its own fault, which the first time may not have shown.
            if again_part and {part.outcome, again_part.outcome} <= {WRONG, ERROR}:
                part = again_part
            merged.append(part)
            continue
        message = (
            f"With a right `{culprit}` in place of yours, this part is right: it earns its points. "
            f"The fault is in `{culprit}`, where it is counted."
        )
        merged.append(
            replace(
                part,
                points=part.max_points,
                outcome=RIGHT,
                message=message,
                culprit=culprit,
                misconception=None,
            )
        )
    return replace(first, parts=merged)


class Reference:
    """Answers a student's calls of other exercises, within bounds, while an exercise is judged again."""

    def __init__(self, week: str, names: list[str]) -> None:
        self.namespace = reference_namespace(week)
        self.names = set(names)
        self.left = MAX_REQUESTS

    def answer(self, question: Any) -> dict[str, Any]:
        """Return the plain data of the reference's value, or of an error that the student's code meets."""
        self.left -= 1
        if self.left < 0:
            return {"error": "other functions were called too often to be answered"}
        name = question.get("ask")
        if name not in self.names:
            return {"error": "this function is not answered here"}
        try:
            args = [decode(item) for item in question["args"]]
            kwargs = {str(key): decode(item) for key, item in question["kwargs"].items()}
            _refuse_large([*args, *kwargs.values()])
            with _time_limit(SECONDS_ASKED):
                return {"value": encode(self.namespace[name](*args, **kwargs), compact=True)}
        except UnreadableValueError as error:
            return {"error": f"`{name}` was called with something that is no plain value: {error}"}
        except Exception as error:  # noqa: BLE001 - the reference was called wrongly: the caller's error
            return {"error": f"`{name}` was called in a way it cannot answer: {str(error)[:200]}"}


def _refuse_large(values: list[Any]) -> None:
    for value in values:
        if isinstance(value, bool):
            continue
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value.item()
        if isinstance(value, int) and abs(value) > MAX_SIZE_ASKED:
            raise ValueError("a number is too large to be answered here")
        if isinstance(value, dict):
            _refuse_large(list(value.values()))
        if isinstance(value, (list, tuple)):
            _refuse_large(list(value))


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds."""
    if threading.current_thread() is not threading.main_thread():
        with _time_limit_of_a_thread(seconds):
            yield
        return

    def late(number: int, frame: Any) -> None:
        raise TimeoutError("it takes too long")

    previous = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextlib.contextmanager
def _time_limit_of_a_thread(seconds: float) -> Iterator[None]:
    """Do the same in a thread of a Dask worker, where no signal arrives."""
    thread, lock, over = threading.get_ident(), threading.Lock(), threading.Event()

    def late() -> None:
        with lock:
            if not over.is_set():
                error = ctypes.py_object(TimeoutError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)

    timer = threading.Timer(seconds, late)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over.set()
        timer.cancel()


# ------------------------------------------------------------------ sources


def function_sources(notebook: NotebookNode) -> dict[str, str]:
    """Return the source of each function that a notebook's cells define, the last one of a name."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        source, tree = _parsed(cell.source)
        # Python counts line feeds only; `splitlines` also breaks at form feeds and the like.
        lines = source.split("\n")
        for node in tree.body:
            name = _defined(node)
            if name is not None:
                found[name] = "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n"
    return found


def _defined(node: ast.stmt) -> str | None:
    """Return the name of the function that a statement defines: by def, lambda or a second name."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, ast.Name)):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)


def _parsed(source: str) -> tuple[str, ast.Module]:
    """Return a cell's source and tree; lines that are IPython's and no Python count as `pass`."""
    for text in dict.fromkeys((source, MAGIC.sub(r"\1pass", source))):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return text, ast.parse(text)
    return "", ast.Module([], [])


def with_helpers(name: str, sources: dict[str, str], exercises: set[str]) -> str | None:
    """Return a function's source with that of the student's own helpers that it uses.

    Functions that are exercises themselves are left out, but for those of the same name's stem:
    `forward_vectorized` may not hide its loop in `forward_loop`.
    """
    if name not in sources:
        return None
    stem = name.split("_")[0]
    seen, pending, texts = {name}, [name], []
    while pending:
        text = sources[pending.pop()]
        texts.append(text)
        for node in ast.walk(ast.parse(text)):
            used = node.id if isinstance(node, ast.Name) else None
            if used and used in sources and used not in seen:
                if used in exercises and not used.startswith(stem):
                    continue
                seen.add(used)
                pending.append(used)
    return "\n".join(texts)


# ------------------------------------------------------------------ the notebook that is kept


def _is_text_of_release(cell: NotebookNode) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution") is not True and not cell.id.startswith(
        "own-"
    )


def _first_line(cell: NotebookNode) -> str:
    for line in cell.source.splitlines():
        if line.strip():
            return f"Cell `{clean_text(line.strip())[:60]}`"
    return "An empty cell"


def _finish(
    notebook: NotebookNode, week: Week, verdicts: dict[str, Verdict], notes: list[str]
) -> str:
    """Return the notebook's text with each check cell's output replaced by points and verdict."""
    copy = nbformat.from_dict(notebook)
    number = 0
    for cell in copy.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        cell.execution_count = number
        if is_check(cell):
            verdict = verdicts.get(cell.metadata.nbgrader.grade_id.removeprefix("check_"))
            cell.outputs = [_points(verdict, number)] if verdict else []
    if notes:
        lines = "\n".join(f"- {clean_markdown(note)}" for note in notes)
        text = f"**Notes on grading**\n\n{lines}"
        copy.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="grading-notes"))
    return nbformat.v4.writes(copy) + "\n"


def _points(verdict: Verdict, number: int) -> NotebookNode:
    # nbgrader reads a plain float in text/plain as the points; nothing else may stand there.
    data = {"text/plain": repr(float(verdict.points)), "text/html": clean_macros(verdict.to_html())}
    # Written out, since nbformat's own maker validates at each call what is valid by construction.
    return nbformat.from_dict(
        {
            "output_type": "execute_result",
            "data": data,
            "metadata": {},
            "execution_count": number,
        }
    )
