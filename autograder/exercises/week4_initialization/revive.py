"""Examines `revive`: every hidden unit fires, all other entries as they were, biases of the
revived, a new dictionary, drawn until it fires, spread of the new rows.
"""

import numpy as np

from autograder.examining import Custom, Exercise, Part, Rng, call
from helpers.weeks.week4.judges import half_dead_network


def _half_dead(rng, widths, dead):
    seed = int(rng.integers(10**6))
    return half_dead_network(widths, dead, seed)


def dead_in_two_layers(rng):
    parameters = _half_dead(rng, [5, 7, 6, 4, 2], [[1, 4], [0, 3], [2]])
    # A unit that listens to the dead units only, and fires as soon as one of them does.
    parameters["W2"][5] = 0.0
    parameters["W2"][5, [1, 4]] = rng.uniform(0.5, 1, 2)
    parameters["b2"][5] = 0.0
    # Output units that are never positive: relu would call them dead.
    parameters["b4"][:] = -70.0
    X = rng.normal(0, 1, (5, 9))
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(
        expected=True, note="unit 5 of layer 2 listens to two dead units only"
    )


def hard_to_wake(rng):
    dead = [list(range(12)), list(range(8))]
    parameters = _half_dead(rng, [3, 14, 10, 2], dead)
    X = rng.normal(0, 1, (3, 1)) * np.array([1.0, 1.1, 0.0])
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(
        expected=True,
        note="two columns of one direction and one of zeros: every second draw stays silent",
    )


def many_new_rows(rng):
    dead = [unit for unit in range(80) if unit % 10 != 3]
    parameters = _half_dead(rng, [10, 80, 2], [dead])
    X = rng.normal(0, 1, (10, 20))
    yield call("revive", parameters, X, Rng(int(rng.integers(10**6)))).with_(expected=True)


def _revived(look):
    return Custom("helpers.weeks.week4.judges.revived", {"look": look})


EXERCISE = Exercise(
    "revive",
    depends_on=("dead_units",),
    parts=(
        Part("every hidden unit fires", 2, dead_in_two_layers, _revived("alive"), beside=True),
        Part("all other entries as they were", 2, dead_in_two_layers, _revived("others")),
        Part("biases of the revived", 1, dead_in_two_layers, _revived("biases"), beside=True),
        Part(
            "a new dictionary", 1, dead_in_two_layers, _revived("untouched arguments"), beside=True
        ),
        Part("drawn until it fires", 1, hard_to_wake, _revived("alive"), beside=True),
        Part("spread of the new rows", 2, many_new_rows, _revived("spread")),
    ),
)
