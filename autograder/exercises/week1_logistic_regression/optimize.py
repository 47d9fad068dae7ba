"""Examines `optimize`: w, b, grads, costs."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import COST, GRADIENT, neuron, neurons
from solutions import week1_logistic_regression as reference

SIDE_BY_SIDE = 200


def _uphill(rng):
    """Return a case in which a learning rate that is too large lets the cost rise on the way.

    One neuron of a hundred is such a case: many are trained side by side.
    """
    while True:
        n, m = distinct_sizes(rng, 2, 3, 8)
        several, rates = neurons(rng, SIDE_BY_SIDE, n, m), rng.uniform(2, 8, SIDE_BY_SIDE)
        found = np.flatnonzero(_rise(*several, rates.reshape(-1, 1, 1)))
        if found.size:
            w, b, X, Y = (array[found[0]] for array in several)
            case = _case((w, float(b[0, 0]), X, Y), 6, float(rates[found[0]]))
            return case.with_(note="the cost rises on the way")


def _rise(w, b, X, Y, rate):
    """Return, for arrays of neurons, of which the cost rises while no activation gets extreme."""
    costs, moderate = [], True
    for _ in range(6):
        Z = w.swapaxes(1, 2) @ X + b
        A = reference.sigmoid(Z)
        moderate = moderate & np.all(np.abs(A - 0.5) < 0.499, axis=(1, 2))
        costs.append(np.logaddexp(0, np.where(Y == 1, -Z, Z)).mean(axis=(1, 2)))
        w = w - rate * X @ (A - Y).swapaxes(1, 2) / Y.shape[2]
        b = b - rate * (A - Y).mean(axis=2, keepdims=True)
    return moderate & (costs[2] > 1.05 * costs[1])


def _settling(rng):
    """Return a training whose gradient becomes very small: who stops there stops too soon.

    Each of three inputs comes with both labels, so the lowest cost is not infinitely far away. The
    rate is the one at which both the flattest and the steepest way to it shrink equally fast.
    """
    while True:
        X = np.tile(rng.normal(0, 1, (2, 3)), 2)
        X, Y = np.hstack([X, rng.normal(0, 1, (2, 1))]), np.array([[1, 1, 1, 0, 0, 0, 1]])
        inputs = np.vstack([X, np.ones(Y.shape)])
        lowest, (flattest, _, steepest) = _valley(inputs, Y)
        if steepest > 8 * flattest:
            continue
        rate = round(2 / (flattest + steepest), 2)
        theta = start = lowest + rng.choice([-1.0, 1.0], (3, 1)) * rng.uniform(0.2, 0.6, (3, 1))
        length, steps = np.inf, 0
        while length > 3e-7 and steps < 60:
            slope = _slope(theta, inputs, Y)
            theta, length, steps = theta - rate * slope, np.abs(slope).max(), steps + 1
        if 10 < steps < 60 and length > 1e-8:
            given = (start[:2], float(start[2, 0]), X, Y)
            return _case(given, steps, rate).with_(note="the gradient becomes very small")


def _valley(inputs, Y):
    """Return the parameters of the lowest cost, by Newton's method, and the curvatures there, rising."""
    theta = np.zeros((len(inputs), 1))
    for _ in range(6):
        A = reference.sigmoid(theta.T @ inputs)
        curvature = inputs * A * (1 - A) @ inputs.T / Y.size
        theta = theta - np.linalg.solve(curvature, _slope(theta, inputs, Y))
    return theta, np.linalg.eigvalsh(curvature)


def _slope(theta, inputs, Y):
    return inputs @ (reference.sigmoid(theta.T @ inputs) - Y).T / Y.size


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
    yield _uphill(rng)
    yield _settling(rng)
    # The last step is one whose cost is kept: who counts the end otherwise has another list.
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, 1, float(rng.uniform(0.2, 0.4)))
    # The longest comes last: of the known mistakes, most are told apart by what came back before it.
    n, m = distinct_sizes(rng, 2, 3, 8)
    yield _training(rng, n, m, int(rng.integers(102, 106)), float(rng.uniform(0.05, 0.09)))


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
