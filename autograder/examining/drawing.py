"""Draws an exercise's sheet: cases from a seed, and what the reference in `solutions/` answers."""

from __future__ import annotations

import ast
import functools
import hashlib
import inspect
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.examining.diagnosis import add_known
from autograder.examining.variants import (
    MODULE,
    function_sources,
    quietly,
    reference_namespace,
    solution_source,
)
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
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Sheet
from helpers.judge.values import describe, encode

VISIBLE_SEED = 20_261_121


def draw(
    week: Week, exercise: Exercise, seed: int | bytes, *, known: bool = True, hidden: bool = False
) -> Sheet:
    """Return the sheet of an exercise with cases drawn from `seed`, expected values computed.

    With `known`, what each misconception yields is computed too; the grader leaves that out
    until an answer is wrong (see `add_known`). `hidden` takes the grader's own draws, where a part
    has one.
    """
    namespace = reference_namespace(week.name)
    draws: dict[str, list[sheets.CaseSheet]] = {}
    for part in exercise.parts:
        key = part.cases.__name__
        if key not in draws:
            drawer = part.hidden if hidden and part.hidden else part.cases
            cases = _cases(drawer, _rng(seed, exercise.name, key))
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
        spare={
            name: spare for name in exercise.functions if (spare := _never_read(week.name, name))
        },
    )
    return add_known(week, exercise, sheet) if known else sheet


def _cases(cases: Draw, rng: np.random.Generator) -> list[Case]:
    """Return the cases that a function draws. Raises AuthoringError at its line for anything else."""
    try:
        returned = cases(rng)
        drawn = list(returned) if isinstance(returned, Iterable) else returned
    except AuthoringError:
        raise
    except Exception as error:
        file = inspect.unwrap(cases).__code__.co_filename
        frames = traceback.extract_tb(error.__traceback__)
        line = [frame.lineno or 1 for frame in frames if frame.filename == file][-1:]
        where = file_line(Path(file), line[0]) if line else _where(cases)
        message = f"{cases.__name__} stops: {type(error).__name__}: {error}"
        raise AuthoringError(message, where) from None
    if not isinstance(drawn, list):
        said = f"returns {describe(drawn) if drawn is None else type(drawn).__name__}"
    elif not drawn:
        said = "draws no case"
    else:
        others = [case for case in drawn if not isinstance(case, Case)]
        if not others:
            return drawn
        said = f"yields {describe(others[0])}, which is no case"
    message = f"{cases.__name__} {said}; it must yield cases: `yield call(...)`"
    raise AuthoringError(message, _where(cases))


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
                c.function if isinstance(c.function, str) else c.function.to_json(),
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
        collect=case.collect,
        budget=case.budget,
    )
    if case.expected is not None:
        return replace(sheet, expected=case.expected)
    outcome = quietly(sheet, namespace)
    if outcome.status != "value":
        raise _unanswered(cases, sheet, outcome, namespace["__name__"])
    lookers = [case.compare] if case.compare else lookers
    if not any(comparison.needs_expected for comparison in lookers):
        return sheet  # what nobody looks at is not carried along: it may be large, or an answer
    return replace(sheet, expected=outcome.value, after=outcome.after)


def _unanswered(
    cases: Draw, sheet: sheets.CaseSheet, outcome: Outcome, module: str
) -> AuthoringError:
    """Return the error for a case that the reference does not answer: the case, and the line."""
    error = outcome.error
    why = f"{error['type']}: {error['message']}" if error else outcome.status
    said = [f"the reference does not answer a case of {cases.__name__}: {why}"]
    said += [f"    {_in_words(sheet, number)}" for number in range(len(sheet.calls))]
    for number, _ in error.get("lines", [])[-1:]:
        week = module.removeprefix(MODULE)
        text = solution_source(week).splitlines()[number - 1].strip()
        said.append(f"    solutions/{week}.py:{number}  {text}")
    return AuthoringError("\n".join(said), _where(cases))


def _in_words(sheet: sheets.CaseSheet, number: int) -> str:
    arguments = sheet.calls[number].arguments()
    shown = ", ".join(f"{key} = {describe(value)}" for key, value in arguments.items())
    return f"{sheet.name_of(number)}({shown})"


def _parameter_names(cases: Draw, namespace: dict[str, Any], case_call: Call) -> list[str]:
    if not isinstance(case_call.function, str):
        return [f"argument {i}" for i in range(1, len(case_call.args) + 1)]
    function = namespace.get(case_call.function)
    if function is None:
        raise AuthoringError(
            f"a case of {cases.__name__} calls {case_call.function!r}, which the solutions do not "
            "define",
            _where(cases),
        )
    return list(_parameters(function)[: len(case_call.args)])


@functools.cache
def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


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


@functools.cache
def _never_read(week: str, function: str) -> list[str]:
    """Return the arguments that the reference never reads."""
    definition = ast.parse(function_sources(week)[function]).body[0]
    assert isinstance(definition, ast.FunctionDef)
    read = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
    return [arg.arg for arg in definition.args.args if arg.arg not in read]
