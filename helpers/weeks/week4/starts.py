"""The two plain ways to start a network that week 4 compares its own with: zeros, and one spread for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def initialize_parameters_zeros(layers_dims: Sequence[int]) -> dict[str, np.ndarray]:
    """Return parameters that are all zero: "W1" (n1, n0), "b1" (n1, 1), ..., "WL", "bL".

    layers_dims: numbers of units [n0, n1, ..., nL]; n0 counts the inputs.
    """
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_random(layers_dims: Sequence[int], scale: float) -> dict[str, np.ndarray]:
    """Return normal weights of mean 0 and standard deviation `scale` in every layer, and zero biases.

    layers_dims: numbers of units [n0, n1, ..., nL]; n0 counts the inputs. The seed is fixed, so
    that two calls with one layers_dims draw the same numbers up to their scale.
    """
    rng = np.random.default_rng(4)
    parameters = initialize_parameters_zeros(layers_dims)
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = scale * rng.standard_normal((layers_dims[l], layers_dims[l - 1]))
    return parameters
