"""Examines `sigmoid`: values and shapes, small tails, extremes."""

import numpy as np

from autograder.examining import Close, Exercise, Part, call
from autograder.exercises.week1_logistic_regression._cases import signed


def ordinary_numbers(rng):
    yield call("sigmoid", signed(rng, 0.4, 3))
    yield call("sigmoid", np.array([0, 2, -1, int(rng.integers(3, 6))])).with_(note="integers")
    yield call("sigmoid", rng.normal(0, 2, 4))
    yield call("sigmoid", rng.normal(0, 2, (2, 3)))


def small_tails(rng):
    # At -37.2 the spellings that cancel still differ: 1 - 1 is 0, 1 + tanh is a last digit.
    yield call("sigmoid", np.array([-40.0, -38.5, -37.1]) - rng.uniform(0, 0.25, 3)).with_(
        note="the results are tiny, and not 0"
    )
    # An ordinary number too, so that not every answer of zeros is taken for one that cancels.
    yield call("sigmoid", signed(rng, 0.5, 2))


def extremes(rng):
    # Both ends occur, at places that are drawn: no constant answer fits them all.
    signs = rng.permutation([-1.0, 1.0, *rng.choice([-1.0, 1.0], 4)])
    yield call("sigmoid", signs * rng.uniform(750, 1100, 6))


EXERCISE = Exercise(
    "sigmoid",
    parts=(
        Part("values and shapes", 6, ordinary_numbers),
        Part("small tails", 2, small_tails, Close(rtol=1e-6, scale=0)),
        Part("extremes", 2, extremes, Close(rtol=0, scale=0, atol=1e-12), beside=True),
    ),
)
