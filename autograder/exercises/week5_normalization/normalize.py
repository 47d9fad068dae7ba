"""Examines `normalize`: the examples that mu and sigma come from, other examples, a single example,
X stays as it was.
"""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week5_normalization._cases import features


def with_its_own_statistics(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = features(rng, n, m)
    yield call("normalize", X, X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True))


def with_other_statistics(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = features(rng, n, m)
    mu, sigma = rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1))
    yield call("normalize", X, mu, sigma).with_(note="mu and sigma of another set of examples")


def one_example(rng):
    n = int(rng.integers(3, 6))
    X = features(rng, n, 1)
    mu, sigma = rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1))
    yield call("normalize", X, mu, sigma).with_(note="a single example")


EXERCISE = Exercise(
    "normalize",
    parts=(
        Part("the examples that mu and sigma come from", 3, with_its_own_statistics),
        Part("other examples", 2, with_other_statistics),
        Part("a single example", 2, one_example),
        Part("X stays as it was", 1, with_other_statistics, Unchanged()),
    ),
)
