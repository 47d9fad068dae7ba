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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.altering.branches import Branch, branches, telling
from helpers.altering.expressions import AXIS, CUT, KEPT, LINE, TURNED
from helpers.altering.lines import ASKED, NEEDED
from helpers.altering.listing import changes
from helpers.altering.places import Change, applied, undone
from helpers.judge.asserts import is_guard
from helpers.judge.calling import decoded, report, worked
from helpers.judge.comparing import Comparison
from helpers.judge.faults import changed_matters, is_wrong, select, wrong_cases
from helpers.judge.judging import Located
from helpers.judge.outcome import Outcome
from helpers.judge.patterns import first_difference, has_fractions
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet, texts_in
from helpers.judge.slips import compares_numbers
from helpers.judge.statistics import Statistics
from helpers.judge.unwrapping import is_cell
from helpers.judge.values import decode, encode
from helpers.judge.verdicts import CAUSES
from helpers.memory import bounded

# Of computing, and on the clock: what is not found by then is told in another way.
SECONDS = 0.8
SECONDS_ON_THE_CLOCK = 1.4
# What else would mend it is looked for so long.
SECONDS_FOR_OTHERS = 0.2
# One call with a change, in which a loop may have no end: so many times as long as without.
TIMES_AS_LONG, LEAST_PATIENCE = 10, 0.02
MOST_LINES = 2
# What mends half of the parts is told where a part has so many numbers; what mends less, or fewer, where it is
# among the first that are tried.
LEAST_NUMBERS, SOON = 2, 1
MOST_KINDS = 2
MOST_PIECES = 5_000
# A change may make a size a thousand times as large as it was meant.
BYTES = 256_000_000
MOST_ENTRIES = 1_000_000
ROUND = "_round_of_a_loop"
BRANCH = "_way_of_a_case"
MOST_BRANCHES = 2
# A root, a square or a factor more mends much by chance: it is told where no change of a rank up to LIKELY does.
LIKELY, ODD = 2, 5
MAX_SHOWN = 60
COMPOUND = (ast.If, ast.For, ast.While)
# What is looked at where all numbers are right and an axis is missing.
SHAPING = ("the axis", AXIS, CUT, KEPT, LINE, TURNED, "whether `")

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
) -> dict[str, Located]:
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
    if _is_scaled_to_fit(sheet, outcomes):
        return {}
    short = [part for part in sheet.parts if not part.long]
    wrong = {part.name: wrong_cases(sheet, part, outcomes[part.draw]) for part in short}
    failing = [part for part in short if any(wrong[part.name])]
    if not any(part.name in asked for part in failing) or _takes_long(sheet):
        return {}
    search = _Search(sheet, namespace, outcomes, failing)
    found: dict[str, Located] = {}
    with bounded(BYTES):
        for part in failing:
            if part.name in asked and part.name not in found:
                for name, place in search.mends(part, wrong[part.name], foreign).items():
                    found.setdefault(name, place)
        text = "" if found else search.way()
        if text or search.late:
            for part in failing:
                found.setdefault(part.name, Located(text, sure=False, late=search.late))
    return {name: place for name, place in found.items() if name in asked}


def _is_of_another_kind(sheet: Sheet, outcomes: Outcomes) -> bool:
    """Return whether a list came for an array, or the like: that says enough by itself."""
    for part in sheet.parts:
        for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
            got, _ = select(outcome.value, outcome.after, part.select, [])
            wanted, _ = select(case.expected, case.after, part.select, [])
            if isinstance(wanted, np.ndarray) and isinstance(got, (list, str)):
                return True
    return False


