"""Figures of week 5: paths down quadratic bowls, ranges of features, batch norm's graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.diagrams import FORWARD_FILL
from helpers.figures.style import (
    BLUE,
    INK,
    PAPER,
    VERMILLION,
    WIDTH,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption


@styled
def bowls(
    panels: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
    *,
    x_label: str = "$w_1$",
    y_label: str = "$w_2$",
    columns: int = 2,
    height: float = 3.3,
    reach: float = 1.25,
    equal_units: bool = False,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw quadratic costs of two weights as level lines, each with a path of gradient descent.

    panels: {title: (H, w_star, path)} with the Hessian H (2, 2), the minimum w_star (2, 1) and the
    path (2, k), whose first column is its start; panels with the same Hessian share their axes;
    reach: how far a panel reaches, as a multiple of the distance of the first two places;
    equal_units: draw both weights to one
    scale, so that a round bowl looks round.

    Raises ValueError if a Hessian is not (2, 2) or a path has not two rows.
    """
    for title, (H, _, path) in panels.items():
        if np.shape(H) != (2, 2) or np.ndim(path) != 2 or len(path) != 2:
            raise ValueError(
                f"Expected a Hessian (2, 2) and a path (2, k) for {title!r}; got {np.shape(H)} and "
                f"{np.shape(path)}. Choose two features, so that the bowl can be drawn."
            )
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    figure, grid = new_figure(rows, columns, height)
    reached = {title: _reach(w_star, path, reach) for title, (_, w_star, path) in panels.items()}
    hessians = [np.asarray(H) for H, _, _ in panels.values()]
    if all(np.array_equal(H, hessians[0]) for H in hessians):
        reached = dict.fromkeys(reached, np.max(list(reached.values()), axis=0))
    for axes, (title, (H, w_star, path)) in zip(grid.flat, panels.items(), strict=False):
        middle, half = np.ravel(w_star), reached[title]
        if equal_units:
            tall = max(half[1], half[0] / 1.3)
            half = np.array([1.3 * tall, tall])
            axes.set_aspect("equal")
        _draw_bowl(axes, np.asarray(H), middle, half)
        axes.plot(path[0], path[1], color=BLUE, linewidth=0.9, marker=".", markersize=4)
        axes.plot(path[0, 0], path[1, 0], "o", color=BLUE, markersize=7)
        axes.plot(*middle, marker="*", markersize=12, color=VERMILLION, markeredgecolor=INK)
        axes.locator_params(nbins=5)
        label_panel(axes, x_label, y_label, title)
    for axes in grid.flat[len(panels) :]:
        axes.remove()
    described = (
        f"Level lines of a quadratic cost and a path of gradient descent: {'; '.join(panels)}."
    )
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


def _reach(w_star: np.ndarray, path: np.ndarray, reach: float) -> np.ndarray:
    """How far a panel has to reach from the minimum, along each weight, to show the first steps."""
    away = np.abs(path[:, :2] - np.reshape(w_star, (2, 1))).max(axis=1)
    return reach * np.maximum(away, 0.05 * away.max() + 1e-12)


def _draw_bowl(axes: Axes, H: np.ndarray, middle: np.ndarray, half: np.ndarray) -> None:
    """Draw level lines, equally spaced in the root of the cost, as far as `half` from `middle`."""
    sides = [np.linspace(-1.02 * reach, 1.02 * reach, 160) for reach in half]
    a, b = np.meshgrid(*sides)
    height = np.sqrt(np.maximum(H[0, 0] * a * a + 2 * H[0, 1] * a * b + H[1, 1] * b * b, 0))
    levels = height.max() * np.linspace(0.04, 1, 16)
    axes.contour(
        a + middle[0], b + middle[1], height, levels=levels, colors="#B5B5B5", linewidths=0.8
    )
    axes.set_xlim(middle[0] - half[0], middle[0] + half[0])
    axes.set_ylim(middle[1] - half[1], middle[1] + half[1])
    axes.grid(False)


