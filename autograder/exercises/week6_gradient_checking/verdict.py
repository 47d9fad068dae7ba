"""Examines `verdict`: pass, suspicious, broken, nan."""

from autograder.examining import Exercise, Part, call


def _words(rng, low, high):
    for exponent in rng.uniform(low, high, 2):
        yield call("verdict", float(f"{10**exponent:.2e}"))


def passing(rng):
    yield from _words(rng, -9.5, -7.3)
    yield call("verdict", 0.0)
    # One of another kind, so that an answer of nothing but "pass" is wrong here; and below likewise.
    yield from _words(rng, -2.7, -1.2)


def between_both(rng):
    yield from _words(rng, -6.95, -6.05)  # 10e-7 in place of 1e-7 is seen, and likewise below
    yield from _words(rng, -6.7, -5.2)
    yield from _words(rng, -4.8, -3.3)
    yield from _words(rng, -9.5, -7.3)


def large(rng):
    yield from _words(rng, -2.95, -2.05)
    yield from _words(rng, -2.7, -1.2)
    yield call("verdict", 1.0)


def no_number(rng):
    yield call("verdict", float("nan"))


EXERCISE = Exercise(
    "verdict",
    parts=(
        Part("pass", 1, passing),
        Part("suspicious", 1, between_both),
        Part("broken", 1, large, beside=True),
        Part("nan", 1, no_number, beside=True),
    ),
)
