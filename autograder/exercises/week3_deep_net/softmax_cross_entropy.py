"""How `softmax_cross_entropy` is examined: cost and gradient, also where exp overflows and where it rounds to 0."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import COST, GRADIENT, eighths, short


def _one_hot(rng, classes, examples):
    """Return labels, a 1 in each column; the classes are not all the same, where there are two."""
    labels = (rng.integers(classes) + rng.permutation(examples)) % classes
    return np.eye(classes)[:, labels]


def ordinary_scores(rng):
    for low, high in ((3, 5), (3, 6)):
        classes, examples = distinct_sizes(rng, 2, low, high)
        Z = short(rng.normal(0, 1.5, (classes, examples)))
        yield call("softmax_cross_entropy", Z, _one_hot(rng, classes, examples))


def large_scores(rng):
    Z, Y = eighths(rng.normal(0, 2, (3, 2))), _one_hot(rng, 3, 2)
    yield call("softmax_cross_entropy", Z + 1000.0, Y)
    Z, Y = eighths(rng.normal(0, 2, (4, 3))), _one_hot(rng, 4, 3)
    yield call("softmax_cross_entropy", Z + rng.permutation([-1000.0, 0.0, 1000.0]), Y).with_(
        note="the examples differ by a thousand"
    )


def true_class_far_behind(rng):
    Z, Y = eighths(rng.normal(0, 2, (3, 4))), _one_hot(rng, 3, 4)
    Z[:, 1] -= 1000.0 * Y[:, 1]
    yield call("softmax_cross_entropy", Z, Y).with_(
        note="one example is sure of a wrong class, by about a thousand"
    )


def small(rng):
    """Draw no numbers: each column of Y keeps its 1, and there are two classes or more."""
    for Z, Y in (
        ([[2.0], [1.0]], [[0.0], [1.0]]),
        ([[2.0, -1.0], [1.0, 3.0]], [[0.0, 0.0], [1.0, 1.0]]),
        ([[2.0], [1.0], [-1.0]], [[0.0], [1.0], [0.0]]),
        ([[1000.0], [1000.0]], [[0.0], [1.0]]),
        ([[1000.0, 0.0], [1000.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]]),
    ):
        yield call("softmax_cross_entropy", np.array(Z), np.array(Y))


EXERCISE = Exercise(
    "softmax_cross_entropy",
    parts=(
        Part("cost", 2, ordinary_scores, COST, select=(0,)),
        Part("dZ", 3, ordinary_scores, GRADIENT, select=(1,)),
        Part("cost of large scores", 1, large_scores, COST, select=(0,)),
        Part("dZ of large scores", 2, large_scores, GRADIENT, select=(1,)),
        Part(
            "cost where the true class is far behind",
            1,
            true_class_far_behind,
            COST,
            select=(0,),
        ),
    ),
    depends_on=("softmax",),
    small=small,
)
