"""Examines `forward_loop` and `forward_vectorized`: in loops; vectorized, values; vectorized, no loop."""

from autograder.examining import Exercise, NoLoops, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import neuron


def in_a_loop(rng):
    for n, m in (distinct_sizes(rng, 2, 2, 4), distinct_sizes(rng, 2, 4, 6)):
        yield call("forward_loop", *neuron(rng, n, m)[:3])


def with_whole_arrays(rng):
    for n, m in (distinct_sizes(rng, 2, 2, 4), distinct_sizes(rng, 2, 4, 6)):
        yield call("forward_vectorized", *neuron(rng, n, m)[:3])


EXERCISE = Exercise(
    "forward_loop",
    functions=("forward_loop", "forward_vectorized"),
    parts=(
        Part("in loops", 4, in_a_loop),
        Part("vectorized, values", 2, with_whole_arrays),
        Part(
            "vectorized, no loop",
            2,
            with_whole_arrays,
            NoLoops(function="forward_vectorized", looping=("forward_loop",)),
        ),
    ),
    depends_on=("sigmoid",),
)
