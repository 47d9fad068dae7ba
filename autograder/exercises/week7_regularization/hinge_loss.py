"""Examines `hinge_loss`: one example, several, examples that cost nothing, other sizes."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week7_regularization._cases import labels, scored


def costs_of_all_kinds(rng):
    for _ in range(2):
        C, m = distinct_sizes(rng, 2, 3, 7)
        yield call("hinge_loss", *scored(rng, C, m))


def _safe(rng, scores, y, columns):
    """Return scores whose right class leads by far more than 1 in some columns."""
    scores = scores.copy()
    lead = rng.uniform(2, 4, len(columns)).round(2)
    scores[y[columns], columns] = scores[:, columns].max(axis=0) + lead
    return scores


def _close(rng, C, m):
    """Return scores that differ by less than 1: every wrong class costs something, one exactly 1."""
    scores, y = rng.uniform(-0.45, 0.45, (C, m)).round(2), labels(rng, C, m)
    scores[(y[0] + 1) % C, 0] = scores[y[0], 0]
    return scores, y


def safe_examples(rng):
    C, m = distinct_sizes(rng, 2, 4, 8)
    scores, y = scored(rng, C, m)
    columns = np.arange(m) % 2 == 0
    yield call("hinge_loss", _safe(rng, scores, y, np.flatnonzero(columns)), y).with_(
        note="some examples are safe: they cost nothing"
    )
    scores, y = _close(rng, C, m)
    yield call("hinge_loss", scores, y).with_(note="all scores are close together")


def one_example(rng):
    for C in (3, 5):
        yield call("hinge_loss", *scored(rng, C, 1))


def other_sizes(rng):
    yield call("hinge_loss", *scored(rng, 2, 5)).with_(note="two classes")
    yield call("hinge_loss", *scored(rng, 10, 6, spread=30.0)).with_(note="large scores")


EXERCISE = Exercise(
    "hinge_loss",
    parts=(
        Part("one example", 4, one_example),
        Part("costs of all kinds", 5, costs_of_all_kinds),
        Part("examples that are safe, scores that are close", 4, safe_examples),
        Part("two classes, large scores", 3, other_sizes),
    ),
)
