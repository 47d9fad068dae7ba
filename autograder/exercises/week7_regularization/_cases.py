"""What several exercises of week 7 draw from: scores and classifiers that are away from every kink."""

import numpy as np

from autograder.examining import distinct_sizes

AWAY = 0.02


def margins_of(scores, y):
    """Return s_j - s_y + 1 of all classes, array (C, m)."""
    return scores - scores[y, np.arange(len(y))] + 1


def is_away_from_kinks(scores, y):
    """Return whether no wrong class's margin is near 0, where the hinge loss has no derivative."""
    return np.sort(np.abs(margins_of(scores, y)), axis=None)[0] > AWAY


def labels(rng, C, m):
    """Return labels (m,) among which the last class is sure to be."""
    y = rng.integers(0, C, m)
    y[rng.integers(m)] = C - 1
    return y


def scored(rng, C, m, spread=1.5):
    """Return scores (C, m) and labels with costs of all kinds: some margins count, some do not."""
    while True:
        scores, y = rng.normal(0, spread, (C, m)).round(2), labels(rng, C, m)
        counted = np.sum(margins_of(scores, y) > 0, axis=0) - 1
        mixed = m == 1 or (counted.min() < C - 1 and len(set(counted)) > 1)
        if is_away_from_kinks(scores, y) and counted.max() > 1 - (C == 2) and mixed:
            return scores, y


def classifier(rng, C=0, n_x=0, m=0):
    """Return X (n_x, m), y (m,), W (C, n_x) and b (C, 1); sizes that are not given are distinct."""
    sizes = distinct_sizes(rng, 3, 3, 8)
    C, n_x, m = C or sizes[0], n_x or sizes[1], m or sizes[2]
    while True:
        X = rng.normal(0, 1, (n_x, m)).round(2)
        W = (rng.uniform(0.2, 1.0, (C, n_x)) * rng.choice([-1.0, 1.0], (C, n_x))).round(2)
        b = (rng.uniform(0.3, 1.0, (C, 1)) * rng.choice([-1.0, 1.0], (C, 1))).round(2)
        y = labels(rng, C, m)
        scores = W @ X + b
        counted = np.sum(margins_of(scores, y) > 0, axis=0) - 1
        if is_away_from_kinks(scores, y) and counted.max() > 1 and len(set(counted)) > 1:
            return X, y, W, b
