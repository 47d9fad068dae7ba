"""Examines `initialize_parameters`: shapes, biases are zero, weights of a network that narrows,
weights of a network that widens.
"""

from autograder.examining import Exercise, Part, Statistics, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import shapes_of

WIDTHS = (240, 150, 96)


def small_widths(rng):
    for _ in range(2):
        widths = distinct_sizes(rng, 3)
        yield call("initialize_parameters", *widths).with_(
            compare=Statistics(shapes=shapes_of(*widths))
        )


def small_biases(rng):
    widths = distinct_sizes(rng, 3)
    yield call("initialize_parameters", *widths).with_(
        compare=Statistics(shapes=shapes_of(*widths, "b"), zeros=("b1", "b2"))
    )


def narrowing(rng):
    yield call("initialize_parameters", *WIDTHS).with_(
        compare=Statistics(
            sigma={"W1": 0.01, "W2": 0.01}, shapes=shapes_of(*WIDTHS, "W"), gaussian=True
        )
    )


def widening(rng):
    yield call("initialize_parameters", *WIDTHS[::-1]).with_(
        compare=Statistics(
            sigma={"W1": 0.01, "W2": 0.01}, shapes=shapes_of(*WIDTHS[::-1], "W"), gaussian=True
        )
    )


EXERCISE = Exercise(
    "initialize_parameters",
    parts=(
        Part("shapes", 2, small_widths, Statistics()),
        Part("biases are zero", 2, small_biases, Statistics()),
        Part("weights of a network that narrows", 2, narrowing, Statistics()),
        Part("weights of a network that widens", 2, widening, Statistics()),
    ),
)
