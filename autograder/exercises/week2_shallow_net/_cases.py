"""What several exercises of week 2 draw from."""

import numpy as np

from autograder.examining import Close, call, distinct_sizes

GRADIENT = Close(rtol=1e-5, scale=1e-9)
# Who adds 1e-6 inside of a logarithm is right; every known mistake is further away than this.
COST = Close(rtol=1e-4)


def signed(rng, low, high, shape):
    """Return numbers between low and high in size, of either sign."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)


def labels_of_both_kinds(rng, m, n_y=1):
    """Return labels (n_y, m), each row with both kinds, the first not with equally many."""
    ones = [int(rng.choice([k for k in range(1, m) if 2 * k != m])) for _ in range(n_y)]
    return np.array([rng.permutation((np.arange(m) < k).astype(int)) for k in ones])


def parameters_of(rng, n_x, n_h, n_y):
    return {
        "W1": signed(rng, 0.2, 0.9, (n_h, n_x)),
        "b1": signed(rng, 0.2, 0.6, (n_h, 1)),
        "W2": signed(rng, 0.3, 1.0, (n_y, n_h)),
        "b2": signed(rng, 0.2, 0.6, (n_y, 1)),
    }


def network(rng, n_y=2, fits=lambda Z2: True):
    """Return parameters, X, Y of a network that is nowhere saturated; all sizes differ.

    `fits` says of the output layer's Z2 whether it will do. The output layer is drawn thirty times
    on top of a hidden layer, before that is drawn anew too.
    """
    while True:
        n_x, n_h, m = distinct_sizes(rng, 3, 3, 6)
        parameters, X = parameters_of(rng, n_x, n_h, n_y), rng.normal(0.1, 0.8, (n_x, m))
        A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
        if np.abs(A1).max() > 0.97:
            continue
        for _ in range(30):
            Z2 = parameters["W2"] @ A1 + parameters["b2"]
            if 0.04 < np.abs(Z2).min() and np.abs(Z2).max() < 2.4 and fits(Z2):
                return parameters, X, labels_of_both_kinds(rng, m, n_y)
            parameters["W2"] = signed(rng, 0.3, 1.0, (n_y, n_h))
            parameters["b2"] = signed(rng, 0.2, 0.6, (n_y, 1))


def inputs(rng, shape=None, first=1):
    """Return inputs on both sides of zero, none of them near it; `first` is the sign of the first."""
    shape = shape or tuple(distinct_sizes(rng, 2, 2, 5))
    Z = signed(rng, 0.2, 2.2, shape)
    Z.flat[:2] = (first * abs(Z.flat[0]), -first * abs(Z.flat[1]))
    return Z


def unusual_slope(rng):
    """Return a slope that nobody writes into an answer by habit."""
    return round(float(rng.choice([rng.uniform(0.03, 0.08), rng.uniform(0.2, 0.7)])), 3)


def both_shapes(rng, function, *activations):
    for activation in activations:
        yield call(function, inputs(rng), activation, unusual_slope(rng))
        # np.vectorize takes the type of its results from the first of them.
        Z = inputs(rng, (4,), first=-1)
        yield call(function, Z, activation, alpha=unusual_slope(rng))


def shapes_of(n_x, n_h, n_y, kinds="Wb"):
    """Return the shapes of the parameters, or of the weights or the biases alone."""
    shapes = {"W1": [n_h, n_x], "b1": [n_h, 1], "W2": [n_y, n_h], "b2": [n_y, 1]}
    return {name: shape for name, shape in shapes.items() if name[0] in kinds}
