"""How as_column is examined: each shape that it may be given, and that the caller's array is left alone."""

import numpy as np

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def one_axis(rng):
    few, more = sorted(distinct_sizes(rng, 2, 3, 7))
    yield call("as_column", away_from_zero(rng, few)).with_(note="one axis")
    yield call("as_column", rng.permutation(np.arange(1, more + 1)))


def rows(rng):
    (n,) = distinct_sizes(rng, 1, 3, 7)
    yield call("as_column", away_from_zero(rng, (1, n))).with_(note="a row")
    yield call("as_column", away_from_zero(rng, (1, 1))).with_(note="a row of one number")


def columns(rng):
    (n,) = distinct_sizes(rng, 1, 3, 7)
    yield call("as_column", away_from_zero(rng, (n, 1))).with_(note="a column already")


EXERCISE = Exercise(
    "as_column",
    parts=(
        Part("one axis", 3, one_axis),
        Part("a row", 2, rows),
        Part("a column", 2, columns),
        Part("the caller's array keeps its shape", 1, one_axis, Unchanged()),
    ),
)
