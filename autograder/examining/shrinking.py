"""Derives from an exercise's visible cases small ones that a person can do by hand: the sheet's `small`.

The sizes of a case all differ, so that a size names an axis: wherever it stands, in arrays, among the
settings, in a shape, it is replaced by 1 or by 2; so are the layers of a network. What is left of the
numbers is rounded to one digit. A case is kept if known mistakes come out wrong there, and all right
answers agree. Where arguments hang together (a cache, a vector with its layout), so that this would
tear them apart, the exercise brings small cases of its own.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.examining.drawing import drawn_cases
from autograder.examining.variants import (
    quietly,
    reference_namespace,
    variant_source,
    with_variants,
)
from autograder.examining.vocabulary import Exercise, Variant, Week
from helpers.judge.comparing import Close, Custom
from helpers.judge.faults import Lost, is_wrong, select
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Call, CaseSheet, PartSheet, Sheet, SmallCase, texts_in
from helpers.judge.smallest import by_hand
from helpers.judge.values import Built, Described, Rng, encode

MOST_GIVEN = 10  # numbers that are given
MOST_ASKED = 12  # numbers that are looked at
LARGEST, LARGEST_WHOLE = 20.0, 255
LEAST = 0.01
MOST_KEPT = 5  # of those that are cut out of one case
OFFSETS = 3  # from which entry on the small arrays are cut out
NUDGE = 1e-7
ROUNDING = 1e-12

LAYERS = "layers"

Run = Callable[[CaseSheet], Outcome]
Sizes = Mapping[int | str, int]


@dataclass(frozen=True, eq=False)
class _Rung:
    """A small case, how many numbers are given, how many different ones, and the mistakes it shows."""

    case: CaseSheet
    sizes: tuple[int, ...]
    given: int
    different: int
    caught: frozenset[str]


def add_small(week: Week, exercise: Exercise, sheet: Sheet) -> Sheet:
    """Return the sheet with its small cases. What is known by a hash, or is drawn at random, has none."""
    if any(part.compare.by_hash for part in sheet.parts):
        return sheet
    maker = _Maker(week, exercise, sheet)
    own = _own_cases(week, exercise)
    small: list[SmallCase] = []
    for name, cases in sheet.draws.items():
        parts = [part for part in sheet.parts if part.draw == name and is_judged(part)]
        mine = [case for case in own if case.function == cases[0].function] if parts else []
        if mine:
            small += [SmallCase(case, (name,)) for case in mine]
            continue
        # One family for each kind of call, such as for each activation.
        families: dict[str, list[list[_Rung]]] = {}
        for case in cases:
            texts = sorted(text for call in case.calls for text in texts_in(call.arguments()))
            families.setdefault(str(texts), []).extend(maker.families(case, parts))
        for several in families.values():
            for rung in max(several, key=_merit, default=[]):
                small.append(SmallCase(rung.case, (name,), rung.sizes))
    return replace(sheet, small=_joined(small))


def _own_cases(week: Week, exercise: Exercise) -> list[CaseSheet]:
    """Return the small cases that the exercise brings itself. Raises AuthoringError."""
    if exercise.small is None:
        return []
    return drawn_cases(exercise.small, np.random.default_rng(0), reference_namespace(week.name))


def is_judged(part: PartSheet) -> bool:
    """Return whether a part looks at numbers that the answer itself makes, in short calls."""
    return type(part.compare) in (Close, Custom) and not part.long


def _merit(family: Sequence[_Rung]) -> tuple[int, int]:
    """Return what to choose a case by: many mistakes come out wrong, and few numbers are alike."""
    caught = frozenset[str]().union(*(rung.caught for rung in family))
    return len(caught), sum(rung.different - rung.given for rung in family)


def _joined(small: Sequence[SmallCase]) -> list[SmallCase]:
    """Return small cases of which none stands there twice."""
    found: dict[str, SmallCase] = {}
    for item in small:
        key = str(item.case.request())
        before = found.get(key)
        draws = (*before.draws, *item.draws) if before else item.draws
        found[key] = replace(item, draws=tuple(dict.fromkeys(draws)))
    return list(found.values())


class _Maker:
    def __init__(self, week: Week, exercise: Exercise, sheet: Sheet) -> None:
        self._sheet = sheet
        right = reference_namespace(week.name)
        self._right: Run = lambda case: quietly(case, right)
        self._others = [_running(week, exercise, item) for item in exercise.alternatives]
        self._mistakes = {
            item.name: _running(week, exercise, item) for item in exercise.misconceptions
        }

    def families(self, case: CaseSheet, parts: Sequence[PartSheet]) -> Iterator[list[_Rung]]:
        """Yield, for each place to cut a case at, the small cases that are worth keeping."""
        special = case.also or case.replaced or case.budget or case.collect
        if not parts or special or (case.compare and type(case.compare) not in (Close, Custom)):
            return
        calls = [_arguments(call) for call in case.calls]
        if any(_is_made(item) for call in calls for item in call) or not all(
            isinstance(call.function, str) for call in case.calls
        ):
            return
        sizes: list[int | str] = [
            *sorted({s for call in calls for item in call for s in _sizes(item)})
        ]
        if any(_layers(item) > 1 for call in calls for item in call):
            sizes.insert(0, LAYERS)
        for offset in range(OFFSETS if sizes else 1):
            rungs = [
                rung
                for map_ in _maps(sizes)
                for rung in [self._rung(case, calls, map_, offset, parts)]
                if rung
            ]
            kept = _kept(sorted(rungs, key=lambda rung: rung.given))
            if kept:
                yield kept

    def _rung(
        self,
        case: CaseSheet,
        calls: Sequence[Sequence[Any]],
        sizes: Sizes,
        offset: int,
        parts: Sequence[PartSheet],
    ) -> _Rung | None:
        made = [[_small(item, sizes, offset) for item in call] for call in calls]
        numbers = [number for call in made for item in call for number in _numbers(item)]
        if len(numbers) > MOST_GIVEN or not all(map(_is_easy, numbers)):
            return None
        small = replace(
            case,
            calls=[_with(call, items) for call, items in zip(case.calls, made, strict=True)],
            note="",
            known={},
        )
        answer = self._right(small)
        if answer.status != "value":
            return None
        small = replace(small, expected=answer.value, after=answer.after)
        parts = [part for part in parts if _can_be_asked(small, part)]
        if not parts or self._is_on_an_edge(small, made, parts):
            return None
        if small.request() == case.request():
            return None  # it has been shown as it is
        if any(self._loses(small, parts, run(small)) for run in (self._right, *self._others)):
            return None
        caught = {
            name for name, run in self._mistakes.items() if self._tells(small, parts, run(small))
        }
        return _Rung(
            small,
            tuple(sizes.values()),
            len(numbers),
            len(set(map(abs, numbers))),
            frozenset(caught),
        )

    def _is_on_an_edge(
        self,
        small: CaseSheet,
        made: Sequence[Sequence[Any]],
        parts: Sequence[PartSheet],
    ) -> bool:
        """Return whether a hair's breadth to either side something else comes out: a tie, a bend."""
        for nudge in (NUDGE, -NUDGE):
            moved = [[_nudged(item, nudge) for item in call] for call in made]
            beside = replace(
                small,
                calls=[_with(call, items) for call, items in zip(small.calls, moved, strict=True)],
            )
            answer = self._right(beside)
            loose = [replace(part, compare=Close(rtol=1e-4, atol=1e-5)) for part in parts]
            if self._loses(replace(small, compare=None), loose, answer):
                return True
        return False

    def _loses(self, case: CaseSheet, parts: Sequence[PartSheet], outcome: Outcome) -> bool:
        return any(is_wrong(self._sheet, by_hand(part), case, outcome) for part in parts)

    def _tells(self, case: CaseSheet, parts: Sequence[PartSheet], outcome: Outcome) -> bool:
        return outcome.status == "value" and self._loses(case, parts, outcome)


