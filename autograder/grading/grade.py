"""Grades a class: submissions in, judged ahead of the one writer of gradebook, records and verdicts."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import re
import time
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.files import (
    EXERCISES,
    SOLUTIONS,
    UserError,
    remove_unfinished,
    write_atomically,
    write_together,
)
from autograder.grading.collecting import marks_of, week_of
from autograder.grading.course import Course, read_record
from autograder.grading.jobs import Job, Judged, page_settings
from autograder.grading.lean import load_without_server
from autograder.grading.losses import Loss, SubmissionLostError, is_too_often
from autograder.grading.pins import engine_digest, pin_of, pinned_folder
from autograder.grading.pool import Bundle, Pool
from autograder.grading.releases import Release, former_releases, told_of_older
from autograder.grading.sandbox import WorkerLostError
from autograder.grading.staging import Staged, stage
from autograder.grading.verdict_files import VerdictFiles

AHEAD = 3
TRIES = 3
# A warm worker serves many submissions: that it ends says little about the one that it was at.
MOST_WORKERS = 30
MAX_NAME = 200
SECRET = re.compile(rb"[0-9A-Za-z]{32,256}")


@dataclass(frozen=True)
class Request:
    """What to grade, and how."""

    weeks: tuple[str, ...] = ()
    student: str | None = None
    jobs: int = 1
    force: bool = False
    feedback: bool = True
    isolated: bool = True
    run_demos: bool = False
    cluster: str | None = None


@dataclass(frozen=True)
class Graded:
    """One submission that has been dealt with."""

    student: str
    week: str
    state: str  # "graded", "renewed" (score and page only), "unchanged", "failed"
    points: float = 0.0
    max_points: float = 0.0
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    usage: dict[str, float] = field(default_factory=dict)
    unread: int = 0


@dataclass
class Plan:
    """All submissions that a request names."""

    submissions: list[tuple[str, str]]
    refused: list[tuple[str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.submissions) + len(self.refused)


def plan(course: Course, request: Request) -> Plan:
    """Return the submissions to look at. Raises UserError when there is none."""
    released = course.weeks()
    unknown = [week for week in request.weeks if week not in released]
    if unknown:
        raise UserError(
            f"{unknown[0]} is not released in {course.root}; released: {', '.join(released) or 'nothing'}"
        )
    folder = course.root / "submitted"
    found: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    for student in sorted(os.listdir(folder)) if folder.is_dir() else []:
        if student.startswith(".") or (request.student and student != request.student):
            continue
        for week in request.weeks or released:
            if os.path.lexists(folder / student / week):
                (found if _can_be_a_name(student) else refused).append((student, week))
    if not found and not refused:
        who = f" by {request.student}" if request.student else ""
        what = ", ".join(request.weeks) or "any week"
        raise UserError(
            f"nothing was handed in{who} for {what}: a submission is {folder}/STUDENT/WEEK/WEEK.ipynb"
        )
    # Week by week: a warm worker holds one week's bundle.
    return Plan(sorted(found, key=lambda item: (item[1], item[0])), refused)


def _can_be_a_name(student: str) -> bool:
    """Return whether files and gradebook can carry a student's name."""
    try:
        return len(student.encode("utf-8")) <= MAX_NAME
    except UnicodeEncodeError:
        return False


