"""How the sigmoid gate's backward pass is examined: as the last gate of all, and with a gate behind it."""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def last_gate(rng):
    for _ in range(2):
        yield call("sigmoid_backward", away_from_zero(rng, low=0.5, high=3.0), 1.0)
    yield call("sigmoid_backward", 0.0, 1.0)


def inner_gate(rng):
    for _ in range(3):
        z, upstream = away_from_zero(rng, low=0.5, high=3.0), away_from_zero(rng, low=2.0, high=5.0)
        yield call("sigmoid_backward", z, upstream)


EXERCISE = Exercise(
    "sigmoid_backward",
    parts=(
        Part("upstream 1", 4, last_gate),
        Part("any upstream", 4, inner_gate),
    ),
)
