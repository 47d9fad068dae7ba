"""What several exercises of week 8 draw from: networks with gradients, and examples to be cut up."""

import numpy as np

from autograder.examining import Custom, distinct_sizes

JUDGES = "helpers.weeks.week8.judges"


def judged_by(function, **settings):
    """Return the comparison that a function of week 8's judges makes."""
    return Custom(f"{JUDGES}.{function}", settings)


def away_from_zero(rng, shape, low=0.3, high=1.5):
    """Return numbers of both signs, none of them small."""
    return (rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)).round(3)


def shapes_of_a_network(rng):
    """Return names and shapes of the parameters of three layers, all sizes different."""
    sizes = distinct_sizes(rng, 4, 2, 5)
    shapes = {}
    for l, (n_prev, n) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
        shapes[f"W{l}"], shapes[f"b{l}"] = (n, n_prev), (n, 1)
    return shapes


def arrays(rng, shapes, prefix="", low=0.3, high=1.5):
    """Return an array for each name, no entry near zero."""
    return {prefix + name: away_from_zero(rng, shape, low, high) for name, shape in shapes.items()}


def positive(dictionary):
    """Return the same with absolute values, as averages of squares are."""
    return {name: np.abs(array) for name, array in dictionary.items()}


def examples(rng, m, n_x=3, n_y=2):
    """Return X and Y of m examples; no two columns of either are alike."""
    X = rng.uniform(-1, 1, (n_x, m)).round(4)
    X[0] += np.arange(m)
    Y = rng.uniform(0, 1, (n_y, m)).round(4)
    Y[0] += rng.permutation(m)
    return X, Y
