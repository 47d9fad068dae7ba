"""Examines `maxout`: some examples; other sizes; one example, and many."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import signed


def _two_maps(rng, m=None, larger=0):
    """Return a case in which the sum of one map, `larger`, is greater than that of the other."""
    n_x, n, other = distinct_sizes(rng, 3, 2, 6)
    m = m or other
    while True:
        maps = [signed(rng, 0.3, 1.2, size) for size in ((n, n_x), (n, 1), (n, n_x), (n, 1))]
        X = rng.normal(0, 1, (n_x, m))
        U, V = maps[0] @ X + maps[1], maps[2] @ X + maps[3]
        first = U > V
        sums = (U.sum() > V.sum()) == (larger == 0)
        if np.any(first) and not np.all(first) and sums:  # neither map alone is the answer
            return call("maxout", X, *maps)


def two_maps(rng):
    yield _two_maps(rng)


def two_other_maps(rng):
    yield _two_maps(rng, larger=1)


def two_maps_of_one_example(rng):
    yield _two_maps(rng, 1).with_(note="a single example")
    yield _two_maps(rng, 7, larger=1)


EXERCISE = Exercise(
    "maxout",
    parts=(
        Part("some examples", 1, two_maps),
        Part("other sizes", 1, two_other_maps),
        Part("one example, and many", 2, two_maps_of_one_example),
    ),
)
