"""`check(sigmoid)`: tells a student at once what is right, what is wrong and why, from the visible cases."""

from __future__ import annotations

import contextlib
import functools
import html
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers import guesses
from helpers.judge.calling import observe
from helpers.judge.faults import unlike
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet, Sheet
from helpers.judge.unwrapping import source_of
from helpers.judge.verdicts import RIGHT, UNANSWERED, PartVerdict, Verdict, coded

CASES = Path(__file__).parent / "cases"


class NotRightYetError(AssertionError):
    """Raised by a check while nbgrader validates a notebook, which counts only errors."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: the verdict, and not our code."""
        return str(self).strip().splitlines()


def bind_check(week: str, namespace: dict[str, Any]) -> Check:
    """Return the `check` of a week; `namespace` is the notebook's own `globals()`.

    Raises FileNotFoundError when the week's cases do not lie in `helpers/cases/`.
    """
    path = CASES / f"{week}.json"
    if not path.exists():
        raise FileNotFoundError(
            f"The cases of {week!r} are not in {CASES.name}/. Keep the folder `helpers` as it came, "
            "beside your notebook."
        )
    return Check(path, namespace)


class Check:
    """Checks the exercises of one week; call it with the function or functions of an exercise."""

    def __init__(self, path: Path, namespace: dict[str, Any]) -> None:
        self._path = path
        self._namespace = namespace
        self._trained: dict[str, tuple[dict[str, Any], Verdict]] = {}

    @functools.cached_property
    def _content(self) -> dict[str, Any]:
        # Read when first asked for: a notebook that is graded binds a check and never calls it.
        return json.loads(self._path.read_text(encoding="utf-8"))

    @functools.cached_property
    def _sheets(self) -> dict[str, Sheet]:
        sheets = [Sheet.from_json(item) for item in self._content["exercises"]]
        return {sheet.exercise: sheet for sheet in sheets}

    @property
    def _questions(self) -> dict[str, int]:
        return self._content["questions"]

    def _written(self) -> dict[str, Any]:
        """Return the notebook's functions and plain constants as they are now, by name."""
        kinds = (int, float, str, tuple)
        return {
            name: item
            for name, item in self._namespace.items()
            if not name.startswith("_") and (callable(item) or isinstance(item, kinds))
        }

    def _verdict_on(self, sheet: Sheet) -> Verdict:
        """Return the verdict on an exercise: the last one if it trains long and nothing has changed."""
        if sheet.exercise in self._trained:
            before, verdict = self._trained[sheet.exercise]
            now = self._written()
            if all(now.get(name) is item for name, item in before.items()):
                return verdict
        return self._judge(sheet, self._namespace)

    def __call__(self, *functions: Callable[..., Any]) -> None:
        """Show what is right and wrong with an exercise, given any of its functions.

        Raises TypeError when given something that is no function of this week. While nbgrader
        validates the notebook, raises NotRightYetError unless everything is right.
        """
        names = [self._name_of(function) for function in functions]
        sheet = self._sheet_of(names)
        given = dict(zip(names, functions, strict=True))
        verdict = self._judge(sheet, self._namespace | given)
        if any(part.long for part in sheet.parts):
            self._trained[sheet.exercise] = self._written(), verdict
        if _all_of(verdict.parts, UNANSWERED) and any(map(_keeps_the_stubs_line, functions)):
            verdict = replace(verdict, notes=[STILL_THERE])
        elif not verdict.right and not _all_of(verdict.parts, UNANSWERED):
            verdict = self._with_pointer(sheet, verdict)
        if os.environ.get("NBGRADER_VALIDATING") and not verdict.right:
            raise NotRightYetError("\n" + verdict.to_text())
        _show(verdict.to_text(), verdict.to_html())

    def ready(self, *names: str, guess: str = "") -> bool:
        """Return whether functions are written and give what they promise: shapes, keys and kinds.

        The numbers may be wrong. Where one is not ready, a sentence says which. With `guess`, the
        guess of that name must be written down too; None will do.
        """
        with contextlib.redirect_stdout(io.StringIO()):  # what students print, they print in checks
            missing = list(dict.fromkeys(filter(None, map(self._missing, names))))
            unfit = None if missing else next(filter(None, map(self._unfit, names)), None)
        if not missing and not unfit and not (guess and guesses.is_open(self._namespace, guess)):
            return True
        text = _needs(missing) if missing else _waits(unfit) if unfit else guesses.waits(guess)
        _show(text, f'<p style="color:#555">{coded(text)}</p>')
        return False

    def reveal(self, name: str, result: Any, what: str) -> None:
        """Show the guess of that name and the result side by side; `what` says what they are.

        A number or a word is shown as it is; without a guess, the result stands alone. Nothing is
        judged, and a guess of another kind than the result is shown like any other.
        """
        guess = self._namespace.get(guesses.PREFIX + name)
        _show(*guesses.side_by_side(guess, result, what))

    def progress(self) -> None:
        """Show how far you are: each exercise with the points its visible check gives."""
        with contextlib.redirect_stdout(io.StringIO()):
            verdicts = [self._verdict_on(sheet) for sheet in self._sheets.values()]
        text = _progress_text(verdicts, self._questions)
        page = _progress_html(verdicts, self._questions)
        if names := self._content.get("guesses"):
            said = (
                f"{guesses.made(self._namespace, names)} of {len(names)} guesses made, not graded"
            )
            text, page = f"{text}\n  {said}", f"{page}<p>{said}</p>"
        _show(text, page)

    def _name_of(self, function: Any) -> str:
        """Return the name under which a function of this week is known, also a lambda or a wrapped one."""
        names = [name for sheet in self._sheets.values() for name in sheet.functions]
        own = str(getattr(function, "__name__", ""))
        if not callable(function) or (own in names and self._namespace.get(own) is function):
            return own
        return next((name for name in names if self._namespace.get(name) is function), own)

    def _sheet_of(self, names: list[str]) -> Sheet:
        for sheet in self._sheets.values():
            if names and all(name in sheet.functions for name in names):
                return sheet
        known = ", ".join(f"check({', '.join(sheet.functions)})" for sheet in self._sheets.values())
        raise TypeError(
            "check takes the function or the functions of one exercise, without calling them. "
            f"This week has: {known}."
        )

    def _judge(self, sheet: Sheet, namespace: dict[str, Any]) -> Verdict:
        outcomes = {
            name: [observe(case.request(), namespace) for case in cases]
            for name, cases in sheet.draws.items()
        }
        verdict = judge(sheet, outcomes, lambda name: source_of(namespace.get(name)))
        answered = any(item.status == "value" for several in outcomes.values() for item in several)
        if not answered and all(_is_stub(namespace.get(name)) for name in sheet.functions):
            # Another function's stub may have raised first: say what matters, that this is one.
            parts = [replace(part, points=0, outcome=UNANSWERED) for part in verdict.parts]
            verdict = replace(verdict, parts=parts)
        return verdict

    def _with_pointer(self, sheet: Sheet, verdict: Verdict) -> Verdict:
        """Return the verdict with a note that names the first dependency that fails its own check."""
        found = [source_of(self._namespace.get(function)) for function in sheet.functions]
        sources = [source for source in found if source is not None]
        for name in sheet.depends_on:
            called = self._sheets[name].functions
            if len(sources) == len(found) and not any(
                f in source for f in called for source in sources
            ):
                continue  # it is not called, so the fault is not there
            with contextlib.redirect_stdout(io.StringIO()):
                own = self._judge(self._sheets[name], self._namespace)
            if not own.right:
                note = (
                    f"{sheet.exercise} calls `{name}`, whose own check is not right yet. Mend that first: "
                    "the fault may be there. In grading, a mistake counts once."
                )
                return replace(verdict, notes=[*verdict.notes, note])
        return verdict

    def _missing(self, name: str) -> str | None:
        """Return the function that is still to be written before `name` can be called, or None."""
        function = self._namespace.get(name)
        if not callable(function):
            return name
        for _, _, _, outcome in self._tries(name):
            if outcome.status in ("unanswered", "missing"):
                return name if _is_stub(function) else outcome.function or name
        sheet = self._of(name)
        if sheet is not None and not _short_draws(sheet):
            return name if _is_stub(function) else None  # a training is not tried for this
        return None

    def _unfit(self, name: str) -> str | None:
        """Return `name`, or the function that it calls, if it stops or gives another kind of thing."""
        if not any(unlike(*tried) for tried in self._tries(name)):
            return None
        sheet = self._of(name)
        called = [f for e in sheet.depends_on for f in self._sheets[e].functions] if sheet else []
        return next(filter(None, map(self._unfit, called)), name)

    def _tries(self, name: str) -> Iterator[tuple[Sheet, str, CaseSheet, Outcome]]:
        """Yield what comes of the visible cases that end in a call of `name`, long ones left out."""
        sheet = self._of(name)
        if sheet is None:
            return
        short = _short_draws(sheet)
        for draw, cases in sheet.draws.items():
            for case in cases:
                if draw in short and case.function == name:
                    yield sheet, draw, case, observe(case.request(), self._namespace)

    def _of(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self._sheets.values() if name in sheet.functions), None)


