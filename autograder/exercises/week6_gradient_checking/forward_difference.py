"""Examines `forward_difference` and `central_difference`: forward_difference: a cubic;
forward_difference: x below zero, other steps; central_difference: a cubic; central_difference: x
below zero, other steps.
"""

import numpy as np

from autograder.examining import Built, Close, Exercise, Part, call
from autograder.exercises.week6_gradient_checking._cases import away_from_zero


def _curves(rng, function, epsilons):
    for epsilon in epsilons:
        f = Built(
            "helpers.weeks.week6.costs.polynomial",
            coefficients=away_from_zero(rng, 4, 0.5, 2).round(2),
        )
        yield call(function, f, round(float(rng.uniform(0.6, 1.6)), 2), epsilon)


def _waves(rng, function, epsilons):
    for epsilon in epsilons:
        f = Built(
            "helpers.weeks.week6.costs.wave",
            rate=round(float(rng.uniform(0.8, 1.4)), 2),
            growth=round(float(rng.uniform(0.5, 1.2)), 2),
        )
        yield call(function, f, round(float(rng.uniform(-2.2, -0.8)), 2), epsilon)


def one_sided(rng):
    yield from _curves(rng, "forward_difference", (0.1, 0.25))


def one_sided_below_zero(rng):
    yield from _waves(rng, "forward_difference", (0.02, 0.3))
    f = Built(
        "helpers.weeks.week6.costs.polynomial", coefficients=away_from_zero(rng, 4, 0.5, 2).round(2)
    )
    yield call("forward_difference", f, -2, 0.05).with_(note="x is a whole number")


def two_sided(rng):
    yield from _curves(rng, "central_difference", (0.1, 0.25))


def two_sided_below_zero(rng):
    yield from _waves(rng, "central_difference", (0.02, 0.3))
    f = Built(
        "helpers.weeks.week6.costs.polynomial", coefficients=away_from_zero(rng, 4, 0.5, 2).round(2)
    )
    yield call("central_difference", f, -2, 0.05).with_(note="x is a whole number")


PRECISE = Close(rtol=1e-6)


def small(rng):
    cubic = Built(
        "helpers.weeks.week6.costs.polynomial", coefficients=np.array([0.0, 0.0, 0.0, 1.0])
    )
    for function in ("forward_difference", "central_difference"):
        yield call(function, cubic, 1.0, 2.0).with_(note="where f(x) = x ** 3")


EXERCISE = Exercise(
    "forward_difference",
    functions=("forward_difference", "central_difference"),
    parts=(
        Part("forward_difference: a cubic", 2, one_sided, PRECISE),
        Part("forward_difference: x below zero, other steps", 2, one_sided_below_zero, PRECISE),
        Part("central_difference: a cubic", 2, two_sided, PRECISE),
        Part("central_difference: x below zero, other steps", 2, two_sided_below_zero, PRECISE),
    ),
    small=small,
)
