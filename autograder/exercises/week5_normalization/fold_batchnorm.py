"""Examines `fold_batchnorm`: W_folded, b_folded, W_folded where n = n_prev, W and b stay as they were."""

import numpy as np

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes


def _layer(rng, n, n_prev):
    return (
        rng.normal(0, 1, (n, n_prev)),
        rng.normal(0, 1, (n, 1)),
        rng.uniform(0.4, 2.5, (n, 1)) * np.where(np.arange(n)[:, None] % 2, -1, 1),
        rng.normal(0, 1, (n, 1)),
        rng.uniform(1, 4, (n, 1)),
        rng.uniform(0.3, 5, (n, 1)),
        0.3,
    )


def layers(rng):
    for _ in range(2):
        n, n_prev = distinct_sizes(rng, 2, 2, 5)
        yield call("fold_batchnorm", *_layer(rng, n, n_prev))


def square_layers(rng):
    n = int(rng.integers(3, 5))
    yield call("fold_batchnorm", *_layer(rng, n, n)).with_(note="as many units as inputs")


EXERCISE = Exercise(
    "fold_batchnorm",
    parts=(
        Part("W_folded", 4, layers, select=(0,)),
        Part("b_folded", 3, layers, select=(1,)),
        Part("W_folded where n = n_prev", 2, square_layers, select=(0,)),
        Part("W and b stay as they were", 1, layers, Unchanged()),
    ),
)
