"""How the backward passes of the two arithmetic gates are examined."""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def sums(rng):
    for _ in range(3):
        yield call("add_backward", away_from_zero(rng, low=2.0, high=6.0))


def products(rng):
    for x_sign, y_sign, sign in ((1, -1, 1), (-1, 1, 1), (-1, -1, -1)):
        x, y = abs(away_from_zero(rng)), abs(away_from_zero(rng, low=2.5, high=4.0))
        upstream = abs(away_from_zero(rng, low=4.5, high=9.0))
        yield call("multiply_backward", x_sign * x, y_sign * y, sign * upstream)
    y, upstream = away_from_zero(rng, low=2.5, high=4.0), away_from_zero(rng, low=4.5, high=9.0)
    yield call("multiply_backward", 0.0, y, upstream).with_(note="one input is 0")


EXERCISE = Exercise(
    "add_backward",
    functions=("add_backward", "multiply_backward"),
    parts=(
        Part("add_backward: dx", 2, sums, select=(0,)),
        Part("add_backward: dy", 2, sums, select=(1,)),
        Part("multiply_backward: dx", 3, products, select=(0,)),
        Part("multiply_backward: dy", 3, products, select=(1,)),
    ),
)
