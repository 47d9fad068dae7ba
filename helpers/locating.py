"""Finds the place of a slip in a student's function: where one small change makes it come out right."""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import textwrap
import time
import types
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.altering import Change, applied, changes, undone
from helpers.judge.calling import decoded, report, worked
from helpers.judge.faults import changed_matters, is_wrong, select, wrong_cases
from helpers.judge.outcome import Outcome
from helpers.judge.patterns import tells
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet, texts_in
from helpers.judge.unwrapping import is_cell
from helpers.judge.values import decode, encode

# Of computing, and on the clock: what is not found by then is told in another way.
SECONDS = 0.5
SECONDS_ON_THE_CLOCK = 1.0
# What else would mend it is looked for so long.
SECONDS_FOR_OTHERS = 0.2
# One call with a change, in which a loop may have no end: so many times as long as without.
TIMES_AS_LONG, LEAST_PATIENCE = 10, 0.02
MOST_LINES = 2
MOST_KINDS = 2
MOST_PIECES = 5_000
MOST_ENTRIES = 1_000_000
ROUND = "_round_of_a_loop"
MAX_SHOWN = 60

Outcomes = Mapping[str, Sequence[Outcome]]


class _TooLongError(Exception):
    """Raised in the loop of a changed function when the time is over."""


@dataclass
class _Written:
    """A student's function, its tree, and its text."""

    function: types.FunctionType
    tree: ast.Module
    text: str

    @property
    def node(self) -> ast.FunctionDef:
        node = self.tree.body[0]
        assert isinstance(node, ast.FunctionDef)
        return node


def locate(
    sheet: Sheet,
    namespace: dict[str, Any],
    outcomes: Outcomes,
    asked: Collection[str],
    foreign: Collection[str] = (),
) -> dict[str, str]:
    """Return, for the parts in `asked`, where one small change of the student's code mends them.

    What is told is the place and what to look at there, and never the change. Each change is tried
    for what failed; it has to leave right what is right. `foreign` are functions of other exercises,
    which are not looked at. Nothing is found for long trainings, for answers known by a hash, nor where
    the time does not reach.
    """
    if any(part.compare.by_hash for part in sheet.parts):
        return {}
    if _is_of_another_kind(sheet, outcomes) or _is_unknown_name(outcomes):
        return {}
    short = [part for part in sheet.parts if not part.long]
    wrong = {part.name: wrong_cases(sheet, part, outcomes[part.draw]) for part in short}
    failing = [part for part in short if any(wrong[part.name])]
    if not any(part.name in asked for part in failing) or _takes_long(sheet):
        return {}
    search = _Search(sheet, namespace, outcomes, failing)
    found: dict[str, str] = {}
    for part in failing:
        if part.name in asked and part.name not in found:
            mended = search.mends(part, wrong[part.name], foreign)
            if mended is None:
                return {}  # what mends the others leaves this one
            for name, text in mended.items():
                found.setdefault(name, text)
    # A change that mends some parts and leaves the others may do so by chance.
    if any(part.name in asked and part.name not in found for part in failing):
        return {}
    return {name: text for name, text in found.items() if name in asked}


def _is_of_another_kind(sheet: Sheet, outcomes: Outcomes) -> bool:
    """Return whether a list came for an array, or the like: that says enough by itself."""
    for draw, cases in sheet.draws.items():
        for case, outcome in zip(cases, outcomes[draw], strict=True):
            if isinstance(case.expected, np.ndarray) and isinstance(outcome.value, (list, str)):
                return True
    return False


def _is_unknown_name(outcomes: Outcomes) -> bool:
    """Return whether a function stops at a name that nothing has: how it is spelt is told."""
    errors = (o.error.get("type") for several in outcomes.values() for o in several)
    return "NameError" in errors


def _takes_long(sheet: Sheet) -> bool:
    return any(case.budget for cases in sheet.draws.values() for case in cases)


