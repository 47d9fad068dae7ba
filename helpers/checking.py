"""`check(sigmoid)`: tells a student at once what is right, what is wrong and why, from the visible cases."""

from __future__ import annotations

import ast
import functools
import itertools
import json
import os
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from helpers import guesses
from helpers.capturing import capturing
from helpers.evidence.remembering import forgotten
from helpers.evidence.staleness import STUB, Desk, globals_of, reached
from helpers.judge.asserts import is_own
from helpers.judge.calling import observe
from helpers.judge.faults import unlike
from helpers.judge.judging import Located, judge
from helpers.judge.naming import Suspect
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet, Sheet
from helpers.judge.smallest import OPENING
from helpers.judge.unwrapping import innermost, source_of
from helpers.judge.verdicts import (
    ERROR,
    UNANSWERED,
    WRONG,
    PartVerdict,
    Verdict,
    coded,
    is_withheld,
)
from helpers.locating import locate
from helpers.patience import SLOW, SLOW_TRAINING, Patience
from helpers.progress import Row, row_of, table
from helpers.showing import block, listed, sentence, show
from helpers.trying import Case, first_case

CASES = Path(__file__).parent / "cases"
UNASKED = Outcome("missing")
LACKING = re.compile(r"(?:name '|There is no function `)(\w+)(?:' is not defined|`)")


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
    check = Check(path, namespace)
    check.watch()
    return check


