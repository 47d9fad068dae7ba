"""Examines `optimize`: w, b, grads, costs."""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import COST, GRADIENT, neuron
from solutions import week1_logistic_regression as reference


def _training(rng, n, m, iterations, rate):
    """Return a case of optimize. The gradients at the final parameters are accepted as well."""
    w, b, X, Y = neuron(rng, n, m)
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
