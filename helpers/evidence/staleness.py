"""Looks for evidence that memory and notebook differ: an answer that was edited, renamed or deleted since it was run.

Only evidence counts. Where the front end does not say which cell ran, or where the notebook's file
lies, or where that file is older than the run, nothing is said.
"""

from __future__ import annotations

import ast
import dis
import linecache
import re
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.evidence.absent import absent
from helpers.evidence.foreign import out_of_reach, patched
from helpers.evidence.runs import (
    STOPPED,
    UNREADABLE,
    Run,
    Runs,
    bindings,
    python,
    reads,
    runs_into,
    tries_to_make,
)
from helpers.evidence.saved import Cell, Saved, SavedNotebook
from helpers.judge.unwrapping import innermost
from helpers.showing import sentence, show

ELSEWHERE = "not judged, since where it is graded it would not work"
STUB = "raise NotImplementedError()"


@dataclass(frozen=True)
class Stale:
    """A name whose value in memory is not what the notebook says, and what to do, in words."""

    name: str
    text: str
    head: str = ""  # where running the cell again is no help: what to say first


class Desk:
    """A notebook as it was run, beside the notebook as it was saved."""

    def __init__(self, namespace: dict[str, Any], week: str) -> None:
        self._namespace = namespace
        self._runs: Runs | None = runs_into(namespace)
        self._file = SavedNotebook(namespace, week)

    def stale(self, names: Sequence[str]) -> Stale | None:
        """Return the first evidence that functions, or what they use, are not what the notebook says."""
        if self._runs is None:
            return None
        runs, saved = self._runs.all(), self._file.read()
        for asked in names:
            for name in reached(self._namespace, asked):
                text = self._difference(name, runs, saved, asked) or self._foreign(name, saved)
                if text is not None:
                    uses = "" if name == asked else f"`{asked}` uses `{name}`. "
                    return Stale(name, uses + text)
                needed, text = self._read_meanwhile(name, runs, saved)
                if text is not None:
                    return Stale(needed, f"The cell of `{name}` uses `{needed}`. {text}")
                text = absent(name, self._namespace[name], self._made_in(name, runs))
                if text is not None:
                    uses = "" if name == asked else f"`{asked}` uses `{name}`. "
                    return Stale(name, uses + text, ELSEWHERE)
        return None

    def cells_run(self) -> list[str]:
        """Return the texts of the cells that were run, each once; none where that is not known."""
        return list(dict.fromkeys(run.source for run in self._runs.all())) if self._runs else []

    def _made_in(self, name: str, runs: Sequence[Run]) -> str:
        return next((run.source for run in reversed(runs) if name in run.made), "")

    def _read_meanwhile(
        self, name: str, runs: Sequence[Run], saved: Saved | None
    ) -> tuple[str, str | None]:
        """Return the first name that was read to make `name` and that the notebook makes otherwise."""
        i = next((i for i in reversed(range(len(runs))) if name in runs[i].made), None)
        for needed in sorted(reads(runs[i].source, name)) if i is not None else ():
            text = self._unlike_saved(needed, list(runs[: i or 0]), saved)
            if text is not None:
                return needed, text
        return name, None

    def _unlike_saved(self, name: str, runs: Sequence[Run], saved: Saved | None) -> str | None:
        """Return how the saved notebook differs from the last of some runs that made `name`."""
        run = next((run for run in reversed(runs) if name in run.made), None)
        if run is None or saved is None:
            return None
        says = (bindings(run.source) or {}).get(name)
        own = [cell for cell in saved.cells if cell.id is not None and cell.id == run.cell]
        if any(cell.sets_back(run.source) for cell in own) and not _is_supplied(name, says):
            return _set_back(name)
        if saved.when <= run.began:
            return None
        if says is None:
            return None if _stands(saved, run) else _without_a_line(name, run, saved)
        return None if _holds(saved, name, says) else _not_saved_so(name, run, saved)

    def _foreign(self, name: str, saved: Saved | None) -> str | None:
        """Return how an imported function, or numpy itself, is another than when it is graded."""
        for function in innermost(self._namespace[name]):
            if _is_notebooks(function, self._namespace):
                text = patched(function, saved) if saved else None
            else:
                text = out_of_reach(function)
            if text is not None:
                return text
        return None

    def _difference(
        self, name: str, runs: Sequence[Run], saved: Saved | None, asked: str
    ) -> str | None:
        for number, i in enumerate(self._origins(name, runs)):
            run, says = runs[i], (bindings(runs[i].source) or {}).get(name)
            tried = [later for later in runs[i + 1 :] if _tries_again(later, run, name)]
            last = tried[-1] if tried and self._is_made_anew(name, tried[-1]) else None
            moved = (
                saved and saved.when > last.began and _holds(saved, name, says) if last else None
            )
            if last and not moved:
                return _not_made(name, last, _is_made_elsewhere(name, run, runs))
            text = self._unlike_saved(name, [run], saved)
            if number == 0 and text is None and saved and says and saved.when > run.began:
                text = self._overruled(name, says, saved, asked)
            if text is not None:
                return text
        return None

    def _overruled(self, name: str, says: str, saved: Saved, asked: str) -> str | None:
        """Return that another cell makes `name` too and is the one that counts, where that is so.

        A function may also stand below its check: then it counts as it is at the notebook's end.
        """
        value = self._namespace[name]
        if isinstance(value, types.ModuleType):
            return None
        makers = [i for i, cell in enumerate(saved.cells) if name in (bindings(cell.source) or {})]
        checked = next((i for i, c in enumerate(saved.cells) if _checks(c.source, asked)), None)
        before = [i for i in makers if checked is None or i <= checked]
        counting = {*before[-1:], *(makers[-1:] if callable(value) or not before else ())}
        if any((bindings(saved.cells[i].source) or {})[name] == says for i in counting):
            return None
        return _another_counts(name, saved.cells[max(before[-1:] or makers[-1:])])

    def _origins(self, name: str, runs: Sequence[Run]) -> Iterator[int]:
        """Yield the run that made `name`, and those that made functions which were wrapped since."""
        found = [i for i, run in enumerate(runs) if name in run.made]
        yield from found[-1:]
        texts = {i: python(runs[i].source).strip() for i in found}
        for function in innermost(self._namespace[name]):
            text = "".join(linecache.getlines(function.__code__.co_filename)).strip()
            if found and text and text != texts[found[-1]]:
                yield from [i for i in found[:-1] if texts[i] == text][-1:]

    def _is_made_anew(self, name: str, last: Run) -> bool:
        """Return whether a run of the cell that makes `name` cannot leave the same object there."""
        value = self._namespace[name]
        if last.failure == STOPPED:
            return any(_is_notebooks(item, self._namespace) for item in innermost(value))
        return callable(value)

    def made_beside(self, name: str, asked: str) -> str | None:
        """Return in words that the cell of `asked` made the `name` in memory, which has its own cell too."""
        runs = self._runs.all() if self._runs else []
        run = next((run for run in reversed(runs) if name in run.made), None)
        if run is None or asked not in run.made or not _is_made_elsewhere(name, run, runs):
            return None
        return (
            f"The cell of `{asked}` makes a `{name}` too, and that one is used now, in the whole notebook. "
            f"Take it out there, and run the cell of `{name}` again."
        )

    def not_run(self, name: str) -> str | None:
        """Return in words that `name`, which is not in memory, is written in a cell that was not run.

        None if no cell is known to make it, or if what it makes is still to be written.
        """
        runs = self._runs.all() if self._runs else []
        failed = next((r for r in reversed(runs) if tries_to_make(r.source, name)), None)
        if failed is not None and failed.failure == UNREADABLE:
            return (
                f"Python could not read the cell of `{name}` (SyntaxError in line {failed.line}), so there "
                f"is no `{name}` yet. Mend that line and run the cell."
            )
        saved = self._file.read()
        if saved is None:
            return None
        cell = next((c for c in saved.cells if name in (bindings(c.source) or {})), None)
        if cell is None or STUB in cell.source or any(_is_of(run, cell) for run in runs):
            return None
        if re.search(rf"\bdef\s+{name}\b", cell.source):
            what = f"`{name}` is written, but its cell was not run since the notebook was started."
        else:
            what = f"`{name}` is made in a cell that was not run since the notebook was started."
        return f"{what} Run it, or all that stand above: Run > Run All Above Selected Cell."

    def explain_name_errors(self, functions: Callable[[], Sequence[str]]) -> None:
        """Have a sentence shown below a NameError where a cell that was not run is behind it.

        `functions` gives those of the week's exercises. Where the notebook's file is not known, no
        more is said than Python says.
        """
        if self._runs is not None:
            self._runs.explain = lambda error: self._explain(error.name or "", functions())

    def keep_check(self, kind: type) -> None:
        """From now on, say below a cell that asks `check`, or takes its name away, that it is no check."""
        if self._runs is not None:
            self._runs.after = lambda source: self._tell_of_check(source, kind)

    def _tell_of_check(self, source: str, kind: type) -> None:
        other = self._namespace.get("check")
        if other is None or isinstance(other, kind) or not _mentions(source, "check"):
            return
        text = (
            "`check` is not the notebook's own any more: a cell gave this name to something else. What it says "
            "now tells nothing of your answers. Take another name in that cell, and run the first cell "
            "of the notebook again."
        )
        show(*sentence(text))

    def _explain(self, name: str, functions: Sequence[str]) -> None:
        if not name or name in self._namespace or self._file.read() is None:
            return
        text = self.not_run(name)
        if text is None and name in functions:
            text = (
                f"There is no `{name}`: it is not written yet, or its cell was not run since the notebook was "
                "started, or it has another name there. Run its cell, also while it is empty."
            )
        if text is not None:
            show(*sentence(text))


