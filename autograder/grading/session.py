"""Talks to the runner of a submission, of which nothing is believed: messages, limits, answers."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from autograder.grading.inside.waiting import PATIENCE, WORTH_WAITING
from autograder.grading.limits import MEGABYTE, Limits, count_values
from autograder.grading.moved import with_old_names

START_SECONDS = 120.0
HURRIED_SECONDS = 3.0
# For what only helps to name a mistake: by the clock, and of CPU.
NEAR_SECONDS, NEAR_CPU = 5.0, 1.0
MAX_VALUES = 500_000
MAX_OUTPUTS = 200
MAX_OUTPUTS_OF_ALL = 2_000
MAX_QUESTION = 8 * MEGABYTE
# A buffer of a megabyte is asked of the kernel, and given back, for each message: 15 microseconds.
PIECE = 1 << 16
# While the grader answers, a student's clock stands still, in all for this share of the submission's
# time; of what passes before each question, so many seconds count as its way on a busy machine.
SHARE_PAUSED = 0.2
ON_THE_WAY = 0.01
# What a process waits for a processor that others have is not its time either (inside/waiting.py): for
# a cell or a call up to PATIENCE times its limit, in all up to as many times that of the submission.
PATIENCE_IN_ALL = PATIENCE
LAST_LOOK = 1e-3
ROOM_TO_ANSWER = 1024 * MEGABYTE
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


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


class LateError(RunnerGoneError):
    """No message came in time."""

    def __init__(self) -> None:
        super().__init__("limit", "It took longer than it may.")


class OutOfSecondsError(RunnerGoneError):
    """The time for the whole submission is over."""


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
                raise LateError from None
            except OSError:
                raise RunnerGoneError("lost", "It ended the whole Python process.") from None

    def receive(self, deadline: float) -> dict[str, Any]:
        """Return the next message. Raises LateError when none comes, RunnerGoneError for none that is one."""
        searched = 0
        while (end := self.buffer.find(b"\n", searched)) < 0:
            searched = len(self.buffer)
            self._wait(deadline)
            try:
                data = self.channel.recv(PIECE)
            except TimeoutError:
                raise LateError from None
            except OSError:
                data = b""
            if not data:
                raise RunnerGoneError("lost", "It ended the whole Python process.")
            self.buffer += data
            self.total += len(data)
            if len(self.buffer) > self.limit or self.total > 8 * self.limit:
                raise RunnerGoneError("limit", "It gave back more data than it may.")
        with memoryview(self.buffer) as view:
            line = bytes(view[:end])
        del self.buffer[: end + 1]
        self.size = len(line)
        return _message(line)

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise LateError
        self.channel.settimeout(left)


def _message(line: bytes) -> dict[str, Any]:
    """Return the message in a line. Raises RunnerGoneError for all that is none, or is too much."""
    if count_values(line) > MAX_VALUES:
        raise RunnerGoneError("limit", "It gave back more data than it may.")
    try:
        message = DECODER.decode(line.decode("utf-8"))
        if b"\\u" in line and SURROGATE.search(line):
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


DECODER = json.JSONDecoder(parse_int=_integer)


class Session:
    """The runner of one submission. Its answers are never trusted to be more than data.

    `waited` tells for how many seconds, since it began, its process waited for a processor that
    others had.
    """

    def __init__(
        self,
        lines: Lines,
        limits: Limits,
        moved: Mapping[str, str] | None = None,
        waited: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.lines = lines
        self.waited = waited
        self.given_back = self.patience_of_call = 0.0
        self.patience = PATIENCE_IN_ALL * limits.submission_seconds
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
        self.pause_left = SHARE_PAUSED * limits.submission_seconds
        self.told = time.monotonic()

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
        if self.ends - time.monotonic() < max(left, 1) * self.limits.call_seconds / 2:
            self._give_back()
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

    def near(self, draws: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """Make the calls of visible cases, which are public; return what came of them (untrusted)."""
        message = {"do": "near", "draws": draws, "cpu": NEAR_CPU}
        found = self._ask(message, NEAR_SECONDS)["outcome"]
        return found if isinstance(found, dict) else {}

    def _ask(self, message: dict[str, Any], seconds: float, answer: Any = None) -> dict[str, Any]:
        now = time.monotonic()
        if self.ends - now < seconds:
            self._give_back()
        seconds = min(seconds, self.ends - now)
        if seconds <= 0:
            limit = f"{self.limits.submission_seconds:g} seconds"
            raise OutOfSecondsError(
                "limit", f"The whole notebook took longer than the {limit} it may."
            )
        self.number += 1
        deadline = now + seconds + self.limits.grace_seconds
        self.lines.send({"id": self.number, "seconds": seconds, **message}, deadline)
        self.told = time.monotonic()
        self.patience_of_call = PATIENCE * seconds
        if answer is None:
            return self._reply(message, deadline)
        try:
            with _bounded_memory(ROOM_TO_ANSWER):
                return self._reply(message, deadline, answer)
        except MemoryError:
            raise RunnerGoneError("limit", "It asked for more memory than it may.") from None

    def _reply(
        self, message: dict[str, Any], deadline: float, answer: Any = None
    ) -> dict[str, Any]:
        """Return the reply to what was asked, having answered the questions on the way."""
        while True:
            try:
                reply = self.lines.receive(deadline)
            except LateError:
                later = self._later(deadline)
                if later is not None:
                    deadline = later
                    continue
                # It may have come while the worker was asked how long it waited.
                reply = self.lines.receive(time.monotonic() + LAST_LOOK)
            if "ask" in reply and answer is not None:
                deadline = self._answer(reply, answer, deadline)
                continue
            wanted = "outputs" if message["do"] == "run" else "outcome"
            if reply.get("id") != self.number or wanted not in reply:
                raise RunnerGoneError("crashed", "It broke the connection to the grader.")
            return reply

    def _later(self, deadline: float) -> float | None:
        """Return a deadline, put off if it is over and the process had to wait for a processor.

        None when it had not, or has been waited for long enough.
        """
        if time.monotonic() < deadline:
            return deadline
        more = min(self._give_back(), self.patience_of_call)
        if more < WORTH_WAITING:
            return None
        self.patience_of_call -= more
        return deadline + more

    def settle(self) -> float:
        """Return the seconds left of the submission's own time, also when its process is gone."""
        with contextlib.suppress(RunnerGoneError):
            self._give_back()
        return self.ends - time.monotonic()

    def _give_back(self) -> float:
        """Give the submission back what it has waited for a processor; return the seconds."""
        more = max(0.0, min(self.waited() - self.given_back, self.patience))
        self.given_back += more
        self.patience -= more
        self.ends += more
        return more

    def _answer(self, question: dict[str, Any], answer: Any, deadline: float) -> float:
        """Send what the grader answers to a question, of which nothing is believed.

        Return the deadline, later by what the answer took.
        """
        asked = time.monotonic()
        if not (
            isinstance(question["ask"], str)
            and isinstance(question.get("args"), list)
            and isinstance(question.get("kwargs"), dict)
        ):
            raise RunnerGoneError("crashed", "It broke the connection to the grader.")
        if self.lines.size > MAX_QUESTION:
            self.lines.send({"error": "the arguments are too large to be answered"}, deadline)
            return deadline
        message = answer(question)
        pause = self._pause(asked)
        later = self._later(deadline + pause)
        if later is None:
            raise LateError
        # The clock inside rings first, so that a call is stopped and not its process.
        self.lines.send(message | {"paused": pause}, later)
        return later

    def _pause(self, asked: float) -> float:
        """Return for how long the clock stood still for an answer: no longer than it was waited for."""
        way = min(ON_THE_WAY, asked - self.told)
        self.told = time.monotonic()
        pause = min(way + self.told - asked, self.pause_left)
        self.pause_left -= pause
        self.ends += pause
        return pause


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
            wanted = _mapped() + room
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


def _mapped() -> int:
    """Return how many bytes of addresses this process has."""
    file = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return int(os.read(file, 100).split(maxsplit=1)[0]) * PAGE
    finally:
        os.close(file)


PAGE = resource.getpagesize()
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
