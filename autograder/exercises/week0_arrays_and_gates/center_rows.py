"""How center_rows is examined: unequal and equal numbers of rows and columns, and the caller's array."""

import numpy as np

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def _rows(rng, shape, by):
    """Return rows that are moved upwards and downwards in turn: means of either sign."""
    signs = np.where(np.arange(shape[0]) % 2, -1.0, 1.0).reshape(-1, 1)
    return (by * signs + away_from_zero(rng, shape)).round(3)


def rows_and_columns(rng):
    few, more = sorted(distinct_sizes(rng, 2, 2, 6))
    yield call("center_rows", _rows(rng, (few, more), 3))
    yield call("center_rows", 1 + away_from_zero(rng, (more, few)))


def square(rng):
    (n,) = distinct_sizes(rng, 1, 2, 4)
    yield call("center_rows", _rows(rng, (n, n), 2)).with_(note="as many rows as columns")


EXERCISE = Exercise(
    "center_rows",
    parts=(
        Part("values and shapes", 4, rows_and_columns),
        Part("as many rows as columns", 3, square),
        Part("the caller's X stays as it is", 1, rows_and_columns, Unchanged()),
    ),
)
