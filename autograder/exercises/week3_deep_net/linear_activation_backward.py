"""Examines `linear_activation_backward`: sigmoid, relu, dA left as it was, tanh, leaky_relu."""

import numpy as np

from autograder.examining import Exercise, Part, Unchanged, call
from autograder.exercises.week3_deep_net._cases import GRADIENT, activated, eighths


def _activation_cache(rng, activation):
    A_prev, W, b, _ = activated(rng, activation)
    Z = W @ A_prev + b
    return call(
        "linear_activation_backward",
        eighths(rng.normal(0, 1, Z.shape)),
        ((A_prev, W, b), Z),
        activation,
    )


def backward_sigmoid(rng):
    yield _activation_cache(rng, "sigmoid")


def backward_relu(rng):
    yield _activation_cache(rng, "relu")


def backward_tanh(rng):
    yield _activation_cache(rng, "tanh")


def backward_leaky(rng):
    yield _activation_cache(rng, "leaky_relu")


def small(rng):
    W, b = np.array([[0.5]]), np.array([[-2.0]])
    for A_prev, dA in (([[2.0]], [[3.0]]), ([[2.0, 6.0]], [[3.0, 1.0]])):
        A_prev, dA = np.array(A_prev), np.array(dA)
        for activation in ("sigmoid", "relu", "tanh", "leaky_relu"):
            cache = ((A_prev, W, b), W @ A_prev + b)
            yield call("linear_activation_backward", dA, cache, activation)


EXERCISE = Exercise(
    "linear_activation_backward",
    parts=(
        Part("sigmoid", 2, backward_sigmoid, GRADIENT),
        Part("relu", 2, backward_relu, GRADIENT),
        Part("dA left as it was", 1, backward_relu, Unchanged()),
        Part("tanh", 1, backward_tanh, GRADIENT),
        Part("leaky_relu", 2, backward_leaky, GRADIENT),
    ),
    depends_on=("linear_backward",),
    small=small,
)
