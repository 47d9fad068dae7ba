"""Finds which mistake it is: what each misconception yields, compared with what an answer yields."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from autograder.examining.variants import quietly, variant_source, with_variants
from autograder.examining.vocabulary import Exercise, Misconception, Week
from helpers.judge import sheets
from helpers.judge.faults import is_wrong, wrong_cases
from helpers.judge.naming import explains_part
from helpers.judge.outcome import DIGEST, Outcome
from helpers.judge.sheets import Sheet
from helpers.judge.statistics import Statistics


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
    wrong = {part.name: wrong_cases(sheet, part, outcomes[part.draw]) for part in short}
    hit = [part for part in short if part.name in failed and any(wrong[part.name])]
    found = []
    for misconception in exercise.misconceptions if hit else ():
        trial = _Trial(week, exercise, sheet, misconception)

        def explains(part: sheets.PartSheet, trial: _Trial = trial) -> bool:
            does = functools.partial(trial.outcome, part.draw)
            errs = functools.partial(trial.errs, part.draw)
            flags = wrong[part.name]
            return explains_part(sheet, part, outcomes[part.draw], flags, does, errs)

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
                is_wrong(self.sheet, part, case, outcome)
                for part in self.sheet.parts
                if part.draw == draw_name and not part.long
            )
        return self.faults[key]


def _known(
    sheet: Sheet, parts: list[sheets.PartSheet], case: sheets.CaseSheet, outcome: Outcome
) -> Outcome | None:
    wrong = [part for part in parts if is_wrong(sheet, part, case, outcome)]
    if not wrong:
        return None
    comparison = case.compare or wrong[0].compare
    outcome = replace(outcome, warnings=())
    if outcome.status == "value" and isinstance(comparison, Statistics):
        return replace(outcome, value=comparison.digest(outcome.value), detail=DIGEST)
    return replace(outcome, error={**outcome.error, "lines": []} if outcome.error else {})
