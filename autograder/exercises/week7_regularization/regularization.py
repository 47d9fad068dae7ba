"""Examines `regularization` and `regularization_gradient`: both kinds, with weights that are 0."""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes


def _weights(rng, shape):
    """Return weights of both signs, large and small ones, two of them exactly 0; their sum is below 0."""
    W = (rng.uniform(0.2, 2.5, shape) * rng.choice([-1.0, 1.0], shape)).round(2)
    W.flat[rng.choice(W.size, 2, replace=False)] = 0.0
    return -W if W.sum() > 0 else W


def _cases(rng, function, kind):
    yield call(function, _weights(rng, tuple(distinct_sizes(rng, 2, 2, 6))), kind)
    yield call(function, _weights(rng, (1, 7)), kind)


def l2(rng):
    yield from _cases(rng, "regularization", "l2")


def l1(rng):
    yield from _cases(rng, "regularization", "l1")


def l2_gradient(rng):
    yield from _cases(rng, "regularization_gradient", "l2")


def l1_gradient(rng):
    yield from _cases(rng, "regularization_gradient", "l1")
    W = _weights(rng, (2, 3))
    W[:, 1] = 1e-8 * rng.permutation([1, -1])
    yield call("regularization_gradient", W, "l1").with_(note="two of the weights are tiny")


EXERCISE = Exercise(
    "regularization",
    functions=("regularization", "regularization_gradient"),
    parts=(
        Part("l2", 2, l2),
        Part("l1", 2, l1),
        Part("the gradient of l2", 3, l2_gradient),
        Part("the gradient of l1", 2, l1_gradient),
        Part("W as it was", 1, l1_gradient, Unchanged()),
    ),
)
