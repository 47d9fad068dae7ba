"""Examines `maxout`: some examples; other sizes; one example, and many."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import signed


def _two_maps(rng, m=None):
    n_x, n, other = distinct_sizes(rng, 3, 2, 6)
    m = m or other
    while True:
        maps = [signed(rng, 0.3, 1.2, size) for size in ((n, n_x), (n, 1), (n, n_x), (n, 1))]
        X = rng.normal(0, 1, (n_x, m))
        first = maps[0] @ X + maps[1] > maps[2] @ X + maps[3]
        if np.any(first) and not np.all(first):  # neither map alone is the answer
            return call("maxout", X, *maps)


def two_maps(rng):
    yield _two_maps(rng)


def two_other_maps(rng):
    yield _two_maps(rng)


def two_maps_of_one_example(rng):
    yield _two_maps(rng, 1).with_(note="a single example")
    yield _two_maps(rng, 7)


EXERCISE = Exercise(
    "maxout",
    parts=(
        Part("some examples", 1, two_maps),
        Part("other sizes", 1, two_other_maps),
        Part("one example, and many", 2, two_maps_of_one_example),
    ),
)
