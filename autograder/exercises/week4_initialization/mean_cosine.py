"""Examines `mean_cosine`: activations of relu, entries of either sign, two examples."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes


def _columns_of_unlike_lengths(rng, n, m):
    return rng.normal(0.4, 1, (n, m)) * rng.permutation(np.linspace(0.3, 3, m))


def relu_activations(rng):
    n, m = distinct_sizes(rng, 2, 4, 8)
    for shape in ((n, m), (m, n)):
        A = np.maximum(_columns_of_unlike_lengths(rng, *shape), 0)
        A[int(rng.integers(shape[0]))] += rng.uniform(0.2, 0.6)  # no example is all zeros
        yield call("mean_cosine", A.round(4))


def either_sign(rng):
    n, m = distinct_sizes(rng, 2, 3, 7)
    for shape in ((n, m), (m, n)):
        yield call("mean_cosine", _columns_of_unlike_lengths(rng, *shape).round(4))


def two_examples(rng):
    for n in distinct_sizes(rng, 2, 3, 6):
        yield call("mean_cosine", _columns_of_unlike_lengths(rng, n, 2).round(4)).with_(
            note="two examples, so one pair"
        )


EXERCISE = Exercise(
    "mean_cosine",
    parts=(
        Part("activations of relu", 2, relu_activations),
        Part("entries of either sign", 2, either_sign),
        Part("two examples", 1, two_examples),
    ),
)
