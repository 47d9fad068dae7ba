"""Figures of week 4: what becomes of a network's values from layer to layer, draw after draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.figures.style import (
    SERIES_COLOURS,
    SERIES_LINES,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption


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