def _is_scaled_to_fit(sheet: Sheet, outcomes: Outcomes) -> bool:
    """Return whether random numbers were scaled by what came: a little less of that is no mend."""
    return any(
        isinstance(case.compare, Statistics) and case.compare.is_scaled_to_fit(outcome.value)
        for draw, cases in sheet.draws.items()
        for case, outcome in zip(cases, outcomes[draw], strict=True)
    )


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
        self._listed: dict[str, list[tuple[_Written, Change]]] = {}
        # What each change does in the case that is tried first: parts share their cases.
        self._done: dict[tuple[int, int, bool], Outcome | None] = {}
        self._deadline = worked() + SECONDS
        self._end = time.perf_counter() + SECONDS_ON_THE_CLOCK
        self._given: tuple[CaseSheet | None, list[Any], dict[str, Any]] = None, [], {}
        self._patience, self._trial = SECONDS, self._deadline
        # Whether the search ended by its clock, before anything was found behind all that failed.
        self.late = False

    def mends(
        self, part: PartSheet, wrong: Sequence[bool], foreign: Collection[str]
    ) -> dict[str, Located]:
        """Return what mends a part, and whichever parts that mends with it: as many as can be.

        A change that mends some parts and leaves the others may do so by chance: it is told only of numbers
        that hardly come about by chance.
        """
        first = self._quickest(self._sheet.draws[part.draw], wrong)
        found: dict[frozenset[str], dict[str, tuple[_Written, Change]]] = {}
        # Less of what stops a function is no mend: parts that it stopped come out right together.
        stopped = any(outcome.status == "error" for outcome in self._outcomes[part.draw])
        numbers = 0 if stopped else self._numbers_of(part, wrong)
        whole = changed_matters(first.compare or part.compare)
        flat = self._lacks_an_axis(part)
        for i, (written, change) in enumerate(self._candidates(first, foreign)):
            if self._is_over():
                self.late = all(len(mended) < len(self._failing) for mended in found)
                break
            if flat and not change.about.startswith(SHAPING):
                continue
            outcome = self._outcome_of(i, written, change, first, whole)
            if outcome is None or is_wrong(self._sheet, part, first, outcome):
                continue
            made = self._made(written, change)
            mended = frozenset(self._mended(made) if made else ())
            half = 2 * len(mended) >= len(self._failing)
            rich = (numbers >= LEAST_NUMBERS and half) or (numbers and change.rank <= SOON)
            if part.name not in mended or not (rich or len(mended) == len(self._failing)):
                continue
            if mended not in found and len(mended) == len(self._failing):
                self._deadline = min(self._deadline, worked() + SECONDS_FOR_OTHERS)
            alike = found.setdefault(mended, {})
            alike.setdefault(_changed(written, change), (written, change))
        if not found:
            return {}
        most = max(found, key=lambda mended: (len(mended), -_soonest(found[mended].values())))
        mending = _likeliest(list(found[most].values()))
        text = _told(mending) if mending else ""
        sure = len(most) == len(self._failing) and all(len(_lines(*one)) == 1 for one in mending)
        text = text.replace(*CAUSES, 1) if self.late else text
        return dict.fromkeys(most, Located(text, sure, self.late)) if text else {}

    def way(self) -> str:
        """Return which branch every wrong case goes into and no right one does, as a sentence, or ""."""
        if all(changed_matters(part.compare) for part in self._failing):
            return ""  # the line that changes what was given is told by itself
        cases = {
            draw: self._sheet.draws[draw] for draw in {part.draw for part in self._sheet.parts}
        }
        short = [part for part in self._sheet.parts if not part.long]
        wrong, right = set[tuple[str, int]](), set[tuple[str, int]]()
        for part in short:
            for i, is_so in enumerate(wrong_cases(self._sheet, part, self._outcomes[part.draw])):
                (wrong if is_so else right).add((part.draw, i))
        names = {cases[draw][i].function for draw, i in wrong}
        right = {(draw, i) for draw, i in right - wrong if cases[draw][i].function in names}
        written = _written(self._namespace.get(min(names)), min(names)) if len(names) == 1 else None
        found = branches(written.node) if written and right else []
        if written is None or not found:
            return ""
        telling(written.node, found, BRANCH)
        made = self._compiled(written)
        gone: dict[tuple[str, int], set[int]] = {}
        for key in sorted(wrong | right):
            gone[key] = set()
            if made is None or worked() > self._deadline + SECONDS_FOR_OTHERS:
                return ""
            self._run(cases[key[0]][key[1]], {**made, BRANCH: gone[key].add, ROUND: _goes_on})
        taken = set[int]().union(*(gone[key] for key in right))
        only = [branch for i, branch in enumerate(found) if i not in taken]
        only = [b for b in only if any(found.index(b) in gone[key] for key in wrong)]
        only = [b for b in only if not any(other.holds(b) for other in only)]
        if any(isinstance(b.shown, COMPOUND) and not b.asked for b in only):
            return ""  # of lines that begin with a question, the question is not the place
        numbers = {found.index(branch) for branch in only}
        if not all(numbers & gone[key] for key in wrong) or not 0 < len(only) <= MOST_BRANCHES:
            return ""
        return _way_told(written, only)

    def _quickest(self, cases: Sequence[CaseSheet], wrong: Sequence[bool]) -> CaseSheet:
        """Return the case among those that came out wrong which takes the least time."""
        taken: list[tuple[float, int]] = []
        for i in [i for i, is_so in enumerate(wrong) if is_so][:4]:
            started = worked()
            self._run(cases[i], {})
            taken.append((worked() - started, i))
        self._patience = max(LEAST_PATIENCE, TIMES_AS_LONG * min(taken)[0])
        return cases[min(taken)[1]]

    def _candidates(
        self, case: CaseSheet, foreign: Collection[str]
    ) -> Iterator[tuple[_Written, Change]]:
        """Yield the changes that are tried for a case: of its function first, then of those it calls."""
        for written in self._functions(case, foreign):
            name = written.node.name
            if name not in self._listed:
                listed = changes(written.node, self._texts(written, case))
                self._listed[name] = [(written, change) for change in listed]
            yield from self._listed[name]

    def _outcome_of(
        self, i: int, written: _Written, change: Change, case: CaseSheet, whole: bool
    ) -> Outcome | None:
        """Return what a case does with change `i`, or what it returns unless the `whole` is asked for.

        None where that is no function, or where it raises.
        """
        key = i, id(case), whole
        if key not in self._done:
            made, own = self._made(written, change), case.function
            if made and own in made and not whole and _is_plain(case, made[own]):
                self._done[key] = self._at_once(case, made[own])
            else:
                self._done[key] = self._run(case, made, self._patience) if made else None
        return self._done[key]

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
        applied(change)
        try:
            return self._compiled(written)
        finally:
            undone(change)

    def _compiled(self, written: _Written) -> dict[str, Callable[..., Any]] | None:
        """Return what a function's tree is now, as a function in its place; None where it is none."""
        old, scratch = written.function, dict[str, Any]()
        try:
            code = compile(written.tree, old.__code__.co_filename, "exec")
            exec(code, old.__globals__, scratch)
        except (SyntaxError, TypeError, ValueError, NameError, RecursionError):
            return None
        new = scratch[written.node.name]
        new.__defaults__, new.__kwdefaults__ = old.__defaults__, old.__kwdefaults__
        return {written.node.name: _bounded(new), ROUND: self._round}

    def _is_over(self) -> bool:
        return worked() > self._deadline or time.perf_counter() > self._end

    def _round(self) -> None:
        if worked() > self._trial or self._is_over():
            raise _TooLongError

    def _run(
        self, case: CaseSheet, made: Mapping[str, Callable[..., Any]], patience: float = SECONDS
    ) -> Outcome:
        self._trial = worked() + patience
        return Outcome.from_json(report(case.request(), self._namespace, stand_ins=made))

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

    def _lacks_an_axis(self, part: PartSheet) -> bool:
        """Return whether all numbers of a part are right, and only their arrangement is not."""
        pairs = zip(self._sheet.draws[part.draw], self._outcomes[part.draw], strict=True)
        for case, outcome in pairs:
            got, _ = select(outcome.value, outcome.after, part.select, [])
            wanted, _ = select(case.expected, case.after, part.select, [])
            pair = first_difference(got, wanted, "")
            if pair is None or not isinstance(pair.wanted, np.ndarray):
                return False
            if not isinstance(pair.got, (np.ndarray, int, float)):
                return False
            flat, numbers = np.ravel(pair.got), np.ravel(pair.wanted)
            if np.shape(pair.got) == pair.wanted.shape or flat.shape != numbers.shape:
                return False
            if flat.dtype.kind not in "biuf" or not np.allclose(flat, numbers, equal_nan=True):
                return False
        return True

    def _numbers_of(self, part: PartSheet, wrong: Sequence[bool]) -> int:
        """Return how many numbers with fractions come out right of a part, as far as it matters.

        Hardly any come about by chance. One alone does: hundreds of changes are tried.
        """
        count = 0
        cases = self._sheet.draws[part.draw]
        for case in (case for case, is_so in zip(cases, wrong, strict=True) if is_so):
            wanted, _ = select(case.expected, case.after, part.select, [])
            if _is_of_numbers(case.compare or part.compare) and has_fractions(wanted):
                count += 1 if isinstance(wanted, float) else LEAST_NUMBERS
        return count


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    return value.copy() if isinstance(value, np.ndarray) else copy.deepcopy(value)


