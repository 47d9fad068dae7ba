"""Examines `update_to_weight_ratio`: three and four layers, keys in another order, eleven layers."""

import numpy as np

from autograder.examining import Exercise, Part, call


def _network(rng, widths):
    """Return parameters and gradients; means that are not zero, and larger biases than weights."""
    parameters, grads = {}, {}
    for l in range(1, len(widths)):
        n, n_prev = widths[l], widths[l - 1]
        parameters[f"W{l}"] = rng.normal(rng.uniform(0.3, 0.8), 1, (n, n_prev)).round(3)
        parameters[f"b{l}"] = rng.uniform(1, 3, (n, 1)).round(3)
        size = rng.uniform(0.2, 3)
        grads[f"dW{l}"] = (size * rng.normal(-0.5, 1, (n, n_prev))).round(4)
        grads[f"db{l}"] = rng.uniform(1, 3, (n, 1)).round(3)
    return parameters, grads


def _rate(rng):
    return round(float(rng.uniform(0.05, 0.4)), 3)


def few_layers(rng):
    for depth in (3, 4):
        widths = [int(n) for n in rng.permutation(np.arange(2, 8))[: depth + 1]]
        yield call("update_to_weight_ratio", *_network(rng, widths), _rate(rng))


def other_orders(rng):
    widths = [int(n) for n in rng.permutation(np.arange(2, 7))[:4]]
    parameters, grads = _network(rng, widths)
    parameters = {key: parameters[key] for key in ("b2", "W3", "b1", "W2", "b3", "W1")}
    grads = {key: grads[key] for key in ("dW3", "db3", "dW2", "db2", "dW1", "db1")}
    for l in (0, 1):
        grads[f"dA{l}"] = rng.normal(0, 1, (widths[l], 3)).round(3)
    yield call("update_to_weight_ratio", parameters, grads, _rate(rng)).with_(
        note="gradients from the last layer to the first, and two more"
    )


def eleven_layers(rng):
    widths = [int(n) for n in rng.integers(2, 4, 12)]
    yield call("update_to_weight_ratio", *_network(rng, widths), _rate(rng)).with_(
        note="eleven layers"
    )


EXERCISE = Exercise(
    "update_to_weight_ratio",
    parts=(
        Part("three and four layers", 2, few_layers),
        Part("keys in another order", 2, other_orders),
        Part("eleven layers", 2, eleven_layers),
    ),
)
