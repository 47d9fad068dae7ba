"""Examines `fit_normalizer`: mu, sigma, constant features, X stays as it was."""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week5_normalization._cases import features


def ordinary_features(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    yield call("fit_normalizer", features(rng, n, m))
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = features(rng, n, m)
    # Added to this spread, even 1e-8 can be seen; and it lies between the usual thresholds for
    # "constant", 1e-8 and 1e-7, so that the visible and the hidden cases agree about each.
    X[1] *= rng.uniform(3e-8, 9e-8) / X[1].std()
    X[2] *= 1e4
    yield call("fit_normalizer", X).with_(note="the spreads differ by many powers of ten")


def constant_features(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = features(rng, n, m)
    X[0] = float(rng.integers(2, 9))
    X[2] = 0.0
    yield call("fit_normalizer", X).with_(note="the first and the third feature are constant")
    counts = rng.integers(0, 9, (4, 7))
    counts[1] = 6
    counts[2, :2] = (0, 8)
    yield call("fit_normalizer", counts).with_(note="integers; the second feature is constant")


EXERCISE = Exercise(
    "fit_normalizer",
    parts=(
        Part("mu", 3, ordinary_features, select=(0,)),
        Part("sigma", 3, ordinary_features, select=(1,)),
        Part("constant features", 3, constant_features),
        Part("X stays as it was", 1, ordinary_features, Unchanged()),
    ),
)