def _is_plain(case: CaseSheet, function: Callable[..., Any]) -> bool:
    """Return whether a case looks at nothing but what one call of one function returns."""
    call, code = case.calls[0], inspect.unwrap(function).__code__
    return (
        len(case.calls) == 1
        and isinstance(call.function, str)
        and not (case.replaced or case.watch or case.collect)
        and call.function not in code.co_names  # it does not call itself
    )


def _is_of_numbers(comparison: Comparison) -> bool:
    """Return whether a comparison looks at each number, or at how random numbers are spread."""
    return compares_numbers(comparison) or isinstance(comparison, Statistics)


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
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and len(node.body) > 1:
        del node.body[0]
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or node.name != name:
        return None
    _Watched().visit(tree)
    return _Written(function, ast.fix_missing_locations(tree), text)


class _Watched(ast.NodeTransformer):
    """Has each loop call a function in every round, and takes out asserts and each `if` that leads to a `raise`."""

    def _loop(self, node: Any) -> Any:
        self.generic_visit(node)
        call: Any = ast.Expr(ast.Call(ast.Name(ROUND, ast.Load()), [], []))
        call.watches = True
        node.body = [ast.copy_location(call, node.body[0]), *node.body]
        return node

    visit_For = visit_While = _loop

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        return ast.copy_location(ast.Pass(), node)

    def visit_If(self, node: ast.If) -> ast.stmt | list[ast.stmt]:
        self.generic_visit(node)
        if not is_guard(node):
            return node
        return node.orelse or ast.copy_location(ast.Pass(), node)


