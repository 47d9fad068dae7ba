"""Examines `numerical_gradient`: a curved cost, wide steps; the default epsilon; a theta of
integers; a theta of one entry; theta is left as it was.
"""

import numpy as np

from autograder.examining import Built, Exercise, Part, Unchanged, call
from autograder.exercises.week6_gradient_checking._cases import FINITE, away_from_zero


def _cost(rng, n):
    return Built(
        "helpers.weeks.week6.costs.curved_cost",
        slopes=away_from_zero(rng, n, 1, 2).round(2),
        couplings=rng.uniform(-0.5, 0.5, (n, n)).round(2),
        bends=away_from_zero(rng, n, 0.5, 1).round(2),
    )


def wide_steps(rng):
    for n, epsilon in ((int(rng.integers(4, 6)), 0.1), (3, 0.3)):
        theta = away_from_zero(rng, (n, 1)).round(2)
        yield call("numerical_gradient", _cost(rng, n), theta, epsilon)


def default_step(rng):
    n = int(rng.integers(4, 6))
    yield call("numerical_gradient", _cost(rng, n), away_from_zero(rng, (n, 1)).round(2)).with_(
        note="epsilon is the default"
    )


def whole_numbers(rng):
    n = int(rng.integers(3, 5))
    theta = rng.choice([-2, -1, 1, 2], (n, 1))
    yield call("numerical_gradient", _cost(rng, n), theta, 0.2).with_(note="theta holds integers")
    yield call("numerical_gradient", _cost(rng, n), theta).with_(note="theta holds integers")


def one_entry(rng):
    theta = away_from_zero(rng, (1, 1)).round(2)
    yield call("numerical_gradient", _cost(rng, 1), theta, 0.15).with_(note="a single entry")


def kept_theta(rng):
    n = int(rng.integers(4, 6))
    theta = away_from_zero(rng, (n, 1))
    theta[1:3] *= 1e-7  # adding a step and taking it away again loses digits of a small number
    yield call("numerical_gradient", _cost(rng, n), theta, 0.1)


def small(rng):
    def cost(slopes, couplings, bends):
        numbers = {"slopes": slopes, "couplings": couplings, "bends": bends}
        arrays = {name: np.array(item, dtype=float) for name, item in numbers.items()}
        return Built("helpers.weeks.week6.costs.curved_cost", **arrays)

    yield call("numerical_gradient", cost([0], [[0]], [1]), np.array([[1.0]]), 2.0).with_(
        note="where the cost is theta[0, 0] ** 3"
    )
    product = cost([0, 0], [[0, 1], [1, 0]], [0, 0])
    yield call("numerical_gradient", product, np.array([[2.0], [3.0]]), 0.5).with_(
        note="where the cost is theta[0, 0] * theta[1, 0]"
    )


EXERCISE = Exercise(
    "numerical_gradient",
    parts=(
        Part("a curved cost, wide steps", 4, wide_steps, FINITE),
        Part("the default epsilon", 3, default_step, FINITE),
        Part("a theta of integers", 2, whole_numbers, FINITE),
        Part("a theta of one entry", 2, one_entry, FINITE),
        Part("theta is left as it was", 1, kept_theta, Unchanged()),
    ),
    small=small,
)
