"""Waits beside a check: says after five seconds that it still runs, and makes a verdict of an interrupt."""

from __future__ import annotations

import contextvars
import linecache
import signal
import sys
import threading
import time
import types
from collections import Counter
from collections.abc import Callable
from typing import Any

from helpers.judge.unwrapping import is_cell
from helpers.loops import keeps_going
from helpers.showing import block, running_shell, show

SECONDS = 5.0
SLOW = 2.0  # seconds that no right answer without a long training comes near; references take 0.2
SLOW_TRAINING = 6.0
IN_A_BROWSER = sys.platform == "emscripten"

Place = tuple[str, str, int]


class StoppedError(KeyboardInterrupt):
    """Raised in place of the interrupt that stopped a check, so that Run All ends there."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: one line, and not our code."""
        return [str(self)]


class Patience:
    """A context in which a student's functions run: `what` names what is going on.

    Where there are threads, one of them says after a while that it still runs and how to stop it,
    and looks now and then which line of the student's is being run. With a `budget`, seconds that a
    training may take, it says so from the start. Whatever is shown by `show` takes the place of
    these remarks. Where nobody sits before the notebook (nbclient, nbval) nothing is remarked: such
    runs keep what was shown first, and not what took its place.
    """

    def __init__(self, what: str, *, budget: float = 0) -> None:
        self._what = what
        self._budget = budget
        self._pressed: float | None = None
        self._handler: Any = None
        self._over = threading.Event()
        self._seen: Counter[Place] = Counter()
        self._remark: str | None = None
        self._shell = running_shell()
        self._publish: Callable[..., Any] | None = getattr(
            getattr(self._shell, "display_pub", None), "publish", None
        )

    def __enter__(self) -> Patience:
        self._began, self._worked = time.perf_counter(), _worked()
        if IN_A_BROWSER:
            self._say(
                f"{self._what} runs",
                "If it does not come to an end: Kernel > Restart Kernel. In a browser a run cannot be "
                "stopped in another way.",
            )
        else:
            context, main = contextvars.copy_context(), threading.get_ident()
            watch = threading.Thread(target=context.run, args=(self._watch, main), daemon=True)
            watch.start()
            self._listen()
        return self

    def _listen(self) -> None:
        """Note it when the kernel is interrupted, beside what is done then anyway."""
        handler = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or not callable(handler):
            return

        def note(number: int, frame: types.FrameType | None) -> Any:
            self._pressed = time.perf_counter()
            return handler(number, frame)

        signal.signal(signal.SIGINT, note)
        self._handler = handler

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._over.set()
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
        if isinstance(error, KeyboardInterrupt) and not isinstance(error, StoppedError):
            self.show(*block(f"{self._what}: stopped by you", self._where_it_was(trace)))
            raise StoppedError("Stopped. What comes after this cell was not run.") from None

    def show(self, text: str, page: str) -> None:
        """Show a block, in the place of the remark if there was one."""
        self._over.set()
        if self._remark is None or self._publish is None:
            show(text, page)
        else:
            data = {"text/plain": text, "text/html": page}
            self._publish(data, transient={"display_id": self._remark}, update=True)

    def leave(self) -> None:
        """Take the remark away, if there was one: nothing takes its place."""
        self._over.set()
        if self._remark is not None:
            self.show("", "")

    def worked(self) -> float:
        """Return the seconds of computing since the context was entered, whatever else the machine does."""
        return _worked() - self._worked

    def _watch(self, main: int) -> None:
        if self._over.wait(0.5):
            return
        if self._budget:
            self._say(f"{self._what} trains now, as your function does it", self._how_to_stop())
        due = SECONDS
        while not self._over.wait(0.05):
            place = _innermost_cell(sys._current_frames().get(main))
            if place is not None:
                self._seen[place] += 1
            now = time.perf_counter()
            if self._pressed is not None and now - self._pressed > 1:
                self._say(f"{self._what} was interrupted and runs on", _caught(place))
                self._pressed = None
                due = float("inf")
            elif now - self._began > due:
                doing = "trains" if self._budget else "is still running"
                self._say(f"{self._what} {doing}, {due:.0f} seconds by now", self._how_to_stop())
                due *= 2

    def _how_to_stop(self) -> str:
        stop = "To stop it, press ■ above (Interrupt the kernel): it tells you then in which line it was."
        if not self._budget:
            return stop
        return f"It may compute for {self._budget:.0f} seconds, its budget, and is judged when it is done. {stop}"

    def _say(self, head: str, line: str) -> None:
        """Say something in the place of what was said before."""
        if not _is_watched(self._shell):
            return
        again = self._remark is not None
        self._remark = self._remark or f"patience-{id(self):x}-{time.time_ns():x}"
        plain, page = block(head, [line])
        if self._publish is None:
            print(plain, file=sys.__stdout__)
        else:
            data = {"text/plain": plain, "text/html": page}
            self._publish(data, transient={"display_id": self._remark}, update=again)

    def _where_it_was(self, trace: types.TracebackType | None) -> list[str]:
        seconds = f"It had run for {time.perf_counter() - self._began:.0f} seconds"
        places: list[Place] = []
        loops: list[str | None] = []
        while trace is not None:
            code, line = trace.tb_frame.f_code, trace.tb_lineno
            if is_cell(code.co_filename) and not code.co_name.startswith("<"):
                source = "".join(linecache.getlines(code.co_filename))
                loops.append(keeps_going(source, line, trace.tb_frame.f_locals))
                if line > code.co_firstlineno or not places:  # else it has only just been called
                    places.append((code.co_name, code.co_filename, line))
            trace = trace.tb_next
        if not places:
            return [f"{seconds}."]
        name, *called = places
        return [
            f"{seconds} and was in `{name[0]}`, {_line(name)}",
            *(f"From there in `{place[0]}`, {_line(place)}" for place in called[-2:]),
            next(
                filter(None, reversed(loops)),
                "If a loop should have ended by then, look at what ends it.",
            ),
            "If all is right and only slow: can one product of whole arrays do what the loop does?",
        ]

    def where_it_was_slow(self) -> str:
        """Return the line in which more than a third of the time was spent, as a sentence, or nothing."""
        if not self._seen:
            return ""
        place, count = self._seen.most_common(1)[0]
        by_function: Counter[str] = Counter()
        for (name, _, _), times in self._seen.items():
            by_function[name] += times
        name, most = by_function.most_common(1)[0]
        if place[0] == name and 3 * count > self._seen.total():
            return f" Most of it was spent in `{name}`, {_line(place)}"
        return f" Most of it was spent in `{name}`." if 2 * most > self._seen.total() else ""


