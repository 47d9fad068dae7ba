"""Examines `backward_propagation`: dW2, db2, dW1, db1, one output."""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week2_shallow_net._cases import GRADIENT, network
from solutions import week2_shallow_net as reference


def _backward(rng, n_y):
    parameters, X, Y = network(rng, n_y)
    _, cache = reference.forward_propagation(X, parameters)
    return call("backward_propagation", parameters, cache, X, Y)


def backward_passes(rng):
    yield _backward(rng, 2)
    yield _backward(rng, 2)


def backward_of_one_output(rng):
    yield _backward(rng, 1).with_(note="one output")


def small(rng):
    for W1, W2, X, Y in (
        ([[1.0]], [[2.0]], [[0.5]], [[1]]),
        ([[1.0]], [[2.0]], [[0.5, -1.0]], [[1, 0]]),
        ([[1.0], [-0.5]], [[2.0, 1.0]], [[0.5]], [[1]]),
    ):
        W1, W2, X, Y = map(np.array, (W1, W2, X, Y))
        b1, b2 = np.zeros((len(W1), 1)), np.array([[0.5]])
        parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        _, cache = reference.forward_propagation(X, parameters)
        yield call("backward_propagation", parameters, cache, X, Y)


EXERCISE = Exercise(
    "backward_propagation",
    parts=(
        Part("dW2", 4, backward_passes, GRADIENT, ("dW2",)),
        Part("db2", 3, backward_passes, GRADIENT, ("db2",)),
        Part("dW1", 5, backward_passes, GRADIENT, ("dW1",)),
        Part("db1", 4, backward_passes, GRADIENT, ("db1",)),
        Part("one output", 2, backward_of_one_output, GRADIENT),
    ),
    small=small,
)
