"""Examines `propagate`: dw, db, cost."""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week1_logistic_regression._cases import COST, GRADIENT, neuron


def neurons(rng):
    for low, high in ((3, 5), (6, 8)):  # more examples than inputs, then the other way round
        few, many = int(rng.integers(low - 1, low + 1)), int(rng.integers(high - 1, high + 1))
        n, m = (few, many) if low == 3 else (many, few)
        yield call("propagate", *neuron(rng, n, m))


EXERCISE = Exercise(
    "propagate",
    parts=(
        Part("dw", 8, neurons, GRADIENT, (0, "dw")),
        Part("db", 7, neurons, GRADIENT, (0, "db")),
        Part("cost", 7, neurons, COST, (1,)),
    ),
    depends_on=("sigmoid", "compute_cost"),
)
