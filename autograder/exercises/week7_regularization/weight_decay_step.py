"""Examines `weight_decay_step`: ordinary steps, a strong penalty, no slope, other shapes."""

from autograder.examining import Exercise, Part, Unchanged, call, distinct_sizes


def _step(rng, shape, learning_rate, lam, slope=1.0):
    W = (rng.uniform(0.3, 2.0, shape) * rng.choice([-1.0, 1.0], shape)).round(2)
    dW = (slope * rng.normal(0, 1, shape)).round(2)
    return call("weight_decay_step", W, dW, learning_rate, lam)


def ordinary_steps(rng):
    for lam in (0.3, 0.8):
        yield _step(rng, tuple(distinct_sizes(rng, 2, 2, 6)), round(rng.uniform(0.1, 0.3), 2), lam)


def strong_penalty(rng):
    yield _step(rng, (3, 4), 0.35, 2.5).with_(note="a strong penalty: a weight may change its sign")


def no_slope(rng):
    yield _step(rng, (4, 3), 0.15, 0.6, slope=0.0).with_(note="dW is zero")


def other_shapes(rng):
    yield _step(rng, (1, 5), 0.2, 0.7)
    yield _step(rng, (6, 2), 0.25, 0.0).with_(note="no penalty")


EXERCISE = Exercise(
    "weight_decay_step",
    parts=(
        Part("ordinary steps", 2, ordinary_steps),
        Part("a strong penalty", 2, strong_penalty),
        Part("where the loss has no slope", 2, no_slope),
        Part("other shapes, no penalty", 1, other_shapes),
        Part("W as it was", 1, ordinary_steps, Unchanged()),
    ),
    depends_on=("regularization",),
)