def _can_be_asked(small: CaseSheet, part: PartSheet) -> bool:
    """Return whether what a part looks at is there, finite, and not much."""
    piece, _ = select(small.expected, small.after, part.select, [])
    numbers = list(_numbers(piece))
    if piece is None or (isinstance(piece, (Mapping, list, tuple)) and not piece):
        return False
    fits = len(numbers) <= MOST_ASKED and all(map(_is_plain, numbers))
    return fits and not isinstance(piece, Lost)


def _running(week: Week, exercise: Exercise, variant: Variant) -> Run:
    namespace = with_variants(week.name, variant_source(week.name, exercise, variant))
    return lambda case: quietly(case, namespace)


def _kept(rungs: Sequence[_Rung]) -> list[_Rung]:
    """Return cases in which a known mistake comes out wrong, first those that show another one."""
    kept: list[_Rung] = []
    caught: frozenset[str] = frozenset()
    for rung in rungs:
        if rung.caught - caught:
            kept.append(rung)
            caught |= rung.caught
    kept += [rung for rung in rungs if rung.caught and rung not in kept]
    return sorted(kept[:MOST_KEPT], key=lambda rung: rung.given)


def _maps(sizes: Sequence[int | str]) -> Iterator[dict[int | str, int]]:
    """Yield what becomes of each size: all 1, one of them 2, all 2; each with one layer and with two."""
    axes = [size for size in sizes if size != LAYERS]
    for layers in [{LAYERS: 1}, {LAYERS: 2}] if LAYERS in sizes else [{}]:
        ones = layers | dict.fromkeys(axes, 1)
        yield ones
        for size in axes:
            yield ones | {size: 2}
        if len(axes) > 1:
            yield ones | dict.fromkeys(axes, 2)


