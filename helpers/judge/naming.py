"""Names the misconception behind a failing part: the one that does what came back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judge.asserts import is_own
from helpers.judge.comparing import Comparison
from helpers.judge.faults import (
    Fault,
    Lost,
    changed_matters,
    is_wrong,
    select,
    unlike,
    wrong_cases,
)
from helpers.judge.outcome import DIGEST, Outcome
from helpers.judge.patterns import tells
from helpers.judge.python_errors import sizes_that_do_not_fit
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet
from helpers.judge.statistics import Statistics


class Suspect:
    """A misconception, and what it does in the cases of a sheet.

    In the notebook that is read from the case file. The grader, whose cases are new, gives `run`,
    which is called for a case when it is first asked what the misconception does there.
    """

    def __init__(
        self, name: str, sheet: Sheet, run: Callable[[CaseSheet], Outcome] | None = None
    ) -> None:
        self.name = name
        self._sheet = sheet
        self._run = run
        self._found: dict[tuple[str, int], Outcome | None] = {}

    def does(self, draw: str, i: int) -> Outcome | None:
        """Return what it yields in case `i` of a draw if that loses points there, else None.

        Parts with long trainings do not count, and nothing is run for them.
        """
        if self._run is None:
            return self._sheet.draws[draw][i].known.get(self.name)
        if (draw, i) not in self._found:
            parts = [part for part in self._sheet.parts if part.draw == draw and not part.long]
            case = self._sheet.draws[draw][i]
            self._found[draw, i] = _kept(self._sheet, parts, case, self._run) if parts else None
        return self._found[draw, i]


def _kept(
    sheet: Sheet, parts: list[PartSheet], case: CaseSheet, run: Callable[[CaseSheet], Outcome]
) -> Outcome | None:
    """Return an outcome as a case file keeps it, or None if it is right in all of the parts."""
    outcome = run(case)
    first = next((part for part in parts if is_wrong(sheet, part, case, outcome)), None)
    if first is None:
        return None
    comparison = case.compare or first.compare
    outcome = replace(outcome, warnings=())
    if outcome.status == "value" and isinstance(comparison, Statistics):
        return replace(outcome, value=comparison.digest(outcome.value), detail=DIGEST)
    if not outcome.error:
        return outcome
    # Of what the product was given that stopped, the shapes tell one slip from another.
    shapes = _shapes(outcome)
    error = {key: item for key, item in outcome.error.items() if key != "given"}
    return replace(outcome, error={**error, "lines": [], **({"given": shapes} if shapes else {})})


def name_mistakes(
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    findings: Mapping[str, Fault | None],
    suspects: Iterable[Suspect],
) -> dict[str, str]:
    """Return the misconception behind each failing part, where one explains what came back.

    The first that explains the outcome of every case is taken for all. When none does (two
    mistakes in one answer), the first that explains a failing part as a whole is taken for that
    part, unless it would have made another part wrong that came out right. Whether one explains all is
    asked of each before any is asked for more: as a rule the first case, a short one, clears it. Of
    those that may explain a part, a suspect is asked for the first case, and then for those that came
    out wrong. Where the first case of a draw came out right, it clears many before they train long.
    """
    judged = [part for part in sheet.parts if part.name in findings]
    failing = [part for part in judged if findings[part.name]]
    if not failing:
        return {}
    wrong = {part.name: wrong_cases(sheet, part, outcomes[part.draw]) for part in judged}
    short = [part for part in judged if not part.long]
    places = sorted({(i, p.draw) for p in short for i in range(len(sheet.draws[p.draw]))})
    pieces = [(part, i) for i, draw in places for part in short if part.draw == draw]
    left: list[Suspect] = []
    for suspect in suspects:
        others = (p for p in pieces if not _explains_case(sheet, *p, suspect, outcomes, wrong))
        other = next(others, None)
        if other is None:
            guilty = [p.name for p in failing if _is_guilty(sheet, p, suspect, outcomes, wrong)]
            if guilty:
                return dict.fromkeys(guilty, suspect.name)
        elif not findings[other[0].name] and _makes_wrong(sheet, *other, suspect):
            continue  # behind no part, since it would have made wrong what is right
        left.append(suspect)
    return _of_single_parts(sheet, judged, outcomes, findings, left, wrong)


def doubtful(
    sheet: Sheet,
    outcomes: Mapping[str, Sequence[Outcome]],
    findings: Mapping[str, Fault | None],
    suspects: Iterable[Suspect],
    named: Mapping[str, str],
) -> set[str]:
    """Return the named misconceptions that would have made as many failing parts wrong in another way."""
    failing = [part for part in sheet.parts if findings.get(part.name) and not part.long]
    found: set[str] = set()
    for suspect in suspects:
        mine = [name for name, key in named.items() if key == suspect.name]
        if not mine or len(mine) == len(failing):
            continue
        against = 0
        for part in failing:
            wrong = {part.name: wrong_cases(sheet, part, outcomes[part.draw])}
            if part.name not in mine and _loses(sheet, part, suspect, wrong[part.name]):
                against += not _is_guilty(sheet, part, suspect, outcomes, wrong)
        if against >= len(mine):
            found.add(suspect.name)
    return found


def _is_guilty(
    sheet: Sheet,
    part: PartSheet,
    suspect: Suspect,
    outcomes: Mapping[str, Sequence[Outcome]],
    wrong: Mapping[str, Sequence[bool]],
) -> bool:
    """Return whether a suspect explains a failing part as a whole and makes it come out wrong."""
    explains = all(
        _explains_case(sheet, part, i, suspect, outcomes, wrong)
        for i in _soonest_told(wrong[part.name])
    )
    return explains and _loses(sheet, part, suspect, wrong[part.name])


def _of_single_parts(
    sheet: Sheet,
    judged: Sequence[PartSheet],
    outcomes: Mapping[str, Sequence[Outcome]],
    findings: Mapping[str, Fault | None],
    suspects: Iterable[Suspect],
    wrong: Mapping[str, Sequence[bool]],
) -> dict[str, str]:
    """Return the misconception behind each failing part where none explains all."""
    failing = [part for part in judged if findings[part.name]]
    named: dict[str, str] = {}
    weak = {part.name for part in failing if _is_weak(sheet, part, outcomes[part.draw])}
    for suspect in suspects:
        if _gives_itself_away(sheet, judged, findings, suspect, outcomes, wrong):
            continue
        guilty = [p.name for p in failing if _is_guilty(sheet, p, suspect, outcomes, wrong)]
        cleared = not all(
            _tells(part, outcomes[part.draw]) for part in failing if part.name in guilty
        )
        cleared = cleared or any(
            _contradicts(sheet, part, suspect)
            for part in judged
            if guilty and not part.long and not findings[part.name]
        )
        if not cleared:
            named = dict.fromkeys((g for g in guilty if g not in weak), suspect.name) | named
    return named


def _gives_itself_away(
    sheet: Sheet,
    judged: Sequence[PartSheet],
    findings: Mapping[str, Fault | None],
    suspect: Suspect,
    outcomes: Mapping[str, Sequence[Outcome]],
    wrong: Mapping[str, Sequence[bool]],
) -> bool:
    """Return whether a suspect makes a part wrong that is right, in the first case of a draw already.

    It can then be behind no part: it does not explain all, and it contradicts what is right. Only
    draws are looked at in which other cases are what came out wrong.
    """
    failing = [part for part in judged if findings[part.name]]
    later = {part.draw for part in failing} - {p.draw for p in failing if wrong[p.name][0]}
    for part in judged:
        if part.draw not in later or part.long or findings[part.name]:
            continue
        known = suspect.does(part.draw, 0)
        case = sheet.draws[part.draw][0]
        if known is None or known.detail == DIGEST or not is_wrong(sheet, part, case, known):
            continue
        if not _alike(part, case, outcomes[part.draw][0], known):
            return True
    return False


def _is_weak(sheet: Sheet, part: PartSheet, outcomes: Sequence[Outcome]) -> bool:
    """Return whether what came back in a part alone tells little of what is behind it.

    That is a word, a count or one of the numbers that were given, which come about in many ways; or
    any number beside others of the wrong length or shape, since what is behind those may be behind
    the number too; or arrays of nothing but nan, infinities and whole numbers.
    """
    values = [select(o.value, o.after, part.select, [])[0] for o in outcomes]
    if any(map(_is_empty_of_numbers, values)):
        return True
    if not all(isinstance(value, (bool, int, float, str)) for value in values):
        return False
    cases = sheet.draws[part.draw]
    if all(_is_picked(value, case) for value, case in zip(values, cases, strict=True)):
        return True
    several = zip(cases, outcomes, strict=True)
    return any(o.status == "value" and unlike(sheet, part.draw, c, o) for c, o in several)


def _is_empty_of_numbers(value: Any) -> bool:
    """Return whether an array holds nan or an infinity, and beside those no fraction."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or np.isfinite(value).all():
        return False
    finite = value[np.isfinite(value)]
    return bool(np.all(finite == np.round(finite)))