def _short_draws(sheet: Sheet) -> set[str]:
    """Return the draws that hold no long training."""
    return set(sheet.draws) - {part.draw for part in sheet.parts if part.long}


def _needs(names: list[str]) -> str:
    return (
        f"This cell needs {_listed(names)}. Write {'it' if len(names) == 1 else 'them'}, then run "
        "this cell again."
    )


def _waits(name: str) -> str:
    return (
        f"This cell waits for `{name}`, which stops with an error, or returns something of another "
        "shape or form than its docstring says. Its check tells you what to mend."
    )


def _listed(names: list[str]) -> str:
    named = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


STUB = "raise NotImplementedError()"
STUB_COMMENT = "# YOUR CODE HERE"
STILL_THERE = f"The line `{STUB}` is still there, and Python stops at it. Take it out."


def _is_stub(function: Any) -> bool:
    """Return whether a function still ends at the line that stands where the answer goes."""
    source = source_of(function) or ""
    return any(line.strip() == STUB for line in source.splitlines())


def _keeps_the_stubs_line(function: Any) -> bool:
    """Return whether something was written, and the stub's line was left below it."""
    lines = [line.strip() for line in (source_of(function) or "").splitlines() if line.strip()]
    return any(b == STUB and a != STUB_COMMENT for a, b in zip(lines, lines[1:], strict=False))


