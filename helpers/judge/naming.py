"""Names the misconception behind a failing part: the one that does what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from helpers.judge.comparing import Comparison
from helpers.judge.errors import sizes_that_do_not_fit
from helpers.judge.faults import Fault, Lost, changed_matters, is_wrong, select
from helpers.judge.outcome import DIGEST, Outcome
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet


def name_mistakes(
    sheet: Sheet, outcomes: Mapping[str, Sequence[Outcome]], findings: Mapping[str, Fault | None]
) -> dict[str, str]:
    """Return the misconception behind each failing part, where one explains what came back.

    A misconception that explains the outcome of every case is taken first. When none does (two
    mistakes in one answer), one that explains a failing part as a whole is taken for that part.
    """
    failing = [part for part in sheet.parts if findings.get(part.name)]
    seen = {key for cases in sheet.draws.values() for case in cases for key in case.known}
    keys = [key for key in sheet.hints if key in seen]
    if not failing or not keys:
        return {}
    for key in keys:
        if all(
            _explains(sheet, part, key, outcomes)
            for part in sheet.parts
            if part.name in findings and not part.long  # long parts have no known outcomes
        ) and any(_changes(sheet, part, key) for part in failing):
            return {part.name: key for part in failing if _changes(sheet, part, key)}
    named = {}
    for part in failing:
        for key in keys:
            if _changes(sheet, part, key) and _explains(sheet, part, key, outcomes):
                named[part.name] = key
                break
    return named


def explains_part(
    sheet: Sheet,
    part: PartSheet,
    outcomes: Sequence[Outcome],
    wrong: Sequence[bool],
    does: Callable[[int], Outcome],
    errs: Callable[[int], bool],
) -> bool:
    """Return whether each outcome of a part is what a misconception yields there.

    `wrong` are the cases that came out wrong. `does(i)` is what the misconception yields in case
    `i`, `errs(i)` whether that loses points anywhere. Both are asked for as few cases as possible,
    those that came out wrong first.
    """
    cases = sheet.draws[part.draw]
    for i in sorted(range(len(cases)), key=lambda i: not wrong[i]):
        if wrong[i]:
            if not _alike(part, cases[i], outcomes[i], does(i)) or not errs(i):
                return False
        elif errs(i) and not _alike(part, cases[i], outcomes[i], does(i)):
            return False
    return True


def _changes(sheet: Sheet, part: PartSheet, key: str) -> bool:
    """Return whether a misconception makes this part come out wrong."""
    return any(
        key in case.known and _is_fault(sheet, part, case, case.known[key])
        for case in sheet.draws[part.draw]
    )


def _is_fault(sheet: Sheet, part: PartSheet, case: CaseSheet, known: Outcome) -> bool:
    """Return whether what a misconception yields loses the part."""
    return known.detail == DIGEST or is_wrong(sheet, part, case, known)


def _explains(
    sheet: Sheet, part: PartSheet, key: str, outcomes: Mapping[str, Sequence[Outcome]]
) -> bool:
    """Return whether each outcome of the part is what the misconception yields there."""
    for case, outcome in zip(sheet.draws[part.draw], outcomes[part.draw], strict=True):
        known = case.known.get(key)
        if known is None:
            if is_wrong(sheet, part, case, outcome):
                return False
        elif not _alike(part, case, outcome, known):
            return False
    return True


def _alike(part: PartSheet, case: CaseSheet, outcome: Outcome, known: Outcome) -> bool:
    if outcome.status != known.status:
        return False
    if outcome.status == "error":
        return outcome.error.get("type") == known.error.get("type") and _line(outcome) == _line(
            known
        )
    if outcome.status != "value":
        return True
    comparison = case.compare or part.compare
    got, _ = select(outcome.value, outcome.after, part.select, [])
    if known.detail == DIGEST:
        return _same(comparison, got, known.value)
    other, _ = select(known.value, known.after, part.select, [])
    if isinstance(got, Lost) or isinstance(other, Lost):
        return isinstance(got, Lost) and isinstance(other, Lost) and got == other
    if changed_matters(comparison) and bool(outcome.changed) != bool(known.changed):
        return False
    return _same(comparison, got, other)


def _same(comparison: Comparison, got: Any, other: Any) -> bool:
    try:
        return comparison.same(got, other)
    except Exception:  # what cannot be compared is not the same
        return False


def _line(outcome: Outcome) -> str:
    """Return the error's message, in which sizes tell one slip from another.

    `np.dot` and `@` word sizes that do not fit differently; it is the same slip.
    """
    message = str(outcome.error.get("message", ""))
    sizes = sizes_that_do_not_fit(message)
    return f"product of sizes {sizes}" if sizes else message.strip()