def _is_of(run: Run, cell: Cell) -> bool:
    """Return whether a run is one of a saved cell."""
    return run.source == cell.source or (cell.id is not None and run.cell == cell.id)


def _tries_again(later: Run, run: Run, name: str) -> bool:
    """Return whether a later run is one of the same cell, or failed to make the same name."""
    if name in later.made:
        return False
    if later.cell is not None and later.cell == run.cell:
        return True
    return later.failure == UNREADABLE and tries_to_make(later.source, name)


def _holds(saved: Saved, name: str, says: str | None) -> bool:
    """Return whether a cell of the saved notebook makes `name` in the same words."""
    return any(
        (bindings(cell.source) or {}).get(name) == says
        for cell in saved.cells
        if not cell.set_back or _is_supplied(name, says)
    )


def _is_supplied(name: str, says: str | None) -> bool:
    """Return whether a name is one that locked cells make as they came."""
    roots = ("numpy", "matplotlib", "helpers", "solutions")
    return name == "check" or str(says).removeprefix("import ").partition(".")[0] in roots


def _stands(saved: Saved, run: Run) -> bool:
    """Return whether a run's whole text is that of a saved cell, comments and blanks aside."""
    texts = {_plain(cell.source) for cell in saved.cells}
    return run.source.strip() in texts or _plain(run.source) in texts


