"""Examines `linear_forward`: Z; Z of a single example; Z where all sizes are equal; cache, several
examples; cache, a single example.
"""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import layer


def some_layers(rng):
    yield call("linear_forward", *layer(rng))
    yield call("linear_forward", *layer(rng))


def one_example(rng):
    n_prev, n = distinct_sizes(rng, 2, 2, 5)
    yield call("linear_forward", *layer(rng, (n_prev, n, 1))).with_(note="a single example")


def equal_sizes(rng):
    size = int(rng.integers(3, 5))
    yield call("linear_forward", *layer(rng, (size, size, size))).with_(
        note="as many units as inputs and examples"
    )


EXERCISE = Exercise(
    "linear_forward",
    parts=(
        Part("Z", 1, some_layers, select=(0,)),
        Part("Z of a single example", 1, one_example, select=(0,)),
        Part("Z where all sizes are equal", 1, equal_sizes, select=(0,)),
        Part("cache, several examples", 1, some_layers, select=(1,)),
        Part("cache, a single example", 1, one_example, select=(1,)),
    ),
)
