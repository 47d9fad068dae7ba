"""Examines `linear_activation_backward`: sigmoid, relu, dA left as it was, tanh, leaky_relu."""

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
)
