"""What several exercises of week 3 draw from."""

import numpy as np

from autograder.examining import Close, Custom, distinct_sizes

GRADIENT = Close(rtol=1e-5, scale=1e-9)
# Who adds 1e-6 inside of a logarithm is right; every known mistake is further away than this.
COST = Close(rtol=1e-4)


def short(values):
    """Return numbers with two digits behind the point: short to read, and no zero among them."""
    rounded = np.round(values, 2)
    return np.where(rounded == 0, 0.01, rounded)


def eighths(values):
    """Return multiples of 1/8, none of them zero: sums and products of such numbers are exact."""
    rounded = np.round(np.asarray(values) * 8) / 8
    return np.where(rounded == 0, 0.125, rounded)


def starting_with(start):
    return Custom("helpers.weeks.week3.judges.entries", {"start": start}, shaped=True)


def lively(Z):
    """Return whether every unit fires for an example, and the layer rests for one.

    The output layer too: whoever takes it for a relu layer should not get zeros everywhere.
    """
    return np.all(Z.max(axis=1) > 0.02) and Z.min() < -0.02 and np.abs(Z).min() > 1e-3


def network(rng, L, n_y=2):
    """Return parameters of L layers, inputs X and labels Y; all sizes differ, n_y outputs.

    A layer is drawn until it is lively, the output layer until no output is extreme as well. On top
    of some layers hardly any is: then all is drawn anew.
    """
    m = 0
    while m < 3:
        m, *widths = distinct_sizes(rng, L + 1, n_y + 1, n_y + 1 + L)
    A = X = short(rng.normal(0, 1, (widths[0], m)))
    parameters = {}
    for l, n in enumerate([*widths[1:], n_y], 1):
        for _ in range(30):
            W = short(rng.normal(0, 1.2 / np.sqrt(len(A)), (n, len(A))))
            b = short(rng.choice([-1, 1], (n, 1)) * rng.uniform(0.1, 0.5, (n, 1)))
            Z = W @ A + b
            if lively(Z) and (l < L or np.abs(Z).max() < 2.9):  # an output is .052 at least
                break
        else:
            return network(rng, L, n_y)
        parameters |= {f"W{l}": W, f"b{l}": b}
        A = np.maximum(Z, 0)
    Y = rng.integers(0, 2, (n_y, m)).astype(float)
    Y[0, :2] = (0, 1)
    return parameters, X, Y


def layer(rng, sizes=None):
    n_prev, n, m = sizes or distinct_sizes(rng, 3, 2, 5)
    A, W = rng.normal(0, 1, (n_prev, m)), rng.normal(0, 1, (n, n_prev))
    b = rng.uniform(0.5, 2, (n, 1)) * np.where(rng.permutation(n) % 2, -1, 1).reshape(n, 1)
    return eighths(A), eighths(W), eighths(b)


def activated(rng, activation):
    """Return arguments of a layer whose Z lies on both sides of zero, in every unit."""
    while True:
        n_prev, n, m = distinct_sizes(rng, 3, 3, 5)
        A_prev, W = (
            eighths(rng.normal(0, 1, (n_prev, m))),
            eighths(rng.normal(0, 0.9, (n, n_prev))),
        )
        b = eighths(rng.choice([-1, 1], (n, 1)) * rng.uniform(0.2, 0.8, (n, 1)))
        Z = W @ A_prev + b
        both = np.any(Z > 0.05, axis=1) & np.any(Z < -0.05, axis=1)
        if np.all(both) and np.all(np.abs(Z) > 1e-3) and np.max(np.abs(Z)) < 6:
            return A_prev, W, b, activation