def _arguments(call: Call) -> list[Any]:
    """Return what a call is given, positional arguments first; described ones as descriptions."""
    return list(call.arguments().values())


def _with(call: Call, items: Sequence[Any]) -> Call:
    """Return a call with other arguments in the same places."""
    plain = [encode(item) for item in items]
    count = len(call.args)
    return replace(call, args=plain[:count], kwargs=dict(zip(call.kwargs, plain[count:])))


def _is_made(item: Any) -> bool:
    """Return whether a value, or something in it, is made where it is needed."""
    if isinstance(item, Mapping):
        return any(map(_is_made, item.values()))
    if isinstance(item, (list, tuple)):
        return any(map(_is_made, item))
    return isinstance(item, (Rng, Built))


def _sizes(item: Any) -> Iterator[int]:
    """Yield the sizes in a value that may become smaller: of axes, and whole numbers."""
    if isinstance(item, np.ndarray):
        yield from (size for size in item.shape if size > 1)
    elif isinstance(item, bool) or isinstance(item, Described):
        return
    elif isinstance(item, int):
        yield from [item] if item > 1 else []
    elif isinstance(item, Mapping):
        for inner in item.values():
            yield from _sizes(inner)
    elif isinstance(item, (list, tuple)):
        if item and all(isinstance(inner, float) for inner in item):
            yield from [len(item)] if len(item) > 1 else []
        for inner in item:
            yield from _sizes(inner)


def _small(item: Any, sizes: Sizes, offset: int) -> Any:
    """Return a value with smaller sizes and rounder numbers."""
    item = _shallow(item, sizes.get(LAYERS, 0))
    if isinstance(item, np.ndarray):
        return _small_array(item, sizes, offset)
    if isinstance(item, (bool, str)) or item is None or isinstance(item, Described):
        return item
    if isinstance(item, int):
        return sizes.get(item, item)
    if isinstance(item, float):
        return _round(item)
    if isinstance(item, Mapping):
        return {key: _small(inner, sizes, offset) for key, inner in item.items()}
    if isinstance(item, (list, tuple)):
        inner = [_small(entry, sizes, offset) for entry in item]
        if inner and all(isinstance(entry, float) for entry in inner):
            inner = inner[_cut(len(inner), sizes, offset)]
        return tuple(inner) if isinstance(item, tuple) else inner
    return item


