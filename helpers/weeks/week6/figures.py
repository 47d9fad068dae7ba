"""Figures of week 6: secants, differences by block, a kink, a check over a training run, masks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.plots import draw_curves
from helpers.figures.style import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    PAPER,
    SERIES_MARKERS,
    VERMILLION,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption

PASS, BROKEN = 1e-7, 1e-3
NOTHING = 1e-12


@styled
def secants(
    f: Callable[[float], float],
    slope: float,
    x: float,
    epsilon: float,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a curve with its tangent at x, the one-sided and the two-sided secant of a wide step.

    f: function of a number; slope: its derivative at x; epsilon: the step.
    """
    figure, panels = new_figure(1, 2, 3.3, sharex=True, sharey=True)
    reach = np.linspace(x - 1.6 * epsilon, x + 1.6 * epsilon, 200)
    heights = [f(float(value)) for value in reach]
    choices = (("one side", x, x + epsilon), ("both sides", x - epsilon, x + epsilon))
    for axes, (title, left, right) in zip(panels[0], choices):
        rise = (f(right) - f(left)) / (right - left)
        axes.plot(reach, heights, color=BLUE)
        axes.plot(reach, f(x) + slope * (reach - x), color=INK, linestyle="--", linewidth=1.3)
        chord = f(left) + rise * (reach - left)
        axes.plot(reach, chord, color=VERMILLION, linestyle=":", linewidth=2.2)
        axes.plot([left, right], [f(left), f(right)], "o", color=VERMILLION, markersize=7)
        axes.plot([x], [f(x)], "s", color=INK, markersize=5)
        axes.set_xticks([x - epsilon, x, x + epsilon], ["$x-ε$", "$x$", "$x+ε$"])
        label_panel(
            axes, "", "f" if title == "one side" else "", f"{title}: {rise:.3f}, true {slope:.3f}"
        )
    handles = panels[0, 0].lines[:3]
    figure.legend(
        handles, ["f", "tangent", "secant"], loc="outside upper right", ncols=3, handlelength=2.5
    )
    set_caption(figure, caption, alt or f"A curve, its tangent and its secants. {caption}")
    return figure


