"""Answers that have the right shape and know nothing earn nothing, in any exercise of any week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograder.examining import (
    VISIBLE_SEED,
    Exercise,
    Outcome,
    Sheet,
    draw,
    load_week,
    quietly,
    reference_namespace,
)
from autograder.files import week_names
from helpers.judge.judging import judge

pytestmark = pytest.mark.slow

HIDDEN_SEEDS = (7, 8)

Crude = Callable[[np.ndarray], np.ndarray]
Answer = Callable[[str, int, Any], Any]

CRUDE: dict[str, Crude] = {
    "zeros": lambda array: np.zeros(array.shape),
    "ones": lambda array: np.ones(array.shape),
    "one half": lambda array: np.full(array.shape, 0.5),
    "minus one": lambda array: np.full(array.shape, -1.0),
    "nan": lambda array: np.full(array.shape, np.nan),
    "noise": lambda array: np.random.default_rng(1).normal(size=array.shape),
}
# What a docstring says without any number: zeros are the answer, or the names of keys are.
KNOWN_WITHOUT_COMPUTING = {
    "initialize_with_zeros",
    "parameter_shapes",
    "initialize_velocity",
}
# The answer to the visible cases is the answer: random matrices, a network that one may keep, a hash.
KEPT_ANSWERS = KNOWN_WITHOUT_COMPUTING | {
    "initialize_parameters",
    "initialize_parameters_deep",
    "initialize_parameters_he",
    "initialize_parameters_xavier",
    "revive",
    "tent_network",
    "find_the_bugs",
    "dropout_forward",
}


def mapped(crude: Crude, draw_name: str, i: int, value: Any) -> Any:
    """Return a value with the containers and shapes of another one, and none of its numbers."""
    again = partial(mapped, crude, draw_name, i)
    if isinstance(value, dict):
        return {key: again(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(again(item) for item in value)
    if isinstance(value, np.ndarray):
        return crude(value)
    if isinstance(value, (bool, int, float)):
        return crude(np.array(float(value))).item()
    return "x" if isinstance(value, str) else value


def outcomes_of(week: str, sheet: Sheet) -> dict[str, list[Outcome]]:
    """Return what the reference does."""
    namespace = reference_namespace(week)
    return {
        name: [quietly(case, namespace) for case in cases] for name, cases in sheet.draws.items()
    }


def earned(sheet: Sheet, right: dict[str, list[Outcome]], answer: Answer) -> dict[str, float]:
    """Return the parts that answers earn which know of a right one its draw, its place and its form."""
    given = {
        name: [Outcome("value", value=answer(name, i, one.value)) for i, one in enumerate(several)]
        for name, several in right.items()
    }
    with np.errstate(all="ignore"):
        return {part.part: part.points for part in judge(sheet, given).parts if part.points}


def constants(outcomes: dict[str, list[Outcome]]) -> Iterator[tuple[str, Any]]:
    """Yield each answer to a visible case, to be given to every case."""
    for name, several in outcomes.items():
        for i, outcome in enumerate(several):
            yield f"always the answer to {name}[{i}]", outcome.value


def gains(week: str, exercise: Exercise) -> Iterator[str]:
    of = load_week(week)
    seen = outcomes_of(week, draw(of, exercise, VISIBLE_SEED, known=False))
    sheets = [draw(of, exercise, seed, known=False, hidden=True) for seed in HIDDEN_SEEDS]
    right = [outcomes_of(week, sheet) for sheet in sheets]
    tried: list[tuple[str, Answer]] = []
    if exercise.name not in KNOWN_WITHOUT_COMPUTING:
        tried += [(title, partial(mapped, crude)) for title, crude in CRUDE.items()]
    if exercise.name not in KEPT_ANSWERS:
        tried += [(title, lambda n, i, v, c=value: c) for title, value in constants(seen)]
    for title, answer in tried:
        # A single answer may be right by chance; nothing is gained by that twice.
        found = [earned(*pair, answer) for pair in zip(sheets, right, strict=True)]
        if all(found):
            yield f"{exercise.name}: {title} earns {found[0]}"


@pytest.mark.parametrize("name", week_names())
def test_what_knows_only_the_form_of_an_answer_earns_nothing(name: str) -> None:
    assert [gain for exercise in load_week(name).exercises for gain in gains(name, exercise)] == []