def _layers(item: Any) -> int:
    """Return how many layers there are in a dictionary such as of "W1", "b1", "W2", ..., or a list of such names."""
    return max(map(_number_of, item), default=0) if isinstance(item, (Mapping, list)) else 0


def _number_of(item: Any) -> int:
    """Return the number at the end of a name, or of the name that a pair begins with; 0 if there is none."""
    name = item[0] if isinstance(item, tuple) and item else item
    found = re.search(r"\d+$", name) if isinstance(name, str) else None
    return int(found[0]) if found else 0


def _shallow(item: Any, layers: int) -> Any:
    """Return a dictionary or a list of names without what belongs to the layers above."""
    if not layers or _layers(item) <= layers:
        return item
    if isinstance(item, Mapping):
        return {key: inner for key, inner in item.items() if _number_of(key) <= layers}
    return [inner for inner in item if _number_of(inner) <= layers]


def _small_array(item: np.ndarray, sizes: Sizes, offset: int) -> np.ndarray:
    cut = item[tuple(_cut(size, sizes, offset) for size in item.shape)]
    if cut.dtype.kind != "f":
        return cut.copy()
    numbers = cut.ravel().tolist()
    rounded = [_round(number) for number in numbers]
    if len(set(rounded)) < len(set(numbers)):
        # Two numbers that have become alike would hide which of them was taken.
        rounded = [
            round(number, 1) or rough for number, rough in zip(numbers, rounded, strict=True)
        ]
    return np.array(rounded).reshape(cut.shape)


def _cut(size: int, sizes: Sizes, offset: int) -> slice:
    wanted = sizes.get(size, size)
    start = min(offset, size - wanted)
    return slice(start, start + wanted)


def _round(number: float) -> float:
    """Return the number with one digit; what lies below 1 stays there."""
    if number == 0 or not math.isfinite(number):
        return abs(number)
    rounded = float(f"{number:.0e}")
    return math.copysign(0.9, number) if abs(number) < 1 <= abs(rounded) else rounded


def _numbers(item: Any) -> Iterator[float]:
    """Yield the numbers in a value."""
    if isinstance(item, np.ndarray):
        yield from item.ravel().tolist()
    elif isinstance(item, (bool, int, float)):
        yield item
    elif isinstance(item, (Mapping, list, tuple)):
        for inner in item.values() if isinstance(item, Mapping) else item:
            yield from _numbers(inner)


def _is_plain(number: float) -> bool:
    """Return whether a result is finite, and no rounding error in the place of 0."""
    return math.isfinite(number) and (number == 0 or abs(number) > ROUNDING)


def _is_easy(number: float) -> bool:
    if isinstance(number, int):
        return abs(number) <= LARGEST_WHOLE
    return number == 0 or LEAST <= abs(number) <= LARGEST


def _nudged(item: Any, by: float, count: itertools.count[int] | None = None) -> Any:
    """Return a value in which each number with a point is a little larger or smaller, each differently."""
    count = itertools.count(1) if count is None else count
    if isinstance(item, np.ndarray) and item.dtype.kind == "f":
        return item + by * np.cos([next(count) for _ in range(item.size)]).reshape(item.shape)
    if isinstance(item, float):
        return item + by * math.cos(next(count))
    if isinstance(item, Mapping):
        return {key: _nudged(inner, by, count) for key, inner in item.items()}
    if isinstance(item, (list, tuple)):
        inner = [_nudged(entry, by, count) for entry in item]
        return tuple(inner) if isinstance(item, tuple) else inner
    return item
