"""Examines `layer_sizes`: n_x, n_h, n_y."""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import labels_of_both_kinds


def _data(rng):
    n_x, n_y, m = distinct_sizes(rng, 3, 3, 7)
    n_h = int(rng.integers(8, 12))  # never the default
    return rng.normal(0, 1, (n_x, m)).round(2), labels_of_both_kinds(rng, m, n_y), n_h


def sizes_of_inputs(rng):
    yield call("layer_sizes", *_data(rng))
    yield call("layer_sizes", *_data(rng))


EXERCISE = Exercise(
    "layer_sizes",
    parts=(
        Part("n_x", 1, sizes_of_inputs, select=(0,)),
        Part("n_h", 1, sizes_of_inputs, select=(1,)),
        Part("n_y", 1, sizes_of_inputs, select=(2,)),
    ),
)
