"""A mistake that has no name is shown in the smallest case there is, and what is shown is so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.examining import (
    Exercise,
    Sheet,
    Week,
    load_week,
    quietly,
    reference_namespace,
    variant_source,
    with_variants,
)
from autograder.files import week_names
from helpers.checking import bind_check
from helpers.judge.faults import Lost, is_wrong, select
from helpers.judge.judging import judge
from helpers.judge.sheets import CaseSheet, PartSheet
from helpers.judge.smallest import OPENING, by_hand, written_call
from tests.exercises.typed import STALE, said_of

WEEK0, WEEK1, WEEK2 = "week0_arrays_and_gates", "week1_logistic_regression", "week2_shallow_net"
WEEK3, WEEK6, WEEK7 = "week3_deep_net", "week6_gradient_checking", "week7_regularization"


@pytest.fixture(autouse=True)
def _no_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which mistakes are named by their line is another matter, and depends on time."""
    monkeypatch.setattr("helpers.checking.locate", lambda *given: {})


def sheets_of(week: Week) -> Iterator[tuple[Exercise, Sheet]]:
    """Yield the exercises of a week, each with its sheet as students have it."""
    sheets = bind_check(week.name, {})._sheets
    return ((exercise, sheets[exercise.name]) for exercise in week.exercises)


def small_of(sheet: Sheet) -> Iterator[tuple[PartSheet, CaseSheet]]:
    """Yield the small cases of a sheet, each with every part that it is for."""
    for small in sheet.small:
        for part in sheet.parts:
            if part.draw in small.draws and part.compare.kind in ("close", "custom"):
                yield by_hand(part), small.case


# ---------------------------------------------------------------- what the cases promise


@pytest.mark.parametrize("week", week_names())
def test_every_right_answer_is_right_in_every_small_case(week: str) -> None:
    of = load_week(week)
    for exercise, sheet in sheets_of(of):
        several = [reference_namespace(week)] + [
            with_variants(week, variant_source(week, exercise, item))
            for item in exercise.alternatives
        ]
        for namespace in several:
            for part, case in small_of(sheet):
                if isinstance(select(case.expected, case.after, part.select, [])[0], Lost):
                    continue  # a layer that no small network has: it is not shown for that part
                outcome = quietly(case, namespace)
                told = f"{exercise.name}, {part.name}: {written_call(case)} is {outcome.value}"
                assert not is_wrong(sheet, part, case, outcome), told


@pytest.mark.parametrize("week", week_names())
def test_small_cases_can_be_done_by_hand(week: str) -> None:
    for exercise, sheet in sheets_of(load_week(week)):
        for small in sheet.small:
            for call in small.case.calls:
                for name, item in call.arguments().items():
                    numbers = np.ravel(item) if isinstance(item, np.ndarray) else np.zeros(1)
                    assert numbers.size <= 8, f"{exercise.name}: {name} = {item}"
            assert len(written_call(small.case)) <= 400, written_call(small.case)
            assert not small.case.budget and not small.case.replaced


@pytest.mark.parametrize("week", week_names())
def test_an_answer_known_by_its_hash_has_no_small_case(week: str) -> None:
    for _, sheet in sheets_of(load_week(week)):
        if any(part.compare.by_hash for part in sheet.parts):
            assert not sheet.small


@pytest.mark.parametrize("week", [WEEK0, WEEK6])
def test_a_small_case_never_stands_beside_a_named_cause(week: str) -> None:
    for exercise, sheet in sheets_of(load_week(week)):
        for item in exercise.misconceptions:
            sources = variant_source(week, exercise, item)
            namespace = with_variants(week, sources)
            outcomes = {
                name: [quietly(case, namespace) for case in cases]
                for name, cases in sheet.draws.items()
            }
            verdict = judge(
                sheet,
                outcomes,
                sources.get,
                run=lambda case, namespace=namespace: quietly(case, namespace),
            )
            for part in verdict.parts:
                assert not ("cause:" in part.message and OPENING in part.message), part.message


# ---------------------------------------------------------------- what is shown

PRODUCT_TWICE = """
def dot_loop(a, b):
    total = a[0] * b[0]
    for x, y in zip(a, b):
        total = total + x * y
    return total
"""


def test_a_mistake_without_a_name_is_shown_in_a_case_to_do_by_hand() -> None:
    said = said_of(WEEK0, PRODUCT_TWICE, "dot_loop")
    assert said.count(OPENING) == 1
    assert "To try the larger case yourself" in said
    line = next(line for line in said.splitlines() if OPENING in line)
    call, should, comes = line.split("`")[1], line.split("`")[5], line.split("`")[7]
    own: dict[str, Any] = {}
    exec(PRODUCT_TWICE, own)
    right = {"dot_loop": reference_namespace(WEEK0)["dot_loop"]}
    assert math.isclose(eval(call, right), float(should)), line
    assert math.isclose(eval(call, own), float(comes)), line
    assert should != comes
    assert "in place of" not in line  # one entry is enough to go wrong


