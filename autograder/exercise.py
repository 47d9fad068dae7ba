"""The vocabulary in which a week says how its answers are examined, and how a sheet is drawn from it.

A module of `autograder/exercises/` holds one `WEEK`. Its exercises are data: parts with points,
functions that draw cases, misconceptions (wrong answers that students really write) and
alternatives (right answers written in another way). `draw` turns an exercise into the Sheet that
`helpers/judging.py` judges; expected values come from calling the reference in `solutions/`.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import importlib
import importlib.util
import inspect
import io
import itertools
import re
import textwrap
import types
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from helpers import judging
from helpers.calling import observe
from helpers.comparing import (
    Agreement,
    Between,
    Close,
    Comparison,
    Custom,
    NoLoops,
    Secret,
    Statistics,
    Unchanged,
)
from helpers.judging import Outcome, Sheet, Verdict
from helpers.values import Built, Result, Rng, encode

__all__ = [
    "Agreement", "Alternative", "Between", "Built", "Call", "Case", "Close", "Custom", "Exercise",
    "Misconception", "NoLoops", "Outcome", "Part", "Question", "Result", "Rng", "Secret", "Sheet",
    "Statistics", "Unchanged", "Verdict", "Week", "call", "draw", "load_week", "with_variants",
]  # fmt: skip

MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[^\n]*\n", re.M)
VISIBLE_SEED = 20_261_121


class AuthoringError(Exception):
    """A source of a week is wrong. `where` is a file, with a line where one is known."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)


@dataclass(frozen=True)
class Call:
    """One call of a student's function in a case."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Calls to make, and what is special about judging the last one's result.

    `compare` replaces the part's comparison for this case. `also` are further values that are
    accepted. `expected`, when given, stands for the reference's value. `watch` names arguments
    whose state after the call is looked at. `replaced` maps names of functions of the student's
    to the value each is to return while the case runs.
    """

    calls: tuple[Call, ...]
    note: str = ""
    compare: Comparison | None = None
    also: tuple[Any, ...] = ()
    expected: Any = None
    watch: tuple[str, ...] = ()
    replaced: dict[str, Any] = field(default_factory=dict)

    def then(self, function: str, *args: Any, **kwargs: Any) -> Case:
        """Return this case with one more call; `Result(0)` stands for the first call's result."""
        return replace(self, calls=(*self.calls, Call(function, args, kwargs)))

    def with_(self, **settings: Any) -> Case:
        """Return this case with other settings: note, compare, also, expected, watch, replaced."""
        return replace(self, **settings)


def call(function: str, *args: Any, **kwargs: Any) -> Case:
    """Return a case of one call, `function(*args, **kwargs)`."""
    return Case((Call(function, args, kwargs),))


Draw = Callable[[np.random.Generator], Sequence[Case]]


@dataclass(frozen=True)
class Part:
    """A share of an exercise's points, earned when every case of its draw comes out right.

    Parts with the same `cases` function look at one draw; `select` picks the piece that this part
    looks at (keys and indices; "@name" first for the argument `name` after the call). `long`
    marks a training that is not repeated when an exercise is judged again; `beside` a part whose
    cases all have one answer, which counts only beside another part that is right.
    """

    name: str
    points: int
    cases: Draw
    compare: Comparison = Close()
    select: tuple[str | int, ...] = ()
    long: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Variant:
    """An answer other than the reference: whole functions (`code`), or the reference changed.

    `change` lists (old, new) replacements in the reference's source, each of which must apply to
    exactly one place, so that a variant cannot silently go stale.
    """

    name: str
    code: str = ""
    change: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Misconception(Variant):
    """A wrong answer that students really write, and the hint that helps. `name` is its slug."""

    title: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Alternative(Variant):
    """A right answer written in another way: it must earn every point."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: one function or several, examined in parts."""

    name: str
    parts: tuple[Part, ...]
    functions: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    depends_on: tuple[str, ...] = ()
    may_change: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.functions:
            object.__setattr__(self, "functions", (self.name,))

    @property
    def points(self) -> int:
        """The most that the exercise can earn."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Question:
    """An open question, graded by a person along the rubric: pairs of points and what earns them."""

    name: str
    rubric: tuple[tuple[int, str], ...]

    @property
    def points(self) -> int:
        """The most that the question can earn."""
        return sum(points for points, _ in self.rubric)


@dataclass(frozen=True)
class Week:
    """All that is examined in one week."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...] = ()
    whole: bool = True

    @property
    def points(self) -> int:
        """The week's total."""
        return sum(e.points for e in self.exercises) + sum(q.points for q in self.questions)

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that name. Raises KeyError."""
        return next(item for item in self.exercises if item.name == name)


def load_week(name: str) -> Week:
    """Return the WEEK of `autograder/exercises/NAME.py`. Raises AuthoringError."""
    try:
        module = importlib.import_module(f"autograder.exercises.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"autograder.exercises.{name}":
            raise AuthoringError(f"there is no autograder/exercises/{name}.py") from None
        raise
    return module.WEEK


# ---------------------------------------------------------------- reference and variants


@functools.cache
def solution_source(week: str) -> str:
    """Return the text of `solutions/WEEK.py`."""
    spec = importlib.util.find_spec(f"solutions.{week}")
    if spec is None or spec.origin is None:
        raise AuthoringError(f"there is no solutions/{week}.py")
    return Path(spec.origin).read_text(encoding="utf-8")


def without_markers(source: str) -> str:
    """Return a function's source without the lines that mark its answer."""
    return MARKER.sub("", source)


