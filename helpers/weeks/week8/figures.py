"""Figures of week 8: courses of training, races down a ravine, searches, a log-book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.plots import draw_curves
from helpers.figures.style import (
    INK,
    SERIES_COLOURS,
    SERIES_LINES,
    SERIES_MARKERS,
    VERMILLION,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption
from helpers.weeks.week8.descents import heights


@styled
def batch_courses(
    courses: Mapping[str, Mapping[str, Sequence[float]]], *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw the cost against epochs and against CPU seconds, a curve for each {label: course}."""
    figure, panels = new_figure(1, 2, 3.1, sharey=True)
    for axes, key, label in zip(
        panels[0], ("epochs", "seconds"), ("epochs", "CPU seconds (logarithmic)"), strict=True
    ):
        draw_curves(axes, {name: (course[key], course["cost"]) for name, course in courses.items()})
        axes.set_yscale("log")
        label_panel(axes, label, "cost on all examples" if key == "epochs" else "")
    panels[0, 1].set_xscale("symlog", linthresh=0.003)
    panels[0, 0].get_legend().remove()
    panels[0, 1].legend(loc="lower left")
    described = f"Cost against epochs and against time, for {', '.join(courses)}."
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


@styled
def race(
    paths: Mapping[str, np.ndarray], H: np.ndarray, *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw paths (2, k) down a ravine around zero, and the cost of each against its steps.

    paths: {name: path}, all from one start; H: the ravine's Hessian (2, 2).
    """
    figure, panels = new_figure(1, 2, 3.5, width_ratios=[1.15, 1])
    axes, beside = panels[0]
    places = np.hstack([np.zeros((2, 1)), *paths.values()])
    low, high = places.min(axis=1) - 0.3, places.max(axis=1) + 0.3
    around, half = (low + high) / 2, (high - low) / 2
    half = np.maximum(half, [1.3 * half[1], half[0] / 1.3])  # the panel's shape
    a, b = np.meshgrid(*(np.linspace(m - h, m + h, 240) for m, h in zip(around, half, strict=True)))
    height = (H[0, 0] * a * a + 2 * H[0, 1] * a * b + H[1, 1] * b * b) / 2
    levels = height.max() * np.linspace(0.03, 1, 22) ** 2
    axes.contour(a, b, height, levels=levels, colors="#B5B5B5", linewidths=0.8)
    for kind, (name, path) in enumerate(paths.items()):
        colour, line = SERIES_COLOURS[kind], SERIES_LINES[kind]
        axes.plot(path[0], path[1], color=colour, linestyle=line, linewidth=1.3, label=name)
        marked = path[:, : 10 * 4 + 1 : 10]
        axes.plot(*marked, SERIES_MARKERS[kind], color=colour, markersize=5)
    axes.plot(0, 0, marker="*", markersize=13, color=VERMILLION, markeredgecolor=INK)
    axes.set_aspect("equal")
    axes.grid(False)
    label_panel(axes, "$w_1$", "$w_2$")
    courses = {name: heights(path, H) for name, path in paths.items()}
    draw_curves(beside, {name: (np.arange(c.size), c) for name, c in courses.items()})
    start = max(course[0] for course in courses.values())
    beside.axhline(1e-3 * start, color=INK, linewidth=0.8)
    beside.annotate("arrived", (0.99, 1e-3 * start), (0, 3), textcoords="offset points",
                    xycoords=("axes fraction", "data"), ha="right", fontsize=8.5)  # fmt: skip
    beside.set_yscale("log")
    beside.set_ylim(1e-6 * start, 30 * start)
    label_panel(beside, "steps", "cost")
    described = f"Paths down a ravine and their costs: {', '.join(paths)}."
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


@styled
def searches(
    results: Mapping[str, Sequence[tuple[Mapping[str, float], float]]],
    names: tuple[str, str],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw what was tried as points in the plane of two settings, shaded by score.

    results: {title: list of (setting, score)}; names: of the two settings, both logarithmic. Ticks
    above a panel show which values of the first were tried.
    """
    figure, panels = new_figure(1, len(results), 3.2, sharex=True, sharey=True)
    scores = [score for tried in results.values() for _, score in tried]
    for axes, (title, tried) in zip(panels[0], results.items(), strict=True):
        x, y = ([setting[name] for setting, _ in tried] for name in names)
        shown = axes.scatter(
            x, y, c=[score for _, score in tried], cmap="cividis", vmin=min(scores),
            vmax=max(scores), s=70, edgecolors=INK, linewidths=0.7, zorder=3,
        )  # fmt: skip
        best = int(np.argmax([score for _, score in tried]))
        axes.plot(x[best], y[best], "s", markersize=16, markerfacecolor="none",
                  markeredgecolor=VERMILLION, markeredgewidth=1.8)  # fmt: skip
        axes.plot(x, np.full(len(x), 1.0), "|", color=INK, markersize=14,
                  transform=axes.get_xaxis_transform(), clip_on=False)  # fmt: skip
        axes.set_xscale("log")
        axes.set_yscale("log")
        label_panel(axes, names[0], names[1] if axes is panels[0, 0] else "")
        axes.set_title(title, pad=14)
    figure.colorbar(shown, ax=panels[0, -1], label="validation accuracy", fraction=0.06)
    described = f"Settings tried and their validation accuracy: {', '.join(results)}."
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


@styled
def log_book(
    tries: Sequence[tuple[str, float, float, str]],
    linear: float,
    pictures: int,
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the tries of a log-book: (choices, CPU seconds, validation accuracy, what was learned).

    linear: accuracy of the best linear softmax; pictures: how many the accuracies were taken on.
    """
    figure, panels = new_figure(1, 1, max(1.6, 0.42 * len(tries) + 1.1))
    axes: Axes = panels[0, 0]
    rows = np.arange(len(tries))
    values = np.array([accuracy for _, _, accuracy, _ in tries], dtype=float)
    room = 2 * np.sqrt(values * (1 - values) / pictures)
    axes.errorbar(values, rows, xerr=room, fmt="o", color=SERIES_COLOURS[0], capsize=3)
    axes.axvline(linear, color=INK, linestyle="--", linewidth=1)
    axes.annotate("best linear softmax", (linear, 1.0), (4, -11), textcoords="offset points",
                  xycoords=("data", "axes fraction"), fontsize=8.5)  # fmt: skip
    written = [f"{choices}\n{seconds:g} s" for choices, seconds, _, _ in tries]
    axes.set_yticks(rows, written)
    axes.set_ylim(len(tries) - 0.4, -0.8)
    label_panel(axes, "validation accuracy, with two standard deviations", "")
    described = f"{len(tries)} tries with their validation accuracy."
    set_caption(figure, caption, alt or f"{described} {caption}")
    return figure


def readable(entry: Any) -> bool:
    """Return whether an entry of a log-book is as `log_book` takes it: two words, two numbers."""
    if not isinstance(entry, (tuple, list)) or len(entry) != 4:
        return False
    numbers = all(isinstance(item, (int, float)) for item in entry[1:3])
    return numbers and 0 <= entry[2] <= 1
