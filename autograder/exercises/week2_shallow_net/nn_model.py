"""Examines `nn_model`: after a few steps, after more steps, as many hidden units as asked for, what
a long training achieves.
"""

import numpy as np

from autograder.examining import Built, Custom, Exercise, Part, Statistics, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import (
    GRADIENT,
    labels_of_both_kinds,
    network,
    parameters_of,
    shapes_of,
)
from helpers.weeks.week2.judges import moons_inputs, moons_labels
from solutions import week2_shallow_net as reference

CHOSEN_START = "the check chooses the start, so initialize_parameters has to be called"


def _training(rng, n_y, steps):
    """Return a training of a few steps from parameters that the grader chooses."""
    parameters, X, Y = network(rng, n_y)
    n_h = len(parameters["W1"])
    return call("nn_model", X, Y, n_h, num_iterations=steps).with_(
        replaced={"initialize_parameters": parameters}, note=CHOSEN_START
    )


def _training_on_a_plateau(rng):
    """Return a training that begins where the slopes are less than a millionth: it is not at its end."""
    parameters = {name: 5e-7 * value for name, value in parameters_of(rng, 3, 4, 1).items()}
    X, Y = rng.normal(0, 1, (3, 6)), rng.permutation(np.arange(6) % 2).reshape(1, 6)
    return call("nn_model", X, Y, 4, num_iterations=5).with_(
        replaced={"initialize_parameters": parameters},
        note=f"tiny weights, so the slopes are tiny at first; {CHOSEN_START}",
    )


def few_steps(rng):
    yield _training(rng, 2, 3)


def more_steps(rng):
    yield _training(rng, 1, 13)
    yield _training(rng, 2, 7)
    yield _training_on_a_plateau(rng)


def hidden_units(rng):
    for _ in range(2):
        n_x, n_y, m = distinct_sizes(rng, 3, 2, 4)
        n_h = int(rng.integers(6, 10))  # never the default of layer_sizes
        X, Y = rng.normal(0, 1, (n_x, 3 * m)), labels_of_both_kinds(rng, 3 * m, n_y)
        yield call("nn_model", X, Y, n_h, num_iterations=2).with_(
            note="only the shapes are looked at",
            compare=Statistics(shapes=shapes_of(n_x, n_h, n_y)),
        )


def _start_that_gets_there(rng, X, Y):
    """Return a start from which 400 right steps separate the points, as from nineteen starts of twenty.

    From weights of size 0.01 one training in twenty still rests on a plateau after 2,000, and would be
    called wrong; so the start is the grader's here.
    """
    while True:
        start = {
            "W1": rng.normal(0, 2, (4, 2)),
            "b1": rng.normal(0, 1, (4, 1)),
            "W2": rng.normal(0, 1, (1, 4)),
            "b2": np.zeros((1, 1)),
        }
        parameters = start
        for _ in range(400):
            _, cache = reference.forward_propagation(X, parameters)
            grads = reference.backward_propagation(parameters, cache, X, Y)
            parameters = reference.update_parameters(parameters, grads)
        if np.mean(reference.predict(parameters, X) == Y) >= 0.98:
            return start


def moons(rng):
    seed = int(rng.integers(2**31))
    start = _start_that_gets_there(rng, moons_inputs(seed), moons_labels(seed))
    yield call(
        "nn_model",
        Built("helpers.weeks.week2.judges.moons_inputs", seed=seed),
        Built("helpers.weeks.week2.judges.moons_labels", seed=seed),
        4,
        num_iterations=400,
    ).with_(
        replaced={"initialize_parameters": start},
        expected={"seed": seed, "n_h": 4},
        note=f"two moons, 400 steps from a start with larger weights; {CHOSEN_START}",
    )


EXERCISE = Exercise(
    "nn_model",
    parts=(
        Part("after a few steps", 2, few_steps, GRADIENT),
        Part("after more steps", 2, more_steps, GRADIENT),
        Part("as many hidden units as asked for", 2, hidden_units, Statistics()),
        Part(
            "what a long training achieves",
            2,
            moons,
            Custom("helpers.weeks.week2.judges.separates", {"at_least": 0.93}),
            long=True,
        ),
    ),
    depends_on=(
        "layer_sizes",
        "initialize_parameters",
        "forward_propagation",
        "compute_cost",
        "backward_propagation",
        "update_parameters",
    ),
)
