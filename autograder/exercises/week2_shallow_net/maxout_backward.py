"""How `maxout_backward` is examined: no two scores of a contest are near each other, and each map wins somewhere."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import GRADIENT, signed


def _contest(rng, n, n_x, m):
    """Return dA, X, W1, b1, W2, b2 in which every unit has examples that each of its maps wins."""
    while True:
        X = rng.normal(0.2, 0.9, (n_x, m))
        W1, b1 = signed(rng, 0.3, 1.2, (n, n_x)), signed(rng, 0.2, 0.7, (n, 1))
        W2, b2 = signed(rng, 0.3, 1.2, (n, n_x)), signed(rng, 0.2, 0.7, (n, 1))
        lead = W1 @ X + b1 - (W2 @ X + b2)
        wins = np.sum(lead > 0, axis=1)
        # Not half of the examples each: whoever exchanges the two maps should not be near.
        fair = np.all((wins > 0) & (wins < m) & (2 * wins != m))
        # Somewhere the biases decide: whoever leaves them out should not come out right.
        biases_decide = np.any((lead > 0) != ((W1 - W2) @ X > 0))
        if np.all(np.abs(lead) > 0.05) and fair and biases_decide:
            return signed(rng, 0.3, 1.5, (n, m)), X, W1, b1, W2, b2


def backward_of_contests(rng):
    for low, high in ((3, 6), (4, 8)):
        n, n_x, m = distinct_sizes(rng, 3, low, high)
        yield call("maxout_backward", *_contest(rng, n, n_x, m))


EXERCISE = Exercise(
    "maxout_backward",
    parts=(
        Part("dW1", 2, backward_of_contests, GRADIENT, ("dW1",)),
        Part("db1", 2, backward_of_contests, GRADIENT, ("db1",)),
        Part("dW2", 2, backward_of_contests, GRADIENT, ("dW2",)),
        Part("db2", 2, backward_of_contests, GRADIENT, ("db2",)),
    ),
)
