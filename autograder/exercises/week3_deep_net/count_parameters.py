"""Examines `count_parameters`: three layers, a single layer, a large network."""

from autograder.examining import Exercise, Part, call, distinct_sizes


def three_layers_to_count(rng):
    yield call("count_parameters", distinct_sizes(rng, 4))


def one_layer_to_count(rng):
    yield call("count_parameters", distinct_sizes(rng, 2, 3, 9))


def many_to_count(rng):
    yield call("count_parameters", [784, *distinct_sizes(rng, 4, 5, 40), 10])


EXERCISE = Exercise(
    "count_parameters",
    parts=(
        Part("three layers", 1, three_layers_to_count),
        Part("a single layer", 1, one_layer_to_count),
        Part("a large network", 1, many_to_count),
    ),
    depends_on=("parameter_shapes",),
)
