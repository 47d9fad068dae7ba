"""Examines `predict`: clear examples, close examples, exactly 0.5."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import signed


def _with_sums(rng, n, sums, b):
    """Return w, b, X for which w^T X + b are the given sums: the first, then the others mixed."""
    w = rng.uniform(0.4, 1.2, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    X = rng.normal(0, 1, (n, len(sums)))
    mixed = np.concatenate([sums[:1], rng.permutation(sums[1:])])
    X += w @ (mixed.reshape(1, -1) - b - w.T @ X) / np.sum(w**2)
    return w, b, X


def clear_examples(rng):
    n, m = distinct_sizes(rng, 2, 2, 5)
    sums = np.concatenate([rng.uniform(1.2, 3, m), -rng.uniform(1.2, 3, m + 2)])
    yield call("predict", *_with_sums(rng, n, sums, signed(rng, 0.1, 0.4)))
    for sign in (1, -1):
        sums = sign * np.concatenate([rng.uniform(0.5, 1, 4), rng.uniform(2, 3, 2)])
        yield call("predict", *_with_sums(rng, n, sums, signed(rng, 0.1, 0.4))).with_(
            note="all examples belong to one class"
        )


def close_examples(rng):
    for sign in (1, -1):
        n = int(rng.integers(2, 5))
        sums = np.concatenate([rng.uniform(0.05, 0.4, 3), -rng.uniform(0.05, 0.4, 4)])
        b = sign * float(rng.uniform(1.5, 2.5))
        yield call("predict", *_with_sums(rng, n, sums, b)).with_(
            note="w^T x + b is small, b is not"
        )


def on_the_border(rng):
    k = float(rng.integers(2, 5))
    w = np.array([[2.0], [-1.0], [0.5]])
    X = np.array([[1.0, k, 0.0, 3.0], [2.0 + k, 3 * k, 2.0 * k, 0.0], [0.0, 0.0, 2.0 * k, 4.0]])
    # 2 - (2 + k) + k = 0, then 2k - 3k + k = 0, then -2k + k + k = 0, and last 8 + k > 0
    yield call("predict", w, k, X).with_(note="three activations are exactly 0.5")


EXERCISE = Exercise(
    "predict",
    parts=(
        Part("clear examples", 3, clear_examples),
        Part("close examples", 3, close_examples),
        Part("exactly 0.5", 2, on_the_border, beside=True),
    ),
    depends_on=("sigmoid",),
)
