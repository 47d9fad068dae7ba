"""Examines `compute_cost`: ordinary predictions, confident predictions."""

import numpy as np

from autograder.examining import Close, Exercise, Part, call, distinct_sizes
from autograder.exercises.week3_deep_net._cases import COST

# Next to a prediction of 1e-4, an added 1e-6 counts for more.
NEAR_ZERO = Close(rtol=1e-3)


def _predictions(rng, m, low=0.02, high=0.98):
    Y = rng.integers(0, 2, (1, m)).astype(float)
    Y[0, :2] = (0, 1)
    return np.round(rng.uniform(low, high, (1, m)), 4), Y


def ordinary_predictions(rng):
    for m in distinct_sizes(rng, 2, 3, 8):
        yield call("compute_cost", *_predictions(rng, m))


def confident_predictions(rng):
    AL, Y = _predictions(rng, int(rng.integers(9, 13)), 1e-4, 2e-2)
    yield call("compute_cost", np.where(rng.random(AL.shape) < 0.5, AL, 1 - AL), Y).with_(
        note="confident predictions, some of them wrong"
    )


EXERCISE = Exercise(
    "compute_cost",
    parts=(
        Part("ordinary predictions", 1, ordinary_predictions, COST),
        Part("confident predictions", 1, confident_predictions, NEAR_ZERO),
    ),
)