def _is_watched(shell: Any) -> bool:
    """Return whether the program that runs the cells would let somebody answer `input()`."""
    return bool(getattr(getattr(shell, "kernel", None), "_allow_stdin", True))


def _caught(place: Place | None) -> str:
    where = f" near line {place[2]} of `{place[0]}`" if place else ""
    return (
        f"Your code caught the stop{where}: an `except:` without the name of an error catches everything. "
        "Name the error that you expect. What ends it now: Kernel > Restart Kernel."
    )


def _worked() -> float:
    return time.perf_counter() if IN_A_BROWSER else time.thread_time()


def _line(place: Place) -> str:
    text = linecache.getline(place[1], place[2]).strip().replace("`", "'")[:120]
    return f"line {place[2]}: `{text}`" if text else f"line {place[2]}."


def _innermost_cell(frame: types.FrameType | None) -> Place | None:
    """Return where the innermost function of a notebook's cell is, of those that are running."""
    inside: types.FrameType | None = None
    while frame is not None:
        code = frame.f_code
        if is_cell(code.co_filename) and code.co_name != "<module>":
            inside = inside or frame
            if not code.co_name.startswith(
                "<"
            ):  # else a comprehension: it is named by its function
                return code.co_name, inside.f_code.co_filename, inside.f_lineno
        frame = frame.f_back
    return None