def grade(
    course: Course,
    request: Request,
    submissions: Plan,
    pool: Pool | None = None,
    verdicts: VerdictFiles | None = None,
) -> Iterator[Graded]:
    """Grade submissions, yielding each as it is done; afterwards gradebook, records, verdicts agree.

    `pool` and `verdicts` are kept for a later call; without them, each call has its own.
    The work may be interrupted at any moment and run again. Raises UserError, also when the
    sandbox does not hold.
    """
    for student, week in submissions.refused:
        shown = student.encode("utf-8", "replace").decode("utf-8")
        reason = f"the folder's name is no name: use UTF-8 and at most {MAX_NAME} bytes"
        yield Graded(shown[:80], week, "failed", problem=reason)
    with contextlib.ExitStack() as stack:
        stack.enter_context(course.locked())
        if pool is None:
            # Not more than there is to do: each process beyond would start a sandbox for nothing.
            jobs = max(1, min(request.jobs, len(submissions.submissions)))
            pool = stack.enter_context(Pool(jobs, request.cluster))
            _warm_for(course, replace(request, feedback=False), submissions, pool)
        # The gradebook's imports take half a second, in which the sandboxes become ready.
        load_without_server()
        from autograder.grading.feedback import FeedbackWriter
        from autograder.grading.gradebook import GradebookWriter
        from autograder.grading.ownership import require_own_database

        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        require_own_database(course.root, course.db_url)
        weeks = sorted({week for _, week in submissions.submissions})
        book = GradebookWriter(course)
        pages = FeedbackWriter(course, book.book) if request.feedback else None
        writer = Writer(course, book, pages)
        verdicts = verdicts or VerdictFiles(course)
        try:
            try:
                for week in weeks:
                    if not book.released(week):
                        raise UserError(
                            f"the gradebook does not know {week}; run `autograder course {course.root}`"
                        )
                yield from _graded(course, request, submissions, writer, pool)
            finally:
                book.close()
                for week in weeks:
                    verdicts.renew(week, writer.touched.get(week, set()))
        except OSError as error:
            raise UserError(
                f"{error.filename or course.root} cannot be written ({error.strerror or error}). "
                "Nothing is lost: make room, and run the same command again."
            ) from None


def warm(course: Course, request: Request, pool: Pool) -> None:
    """Have a pool's processes and sandboxes made ready for the week that is being handed in.

    So the first who hands in does not wait for that.
    """
    weeks = request.weeks or tuple(course.weeks())
    if not weeks:
        return
    handed = {path: path.stat().st_mtime for path in (course.root / "submitted").glob("*/*")}
    latest = max(handed, key=lambda path: handed[path], default=Path()).name
    _make_ready(course, request, latest if latest in weeks else weeks[0], pool, pool.jobs)


def _warm_for(course: Course, request: Request, submissions: Plan, pool: Pool) -> None:
    """Have as many sandboxes made ready as the first week has submissions that were never graded.

    Others may be unchanged, and then nobody needs a sandbox.
    """
    new = [
        week
        for student, week in submissions.submissions
        if request.force or not course.record(student, week).exists()
    ]
    if new and request.cluster is None:
        _make_ready(course, request, new[0], pool, min(pool.jobs, new.count(new[0])))


def _make_ready(course: Course, request: Request, name: str, pool: Pool, number: int) -> None:
    week = WeekFiles.of(course, name, request)
    nothing = Staged(cells=None, files={}, digest="")
    for _ in range(number):
        # What goes wrong here goes wrong with the first submission, and is told then.
        pool.submit(week.job(course, request, "", nothing, b""), week.bundle)


