"""Figures that follow something through the layers of deep networks, several panels side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.figures.plots import draw_curves
from helpers.figures.style import (
    SERIES_COLOURS,
    SERIES_LINES,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption

Curves = Mapping[str, tuple[Sequence[float] | np.ndarray, Sequence[float] | np.ndarray]]


@styled
def curve_panels(
    panels: Mapping[str, Curves],
    x_label: str | Sequence[str],
    y_label: str | Sequence[str],
    *,
    log_y: bool | Sequence[bool] = False,
    markers: bool = False,
    share_y: bool = True,
    legend_in: int = 0,
    height: float = 3.1,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw panels {title: {label: (x, y)}} side by side; the same label looks the same in each.

    x_label, y_label, log_y: one for all panels, or one for each; share_y: the same limits for all;
    legend_in: the panel that carries the legend, from 0; height: in inches. What is infinite or not
    a number is left out.
    """
    count = len(panels)
    figure, row = new_figure(1, count, height, sharey=share_y)
    x_labels = [x_label] * count if isinstance(x_label, str) else list(x_label)
    y_labels = [y_label] * count if isinstance(y_label, str) else list(y_label)
    logs = [log_y] * count if isinstance(log_y, bool) else list(log_y)
    for number, (axes, (title, lines)) in enumerate(zip(row.flat, panels.items())):
        draw_curves(axes, {label: _finite(x, y) for label, (x, y) in lines.items()}, markers)
        if logs[number]:
            axes.set_yscale("log")
        elif axes.get_ylim()[0] > 0:
            axes.set_ylim(bottom=0)  # counts and shares are read against nothing
        legend = axes.get_legend()
        if legend is not None and number != legend_in:
            legend.remove()
        label_panel(axes, x_labels[number], y_labels[number], title)
        if share_y:
            axes.label_outer()
    titles = "; ".join(f"{title}: {', '.join(lines)}" for title, lines in panels.items())
    set_caption(figure, caption, alt or f"Curves by {x_labels[0]}. {titles}. {caption}")
    return figure


def _finite(
    x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The points of a curve, with gaps where a value is not finite."""
    values = np.asarray(y, dtype=float)
    return np.asarray(x, dtype=float), np.where(np.isfinite(values), values, np.nan)


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