class Check:
    """Checks the exercises of one week; call it with the function or functions of an exercise."""

    def __init__(self, path: Path, namespace: dict[str, Any]) -> None:
        self._path = path
        self._namespace = namespace
        self._desk = Desk(namespace, path.stem)
        self._trained: dict[str, tuple[dict[str, Any], Verdict]] = {}

    @property
    def _content(self) -> dict[str, Any]:
        # Read when first asked for: a notebook that is graded binds a check and never calls it.
        return _read(self._path)[0]

    @property
    def _sheets(self) -> dict[str, Sheet]:
        return _read(self._path)[1]

    @property
    def _questions(self) -> dict[str, int]:
        return self._content["questions"]

    def watch(self) -> None:
        """From now on, say below a NameError which cell was not run, and where `check` is another thing."""
        self._desk.explain_name_errors(
            lambda: [name for sheet in self._sheets.values() for name in sheet.functions]
        )
        self._desk.keep_check(Check)

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
        validates the notebook, raises NotRightYetError unless everything is right. An interrupt
        is told as a verdict and raised as StoppedError.
        """
        names = [self._name_of(function) for function in functions]
        sheet = self._sheet_of(names)
        given = dict(zip(names, functions, strict=True))
        own = [name for name in names if self._namespace.get(name) is given[name]]
        stale = self._desk.stale(own)
        if stale is not None:
            which = "its cell" if stale.name in own else f"the cell of `{stale.name}`"
            what = stale.head or f"not judged yet, run {which} first"
            show(*block(f"`{sheet.exercise}`: {what}", [stale.text]))
            return
        budget = max(case.budget for cases in sheet.draws.values() for case in cases)
        with Patience(f"check({', '.join(names)})", budget=budget) as patience:
            used = dict.fromkeys(used for name in own for used in reached(self._namespace, name))
            with (
                capturing() as printed,
                forgotten(self._namespace, used, self._desk.cells_run()) as held,
            ):
                verdict = self._checked(sheet, given)
            if held and not verdict.right:
                verdict = replace(verdict, notes=[_remembers(held[0]), *verdict.notes])
            verdict = self._with_advice(sheet, verdict, patience)
            if os.environ.get("NBGRADER_VALIDATING") and not verdict.right:
                raise NotRightYetError("\n" + verdict.to_text())
            hint, page = _going_on(verdict)
            text = "\n".join(filter(None, [verdict.to_text(), hint, printed.to_text()]))
            patience.show(text, verdict.to_html() + page + printed.to_html())

    def _checked(self, sheet: Sheet, given: dict[str, Any]) -> Verdict:
        namespace = self._namespace | given
        outcomes = self._outcomes(sheet, namespace)
        pointer = functools.cache(lambda: self._pointer(sheet))
        verdict = self._named(sheet, namespace, outcomes, None, lambda: pointer() is None)
        if any(part.long for part in sheet.parts):
            self._trained[sheet.exercise] = self._written(), verdict
        if _all_of(verdict.parts, UNANSWERED) and any(map(_keeps_the_stubs_line, given.values())):
            verdict = replace(verdict, notes=[STILL_THERE])
        elif not verdict.right and not _all_of(verdict.parts, UNANSWERED):
            note = pointer()
            if note is not None:
                # What that one does would be told as a mistake of this one: no cause is named.
                verdict = self._named(sheet, namespace, outcomes, [])
                verdict = replace(verdict, notes=[note, *verdict.notes])
        lacking = {name for part in verdict.parts for name in LACKING.findall(part.message)}
        told = [self._desk.not_run(name) for name in sorted(lacking) if name not in self._namespace]
        return replace(verdict, notes=[*filter(None, told), *verdict.notes])

    def _with_advice(self, sheet: Sheet, verdict: Verdict, patience: Patience) -> Verdict:
        """Return the verdict with advice where a right answer takes far longer than it need."""
        long = any(part.long for part in sheet.parts)
        budgeted = any(case.budget for cases in sheet.draws.values() for case in cases)
        seconds = patience.worked()
        if not verdict.right or budgeted or seconds < (SLOW_TRAINING if long else SLOW):
            return verdict
        text = (
            f"it is right, and slow: these calls took {seconds:.0f} seconds and need not take one."
            f"{patience.where_it_was_slow()} No point is lost by it, but the cells below wait for it. "
            "Python takes about a hundred times longer for a loop over entries or examples than numpy "
            "for one operation on the whole array."
        )
        return replace(verdict, advice=[text, *verdict.advice])

    def case(self, exercise: str, part: str = "") -> Case:
        """Return the first case that a part of an exercise fails, to go on from; else its first case.

        Its arguments are `case.NAME`, fresh at each reading; `case.expected` is what was expected.
        Raises ValueError for an exercise or a part that there is none of.
        """
        sheet = self._sheets.get(exercise) or self._of(exercise)
        if sheet is None:
            raise ValueError(
                f"There is no exercise {exercise!r}; there are: {', '.join(self._sheets)}."
            )
        with Patience(f"check.case({exercise!r})") as patience:
            with capturing():
                found = first_case(sheet, part, self._namespace)
            patience.leave()
        return found

    def ready(self, *names: str, guess: str = "") -> bool:
        """Return whether functions are written and give what they promise: shapes, keys and kinds.

        The numbers may be wrong. Where one is not ready, a sentence says which. With `guess`, the
        guess of that name must be written down too; None will do.
        """
        with Patience("check.ready()") as patience:
            with capturing():  # what students print, they print in checks
                missing = list(dict.fromkeys(filter(None, map(self._missing, names))))
                unfit = None if missing else next(filter(None, map(self._unfit, names)), None)
            waits = guess and guesses.is_open(self._namespace, guess)
            if missing or unfit or waits:
                text = guesses.waits(guess) if waits else ""
                text = self._needs(missing) if missing else _waits(unfit) if unfit else text
                patience.show(*sentence(text))
            else:
                patience.leave()
            return not (missing or unfit or waits)

    def reveal(self, name: str, result: Any, what: str) -> None:
        """Show the guess of that name and the result side by side; `what` says what they are.

        A number or a word is shown as it is; without a guess, the result stands alone. Nothing is
        judged, and a guess of another kind than the result is shown like any other.
        """
        guess = self._namespace.get(guesses.PREFIX + name)
        show(*guesses.side_by_side(guess, result, what))

    def progress(self) -> None:
        """Show how far you are: each exercise with the points its visible check gives."""
        with Patience("check.progress()") as patience:
            with capturing():
                rows = [self._row(sheet) for sheet in self._sheets.values()]
            names, guessed = self._content.get("guesses", []), ""
            if names:
                made = guesses.made(self._namespace, names)
                guessed = f"{made} of {len(names)} guesses made, not graded"
            order = self._content.get("order", [])
            patience.show(*table(rows, self._questions, order, guessed))

    def _row(self, sheet: Sheet) -> Row:
        """Return how an exercise stands; what is known to be another than the notebook's is not judged."""
        there = [name for name in sheet.functions if name in self._namespace]
        stale = self._desk.stale(there)
        if stale is not None:
            state = stale.head or f"not judged: run the cell of `{stale.name}` first"
            return Row(sheet.exercise, 0, sheet.points, state)
        row = row_of(self._verdict_on(sheet))
        for name in sheet.functions:
            if name not in there and self._desk.not_run(name):
                return replace(row, state=f"written, but not run: run the cell of `{name}`")
        return row

    def _needs(self, names: list[str]) -> str:
        """Return what a demonstration needs: functions to write, or cells to run."""
        for name in names:
            there = name in self._namespace
            stale = self._desk.stale([name]) if there else None
            text = stale.text if stale else None if there else self._desk.not_run(name)
            if text:
                return f"This cell needs `{name}`. {text} Then run this cell again."
        them = "it" if len(names) == 1 else "them"
        return f"This cell needs {listed(names)}. Write {them}, then run this cell again."

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
        return self._named(sheet, namespace, self._outcomes(sheet, namespace), None)

    def _outcomes(
        self, sheet: Sheet, namespace: dict[str, Any], **settings: Any
    ) -> dict[str, list[Outcome]]:
        return {
            name: [observe(case.request() | settings, namespace) for case in cases]
            for name, cases in sheet.draws.items()
        }

    def _named(
        self,
        sheet: Sheet,
        namespace: dict[str, Any],
        outcomes: dict[str, list[Outcome]],
        suspects: Sequence[Suspect] | None,
        places: Callable[[], bool] = lambda: False,
    ) -> Verdict:
        """Return the verdict; where asserts of the student's stop a function, named without them.

        `places` says whether the place of a slip is to be looked for, when it comes to that.
        """
        stopped = any(is_own(item.error) for several in outcomes.values() for item in several)
        unasserted = self._outcomes(sheet, namespace, asserts=False) if stopped else None

        def place_of(parts: Collection[str]) -> dict[str, Located]:
            foreign = {f for s in self._sheets.values() if s is not sheet for f in s.functions}
            if all(i.status in ("unanswered", "missing") for s in outcomes.values() for i in s):
                return {}
            return locate(sheet, namespace, unasserted or outcomes, parts, foreign)

        verdict = judge(
            sheet,
            outcomes,
            lambda name: source_of(namespace.get(name)),
            suspects=suspects,
            unasserted=unasserted,
            locate=lambda parts: place_of(parts) if places() else {},
            # Where a function that this one calls is not right yet, the fault may be there.
            run=lambda case: observe(case.request(), namespace) if places() else UNASKED,
        )
        answered = any(item.status == "value" for several in outcomes.values() for item in several)
        if not answered and all(_is_stub(namespace.get(name)) for name in sheet.functions):
            # Another function's stub may have raised first: say what matters, that this is one.
            parts = [replace(part, points=0, outcome=UNANSWERED) for part in verdict.parts]
            verdict = replace(verdict, parts=parts)
        return verdict

    def _pointer(self, sheet: Sheet) -> str | None:
        """Return the note that names the first dependency that fails its own check, if one does."""
        for name in self._beneath(sheet):
            called = self._sheets[name].functions
            beside = [self._desk.made_beside(f, g) for f in called for g in sheet.functions]
            if not self._judge(self._sheets[name], self._namespace).right:
                return next(filter(None, beside), None) or (
                    f"{sheet.exercise} calls `{name}`, whose own check is not right yet. Mend that first: "
                    f"the fault may be there.{'' if _is_judged_by_success(sheet) else ONCE}"
                )
        return None

    def _beneath(self, sheet: Sheet) -> list[str]:
        """Return the exercises that this one's functions call: those listed, then those before it.

        Where it cannot be seen what they call, what is listed counts as called. What the cases put
        in the place of a function cannot be at fault.
        """
        used = self._used(sheet)
        listed = [
            e for e in sheet.depends_on if used is None or used & {*self._sheets[e].functions}
        ]
        drawn = (case for cases in sheet.draws.values() for case in cases)
        named = (used or set()) - {name for case in drawn for name in case.replaced}
        before = itertools.takewhile(lambda other: other is not sheet, self._sheets.values())
        new = [other.exercise for other in before if named & {*other.functions}]
        return listed + [name for name in new if name not in sheet.depends_on]

    def _used(self, sheet: Sheet) -> set[str] | None:
        """Return the names that an exercise's functions use, also by way of the student's helpers."""
        exercises = {name for other in self._sheets.values() for name in other.functions}
        pending, used = list(sheet.functions), set(sheet.functions)
        while pending:
            name = pending.pop()
            functions = innermost(self._namespace.get(name))
            if name in sheet.functions and not functions:
                return None
            new = {found for item in functions for found in globals_of(item.__code__)} - used
            used |= new
            pending += [other for other in new - exercises if callable(self._namespace.get(other))]
        return used - {*sheet.functions}

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
        called = (
            [f for e in self._beneath(sheet) for f in self._sheets[e].functions] if sheet else []
        )
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


