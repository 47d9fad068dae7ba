"""Figures of week 7: scores in numbers, the cost of a margin, streets, penalties, validation, dropout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes

from helpers.figures.plots import decision_boundaries, draw_curves, draw_points
from helpers.figures.style import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    PICTURE_MAP,
    REGION_COLOURS,
    SERIES_MARKERS,
    SIGNED_MAP,
    VERMILLION,
    WIDTH,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption
from helpers.weeks.week7.points import bumps, twenty_points


def preview(*, caption: str = "", alt: str = "") -> CourseFigure:
    """Draw twenty noisy points twice, with a boundary that bends to all and with one that does not.

    Both come from ridge regression on the same features, so that nothing of the week's answers is
    needed to draw them.
    """
    (points, labels), _, _ = twenty_points()
    table = np.vstack([bumps(points), np.ones((1, points.shape[1]))]).T

    def fitted(penalty: float) -> Callable[[np.ndarray], np.ndarray]:
        inner = table.T @ table + penalty * np.eye(table.shape[1])
        weights = np.linalg.solve(inner, table.T @ labels)
        return lambda places: np.vstack([bumps(places), np.ones((1, places.shape[1]))]).T @ weights

    panels = {"$f_1$": fitted(1e-6), "$f_2$": fitted(2.0)}
    return decision_boundaries(panels, points, labels, columns=2, caption=caption, alt=alt)


@styled
def scores_in_numbers(
    picture: np.ndarray,
    W: np.ndarray,
    b: np.ndarray,
    scores: np.ndarray,
    names: Sequence[str],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a small picture, the weights of each class as pictures of that size, and the scores.

    picture (h, w); W (C, h * w); b (C, 1); scores (C, 1), as linear_scores gave them.
    """
    C, shape = len(names), picture.shape
    figure, panels = new_figure(C, 3, 1.2, width_ratios=[1, 1, 4])
    reach = float(np.abs(W).max())
    for row, name in enumerate(names):
        if row == C // 2:
            _numbers(panels[row, 0], picture, PICTURE_MAP, 0, 1, "the picture")
        else:
            panels[row, 0].axis("off")
        _numbers(panels[row, 1], W[row].reshape(shape), SIGNED_MAP, -reach, reach, f"W, {name}")
        axes = panels[row, 2]
        score = float(np.ravel(scores)[row])
        axes.barh([0], [score], color=BLUE, height=0.45)
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.set_yticks([])
        axes.set_ylim(-0.5, 0.5)
        terms = " ".join(
            f"{weight * pixel + 0.0:+.1f}"
            for weight, pixel in zip(W[row], picture.ravel(), strict=True)
        )
        axes.set_title(
            f"{terms}  with b {float(np.ravel(b)[row]):+.1f}  gives  {score:+.1f}",
            fontsize=9.5, fontweight="normal",
        )  # fmt: skip
        axes.spines["left"].set_visible(False)
    span = max(float(np.abs(scores).max()) * 1.15, 0.1)
    for axes in panels[:, 2]:
        axes.set_xlim(-span, span)
    for axes in panels[:-1, 2]:
        axes.set_xticklabels([])
    panels[-1, 2].set_xlabel("score")
    told = ", ".join(f"{name} {s:.1f}" for name, s in zip(names, np.ravel(scores), strict=True))
    set_caption(figure, caption, alt or f"A picture and its scores: {told}. {caption}")
    return figure


def _numbers(
    axes: Axes, values: np.ndarray, colours: str, low: float, high: float, title: str
) -> None:
    """Show a small array as a picture with its numbers written in."""
    axes.imshow(values, cmap=colours, vmin=low, vmax=high)
    for (i, j), value in np.ndenumerate(values):
        red, green, blue, _ = colormaps[colours]((value - low) / (high - low))
        dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.55
        axes.text(
            j, i, f"{value:.1f}", ha="center", va="center", fontsize=9, color=PAPER if dark else INK
        )
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    axes.set_title(title, loc="center", fontsize=9, fontweight="normal")


