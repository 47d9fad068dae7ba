"""A small layer with a cache, forward and backward, for a gradient check to judge: right or spoiled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Cache = dict[str, np.ndarray]
Forward = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, Cache]]
Backward = Callable[[np.ndarray, Cache], tuple[np.ndarray, np.ndarray, np.ndarray]]


def squash_forward() -> Forward:
    """Return forward(X, gamma, beta) -> out, cache: out = tanh(gamma * X + beta).

    X, out (n, m); gamma, beta (n, 1).
    """

    def forward(X: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, Cache]:
        out = np.tanh(gamma * X + beta)
        return out, {"X": np.array(X), "gamma": np.array(gamma), "out": out}

    return forward


def squash_backward(dX: float = 1.0, dgamma: float = 1.0, dbeta: float = 1.0) -> Backward:
    """Return backward(dout, cache) -> dX, dgamma, dbeta of squash_forward, each times its factor.

    A factor of 1 is right; any other one spoils its derivative.
    """

    def backward(dout: np.ndarray, cache: Cache) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        dZ = dout * (1 - cache["out"] ** 2)
        return (
            dX * cache["gamma"] * dZ,
            dgamma * np.sum(dZ * cache["X"], axis=1, keepdims=True),
            dbeta * np.sum(dZ, axis=1, keepdims=True),
        )

    return backward
