"""What several exercises of week 3 draw from."""

import numpy as np

from autograder.examining import Close, Custom, distinct_sizes
from solutions import week3_deep_net as reference

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


def parameters_of(rng, widths):
    parameters = {}
    for l in range(1, len(widths)):
        spread = 1.2 / np.sqrt(widths[l - 1])
        parameters[f"W{l}"] = short(rng.normal(0, spread, (widths[l], widths[l - 1])))
        sizes = rng.uniform(0.1, 0.5, (widths[l], 1))
        parameters[f"b{l}"] = short(rng.choice([-1, 1], (widths[l], 1)) * sizes)
    return parameters


def lively(caches):
    """Return whether every unit fires for an example, and every layer rests for one.

    The output layer too: whoever takes it for a relu layer should not get zeros everywhere.
    """
    return all(
        np.all(np.any(Z > 0.02, axis=1)) and np.any(Z < -0.02) and np.all(np.abs(Z) > 1e-3)
        for _, Z in caches
    )


def network(rng, L, n_y=2):
    """Return parameters of L layers, inputs X and labels Y; all sizes differ, n_y outputs."""
    while True:
        sizes = distinct_sizes(rng, L + 1, n_y + 1, n_y + 1 + L)
        m, widths = sizes[0], [*sizes[1:], n_y]
        if m < 3:
            continue
        parameters, X = parameters_of(rng, widths), short(rng.normal(0, 1, (widths[0], m)))
        AL, caches = reference.L_model_forward(X, parameters)
        if lively(caches) and np.all(np.abs(AL - 0.5) < 0.45):
            break
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
