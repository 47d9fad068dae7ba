"""Examines `predict`: one output, two outputs, outputs of exactly 0.5."""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week2_shallow_net._cases import network


def _mixed(rng, n_y):
    """Return parameters and X whose labels are of both kinds, and neither all zeros nor ones."""
    parameters, X, _ = network(rng, n_y, _has_mixed_labels)
    return call("predict", parameters, X)


def _has_mixed_labels(Z2):
    labels = Z2 > 0
    # Some output between z = 0 and z = 1/2, so that "z > 0.5" is another answer.
    close = np.any((Z2 > 0.03) & (Z2 < 0.47)) and np.any(Z2 > 0.53)
    each_output = np.all(np.any(labels, axis=1))  # no row of it may be left at zeros
    return close and each_output and not np.all(labels) and 2 * np.sum(labels) != labels.size


def one_label(rng):
    for _ in range(2):  # of so few labels, those of a single case could be guessed
        yield _mixed(rng, 1).with_(note="one output")


def two_labels(rng):
    yield _mixed(rng, 2).with_(note="two outputs")


def on_the_border(rng):
    """Yield a network whose output is exactly 0.5 for two examples of four."""
    k = float(rng.integers(2, 5))
    parameters = {
        "W1": np.array([[1.0, -1.0], [2.0, -2.0], [0.5, 1.0]]),
        "b1": np.array([[0.0], [0.0], [0.0]]),
        "W2": np.array([[1.0, -0.25, 0.0]]),
        "b2": np.array([[0.0]]),
    }
    X = np.array([[k, -k, 0.5, -0.3], [k, -k, 0.1, 0.4]])
    yield call("predict", parameters, X).with_(note="two outputs are exactly 0.5")


EXERCISE = Exercise(
    "predict",
    parts=(
        Part("one output", 1, one_label),
        Part("two outputs", 1, two_labels),
        Part("outputs of exactly 0.5", 1, on_the_border, beside=True),
    ),
    depends_on=("forward_propagation",),
)