def _going_on(verdict: Verdict) -> tuple[str, str]:
    """Return how to go on from the first part that came out wrong, as text and as HTML."""
    wrong = next((part for part in verdict.parts if part.outcome in (WRONG, ERROR)), None)
    if wrong is None or is_withheld(wrong):
        return "", ""
    which = "the larger case" if OPENING in wrong.message else "this case"
    text = (
        f'To try {which} yourself: `case = check.case("{verdict.exercise}", "{wrong.part}")`. Then '
        "`case` shows what it holds."
    )
    return f"  {text}", f'<p style="margin:2px 0 4px 17px;opacity:0.75">{coded(text)}</p>'


@functools.cache
def _read(path: Path) -> tuple[dict[str, Any], dict[str, Sheet]]:
    """Return a case file's content, and its sheets by exercise: read once in a kernel's life."""
    content = json.loads(path.read_text(encoding="utf-8"))
    sheets = [Sheet.from_json(item) for item in content["exercises"]]
    return content, {sheet.exercise: sheet for sheet in sheets}


ONCE = " In grading, a mistake counts once."


def _is_judged_by_success(sheet: Sheet) -> bool:
    """Return whether a training within a budget is all that counts, whatever it is made of."""
    return any(case.budget for cases in sheet.draws.values() for case in cases)