class Writer:
    """Writes what was judged, in an order that lets an interrupted run be repeated."""

    def __init__(self, course: Course, book: Any, pages: Any) -> None:
        self.course = course
        self.book = book
        self.pages = pages
        self.touched: dict[str, set[str]] = {}

    def clear(self, student: str, week: str) -> None:
        """Remove what an earlier grading left, record first, also one that was killed while it wrote.

        What that left of records is removed where the class's verdicts are made from them.
        """
        self.touched.setdefault(week, set()).add(student)
        self.course.record(student, week).unlink(missing_ok=True)
        for path in (self.course.feedback, self.course.autograded):
            path(student, week).unlink(missing_ok=True)
            remove_unfinished(path(student, week).parent)

    def write(self, job: Job, judged: Judged, fingerprint: str) -> Graded:
        """Write notebook, grades, page and, last of all, the record."""
        student, week = job.student, job.week
        used = time.process_time()
        self.clear(student, week)
        beside = exchange_files(job)
        stamp = job.staged.files.get("timestamp.txt")
        timestamp = stamp.decode("utf-8", "replace").strip()[:60] if stamp else None
        saved = self.book.save(student, week, judged, timestamp)
        page = judged.page_for(saved.standing) if self.pages is not None else None
        files = self._files(self.course.autograded(student, week), judged.notebook, beside)
        if page is not None:
            files |= self._files(self.course.feedback(student, week), page, beside)
        write_together(files)
        written = time.process_time()  # of all hands
        record = {
            "fingerprint": fingerprint,
            **saved.told,
            "problem": judged.problem,
            "notes": [*judged.notes, *judged.losses],
            "verdicts": verdict_lines(job, judged),
        }
        self._finish(student, week, record, page_due=page is None)
        ended = time.process_time()
        usage = {**judged.usage, "gradebook": written - used, "feedback": ended - written}
        return _graded_before(student, week, record, "graded", usage)

    def renew(self, student: str, week: str, record: dict[str, Any]) -> Graded:
        """Renew score and page: a person has graded, the due date was set, or the page is gone.

        Nothing is judged again.
        """
        self.touched.setdefault(week, set()).add(student)
        self.course.record(student, week).unlink(missing_ok=True)
        record = {**record, **self.book.standing(student, week)}
        self._finish(student, week, record)
        return _graded_before(student, week, record, "renewed")

    @staticmethod
    def _files(path: Path, text: str, beside: dict[str, bytes]) -> dict[Path, str | bytes]:
        return {path: text, **{path.with_name(name): data for name, data in beside.items()}}

    def _finish(
        self, student: str, week: str, record: dict[str, Any], *, page_due: bool = True
    ) -> None:
        """Write the page where that is due and, last of all, the record."""
        record |= {"feedback": self.pages is not None, "page_problem": None}
        if self.pages is not None and page_due:
            try:
                self.pages.write(student, week)
            except (OSError, MemoryError):
                raise
            except Exception as error:  # one page must not stop the class
                what = f"{type(error).__name__}: {error}"
                record["page_problem"] = f"the feedback page could not be made ({what})"
        write_atomically(
            self.course.record(student, week), json.dumps(record, ensure_ascii=False) + "\n"
        )

    def fail(self, student: str, week: str, reason: str) -> Graded:
        """Record that a submission could not be graded through no fault of its own."""
        self.clear(student, week)
        self.book.forget(student, week)
        return Graded(student, week, "failed", problem=reason)


def exchange_files(job: Job) -> dict[str, bytes]:
    """Return the files by which nbgrader's exchange finds the student whose feedback it is.

    `nbgrader submit` makes both. What came by another way has no secret; it gets one that nobody
    knows, so that releasing the feedback of a class does not stop at it.
    """
    secret = job.staged.files.get("submission_secret.txt", b"").strip()
    if not SECRET.fullmatch(secret):
        secret = hashlib.sha256(b"exchange" + job.seed("")).hexdigest().encode("ascii")
    return {
        "timestamp.txt": job.staged.files.get("timestamp.txt", b""),
        "submission_secret.txt": secret,
    }


def verdict_lines(job: Job, judged: Judged) -> list[dict[str, Any]]:
    """Return one line a part, as verdicts/WEEK.jsonl keeps them."""
    return [
        {
            "student": job.student,
            "exercise": verdict.exercise,
            "part": part.part,
            "points": part.points,
            "max_points": part.max_points,
            "outcome": part.outcome,
            "misconception": part.misconception,
            "culprit": part.culprit,
            "message": part.message,
            "submission": job.staged.digest,
            "isolated": job.isolated,
        }
        for verdict in judged.verdicts
        for part in verdict.parts
    ]


# ------------------------------------------------------------------ judging ahead