@functools.cache
def function_sources(week: str) -> dict[str, str]:
    """Return the source of each top-level function of `solutions/WEEK.py`, markers included."""
    text = solution_source(week)
    lines = text.splitlines(keepends=True)
    return {
        node.name: "".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def variant_source(week: str, exercise: Exercise, variant: Variant) -> dict[str, str]:
    """Return the source of each function of an exercise as the variant writes it."""
    sources = {name: function_sources(week)[name] for name in exercise.functions}
    if variant.code:
        text = textwrap.dedent(variant.code).strip() + "\n"
        return _split_functions(text, sources, variant)
    for old, new in variant.change:
        places = [name for name, source in sources.items() for _ in range(source.count(old))]
        if len(places) != 1:
            raise AuthoringError(
                f"variant {variant.name!r} of {exercise.name!r} changes {old!r}, which is in the "
                f"reference {len(places)} times; it must be there exactly once"
            )
        sources[places[0]] = sources[places[0]].replace(old, new)
    return sources


def _split_functions(text: str, reference: dict[str, str], variant: Variant) -> dict[str, str]:
    """Return the variant's code by function; what stands before a function belongs to it."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise AuthoringError(f"variant {variant.name!r} is not valid Python: {error}") from None
    lines = text.splitlines(keepends=True)
    found: dict[str, str] = {}
    start = 0
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in reference:
            found[node.name] = "".join(lines[start : node.end_lineno]).strip() + "\n"
            start = node.end_lineno or start
    if not found:
        raise AuthoringError(f"variant {variant.name!r} defines none of {sorted(reference)}")
    rest = "".join(lines[start:]).strip()
    if rest:
        last = list(found)[-1]
        found[last] += "\n" + rest + "\n"
    return reference | found


@functools.cache
def reference_namespace(week: str) -> dict[str, Any]:
    """Return a namespace in which the week's solutions have been run; the same at every call."""
    return vars(_fresh_module(week, ""))


def with_variants(week: str, sources: dict[str, str]) -> dict[str, Any]:
    """Return a fresh namespace of the week's solutions in which `sources` replace functions."""
    return vars(_fresh_module(week, "\n\n".join(sources.values())))


@functools.cache
def _compiled(week: str) -> types.CodeType:
    return compile(solution_source(week), f"<solutions of {week}>", "exec")


def _fresh_module(week: str, extra: str) -> types.ModuleType:
    module = types.ModuleType(f"variant_of_{week}")
    exec(_compiled(week), vars(module))
    if extra:
        exec(_compiled_variant(week, extra), vars(module))
    return module


@functools.cache
def _compiled_variant(week: str, source: str) -> types.CodeType:
    return compile(source, f"<variant of {week}>", "exec")


def distinct_sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 8) -> list[int]:
    """Return distinct sizes for a case, so that no axis can be taken for another."""
    return [int(size) for size in rng.choice(np.arange(low, high + 1), count, replace=False)]


