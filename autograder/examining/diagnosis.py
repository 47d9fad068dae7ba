"""Runs the misconceptions of an exercise: what each yields, for the case file and for the grader."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.examining.variants import quietly, variant_source, with_variants
from autograder.examining.vocabulary import Exercise, Misconception, Week
from helpers.judge.naming import Suspect
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import CaseSheet, Sheet


def suspects(week: Week, exercise: Exercise, sheet: Sheet) -> Iterator[Suspect]:
    """Yield the exercise's misconceptions in their order, each run where it is asked for."""
    for misconception in exercise.misconceptions:
        yield Suspect(misconception.name, sheet, _running(week, exercise, misconception))


def _running(
    week: Week, exercise: Exercise, misconception: Misconception
) -> Callable[[CaseSheet], Outcome]:
    @functools.cache
    def namespace() -> dict[str, Any]:
        return with_variants(week.name, variant_source(week.name, exercise, misconception))

    return lambda case: quietly(case, namespace())


def _that_ran(
    sheet: Sheet, ran: Mapping[str, Mapping[str, Sequence[Outcome]]]
) -> Iterator[Suspect]:
    for name, outcomes in ran.items():
        pairs = [
            (case, outcome)
            for draw, cases in sheet.draws.items()
            for case, outcome in zip(cases, outcomes[draw], strict=True)
        ]
        yield Suspect(name, sheet, functools.partial(_found_for, pairs))


def _found_for(pairs: list[tuple[CaseSheet, Outcome]], asked: CaseSheet) -> Outcome:
    return next(outcome for case, outcome in pairs if case is asked)


def add_known(
    week: Week,
    exercise: Exercise,
    sheet: Sheet,
    ran: Mapping[str, Mapping[str, Sequence[Outcome]]] | None = None,
) -> Sheet:
    """Return the sheet with the outcome of each misconception, where that is not the right one.

    `ran` has what each misconception does in each case of each draw, by those names, where all of
    them have been run already.
    """
    draws = {name: list(cases) for name, cases in sheet.draws.items()}
    those = suspects(week, exercise, sheet) if ran is None else _that_ran(sheet, ran)
    for suspect in those:
        for name, cases in draws.items():
            for i, case in enumerate(cases):
                known = suspect.does(name, i)
                if known:
                    cases[i] = replace(case, known=case.known | {suspect.name: known})
    return replace(sheet, draws=draws)