@styled
def score_lines(
    scores: np.ndarray,
    y: Sequence[int] | np.ndarray,
    names: Sequence[str],
    titles: Sequence[str],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the scores of several examples on a line each, and how far wrong classes come too near.

    scores (C, m); y (m,) the right classes; names of the classes, titles of the examples. What lies
    in the shaded part, right of s_y - 1, costs its distance from there.
    """
    figure, panels = new_figure(1, len(titles), 2.1, sharex=True)
    low, high = float(scores.min()) - 1.4, float(scores.max()) + 0.5
    for i, axes in enumerate(panels[0]):
        right = float(scores[y[i], i])
        axes.axvspan(right - 1, high, color=REGION_COLOURS[1], linewidth=0)
        rows = np.arange(len(names))[::-1]
        for j, row in enumerate(rows):
            value = float(scores[j, i])
            if j != y[i] and value > right - 1:
                axes.plot([right - 1, value], [row, row], "-", color=VERMILLION, linewidth=3)
            colour = BLUE if j == y[i] else INK
            axes.plot([value], [row], "s" if j == y[i] else "o", color=colour, markersize=7)
        axes.axvline(right - 1, color=INK, linewidth=1.0, linestyle="--")
        axes.set_yticks(rows, [f"{n} (right)" if j == y[i] else n for j, n in enumerate(names)])
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.set_xlim(low, high)
        label_panel(axes, "score", "", titles[i])
    set_caption(figure, caption, alt or f"Scores on a line: {', '.join(titles)}. {caption}")
    return figure


@styled
def streets(
    X: np.ndarray,
    y: np.ndarray,
    classifiers: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw linear classifiers of two classes: the boundary, and where the lead is exactly 1.

    X (2, m); y (m,) 0 or 1; classifiers: {title: (W (2, 2), b (2, 1))}.
    """
    figure, panels = new_figure(1, len(classifiers), 3.3, sharex=True, sharey=True)
    low, high = X.min(axis=1) - 0.5, X.max(axis=1) + 0.5
    first, second = (np.linspace(low[k], high[k], 120) for k in (0, 1))
    places = np.stack(np.meshgrid(first, second))
    told = []
    for axes, (title, (W, b)) in zip(panels[0], classifiers.items(), strict=True):
        w, shift = W[1] - W[0], float(b[1, 0] - b[0, 0])
        lead = np.tensordot(w, places, 1) + shift
        axes.contourf(first, second, lead, [-1, 1], colors=["#E4E4E4"])
        axes.contour(first, second, lead, [-1, 1], colors=FAINT, linestyles="--", linewidths=1)
        axes.contour(first, second, lead, [0], colors=INK, linewidths=1.4)
        draw_points(axes, X, y)
        width = 2 / float(np.linalg.norm(w))
        told.append(f"{title}: street {width:.2f} wide")
        axes.set_aspect("equal")
        axes.grid(False)
        label_panel(axes, "$x_1$", "$x_2$")
        axes.set_title(f"{title}\nwidth {width:.2f}", fontsize=9.5)
    for axes in panels[0, 1:]:
        axes.set_ylabel("")
    set_caption(figure, caption, alt or f"Boundaries with a street. {'; '.join(told)}. {caption}")
    return figure


@styled
def one_weight(
    places: Sequence[float], lam: float, *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw (w - a)^2 / 2 with each penalty, for several a, and mark where it is lowest.

    places: the values a that the data ask for; lam: strength of lam w^2 and of lam |w|.
    """
    figure, panels = new_figure(1, 2, 3.0, sharey=True)
    w = np.linspace(-0.6, 1.6, 2201)
    told = []
    for axes, (title, penalty) in zip(
        panels[0], (("L2: lam w²", w**2), ("L1: lam |w|", np.abs(w))), strict=True
    ):
        curves = {f"a = {a:g}": (w, (w - a) ** 2 / 2 + lam * penalty) for a in places}
        draw_curves(axes, curves)
        for number, (a, (_, values)) in enumerate(zip(places, curves.values(), strict=True)):
            lowest = int(np.argmin(values))
            axes.plot(
                [w[lowest]], [values[lowest]], SERIES_MARKERS[number], color=INK, markersize=8
            )
            told.append(f"{title}, a {a:g}: lowest at {abs(w[lowest]):.2f}")
        axes.axvline(0, color=FAINT, linewidth=1)
        axes.set_ylim(-0.05, 1.0)
        label_panel(axes, "weight w", "cost" if axes is panels[0, 0] else "", title)
    set_caption(figure, caption, alt or f"One weight, two penalties. {'; '.join(told)}. {caption}")
    return figure


@styled
def two_ways_to_pay(
    templates: Mapping[str, np.ndarray],
    shape: tuple[int, int],
    names: Sequence[str],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw weights as pictures, a row for each penalty; what is exactly 0 is left white.

    templates: {title: W (C, h * w)}; names: of the C classes.
    """
    figure, panels = new_figure(len(templates), len(names), WIDTH / len(names) + 0.1)
    colours = colormaps[SIGNED_MAP].copy()
    colours.set_bad(PAPER)
    shares = []
    for row, (title, W) in zip(panels, templates.items(), strict=True):
        shares.append(f"{title}: {np.mean(W == 0):.0%} exactly 0")
        for axes, weights, name in zip(row, W, names, strict=True):
            picture = weights.reshape(shape)
            reach = float(np.abs(picture).max()) or 1.0
            axes.set_facecolor(PAPER)
            axes.imshow(np.ma.masked_equal(picture, 0), cmap=colours, vmin=-reach, vmax=reach)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.grid(False)
            axes.set_title(name, loc="center", fontsize=9, fontweight="normal")
        row[0].set_ylabel(title, fontsize=9)
    set_caption(figure, caption, alt or f"Weights as pictures. {'; '.join(shares)}. {caption}")
    return figure


@styled
def validation_panels(
    lambdas: Sequence[float],
    errors: Mapping[str, Sequence[float]],
    mistakes: Mapping[str, Sequence[float]],
    sizes: Sequence[float],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw errors, shares of wrong answers and the size of W against lam, side by side.

    lambdas (k,) positive; errors, mistakes: {set: (k,)}; sizes (k,): sums of squares of W.
    """
    figure, panels = new_figure(1, 3, 2.7)
    for axes, curves, label, title in zip(
        panels[0],
        (errors, mistakes, {"": sizes}),
        ("hinge loss", "share of wrong answers", "sum of W²"),
        ("error", "mistakes", "size of W"),
        strict=True,
    ):
        draw_curves(
            axes, {name: (lambdas, values) for name, values in curves.items()}, markers=True
        )
        axes.set_xscale("log")
        label_panel(axes, "lam", label, title)
    handles, labels = panels[0, 0].get_legend_handles_labels()
    for axes in panels[0, :2]:
        axes.get_legend().remove()
    figure.legend(handles, labels, loc="outside upper right", ncols=len(labels))
    panels[0, 1].set_ylim(bottom=0)
    panels[0, 2].set_yscale("log")
    told = "; ".join(
        f"{name} {', '.join(f'{value:.2f}' for value in values)}" for name, values in errors.items()
    )
    set_caption(figure, caption, alt or f"Errors against lam: {told}. {caption}")
    return figure


@styled
def masked_layer(
    A: np.ndarray, mask: np.ndarray, out: np.ndarray, *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw activations, a mask and what is sent on, each (n, m), side by side in one scale."""
    figure, panels = new_figure(1, 3, 2.6)
    high = max(float(np.max(out)), float(np.max(A)), 1e-9)
    for axes, values, top, title in zip(
        panels[0], (A, mask, out), (high, 1.0, high), ("A", "mask", "out"), strict=True
    ):
        axes.imshow(
            np.asarray(values, dtype=float), cmap=PICTURE_MAP, vmin=0, vmax=top, aspect="auto"
        )
        axes.grid(False)
        label_panel(axes, "example", "unit" if title == "A" else "", title)
    set_caption(
        figure, caption,
        alt or f"Activations of mean {np.mean(A):.2f}, a mask that keeps {np.mean(mask != 0):.0%}, "
        f"and what is sent on, of mean {np.mean(out):.2f}. {caption}",
    )  # fmt: skip
    return figure
