"""What several exercises of week 1 draw from."""

import numpy as np

from autograder.examining import Close

GRADIENT = Close(rtol=1e-5, scale=1e-9)
# Who adds 1e-6 inside of a logarithm is right; every known mistake is further away than this.
COST = Close(rtol=1e-4)


def labels(rng, m):
    """Return labels (1, m) of both kinds, not equally many."""
    ones = int(rng.choice([k for k in range(1, m) if 2 * k != m or m == 2]))
    return rng.permutation((np.arange(m) < ones).astype(int)).reshape(1, m)


def signed(rng, low, high):
    """Return a number between low and high in size, of either sign."""
    return float(rng.choice([-1.0, 1.0]) * rng.uniform(low, high))


def neuron(rng, n, m):
    """Return w, b, X, Y of which no activation is extreme."""
    w = rng.uniform(0.2, 0.9, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    return w, signed(rng, 0.3, 0.9), rng.normal(0.2, 0.9, (n, m)), labels(rng, m)


def neurons(rng, many, n, m):
    """Return w (many, n, 1), b (many, 1, 1), X (many, n, m), Y (many, 1, m), each drawn as in `neuron`."""
    w = rng.uniform(0.2, 0.9, (many, n, 1)) * rng.choice([-1.0, 1.0], (many, n, 1))
    b = rng.uniform(0.3, 0.9, (many, 1, 1)) * rng.choice([-1.0, 1.0], (many, 1, 1))
    Y = rng.permuted(np.broadcast_to(labels(rng, m), (many, 1, m)), axis=2)
    return w, b, rng.normal(0.2, 0.9, (many, n, m)), Y
