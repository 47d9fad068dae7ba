"""How the two dot products are examined: each by its values, and the second one for loops."""

import numpy as np

from autograder.examining import Exercise, NoLoops, Part, call, distinct_sizes
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def _pairs(rng, function):
    for n in distinct_sizes(rng, 2, 3, 7):
        yield call(function, away_from_zero(rng, n), away_from_zero(rng, n))
    yield call(function, np.array([1, 2, 4]), rng.permutation([3, 5, 6])).with_(note="integers")


def looped(rng):
    yield from _pairs(rng, "dot_loop")


def vectorized(rng):
    yield from _pairs(rng, "dot_vectorized")


EXERCISE = Exercise(
    "dot_loop",
    functions=("dot_loop", "dot_vectorized"),
    parts=(
        Part("dot_loop", 3, looped),
        Part("dot_vectorized", 3, vectorized),
        Part("dot_vectorized without a loop", 2, vectorized, NoLoops(function="dot_vectorized")),
    ),
)
