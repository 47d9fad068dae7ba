"""Runs the misconceptions of an exercise: what each yields, for the case file and for the grader."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
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


def add_known(week: Week, exercise: Exercise, sheet: Sheet) -> Sheet:
    """Return the sheet with the outcome of each misconception, where that is not the right one."""
    draws = {name: list(cases) for name, cases in sheet.draws.items()}
    for suspect in suspects(week, exercise, sheet):
        for name, cases in draws.items():
            for i, case in enumerate(cases):
                known = suspect.does(name, i)
                if known:
                    cases[i] = replace(case, known=case.known | {suspect.name: known})
    return replace(sheet, draws=draws)
