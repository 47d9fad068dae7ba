"""What several exercises of week 4 draw from."""

import numpy as np

from autograder.examining import Statistics

WIDTHS = [240, 150, 96, 60]


def weight_shapes(widths):
    return {f"W{l}": [widths[l], widths[l - 1]] for l in range(1, len(widths))}


def bias_shapes(widths):
    return {f"b{l}": [widths[l], 1] for l in range(1, len(widths))}


def shapes_only(widths):
    return Statistics(shapes=weight_shapes(widths) | bias_shapes(widths))


def biases_of_zero(widths):
    return Statistics(shapes=bias_shapes(widths), zeros=tuple(bias_shapes(widths)))


def spread(sigma):
    """Return the comparison for the weights of WIDTHS; `sigma` gives each layer's from its inputs."""
    return Statistics(
        sigma={f"W{l}": sigma(WIDTHS[l - 1]) for l in range(1, len(WIDTHS))},
        shapes=weight_shapes(WIDTHS),
        gaussian=True,
    )


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
