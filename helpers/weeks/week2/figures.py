"""Figures of week 2: its opening picture, drawn by another method than the week's, and the activations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from helpers.data.planar import make_rose
from helpers.figures.plots import Predict, decision_boundaries
from helpers.figures.style import BLUE, CourseFigure, new_figure, styled
from helpers.figures.style import caption as set_caption


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


@styled
def activation_panels(
    z: np.ndarray,
    values: Mapping[str, np.ndarray],
    slopes: Mapping[str, np.ndarray],
    *,
    flat: float = 0.05,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw activations above their slopes, a column for each, grey where the slope is below `flat`.

    z (k,), ascending; values, slopes: {name: (k,)}, with the same names. Lines are broken at zero
    where they jump.
    """
    figure, panels = new_figure(2, len(values), 1.75, sharex=True, sharey="row")
    for column, name in enumerate(values):
        slope = np.asarray(slopes[name], dtype=float).reshape(z.shape)
        for row, numbers in enumerate(
            (np.asarray(values[name], dtype=float).reshape(z.shape), slope)
        ):
            axes = panels[row, column]
            for side in (z < 0, z >= 0) if _jumps(numbers) else (np.full(z.shape, True),):
                axes.plot(z[side], numbers[side], color=BLUE, linestyle="-")
            axes.fill_between(
                z, 0, 1, where=np.abs(slope) < flat, transform=axes.get_xaxis_transform(),
                color="#DDDDDD", linewidth=0, zorder=0,
            )  # fmt: skip
        panels[0, column].set_title(name.replace("_", " "))
        panels[1, column].set_xlabel("score z")
    panels[0, 0].set_ylabel("activation g(z)")
    panels[0, 0].set_ylim(-1.6, 2.6)
    panels[1, 0].set_ylabel("slope g'(z)")
    set_caption(
        figure, caption, alt or f"Activations and their slopes: {', '.join(values)}. {caption}"
    )
    return figure


def _jumps(numbers: np.ndarray) -> bool:
    """Return whether neighbouring numbers differ by more than a curve drawn finely would."""
    return bool(np.max(np.abs(np.diff(numbers))) > 0.2)