class _Search:
    def __init__(
        self,
        sheet: Sheet,
        namespace: dict[str, Any],
        outcomes: Outcomes,
        failing: Sequence[PartSheet],
    ) -> None:
        self._sheet, self._namespace, self._outcomes = sheet, namespace, outcomes
        self._failing = failing
        self._given: tuple[CaseSheet | None, list[Any], dict[str, Any]] = None, [], {}
        self._deadline = worked() + SECONDS
        self._end = time.perf_counter() + SECONDS_ON_THE_CLOCK
        self._patience, self._trial = SECONDS, self._deadline

    def mends(
        self, part: PartSheet, wrong: Sequence[bool], foreign: Collection[str]
    ) -> dict[str, str] | None:
        """Return what mends a part, and whichever parts that mends with it: all, if it can be.

        None if no change was found that mends it, {} if what mends it does not say enough.
        """
        first = self._quickest(self._sheet.draws[part.draw], wrong)
        full: dict[str, tuple[_Written, Change]] = {}
        first_best: dict[str, str] = {}
        mends = False
        for written, change in self._changes(first, foreign):
            if self._is_over():
                break
            made = self._made(written, change)
            if made is None or not self._is_right(part, first, made):
                continue
            mended = self._mended(made)
            if part.name not in mended:
                continue
            mends = True
            if len(mended) == len(self._failing):
                if not full:
                    self._deadline = min(self._deadline, worked() + SECONDS_FOR_OTHERS)
                full.setdefault(_changed(written, change), (written, change))
            elif not first_best and self._is_rich(part):
                first_best = dict.fromkeys(mended, _told([(written, change)]))
        if full:
            text = _told(list(full.values()))
            return dict.fromkeys((p.name for p in self._failing), text) if text else {}
        return first_best if mends else None

    def _changes(
        self, case: CaseSheet, foreign: Collection[str]
    ) -> Iterator[tuple[_Written, Change]]:
        for written in self._functions(case, foreign):
            for change in changes(written.node, self._texts(written, case)):
                yield written, change

    def _quickest(self, cases: Sequence[CaseSheet], wrong: Sequence[bool]) -> CaseSheet:
        """Return the case among those that came out wrong which takes the least time."""
        taken: list[tuple[float, int]] = []
        for i in [i for i, is_so in enumerate(wrong) if is_so][:4]:
            started = worked()
            self._run(cases[i], {})
            taken.append((worked() - started, i))
        self._patience = max(LEAST_PATIENCE, TIMES_AS_LONG * min(taken)[0])
        return cases[min(taken)[1]]

    def _functions(self, case: CaseSheet, foreign: Collection[str]) -> Iterator[_Written]:
        """Yield the function that is judged, and those of the notebook that it calls."""
        pending, seen = [case.function, *self._sheet.functions], set(foreign)
        while pending:
            name = pending.pop(0)
            if name in seen:
                continue
            seen.add(name)
            written = _written(self._namespace.get(name), name)
            if written is None:
                continue
            yield written
            read = {n.id for n in ast.walk(written.tree) if isinstance(n, ast.Name)}
            pending += sorted(
                name
                for name in read
                if isinstance(item := self._namespace.get(name), types.FunctionType)
                and is_cell(item.__code__.co_filename)
            )

    def _texts(self, written: _Written, case: CaseSheet) -> list[str]:
        """Return the texts that a function writes, and the keys of what it is given."""
        own = (n.value for n in ast.walk(written.node) if isinstance(n, ast.Constant))
        texts = [text for text in own if isinstance(text, str) and len(text) < 30]
        for value in (*case.calls[-1].arguments().values(), case.expected):
            texts += texts_in(value, keys=True)
        return list(dict.fromkeys(texts))

    def _made(self, written: _Written, change: Change) -> dict[str, Callable[..., Any]] | None:
        old, scratch = written.function, dict[str, Any]()
        applied(change)
        try:
            code = compile(written.tree, old.__code__.co_filename, "exec")
            exec(code, old.__globals__, scratch)
        except (SyntaxError, TypeError, ValueError, NameError, RecursionError):
            return None
        finally:
            undone(change)
        new = scratch[written.node.name]
        new.__defaults__, new.__kwdefaults__ = old.__defaults__, old.__kwdefaults__
        return {written.node.name: _bounded(new), ROUND: self._round}

    def _is_over(self) -> bool:
        return worked() > self._deadline or time.perf_counter() > self._end

    def _round(self) -> None:
        if worked() > self._trial or self._is_over():
            raise _TooLongError

    def _run(self, case: CaseSheet, made: Mapping[str, Callable[..., Any]]) -> Outcome:
        self._trial = worked() + self._patience
        return Outcome.from_json(report(case.request(), self._namespace, stand_ins=made))

    def _is_right(
        self, part: PartSheet, case: CaseSheet, made: Mapping[str, Callable[..., Any]]
    ) -> bool:
        if case.function in made and _is_plain(part, case, made[case.function]):
            outcome = self._at_once(case, made[case.function])
            if outcome is None or is_wrong(self._sheet, part, case, outcome):
                return False
        return not is_wrong(self._sheet, part, case, self._run(case, made))

    def _at_once(self, case: CaseSheet, function: Callable[..., Any]) -> Outcome | None:
        """Return what a function returns, nothing else being looked at; None where it raises.

        Of the hundreds of changes few come this far. Each one costs a third of what `_run` does.
        """
        self._trial = worked() + self._patience
        call = case.calls[0]
        if case is not self._given[0]:
            args = [decoded(item, []) for item in call.args]
            kwargs = {key: decoded(item, []) for key, item in call.kwargs.items()}
            self._given = case, args, kwargs
        args, kwargs = _copied(self._given[1]), _copied(self._given[2])
        scope = inspect.unwrap(function).__globals__
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scope[ROUND] = self._round
            try:
                return Outcome(
                    "value", value=decode(encode(function(*args, **kwargs), compact=True))
                )
            except (Exception, SystemExit):  # what raises is not right, or ends with exit()
                return None
            finally:
                del scope[ROUND]

    def _mended(self, made: Mapping[str, Callable[..., Any]]) -> set[str]:
        """Return which failing parts come out right; none where what was right comes out wrong."""
        after: dict[str, list[Outcome]] = {}
        mended: set[str] = set()
        failing = {part.name for part in self._failing}
        for part in self._sheet.parts:
            if part.long:
                continue
            if part.draw not in after:
                if self._is_over():
                    return set()
                cases = self._sheet.draws[part.draw]
                after[part.draw] = [self._run(case, made) for case in cases]
            wrong = any(wrong_cases(self._sheet, part, after[part.draw]))
            if wrong and part.name not in failing:
                return set()
            if not wrong and part.name in failing:
                mended.add(part.name)
        return mended

    def _is_rich(self, part: PartSheet) -> bool:
        """Return whether what is expected of a part hardly comes about by chance."""
        for case in self._sheet.draws[part.draw]:
            wanted, _ = select(case.expected, case.after, part.select, [])
            if tells(wanted) and not isinstance(wanted, (bool, int, str)):
                return True
        return False


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    return value.copy() if isinstance(value, np.ndarray) else copy.deepcopy(value)


