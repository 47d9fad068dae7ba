"""The sandbox as the trusted side sees it: starts warm workers and opens submissions in them.

What bubblewrap shuts in (enclosing.py) is a nursery: it loads what submissions need and forks a worker
for each process that judges. A worker forks each submission into namespaces of its own
(inside/confine.py). session.py talks to the submission.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from autograder.grading.enclosing import (
    FIRST_UID,
    UIDS,
    SandboxError,
    Spec,
    open_command,
    sandbox_command,
)
from autograder.grading.inside.waiting import waited
from autograder.grading.limits import MEGABYTE
from autograder.grading.moved import moved_in
from autograder.grading.session import START_SECONDS, Lines, RunnerGoneError, Session
from autograder.grading.warmth import Warmth

GOODBYE_SECONDS = 1.0
BY_SIGKILL = (-9, 128 + 9)


class WorkerLostError(Exception):
    """The warm worker itself ended, which no submission can bring about: try again."""


class Nursery:
    """The process inside the sandbox that loads what submissions need once, and forks workers.

    `asked` is where one is asked for: any process that has it can, all at once.
    """

    def __init__(self, spec: Spec) -> None:
        """Start it; it becomes ready while others wait for their workers. Raises SandboxError."""
        self.spec = spec
        self.asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.warmth = Warmth(spec) if spec.isolated else None
        passed = [theirs.fileno()]
        environment: dict[str, str] = {}
        if self.warmth is not None:
            passed.append(self.warmth.file.fileno())
            command = sandbox_command(spec, *passed)
        else:
            command, environment = open_command(spec, *passed)
        self.log = tempfile.TemporaryFile()
        with theirs:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
                env=environment,
                pass_fds=passed,
            )

    def why_gone(self) -> Exception:
        """Return what to raise when it gave no worker: it was ended, or the sandbox does not start."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self.process.wait(GOODBYE_SECONDS) in BY_SIGKILL:
                return WorkerLostError("the sandbox's worker ended")
        if self.process.poll() is None:  # it runs, so that the worker alone was ended
            return WorkerLostError("the sandbox's worker ended")
        self.log.seek(0)
        return SandboxError(_why_not(self.log.read(20_000).decode("utf-8", "replace").strip()))

    def stop(self) -> None:
        """End it, and every worker of it with all that runs there."""
        self.asked.close()  # where nobody else has it, it ends by itself
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GOODBYE_SECONDS)
        self.process.kill()
        self.process.wait()
        self.log.close()
        if self.warmth is not None:
            self.warmth.keep()


class Worker:
    """A warm worker; `submission` opens a runner in it, one at a time.

    `shared` is where it is asked for first: the nursery of all processes that judge. When that is
    gone, or there is none, the worker has a nursery of its own.
    """

    def __init__(self, spec: Spec, shared: socket.socket | None = None) -> None:
        self.spec = spec
        self.shared = shared
        self.own: Nursery | None = None
        self.control: Lines | None = None
        self.had_waited = 0.0

    @property
    def running(self) -> bool:
        """Whether it was started and nothing has told yet that it ended."""
        return self.control is not None

    def start(self) -> None:
        """Start it and wait until it is warm. Raises SandboxError, or WorkerLostError when it was ended."""
        if self.shared is not None:
            try:
                self.control = self._asked_for(self.shared)
                return
            except (OSError, RunnerGoneError, SandboxError):
                self.shared = None
        if self.own is None:
            self.own = Nursery(self.spec)
        try:
            self.control = self._asked_for(self.own.asked)
        except (OSError, RunnerGoneError):
            error = self.own.why_gone()
            self.stop()
            raise error from None
        except SandboxError:
            self.stop()
            raise

    def _asked_for(self, asked: socket.socket) -> Lines:
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as stack:
            stack.enter_context(ours)
            # A uid of its own for each process that judges on this host: limits count by user.
            uid = FIRST_UID + os.getpid() % UIDS
            with theirs:
                socket.send_fds(asked, [json.dumps({"uid": uid}).encode()], [theirs.fileno()])
            control = Lines(ours, MEGABYTE)
            answer = control.receive(time.monotonic() + START_SECONDS)
            if answer.get("ready") is not True:
                raise SandboxError(_why_not(str(answer.get("why"))))
            stack.pop_all()
        return control

    @contextlib.contextmanager
    def submission(self, files: dict[str, bytes]) -> Iterator[Session]:
        """Open a runner with the student's other files in its folder; kill it at the end."""
        if not self.running or self._is_gone():
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
            self.had_waited = waited("thread-self", used=0.0)
            session = Session(lines, limits, moved_in(self.spec.bundle), self._waited)
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

    def _waited(self) -> float:
        """Return for how many seconds the submission has waited for a processor that others had.

        The submission also waits while this thread does. Raises RunnerGoneError when the worker is gone.
        """
        assert self.control is not None
        deadline = time.monotonic() + START_SECONDS
        self.control.send({"do": "waited"}, deadline)
        theirs = float(self.control.receive(deadline)["waited"])
        return theirs + waited("thread-self", used=0.0) - self.had_waited

    def _end(self, session: Session, lost: bool = False) -> bool:
        """Have the worker end a submission; return whether it could. `lost`: it seems to be gone."""
        assert self.control is not None
        deadline = time.monotonic() + START_SECONDS
        try:
            self.control.send({"do": "end", "lost": lost}, deadline)
            session.usage = self.control.receive(deadline)
        except RunnerGoneError:
            self.stop()
            return False
        return True

    def _is_gone(self) -> bool:
        """Return whether a worker that says nothing unasked has closed its end."""
        assert self.control is not None
        self.control.channel.settimeout(0)
        try:
            gone = not self.control.channel.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            gone = True
        self.stop()
        return gone

    def stop(self) -> None:
        """End the worker and everything in it."""
        if self.control is not None:
            self.control.channel.close()  # at which it ends by itself
            self.control = None
        if self.own is not None:
            self.own.stop()
            self.own = None


def _why_not(complaint: str) -> str:
    text = "the sandbox does not start."
    if "namespace" in complaint or "Operation not permitted" in complaint or "uid map" in complaint:
        text += (
            " This system does not let ordinary users make namespaces. On Ubuntu 23.10 and later run "
            "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give bwrap an AppArmor "
            "profile; in a container, allow user namespaces."
        )
    return f"{text} It said:\n{complaint[-1500:] or '(nothing)'}"