def _is_picked(value: Any, case: CaseSheet) -> bool:
    """Return whether a value is a word or a count, or one of several numbers that were given."""
    if not isinstance(value, float):
        return True
    given = [
        item for item in case.calls[-1].arguments().values() if isinstance(item, (list, tuple))
    ]
    return any(value in [i for i in item if isinstance(i, (int, float))] for item in given)


def _explains_case(
    sheet: Sheet,
    part: PartSheet,
    i: int,
    suspect: Suspect,
    outcomes: Mapping[str, Sequence[Outcome]],
    wrong: Mapping[str, Sequence[bool]],
) -> bool:
    """Return whether what came back in case `i` of a part is what the suspect yields there."""
    known = suspect.does(part.draw, i)
    if known is None:
        return not wrong[part.name][i]
    return _alike(part, sheet.draws[part.draw][i], outcomes[part.draw][i], known)


def _loses(sheet: Sheet, part: PartSheet, suspect: Suspect, wrong: Sequence[bool]) -> bool:
    """Return whether what a suspect yields makes this part come out wrong."""
    for i in _soonest_told(wrong):
        known = suspect.does(part.draw, i)
        case = sheet.draws[part.draw][i]
        if known and (known.detail == DIGEST or is_wrong(sheet, part, case, known)):
            return True
    return False


