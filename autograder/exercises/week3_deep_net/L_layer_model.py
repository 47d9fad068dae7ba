"""Examines `L_layer_model`: weights after a few steps, biases after a few steps, costs, what a long
training achieves.
"""

import numpy as np

from autograder.examining import Custom, Exercise, Part, call
from autograder.exercises.week3_deep_net._cases import COST, network
from helpers.data.planar import make_circles


def _training(rng, L, steps):
    """Return a case of `steps` steps from parameters that the grader chooses."""
    parameters, X, Y = network(rng, L, n_y=1)
    widths = [len(X)] + [len(parameters[f"W{l}"]) for l in range(1, L + 1)]
    rate = round(float(rng.uniform(0.05, 0.2)), 3)
    return call(
        "L_layer_model",
        X,
        Y,
        widths,
        learning_rate=rate,
        num_iterations=steps,
    ).with_(replaced={"initialize_parameters_deep": parameters})


def trainings(rng):
    """Draw three trainings, short enough to be judged again with the reference's answers."""
    yield _training(rng, 1, 1)
    # 101 steps: who keeps the cost of the last step as well keeps the same two costs.
    yield _training(rng, 2, 101)
    yield _training(rng, 3, 3)


def circles(rng):
    X, Y = make_circles(40, 0.05, int(rng.integers(2**31)))
    X_new, Y_new = make_circles(200, 0.05, int(rng.integers(2**31)))
    # Moved, and either circle called 1, so that parameters learned for other circles do not fit.
    angle = rng.uniform(0, 2 * np.pi)
    centre = 0.35 * np.array([[np.cos(angle)], [np.sin(angle)]])
    X, X_new = X + centre, X_new + centre
    if rng.integers(2):
        Y, Y_new = 1 - Y, 1 - Y_new
    # 8,200 trainings from random starts: one came down to .765. No straight boundary reaches more than .67.
    # So few examples and steps that layers written with Python loops have time enough.
    yield call(
        "L_layer_model",
        np.round(X, 4),
        Y.astype(float),
        [2, 16, 8, 1],
        learning_rate=0.5,
        num_iterations=301,
    ).with_(
        expected=({"X": np.round(X_new, 4), "Y": Y_new},),
        note="two circles, from your own initialize_parameters_deep",
    )


def _piece(index, start="", **settings):
    chosen = {"index": index, "start": start, **settings}
    return Custom("helpers.weeks.week3.judges.piece", chosen, shaped=True)


EXERCISE = Exercise(
    "L_layer_model",
    parts=(
        Part("weights after a few steps", 2, trainings, _piece(0, "W")),
        Part("biases after a few steps", 1, trainings, _piece(0, "b")),
        Part("costs", 2, trainings, _piece(1, rtol=COST.rtol)),
        Part(
            "what a long training achieves",
            2,
            circles,
            Custom("helpers.weeks.week3.judges.classifies", {"at_least": 0.7}),
            select=(0,),
            long=True,
        ),
    ),
    depends_on=(
        "initialize_parameters_deep",
        "L_model_forward",
        "L_model_backward",
    ),
)
