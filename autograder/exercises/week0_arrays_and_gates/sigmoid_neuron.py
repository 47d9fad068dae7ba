"""How sigmoid_neuron is examined: its output, the derivatives by its weights, those by its inputs."""

import numpy as np

from autograder.examining import Exercise, Part, call
from autograder.exercises.week0_arrays_and_gates._cases import away_from_zero


def neurons(rng):
    yield call("sigmoid_neuron", np.array([[2.0], [-3.0], [-3.0]]), np.array([[-1.0], [-2.0]]))
    for _ in range(2):
        yield call("sigmoid_neuron", *_moderate(rng))


def _moderate(rng):
    """Return w and x whose score is neither near 0 nor so large that the gradients vanish."""
    while True:
        w, x = away_from_zero(rng, (3, 1)), away_from_zero(rng, (2, 1))
        score = w[0, 0] * x[0, 0] + w[1, 0] * x[1, 0] + w[2, 0]
        if 0.4 < abs(score) < 2.5:
            return w, x


def small(rng):
    yield call("sigmoid_neuron", np.array([[2.0], [0.5], [-1.0]]), np.array([[1.0], [-2.0]]))


EXERCISE = Exercise(
    "sigmoid_neuron",
    parts=(
        Part("f", 4, neurons, select=(0,)),
        Part("dw", 6, neurons, select=(1,)),
        Part("dx", 4, neurons, select=(2,)),
    ),
    depends_on=("add_backward", "sigmoid_backward"),
    small=small,
)