def _tells(part: PartSheet, outcomes: Sequence[Outcome]) -> bool:
    """Return whether what came back can hardly have come about in two ways: errors do."""
    values = [o for o in outcomes if o.status == "value"]
    return any(tells(select(o.value, o.after, part.select, [])[0]) for o in values)


def _contradicts(sheet: Sheet, part: PartSheet, suspect: Suspect) -> bool:
    """Return whether a suspect would have made this part, which is right, come out wrong."""
    several = range(len(sheet.draws[part.draw]))
    return any(_makes_wrong(sheet, part, i, suspect) for i in several)


def _makes_wrong(sheet: Sheet, part: PartSheet, i: int, suspect: Suspect) -> bool:
    """Return whether a suspect makes case `i` of a part come out wrong."""
    known, case = suspect.does(part.draw, i), sheet.draws[part.draw][i]
    return bool(known and known.detail != DIGEST and is_wrong(sheet, part, case, known))


def _soonest_told(wrong: Sequence[bool]) -> list[int]:
    """Return the cases in the order in which a suspect is asked for them.

    The first is a short one and, as a rule, has been asked for; then those that came out wrong.
    """
    return sorted(range(len(wrong)), key=lambda i: (i > 0, not wrong[i]))


def _alike(part: PartSheet, case: CaseSheet, outcome: Outcome, known: Outcome) -> bool:
    if outcome.status != known.status:
        return False
    if outcome.status == "error":
        if outcome.error.get("type") != known.error.get("type") or not _is_told_so(outcome, known):
            return False
        shapes = _shapes(outcome), _shapes(known)
        return not all(shapes) or shapes[0] == shapes[1]
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


def _is_told_so(outcome: Outcome, known: Outcome) -> bool:
    """Return whether an error is told as a known one is; in which words one of their own, is all the same."""
    both_own = is_own(outcome.error) and is_own(known.error)
    return both_own or _line(outcome) == _line(known)


def _shapes(outcome: Outcome) -> str:
    """Return the two shapes of which numpy refused to make a matrix product, where they are known, or ""."""
    message, given = str(outcome.error.get("message", "")), str(outcome.error.get("given", ""))
    if sizes_that_do_not_fit(message) is None:
        return ""
    named = re.match(r"shapes (.*) not aligned", message)
    if named is None and re.match(r"`(?!np\.)\w+` was given", given):
        return ""  # what a function of the course was given, and not what it multiplied
    found = re.findall(r"\(\d+,(?: ?\d+)?\)", named[1] if named else given)
    return " and ".join(shape.replace(" ", "") for shape in found) if len(found) == 2 else ""


def _line(outcome: Outcome) -> str:
    """Return the error's message, in which sizes tell one slip from another.

    `np.dot` and `@` word sizes that do not fit differently; it is the same slip.
    """
    message = str(outcome.error.get("message", ""))
    sizes = sizes_that_do_not_fit(message)
    return f"product of sizes {sizes}" if sizes else message.strip()
