"""Finds what is wrong with an outcome: the first case of a part that came out wrong, and in which way."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.judge.comparing import (
    Agreement,
    Close,
    Comparison,
    Custom,
    NoLoops,
    Seen,
    Shaped,
)
from helpers.judge.errors import status_text
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet
from helpers.judge.statistics import Statistics
from helpers.judge.values import Opaque, describe
from helpers.judge.words import kind_of, no_key, nothing_came

Sources = Callable[[str], str | None]


@dataclass(frozen=True)
class Fault:
    """The first case of a part that came out wrong, and in which way."""

    case: CaseSheet
    outcome: Outcome
    text: str

    @functools.cached_property
    def shown(self) -> str:
        """What was called and, where it is short, what came back."""
        text = self.case.called
        if self.outcome.status == "value" and not isinstance(self.outcome.value, Opaque):
            returned = describe(self.outcome.value)
            if len(returned) <= 160:
                text += f"\nReturned {returned}"
        return text


def first_fault(
    sheet: Sheet, part: PartSheet, outcomes: Mapping[str, Sequence[Outcome]], source_of: Sources
) -> Fault | None:
    """Return the first case of a part that came out wrong, and in which way, or None."""
    for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
        text = fault_of(sheet, part, case, outcome, source_of)
        if text is not None:
            return Fault(case, outcome, text)
    return None


def is_wrong(sheet: Sheet, part: PartSheet, case: CaseSheet, outcome: Outcome) -> bool:
    """Return whether an outcome loses the part. The source is taken to hold no loop."""
    return fault_of(sheet, part, case, outcome, lambda name: "", briefly=True) is not None


def wrong_cases(sheet: Sheet, part: PartSheet, outcomes: Sequence[Outcome]) -> list[bool]:
    """Return, for each case of a part, whether it came out wrong."""
    cases = sheet.draws[part.draw]
    return [
        is_wrong(sheet, part, case, outcome) for case, outcome in zip(cases, outcomes, strict=True)
    ]


def unlike(sheet: Sheet, draw: str, case: CaseSheet, outcome: Outcome) -> str | None:
    """Return in which way an outcome is of another kind than is asked for, whatever its numbers are.

    That is an error, None, another shape, a missing key. Parts that promise no shapes (bounds, secrets) are
    not looked at.
    """
    if outcome.status != "value":
        return status_text(case.function, outcome)
    for part in sheet.parts:
        kind = _kind(case.compare or part.compare)
        if part.draw == draw and (kind or outcome.value is None):
            fault = fault_of(sheet, part, replace(case, compare=kind), outcome, lambda name: None)
            if fault:
                return fault
    return None


def _kind(comparison: Comparison) -> Comparison | None:
    """Return what looks at containers and shapes as a comparison does, and at no number; None if nothing does."""
    if isinstance(comparison, Statistics):
        return replace(comparison, sigma={}, zeros=(), drawn=False)
    if isinstance(comparison, Custom) and not comparison.shaped:
        return None
    return Shaped() if isinstance(comparison, (Close, NoLoops, Agreement, Custom)) else None


def fault_of(
    sheet: Sheet,
    part: PartSheet,
    case: CaseSheet,
    outcome: Outcome,
    source_of: Sources,
    briefly: bool = False,
) -> str | None:
    """Return what is wrong with an outcome as a part looks at it, in words, or None.

    `briefly`: the words do not matter, only whether there are any.
    """
    if outcome.status != "value":
        return status_text(case.function, outcome)
    comparison = case.compare or part.compare
    function = case.function
    returns = [] if case.collect else sheet.returns.get(function, [])
    got, name = select(outcome.value, outcome.after, part.select, returns)
    one = _one_for_several(outcome.value, case.expected, returns)
    piece = part.select[0] if part.select else 0
    if one and isinstance(piece, int) and isinstance(comparison, (Close, NoLoops)):
        return one
    more = None if case.collect else _more_than_asked(outcome.value, case.expected, returns)
    if more and part.select and isinstance(piece, int):
        return more
    if isinstance(got, Lost):
        return got.text
    names = () if part.select else tuple(returns)
    seen = seen_of(sheet, case, outcome, source_of(function), names, briefly)
    faults = []
    for expected in [case.expected, *case.also]:
        wanted, _ = select(expected, case.after, part.select, [])
        fault = _guarded(comparison, got, wanted, name, seen)
        if fault is None:
            return None
        faults.append(fault)
    if outcome.value is None and not part.select and _may_be_none(sheet, function):
        return f"{name} is None; expected {describe(case.expected)}."
    if got is None and outcome.value is not None:
        return f"{name} is None: it is returned, but nothing was computed for it yet."
    return faults[0]


def _may_be_none(sheet: Sheet, function: str) -> bool:
    """Return whether None is the right answer of a function in some case."""
    cases = (case for several in sheet.draws.values() for case in several)
    return any(case.expected is None for case in cases if case.function == function)


def seen_of(
    sheet: Sheet,
    case: CaseSheet,
    outcome: Outcome,
    source: str | None = None,
    names: tuple[str, ...] = (),
    briefly: bool = False,
) -> Seen:
    """Return what a comparison may look at besides the value of an outcome."""
    changed = tuple(name for name in outcome.changed if name not in sheet.may_change)
    arguments = case.calls[-1].arguments()
    return Seen(arguments, changed, source, names, outcome.cpu, case.budget, briefly)


def remarks(
    sheet: Sheet, part: PartSheet, outcomes: Mapping[str, Sequence[Outcome]]
) -> Iterator[str]:
    """Yield what is worth telling of the outcomes that a part looks at, be they right or wrong."""
    for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
        if outcome.status == "value" and not part.select:
            comparison = case.compare or part.compare
            # What a comparison cannot read has been told as a fault.
            with contextlib.suppress(Exception):
                seen = seen_of(sheet, case, outcome)
                text = comparison.remark(outcome.value, case.expected, seen)
                if text is not None:
                    yield text


def _one_for_several(value: Any, expected: Any, returns: Sequence[str]) -> str | None:
    """Return that one thing came back where several were asked for, or None.

    An array is taken for several values if it has as many entries: it unpacks like a tuple.
    """
    if value is None or isinstance(value, (list, tuple)):
        return None
    if isinstance(expected, list) and isinstance(value, (Mapping, str)):
        name = returns[0] if len(returns) == 1 else "The result"
        return f"{name} should be a list of {len(expected)} values; it is {kind_of(value)}."
    if not isinstance(expected, tuple):
        return None
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(expected):
        return None
    named = f", `{', '.join(returns)}`" if len(returns) == len(expected) else ""
    return (
        f"The function should return {len(expected)} values{named}; only one came back, "
        f"{kind_of(value)}."
    )


def _more_than_asked(value: Any, expected: Any, returns: Sequence[str]) -> str | None:
    """Return that more values came back than were asked for, or None: who unpacks them is stopped."""
    if not isinstance(value, tuple) or not isinstance(expected, tuple):
        return None
    if len(value) <= len(expected) or len(returns) != len(expected):
        return None
    named = ", ".join(returns)
    return (
        f"The function should return {len(expected)} values, `{named}`; {len(value)} came back. Whoever "
        f"writes `{named} = ...` is stopped by that."
    )


def _guarded(comparison: Comparison, got: Any, wanted: Any, name: str, seen: Seen) -> str | None:
    try:
        return comparison.fault(got, wanted, name, seen)
    except Exception as error:  # what a comparison cannot read is no right answer
        return f"{name} is {describe(got)}, which cannot be compared ({type(error).__name__})."


@dataclass(frozen=True)
class Lost:
    """The piece that a part looks at is not there."""

    text: str


def select(
    value: Any, after: Mapping[str, Any], path: Sequence[str | int], returns: Sequence[str]
) -> tuple[Any, str]:
    """Return the piece of an outcome that `path` names, and what to call it in a sentence."""
    name, suffix = "The result", ""
    if path and isinstance(path[0], str) and path[0].startswith("@"):
        name, suffix = path[0][1:], " after the call"
        if name not in after:
            return Lost(f"{name}{suffix} could not be read."), name
        value, path = after[name], path[1:]
    elif len(returns) == 1 and returns[0].isidentifier():
        name = returns[0]
    for depth, step in enumerate(path):
        if value is None:
            return Lost(nothing_came(name)), name
        inner = (
            returns[step] if depth == 0 and isinstance(step, int) and step < len(returns) else None
        )
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if isinstance(step, str) and isinstance(value, Mapping):
                return Lost(no_key(f"{name}{suffix}", [step], value)), name
            wanted = f"the key {step!r}" if isinstance(step, str) else f"an entry number {step}"
            if isinstance(step, str):
                wanted = f"the key {step!r}, as a dictionary"
            found = f"it is {describe(value)}"
            if isinstance(step, int) and isinstance(value, (list, tuple)):
                wanted, found = f"{max(len(returns), step + 1)} values", f"it has {len(value)}"
            return Lost(f"{name}{suffix} should have {wanted}; {found}."), name
        name = inner or f"{name}[{step!r}]"
    return value, name + suffix


def changed_matters(comparison: Comparison) -> bool:
    """Return whether a comparison looks at which arguments changed, and not at the value."""
    return comparison.kind == "unchanged"