def _soonest(mending: Iterable[tuple[_Written, Change]]) -> int:
    return min(change.rank for _, change in mending)


def _goes_on() -> None:
    """Do nothing in a round of a loop: what ran before as it is runs to its end."""


def _told(mending: Sequence[tuple[_Written, Change]]) -> str:
    """Return the sentence on the place of a slip: the line, what stands there, what to look at.

    Where several changes mend it, the mistake is one of them: up to two lines are told, or up to two
    things to look at in one line. "" where there are more lines.
    """
    by_place = _by_place(mending)
    if len(by_place) > MOST_LINES:
        return ""
    places = [_place(lines, pairs) for lines, pairs in by_place.items()]
    abouts = [list(dict.fromkeys(c.about for _, c in pairs)) for pairs in by_place.values()]
    if len(places) > 1:
        if all(len(several) == 1 for several in abouts):
            places = [f"{place} ({about[0]})" for place, about in zip(places, abouts, strict=True)]
        return (
            f"Likely cause: something {', or '.join(places)}. With one small change in one of the two "
            "lines this comes out right."
        )
    if len(abouts[0]) > MOST_KINDS:  # the soonest of them
        (pairs,) = by_place.values()
        abouts = [list(dict.fromkeys(c.about for _, c in pairs if c.rank == _soonest(pairs)))]
    looks = [
        f" {'Or look' if i else 'Look'} at {about}{'' if about.endswith('?') else '.'}"
        for i, about in enumerate(abouts[0])
    ]
    (lines,) = by_place
    told = {change.told for _, change in mending}
    if len(told) == 1 and "" not in told:
        return f"Likely cause: something {places[0]}. {told.pop()}"
    change = (
        "one small change there" if len(lines) == 1 else "the same small change in each of them"
    )
    return (
        f"Likely cause: something {places[0]}. With {change} this comes out right."
        f"{''.join(looks) if len(looks) <= MOST_KINDS else ''}"
    )


