"""Figures and small experiments of week 4: what becomes of a network's values from layer to layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.style import (
    FAINT,
    SERIES_COLOURS,
    SERIES_LINES,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption

DEPTH, WIDTH = 50, 100


def fifty_layers(X: np.ndarray, sigma: float) -> np.ndarray:
    """Return the root mean square behind each of 50 relu layers of 100 units, array (50,).

    X: examples as columns; sigma: standard deviation of all weights. There are no biases.
    """
    rng, A, sizes = np.random.default_rng(1), X, []
    for _ in range(DEPTH):
        A = np.maximum(sigma * rng.standard_normal((WIDTH, len(A))) @ A, 0)
        sizes.append(np.sqrt(np.mean(A**2)))
    return np.array(sizes)


def survival(X: np.ndarray, sigma: Any) -> str:
    """Say what is left of the examples after fifty layers: a sentence for any guess of sigma."""
    try:
        number = float(sigma)
    except (TypeError, ValueError):
        number = np.nan
    if not 0 < number < 1e3:
        return f"Expected a standard deviation such as 0.05; got {str(sigma)[:40]}."
    last = fifty_layers(X, number)[-1]
    alive = "the network survives" if 0.1 <= last <= 10 else "it does not survive"
    return f"sigma = {number:g}: the root mean square in layer 50 is {last:.1e}, {alive}"


@styled
def draw_sizes(axes: Axes, sizes: np.ndarray) -> None:
    """Draw the root mean square of each layer, and the band from 0.1 to 10 in which it survives.

    A curve that leaves the axes is lost.
    """
    axes.axhspan(0.1, 10, color=FAINT, alpha=0.35, linewidth=0)
    axes.plot(np.arange(1, len(sizes) + 1), sizes, color=SERIES_COLOURS[0])
    axes.set_yscale("log")
    axes.set_ylim(1e-8, 1e8)
    label_panel(axes, "layer", "root mean square", "")


@styled
def repeated_draws(
    panels: Mapping[str, Mapping[str, Sequence[np.ndarray]]],
    x_label: str,
    y_label: str,
    *,
    height: float = 3.1,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw panels {title: {label: [curve, curve, ...]}}: curves of one label share one look.

    A curve has one value for each layer, from layer 1 on; the axis of values is logarithmic.
    """
    figure, row = new_figure(1, len(panels), height, sharey=True)
    for axes, (title, groups) in zip(row.flat, panels.items()):
        for kind, (label, draws) in enumerate(groups.items()):
            for number, values in enumerate(draws):
                axes.plot(
                    np.arange(1, len(values) + 1),
                    values,
                    color=SERIES_COLOURS[kind],
                    linestyle=SERIES_LINES[kind],
                    linewidth=1.9 if len(draws) == 1 else 1.1,
                    label=label if number == 0 else None,
                )
        axes.set_yscale("log")
        label_panel(axes, x_label, y_label, title)
        axes.label_outer()
    row[0, 0].legend(loc="lower left")
    described = f"Panels {', '.join(panels)}: {y_label} by {x_label}, one thin curve for each draw."
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure
