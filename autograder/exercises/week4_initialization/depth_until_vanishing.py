"""Examines `depth_until_vanishing`: factors below 1, above 1, close to 1, 1, a limit met exactly."""

import math

from autograder.examining import Exercise, Part, call


def _off_powers(rng, low, high, exponent, digits=3):
    """Return a scale and a tolerance whose exact depth is not close to a whole number."""
    while True:
        scale = round(float(rng.uniform(low, high)), digits)
        tolerance = round(float(10 ** rng.uniform(*exponent)), 7)
        part = abs(math.log(tolerance) / math.log(scale)) % 1
        if 0.05 < part < 0.45 or 0.55 < part < 0.95:
            return scale, tolerance, part


def _both_sides_of_a_half(rng, low, high, exponent):
    """Return two pairs: one that rounds down, one that rounds up."""
    down = up = None
    while down is None or up is None:
        scale, tolerance, part = _off_powers(rng, low, high, exponent)
        if part < 0.5:
            down = down or (scale, tolerance)
        else:
            up = up or (scale, tolerance)
    return down, up


def shrinking(rng):
    for scale, tolerance in _both_sides_of_a_half(rng, 0.3, 0.95, (-6, -1)):
        yield call("depth_until_vanishing", scale, tolerance)
    yield call("depth_until_vanishing", *_off_powers(rng, 0.02, 0.09, (-0.9, -0.3))[:2]).with_(
        note="one layer is enough"
    )


def growing(rng):
    for scale, tolerance in _both_sides_of_a_half(rng, 1.05, 2.5, (-6, -1)):
        yield call("depth_until_vanishing", scale, tolerance)
    close = _off_powers(rng, 1.00017, 1.0002, (-1.3, -1.2), digits=6)
    yield call("depth_until_vanishing", *close[:2]).with_(
        note="a factor close to 1: more than ten thousand layers"
    )


def constant(rng):
    yield call("depth_until_vanishing", 1.0, round(float(rng.uniform(0.001, 0.1)), 4))
    yield call("depth_until_vanishing", 1, 0.5).with_(note="a whole number")


def met_exactly(rng):
    """Draw powers of 2 whose logarithms are exact multiples of each other, in every base."""
    layers = int(rng.choice([2, 4]))
    for scale in (0.5, 2.0):
        yield call("depth_until_vanishing", scale, 0.5**layers).with_(
            note=f"{layers} layers bring the signal just to the limit, and not past it"
        )


def small(rng):
    for scale in (0.5, 2.0, 1.0):
        yield call("depth_until_vanishing", scale, 0.1)


EXERCISE = Exercise(
    "depth_until_vanishing",
    parts=(
        Part("factors below 1", 4, shrinking),
        Part("factors above 1", 4, growing),
        Part("factor 1", 2, constant, beside=True),
        Part("the limit met exactly", 1, met_exactly),
    ),
    small=small,
)
