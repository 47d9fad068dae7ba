"""How `layernorm_forward` and `layernorm_backward` are examined: the way back is given its cache."""

import numpy as np

from autograder.examining import Close, Exercise, Part, Unchanged, call, distinct_sizes
from solutions import week5_normalization as reference

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _layer(rng, low=3, high=7):
    """Return X, gamma, beta, eps; features of an example are neither centred nor alike in spread."""
    n, m = distinct_sizes(rng, 2, low, high)
    X = rng.normal(0, 1, (n, m)) * rng.uniform(0.5, 2.5, (1, m)) + rng.uniform(-3, 3, (1, m))
    gamma = rng.choice([-1.0, 1.0], (n, 1)) * rng.uniform(0.5, 1.8, (n, 1))
    beta = rng.choice([-1.0, 1.0], (n, 1)) * rng.uniform(0.3, 1.2, (n, 1))
    return X, gamma, beta, float(rng.uniform(0.2, 0.5))


def forward_of_examples(rng):
    for _ in range(2):
        yield call("layernorm_forward", *_layer(rng))


def forward_of_one_example(rng):
    X, gamma, beta, eps = _layer(rng)
    yield call("layernorm_forward", X[:, :1], gamma, beta, eps).with_(note="a single example")


def backward_of_examples(rng):
    for _ in range(2):
        X, gamma, beta, eps = _layer(rng)
        _, cache = reference.layernorm_forward(X, gamma, beta, eps)
        yield call("layernorm_backward", rng.normal(0.3, 1, X.shape), cache)


def small(rng):
    """Draw for the way back: features of the variance 1, so that with 3 for eps std is 2."""
    gamma, beta = np.array([[2.0], [1.0]]), np.zeros((2, 1))
    for X, dout in (
        ([[3.0], [1.0]], [[1.0], [0.5]]),
        ([[3.0, 4.0], [1.0, 6.0]], [[1.0, 2.0], [0.5, -2.0]]),
    ):
        _, cache = reference.layernorm_forward(np.array(X), gamma, beta, 3.0)
        yield call("layernorm_backward", np.array(dout), cache)


EXERCISE = Exercise(
    "layernorm_forward",
    functions=("layernorm_forward", "layernorm_backward"),
    parts=(
        Part("out", 2, forward_of_examples, select=(0,)),
        Part("the cache", 1, forward_of_examples, select=(1,)),
        Part("out of a single example", 1, forward_of_one_example, select=(0,)),
        Part("X stays as it was", 1, forward_of_examples, Unchanged()),
        Part("dX", 4, backward_of_examples, GRADIENT, select=(0,)),
        Part("dgamma", 2, backward_of_examples, GRADIENT, select=(1,)),
        Part("dbeta", 1, backward_of_examples, GRADIENT, select=(2,)),
    ),
    small=small,
)
