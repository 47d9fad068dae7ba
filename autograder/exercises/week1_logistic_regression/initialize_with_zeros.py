"""Examines `initialize_with_zeros`: w, b."""

from autograder.examining import Exercise, Part, call, distinct_sizes


def dimensions(rng):
    for dim in distinct_sizes(rng, 2, 2, 9):
        yield call("initialize_with_zeros", dim)


EXERCISE = Exercise(
    "initialize_with_zeros",
    parts=(
        Part("w", 2, dimensions, select=(0,)),
        Part("b", 2, dimensions, select=(1,)),
    ),
)