def _is_plain(part: PartSheet, case: CaseSheet, function: Callable[..., Any]) -> bool:
    """Return whether a part looks at nothing but what one call of one function returns."""
    call, code = case.calls[0], inspect.unwrap(function).__code__
    return (
        len(case.calls) == 1
        and isinstance(call.function, str)
        and not (case.replaced or case.watch or case.collect)
        and not changed_matters(case.compare or part.compare)
        and call.function not in code.co_names  # it does not call itself
    )


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that raises where it returns, or leaves behind, far more than anybody asks for."""

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        value = function(*args, **kwargs)
        pending, seen = [value, args, kwargs], 0
        while pending:
            item = pending.pop()
            seen += 1
            if seen > MOST_PIECES or (isinstance(item, np.ndarray) and item.size > MOST_ENTRIES):
                raise _TooLongError
            if isinstance(item, Mapping):
                pending += item.values()
            elif isinstance(item, (list, tuple)):
                pending += item
        return value

    return bounded


def _written(function: Any, name: str) -> _Written | None:
    """Return a plain function with its tree, in which each loop looks at the clock; None for others."""
    if not isinstance(function, types.FunctionType) or function.__closure__:
        return None
    try:
        text = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(text)
    except (OSError, TypeError, SyntaxError, ValueError, IndexError):
        return None
    node = tree.body[0] if tree.body else None
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or node.name != name:
        return None
    _Watched().visit(tree)
    return _Written(function, ast.fix_missing_locations(tree), text)


class _Watched(ast.NodeTransformer):
    """Has each loop call a function in every round, and takes out asserts."""

    def _loop(self, node: Any) -> Any:
        self.generic_visit(node)
        call: Any = ast.Expr(ast.Call(ast.Name(ROUND, ast.Load()), [], []))
        call.watches = True
        node.body = [ast.copy_location(call, node.body[0]), *node.body]
        return node

    visit_For = visit_While = _loop

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        return ast.copy_location(ast.Pass(), node)


def _told(mending: Sequence[tuple[_Written, Change]]) -> str:
    """Return the sentence on the place of a slip: the line, what stands there, what to look at.

    Where several changes mend it, the mistake is one of them: up to two lines are told, or up to two
    things to look at in one line. "" where there are more lines.
    """
    lines: dict[int, str] = {}
    for written, change in mending:
        lines.setdefault(_line(written, change), _code(written, change))
    places = [f"in line {number}, `{code}`" for number, code in lines.items()]
    if len(places) > MOST_LINES:
        return ""
    if len(places) > 1:
        return (
            f"Likely cause: something {', or '.join(places)}. With one small change in one of the two "
            "lines this comes out right."
        )
    abouts = list(dict.fromkeys(change.about for _, change in mending))
    looks = [
        f" {'Or look' if i else 'Look'} at {about}{'' if about.endswith('?') else '.'}"
        for i, about in enumerate(abouts)
    ]
    return (
        f"Likely cause: something {places[0]}. With one small change there this comes out right."
        f"{''.join(looks) if len(looks) <= MOST_KINDS else ''}"
    )


def _changed(written: _Written, change: Change) -> str:
    """Return the function with the change made: two changes may be the same."""
    applied(change)
    try:
        return ast.unparse(written.tree)
    finally:
        undone(change)


def _line(written: _Written, change: Change) -> int:
    shown: Any = change.shown
    return int(getattr(shown, "lineno", 1)) + written.function.__code__.co_firstlineno - 1


def _code(written: _Written, change: Change) -> str:
    shown: Any = change.shown
    text = ast.get_source_segment(written.text, shown) or ast.unparse(shown)
    text = " ".join(text.split("\n")[0].split()).rstrip(":").strip()
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."
