"""Examines `collapse_linear_network`: W, b, W of layers of one size, b of layers of one size."""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import GRADIENT, signed


def _two_layers(rng, n_x, n_h, n_y):
    shapes = (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)
    return call("collapse_linear_network", *(signed(rng, 0.2, 2, shape) for shape in shapes))


def layers_of_all_sizes(rng):
    yield _two_layers(rng, *distinct_sizes(rng, 3))
    yield _two_layers(rng, *distinct_sizes(rng, 3))


def square_layers(rng):
    size = int(rng.integers(3, 6))
    yield _two_layers(rng, size, size, size).with_(note="all layers of one size")


EXERCISE = Exercise(
    "collapse_linear_network",
    parts=(
        Part("W", 2, layers_of_all_sizes, GRADIENT, (0,)),
        Part("b", 2, layers_of_all_sizes, GRADIENT, (1,)),
        Part("W of layers of one size", 2, square_layers, GRADIENT, (0,)),
        Part("b of layers of one size", 2, square_layers, GRADIENT, (1,)),
    ),
)
