"""Examines `tent_network`: one tent, two and three tents, many tents."""

import numpy as np

from autograder.examining import Custom, Exercise, Part, call


def _tents(x, k):
    """Return the tent map applied k times, from its definition by cases."""
    for _ in range(k):
        x = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return x


def _tent_case(rng, k):
    x = np.sort(np.concatenate([[0.0, 0.5, 1.0], rng.uniform(0, 1, 9).round(4)])).reshape(1, -1)
    return call("tent_network", k).with_(expected={"x": x, "y": _tents(x, k)})


def one_tent(rng):
    yield _tent_case(rng, 1)


def two_and_three_tents(rng):
    yield _tent_case(rng, 2)
    yield _tent_case(rng, 3)


def many_tents(rng):
    yield _tent_case(rng, int(rng.integers(5, 8)))


COMPUTES = Custom("helpers.weeks.week3.judges.computes")


EXERCISE = Exercise(
    "tent_network",
    parts=(
        Part("one tent", 2, one_tent, COMPUTES),
        Part("two and three tents", 2, two_and_three_tents, COMPUTES),
        Part("many tents", 2, many_tents, COMPUTES),
    ),
)
