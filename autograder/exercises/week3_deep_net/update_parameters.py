"""Examines `update_parameters`: two layers, weights of three layers, biases of three layers, one
and four layers.
"""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import eighths, parameters_of, starting_with


def _step(rng, L):
    widths = distinct_sizes(rng, L + 1, 2, L + 3)
    parameters = {key: eighths(value) for key, value in parameters_of(rng, widths).items()}
    grads = {}
    for l in range(L, 0, -1):
        grads[f"dA{l - 1}"] = eighths(rng.normal(0, 1, (widths[l - 1], 2)))
        grads[f"dW{l}"] = eighths(rng.normal(0, 1, parameters[f"W{l}"].shape))
        grads[f"db{l}"] = eighths(rng.normal(0, 1, parameters[f"b{l}"].shape))
    return call("update_parameters", parameters, grads, float(rng.choice([0.125, 0.375, 0.625])))


def step_of_two_layers(rng):
    yield _step(rng, 2)


def step_of_three_layers(rng):
    yield _step(rng, 3)


def step_of_one_and_four_layers(rng):
    yield _step(rng, 1)
    yield _step(rng, 4)


EXERCISE = Exercise(
    "update_parameters",
    parts=(
        Part("two layers", 1, step_of_two_layers),
        Part("weights of three layers", 1, step_of_three_layers, starting_with("W")),
        Part("biases of three layers", 1, step_of_three_layers, starting_with("b")),
        Part("one and four layers", 1, step_of_one_and_four_layers),
    ),
)
