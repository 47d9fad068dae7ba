"""Functions and costs made by name, for exercises that take a function as an argument."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def polynomial(coefficients: np.ndarray) -> Callable[[float], float]:
    """Return f(x) = c0 + c1 x + c2 x^2 + ..., a function of a number."""
    return lambda x: sum(c * x**power for power, c in enumerate(np.asarray(coefficients).tolist()))


def wave(rate: float, growth: float) -> Callable[[float], float]:
    """Return f(x) = sin(rate x) + exp(growth x), a function of a number."""
    return lambda x: math.sin(rate * x) + math.exp(growth * x)


def curved_cost(
    slopes: np.ndarray, couplings: np.ndarray, bends: np.ndarray
) -> Callable[[np.ndarray], float]:
    """Return J(theta) = s . theta + theta . C theta / 2 + b . theta^3, a function of a column.

    slopes, bends (n,), couplings (n, n); theta (n, 1). The couplings make the derivative by one
    entry depend on the others; the bends make a wide step see something else than a narrow one.
    Sums are taken entry by entry, so that rounding, which a small step magnifies, is the same on
    every machine.
    """

    def cost(theta: np.ndarray) -> float:
        t = np.asarray(theta).reshape(-1).tolist()
        total = 0.0
        for x, slope, row, bend in zip(t, slopes.tolist(), couplings.tolist(), bends.tolist()):
            total += slope * x + bend * x * x * x
            for y, coupling in zip(t, row):
                total += coupling * x * y / 2
        return total

    return cost


def fingerprint() -> Callable[..., np.ndarray]:
    """Return a stand-in for numerical_gradient, so that its callers are judged without it.

    It is no gradient: it returns a column (n, 1) that only the right cost at the right point with
    the right step gives.
    """

    def numerical_gradient(
        cost: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-7
    ) -> np.ndarray:
        pattern = np.cos(np.arange(1, len(theta) + 1)).reshape(-1, 1)
        return 0.2 * pattern * cost(theta + (0.3 + epsilon) * pattern) + 0.1 * theta

    return numerical_gradient


_lent: list[np.ndarray] = []


def lent_vector(values: np.ndarray) -> np.ndarray:
    """Return a new column (n, 1) of these values, and remember it for `reused_vector`."""
    _lent[:] = [np.array(values, dtype=float).reshape(-1, 1)]
    return _lent[0]


def reused_vector(made: Any) -> np.ndarray:
    """Overwrite the vector lent last, then return the entries of `made` one after the other, (n, 1).

    What was made from the lent vector before shows here whether it was a copy. If `made` is no
    dictionary of numbers, the vector is returned as it was lent: that is another fault.
    """
    lent = _lent[0]
    before = lent.copy()
    lent[...] = 999.0
    try:
        columns = [np.asarray(array, dtype=float).reshape(-1, 1) for array in made.values()]
        return np.concatenate(columns)
    except (AttributeError, TypeError, ValueError):
        return before
