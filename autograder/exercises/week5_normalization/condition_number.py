"""Examines `condition_number`: largest over smallest eigenvalue; infinity where a direction is
flat; large, but not infinite.
"""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week5_normalization._cases import spectrum, symmetric


def round_and_long_bowls(rng):
    small, middle, large = spectrum(rng, 3)
    yield call("condition_number", np.diag([middle, small, large])).with_(note="a diagonal matrix")
    for n in (2, 4):
        yield call("condition_number", symmetric(rng, spectrum(rng, n)))


def flat_directions(rng):
    # Diagonal, so that what a wrong answer makes of the tiny eigenvalue is the same everywhere.
    yield call(
        "condition_number", np.diag([rng.uniform(2, 5), rng.uniform(2, 5) * 1e-17, 1.0])
    ).with_(note="rounding left a tiny number where an eigenvalue is zero")
    yield call("condition_number", np.diag([rng.uniform(2, 5) * 1e-14, rng.uniform(1, 2)])).with_(
        note="the ratio is below 1e-12"
    )
    yield call("condition_number", np.diag([rng.uniform(5, 9), rng.uniform(2, 4) * 1e-12])).with_(
        note="the ratio is just below 1e-12"
    )


def nearly_flat(rng):
    yield call("condition_number", np.diag(rng.uniform(1, 3, 3) * [1e6, 1e-3, 1.0]))
    yield call("condition_number", np.diag(rng.uniform(1, 3, 2) * [1e-13, 1e-16])).with_(
        note="a small matrix, but not a flat one"
    )
    yield call("condition_number", np.diag([rng.uniform(2, 3), rng.uniform(7, 9) * 1e-12])).with_(
        note="the ratio is just above 1e-12"
    )


EXERCISE = Exercise(
    "condition_number",
    parts=(
        Part("largest over smallest eigenvalue", 2, round_and_long_bowls),
        Part("infinity where a direction is flat", 2, flat_directions, beside=True),
        Part("large, but not infinite", 2, nearly_flat),
    ),
)
