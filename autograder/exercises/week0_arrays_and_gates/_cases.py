"""Numbers that are neither zero nor alike, which several exercises of week 0 draw."""

import numpy as np


def away_from_zero(rng, shape=None, low=0.4, high=2.0):
    """Return numbers of both signs whose size lies between low and high; one number without a shape."""
    numbers = np.round(rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape), 3)
    return float(numbers) if shape is None else numbers
