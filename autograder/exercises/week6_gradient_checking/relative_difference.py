"""Examines `relative_difference`: vectors nearly equal, vectors far apart, small vectors, vectors
of zeros.
"""

import numpy as np

from autograder.examining import Close, Exercise, Part, call
from autograder.exercises.week6_gradient_checking._cases import away_from_zero

STRICT = Close(rtol=1e-6, scale=0)


def nearly_equal(rng):
    n = int(rng.integers(4, 7))
    a = away_from_zero(rng, (n, 1))
    for size in (1e-2, 1e-5):
        yield call("relative_difference", a, a + size * away_from_zero(rng, (n, 1)))


def far_apart(rng):
    n = int(rng.integers(4, 7))
    a, b = away_from_zero(rng, (n, 1)).round(2), away_from_zero(rng, (n, 1)).round(2)
    yield call("relative_difference", a, 3 * b)
    yield call("relative_difference", 4 * a, b)
    yield call("relative_difference", -a, a).with_(note="opposite signs")


def small_vectors(rng):
    n = int(rng.integers(4, 7))
    a, b = away_from_zero(rng, (n, 1)), away_from_zero(rng, (n, 1))
    yield call("relative_difference", 1e-9 * a, 2e-9 * b).with_(note="both vectors are small")


def zeros(rng):
    n = int(rng.integers(4, 7))
    yield call("relative_difference", np.zeros((n, 1)), np.zeros((n, 1)))
    yield call("relative_difference", np.zeros((n, 1)), away_from_zero(rng, (n, 1)).round(2)).with_(
        note="only one of the two is zero"
    )


EXERCISE = Exercise(
    "relative_difference",
    parts=(
        Part("vectors nearly equal", 2, nearly_equal, STRICT),
        Part("vectors far apart", 2, far_apart, STRICT),
        Part("small vectors", 2, small_vectors, STRICT),
        Part("vectors of zeros", 2, zeros, Close(atol=1e-12), beside=True),
    ),
)