@styled
def block_differences(
    networks: Mapping[str, Mapping[str, float]], caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw the relative difference of each block of parameters, a panel for each network.

    networks: {title: {block: difference}}, blocks from the input to the output. Dots on a
    logarithmic axis; what is below 1e-12 stands at 1e-12. Grey bands part pass, suspicious and
    broken.
    """
    most = max(len(blocks) for blocks in networks.values())
    figure, panels = new_figure(1, len(networks), 0.3 * most + 1.0, sharex=True, sharey=True)
    for number, (axes, (title, blocks)) in enumerate(zip(panels[0], networks.items())):
        _bands(axes, upright=True)
        values = np.maximum(np.nan_to_num(np.array(list(blocks.values())), nan=1.0), NOTHING)
        rows = np.arange(len(blocks))
        colours = [VERMILLION if value > 1e-5 else BLUE for value in values]
        axes.hlines(rows, NOTHING, values, color=colours, linewidth=1.6)
        for row, value, colour in zip(rows, values, colours):
            mark = "D" if value > 1e-5 else "o"
            axes.plot([value], [row], mark, color=colour, markersize=7, linestyle="")
        axes.set_xscale("log")
        axes.set_xlim(NOTHING, 3)
        axes.set_xticks([1e-11, 1e-7, 1e-3])
        axes.set_yticks(rows, list(blocks))
        axes.set_ylim(-0.6, most - 0.4)
        axes.grid(False, axis="y")
        label_panel(axes, "difference", "block" if number == 0 else "", title)
    told = "; ".join(
        f"{title}: " + ", ".join(f"{name} {value:.0e}" for name, value in blocks.items())
        for title, blocks in networks.items()
    )
    set_caption(figure, caption, alt or f"Relative difference by block. {told}. {caption}")
    return figure


@styled
def slope_jump(
    places: Sequence[float] | np.ndarray,
    slopes: Sequence[float] | np.ndarray,
    backward: float,
    central: float,
    x_label: str,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the slope of a cost along one parameter that jumps at 0, and two answers at 0.

    places, slopes (k,); backward, central: what the backward pass and the central difference say.
    """
    figure, panels = new_figure(height=3.3, width=6.4)
    axes = panels[0, 0]
    places, slopes = np.asarray(places), np.asarray(slopes)
    for side in (places < 0, places > 0):
        axes.plot(
            places[side],
            slopes[side],
            color=INK,
            linestyle="-",
            label="slope of the cost" if side[0] else None,
        )
    answers = (("backward pass", backward, BLUE, "o"), ("central difference", central, ORANGE, "D"))
    for label, value, colour, mark in answers:
        axes.plot([0], [value], mark, color=colour, markersize=9, linestyle="", label=label)
    axes.legend(loc="best")
    label_panel(axes, x_label, "slope of the cost")
    told = f"The slope jumps at 0; backward pass {backward:.4f}, central difference {central:.4f}."
    set_caption(figure, caption, alt or f"{told} {caption}")
    return figure


@styled
def check_history(
    steps: Sequence[int] | np.ndarray,
    differences: Sequence[float] | np.ndarray,
    silent: Sequence[float] | np.ndarray,
    costs: Mapping[str, Sequence[float] | np.ndarray],
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw, against training steps, a gradient check's difference, and costs.

    steps, differences (k,); silent (k,): the share of (unit, example) pairs with relu at zero;
    costs {label: (k,)}.
    """
    figure, panels = new_figure(1, 3, 3.2)
    first, second, third = panels[0]
    _bands(first, upright=False)
    first.plot(steps, np.maximum(differences, NOTHING), color=INK, marker="o", markersize=3.5)
    first.set_yscale("log")
    first.set_ylim(1e-10, 3)
    label_panel(first, "training step", "difference", "the check")
    second.plot(steps, 100 * np.asarray(silent), color=INK, marker="s", markersize=3.5)
    second.set_ylim(bottom=-2)
    label_panel(second, "training step", "relus at zero, %", "silent relus")
    draw_curves(third, {label: (steps, cost) for label, cost in costs.items()})
    third.set_ylim(bottom=0)
    label_panel(third, "training step", "cost", "the cost")
    told = (
        f"The difference goes from {differences[0]:.0e} at step {steps[0]} to "
        f"{differences[-1]:.1g} at step {steps[-1]}."
    )
    set_caption(figure, caption, alt or f"{told} {caption}")
    return figure


@styled
def two_masks(
    places: Sequence[float] | np.ndarray,
    fresh: Sequence[float] | np.ndarray,
    held: Sequence[float] | np.ndarray,
    x_label: str,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a cost along one parameter, with a fresh mask at each place and with one mask held."""
    figure, panels = new_figure(height=3.3)
    axes = panels[0, 0]
    axes.plot(
        places,
        fresh,
        SERIES_MARKERS[1],
        color=ORANGE,
        markeredgecolor=INK,
        markeredgewidth=0.5,
        linestyle="",
        label="a fresh mask each time",
    )
    axes.plot(places, held, color=BLUE, linestyle="-", label="one mask held")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    label_panel(axes, x_label, "cost")
    told = "With a fresh mask the costs scatter; with one mask held they lie on a smooth curve."
    set_caption(figure, caption, alt or f"{told} {caption}")
    return figure


def _bands(axes: Axes, upright: bool) -> None:
    """Shade where a difference is suspicious and where it is broken, and say so."""
    span = axes.axvspan if upright else axes.axhspan
    span(PASS, BROKEN, color="#EFEFEF", zorder=0, linewidth=0)
    span(BROKEN, 10, color="#D9D9D9", zorder=0, linewidth=0)
    if not upright:
        for height, word in ((1.5e-10, "pass"), (1.5e-7, "suspicious"), (1.5e-3, "broken")):
            axes.annotate(
                word,
                (0.98, height),
                xycoords=("axes fraction", "data"),
                ha="right",
                va="bottom",
                fontsize=8.5,
                color=INK,
                bbox={"facecolor": PAPER, "edgecolor": FAINT, "linewidth": 0.5, "pad": 1.5},
            )
