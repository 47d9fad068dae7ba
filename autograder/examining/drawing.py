"""Draws an exercise's sheet: cases from a seed, and what the reference in `solutions/` answers."""

from __future__ import annotations

import ast
import functools
import hashlib
import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.examining.diagnosis import add_known
from autograder.examining.variants import function_sources, quietly, reference_namespace
from autograder.examining.vocabulary import (
    AuthoringError,
    Call,
    Case,
    Draw,
    Exercise,
    Week,
    file_line,
)
from helpers.judge import sheets
from helpers.judge.comparing import Comparison
from helpers.judge.sheets import Sheet
from helpers.judge.values import encode

VISIBLE_SEED = 20_261_121


def draw(week: Week, exercise: Exercise, seed: int | bytes, *, known: bool = True) -> Sheet:
    """Return the sheet of an exercise with cases drawn from `seed`, expected values computed.

    With `known`, what each misconception yields is computed too; the grader leaves that out
    until an answer is wrong (see `add_known`).
    """
    namespace = reference_namespace(week.name)
    draws: dict[str, list[sheets.CaseSheet]] = {}
    for part in exercise.parts:
        key = part.cases.__name__
        if key not in draws:
            cases = list(part.cases(_rng(seed, exercise.name, key)))
            if not cases:
                raise AuthoringError(f"{key} draws no case: yield at least one", _where(part.cases))
            lookers = [part.compare for part in exercise.parts if part.cases.__name__ == key]
            draws[key] = [_case_sheet(part.cases, case, namespace, lookers) for case in cases]
    sheet = Sheet(
        exercise=exercise.name,
        functions=list(exercise.functions),
        parts=[
            sheets.PartSheet(
                p.name, p.points, p.cases.__name__, p.compare, p.select, p.long, p.beside
            )
            for p in exercise.parts
        ],
        draws=draws,
        hints={m.name: sheets.Hint(m.title, m.hint) for m in exercise.misconceptions},
        depends_on=list(exercise.depends_on),
        may_change=list(exercise.may_change),
        returns={name: _returned_names(week.name, name) for name in exercise.functions},
    )
    return add_known(week, exercise, sheet) if known else sheet


def _rng(seed: int | bytes, exercise: str, draw_name: str) -> np.random.Generator:
    text = seed if isinstance(seed, bytes) else str(seed).encode()
    digest = hashlib.sha256(b"\0".join([text, exercise.encode(), draw_name.encode()])).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def _case_sheet(
    cases: Draw, case: Case, namespace: dict[str, Any], lookers: list[Comparison]
) -> sheets.CaseSheet:
    sheet = sheets.CaseSheet(
        calls=[
            sheets.Call(
                c.function,
                [encode(item) for item in c.args],
                {key: encode(item) for key, item in c.kwargs.items()},
                _parameter_names(cases, namespace, c),
            )
            for c in case.calls
        ],
        expected=None,
        also=list(case.also),
        watch=list(case.watch),
        replaced={key: encode(item) for key, item in case.replaced.items()},
        compare=case.compare,
        note=case.note,
    )
    if case.expected is not None:
        return replace(sheet, expected=case.expected)
    outcome = quietly(sheet, namespace)
    if outcome.status != "value":
        raise AuthoringError(
            f"the reference does not answer a case of {cases.__name__}: {outcome.status} "
            f"{outcome.error.get('type', '')} {outcome.error.get('message', '')}",
            _where(cases),
        )
    lookers = [case.compare] if case.compare else lookers
    if not any(comparison.needs_expected for comparison in lookers):
        return sheet  # what nobody looks at is not carried along: it may be large, or an answer
    return replace(sheet, expected=outcome.value, after=outcome.after)


def _parameter_names(cases: Draw, namespace: dict[str, Any], case_call: Call) -> list[str]:
    function = namespace.get(case_call.function)
    if function is None:
        raise AuthoringError(
            f"a case of {cases.__name__} calls {case_call.function!r}, which the solutions do not "
            "define",
            _where(cases),
        )
    return list(inspect.signature(function).parameters)[: len(case_call.args)]


def _where(cases: Draw) -> str:
    code = inspect.unwrap(cases).__code__
    return file_line(Path(code.co_filename), code.co_firstlineno)


@functools.cache
def _returned_names(week: str, function: str) -> list[str]:
    """Return what the reference calls its results: the names after its last `return`."""
    tree = ast.parse(function_sources(week)[function])
    returns = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value]
    if not returns:
        return []
    last = max(returns, key=lambda node: node.lineno)
    items = last.elts if isinstance(last, ast.Tuple) else [last]
    names = [item.id for item in items if isinstance(item, ast.Name)]
    return names if len(names) == len(items) else []
