"""Examines `L_layer_model`: weights after a few steps, biases after a few steps, costs, what a long
training achieves.
"""

import numpy as np

from autograder.examining import Custom, Exercise, Part, call
from autograder.exercises.week3_deep_net._cases import COST, network, short
from helpers.data.planar import make_circles
from solutions import week3_deep_net as reference
from solutions.week2_shallow_net import activate


def _training(rng, L, steps):
    """Return a case of `steps` steps from parameters that the grader chooses."""
    parameters, X, Y = network(rng, L, n_y=1)
    return _case(parameters, X, Y, round(float(rng.uniform(0.05, 0.2)), 3), steps)


def _case(parameters, X, Y, rate, steps):
    widths = [len(X)] + [len(parameters[f"W{l}"]) for l in range(1, len(parameters) // 2 + 1)]
    return call(
        "L_layer_model",
        X,
        Y,
        widths,
        learning_rate=rate,
        num_iterations=steps,
    ).with_(replaced={"initialize_parameters_deep": parameters})


def _low(rng):
    """Return a training that begins with a low cost, and is not at its end.

    Weights and rate are small enough that a step does not throw the outputs far away.
    """
    while True:
        parameters, X, _ = network(rng, 2, n_y=1)
        _, caches = reference.L_model_forward(X, parameters)
        Z = caches[1][1]
        scale = int(10 / np.abs(Z).max())
        Y = (Z > 0).astype(float)
        if scale < 12 and 0.002 < _cost(scale * Z, Y) < 0.09:
            parameters |= {name: scale * parameters[name] for name in ("W2", "b2")}
            return _case(parameters, X, Y, 0.05, 3).with_(note="the cost is low from the start")


def _rising(rng):
    """Return a training of one layer in which a large rate lets the cost rise, and swing from then on.

    It begins near the lowest cost, one step of Newton's method from zero: three inputs come with both
    labels, so that is not infinitely far away. Beside it runs one that begins 1e-9 away, so that no
    case is drawn in which rounding grows.
    """
    Y = np.array([[1.0, 1, 1, 0, 0, 0, 1]])
    while True:
        X = short(np.hstack([np.tile(rng.normal(0, 1, (2, 3)), 2), rng.normal(0, 1, (2, 1))]))
        inputs = np.vstack([X, np.ones(Y.shape)])
        bend = inputs @ inputs.T / (4 * Y.size)
        start = short(np.linalg.solve(bend, inputs @ (Y - 0.5).T / Y.size) + 0.05)
        rate = round(2.6 / np.linalg.eigvalsh(bend)[-1], 2)
        theta, largest = np.hstack([start, start + 1e-9]), 0.0
        for _ in range(100):
            Z = theta.T @ inputs
            theta = theta - rate * inputs @ (activate(Z, "sigmoid") - Y).T / Y.size
            largest = max(largest, np.abs(Z).max())
        before, (after, beside) = _cost(start.T @ inputs, Y), theta.T
        rises = _cost(after @ inputs, Y) > 1.02 * before
        # An output that is 1 to the last digit is no good to divide by.
        if rises and largest < 8 and np.allclose(after, beside, rtol=1e-7):
            parameters = {"W1": start[:2].T, "b1": start[2:]}
            # 101 steps: who keeps the cost of the last step as well keeps the same two costs.
            return _case(parameters, X, Y, rate, 101).with_(note="the cost rises on the way")


def _cost(Z, Y):
    return np.logaddexp(0, np.where(Y == 1, -Z, Z)).mean()


def trainings(rng):
    """Draw trainings that are short enough to be judged again with the reference's answers."""
    yield _training(rng, 1, 1)
    yield _training(rng, 2, 4)
    yield _training(rng, 3, 3)
    yield _low(rng)
    yield _rising(rng)


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
