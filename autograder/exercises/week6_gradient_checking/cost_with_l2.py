"""Examines `cost_with_l2` and `gradients_with_l2`: the cost; the gradient of W2; all gradients,
biases too; gradients as they were.
"""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import arrays, layout_of


def _l2(rng):
    layout = layout_of(distinct_sizes(rng, 4, 2, 5))
    lambd, m = round(float(rng.uniform(0.3, 0.9)), 2), int(rng.integers(6, 12))
    return arrays(rng, layout), arrays(rng, layout, "d"), lambd, m


def costs(rng):
    for _ in range(2):
        parameters, _, lambd, m = _l2(rng)
        yield call("cost_with_l2", round(float(rng.uniform(0.3, 0.9)), 3), parameters, lambd, m)


def penalised(rng):
    parameters, gradients, lambd, m = _l2(rng)
    yield call("gradients_with_l2", gradients, parameters, lambd, m)


EXERCISE = Exercise(
    "cost_with_l2",
    functions=("cost_with_l2", "gradients_with_l2"),
    parts=(
        Part("the cost", 2, costs),
        Part("the gradient of W2", 2, penalised, select=("dW2",)),
        Part("all gradients, biases too", 1, penalised),
        Part("gradients as they were", 1, penalised, Unchanged()),
    ),
)
