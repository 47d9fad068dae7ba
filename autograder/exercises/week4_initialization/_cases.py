"""What several exercises of week 4 draw from."""

import math

import numpy as np

from autograder.examining import Statistics

# The initialisers' layers: wide enough for statistics, and drawn within a tenth of these.
NARROWING = (270, 140, 96, 60)
BULGING = (96, 220, 130, 72)


def wide_layers(rng, about):
    """Return widths near those of `about`, other ones for every case."""
    return [int(rng.integers(round(0.9 * n), round(1.1 * n) + 1)) for n in about]


def weight_shapes(widths):
    return {f"W{l}": [widths[l], widths[l - 1]] for l in range(1, len(widths))}


def bias_shapes(widths):
    return {f"b{l}": [widths[l], 1] for l in range(1, len(widths))}


def shapes_only(widths):
    return Statistics(shapes=weight_shapes(widths) | bias_shapes(widths))


def biases_of_zero(widths):
    return Statistics(shapes=bias_shapes(widths), zeros=tuple(bias_shapes(widths)))


def spread(widths, variance):
    """Return the comparison for weights of these widths; `variance` gives each layer's from its inputs."""
    sigma = {f"W{l}": math.sqrt(variance(widths[l - 1])) for l in range(1, len(widths))}
    return Statistics(sigma=sigma, shapes=weight_shapes(widths), gaussian=True)


def small_widths(rng):
    """Return unequal widths of a small network, three to five layers deep."""
    depth = int(rng.integers(3, 6))
    return [int(n) for n in rng.permutation(np.arange(2, 9))[: depth + 1]]


def network(rng, widths, scale, low, high):
    """Return parameters with weights N(0, scale^2) and biases from `low` to `high`, as given arrays."""
    parameters = {}
    for l in range(1, len(widths)):
        parameters[f"W{l}"] = np.round(rng.normal(0, scale, (widths[l], widths[l - 1])), 6)
        parameters[f"b{l}"] = np.round(rng.uniform(low, high, (widths[l], 1)), 6)
    return parameters


def deep_widths(rng):
    """Return [n0, n1, n2, n3, n_y, m], all different, with n_y of 2."""
    return [*(int(n) for n in rng.permutation([4, 5, 6, 7])), 2, 8]