@dataclass
class Errand:
    """A submission on its way to being judged, and how often that failed.

    `alone`: a process died while several were under way, so this one goes by itself, and a
    death is then its own doing. `lost` counts the sandbox's workers that ended under it, which no
    submission can bring about, and `died` the processes of the grader that did.
    """

    job: Job
    fingerprint: str
    tries: int = 0
    lost: int = 0
    died: int = 0
    alone: bool = False

    def go_alone(self, lost: tuple[Loss, ...] = ()) -> None:
        """Have it judged with nothing else under way."""
        self.alone = True
        self.job = replace(self.job, alone=True, lost=lost or self.job.lost)

    def failed(self, error: Exception, died: bool) -> str | None:
        """Take in that judging it failed; return why it is given up, or None for another try."""
        if isinstance(error, SubmissionLostError):
            self.go_alone(error.losses)
        elif isinstance(error, WorkerLostError):
            self.lost += 1
            self.go_alone()
        else:
            self.tries += self.alone or not died
            self.died += died
            if died:
                self.go_alone()
        if is_too_often(self.job.lost) or self.lost >= MOST_WORKERS:
            return f"{error}. That is not counted against it; grade it again, or look at it"
        if self.tries >= TRIES:
            return f"the grader failed on it {TRIES} times ({type(error).__name__}: {error})"
        return None

    def told(self) -> list[str]:
        """Return a sentence for each kind of loss that stopped the judging and not the notebook."""
        kinds = {"the sandbox's worker": self.lost, "a process of the grader": self.died}
        return [
            f"While it was judged, {what} ended, not by the notebook's doing (times: {times}); it was "
            "run again. This costs no point."
            for what, times in kinds.items()
            if times
        ]


def _graded(
    course: Course, request: Request, submissions: Plan, writer: Writer, pool: Pool
) -> Iterator[Graded]:
    names = {week for _, week in submissions.submissions}
    weeks = {week: WeekFiles.of(course, week, request) for week in names}
    errands = _errands(course, request, submissions, weeks, writer)
    waiting: dict[Future[Judged], Errand] = {}
    again: list[Errand] = []
    while True:
        while len(waiting) < pool.jobs * AHEAD:
            if again and again[-1].alone and waiting:
                break  # it waits until nothing else is under way
            errand = again.pop() if again else next(errands, None)
            if isinstance(errand, Graded):
                yield errand
                continue
            if errand is None:
                break
            waiting[pool.submit(errand.job, weeks[errand.job.week].bundle)] = errand
            if errand.alone:
                break
        if not waiting:
            return
        for future in _next_done(waiting):
            errand = waiting.pop(future)
            try:
                judged = future.result()
            except UserError:
                raise
            except Exception as error:  # one submission must not stop the others
                died = pool.recover(error)
                reason = errand.failed(error, died)
                if reason is None:
                    again.append(errand)
                    continue
                yield writer.fail(errand.job.student, errand.job.week, reason)
                continue
            judged.losses += errand.told()
            yield _written(writer, errand, judged)


def _next_done(waiting: Collection[Future[Judged]]) -> set[Future[Judged]]:
    """Return what is done first; when a process died, all: its death takes along what is under way."""
    done = wait(waiting, return_when=FIRST_COMPLETED).done
    if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
        done = wait(waiting).done
    return done


def _errands(
    course: Course,
    request: Request,
    submissions: Plan,
    weeks: dict[str, WeekFiles],
    writer: Writer,
) -> Iterator[Errand | Graded]:
    """Yield what is to be judged; a submission that has not changed since its grade is Graded."""
    secret = course.secret()
    marks = {week: marks_of(course, week) for week in course.weeks()}
    of_week = {
        week: {name for name, its in submissions.submissions if its == week} for week in weeks
    }
    by_hand = {week: writer.book.by_hand(week, of_week[week]) for week in weeks}
    late = {week: writer.book.late_rules(week) for week in weeks}
    unread = {week: writer.book.unread(week, of_week[week]) for week in weeks}
    for student, week in submissions.submissions:
        job = _job(course, request, weeks[week], student, secret, marks)
        fingerprint = weeks[week].fingerprint(job)
        record = None if request.force else read_record(course.record(student, week))
        notebook = course.autograded(student, week)
        if record is None or record["fingerprint"] != fingerprint or not notebook.exists():
            yield Errand(job, fingerprint)
        elif _standing_is_due(
            course,
            request,
            job,
            record,
            {"by_hand": by_hand[week].get(student, ""), "late": late[week]},
        ):
            yield writer.renew(student, week, record)
        else:
            record["unread"] = unread[week].get(student, 0)
            yield _graded_before(student, week, record, "unchanged")


def _standing_is_due(
    course: Course, request: Request, job: Job, record: dict[str, Any], now: dict[str, str]
) -> bool:
    """Return whether an unchanged submission's score or page is older than what they depend on."""
    if any(record.get(name, "") != value for name, value in now.items()):
        return True
    if not request.feedback:
        return False
    there = course.feedback(job.student, job.week).exists()
    return not there or not record["feedback"] or bool(record.get("page_problem"))


