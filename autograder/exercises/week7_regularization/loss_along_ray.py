"""Examines `loss_along_ray`: without a penalty, with one, and at factors 0 and 1."""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week7_regularization._cases import classifier


def _along(rng, factors, lam):
    X, y, W, b = classifier(rng)
    return call("loss_along_ray", X, y, W, b, np.array(factors), lam)


def without_penalty(rng):
    yield _along(rng, [0.25, 0.6, 1.7, 3.0], 0.0)


def with_penalty(rng):
    yield _along(rng, [0.3, 0.8, 1.5, 2.2, 4.0], 0.7)
    yield _along(rng, [5.0, 0.4], 0.03)


def special_factors(rng):
    yield _along(rng, [0.0, 1.0, 2.0], 0.4)


EXERCISE = Exercise(
    "loss_along_ray",
    parts=(
        Part("without a penalty", 2, without_penalty),
        Part("with a penalty", 2, with_penalty),
        Part("at 0, W and 2W", 2, special_factors),
    ),
    depends_on=("linear_scores", "hinge_loss", "regularization"),
)