@styled
def draw_across_and_along(axes: Axes, H: np.ndarray, errors: np.ndarray, rate: float) -> None:
    """Draw a path of gradient descent in the bowl's own axes: along its flattest, its steepest one.

    H: Hessian (2, 2); errors: distances from the minimum, (2, k), first column the start; rate: the
    learning rate, from which the factor of each axis is written into the panel.
    """
    (flat, steep), axes_of_bowl = np.linalg.eigh(H)
    along, across = axes_of_bowl.T @ errors
    along, across = along * np.sign(along[0]), across * np.sign(across[0])
    right, top = 1.12 * along[0], 2.6 * across[0]
    _draw_bowl(axes, np.diag([flat, steep]), np.zeros(2), np.array([right, top]))
    axes.plot(along, across, color=BLUE, linewidth=0.9, marker=".", markersize=4)
    axes.plot(along[0], across[0], "o", color=BLUE, markersize=7)
    axes.plot(0, 0, marker="*", markersize=12, color=VERMILLION, markeredgecolor=INK)
    axes.set_xlim(-0.15 * right, right)
    axes.set_ylim(-top, top)
    axes.locator_params(nbins=4)
    factors = f"across: {1 - rate * steep:+.2f}\nalong: {1 - rate * flat:+.3f}"
    box = {"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.9}
    axes.text(0.04, 0.96, factors, transform=axes.transAxes, va="top", fontsize=8.5, bbox=box)
    label_panel(axes, "error along the valley", "error across it")


def two_bowls(caption: str = "", alt: str = "") -> CourseFigure:
    """Draw gradient descent in a long and in a round bowl, both made up, at a good rate each."""
    panels = {}
    for title, H in {
        "a long bowl": np.diag([1.0, 30.0]),
        "a round bowl": np.diag([1.0, 1.3]),
    }.items():
        steps = [np.array([-3.0, 1.8])]
        while np.abs(steps[-1]).max() > 0.03:
            steps.append(steps[-1] - 1.96 / (H[0, 0] + H[1, 1]) * H @ steps[-1])
        panels[f"{title}: {len(steps) - 1} steps"] = (H, np.zeros((2, 1)), np.array(steps).T)
    return bowls(panels, height=2.9, reach=1.3, equal_units=True, caption=caption, alt=alt)


@styled
def feature_ranges(
    sets: Mapping[str, np.ndarray],
    names: Sequence[str],
    *,
    log_first: bool = False,
    x_label: str = "value",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw where each feature lies, a panel for each set {title: X (n, m)}, a row for each feature.

    A line goes from the smallest to the largest value, a bar over the middle half, a mark stands
    at the median. log_first: the first panel's axis is logarithmic (its data must be positive).

    Raises ValueError if a set has not one row for each name.
    """
    figure, grid = new_figure(1, len(sets), 0.26 * len(names) + 0.9, sharey=True)
    for number, (axes, (title, X)) in enumerate(zip(grid[0], sets.items(), strict=True)):
        if np.ndim(X) != 2 or len(X) != len(names):
            raise ValueError(
                f"Expected one row for each of the {len(names)} features in {title!r}; got shape "
                f"{np.shape(X)}. Pass examples as columns."
            )
        low, quarter, middle, three, high = np.percentile(X, [0, 25, 50, 75, 100], axis=1)
        rows = np.arange(len(names))
        axes.hlines(rows, low, high, color=BLUE, linewidth=1.4)
        axes.hlines(rows, quarter, three, color=BLUE, linewidth=6)
        axes.plot(middle, rows, "o", color="white", markeredgecolor=INK, markersize=5, linestyle="")
        axes.set_yticks(rows, names)
        axes.invert_yaxis() if number == 0 else None
        if log_first and number == 0:
            axes.set_xscale("log")
        label_panel(
            axes, f"{x_label} (logarithmic)" if log_first and not number else x_label, "", title
        )
    set_caption(
        figure, caption, alt or f"Ranges of {len(names)} features: {', '.join(sets)}. {caption}"
    )
    return figure


@styled
def condition_bars(
    numbers: Mapping[str, float], *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw condition numbers {label: number} as horizontal bars on a logarithmic axis."""
    figure, grid = new_figure(height=0.34 * len(numbers) + 0.8, width=0.85 * WIDTH)
    axes = grid[0, 0]
    rows = np.arange(len(numbers))
    values = np.array(list(numbers.values()), dtype=float)
    axes.barh(rows, values, color=BLUE, height=0.6, left=1)
    for row, value in zip(rows, values, strict=True):
        written = f"{float(f'{value:.2g}'):,.0f}"
        axes.annotate(written, (value, row), (5, 0), textcoords="offset points", va="center")
    axes.set_xscale("log")
    axes.set_xlim(1, values.max() * 100)
    axes.set_yticks(rows, list(numbers))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    label_panel(axes, "condition number of the Hessian (logarithmic)", "")
    listed = "; ".join(f"{label} {value:.2g}" for label, value in numbers.items())
    set_caption(figure, caption, alt or f"Condition numbers: {listed}. {caption}")
    return figure


@styled
def batchnorm_graph(caption: str = "", alt: str = "") -> CourseFigure:
    """Draw the computation of batch normalization for one unit, from its row x to out."""
    boxes = {
        "x": (0.0, 1.0, "$x$"),
        "mean": (1.1, 0.0, r"$\mu=\mathrm{mean}(x)$"),
        "centred": (2.3, 1.0, r"$\tilde{x}=x-\mu$"),
        "var": (3.5, 0.0, r"$v=\mathrm{mean}(\tilde{x}^2)$"),
        "std": (4.9, 0.0, r"$s=\sqrt{v+\epsilon}$"),
        "hat": (5.9, 1.0, r"$\hat{x}=\tilde{x}/s$"),
        "out": (7.3, 1.0, r"out$=\gamma\hat{x}+\beta$"),
        "scale": (7.3, 0.0, r"$\gamma,\ \beta$"),
    }
    arrows = (
        ("x", "centred"), ("x", "mean"), ("mean", "centred"), ("centred", "hat"),
        ("centred", "var"), ("var", "std"), ("std", "hat"), ("hat", "out"), ("scale", "out"),
    )  # fmt: skip
    figure, grid = new_figure(height=1.75)
    axes = grid[0, 0]
    axes.set_axis_off()
    axes.set_xlim(-0.3, 8.0)
    axes.set_ylim(-0.4, 1.4)
    drawn = {}
    for name, (x, y, text) in boxes.items():
        fill = PAPER if name in ("x", "scale") else FORWARD_FILL
        box = {"boxstyle": "round,pad=0.45", "facecolor": fill, "edgecolor": INK}
        drawn[name] = axes.text(x, y, text, ha="center", va="center", fontsize=10.5, bbox=box)
    for start, end in arrows:
        axes.annotate(
            "",
            boxes[end][:2],
            boxes[start][:2],
            arrowprops={
                "arrowstyle": "-|>",
                "color": INK,
                "patchA": drawn[start].get_bbox_patch(),
                "patchB": drawn[end].get_bbox_patch(),
                "shrinkA": 1,
                "shrinkB": 1,
            },
        )
    described = (
        "Graph: x goes to its mean mu and to x minus mu; that goes to the mean of its squares, v, "
        "to s, the root of v plus epsilon, and to x hat, which is x minus mu over s; gamma times "
        "x hat plus beta is out."
    )
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


@styled
def histograms(
    panels: Mapping[str, np.ndarray],
    x_labels: Sequence[str],
    *,
    bins: int = 16,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a histogram of each {title: values}, side by side, each on its own axis."""
    figure, grid = new_figure(1, len(panels), 2.5, sharey=True)
    for axes, (title, values), x_label in zip(grid[0], panels.items(), x_labels, strict=True):
        axes.hist(np.ravel(values), bins=bins, color=BLUE, edgecolor=PAPER)
        label_panel(axes, x_label, "examples" if axes is grid[0, 0] else "", title)
    set_caption(figure, caption, alt or f"Histograms: {'; '.join(panels)}. {caption}")
    return figure
