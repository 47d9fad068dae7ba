"""Examines `initialize_parameters_zeros`: weights, biases."""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week4_initialization._cases import (
    bias_shapes,
    small_widths,
    weight_shapes,
)


def zero_weights(rng):
    for _ in range(2):
        widths = small_widths(rng)
        shapes = weight_shapes(widths)
        yield call("initialize_parameters_zeros", widths).with_(
            expected={key: np.zeros(shape) for key, shape in shapes.items()}
        )


def zero_biases(rng):
    for _ in range(2):
        widths = small_widths(rng)
        shapes = bias_shapes(widths)
        yield call("initialize_parameters_zeros", widths).with_(
            expected={key: np.zeros(shape) for key, shape in shapes.items()}
        )


EXERCISE = Exercise(
    "initialize_parameters_zeros",
    parts=(Part("weights", 3, zero_weights), Part("biases", 2, zero_biases)),
)