def _written(writer: Writer, errand: Errand, judged: Judged) -> Graded:
    """Write what was judged; what only this one submission brings about does not stop the class."""
    try:
        return writer.write(errand.job, judged, errand.fingerprint)
    except (UserError, OSError, MemoryError):
        raise  # this would meet the next submission too
    except Exception as error:  # one submission must not stop the others
        reason = f"its grade could not be saved ({type(error).__name__}: {error})"
        return writer.fail(errand.job.student, errand.job.week, reason)


def _job(
    course: Course,
    request: Request,
    week: WeekFiles,
    student: str,
    secret: bytes,
    marks: dict[str, set[str]],
) -> Job:
    staged = stage(course.submission(student, week.name), week.name, course.limits)
    other = week_of(staged.cells or [], marks, week.name)
    if other not in (None, week.name):
        reason = f"This is the notebook of {other}, handed in as {week.name}."
        staged = replace(staged, cells=None, problem=reason)
    told = told_of_older(week.releases, staged.cells)
    staged = replace(staged, notes=[*told, *staged.notes])
    return week.job(course, request, student, staged, secret)


def _graded_before(
    student: str,
    week: str,
    record: dict[str, Any],
    state: str,
    usage: dict[str, float] | None = None,
) -> Graded:
    """Return what a record says of a submission."""
    points = sum(line["points"] for line in record["verdicts"])
    most = sum(line["max_points"] for line in record["verdicts"])
    return Graded(
        student,
        week,
        state,
        points,
        most,
        record["notes"],
        record["problem"] or record.get("page_problem"),
        usage or {},
        record.get("unread", 0),
    )


@dataclass(frozen=True)
class WeekFiles:
    """What grading a week needs: the released notebook, the bundle, by what it is judged."""

    name: str
    release: str
    bundle: Bundle
    judged_by: str
    digest: str
    hidden: tuple[str, ...]
    releases: tuple[Release, ...] = ()
    page: str | None = None

    @classmethod
    def of(cls, course: Course, week: str, request: Request) -> WeekFiles:
        """Return a released week. Raises UserError when its notebook is not there."""
        folder = course.release(week)
        notebook = folder / f"{week}.ipynb"
        if not notebook.exists():
            raise UserError(f"{notebook} is not there; run `autograder course {course.root}`")
        release = notebook.read_text(encoding="utf-8")
        bundle, judged_by = Bundle.of(folder), pin_of(course.private, week)
        chosen = [course.limits.to_json(), request.isolated, request.run_demos]
        settings = json.dumps([*chosen, *course.packages])
        parts = (release, bundle.digest, judged_by.digest, engine_digest(), settings)
        total = hashlib.sha256("".join(map(_digest, parts)).encode())
        pinned = pinned_folder(course.private, week)
        hidden = (
            SOLUTIONS / f"{week}.py",
            EXERCISES / week / "__init__.py",
            pinned / "solutions" / f"{week}.py",
            course.private / "secret",
            course.root / "gradebook.db",
        )
        paths, releases = tuple(map(str, hidden)), former_releases(course.private, notebook)
        page = page_settings(course.config) if request.feedback else None
        return cls(
            week, release, bundle, judged_by.folder, total.hexdigest(), paths, releases, page
        )

    def job(
        self, course: Course, request: Request, student: str, staged: Staged, secret: bytes
    ) -> Job:
        """Return the job of judging what a student handed in."""
        return Job(
            student=student,
            week=self.name,
            staged=staged,
            release=self.release,
            secret=secret,
            limits=course.limits,
            packages=course.packages,
            isolated=request.isolated,
            run_demos=request.run_demos,
            hidden=self.hidden,
            judged_by=self.judged_by,
            page=self.page,
        )

    def fingerprint(self, job: Job) -> str:
        """Return a digest of all that the verdicts on a submission depend on."""
        return _digest(f"{self.digest} {job.staged.digest} {_digest(job.secret.hex())}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
