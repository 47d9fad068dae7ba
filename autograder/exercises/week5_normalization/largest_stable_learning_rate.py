"""Examines `largest_stable_learning_rate`: one weight, features that are not correlated, features
that are correlated.
"""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week5_normalization._cases import spectrum, symmetric


def one_weight(rng):
    yield call("largest_stable_learning_rate", np.array([[rng.uniform(0.2, 9)]]))


def uncorrelated_features(rng):
    # Neither the first nor the last is the largest or the smallest of all: unsorted lists show.
    for order in ([1, 2, 0], [0, 3, 1, 2]):
        H = np.diag(spectrum(rng, len(order))[order])
        yield call("largest_stable_learning_rate", H).with_(note="a diagonal Hessian")
    small, large = spectrum(rng, 2)
    H = np.diag([small, rng.uniform(-4, -2) * 1e-17, large])
    yield call("largest_stable_learning_rate", H).with_(
        note="rounding left a tiny negative number where an eigenvalue is zero"
    )


def correlated_features(rng):
    for n in (2, 3):
        H = symmetric(rng, spectrum(rng, n))
        yield call("largest_stable_learning_rate", H)


EXERCISE = Exercise(
    "largest_stable_learning_rate",
    parts=(
        Part("one weight", 2, one_weight),
        Part("features that are not correlated", 3, uncorrelated_features),
        Part("features that are correlated", 3, correlated_features),
    ),
)
