"""Figures of week 2: its opening picture, drawn from stored weights, and the activations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from helpers.data.planar import make_rose
from helpers.figures.plots import decision_boundaries
from helpers.figures.style import BLUE, CourseFigure, new_figure, styled
from helpers.figures.style import caption as set_caption


def preview(*, caption: str = "", alt: str = "") -> CourseFigure:
    """Draw what week 2 builds: the plane cut by one neuron, and by a network that bends its cuts.

    Both are drawn from stored weights: of week 1's neuron after 1,000 steps of 0.1, and of this
    week's network with four hidden units after 2,000 steps of 1.2, to two digits.
    """
    X, Y = make_rose(400, 0.2)
    panels = {"one neuron": _one_neuron, "four hidden units": _four_units}
    return decision_boundaries(panels, X, Y, columns=2, shares=False, caption=caption, alt=alt)


def _one_neuron(points: np.ndarray) -> np.ndarray:
    score = np.dot([[-0.0128, 0.0401]], points) - 0.0079
    return 0.5 + np.tanh(score / 2) / 2  # the sigmoid, without an exponential that overflows


def _four_units(points: np.ndarray) -> np.ndarray:
    lines = [[0.91, 1.69, 0.01], [1.74, -0.07, -0.33], [1.51, 0.06, 0.52], [-0.9, 1.44, 0.05]]
    hidden = np.tanh(np.dot(lines, np.vstack([points, np.ones(points.shape[1])])))
    score = np.dot([[-5.49, 3.51, 2.17, 5.74]], hidden) + 0.31
    return 0.5 + np.tanh(score / 2) / 2


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
