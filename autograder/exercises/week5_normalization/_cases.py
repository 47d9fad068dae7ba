"""What several exercises of week 5 draw from."""

import numpy as np

from autograder.examining import distinct_sizes


def features(rng, n, m):
    """Return features with means and spreads of their own, means not small beside the spreads."""
    return rng.normal(rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1)), (n, m))


def symmetric(rng, eigenvalues):
    n = len(eigenvalues)
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H = Q @ np.diag(eigenvalues) @ Q.T
    return (H + H.T) / 2


def spectrum(rng, n):
    """Return eigenvalues at a distance from each other, from about 0.1 to some hundreds."""
    return np.cumprod(rng.uniform(2.5, 6, n)) * rng.uniform(0.05, 0.2)


def batch(rng, mode):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = features(rng, n, m)
    gamma, beta = rng.uniform(0.4, 2.5, (n, 1)), rng.normal(0, 1, (n, 1))
    bn_param = {
        "mode": mode,
        "eps": 0.3,
        "momentum": 0.8,
        "running_mean": rng.uniform(1, 4, (n, 1)),
        "running_var": rng.uniform(0.3, 5, (n, 1)),
    }
    return X, gamma, beta, bn_param
