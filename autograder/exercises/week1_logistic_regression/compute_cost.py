"""Examines `compute_cost`: values, good activations, activations of exactly 0 and 1."""

import numpy as np

from autograder.examining import Between, Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import COST, labels


def ordinary_activations(rng):
    for m in distinct_sizes(rng, 2, 3, 8):
        yield call("compute_cost", rng.uniform(0.03, 0.97, (1, m)), labels(rng, m))
    # The product of so many small numbers is 0 on the machine, and the sum of their logarithms is not.
    m = int(rng.integers(240, 260))
    Y = labels(rng, m)
    small = rng.uniform(0.01, 0.05, (1, m)).round(3)
    yield call("compute_cost", np.where(Y == 1, small, 1 - small), Y).with_(
        note="many examples, all of them nearly wrong"
    )


def sure_and_right(rng):
    m = int(rng.integers(4, 7))
    A, Y = rng.uniform(0.3, 0.7, (1, m)), labels(rng, m)
    A[Y == 1] = 0.99 - rng.uniform(0, 0.02, int(np.sum(Y)))
    A[Y == 0] = 0.01 + rng.uniform(0, 0.02, int(np.sum(1 - Y)))
    yield call("compute_cost", A, Y).with_(note="all of them nearly right")


def exactly_zero_and_one(rng):
    Y = labels(rng, 5)
    yield call("compute_cost", 1.0 - Y, Y).with_(
        note="every activation is exactly wrong", compare=Between(10, None)
    )
    Y = labels(rng, 4)
    yield call("compute_cost", np.where(Y == 1, 0.0, 0.5), Y).with_(
        note="exactly 0 where the label is 1", compare=Between(2.5, None)
    )
    yield call("compute_cost", rng.uniform(0.2, 0.8, (1, 5)), labels(rng, 5)).with_(
        note="an ordinary case", compare=Between(-50, 50)
    )
    Y = labels(rng, 6)
    yield call("compute_cost", 1.0 * Y, Y).with_(
        note="every activation is exactly right", compare=Between(-1e-4, 1e-4)
    )


EXERCISE = Exercise(
    "compute_cost",
    parts=(
        Part("values", 6, ordinary_activations, COST),
        Part("good activations", 2, sure_and_right, COST),
        Part("activations of exactly 0 and 1", 2, exactly_zero_and_one),
    ),
)
