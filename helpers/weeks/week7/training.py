"""Trains week 7's classifiers with the functions that the student wrote: linear ones, and one with dropout."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

TotalLoss = Callable[..., tuple[float, np.ndarray, np.ndarray]]
Network = dict[str, np.ndarray]


def descend(
    total_loss: TotalLoss,
    X: np.ndarray,
    y: np.ndarray,
    lam: float,
    kind: str = "l2",
    *,
    steps: int,
    learning_rate: float,
    shrink: float = 0.0,
    start: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return W and b after descent on total_loss(X, y, W, b, lam, kind).

    start: seed of a W to start from, normal numbers times 2; zeros if None.
    shrink: after each step every weight comes nearer to 0 by learning_rate * shrink, and stays at 0
    when it would cross it: a step on shrink * sum |W| that can end exactly at 0.
    """
    classes = int(np.max(y)) + 1
    W, b = np.zeros((classes, X.shape[0])), np.zeros((classes, 1))
    if start is not None:
        W = np.random.default_rng(start).normal(0, 2, W.shape)
    for _ in range(steps):
        _, dW, db = total_loss(X, y, W, b, lam, kind)
        W, b = W - learning_rate * dW, b - learning_rate * np.reshape(db, b.shape)
        if shrink:
            W = np.sign(W) * np.maximum(np.abs(W) - learning_rate * shrink, 0)
    return W, b


def descend_to_zero(
    linear_scores: Callable[..., np.ndarray],
    hinge_loss: Callable[..., float],
    hinge_gradient: Callable[..., np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    learning_rate: float = 0.02,
    at_most: int = 500,
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return W, b and the number of steps after which the hinge loss was 0, from zeros.

    It ends after `at_most` steps in any case: with a mistake in a function it may never be 0.
    """
    W, b = np.zeros((int(np.max(y)) + 1, X.shape[0])), np.zeros((int(np.max(y)) + 1, 1))
    for step in range(at_most):
        scores = linear_scores(X, W, b)
        if hinge_loss(scores, y) == 0:
            return W, b, step
        dS = hinge_gradient(scores, y)
        W = W - learning_rate * np.dot(dS, X.T)
        b = b - learning_rate * dS.sum(axis=1, keepdims=True)
    return W, b, at_most


def softmax_loss(scores: np.ndarray, y: np.ndarray) -> float:
    """Return the mean of -ln of the right class's softmax, for scores (C, m) and labels (m,)."""
    shifted = scores - scores.max(axis=0)
    right = shifted[y, np.arange(len(y))]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=0)) - right))


def share_right(scores: np.ndarray, y: np.ndarray) -> float:
    """Return the share of examples whose right class has the largest score."""
    return float(np.mean(np.argmax(scores, axis=0) == y))


def train_with_dropout(
    dropout_forward: Callable[..., tuple[np.ndarray, np.ndarray]],
    dropout_backward: Callable[..., np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    keep_prob: float,
    *,
    units: int = 100,
    steps: int = 400,
    learning_rate: float = 0.5,
) -> Network:
    """Return a network of one relu layer and softmax, trained with dropout on that layer.

    The functions are called as their docstrings say; keep_prob 1 drops nothing. X (n_x, m), y (m,).
    """
    rng = np.random.default_rng(7)
    classes, m = int(np.max(y)) + 1, len(y)
    Y = np.eye(classes)[:, y]
    network = {
        "W1": rng.normal(0, np.sqrt(2 / len(X)), (units, len(X))),
        "b1": np.zeros((units, 1)),
        "W2": rng.normal(0, np.sqrt(2 / units), (classes, units)),
        "b2": np.zeros((classes, 1)),
    }
    for _ in range(steps):
        A1 = np.maximum(0, network["W1"] @ X + network["b1"])
        thinned, mask = dropout_forward(A1, keep_prob, rng, "train")
        dZ2 = (_softmax(network["W2"] @ thinned + network["b2"]) - Y) / m
        dA1 = dropout_backward(network["W2"].T @ dZ2, mask, keep_prob)
        dZ1 = dA1 * (A1 > 0)
        gradients = {
            "W1": dZ1 @ X.T,
            "b1": dZ1.sum(axis=1, keepdims=True),
            "W2": dZ2 @ thinned.T,
            "b2": dZ2.sum(axis=1, keepdims=True),
        }
        network = {name: network[name] - learning_rate * gradients[name] for name in network}
    return network


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=0))
    return powers / powers.sum(axis=0)


def accuracy_without(
    network: Network, X: np.ndarray, y: np.ndarray, silent: float, draws: int = 20
) -> float:
    """Return the share that a network gets right with a share of its hidden units switched off.

    silent: that share, of units chosen at random, the same for all examples; what is left is divided
    by 1 - silent. The mean over `draws` choices, always the same ones.
    """
    rng = np.random.default_rng(11)
    A1 = np.maximum(0, network["W1"] @ X + network["b1"])
    units = len(A1)
    left = units - round(silent * units)
    shares = []
    for _ in range(draws if silent else 1):
        keep = np.zeros((units, 1))
        keep[rng.permutation(units)[:left]] = units / left
        shares.append(share_right(network["W2"] @ (A1 * keep) + network["b2"], y))
    return float(np.mean(shares))
