"""The figures of the report: each says one thing, prints in grey, and has its words beside it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.reporting.analysis import Analysis

BLUE, ORANGE, VERMILLION, INK, PALE = "#0072B2", "#E69F00", "#D55E00", "#1A1A1A", "#CBE1EF"
WIDTH = 8.0


@dataclass(frozen=True)
class Picture:
    """A figure as the address of its data, with caption and alternative text."""

    address: str
    caption: str
    alt: str


def _picture(figure: Figure, caption: str, alt: str) -> Picture:
    FigureCanvasSVG(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{data}", caption, alt)


def by_exercise(analysis: Analysis) -> Picture:
    """How many students have all, some or none of each exercise's points; the hardest on top."""
    items = sorted(analysis.items, key=lambda item: -item.difficulty)
    figure = Figure(figsize=(WIDTH, 0.9 + 0.32 * len(items)), layout="constrained")
    axes = figure.add_subplot()
    count = max(len(analysis.students), 1)
    place = np.arange(len(items))
    left = np.zeros(len(items))
    for name, colour, hatch in (
        ("full", BLUE, ""),
        ("part", ORANGE, "//"),
        ("none", "white", ".."),
    ):
        wide = np.array([getattr(item, name) / count for item in items])
        label = {"full": "all points", "part": "some points", "none": "no points"}[name]
        axes.barh(place, wide, left=left, color=colour, hatch=hatch, edgecolor=INK, label=label)
        left += wide
    axes.set_yticks(place, [item.exercise for item in items])
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("share of the class")
    figure.legend(loc="outside upper right", ncols=3, frameon=False)
    hardest = items[-1]
    caption = (
        f"The hardest exercise stands on top: {hardest.exercise}, of whose points the class earned "
        f"{hardest.difficulty:.0%}."
    )
    words = (f"{i.exercise}: {i.full} all, {i.part} some, {i.none} none" for i in reversed(items))
    return _picture(figure, caption, f"Bars, hardest first. {'; '.join(words)}.")


def of_totals(analysis: Analysis) -> Picture:
    """How the points of the class are spread."""
    values = np.array(list(analysis.totals.values()))
    figure = Figure(figsize=(WIDTH, 2.6), layout="constrained")
    axes = figure.add_subplot()
    edges = np.linspace(0, max(analysis.most, 1.0), 11)
    heights, _, _ = axes.hist(values, bins=list(edges), color=PALE, edgecolor=INK)
    middle = float(np.median(values))
    axes.axvline(middle, color=VERMILLION, linewidth=2, linestyle="--")
    axes.annotate(f"median {middle:g}", (middle, 1.0), xycoords=("data", "axes fraction"),
                  xytext=(0, 3), ha="center", textcoords="offset points", color=INK)  # fmt: skip
    axes.set_xlabel(f"points judged automatically, of {analysis.most:g}")
    axes.set_ylabel("students")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    caption = f"Half of the class has {middle:g} points or more; the lowest {values.min():g}."
    words = (
        f"{a:.0f} to {b:.0f}: {n:.0f}"
        for a, b, n in zip(edges[:-1], edges[1:], heights, strict=True)
    )
    return _picture(figure, caption, f"Histogram of points. {'; '.join(words)}.")


def of_mistakes(analysis: Analysis) -> Picture | None:
    """The misconceptions that most students share."""
    shown = analysis.mistakes[:12][::-1]
    if not shown:
        return None
    figure = Figure(figsize=(WIDTH, 0.8 + 0.42 * len(shown)), layout="constrained")
    axes = figure.add_subplot()
    place = np.arange(len(shown))
    axes.barh(place, [len(m.students) for m in shown], color=BLUE, edgecolor=INK, height=0.6)
    labels = [f"{_short(m.title)}\n{m.exercise}" for m in shown]
    axes.set_yticks(place, labels, fontsize=8)
    axes.set_xlabel("students")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    most = shown[-1]
    caption = f"Shared by most: {most.title} ({most.exercise}), by {len(most.students)} students."
    words = (f"{m.title} in {m.exercise}: {len(m.students)}" for m in reversed(shown))
    return _picture(figure, caption, f"Bars, most frequent first. {'; '.join(words)}.")


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:46]}..."


def of_times(analysis: Analysis) -> Picture | None:
    """When each student handed in, against the points; hours count from the first of the class."""
    both = [
        (hours, analysis.totals[s]) for s, hours in analysis.hours.items() if s in analysis.totals
    ]
    if len(both) < 3 or len({hours for hours, _ in both}) < 2:
        return None
    hours, points = np.array(both).T
    figure = Figure(figsize=(WIDTH, 2.8), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(hours, points, "o", color=BLUE, markerfacecolor=PALE, markeredgecolor=BLUE)
    axes.set_xlabel("hours since the first of the class handed in")
    axes.set_ylabel("points")
    axes.set_ylim(0, analysis.most * 1.05)
    half = np.median(hours)
    early, late = points[hours <= half].mean(), points[hours > half].mean()
    caption = (
        f"The earlier half has {early:.1f} points on average, the later half {late:.1f}. One does not "
        "follow from the other."
    )
    alt = f"Scatter of {len(both)} students: hours of handing in against points. {caption}"
    return _picture(figure, caption, alt)