def _plain(source: str) -> str:
    try:
        return ast.unparse(ast.parse(python(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source.strip()


def _checks(source: str, name: str) -> bool:
    """Return whether a cell is the check of a function."""
    return re.search(rf"^check\([^)]*\b{re.escape(name)}\b", source, re.MULTILINE) is not None


def _another_counts(name: str, cell: Cell) -> str:
    start = (
        f"Your notebook makes `{name}` in two cells that say different things. It is graded from "
        "top to bottom: the last one above the check counts, and that is not the one in memory. "
    )
    if STUB in cell.source:
        return f"{start}It still has the line `{STUB}`: write your answer there."
    return f"{start}Take out the one that should not count, and run the other again."


def _without_a_line(name: str, run: Run, saved: Saved) -> str:
    when = time.strftime("%H:%M", time.localtime(saved.when))
    if run.cell is not None and any(cell.id == run.cell for cell in saved.cells):
        return (
            f"The cell that made `{name}` was changed after it was run (the notebook as it was saved "
            f"at {when} says something else than what is in memory). Run that cell."
        )
    return (
        f"What made `{name}` stands in no cell (of the notebook as it was saved at {when}). It is not there "
        "when your notebook is graded. Put what makes it into a cell and run that."
    )


def _is_made_elsewhere(name: str, run: Run, runs: Sequence[Run]) -> bool:
    """Return whether another cell than that of `run` made `name` before, and did so when it ran last."""
    ran_last = {other.cell: other for other in runs if other.cell is not None}
    return any(name in other.made for cell, other in ran_last.items() if cell != run.cell)


def _not_made(name: str, last: Run, elsewhere: bool) -> str:
    """Return what the last run of a cell did in place of making `name` again.

    elsewhere: another cell makes it too.
    """
    if last.failure == UNREADABLE:
        return (
            f"The last time its cell was run, Python could not read it (SyntaxError in line {last.line}). "
            f"The `{name}` in memory is the one from before. Mend that line and run the cell."
        )
    if last.failure == STOPPED and (name in (bindings(last.source) or {})):
        return (
            "The last run of its cell stopped with an error before it got there. "
            f"The `{name}` in memory is the one from before. Mend the error and run the cell."
        )
    found = [item for item in bindings(last.source) or () if not item.startswith("_")]
    now = f" It makes `{'`, `'.join(found[:3])}` now." if found else ""
    if elsewhere:
        return (
            f"The `{name}` in memory is not that of its own cell: another cell made one too, was run later, "
            f"and makes no `{name}` any more.{now} Run the cell of `{name}` again."
        )
    return (
        f"The cell that made `{name}` was run again and makes no `{name}` any more.{now} The `{name}` in "
        f"memory is from an earlier run: the notebook by itself does not have it."
    )


def _not_saved_so(name: str, run: Run, saved: Saved) -> str | None:
    """Return how the saved notebook differs from the run that made `name`, None if that is unclear."""
    when = time.strftime("%H:%M", time.localtime(saved.when))
    makers: list[Cell] = [c for c in saved.cells if name in (bindings(c.source) or {})]
    unread = [c for c in saved.cells if bindings(c.source) is None and _mentions(c.source, name)]
    own = [c for c in (*makers, *unread) if c.id is not None and c.id == run.cell]
    if any(cell.set_back for cell in own):
        return _set_back(name)
    if unread and not own:
        return None
    if makers and not own and None not in (run.cell, *(cell.id for cell in makers)):
        return (
            f"The `{name}` in memory was made by a cell that is not in the notebook (as it was saved at "
            f"{when}). The notebook's own `{name}` is another one. Run the cell that makes it there."
        )
    if own or len(makers) == 1:
        return (
            f"The cell of `{name}` was changed after it was run (the notebook as it was saved at {when} "
            "says something else than what is in memory). Run that cell."
        )
    if makers or any("*" in (bindings(c.source) or {}) for c in saved.cells):
        return None
    return (
        f"No cell makes `{name}` any more (in the notebook as it was saved at {when}). It lives on in memory "
        "until the kernel stops, and it is not there when your notebook is graded. Put it back into a "
        "cell and run that."
    )


def _set_back(name: str) -> str:
    return (
        f"It stands in a locked cell, which is set back before grading: then there is no `{name}` of this "
        "kind. Put it into the cell of your answer, and run that."
    )


def _mentions(source: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", source) is not None


# ---------------------------------------------------------------- what a function uses


def reached(namespace: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield `name` and the notebook's names that it uses, and those that these use, nearest first."""
    pending, seen = [name], {name}
    while pending:
        here = pending.pop(0)
        if here not in namespace:
            continue
        yield here
        if isinstance(namespace[here], types.ModuleType):
            continue
        for function in innermost(namespace[here]):
            if not _is_notebooks(function, namespace):
                continue
            for used in (*_outer(function), *globals_of(function.__code__)):
                if used not in seen and used in namespace and not used.startswith("__"):
                    seen.add(used)
                    pending.append(used)


def _is_notebooks(function: types.FunctionType, namespace: Mapping[str, Any]) -> bool:
    """Return whether a function looks its names up in the notebook, as one that is imported does not."""
    return function.__globals__ is namespace


def _outer(function: types.FunctionType) -> list[str]:
    """Return the name under which the cell that holds a function makes it, or makes what made it."""
    first = function.__qualname__.partition(".")[0]
    return [] if first.startswith("<") else [first]


def globals_of(code: types.CodeType) -> list[str]:
    """Return the global names that a function reads, those of functions inside of it too.

    Of one that looks names up by their text, such as `globals()["k"]`, each text counts as a name.
    """
    found = [item.argval for item in dis.get_instructions(code) if item.opname in _GLOBAL]
    if _LOOKING_UP & set(code.co_names):
        found += [item for item in code.co_consts if isinstance(item, str) and item.isidentifier()]
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found += globals_of(constant)
    return list(dict.fromkeys(found))


_LOOKING_UP = {"globals", "locals", "vars", "eval", "exec", "get_ipython", "__main__"}
_GLOBAL = {"LOAD_GLOBAL", "LOAD_NAME"}
