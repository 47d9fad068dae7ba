"""How pairwise_distances is examined: several points, one point, and that no loop is in it."""

from autograder.examining import Exercise, NoLoops, Part, call, distinct_sizes
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def several_points(rng):
    n, p, q = distinct_sizes(rng, 3, 2, 5)
    yield call("pairwise_distances", away_from_zero(rng, (n, p)), away_from_zero(rng, (n, q)))
    n, p, q = distinct_sizes(rng, 3, 2, 5)
    yield call("pairwise_distances", 5 + away_from_zero(rng, (n, p)), away_from_zero(rng, (n, q)))


def one_point(rng):
    n, q = distinct_sizes(rng, 2, 2, 5)
    yield call(
        "pairwise_distances", away_from_zero(rng, (n, 1)), away_from_zero(rng, (n, q))
    ).with_(note="one point against several")


EXERCISE = Exercise(
    "pairwise_distances",
    parts=(
        Part("several points", 6, several_points),
        Part("one point", 2, one_point),
        Part("no loop", 4, several_points, NoLoops(function="pairwise_distances")),
    ),
)