def _all_of(parts: list[PartVerdict], outcome: str) -> bool:
    return all(part.outcome == outcome for part in parts)


def _show(text: str, page: str) -> None:
    """Show a block of HTML in a notebook, the same as plain text elsewhere."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(text)
    else:
        display({"text/plain": text, "text/html": page}, raw=True)


def _state(verdict: Verdict) -> str:
    if verdict.right:
        return "right"
    outcomes = {part.outcome for part in verdict.parts}
    return (
        "not done yet"
        if outcomes == {UNANSWERED}
        else f"look again at: {_open_parts(verdict.parts)}"
    )


def _open_parts(parts: list[PartVerdict]) -> str:
    return ", ".join(part.part for part in parts if part.outcome != RIGHT)


def _progress_text(verdicts: list[Verdict], questions: dict[str, int]) -> str:
    width = max(len(verdict.exercise) for verdict in verdicts)
    lines = [_summary(verdicts)]
    lines += [
        f"  {verdict.exercise:<{width}}  {verdict.points:3g} / {verdict.max_points:<3} {_state(verdict)}"
        for verdict in verdicts
    ]
    lines += [f"  {name}: {points} points, read by a person" for name, points in questions.items()]
    return "\n".join(lines)


def _summary(verdicts: list[Verdict]) -> str:
    right = sum(verdict.right for verdict in verdicts)
    points, most = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    return f"{right} of {len(verdicts)} exercises right, {points:g} of {most} points in the visible checks"


def _progress_html(verdicts: list[Verdict], questions: dict[str, int]) -> str:
    rows = "".join(_progress_row(verdict) for verdict in verdicts)
    rows += "".join(
        _row(f"<code>{html.escape(name)}</code>", "", f"{points} points, read by a person")
        for name, points in questions.items()
    )
    return f"<p><b>{html.escape(_summary(verdicts))}</b></p><table>{rows}</table>"


def _progress_row(verdict: Verdict) -> str:
    share = verdict.points / verdict.max_points
    bar = (
        '<div style="width:120px;height:10px;border:1px solid #555">'
        f'<div style="width:{share:.0%};height:10px;background:#1b7f5c"></div></div>'
    )
    state = f"{verdict.points:g} of {verdict.max_points}: {_state(verdict)}"
    return _row(f"<code>{html.escape(verdict.exercise)}</code>", bar, html.escape(state))


def _row(*cells: str) -> str:
    # Jupyter aligns tables to the right unless told otherwise.
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"
