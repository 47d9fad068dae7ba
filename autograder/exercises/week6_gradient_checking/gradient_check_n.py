"""Examines `gradient_check_n`: the default epsilon, a larger epsilon, a wide epsilon, dictionaries
in another order.
"""

import numpy as np

from autograder.examining import Built, Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import FINITE, layout_of, shuffled
from helpers.weeks.week6.three_layer_network import network_gradients
from solutions.week6_gradient_checking import (
    dictionary_to_vector,
    gradients_to_vector,
    relative_difference,
)


def _network(rng):
    """Return parameters, examples and labels for a network of distinct sizes, nowhere dead.

    One unit of layer 1 sits on its kink for one example. There a numerical gradient sees half of a
    slope, at any step, and a backward pass all of it or nothing: who asks a backward pass in place
    of the cost comes to another difference (see `_tells_them_apart`).
    """
    n0, n1, n2, m = distinct_sizes(rng, 4, 3, 6)
    n3 = 2
    while True:
        parameters = {}
        for name, shape in layout_of([n0, n1, n2, n3]):
            spread = 1 / np.sqrt(shape[1])
            numbers = (
                rng.normal(0, spread, shape) if name[0] == "W" else rng.uniform(0.1, 0.5, shape)
            )
            parameters[name] = numbers.round(3)
        X, Y = rng.normal(size=(n0, m)).round(3), rng.integers(0, 2, (n3, m))
        unit, example = rng.integers(n1), rng.integers(m)
        parameters["b1"][unit] = -(parameters["W1"][unit] @ X[:, example]).round(6)
        gradients = network_gradients(parameters, X, Y)
        if all(np.linalg.norm(gradient) > 0.02 for gradient in gradients.values()):
            return parameters, X, Y, gradients


def _spoiled(rng, gradients, name):
    """Return gradients in which one block is wrong."""
    spoiled = dict(gradients)
    spoiled[name] = gradients[name] * rng.uniform(1.3, 1.8) + 0.05
    return spoiled


def _check_of(arguments, real):
    """Return a case in which a stand-in takes the place of numerical_gradient.

    So a fault of the student's own numerical_gradient counts once, where it is. The stand-in needs
    the right cost, point and step, but a function cannot travel to the grader's reference. A
    function that loops over theta by itself has `real`, the difference of the real numerical gradient.
    """
    return call("gradient_check_n", *arguments).with_(
        replaced={"numerical_gradient": Built("helpers.weeks.week6.costs.fingerprint")},
        also=(real,),
        note="numerical_gradient is replaced by a stand-in: its numbers are no gradient, but a fault "
        "of yours in numerical_gradient does no harm here",
    )


def _spoiled_network(rng, name, *epsilon):
    """Return arguments with a wrong block, of which the kink can be seen, and the difference of these."""
    while True:
        parameters, X, Y, supplied = _network(rng)
        gradients = _spoiled(rng, supplied, name) if name else supplied
        real = _difference(parameters, gradients, X, Y, *epsilon)
        if _tells_them_apart(gradients, supplied, real):
            return (parameters, gradients, X, Y, *epsilon), real


def _difference(parameters, gradients, X, Y, epsilon=1e-7):
    """Return what gradient_check_n does, with the costs of all moved parameters computed side by side."""
    theta, layout = dictionary_to_vector(parameters)
    steps = epsilon * np.eye(len(theta))
    ends = np.cumsum([np.prod(shape) for _, shape in layout])
    blocks = np.split(theta.T + np.vstack([steps, -steps]), ends[:-1], axis=1)
    W1, b1, W2, b2, W3, b3 = (
        block.reshape(-1, *shape) for block, (_, shape) in zip(blocks, layout)
    )
    A2 = np.maximum(W2 @ np.maximum(W1 @ X + b1, 0) + b2, 0)
    Z3 = W3 @ A2 + b3
    costs = (np.logaddexp(0, Z3) - Y * Z3).sum(axis=(1, 2)) / X.shape[1]
    ahead, behind = costs.reshape(2, -1, 1)
    gradapprox = (ahead - behind) / (2 * epsilon)
    return relative_difference(gradients_to_vector(gradients, layout), gradapprox)


def _tells_them_apart(gradients, supplied, real):
    """Return whether supplied gradients in place of numerical ones give another difference than `real`."""
    grad, other = (
        np.concatenate([g[name].ravel() for name in supplied]) for g in (gradients, supplied)
    )
    return abs(relative_difference(grad, other) - real) > 0.01 * real


def default_steps(rng):
    for name in ("dW1", "db2"):
        yield _check_of(*_spoiled_network(rng, name))


def larger_steps(rng):
    for name in ("dW2", "db3"):
        yield _check_of(*_spoiled_network(rng, name, 0.05))


def wide_steps_of_a_network(rng):
    yield _check_of(*_spoiled_network(rng, None, 0.4))


def disorder(rng):
    (parameters, gradients, *others), real = _spoiled_network(rng, "dW1", 0.05)
    gradients = dict(reversed(gradients.items()))
    more = {"dA2": rng.normal(size=(4, 7)).round(3)} | gradients
    case = _check_of((shuffled(rng, parameters), more, *others), real)
    yield case.with_(note=case.note + "; the dictionaries are in another order")


EXERCISE = Exercise(
    "gradient_check_n",
    parts=(
        Part("the default epsilon", 4, default_steps, FINITE),
        Part("a larger epsilon", 4, larger_steps, FINITE),
        Part("a wide epsilon", 2, wide_steps_of_a_network, FINITE),
        Part("dictionaries in another order", 2, disorder, FINITE),
    ),
    depends_on=(
        "dictionary_to_vector",
        "vector_to_dictionary",
        "gradients_to_vector",
        "numerical_gradient",
        "relative_difference",
    ),
)
