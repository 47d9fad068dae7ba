"""Examines `update_parameters`: W1, b1, W2, b2, the default learning rate, the caller's arrays."""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes
from autograder.exercises.week2_shallow_net._cases import GRADIENT, parameters_of


def _drawn(rng):
    widths = distinct_sizes(rng, 3)
    parameters = parameters_of(rng, *widths)
    grads = {f"d{name}": rng.normal(0, 1, value.shape) for name, value in parameters.items()}
    return parameters, grads


def _step(rng, **settings):
    return call("update_parameters", *_drawn(rng), **settings)


def steps(rng):
    yield _step(rng, learning_rate=round(float(rng.uniform(0.1, 0.6)), 3))
    yield _step(rng, learning_rate=round(float(rng.uniform(2, 3)), 3))


def default_step(rng):
    parameters, grads = _drawn(rng)
    turned = dict(reversed(grads.items()))  # what belongs together is told by keys, not by places
    yield call("update_parameters", parameters, turned).with_(
        note="the default learning rate; `grads` has its keys in another order"
    )


EXERCISE = Exercise(
    "update_parameters",
    parts=(
        Part("W1", 1, steps, GRADIENT, ("W1",)),
        Part("b1", 1, steps, GRADIENT, ("b1",)),
        Part("W2", 1, steps, GRADIENT, ("W2",)),
        Part("b2", 1, steps, GRADIENT, ("b2",)),
        Part("the default learning rate", 1, default_step, GRADIENT),
        Part("the caller's arrays", 1, steps, Unchanged()),
    ),
)
