"""What the week on a shallow net needs to judge a long training: its points, and a look at its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers.data.planar import make_moons
from helpers.judge.comparing import Seen

POINTS, NOISE = 300, 0.05


def moons_inputs(seed: int) -> np.ndarray:
    """Return 300 points of two moons, X (2, 300), with a noise of 0.05, turned and perhaps mirrored.

    Each seed has a turn of its own, so that parameters learned for other moons do not fit.
    """
    return _turned_moons(seed)[0]


def moons_labels(seed: int) -> np.ndarray:
    """Return the labels Y (1, 300) of the points that moons_inputs makes from the same seed."""
    return _turned_moons(seed)[1]


def _turned_moons(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points and labels; which moon is called 1 depends on the seed too."""
    rng = np.random.default_rng([seed, 2])
    angle, mirror, exchanged = rng.uniform(0, 2 * np.pi), rng.choice([-1.0, 1.0]), rng.integers(2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points, labels = make_moons(POINTS, NOISE, seed)
    return turn @ (points * [[1.0], [mirror]]), np.abs(labels - exchanged)


def separates(
    got: Any, expected: Mapping[str, int], name: str, seen: Seen, at_least: float
) -> str | None:
    """Return the share of moons on the right side when it is less than `at_least`, or None.

    got: parameters of a network with n_h hidden units, as a student's training returns them;
    expected: "seed" of the moons, and "n_h".
    """
    if not isinstance(got, Mapping):
        return f"{name} should be a dictionary of parameters."
    units = expected["n_h"]
    shapes = {"W1": (units, 2), "b1": (units, 1), "W2": (1, units), "b2": (1, 1)}
    arrays = {}
    for key, shape in shapes.items():
        value = got.get(key)
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
            return f"{name} should have an array of shape {shape} under the key {key!r}."
        if value.shape != shape:
            return f"{name}[{key!r}] has shape {value.shape}; expected {shape}."
        arrays[key] = value.astype(float)
    points, labels = _turned_moons(expected["seed"])
    share = _share_on_the_right_side(arrays, points, labels)
    if share >= at_least:
        return None
    return (
        f"The trained network is right for {share:.1%} of the {labels.size} points; expected at "
        f"least {at_least:.0%}."
    )


def _share_on_the_right_side(
    arrays: Mapping[str, np.ndarray], points: np.ndarray, labels: np.ndarray
) -> float:
    """The sigmoid of z is above one half exactly when z is positive: z alone is enough."""
    z = np.full(labels.shape, arrays["b2"].item())
    for row, bias, weight in zip(arrays["W1"], arrays["b1"][:, 0], arrays["W2"][0], strict=True):
        z = z + weight * np.tanh(row @ points + bias)
    return float(np.mean((z > 0) == (labels > 0.5)))
