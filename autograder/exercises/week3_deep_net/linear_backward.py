"""Examines `linear_backward`: dA_prev, dW, db, a layer whose sizes are all equal."""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import GRADIENT, eighths, layer


def _linear_cache(rng, sizes=None):
    n_prev, n, m = sizes or distinct_sizes(rng, 3, 3, 6)
    A_prev, W, b = layer(rng, (n_prev, n, m))
    return call("linear_backward", eighths(rng.normal(0, 1, (n, m))), (A_prev, W, b))


def backward_layers(rng):
    yield _linear_cache(rng)


def backward_equal_sizes(rng):
    size = int(rng.integers(3, 5))
    yield _linear_cache(rng, (size, size, size)).with_(note="as many units as inputs and examples")


EXERCISE = Exercise(
    "linear_backward",
    parts=(
        Part("dA_prev", 3, backward_layers, GRADIENT, select=(0,)),
        Part("dW", 3, backward_layers, GRADIENT, select=(1,)),
        Part("db", 3, backward_layers, GRADIENT, select=(2,)),
        Part("a layer whose sizes are all equal", 1, backward_equal_sizes, GRADIENT),
    ),
)
