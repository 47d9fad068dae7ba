"""Trainings of week 3 in which more is chosen than `L_layer_model` lets one choose: activation, batches, classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Layers = Mapping[str, Callable[..., Any]]
Parameters = dict[str, np.ndarray]

PIECES = (
    "initialize_parameters_deep",
    "linear_forward",
    "linear_activation_forward",
    "linear_backward",
    "linear_activation_backward",
    "update_parameters",
)


def scores(
    layers: Layers, X: np.ndarray, parameters: Mapping[str, np.ndarray], activation: str = "relu"
) -> tuple[np.ndarray, list[Any]]:
    """Return what the last layer adds up, array (n_L, m), and the caches of all layers.

    layers: the notebook's own functions by name, those of PIECES; X: (n_0, m); parameters: "W1",
    "b1", ..., "WL", "bL"; activation: of every layer but the last one, which has none here.
    """
    last, values, caches = len(parameters) // 2, X, []
    for number in range(1, last):
        values, cache = layers["linear_activation_forward"](
            values, parameters[f"W{number}"], parameters[f"b{number}"], activation
        )
        caches.append(cache)
    Z, cache = layers["linear_forward"](values, parameters[f"W{last}"], parameters[f"b{last}"])
    return Z, [*caches, cache]


def step(
    layers: Layers,
    parameters: Parameters,
    dZ: np.ndarray,
    caches: Sequence[Any],
    activation: str,
    learning_rate: float,
) -> Parameters:
    """Return the parameters after one step of descent, from dZ of the last layer downwards.

    dZ: derivative of the summed loss by what `scores` returned, with its caches.
    """
    last = len(caches)
    above, dW, db = layers["linear_backward"](dZ, caches[-1])
    grads = {f"dW{last}": dW, f"db{last}": db}
    for number in range(last - 1, 0, -1):
        above, grads[f"dW{number}"], grads[f"db{number}"] = layers["linear_activation_backward"](
            above, caches[number - 1], activation
        )
    return layers["update_parameters"](parameters, grads, learning_rate)


def train_yes_or_no(
    layers: Layers,
    X: np.ndarray,
    Y: np.ndarray,
    widths: Sequence[int],
    activation: str,
    learning_rate: float,
    steps: int,
) -> tuple[Parameters, float]:
    """Train a network with one sigmoid output on all examples at once, as `L_layer_model` does.

    Y: labels 0 or 1, (1, m); widths: [n_0, ..., 1]; activation: of the hidden layers.

    Returns the parameters, and the mean cross-entropy before the last step.
    """
    parameters, cost = layers["initialize_parameters_deep"](list(widths)), np.inf
    for _ in range(steps):
        Z, caches = scores(layers, X, parameters, activation)
        cost = float(np.mean(np.logaddexp(0.0, Z) - Y * Z))
        # Sigmoid and cross-entropy in one: the derivative by Z.
        parameters = step(
            layers, parameters, 1 / (1 + np.exp(-Z)) - Y, caches, activation, learning_rate
        )
    return parameters, cost


def train_ten_classes(
    layers: Layers,
    X: np.ndarray,
    labels: np.ndarray,
    widths: Sequence[int],
    rounds: int,
    activation: str = "relu",
    learning_rate: float = 0.1,
    batch: int = 64,
) -> tuple[Parameters, list[float]]:
    """Train a network with a softmax output, on a batch of examples at a time.

    layers: the notebook's own functions by name, those of PIECES and softmax_cross_entropy; X:
    examples as columns (n_0, m); labels: class numbers (m,); widths: numbers of units [n_0, ...,
    number of classes]; rounds: how often each example is met; batch: examples a step.

    Returns the parameters, and the mean cost of each round as its batches were met.
    """
    rng = np.random.default_rng(0)  # of the order alone
    targets = np.eye(widths[-1])[:, np.ravel(labels)]
    parameters, course = layers["initialize_parameters_deep"](list(widths)), []
    for _ in range(rounds):
        costs = []
        for columns in _batches(rng.permutation(X.shape[1]), batch):
            Z, caches = scores(layers, X[:, columns], parameters, activation)
            cost, dZ = layers["softmax_cross_entropy"](Z, targets[:, columns])
            costs.append(float(np.squeeze(cost)))
            parameters = step(layers, parameters, dZ, caches, activation, learning_rate)
        course.append(float(np.mean(costs)))
    return parameters, course


def _batches(order: np.ndarray, size: int) -> Iterable[np.ndarray]:
    return np.split(order, range(size, order.size, size))


def share_right(
    layers: Layers,
    X: np.ndarray,
    labels: np.ndarray,
    parameters: Mapping[str, np.ndarray],
    activation: str = "relu",
) -> float:
    """Return the share of examples whose largest score is that of the true class."""
    guesses = scores(layers, X, parameters, activation)[0].argmax(axis=0)
    return float(np.mean(guesses == np.ravel(labels)))
