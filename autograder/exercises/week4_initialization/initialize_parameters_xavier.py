"""Examines `initialize_parameters_xavier`: spread of the weights, shapes, biases of zero."""

from autograder.examining import Exercise, Part, Statistics, call
from autograder.exercises.week4_initialization._cases import (
    BULGING,
    biases_of_zero,
    shapes_only,
    small_widths,
    spread,
    wide_layers,
)


def xavier_weights(rng):
    widths = wide_layers(rng, BULGING)
    yield call("initialize_parameters_xavier", widths).with_(
        compare=spread(widths, lambda n: 1 / n)
    )


def xavier_shapes(rng):
    widths = small_widths(rng)
    yield call("initialize_parameters_xavier", widths).with_(compare=shapes_only(widths))


def xavier_biases(rng):
    widths = wide_layers(rng, BULGING)
    yield call("initialize_parameters_xavier", widths).with_(compare=biases_of_zero(widths))


EXERCISE = Exercise(
    "initialize_parameters_xavier",
    parts=(
        Part("spread of the weights", 5, xavier_weights, Statistics()),
        Part("shapes", 2, xavier_shapes, Statistics()),
        Part("biases of zero", 1, xavier_biases, Statistics()),
    ),
)
