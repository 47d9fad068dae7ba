"""Examines `hinge_gradient`: one example, several, examples that are safe, other sizes; no kinks."""

import numpy as np

from autograder.examining import Close, Exercise, Part, call, distinct_sizes
from autograder.exercises.week7_regularization._cases import scored

EQUAL_IN_FORMULA = Close(rtol=1e-5)


def one_example(rng):
    for C in (3, 5):
        scores, y = scored(rng, C, 1)
        yield call("hinge_gradient", scores, y)


def several_examples(rng):
    for _ in range(2):
        C, m = distinct_sizes(rng, 2, 4, 8)
        scores, y = scored(rng, C, m)
        yield call("hinge_gradient", scores, y)


def safe_examples(rng):
    C, m = distinct_sizes(rng, 2, 4, 8)
    scores, y = scored(rng, C, m)
    safe = np.arange(0, m, 2)
    scores[y[safe], safe] = scores[:, safe].max(axis=0) + rng.uniform(2, 4, len(safe)).round(2)
    yield call("hinge_gradient", scores, y).with_(note="some examples are safe")
    C, m = distinct_sizes(rng, 2, 4, 8)
    scores, y = scored(rng, C, m)
    nearest = np.where(np.arange(C)[:, None] == y, -np.inf, scores).max(axis=0)
    scores[y, np.arange(m)] = nearest + 1 + np.where(np.arange(m) % 2, 0.003, -0.003)
    yield call("hinge_gradient", scores, y).with_(note="leads of a little more or less than 1")


def other_sizes(rng):
    scores, y = scored(rng, 2, 7)
    yield call("hinge_gradient", scores, y).with_(note="two classes")
    scores, y = scored(rng, 10, 6, spread=5.0)
    yield call("hinge_gradient", scores, y).with_(note="ten classes")


EXERCISE = Exercise(
    "hinge_gradient",
    parts=(
        Part("one example", 4, one_example, EQUAL_IN_FORMULA),
        Part("several examples", 5, several_examples, EQUAL_IN_FORMULA),
        Part("examples that are safe", 4, safe_examples, EQUAL_IN_FORMULA),
        Part("two classes, ten classes", 3, other_sizes, EQUAL_IN_FORMULA),
    ),
)
