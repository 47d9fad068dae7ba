"""Examines `random_search`: what is tried, what is drawn from ranges and lists, which is best."""

import numpy as np

from autograder.examining import Built, Exercise, Part, Rng, call
from autograder.exercises.week8_optimization._cases import JUDGES, judged_by

WIDTHS = [(16,), (32, 16), (8, 8, 8)]


def _case(rng, space, trials, offset):
    """Return a case; sample_log_uniform is answered rightly, so that its faults do not count here."""
    score, seed = Built(f"{JUDGES}.score_of", offset=offset), int(rng.integers(1, 10_000))
    case = call("random_search", score, space, trials, Rng(seed))
    return case.with_(expected=[], replaced={"sample_log_uniform": Built(f"{JUDGES}.from_a_table")})


def _range(rng):
    low = float(rng.choice([1e-4, 3e-4, 1e-3]))
    return low, low * float(rng.choice([100.0, 500.0]))


def searches(rng):
    space = {
        "rate": _range(rng),
        "units": [int(n) for n in rng.choice([8, 16, 32, 64, 128], 3, replace=False)],
        "activation": ["relu", "tanh"],
        "momentum": [0.9, 0.99],
    }
    # The last of so many is hardly ever the lowest too, and what took the last is not said to take the lowest.
    for trials in (*rng.choice(np.arange(7, 15), 3, replace=False), 100):
        yield _case(rng, space, int(trials), OFFSET)
    yield _case(rng, {"decay": _range(rng)}, 1, OFFSET).with_(note="a single trial")


def many(rng):
    space = {"rate": _range(rng), "batch": [16, 32, 64, 128], "decay": _range(rng)}
    yield _case(rng, space, 240, OFFSET)


def widths(rng):
    space = {"widths": WIDTHS, "rate": _range(rng)}
    yield _case(rng, space, 60, OFFSET).with_(note="the items of a list are tuples")


# All scores are negative, as a negated cost is.
OFFSET = -5.0


def _look(look):
    return judged_by("searched", look=look, offset=OFFSET)


EXERCISE = Exercise(
    "random_search",
    parts=(
        Part("what was tried, with its scores", 3, searches, _look("tried")),
        Part("the best and its score", 3, searches, _look("best")),
        Part("ranges, even in the orders of magnitude", 2, many, _look("ranges")),
        Part("lists, each item alike", 1, many, _look("lists")),
        Part("items as they are", 1, widths, _look("tried")),
    ),
)
