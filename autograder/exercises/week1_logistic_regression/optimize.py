"""Examines `optimize`: w, b, grads, costs."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import COST, GRADIENT, neuron
from solutions import week1_logistic_regression as reference


def _uphill(rng):
    """Return a case in which a learning rate that is too large lets the cost rise on the way."""
    while True:
        n, m = distinct_sizes(rng, 2, 3, 8)
        given, rate = neuron(rng, n, m), float(rng.uniform(2, 8))
        w, b, X, Y = given
        costs = []
        for _ in range(6):
            if len(costs) == 3 and not costs[2] > 1.05 * costs[1]:
                break  # most are no such case: the rest of the training need not be seen
            if not np.all(np.abs(reference.sigmoid(w.T @ X + b) - 0.5) < 0.499):
                break
            grads, cost = reference.propagate(w, b, X, Y)
            costs.append(cost)
            w, b = w - rate * grads["dw"], b - rate * grads["db"]
        else:
            return _case(given, 6, rate).with_(note="the cost rises on the way")


def _training(rng, n, m, iterations, rate):
    return _case(neuron(rng, n, m), iterations, rate)


def _case(given, iterations, rate):
    """Return a case of optimize. The gradients at the final parameters are accepted as well."""
    w, b, X, Y = given
    params, grads, costs = reference.optimize(w, b, X, Y, iterations, rate)
    late, _ = reference.propagate(params["w"], params["b"], X, Y)
    case = call("optimize", w, b, X, Y, num_iterations=iterations, learning_rate=rate)
    return case.with_(expected=(params, grads, costs), also=((params, late, costs),))


def trainings(rng):
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, int(rng.integers(2, 6)), float(rng.uniform(0.2, 0.4)))
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, 101, float(rng.uniform(0.1, 0.15)))
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, int(rng.integers(203, 209)), float(rng.uniform(0.05, 0.09)))
    yield _uphill(rng)


EXERCISE = Exercise(
    "optimize",
    parts=(
        Part("w", 4, trainings, GRADIENT, (0, "w")),
        Part("b", 4, trainings, GRADIENT, (0, "b")),
        Part("grads", 2, trainings, GRADIENT, (1,)),
        Part("costs", 4, trainings, COST, (2,)),
    ),
    depends_on=("propagate",),
)
