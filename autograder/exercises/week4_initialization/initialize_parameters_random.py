"""Examines `initialize_parameters_random`: weights, at the default scale; weights, at another
scale; shapes, and biases of zero.
"""

from autograder.examining import Exercise, Part, Statistics, call
from autograder.exercises.week4_initialization._cases import (
    WIDTHS,
    bias_shapes,
    small_widths,
    spread,
    weight_shapes,
)


def default_spread(rng):
    yield call("initialize_parameters_random", WIDTHS)


def another_spread(rng):
    scale = round(float(rng.uniform(0.2, 0.4)), 3)
    yield call("initialize_parameters_random", WIDTHS, scale).with_(compare=spread(lambda n: scale))


def random_shapes_and_biases(rng):
    widths = small_widths(rng)
    yield call("initialize_parameters_random", widths).with_(
        compare=Statistics(
            shapes=weight_shapes(widths) | bias_shapes(widths), zeros=tuple(bias_shapes(widths))
        )
    )


EXERCISE = Exercise(
    "initialize_parameters_random",
    parts=(
        Part("weights, at the default scale", 2, default_spread, spread(lambda n: 10.0)),
        Part("weights, at another scale", 2, another_spread, Statistics()),
        Part("shapes, and biases of zero", 2, random_shapes_and_biases, Statistics()),
    ),
)
