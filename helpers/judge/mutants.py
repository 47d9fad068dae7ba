"""Recognises what a right answer with one small change yields, by one number for each part.

The notebook holds no answer. What its small changes (mutants) yield in the visible cases is computed
when a week is built; the case file keeps a number for each part, which tells one from another.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judge.faults import Lost, changed_matters, is_wrong, select
from helpers.judge.outcome import Outcome
from helpers.judge.patterns import has_fractions
from helpers.judge.sheets import CaseSheet, Mutant, PartSheet, Sheet
from helpers.judge.statistics import Statistics

CHANGED = "changed"
DIGITS = 10
TOLERANCE = 1e-7
# What stands for entries that are no numbers.
NAN, INFINITY = 3.3, 5.5
LEAST = 1e-6
# More than any answer has, however it is changed: of such an array, its shape is its print.
MOST_ENTRIES = 2**17


@dataclass(frozen=True)
class Print:
    """The weighted sum of all numbers of a value, and how large it could be at most."""

    number: float
    size: float


def marks_of(sheet: Sheet, outcomes: Mapping[str, Sequence[Outcome]]) -> dict[str, Any] | None:
    """Return a mark for each wrong part that is no long training; None where a case has no value."""
    marks = {}
    for part in sheet.parts:
        if part.long:
            continue
        found = outcomes[part.draw]
        if any(outcome.status != "value" for outcome in found):
            return None
        pairs = list(zip(sheet.draws[part.draw], found, strict=True))
        if any(is_wrong(sheet, part, case, outcome) for case, outcome in pairs):
            marks[part.name] = _mark(part, pairs)
    return marks


def is_steady(mark: Any) -> bool:
    """Return whether a mark is no rounding error, which another machine makes differently."""
    return not isinstance(mark, float) or (math.isfinite(mark) and abs(mark) > LEAST)


def _mark(part: PartSheet, pairs: Sequence[tuple[CaseSheet, Outcome]]) -> Any:
    """Return what is kept of a wrong part: a number, or for random matrices a digest for each case."""
    comparisons = [case.compare or part.compare for case, _ in pairs]
    if changed_matters(comparisons[0]):
        return CHANGED
    values = [select(o.value, o.after, part.select, [])[0] for _, o in pairs]
    if any(isinstance(comparison, Statistics) for comparison in comparisons):
        return [c.digest(value) for c, value in zip(comparisons, values, strict=True)]
    number = print_of(values).number
    return float(f"{number:.{DIGITS}g}")


def print_of(value: Any) -> Print:
    """Return the print of a value: containers, shapes and all entries have a part in it."""
    total, size = 0.0, 0.0
    for place, numbers in enumerate(_numbers(value, "")):
        name, entries = numbers
        phase = zlib.crc32(name.encode()) % 1000 + place
        weights = 1 + 0.5 * np.sin(phase + 1.7 * np.arange(entries.size))
        with np.errstate(all="ignore"):
            total += float(weights @ entries)
            size += float(weights @ np.abs(entries))
    return Print(total, size)


def _numbers(value: Any, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays in a value, flat and of plain numbers, each with a name for its place and shape."""
    if isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield from _numbers(value[key], f"{name}.{key}")
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _numbers(item, f"{name}[{i}]")
    elif isinstance(value, (bool, int, float, np.ndarray)):
        entries = np.asarray(value)
        if entries.size > MOST_ENTRIES:
            yield f"{name}{entries.shape}", np.ones(1)
        elif entries.dtype.kind in "biuf":
            shape = "" if entries.size == 1 else str(entries.shape)
            flat = entries.astype(float).ravel()
            yield name + shape, np.nan_to_num(flat, nan=NAN, posinf=INFINITY, neginf=-INFINITY)
    else:
        yield f"{name} {str(value)[:80]}", np.ones(1)