def _short_draws(sheet: Sheet) -> set[str]:
    """Return the draws that hold no long training."""
    return set(sheet.draws) - {part.draw for part in sheet.parts if part.long}


def _waits(name: str) -> str:
    return (
        f"This cell waits for `{name}`, which stops with an error, or returns something of another "
        "shape or form than its docstring says. Its check tells you what to mend."
    )


def _remembers(name: str) -> str:
    return (
        f"`{name}` held what earlier calls left there. Where it is graded it begins empty, and so it did in "
        "this check."
    )


STILL_THERE = f"Python stops at the line `{STUB}`. If your answer is written, take that line out."


def _is_stub(function: Any) -> bool:
    """Return whether a function still ends at the line that stands where the answer goes."""
    source = source_of(function) or ""
    return any(line.strip() == STUB for line in source.splitlines())


def _keeps_the_stubs_line(function: Any) -> bool:
    """Return whether something was written, and the stub's line was left below it.

    What comes with a stub names sizes or makes room for a result, and works nothing out.
    """
    try:
        made = ast.parse(textwrap.dedent(source_of(function) or ""))
    except SyntaxError:
        return False
    body = [statement for node in made.body for statement in getattr(node, "body", [])]
    lines = [ast.unparse(statement) for statement in body]
    if STUB not in lines:
        return False
    end = lines.index(STUB)
    results = {node.id for line in body[end + 1 :] for node in ast.walk(line) if _is_name(node)}
    return any(_works_out(line, results) for line in body[:end])


def _is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name)


def _works_out(line: ast.stmt, results: set[str]) -> bool:
    """Return whether a line of a function computes: a loop, a branch, or what one of the results is."""
    if not isinstance(line, (ast.Assign, ast.AnnAssign)):
        return not isinstance(line, (ast.Expr, ast.Pass, ast.Import, ast.ImportFrom))
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    names = {node.id for target in targets for node in ast.walk(target) if _is_name(node)}
    computing = (ast.BinOp, ast.Compare, ast.Subscript, ast.IfExp, ast.comprehension)
    return bool(names & results) and any(
        isinstance(node, computing) or (isinstance(node, ast.Call) and not _makes_room(node))
        for node in ast.walk(line)
    )


def _makes_room(node: ast.Call) -> bool:
    return ast.unparse(node.func) in ("np.zeros", "np.empty", "np.ones", "len")


def _all_of(parts: list[PartVerdict], outcome: str) -> bool:
    return all(part.outcome == outcome for part in parts)
