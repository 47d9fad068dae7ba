"""Examines `hessian_of_mse`: centred features, more features than examples, features that are not centred."""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week5_normalization._cases import features


def _centred(rng, n, m):
    X = features(rng, n, m)
    return X - X.mean(axis=1, keepdims=True)


def centred_features(rng):
    yield call("hessian_of_mse", _centred(rng, 3, int(rng.integers(5, 8)))).with_(
        note="every feature has mean 0"
    )


def more_features_than_examples(rng):
    n, m = int(rng.integers(4, 6)), int(rng.integers(2, 4))
    yield call("hessian_of_mse", _centred(rng, n, m)).with_(note="every feature has mean 0")


def features_with_means(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    yield call("hessian_of_mse", features(rng, n, m))


EXERCISE = Exercise(
    "hessian_of_mse",
    parts=(
        Part("centred features", 3, centred_features),
        Part("more features than examples", 3, more_features_than_examples),
        Part("features that are not centred", 2, features_with_means),
    ),
)
