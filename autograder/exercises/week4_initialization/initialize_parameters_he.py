"""Examines `initialize_parameters_he`: spread of the weights, shapes, biases of zero."""

import math

from autograder.examining import Exercise, Part, Statistics, call
from autograder.exercises.week4_initialization._cases import (
    WIDTHS,
    biases_of_zero,
    shapes_only,
    small_widths,
    spread,
)


def he_weights(rng):
    yield call("initialize_parameters_he", WIDTHS)


def he_shapes(rng):
    widths = small_widths(rng)
    yield call("initialize_parameters_he", widths).with_(compare=shapes_only(widths))


def he_biases(rng):
    yield call("initialize_parameters_he", WIDTHS)


EXERCISE = Exercise(
    "initialize_parameters_he",
    parts=(
        Part("spread of the weights", 7, he_weights, spread(lambda n: math.sqrt(2 / n))),
        Part("shapes", 3, he_shapes, Statistics()),
        Part("biases of zero", 2, he_biases, biases_of_zero(WIDTHS)),
    ),
)
