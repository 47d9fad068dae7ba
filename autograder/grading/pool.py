"""Where submissions are assessed: processes of this machine, or a Dask cluster, behind one interface."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import json
import multiprocessing
import multiprocessing.util
import os
import signal
import socket
import tempfile
import threading
import zipfile
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.files import UserError
from autograder.grading.enclosing import SandboxError, Spec
from autograder.grading.forking import begin_forking
from autograder.grading.holding import require_held
from autograder.grading.jobs import Job, Judged
from autograder.grading.own import own_folder
from autograder.grading.pins import judge_by
from autograder.grading.sandbox import Nursery, Worker

CONNECT_SECONDS = 30


@dataclass(frozen=True)
class Bundle:
    """A week's bundle: a folder on this machine, or its content, for a host that does not see it."""

    digest: str
    folder: str
    content: bytes | None = None

    @classmethod
    def of(cls, folder: Path) -> Bundle:
        """Return the bundle in a folder."""
        total = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            total.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
        return cls(total.hexdigest(), str(folder))

    def packed(self) -> Bundle:
        """Return the bundle with its content, to be sent to other hosts."""
        folder, buffer = Path(self.folder), io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder))
        return replace(self, content=buffer.getvalue())

    def unpacked(self) -> Path:
        """Return a folder on this host that holds the bundle."""
        if self.content is None:
            return Path(self.folder)
        try:
            target = own_folder() / self.digest
        except OSError as error:
            raise SandboxError(str(error)) from None
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=target.parent) as made:
                with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
                    archive.extractall(f"{made}/bundle")
                with contextlib.suppress(OSError):  # another process was first
                    os.rename(f"{made}/bundle", target)
        return target


class Pool:
    """Assesses submissions ahead; made anew when one of its processes dies."""

    def __init__(self, jobs: int, cluster: str | None) -> None:
        self.jobs = jobs
        self.cluster = cluster
        self.executor: Executor | None = None
        self.judges_by = ""
        self.client: Any = None
        self.sent: dict[str, Any] = {}
        self.nurseries: list[tuple[str, Nursery]] = []

    def __enter__(self) -> Pool:
        if self.cluster is not None:
            self._connect()
        return self

    def __exit__(self, *error: object) -> None:
        if self.client is not None:
            self.client.close()
        elif self.executor is not None and error[0] is None:
            self.executor.shutdown()
        elif self.executor is not None:
            # Somebody pressed Ctrl-C, or nothing can be written: what is under way is given up.
            for process in list((getattr(self.executor, "_processes", None) or {}).values()):
                process.terminate()
            self.executor.shutdown(cancel_futures=True)
        for _, nursery in self.nurseries:
            nursery.stop()

    def _connect(self) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise UserError(
                "--cluster needs dask.distributed; install it with `pip install distributed`"
            ) from None
        try:
            self.client = Client(self.cluster, timeout=CONNECT_SECONDS)
        except OSError as error:
            raise UserError(f"there is no Dask scheduler at {self.cluster} ({error})") from None
        # The seeds of a job are secret, its code is not: nothing is cached across calls.
        _refuse_threads(max(self.client.nthreads().values(), default=1))
        self.executor = self.client.get_executor(pure=False, retries=2)
        self.jobs = max(self.jobs, sum(self.client.nthreads().values()))

    def submit(self, job: Job, bundle: Bundle) -> Future[Judged]:
        """Have a submission assessed."""
        if self.client is not None and self.executor is not None:
            if job.judged_by:
                raise UserError(
                    f"{job.week} was released by another version of this project, and a cluster judges "
                    "by the installed one; grade it without --cluster, or see `autograder update`"
                )
            if bundle.digest not in self.sent:
                self.sent[bundle.digest] = self.client.scatter(bundle.packed(), broadcast=True)
            return self.executor.submit(assess_with_warm_worker, job, self.sent[bundle.digest])
        if self.executor is not None and self.judges_by != job.judged_by:
            self.executor.shutdown(wait=False)  # it ends when what it was given is done
            self.executor = None
        if self.executor is None:
            # One process imports what all need and then forks; it has no thread and no gradebook.
            context = begin_forking(job.page is not None)
            # What judges by a course's copies shows its sandbox those, which only they know.
            shared = None if job.judged_by else self._nursery_for(job, bundle)
            self.executor = ProcessPoolExecutor(
                self.jobs,
                mp_context=context,
                initializer=_begin,
                initargs=(job.judged_by, shared and (shared[0], shared[1].asked)),
            )
            self.judges_by = job.judged_by
        try:
            return self.executor.submit(assess_with_warm_worker, job, bundle)
        except BrokenProcessPool as error:  # it broke a moment ago, with others under way
            self.recover(error)
            return self.submit(job, bundle)

    def _nursery_for(self, job: Job, bundle: Bundle) -> tuple[str, Nursery]:
        """Return one sandbox for all processes of this machine, begun where none runs for such a job.

        It becomes warm while they begin. When it ends, and for another week, each has its own.
        """
        key = key_of(job, bundle)
        if self.nurseries and self.nurseries[-1][0] == key:
            if self.nurseries[-1][1].process.poll() is None:
                return self.nurseries[-1]
        self.nurseries.append((key, Nursery(spec_of(job, bundle.unpacked()))))
        return self.nurseries[-1]

    def recover(self, error: Exception) -> bool:
        """Throw away a local pool of which a process died; return whether that is what happened.

        A cluster replaces its own workers, and tries elsewhere what was lost with one.
        """
        if not isinstance(error, BrokenProcessPool):
            return False
        if self.executor is not None:
            self.executor.shutdown(wait=False, cancel_futures=True)
            self.executor = None
        return True


