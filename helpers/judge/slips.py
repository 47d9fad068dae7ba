"""Says what is behind a fault that no known mistake explains: facts of the source, the values, the error."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judge import approximate, grounds, patterns, written
from helpers.judge.comparing import Close, Comparison, Custom, NoLoops
from helpers.judge.faults import Fault, Sources, changed_matters, select
from helpers.judge.python_errors import MULTIPLIED, of_these_arguments, shapes_that_do_not_fit
from helpers.judge.sheets import CaseSheet, PartSheet, Sheet, texts_in
from helpers.judge.statistics import Statistics
from helpers.judge.values import Rng
from helpers.judge.words import is_short_of_an_axis

MOST = 2


def slips(sheet: Sheet, part: PartSheet, fault: Fault, source_of: Sources) -> list[str]:
    """Return at most two sentences on a fault, the surest first. Each is true whatever the cause is."""
    found: list[str] = []
    # A sentence is a help; what cannot be read gives none.
    with contextlib.suppress(Exception):
        for text in _slips(sheet, part, fault, source_of):
            if text not in found:
                found.append(text)
            if len(found) == MOST:
                break
    return found


def _slips(sheet: Sheet, part: PartSheet, fault: Fault, source_of: Sources) -> Iterator[str]:
    case, outcome = fault.case, fault.outcome
    if outcome.status == "value" and changed_matters(case.compare or part.compare):
        return
    function = written.function_of(source_of(case.function), case.function)
    arguments = case.calls[-1].arguments()
    if outcome.status == "error":
        if function is not None:
            yield from written.by_order(function, arguments)
            yield from written.loops_over_keys(function, arguments)
            yield from grounds.is_none(function, outcome.error)
            yield from written.loops_over_rows(function, arguments, outcome.error)
            yield from written.stays_in_a_loop(function, outcome.error)
            yield from _product_meant(sheet, case, outcome.error)
            in_quotes = list(written.quoted(function))
            yield from in_quotes
            if in_quotes:
                return
        functions = [*sheet.functions, *sheet.depends_on]
        stored = sorted(written.names_stored(function)) if function is not None else ()
        told = of_these_arguments(outcome.error, arguments, _texts(sheet), functions, stored)
        if told:
            yield told
            if function is not None:
                yield from written.unread(function, foreign_only=True)
            return
    if outcome.status not in ("value", "error"):
        return
    if function is not None and outcome.status == "value" and outcome.value is None:
        lost = next(written.lost(function), None)
        if lost:
            yield lost
            return
        why = written.gives_nothing(function)
        if why:
            yield why
            return
    yield from _in_the_source(sheet, fault, source_of)
    if outcome.status == "value":
        yield from _of_values(sheet, part, fault, function)


def _product_meant(sheet: Sheet, case: CaseSheet, error: Mapping[str, Any]) -> Iterator[str]:
    """Yield that a matrix product gives what a product of entries was to give, as its name and shape say."""
    shapes = shapes_that_do_not_fit(str(error.get("message", "")))
    line = str(error["lines"][-1][1]).strip() if error.get("lines") else ""
    if not MULTIPLIED.match(str(error.get("given", ""))) or [len(s) for s in shapes] != [2, 2]:
        return
    try:
        node = ast.parse(line).body[0]
    except SyntaxError:  # a line that goes on in the next one
        return
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    wanted = _named(case.expected, sheet.returns.get(case.function, []), target)
    (p, k), (q, other) = shapes
    if k == other and wanted is not None and np.shape(wanted) in ((p, q), (q, p)):
        assert isinstance(target, ast.Name)
        yield (
            f"`{target.id}` should have the shape {np.shape(wanted)}. A matrix product, `@` or `np.dot`, makes "
            f"that of these two when one of them is transposed: it multiplies and adds up over the {k} columns."
        )


def _named(value: Any, returns: Sequence[str], target: ast.expr | None) -> Any:
    """Return the piece of a result that goes by the name of a variable, or None."""
    if not isinstance(target, ast.Name):
        return None
    if isinstance(value, tuple) and target.id in returns and len(returns) == len(value):
        return value[returns.index(target.id)]
    several = value if isinstance(value, tuple) else (value,)
    return next((v[target.id] for v in several if isinstance(v, dict) and target.id in v), None)


def _in_the_source(sheet: Sheet, fault: Fault, source_of: Sources) -> Iterator[str]:
    """Yield what is wrong with the source of the function that a fault is of."""
    name = fault.case.function
    yield from written.ten_times(source_of(name) or "")
    function = written.function_of(source_of(name), name)
    if function is not None:
        yield from written.misspelt(function, _texts(sheet))
        # Who is given a budget may do with what there is as he likes.
        given = [argument.arg for argument in function.args.args]
        spare = given if fault.case.budget else sheet.spare.get(name, ())
        yield from written.slips(function, tuple(spare))


def written_slip(sheet: Sheet, fault: Fault, source_of: Sources) -> str | None:
    """Return the first slip in the source that `slips` tells of; None where it tells of values alone."""
    with contextlib.suppress(Exception):
        return next(_in_the_source(sheet, fault, source_of), None)
    return None


def _texts(sheet: Sheet) -> set[str]:
    """Return the texts that are given to the functions of a sheet."""
    calls = (call for cases in sheet.draws.values() for case in cases for call in case.calls)
    return {text for call in calls for item in call.arguments().values() for text in texts_in(item)}


def _of_values(sheet: Sheet, part: PartSheet, fault: Fault, function: Any) -> Iterator[str]:
    case, value = fault.case, fault.outcome.value
    if not compares_numbers(case.compare or part.compare):
        return
    returns = [] if case.collect else sheet.returns.get(case.function, [])
    if not part.select or not str(part.select[0]).startswith("@"):
        moved = patterns.exchanged(value, case.expected, returns)
        if moved:
            yield moved
            return
    got, name = select(value, fault.outcome.after, part.select, returns)
    wanted, _ = select(case.expected, case.after, part.select, [])
    pair = patterns.first_difference(got, wanted, name)
    if pair is None:
        return
    if function is not None and np.ndim(pair.got) == 1 and np.ndim(pair.wanted) == 0:
        of_rows = grounds.pythons_sum(function)
        if of_rows:
            yield of_rows
            return
    made_so = function is not None and written.makes_whole_numbers(function)
    cut = patterns.cut_off(pair.got, pair.wanted, made_so)
    if cut is not None:
        yield f"{cut[0].upper()}{cut[1:]}"
        return
    arguments = case.calls[-1].arguments()
    if function is not None and isinstance(pair.wanted, np.ndarray):
        kept = [key for key, item in arguments.items() if patterns.is_same(item, pair.wanted)]
        other = written.renamed(function, kept[0]) if kept else None
        if other:
            yield other
            return
    if function is not None and patterns.is_near(pair) and not draws_are_given(sheet):
        sample = next(approximate.drawn(function), None)
        if sample:
            yield sample
            return
    if function is not None and patterns.is_near(pair):
        estimate = next(approximate.estimates(function), None)
        if estimate:
            yield estimate
            return
    if isinstance(pair.got, np.ndarray) and isinstance(pair.wanted, np.ndarray):
        if is_short_of_an_axis(pair.got, pair.wanted):
            # The fault says which axis is missing; what is wrong with the numbers is left to say.
            pair = replace(pair, got=pair.got.reshape(pair.wanted.shape))
            by = _factor(pair)
            told = patterns.pattern(pair, arguments) if by is not None else None
            if by is not None:
                yield f"Each number is {by:.6g} times what it should be.{f' {told}' if told else ''}"
            return
    if function is not None:
        idle = list(written.idle_reductions(function, pair.got, pair.wanted, arguments))
        if idle:
            yield idle[0]
            return
    factor = _factor(pair)
    if function is not None and factor is not None:
        shapes = {key: item.shape for key, item in patterns.arrays_of(arguments)}
        typed = written.typed_for_size(function, factor, shapes)
        if typed:
            yield typed
            return
    shapes_apart = {str(np.shape(pair.got)), str(np.shape(pair.wanted))}
    if len(shapes_apart) > 1 and not any(shape in fault.text for shape in shapes_apart):
        return  # a key is missing, say: the shape of another array is beside the point
    told = patterns.pattern(pair, arguments)
    if function is not None and (_is_of_lines(told) or patterns.is_one_number(pair)):
        whole = written.whole_reduction(function)
        if whole:
            yield (
                f"`{whole}` has no `axis`, so it is one number for the whole array. Is it meant for each row, "
                "or for each column?"
            )
            return
    if told and not (told.endswith(patterns.FILLED) and function and not written.fills(function)):
        yield told + (grounds.like_a_number(function, arguments) if function is not None else "")


def draws_are_given(sheet: Sheet) -> bool:
    """Return whether numbers are to be drawn in an exercise: a generator is given, or spreads are looked at."""
    cases = [case for several in sheet.draws.values() for case in several]
    given = any(isinstance(v, Rng) for case in cases for v in case.calls[-1].arguments().values())
    looked = any(isinstance(part.compare, Statistics) for part in sheet.parts)
    return given or looked


def compares_numbers(comparison: Comparison) -> bool:
    """Return whether a comparison looks at each number of what came back."""
    return isinstance(comparison, (Close, NoLoops)) or (
        isinstance(comparison, Custom) and comparison.shaped
    )


def _is_of_lines(told: str | None) -> bool:
    return told is not None and told.startswith(("In each ", "One number came"))


def _factor(pair: patterns.Pair) -> float | None:
    if np.shape(pair.got) != np.shape(pair.wanted):
        return None
    return patterns.factor(np.asarray(pair.got, dtype=float), np.asarray(pair.wanted, dtype=float))


def certain_slip(part: PartSheet, fault: Fault, source_of: Sources) -> str | None:
    """Return a slip in the function's source, or in the kind of its numbers, that alone makes it wrong."""
    with contextlib.suppress(Exception):
        got, _ = select(fault.outcome.value, fault.outcome.after, part.select, [])
        wanted, _ = select(fault.case.expected, fault.case.after, part.select, [])
        function = written.function_of(source_of(fault.case.function), fault.case.function)
        if function is not None and fault.outcome.status == "error":
            return next(written.lost(function), None)
        if function is not None and not _is_finite(got):
            small = next(approximate.vanishing(function), None)
            if small:
                return small
        pair = patterns.first_difference(got, wanted, "")
        if function is not None and pair is not None and patterns.is_near(pair):
            estimate = next(approximate.estimates(function), None)
            if estimate:
                return estimate
        made_so = function is not None and written.makes_whole_numbers(function)
        cut = patterns.cut_off(got, wanted, made_so)
        if cut is not None:
            return cut
        if function is not None and fault.outcome.status == "value":
            return written.certain(function)
    return None


def _is_finite(value: Any) -> bool:
    """Return whether a number, or all entries of an array, are neither nan nor infinite."""
    numbers = isinstance(value, (int, float, np.ndarray))
    return not numbers or bool(np.all(np.isfinite(np.asarray(value, dtype=float))))
