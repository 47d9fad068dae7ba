"""Examines `softmax`: values, a single example, large scores, columns far apart."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import eighths, short


def ordinary_scores(rng):
    yield call("softmax", short(rng.normal(0, 2, distinct_sizes(rng, 2, 3, 5))))


def one_column(rng):
    yield call("softmax", short(rng.normal(0, 2, (int(rng.integers(3, 6)), 1)))).with_(
        note="a single example"
    )


def large_scores(rng):
    Z = eighths(rng.normal(0, 2, distinct_sizes(rng, 2, 3, 4)))
    yield call("softmax", Z + 1000.0)
    Z[:, 0] += rng.permutation(np.linspace(-1000, 1000, len(Z)).round())
    yield call("softmax", Z).with_(note="the scores of one example are far apart")


def columns_far_apart(rng):
    Z = eighths(rng.normal(0, 2, (4, 3)))
    yield call("softmax", Z + rng.permutation([-1000.0, 0.0, 1000.0]))


EXERCISE = Exercise(
    "softmax",
    parts=(
        Part("values", 1, ordinary_scores),
        Part("a single example", 1, one_column),
        Part("large scores", 1, large_scores),
        Part("columns far apart", 1, columns_far_apart),
    ),
)