def _likeliest(mending: Sequence[tuple[_Written, Change]]) -> Sequence[tuple[_Written, Change]]:
    """Return the changes of one line each, if there are any; odd ones only where there is nothing else.

    Where they lie in too many lines, those are taken that are tried first.
    """
    asked = [change.shown for _, change in mending if change.about == ASKED]
    # Where any answer to a question mends it, not the question is wrong, but what it leads to.
    asked += [c.place.node.test for _, c in mending if isinstance(c.place.node, ast.IfExp)]
    # Nor where all comes out right without it: any question that is answered with no mends it then.
    asked += [c.shown.test for _, c in mending if c.about == NEEDED and isinstance(c.shown, ast.If)]
    inside = {id(node) for question in asked for node in ast.walk(question)}
    mending = [
        (written, change)
        for written, change in mending
        if not {id(change.shown), id(change.place.node)} & inside
    ]
    if not mending:
        return []
    single = [pair for pair in mending if len(_lines(*pair)) == 1] or mending
    single = [pair for pair in single if not _is_of_a_question(pair, single)]
    first = _soonest(single)
    if first <= LIKELY:
        single = [pair for pair in single if pair[1].rank < ODD]
    if len(_by_place(single)) > MOST_LINES:
        single = [pair for pair in single if pair[1].rank == first]
    return single


def _is_of_a_question(
    pair: tuple[_Written, Change], mending: Sequence[tuple[_Written, Change]]
) -> bool:
    """Return whether a change is that of an `if`, and another one lies in what that `if` leads to."""
    written, change = pair
    line = _lines(written, change)[0]
    inside: set[int] = set()
    for node in ast.walk(written.tree):
        if isinstance(node, ast.If) and _number(written, node.test) == line:
            inside |= {_number(written, n) for b in node.body for n in ast.walk(b) if _is_own(n)}
    return any(w is written and _lines(w, c)[0] in inside - {line} for w, c in mending)


def _is_own(node: ast.AST) -> bool:
    return isinstance(node, (ast.stmt, ast.expr))


def _by_place(
    mending: Sequence[tuple[_Written, Change]],
) -> dict[tuple[int, ...], list[tuple[_Written, Change]]]:
    found: dict[tuple[int, ...], list[tuple[_Written, Change]]] = {}
    for written, change in mending:
        found.setdefault(_lines(written, change), []).append((written, change))
    return found


def _place(lines: tuple[int, ...], pairs: Sequence[tuple[_Written, Change]]) -> str:
    text = f"in line {lines[0]}, `{_all_of_it(pairs)}`"
    if len(lines) == 1:
        return text
    others = " and ".join(map(str, lines[1:]))
    return f"{text}, and alike in {'line' if len(lines) == 2 else 'lines'} {others}"


def _way_told(written: _Written, only: Sequence[Branch]) -> str:
    """Return the sentence on the branches that wrong cases alone go into."""
    ways = [
        f"line {_number(written, branch.shown)}, `{_code(written, branch.shown)}`"
        + (", and the lines below it" if len(branch.lines.lines) > 1 and not branch.asked else "")
        for branch in only
    ]
    return (
        f"What comes out wrong goes the way of {', or of '.join(ways)}. What comes out right never does: "
        "look there first."
    )


def _changed(written: _Written, change: Change) -> str:
    """Return the function with the change made: two changes may be the same."""
    applied(change)
    try:
        return ast.unparse(written.tree)
    finally:
        undone(change)


def _lines(written: _Written, change: Change) -> tuple[int, ...]:
    """Return the numbers of the lines that a change is in, the one that is shown first."""
    first = _number(written, change.shown)
    others = {_number(written, place.node) for place, _ in change.more} - {first}
    return (first, *sorted(others))


def _number(written: _Written, node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1)) + written.function.__code__.co_firstlineno - 1


def _all_of_it(pairs: Sequence[tuple[_Written, Change]]) -> str:
    """Return the smallest piece of code that holds what is shown of each change of a line."""
    written, shown = pairs[0][0], [change.shown for _, change in pairs]
    first = min(_ends(node)[0] for node in shown)
    last = max(_ends(node)[1] for node in shown)
    around = [
        node
        for node in ast.walk(written.tree)
        if _is_own(node) and _ends(node)[0] <= first and last <= _ends(node)[1]
    ]
    return _code(written, min(around, key=_length, default=shown[0]))


def _ends(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    whole: Any = node
    return (whole.lineno, whole.col_offset), (whole.end_lineno, whole.end_col_offset)


def _length(node: ast.AST) -> tuple[int, int]:
    (line, column), (last_line, last_column) = _ends(node)
    return last_line - line, last_column - column


def _code(written: _Written, node: Any) -> str:
    text = ast.get_source_segment(written.text, node) or ast.unparse(node)
    return _short(text)


def _short(text: str) -> str:
    text = " ".join(text.split("\n")[0].split()).rstrip(":").strip()
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."
