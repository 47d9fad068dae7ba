"""Examines `initialize_parameters_xavier`: spread of the weights, shapes, biases of zero."""

import math

from autograder.examining import Exercise, Part, Statistics, call
from autograder.exercises.week4_initialization._cases import (
    WIDTHS,
    biases_of_zero,
    shapes_only,
    small_widths,
    spread,
)


def xavier_weights(rng):
    yield call("initialize_parameters_xavier", WIDTHS)


def xavier_shapes(rng):
    widths = small_widths(rng)
    yield call("initialize_parameters_xavier", widths).with_(compare=shapes_only(widths))


def xavier_biases(rng):
    yield call("initialize_parameters_xavier", WIDTHS)


EXERCISE = Exercise(
    "initialize_parameters_xavier",
    parts=(
        Part("spread of the weights", 5, xavier_weights, spread(lambda n: math.sqrt(1 / n))),
        Part("shapes", 2, xavier_shapes, Statistics()),
        Part("biases of zero", 1, xavier_biases, biases_of_zero(WIDTHS)),
    ),
)
