"""Examines `dead_units`: dead and living units, a unit that hardly fires, entries of either sign."""

import numpy as np

from autograder.examining import Exercise, Part, call


def _relu_activations(rng, n, m):
    """Return activations of which some rows are zero, and no row is free of zeros."""
    A = np.round(rng.uniform(0.1, 2, (n, m)), 4)
    A[np.arange(n), rng.integers(0, m, n)] = 0
    A[rng.choice(n, 2, replace=False)] = 0
    return A


def dead_among_live(rng):
    n, m = (int(size) for size in rng.choice(np.arange(4, 9), 2, replace=False))
    A = _relu_activations(rng, n, m)
    A[:, int(rng.integers(m))] = 0
    yield call("dead_units", A)
    A = np.round(rng.uniform(0, 2, (3, 5)), 4)
    yield call("dead_units", A * (np.arange(3)[:, None] == 1)).with_(note="one unit of three fires")


def hardly_firing(rng):
    for n, m in ((5, 7), (8, 4)):  # two cases: the answer to a single one could be guessed
        A = _relu_activations(rng, n, m)
        alive = np.flatnonzero(A.any(axis=1))
        A[alive[0]] = 0
        A[alive[0], int(rng.integers(m))] = float(10 ** rng.uniform(-13, -11))
        yield call("dead_units", A).with_(note="one unit fires once, and very weakly")


def either_sign(rng):
    A = np.round(rng.uniform(0.5, 2, (11, 6)), 2) * rng.permutation([1.0, 1, 1, -1, -1, -1])
    A[rng.choice(8, 3, replace=False)] = 0
    A[8] = np.array([0.5, -0.5, 1.5, -1.5, 0.25, -0.25])
    A[9] = -np.abs(A[9])  # never positive, and not zero
    A[10] = A[9] * (np.arange(6) != rng.integers(6))  # nor where 0 is the largest
    yield call("dead_units", A).with_(note="leaky relu or tanh: entries of either sign")


EXERCISE = Exercise(
    "dead_units",
    parts=(
        Part("dead and living units", 4, dead_among_live),
        Part("a unit that hardly fires", 2, hardly_firing),
        Part("entries of either sign", 2, either_sign),
    ),
)
