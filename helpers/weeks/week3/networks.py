"""Deep networks of week 3 that are run and counted as a whole, beside the student's functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from helpers.judge.words import kind_of


def relu_network(parameters: Mapping[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    """Return what the last layer of a network adds up before any activation, array (n_L, m).

    parameters: "W1", "b1", ..., "WL", "bL"; every layer but the last has relu. X: (n_0, m).
    No cache is kept: this runs a network that is finished.

    Raises ValueError, in words for a student, if the parameters do not fit together.
    """
    deepest = max((int(key[1:]) for key in parameters if names_weights(key)), default=0)
    if deepest == 0:
        raise ValueError("has no weights 'W1'")
    values = np.asarray(X, dtype=float)
    for number in range(1, deepest + 1):
        weights, biases = _layer(parameters, number, len(values))
        with np.errstate(
            all="ignore"
        ):  # numbers that overflow are told of by whoever compares them
            values = weights @ (np.clip(values, 0, None) if number > 1 else values) + biases
    return values


def count_parameters(layer_dims: Sequence[int]) -> int:
    """Return how many numbers a network has to learn: all entries of all weights and biases.

    layer_dims: numbers of units [n0, n1, ..., nL]; n0 counts the inputs.
    """
    return sum(n * n_prev + n for n_prev, n in zip(layer_dims[:-1], layer_dims[1:], strict=True))


def names_weights(key: Any) -> bool:
    """Return whether a key of parameters is "W1", "W2" or a later one."""
    return isinstance(key, str) and key.startswith("W") and key[1:].isdigit() and key != "W0"


def _layer(
    parameters: Mapping[str, np.ndarray], number: int, inputs: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases of a layer, or a ValueError that says what is wrong with them."""
    found = []
    for key in (f"W{number}", f"b{number}"):
        if key not in parameters:
            raise ValueError(f"has no {key!r}")
        value = parameters[key]
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
            raise ValueError(f"should hold arrays of numbers; {key!r} is {kind_of(value)}")
        found.append(value.astype(float))
    weights, biases = found
    if weights.ndim != 2 or weights.shape[1] != inputs:
        raise ValueError(
            f"does not fit together: layer {number} receives {inputs} "
            f"{'value' if inputs == 1 else 'values'} for each example, "
            f"so 'W{number}' should have the shape (n, {inputs}); it has {weights.shape}"
        )
    if biases.shape != (len(weights), 1):
        raise ValueError(
            f"does not fit together: 'b{number}' should have the shape ({len(weights)}, 1) beside "
            f"'W{number}' of shape {weights.shape}; it has {biases.shape}"
        )
    return weights, biases


# ------------------------------------------------------------------------------ pieces of lines


def count_pieces(parameters: Mapping[str, np.ndarray], points: int = 2**14) -> int:
    """Return of how many straight pieces a relu network's function on [0, 1] is made.

    parameters: of a network with one input and a linear output; points: how finely it is looked
    at. Bends nearer to each other than two steps of that grid are taken for one.
    """
    x = np.linspace(0.0, 1.0, points + 1).reshape(1, -1)
    slopes = np.diff(relu_network(parameters, x)[0]) * points
    bend = np.abs(np.diff(slopes)) > 1e-6 * max(float(np.abs(slopes).max()), 1.0)
    # A bend between two points of the grid changes the slope twice in a row: count it once.
    begins = bend & ~np.concatenate([[False], bend[:-1]])
    return 1 + int(np.sum(begins))


def fits_together(make: Callable[[int], Mapping[str, np.ndarray]], most: int = 10) -> bool:
    """Return whether make(k) gives parameters of a network of one input and output, k up to `most`.

    Where it does not, a sentence says what is wrong; a demonstration then waits.
    """
    for k in range(1, most + 1):
        try:
            network = make(k)
            if not isinstance(network, Mapping):
                raise ValueError("should be a dictionary of parameters")
            outputs = len(relu_network(network, np.zeros((1, 1))))
            if outputs != 1:
                raise ValueError(f"has {outputs} outputs; it should have one")
        except ValueError as error:
            print(f"This cell waits for `tent_network`: for k = {k} its network {error}.")
            return False
    return True


def zigzag_network(units: int) -> dict[str, np.ndarray]:
    """Return a network of one hidden layer that bends at as many places as it has units."""
    places = np.arange(1, units + 1).reshape(-1, 1) / (units + 1)
    slopes = 4.0 * units * (-1.0) ** np.arange(units).reshape(1, -1)
    return {"W1": np.ones((units, 1)), "b1": -places, "W2": slopes, "b2": np.zeros((1, 1))}


def random_network(layers: int, rng: np.random.Generator, width: int = 2) -> dict[str, np.ndarray]:
    """Return a network 1 - width - ... - width - 1 with normal weights and biases."""
    widths = [1, *[width] * layers, 1]
    parameters = {}
    for number, (n_prev, n) in enumerate(zip(widths[:-1], widths[1:], strict=True), 1):
        parameters[f"W{number}"] = rng.normal(0, np.sqrt(2 / n_prev), (n, n_prev))
        parameters[f"b{number}"] = rng.normal(0, 0.5, (n, 1))
    return parameters