# ---------------------------------------------------------------- drawing a sheet


def draw(week: Week, exercise: Exercise, seed: int | bytes, *, known: bool = True) -> Sheet:
    """Return the sheet of an exercise with cases drawn from `seed`, expected values computed.

    With `known`, what each misconception yields is computed too; the grader leaves that out
    until an answer is wrong (see `add_known`).
    """
    namespace = reference_namespace(week.name)
    draws: dict[str, list[judging.CaseSheet]] = {}
    for part in exercise.parts:
        key = part.cases.__name__
        if key not in draws:
            cases = list(part.cases(_rng(seed, exercise.name, key)))
            if not cases:
                raise AuthoringError(f"{key} of {exercise.name!r} draws no case")
            lookers = [part.compare for part in exercise.parts if part.cases.__name__ == key]
            draws[key] = [_case_sheet(exercise, case, namespace, lookers) for case in cases]
    sheet = Sheet(
        exercise=exercise.name,
        functions=list(exercise.functions),
        parts=[
            judging.PartSheet(
                p.name, p.points, p.cases.__name__, p.compare, p.select, p.long, p.beside
            )
            for p in exercise.parts
        ],
        draws=draws,
        hints={m.name: judging.Hint(m.title, m.hint) for m in exercise.misconceptions},
        depends_on=list(exercise.depends_on),
        may_change=list(exercise.may_change),
        returns={name: _returned_names(week.name, name) for name in exercise.functions},
    )
    return add_known(week, exercise, sheet) if known else sheet


def _rng(seed: int | bytes, exercise: str, draw_name: str) -> np.random.Generator:
    text = seed if isinstance(seed, bytes) else str(seed).encode()
    digest = hashlib.sha256(b"\0".join([text, exercise.encode(), draw_name.encode()])).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def _case_sheet(
    exercise: Exercise, case: Case, namespace: dict[str, Any], lookers: list[Comparison]
) -> judging.CaseSheet:
    sheet = judging.CaseSheet(
        calls=[
            judging.Call(
                c.function,
                [encode(item) for item in c.args],
                {key: encode(item) for key, item in c.kwargs.items()},
                _parameter_names(namespace, c),
            )
            for c in case.calls
        ],
        expected=None,
        also=list(case.also),
        watch=list(case.watch),
        replaced={key: encode(item) for key, item in case.replaced.items()},
        compare=case.compare,
        note=case.note,
    )
    if case.expected is not None:
        return replace(sheet, expected=case.expected)
    outcome = quietly(sheet, namespace)
    if outcome.status != "value":
        raise AuthoringError(
            f"the reference of {exercise.name!r} does not answer a case: {outcome.status} "
            f"{outcome.error.get('type', '')} {outcome.error.get('message', '')}"
        )
    lookers = [case.compare] if case.compare else lookers
    if not any(comparison.needs_expected for comparison in lookers):
        return sheet  # what nobody looks at is not carried along: it may be large, or an answer
    return replace(sheet, expected=outcome.value, after=outcome.after)


def _parameter_names(namespace: dict[str, Any], case_call: Call) -> list[str]:
    function = namespace.get(case_call.function)
    if function is None:
        raise AuthoringError(
            f"a case calls {case_call.function!r}, which the solutions do not define"
        )
    return list(inspect.signature(function).parameters)[: len(case_call.args)]


def quietly(case: judging.CaseSheet, namespace: dict[str, Any]) -> Outcome:
    """Return what functions of ours do with a case, without their warnings and prints."""
    silence = contextlib.redirect_stdout(io.StringIO())
    with warnings.catch_warnings(), np.errstate(all="ignore"), silence, _repeatable():
        warnings.simplefilter("ignore")
        return observe(case.request(), namespace)


@contextlib.contextmanager
def _repeatable() -> Iterator[None]:
    """Have generators that are made without a seed draw the same numbers at every build."""
    original, seeds = np.random.default_rng, itertools.count(1_000)
    np.random.seed(1_000)  # the global generator: nothing of ours draws from it
    np.random.default_rng = lambda seed=None: original(next(seeds) if seed is None else seed)
    try:
        yield
    finally:
        np.random.default_rng = original


