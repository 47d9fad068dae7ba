"""Examines `leaky_relu_gain`: slopes between 0 and 1, slope 0, slope 1."""

from autograder.examining import Exercise, Part, call


def leaky_slopes(rng):
    for low, high in ((0.05, 0.4), (0.5, 0.9)):
        yield call("leaky_relu_gain", round(float(rng.uniform(low, high)), 3))


def slope_zero(rng):
    yield call("leaky_relu_gain", 0.0).with_(note="relu")


def slope_one(rng):
    yield call("leaky_relu_gain", 1.0).with_(note="no activation at all")


EXERCISE = Exercise(
    "leaky_relu_gain",
    parts=(
        Part("slopes between 0 and 1", 3, leaky_slopes),
        Part("slope 0", 1, slope_zero, beside=True),
        Part("slope 1", 1, slope_one, beside=True),
    ),
)
