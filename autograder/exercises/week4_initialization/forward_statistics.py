"""Examines `forward_statistics`: mean, tanh and sigmoid; std, tanh and sigmoid; saturated, tanh and
sigmoid; mean, relu; std, relu; dead units, relu.
"""

from autograder.examining import Custom, Exercise, Part, call
from autograder.exercises.week4_initialization._cases import deep_widths, network


def saturating_networks(rng):
    for activation, scale in (("tanh", 1.2), ("sigmoid", 3.0)):
        *widths, m = deep_widths(rng)
        parameters = network(rng, widths, scale, -0.8, 0.8)
        yield call("forward_statistics", rng.normal(0, 1, (widths[0], m)), parameters, activation)


def relu_networks(rng):
    *widths, m = deep_widths(rng)
    parameters = network(rng, widths, 0.8, 0.1, 0.9)
    dead = rng.permutation([1, 2, 3])
    for l, count in enumerate(dead, 1):
        units = rng.choice(widths[l], min(int(count), widths[l] - 2), replace=False)
        parameters[f"b{l}"][units] = -60.0
    X = rng.normal(0, 1, (widths[0], m))
    yield call("forward_statistics", X, parameters, "relu").with_(note="some units are dead")


def _layer_values(key):
    return Custom("helpers.weeks.week4.judges.layer_values", {"key": key}, shaped=True)


EXERCISE = Exercise(
    "forward_statistics",
    parts=(
        Part("mean, tanh and sigmoid", 2, saturating_networks, _layer_values("mean")),
        Part("std, tanh and sigmoid", 2, saturating_networks, _layer_values("std")),
        Part("saturated, tanh and sigmoid", 4, saturating_networks, _layer_values("saturated")),
        Part("mean, relu", 1, relu_networks, _layer_values("mean")),
        Part("std, relu", 1, relu_networks, _layer_values("std")),
        Part("dead units, relu", 4, relu_networks, _layer_values("saturated")),
    ),
)
