"""Examines `gradient_check_n`: the default epsilon, a larger epsilon, a wide epsilon, dictionaries
in another order.
"""

import numpy as np

from autograder.examining import Built, Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import FINITE, layout_of, shuffled
from helpers.weeks.week6.three_layer_network import network_gradients
from solutions.week6_gradient_checking import gradient_check_n


def _network(rng):
    """Return parameters, examples and labels for a network of distinct sizes, nowhere dead."""
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
        gradients = network_gradients(parameters, X, Y)
        if all(np.linalg.norm(gradient) > 0.02 for gradient in gradients.values()):
            return parameters, X, Y, gradients


def _spoiled(rng, gradients, name):
    """Return gradients in which one block is wrong."""
    spoiled = dict(gradients)
    spoiled[name] = gradients[name] * rng.uniform(1.3, 1.8) + 0.05
    return spoiled


def _check_of(parameters, gradients, X, Y, *epsilon):
    """Return a case in which a stand-in takes the place of numerical_gradient.

    So a fault of the student's own numerical_gradient counts once, where it is. The stand-in needs
    the right cost, point and step, but a function cannot travel to the grader's reference. A
    function that loops over theta by itself has the difference of the real numerical gradient.
    """
    return call("gradient_check_n", parameters, gradients, X, Y, *epsilon).with_(
        replaced={"numerical_gradient": Built("helpers.weeks.week6.costs.fingerprint")},
        also=(gradient_check_n(parameters, gradients, X, Y, *epsilon),),
        note="numerical_gradient is replaced by a stand-in: its numbers are no gradient, but a fault "
        "of yours in numerical_gradient does no harm here",
    )


def default_steps(rng):
    for name in ("dW1", "db2"):
        parameters, X, Y, gradients = _network(rng)
        yield _check_of(parameters, _spoiled(rng, gradients, name), X, Y)


def larger_steps(rng):
    for name in ("dW2", "db3"):
        parameters, X, Y, gradients = _network(rng)
        yield _check_of(parameters, _spoiled(rng, gradients, name), X, Y, 0.05)


def wide_steps_of_a_network(rng):
    parameters, X, Y, gradients = _network(rng)
    yield _check_of(parameters, gradients, X, Y, 0.4)


def disorder(rng):
    parameters, X, Y, gradients = _network(rng)
    gradients = dict(reversed(_spoiled(rng, gradients, "dW1").items()))
    more = {"dA2": rng.normal(size=(4, 7)).round(3)} | gradients
    case = _check_of(shuffled(rng, parameters), more, X, Y, 0.05)
    yield case.with_(note=case.note + "; the dictionaries are in another order")


EXERCISE = Exercise(
    "gradient_check_n",
    parts=(
        Part("the default epsilon", 4, default_steps, FINITE),
        Part("a larger epsilon", 4, larger_steps, FINITE),
        Part("a wide epsilon", 3, wide_steps_of_a_network, FINITE),
        Part("dictionaries in another order", 3, disorder, FINITE),
    ),
    depends_on=(
        "dictionary_to_vector",
        "vector_to_dictionary",
        "gradients_to_vector",
        "numerical_gradient",
        "relative_difference",
    ),
)
