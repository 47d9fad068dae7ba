"""A cheap gradient check for every week: one random direction instead of every parameter in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

STEP = 1e-5
FLOOR = 1e-4


def directional_check(
    cost: Callable[[dict[str, Any]], float],
    parameters: Mapping[str, Any],
    gradients: Mapping[str, Any],
    seed: int = 0,
) -> float:
    """Return how far gradients are from the slope that the cost really has, 0 to 1.

    All parameters are moved together a little along one random direction, there and back. The
    cost's change is compared with what the gradients foretell: |seen - foretold| / (|seen| +
    |foretold|). Below 1e-6 the gradients are most likely right; above 1e-3 something is wrong.
    It takes two calls of `cost`, however many parameters there are, but does not say where a
    fault is: week 6 does.

    Arguments:
        cost -- takes a dictionary like `parameters`, returns a number
        parameters -- {"W1": array, "b1": array or number, ...}
        gradients -- {"dW1": ..., "db1": ...}, each shaped as its parameter; further keys are ignored
        seed -- of the direction: try a few

    Raises ValueError when a gradient is missing, or has another shape than its parameter.
    """
    rng = np.random.default_rng(seed)
    values = {name: np.asarray(value, dtype=float) for name, value in parameters.items()}
    directions = {name: rng.standard_normal(value.shape) for name, value in values.items()}
    length = np.sqrt(sum(np.sum(direction**2) for direction in directions.values()))
    directions = {name: direction / length for name, direction in directions.items()}

    foretold = sum(
        float(np.sum(_gradient(gradients, name, value.shape) * directions[name]))
        for name, value in values.items()
    )
    ahead, behind = (
        float(
            np.squeeze(
                cost({name: values[name] + side * STEP * directions[name] for name in values})
            )
        )
        for side in (1, -1)
    )
    seen = (ahead - behind) / (2 * STEP)
    gap, size = abs(seen - foretold), abs(seen) + abs(foretold)
    # Near a minimum both slopes vanish, and what is left of `seen` is rounding of the cost.
    return gap / max(size, FLOOR * abs(ahead)) if gap else 0.0


def _gradient(gradients: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return the gradient of one parameter. Raises ValueError unless it is there and fits."""
    if f"d{name}" not in gradients:
        raise ValueError(
            f"Expected a gradient d{name} for the parameter {name}; the gradients have "
            f"{', '.join(map(repr, gradients))}. Use the parameter's name with a d before it."
        )
    gradient = np.asarray(gradients[f"d{name}"], dtype=float)
    if gradient.shape == shape or gradient.size == 1 == int(np.prod(shape)):
        return gradient.reshape(shape)
    raise ValueError(
        f"Expected d{name} to have the shape of {name}, {shape}; it has {gradient.shape}. "
        "Every parameter needs one number in its gradient, at the same place."
    )
