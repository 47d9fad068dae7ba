"""Trains networks of any depth with mini-batches, so that a notebook can compare many of them in seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

Network = dict[str, np.ndarray]

HIDDEN: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "leaky_relu": lambda Z: np.maximum(Z, SLOPE * Z),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(0.5 * Z)),
}
SLOPE = 0.1  # of leaky_relu below zero


@dataclass
class Training:
    """A training: the parameters at its end, and what was seen before it and after each epoch.

    costs, accuracies: on the training examples; seen: what `watch` returned.
    """

    parameters: Network
    costs: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    seen: list[object] = field(default_factory=list)


def train(
    parameters: Mapping[str, np.ndarray],
    X: np.ndarray,
    labels: np.ndarray,
    activation: str,
    learning_rate: float,
    epochs: int,
    batch_size: int = 64,
    seed: int = 4,
    watch: Callable[[Network], object] | None = None,
) -> Training:
    """Train a network by gradient descent on mini-batches; the given arrays stay as they are.

    parameters: "W1", "b1", ..., "WL", "bL", the ones to start from; X: (n_0, m); labels: (m,), whole
    numbers from 0; activation: of the hidden layers, a key of HIDDEN. One output unit gets a
    sigmoid, several get softmax; the cost is the cross-entropy. watch: called with the parameters
    before the training and after every epoch. A training whose numbers overflow ends early.
    """
    network = {key: np.array(value, dtype=float) for key, value in parameters.items()}
    training = Training(network)
    targets = _targets(network, labels)
    order = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        _look(training, X, targets, activation, watch)
        for _ in range(epochs):
            shuffled = order.permutation(X.shape[1])
            for start in range(0, X.shape[1], batch_size):
                batch = shuffled[start : start + batch_size]
                _step(network, X[:, batch], targets[:, batch], activation, learning_rate)
            _look(training, X, targets, activation, watch)
            if not np.isfinite(training.costs[-1]):
                break
    return training


def gradients(
    parameters: Mapping[str, np.ndarray], X: np.ndarray, labels: np.ndarray, activation: str
) -> Network:
    """Return "dWL", "dbL", ..., "dW1", "db1" of the cost that `train` goes down, on these examples."""
    with np.errstate(all="ignore"):
        return _gradients(parameters, X, _targets(parameters, labels), activation)


def hidden_activations(
    parameters: Mapping[str, np.ndarray], X: np.ndarray, activation: str
) -> list[np.ndarray]:
    """Return what each hidden layer sends on, [A1, A2, ...], arrays (n_l, m)."""
    with np.errstate(all="ignore"):
        return _forward(parameters, X, activation)[0][1:]


def scores(parameters: Mapping[str, np.ndarray], X: np.ndarray, activation: str) -> np.ndarray:
    """Return what the output layer adds up, before its sigmoid or softmax, array (n_L, m)."""
    return _forward(parameters, X, activation)[1][-1]


def accuracy(
    parameters: Mapping[str, np.ndarray], X: np.ndarray, labels: np.ndarray, activation: str
) -> float:
    """Return the share of examples, columns of X, whose label (m,) the network gets right."""
    with np.errstate(all="ignore"):
        return _share_right(scores(parameters, X, activation), _targets(parameters, labels))


def _targets(parameters: Mapping[str, np.ndarray], labels: np.ndarray) -> np.ndarray:
    """Labels as the outputs should be: (1, m) of 0 and 1, or one-hot (n_L, m)."""
    outputs = len(parameters[f"b{len(parameters) // 2}"])
    labels = np.ravel(labels)
    if outputs == 1:
        return labels.reshape(1, -1).astype(float)
    return (np.arange(outputs)[:, None] == labels).astype(float)


def _forward(
    parameters: Mapping[str, np.ndarray], X: np.ndarray, activation: str
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """What enters each layer, and what each layer adds up."""
    inputs: list[np.ndarray] = []
    sums: list[np.ndarray] = []
    for number in range(1, len(parameters) // 2 + 1):
        inputs.append(HIDDEN[activation](sums[-1]) if sums else X)
        sums.append(parameters[f"W{number}"] @ inputs[-1] + parameters[f"b{number}"])
    return inputs, sums


def _outputs(Z: np.ndarray) -> np.ndarray:
    if len(Z) == 1:
        return HIDDEN["sigmoid"](Z)
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def _slopes(activation: str, A: np.ndarray) -> np.ndarray:
    """The activation's derivative, given what it returned."""
    if activation == "tanh":
        return 1 - A**2
    if activation == "sigmoid":
        return A * (1 - A)
    if activation == "leaky_relu":
        return np.where(A > 0, 1.0, SLOPE)
    return A > 0


def _step(
    network: Network, X: np.ndarray, targets: np.ndarray, activation: str, learning_rate: float
) -> None:
    """Move the parameters once against the gradient of the cost on these examples."""
    for key, slope in _gradients(network, X, targets, activation).items():
        network[key[1:]] = network[key[1:]] - learning_rate * slope


def _gradients(
    network: Mapping[str, np.ndarray], X: np.ndarray, targets: np.ndarray, activation: str
) -> Network:
    inputs, sums = _forward(network, X, activation)
    change = (_outputs(sums[-1]) - targets) / X.shape[1]
    found: Network = {}
    for number in range(len(inputs), 0, -1):
        W, received = network[f"W{number}"], inputs[number - 1]
        found[f"dW{number}"] = change @ received.T
        found[f"db{number}"] = change.sum(1, keepdims=True)
        if number > 1:
            change = (W.T @ change) * _slopes(activation, received)
    return found


def _look(
    training: Training,
    X: np.ndarray,
    targets: np.ndarray,
    activation: str,
    watch: Callable[[Network], object] | None,
) -> None:
    Z = scores(training.parameters, X, activation)
    training.costs.append(_cost(Z, targets))
    training.accuracies.append(_share_right(Z, targets))
    if watch is not None:
        training.seen.append(watch(training.parameters))


def _cost(Z: np.ndarray, targets: np.ndarray) -> float:
    """The cross-entropy from the sums Z, without a logarithm of 0: finite wherever Z is."""
    if len(Z) == 1:
        return float(np.mean(np.logaddexp(0, Z) - targets * Z))
    return float(np.mean(np.logaddexp.reduce(Z, axis=0) - np.sum(targets * Z, axis=0)))


def _share_right(Z: np.ndarray, targets: np.ndarray) -> float:
    if not np.all(np.isfinite(Z)):
        return 0.0
    if len(Z) == 1:
        return float(np.mean((Z > 0) == (targets > 0.5)))
    return float(np.mean(Z.argmax(axis=0) == targets.argmax(axis=0)))