TOLD = {
    "the size that matters": (
        WEEK3,
        "linear_forward",
        """
def linear_forward(A, W, b):
    Z = np.dot(W, A)
    for i in range(Z.shape[1]):
        Z[:, i] = Z[:, i] + b[0]
    return Z, (A, W, b)
""",
        "With 1 row of `W` in place of 2, yours is right.",
    ),
    "the gate that is wrong": (
        WEEK0,
        "backpropagate",
        """
def backpropagate(tape, values, output):
    gradients = {n: 0.0 for n in values}
    gradients[output] = 1.0
    for gate, inputs, name in tape[::-1]:
        up, x = gradients[name], values[inputs[0]]
        if gate == "add":
            slopes = [1, 1]
        elif gate == "multiply":
            slopes = [values[inputs[1]], x]
        else:
            slopes = [{"exp": np.exp(x), "reciprocal": np.log(abs(x)), "sigmoid": x * (1 - x)}[gate]]
        for i, slope in zip(inputs, slopes):
            gradients[i] += up * slope
    return gradients
""",
        "`backpropagate(tape=[('reciprocal', ('x',), 'f')]",
    ),
    "a cost that has a formula": (
        WEEK6,
        "numerical_gradient",
        STALE,
        "(where the cost is theta[0, 0] * theta[1, 0]). There `gradapprox` should be "
        "`[[3.0], [2.0]]`; yours is `[[3.0], [1.5]]`.",
    ),
    "examples that depend on each other": (
        WEEK7,
        "hinge_loss",
        """
def hinge_loss(scores, y):
    m = scores.shape[1]
    right = scores[y].max(axis=0)
    margins = np.maximum(0, scores - right + 1)
    margins[y, range(m)] = 0
    return margins.sum() / m
""",
        "With 1 column of `scores` in place of 2, yours is right.",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_case_tells(name: str) -> None:
    week, function, code, sentence = TOLD[name]
    said = said_of(week, code, function)
    assert OPENING in said
    assert sentence in said, said


LEAKY = """
def activate(Z, activation, alpha=0.1):
    if activation == "sigmoid": return sigmoid(Z)
    if activation == "tanh": return np.tanh(Z)
    if activation == "relu": return (Z + np.abs(Z)) / 2
    if activation == "leaky_relu": return (Z + np.abs(Z)) / 2 - alpha * np.abs(Z)
    return np.where(Z > 0, Z, alpha * (np.exp(Z) - 1))
"""


def test_a_case_of_another_activation_says_nothing_of_sizes() -> None:
    said = said_of(WEEK2, LEAKY, "activate")
    assert f"{OPENING}`activate(Z=" in said and "activation='leaky_relu'" in said
    assert "in place of" not in said


UPDATE = """
def update_parameters(parameters, grads, learning_rate=1.2):
    return {key[1:]: learning_rate * parameters[key[1:]] - grads[key] for key in grads}
"""


def test_each_further_part_tells_only_what_is_new_in_the_same_case() -> None:
    said = said_of(WEEK2, UPDATE, "update_parameters")
    assert said.count(OPENING) == 1
    assert "In the small case above `updated['b1']` should be" in said


def test_an_error_a_wrong_shape_and_a_slip_in_the_source_say_enough_by_themselves() -> None:
    for code in (
        "def center_rows(X):\n    return X - X.mean(axis=7)\n",
        "def center_rows(X):\n    return (X - X.mean(axis=1, keepdims=True)).T\n",
        "def center_rows(X):\n    for row in X:\n        X = X - row.mean() ** 3\n        return X\n",
    ):
        said = said_of(WEEK0, code, "center_rows")
        assert "0 of" in said and OPENING not in said, said


def test_where_a_function_that_is_called_is_wrong_no_case_is_shown() -> None:
    code = "def propagate(w, b, X, Y):\n    A = sigmoid(w.T @ X + b)\n    dZ = A**3 - Y\n" + (
        "    m = X.shape[1]\n    cost = compute_cost(A, Y)\n"
        "    return {'dw': X @ dZ.T / m, 'db': float(dZ.sum() / m)}, cost\n"
    )
    said = said_of(WEEK1, code, "propagate", compute_cost=lambda A, Y: 0.123)
    assert "whose own check is not right yet" in said
    assert OPENING not in said


def test_what_a_function_prints_in_a_small_case_is_caught_too() -> None:
    said = said_of(
        WEEK0, PRODUCT_TWICE.replace("    total = a", "    print(a)\n    total = a"), "dot_loop"
    )
    assert OPENING in said
    assert "Printed while it was checked" in said
    assert not any(line.startswith("[") for line in said.splitlines())
