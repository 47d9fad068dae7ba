"""Examines `initialize_parameters_he`: spread of the weights, shapes, biases of zero."""

from autograder.examining import Exercise, Part, Statistics, call
from autograder.exercises.week4_initialization._cases import (
    NARROWING,
    biases_of_zero,
    shapes_only,
    small_widths,
    spread,
    wide_layers,
)


def he_weights(rng):
    widths = wide_layers(rng, NARROWING)
    yield call("initialize_parameters_he", widths).with_(compare=spread(widths, lambda n: 2 / n))


def he_shapes(rng):
    widths = small_widths(rng)
    yield call("initialize_parameters_he", widths).with_(compare=shapes_only(widths))


def he_biases(rng):
    widths = wide_layers(rng, NARROWING)
    yield call("initialize_parameters_he", widths).with_(compare=biases_of_zero(widths))


EXERCISE = Exercise(
    "initialize_parameters_he",
    parts=(
        Part("spread of the weights", 7, he_weights, Statistics()),
        Part("shapes", 3, he_shapes, Statistics()),
        Part("biases of zero", 2, he_biases, Statistics()),
    ),
)
