"""Examines `L_model_backward`: two layers, dW of three layers, db of three layers, dA of three
layers, one and four layers.
"""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week3_deep_net._cases import GRADIENT, network, starting_with
from solutions import week3_deep_net as reference


def _backward(rng, L, n_y=2):
    parameters, X, Y = network(rng, L, n_y)
    AL, caches = reference.L_model_forward(X, parameters)
    return call("L_model_backward", AL, Y, caches)


def backward_two_layers(rng):
    yield _backward(rng, 2)


def backward_three_layers(rng):
    yield _backward(rng, 3)


def backward_one_and_four_layers(rng):
    yield _backward(rng, 1)
    yield _backward(rng, 4, n_y=1)


def small(rng):
    parameters = {}
    for l, (weight, bias) in enumerate(((1.0, -1.0), (2.0, -1.0)), 1):
        parameters |= {f"W{l}": np.array([[weight]]), f"b{l}": np.array([[bias]])}
        AL, caches = reference.L_model_forward(np.array([[2.0]]), parameters)
        yield call("L_model_backward", AL, np.array([[1.0]]), caches)


EXERCISE = Exercise(
    "L_model_backward",
    parts=(
        Part("two layers", 2, backward_two_layers, GRADIENT),
        Part("dW of three layers", 3, backward_three_layers, starting_with("dW")),
        Part("db of three layers", 2, backward_three_layers, starting_with("db")),
        Part("dA of three layers", 2, backward_three_layers, starting_with("dA")),
        Part("one and four layers", 3, backward_one_and_four_layers, GRADIENT),
    ),
    depends_on=("linear_activation_backward",),
    small=small,
)
