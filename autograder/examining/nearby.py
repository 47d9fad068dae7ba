"""Computes what small changes of the answer yield in the visible cases: the sheet's mutants."""

from __future__ import annotations

import ast
import itertools
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from autograder.examining.mutating import changes
from autograder.examining.variants import (
    function_sources,
    quietly,
    reference_namespace,
    solution_source,
    variant_source,
    with_variants,
)
from autograder.examining.vocabulary import AuthoringError, Exercise, Misconception, Week
from helpers.judge.faults import unlike
from helpers.judge.mutants import is_steady, marks_of
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Mutant, Sheet

MAX_SECONDS = 1  # of one changed answer's own work: one whose loop has no end is none
# Of the answer itself: hundreds of changes of a longer one would take too long.
MAX_OWN_SECONDS = 0.1
MAX_TRIED = 250  # pairs of known mistakes, spread evenly over all there are
MAX_MUTANTS = 250
MAX_PAIRS = 120
# From this rank on, a change that yields another shape is no slip that anybody makes.
ODD = 4


def add_mutants(week: Week, exercise: Exercise, sheet: Sheet) -> Sheet:
    """Return the sheet with the marks of small changes, and of pairs of known mistakes.

    An answer that is known by a hash alone has none: they would tell it. Left out is whatever stops with
    an error, is right, or yields what something before yields.
    """
    short = {part.draw for part in sheet.parts if not part.long}
    cases = replace(sheet, draws={name: sheet.draws[name] for name in sorted(short)})
    secret = any(part.compare.by_hash for part in sheet.parts)
    trains = any(case.budget for several in cases.draws.values() for case in several)
    if secret or trains or not _is_quick(week, cases):
        return sheet
    known = {
        item.name: _marks(week, cases, variant_source(week.name, exercise, item))
        for item in exercise.misconceptions
    }
    seen = {str(marks) for marks in known.values() if marks}
    found: list[Mutant] = []
    for text, sources, rank in _single(week, exercise):
        marks = _marks(week, cases, sources, same_kind=rank >= ODD)
        if marks and str(marks) not in seen and all(map(is_steady, marks.values())):
            seen.add(str(marks))
            found.append(Mutant(text, marks))
            if len(found) == MAX_MUTANTS:
                break
    pairs: list[Mutant] = []
    for names, sources in _pairs(week, exercise):
        one, other = (known[name] or {} for name in names)
        marks = _marks(week, cases, sources, same_kind=True)
        if not marks or str(marks) in seen or not all(map(is_steady, marks.values())):
            continue
        # Where each part shows one of the two mistakes alone, that one is named for it.
        if all(mark in (one.get(part), other.get(part)) for part, mark in marks.items()):
            continue
        seen.add(str(marks))
        pairs.append(Mutant(names, marks))
    return replace(sheet, mutants=[*found, *pairs[:MAX_PAIRS]])


def _is_quick(week: Week, sheet: Sheet) -> bool:
    """Return whether the answer itself takes little time for all of the cases."""
    namespace = reference_namespace(week.name)
    started = time.process_time()
    for case in (case for several in sheet.draws.values() for case in several):
        quietly(case, namespace)
    return time.process_time() - started < MAX_OWN_SECONDS


def _single(week: Week, exercise: Exercise) -> Iterator[tuple[str, dict[str, str], int]]:
    sources = {name: function_sources(week.name)[name] for name in exercise.functions}
    keys = _keys(solution_source(week.name))
    several = [(name, change) for name, text in sources.items() for change in changes(text, keys)]
    for name, change in sorted(several, key=lambda item: item[1].rank):
        inside = f" (in `{name}`)" if len(sources) > 1 else ""
        yield f"{change.text}{inside}", {**sources, name: change.source}, change.rank


def _keys(source: str) -> list[str]:
    """Return the texts that a week's answers write as keys of dictionaries."""
    written = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict))
    keys = (key.value for node in written for key in node.keys if isinstance(key, ast.Constant))
    return list(dict.fromkeys(key for key in keys if isinstance(key, str)))


def _pairs(week: Week, exercise: Exercise) -> Iterator[tuple[list[str], dict[str, str]]]:
    changed = [item for item in exercise.misconceptions if item.change]
    every = list(itertools.combinations(changed, 2))
    for one, other in every[:: -(-len(every) // MAX_TRIED) or 1]:
        both = Misconception(f"{one.name}+{other.name}", change=(*one.change, *other.change))
        try:
            yield [one.name, other.name], variant_source(week.name, exercise, both)
        except AuthoringError:
            continue  # they change one and the same line


def _marks(
    week: Week, sheet: Sheet, sources: dict[str, str], *, same_kind: bool = False
) -> dict[str, Any] | None:
    """Return the marks of an answer; None if it stops with an error, or does not come to its end.

    With `same_kind`, what yields another shape or container than is asked for has none either.
    """
    try:
        with _limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a change makes of a line
            namespace = with_variants(week.name, sources)
            outcomes: dict[str, list[Outcome]] = {}
            for name, cases in sheet.draws.items():
                outcomes[name] = []
                for case in cases:
                    outcome = quietly(case, namespace)
                    if outcome.status != "value":
                        return None
                    if same_kind and unlike(sheet, name, case, outcome):
                        return None
                    outcomes[name].append(outcome)
    except (_TooLong, SyntaxError):
        return None
    return marks_of(sheet, outcomes)


class _TooLong(KeyboardInterrupt):
    """A changed answer has worked for too long; what runs cases passes interrupts on."""


@contextmanager
def _limited() -> Iterator[None]:
    """Stop the block after some seconds of its own work, where signals can be had."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise _TooLong

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