def behind(
    sheet: Sheet, outcomes: Mapping[str, Sequence[Outcome]], failing: Sequence[str]
) -> dict[str, Mutant]:
    """Return, for each failing part, the mutant that yields what came back, where there is one.

    One that explains all failing parts is taken for all. Else each part gets the first that explains it
    and that makes no part wrong that came out right.
    """
    if not sheet.mutants:
        return {}
    parts = [part for part in sheet.parts if part.name in failing and not part.long]
    found: dict[str, Mutant] = {}
    cases = {part.name: sheet.draws[part.draw] for part in parts}
    looked = {
        part.name: _Looked(part, list(zip(cases[part.name], outcomes[part.draw], strict=True)))
        for part in parts
        if all(outcome.status == "value" for outcome in outcomes[part.draw])
    }
    for mutant in sheet.mutants if looked else ():
        if not mutant.marks.keys() <= set(failing):
            continue
        fits = [
            name
            for name, mark in mutant.marks.items()
            if name in looked and looked[name].fits(mark)
        ]
        if any(looked[name].tells for name in fits):
            if len(fits) == len(parts):
                return dict.fromkeys(fits, mutant)
            # Labels beside another fault come about in many ways.
            found = {name: mutant for name in fits if looked[name].is_sure} | found
    return found


class _Looked:
    """What came back in the cases of a part, as marks are compared with it."""

    def __init__(self, part: PartSheet, pairs: Sequence[tuple[CaseSheet, Outcome]]) -> None:
        self._comparisons = [case.compare or part.compare for case, _ in pairs]
        self._changed = any(outcome.changed for _, outcome in pairs)
        self._values = [select(o.value, o.after, part.select, [])[0] for _, o in pairs]
        self._print = print_of(self._values)
        self._digests: list[Any] | None = None
        whole = changed_matters(self._comparisons[0])
        self.tells = whole or _is_rich(self._values)
        self.is_sure = self.tells and (whole or has_fractions(self._values))

    def fits(self, mark: Any) -> bool:
        """Return whether a mark is that of these values."""
        if mark == CHANGED:
            return self._changed and changed_matters(self._comparisons[0])
        if any(isinstance(value, Lost) for value in self._values):
            return False
        if isinstance(mark, list):
            if self._digests is None:
                several = zip(self._comparisons, self._values, strict=True)
                self._digests = [c.digest(value) for c, value in several]
            if any(map(_is_far, self._digests, mark)):  # to compare matrices takes longer
                return False
            thrice = zip(self._comparisons, self._values, mark, strict=True)
            return all(c.same(value, kept) for c, value, kept in thrice)
        return abs(self._print.number - mark) <= TOLERANCE * max(self._print.size, abs(mark) / 10)


def _is_far(digest: Any, kept: Any) -> bool:
    """Return whether two digests of random matrices differ by half in a mean or a spread."""
    if not isinstance(digest, Mapping) or not isinstance(kept, Mapping):
        return False
    if digest.keys() != kept.keys():
        return True
    for key, item in digest.items():
        other = kept[key]
        if isinstance(item, list) and isinstance(other, list) and len(item) == len(other) > 2:
            if list(item[0]) != list(other[0]):
                return True
            largest = max(abs(item[2]), abs(other[2]))
            if abs(item[2] - other[2]) > largest / 2 or abs(item[1] - other[1]) > largest / 2:
                return True
    return False


def _is_rich(values: Sequence[Any]) -> bool:
    """Return whether values hardly come about in two ways: fractions, or many whole numbers."""
    entries = [numbers for value in values for _, numbers in _numbers(value, "")]
    if not entries:
        return False
    all_of_them = np.concatenate(entries)
    different = np.unique(all_of_them)
    fractions = different[different != np.round(different)]
    filled = 4 * np.count_nonzero(all_of_them) > all_of_them.size  # else most of it is left 0
    return bool(fractions.size > 1 or (different.size > 1 and all_of_them.size > 8 and filled))