def add_known(
    week: Week,
    exercise: Exercise,
    sheet: Sheet,
    names: Collection[str] | None = None,
) -> Sheet:
    """Return the sheet with the outcome of each misconception, where that is not the right one.

    `names` leaves out other misconceptions: they are what costs time.
    """
    draws = {name: list(cases) for name, cases in sheet.draws.items()}
    for misconception in exercise.misconceptions:
        if names is not None and misconception.name not in names:
            continue
        namespace = with_variants(week.name, variant_source(week.name, exercise, misconception))
        for name, cases in draws.items():
            parts = [part for part in sheet.parts if part.draw == name and not part.long]
            if not parts:
                continue
            for i, case in enumerate(cases):
                known = _known(sheet, parts, case, quietly(case, namespace))
                if known:
                    cases[i] = replace(case, known=case.known | {misconception.name: known})
    return replace(sheet, draws=draws)


def suspects(
    week: Week,
    exercise: Exercise,
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    failed: Collection[str],
) -> list[str]:
    """Return the misconceptions that explain at least one of the parts that `failed`.

    Each is run on one wrong case first, and most are cleared by that one. The first that explains
    every part ends the search: it is the one that will be named.
    """
    short = [part for part in sheet.parts if not part.long]
    wrong = {part.name: judging.wrong_cases(sheet, part, outcomes[part.draw]) for part in short}
    hit = [part for part in short if part.name in failed and any(wrong[part.name])]
    found = []
    for misconception in exercise.misconceptions if hit else ():
        trial = _Trial(week, exercise, sheet, misconception)

        def explains(part: judging.PartSheet, trial: _Trial = trial) -> bool:
            does = functools.partial(trial.outcome, part.draw)
            errs = functools.partial(trial.errs, part.draw)
            flags = wrong[part.name]
            return judging.explains_part(sheet, part, outcomes[part.draw], flags, does, errs)

        explained = [part for part in hit if explains(part)]
        if explained:
            found.append(misconception.name)
        if hit == explained and all(explains(part) for part in short):
            break
    return found


class _Trial:
    """What a misconception does in the cases of a sheet, each run when it is first asked for."""

    def __init__(
        self, week: Week, exercise: Exercise, sheet: Sheet, misconception: Misconception
    ) -> None:
        self.sheet = sheet
        source = variant_source(week.name, exercise, misconception)
        self.namespace = with_variants(week.name, source)
        self.outcomes: dict[tuple[str, int], Outcome] = {}
        self.faults: dict[tuple[str, int], bool] = {}

    def outcome(self, draw_name: str, i: int) -> Outcome:
        """Return what it yields in a case."""
        key = (draw_name, i)
        if key not in self.outcomes:
            self.outcomes[key] = quietly(self.sheet.draws[draw_name][i], self.namespace)
        return self.outcomes[key]

    def errs(self, draw_name: str, i: int) -> bool:
        """Return whether that loses points in any part that looks at the case."""
        key = (draw_name, i)
        if key not in self.faults:
            case, outcome = self.sheet.draws[draw_name][i], self.outcome(draw_name, i)
            self.faults[key] = any(
                judging.is_wrong(self.sheet, part, case, outcome)
                for part in self.sheet.parts
                if part.draw == draw_name and not part.long
            )
        return self.faults[key]


def _known(
    sheet: Sheet, parts: list[judging.PartSheet], case: judging.CaseSheet, outcome: Outcome
) -> Outcome | None:
    wrong = [part for part in parts if judging.is_wrong(sheet, part, case, outcome)]
    if not wrong:
        return None
    comparison = case.compare or wrong[0].compare
    outcome = replace(outcome, warnings=())
    if outcome.status == "value" and isinstance(comparison, Statistics):
        return replace(outcome, value=comparison.digest(outcome.value), detail=judging.DIGEST)
    return replace(outcome, error={**outcome.error, "lines": []} if outcome.error else {})


@functools.cache
def _returned_names(week: str, function: str) -> list[str]:
    """Return what the reference calls its results: the names after its last `return`."""
    tree = ast.parse(function_sources(week)[function])
    returns = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value]
    if not returns:
        return []
    last = max(returns, key=lambda node: node.lineno)
    items = last.elts if isinstance(last, ast.Tuple) else [last]
    names = [item.id for item in items if isinstance(item, ast.Name)]
    return names if len(names) == len(items) else []
