"""The opening picture of week 2, drawn by another method than the one that the week builds."""

from __future__ import annotations

import numpy as np

from helpers.planar import make_rose
from helpers.plots import Predict, decision_boundaries
from helpers.style import CourseFigure


def preview(*, caption: str = "", alt: str = "") -> CourseFigure:
    """Draw what week 2 builds: the plane cut by one neuron, and by a network that bends its cuts.

    Both come from ridge regression, on the coordinates alone and on waves of random directions, so
    that nothing of the week's answers is needed to draw them.
    """
    X, Y = make_rose(400, 0.2)
    rng = np.random.default_rng(4)
    directions, shifts = rng.normal(0, 0.8, (120, 2)), rng.uniform(0, 2 * np.pi, (120, 1))

    def waves(points: np.ndarray) -> np.ndarray:
        return np.cos(np.dot(directions, points) + shifts)

    def coordinates(points: np.ndarray) -> np.ndarray:
        return points

    panels = {"one neuron": _ridge(coordinates, X, Y), "a hidden layer": _ridge(waves, X, Y)}
    return decision_boundaries(panels, X, Y, columns=2, caption=caption, alt=alt)


def _ridge(features: Predict, X: np.ndarray, Y: np.ndarray) -> Predict:
    """Return a classifier: least squares on features of the points, with a small penalty."""

    def table(points: np.ndarray) -> np.ndarray:
        rows = features(points)
        return np.vstack([rows, np.ones((1, rows.shape[1]))]).T

    inner = table(X).T @ table(X) + 0.1 * np.eye(table(X).shape[1])
    weights = np.linalg.solve(inner, table(X).T @ Y.ravel())
    return lambda points: table(points) @ weights