def _begin(judged_by: str, shared: tuple[str, socket.socket] | None) -> None:
    """Make this process of a pool ready: it ends with the grader, and judges by what a course pins."""
    _follow_the_one_that_started()
    gc.freeze()  # what all of them share stays, and is not looked through at each collection
    gc.enable()
    if judged_by:
        judge_by(judged_by)
    elif shared is not None:
        _shared[shared[0]] = shared[1]


def _follow_the_one_that_started() -> None:
    """Have this process of a pool end when the grader does, however that ends, and not before."""
    # Ctrl-C reaches every process of a terminal; the grader says what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)  # the sandbox's processes die with this one


# The warm worker of this process, and what it was made for.
_warm: list[tuple[str, Worker]] = []
# Where this process of a pool asks for a worker, by what the sandbox there was made for.
_shared: dict[str, socket.socket] = {}


def _stop_worker() -> None:
    while _warm:
        _warm.pop()[1].stop()


def _refuse_threads(number: int) -> None:
    """Raise UserError where one process would judge in several threads.

    Judging patches what a process has once, such as its standard output and its alarm clock.
    """
    if number > 1:
        raise UserError(
            f"a worker of the cluster judges in {number} threads; start workers with --nthreads 1, "
            "as many as there are cores"
        )


_judging = threading.Lock()


def assess_with_warm_worker(job: Job, bundle: Bundle) -> Judged:
    """Assess a submission in this process's one warm worker for the week.

    Raises UserError when another thread of this process is at it, SandboxError when the sandbox of
    this host does not hold.
    """
    if not _judging.acquire(blocking=False):
        _refuse_threads(2)
    try:
        return _assess(job, bundle)
    finally:
        _judging.release()


def _assess(job: Job, bundle: Bundle) -> Judged:
    """Assess a submission in this thread's warm worker for the week, started when first needed.

    Raises SandboxError when the sandbox of this host does not hold.
    """
    from autograder.grading.assess import assess

    key = key_of(job, bundle)
    if not _warm or _warm[0][0] != key:
        # Unlike atexit, this is called at the end of a pool's processes too.
        multiprocessing.util.Finalize(None, _stop_worker, exitpriority=10)
        _stop_worker()
        folder = bundle.unpacked()
        worker = Worker(spec_of(job, folder), _shared.get(key))
        if job.isolated:
            require_held(worker, job.hidden)
        _warm.append((key, worker))
    judged = assess(job, _warm[0][1])
    if job.page is not None:
        from autograder.grading.rendering import add_page

        add_page(judged, job.week, job.page)
    return judged


def key_of(job: Job, bundle: Bundle) -> str:
    """Return what a sandbox is made for: two jobs with one key can be done in one."""
    return json.dumps([bundle.digest, job.limits.to_json(), job.isolated, job.packages])


def spec_of(job: Job, folder: Path) -> Spec:
    """Return the sandbox that a job needs, with the bundle in a folder."""
    return Spec(folder, modules_of(folder), job.limits, job.isolated, job.packages)


def modules_of(bundle: Path) -> tuple[str, ...]:
    """Return the modules of a bundle, to be loaded before the fork."""
    files = [path for room in ("helpers", "solutions") for path in (bundle / room).rglob("*.py")]
    names = (".".join(path.relative_to(bundle).with_suffix("").parts) for path in files)
    return tuple(sorted(name.removesuffix(".__init__") for name in names))
