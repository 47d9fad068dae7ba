"""Examines `gradient_norms`: output layer; all layers, tanh; all layers, relu; all layers, sigmoid."""

from autograder.examining import Close, Exercise, Part, call
from autograder.exercises.week4_initialization._cases import deep_widths, network

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _gradient_case(rng, activation, scale, outputs):
    *widths, _, m = deep_widths(rng)
    widths.append(outputs)
    parameters = network(rng, widths, scale, 0.2, 0.9)
    for l in range(1, len(widths)):  # every other bias negative
        parameters[f"b{l}"][1::2] *= -1
    Y = (rng.random((outputs, m)) < 0.4).astype(int)
    return call("gradient_norms", rng.normal(0, 1, (widths[0], m)), Y, parameters, activation)


def tanh_gradients(rng):
    yield _gradient_case(rng, "tanh", 0.6, 2)
    yield _gradient_case(rng, "tanh", 0.6, 3)


def relu_gradients(rng):
    yield _gradient_case(rng, "relu", 0.6, 2)


def sigmoid_gradients(rng):
    yield _gradient_case(rng, "sigmoid", 1.2, 2)


EXERCISE = Exercise(
    "gradient_norms",
    parts=(
        Part("output layer", 4, tanh_gradients, GRADIENT, select=(3,)),
        Part("all layers, tanh", 4, tanh_gradients, GRADIENT),
        Part("all layers, relu", 4, relu_gradients, GRADIENT),
        Part("all layers, sigmoid", 4, sigmoid_gradients, GRADIENT),
    ),
)
