"""The sandbox as the trusted side sees it: starts warm workers and opens submissions in them.

A worker is shut in by bubblewrap (enclosing.py) and forks each submission into namespaces of its
own (inside/confine.py). session.py talks to the submission.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from autograder.grading.enclosing import SandboxError, Spec, open_command, sandbox_command
from autograder.grading.inside.waiting import waited
from autograder.grading.limits import MEGABYTE
from autograder.grading.moved import moved_in
from autograder.grading.session import START_SECONDS, Lines, RunnerGoneError, Session

GOODBYE_SECONDS = 1.0
BY_SIGKILL = (-9, 128 + 9)


class WorkerLostError(Exception):
    """The warm worker itself ended, which no submission can bring about: try again."""


class Worker:
    """A warm worker process; `submission` opens a runner in it, one at a time."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.home: tempfile.TemporaryDirectory[str] | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.control: Lines | None = None
        self.had_waited = 0.0

    def start(self) -> None:
        """Start the process and wait until it is warm. Raises SandboxError."""
        ours, theirs = socket.socketpair()
        if self.spec.isolated:
            command = sandbox_command(self.spec, theirs.fileno())
            environment: dict[str, str] = {}
        else:
            command, environment = open_command(self.spec, theirs.fileno())
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
        deadline = time.monotonic() + 30
        self.control.send({"do": "waited"}, deadline)
        theirs = float(self.control.receive(deadline)["waited"])
        return theirs + waited("thread-self", used=0.0) - self.had_waited

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
