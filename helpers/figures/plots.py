"""The figures the course draws again and again: curves, boundaries, pictures, histograms.

Every function whose name is a noun returns a figure, which shows itself as the last line of a cell
(or anywhere, by `show`). Every `draw_...` draws on axes that it is given. All take a caption.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize

from helpers.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    COUNT_MAP,
    FAINT,
    INK,
    PAPER,
    PICTURE_MAP,
    REGION_COLOURS,
    SERIES_COLOURS,
    SERIES_LINES,
    SERIES_MARKERS,
    SIGNED_MAP,
    WIDTH,
    CourseFigure,
    caption,
    label_panel,
    new_figure,
    styled,
)

Predict = Callable[[np.ndarray], np.ndarray]
Curve = tuple[Sequence[float] | np.ndarray, Sequence[float] | np.ndarray]


# ------------------------------------------------------------------------------------- curves


@styled
def draw_curves(
    axes: Axes,
    curves: Mapping[str, Curve],
    markers: bool = False,
    legend_beside: bool = False,
) -> None:
    """Draw curves {label: (x, y)}, each with its own colour, line style and, if asked, marker.

    legend_beside: put the legend to the right of the axes instead of within.
    """
    for number, (label, (x, y)) in enumerate(curves.items()):
        kind = number % len(SERIES_COLOURS)
        axes.plot(
            np.asarray(x).ravel(),
            np.asarray(y).ravel(),
            color=SERIES_COLOURS[kind],
            linestyle=SERIES_LINES[kind],
            marker=SERIES_MARKERS[kind] if markers else None,
            label=label,
        )
    if len(axes.get_legend_handles_labels()[1]) > 1:
        if legend_beside:
            axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        else:
            axes.legend()


@styled
def curves(
    curves: Mapping[str, Curve],
    x_label: str,
    y_label: str,
    *,
    log_x: bool = False,
    log_y: bool = False,
    markers: bool = False,
    title: str = "",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw curves {label: (x, y)}, x and y of one length each, in one panel.

    Raises ValueError if a curve's x and y differ in length.
    """
    for label, (x, y) in curves.items():
        if np.size(x) != np.size(y):
            raise ValueError(
                f"Expected as many x as y for the curve {label!r}; got {np.size(x)} x and "
                f"{np.size(y)} y. Pass two sequences of one length."
            )
    figure, panels = new_figure(height=3.4)
    axes = panels[0, 0]
    draw_curves(axes, curves, markers, legend_beside=True)
    if log_x:
        axes.set_xscale("log")
    if log_y:
        axes.set_yscale("log")
    label_panel(axes, x_label, y_label, title)
    _finish(figure, caption, alt, f"Curves of {y_label} against {x_label}: {', '.join(curves)}.")
    return figure


@styled
def curve_panels(
    panels: Mapping[str, Mapping[str, Curve]],
    x_labels: str | Sequence[str],
    y_labels: str | Sequence[str],
    *,
    log_x: bool = False,
    log_y: bool = False,
    markers: bool = False,
    from_zero: bool = False,
    level: float | None = None,
    legend_in: int = 0,
    height: float = 2.8,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw curves {title: {label: (x, y)}}, a panel for each title, side by side.

    x_labels: one for all panels, or one for each; y_labels: one for all, which then share their
    axis, or one for each; from_zero: begin the axis of values at 0, for counts and shares; level:
    of a faint level line in every panel, None for none; legend_in: the panel, from 0, that has the
    legend where all panels have the same labels; height: of a panel in inches. What is infinite or
    not a number is left out.
    """
    shared = isinstance(y_labels, str)
    across = [x_labels] * len(panels) if isinstance(x_labels, str) else list(x_labels)
    upwards = [y_labels] * len(panels) if isinstance(y_labels, str) else list(y_labels)
    alike = len({tuple(curves) for curves in panels.values()}) == 1
    figure, grid = new_figure(1, len(panels), height, sharey=shared)
    for column, (title, curves) in enumerate(panels.items()):
        axes = grid[0, column]
        if level is not None:
            axes.axhline(level, color=FAINT, linewidth=1.2, linestyle=(0, (1, 2)))
        draw_curves(axes, {label: (x, _finite(y)) for label, (x, y) in curves.items()}, markers)
        if alike and column != legend_in and axes.get_legend():
            axes.get_legend().remove()
        if log_x:
            axes.set_xscale("log")
        if log_y:
            axes.set_yscale("log")
        if from_zero:
            axes.set_ylim(bottom=0)
        label_panel(axes, across[column], "" if shared and column else upwards[column], title)
    _finish(figure, caption, alt, f"Curves: {'; '.join(panels)}.")
    return figure


@styled
def cost_curves(
    costs: Mapping[str, Sequence[float] | np.ndarray],
    every: int = 100,
    baseline: float | None = None,
    *,
    baseline_label: str = "guessing",
    log_y: bool = False,
    title: str = "",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the cost during training, one curve for each setting.

    costs: {label: costs (k,)}, recorded every `every` iterations from iteration 0 on;
    baseline: a cost to compare with, such as ln 2, drawn as a level line; None for none.

    Raises ValueError if there is no cost to draw.
    """
    empty = [label for label, recorded in costs.items() if np.size(recorded) == 0]
    if empty or not costs:
        raise ValueError(
            f"Expected recorded costs for each label; got none for {empty or 'any'}. "
            "Record the cost every few iterations and pass the list."
        )
    figure, panels = new_figure(height=3.4)
    axes = panels[0, 0]
    iterations = {label: every * np.arange(np.size(recorded)) for label, recorded in costs.items()}
    if baseline is not None:
        axes.axhline(
            baseline,
            color=FAINT,
            linewidth=1.2,
            linestyle=(0, (1, 2)),
            label=f"{baseline_label}: {baseline:.3g}",
        )
    curves = {label: (iterations[label], costs[label]) for label in costs}
    draw_curves(axes, curves, legend_beside=True)
    if log_y:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    label_panel(axes, "iteration", "cost", title)
    ends = "; ".join(
        f"{label or 'cost'} from {np.ravel(recorded)[0]:.2g} to {np.ravel(recorded)[-1]:.2g}"
        for label, recorded in costs.items()
    )
    _finish(figure, caption, alt, f"Cost against iteration: {ends}.")
    return figure


@styled
def error_against_epsilon(
    epsilons: Sequence[float] | np.ndarray,
    errors: Mapping[str, Sequence[float] | np.ndarray],
    *,
    slopes: Sequence[int] = (),
    title: str = "",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the error of numerical derivatives against the step, on logarithmic axes.

    epsilons: steps (k,), positive; errors: {label: errors (k,)}, whose zeros are left out;
    slopes: faint lines of these slopes, to compare with, through the error at the largest step of
    the first, second ... label.
    """
    steps = np.asarray(epsilons, dtype=float).ravel()
    shown = {
        label: (steps, np.where(np.asarray(error) > 0, error, np.nan))
        for label, error in errors.items()
    }
    figure, panels = new_figure(height=3.8)
    axes = panels[0, 0]
    axes.set_xscale("log")
    axes.set_yscale("log")
    largest = int(np.argmax(steps))
    reach = steps[largest] * np.array([1e-4, 1.0])
    for slope, (_, error) in zip(slopes, shown.values(), strict=False):
        guide = 3 * error[largest] * (reach / steps[largest]) ** slope
        axes.plot(reach, guide, color=FAINT, linewidth=1.0, linestyle="-")
        middle = np.sqrt(reach[0] * reach[1]), np.sqrt(guide[0] * guide[1])
        axes.annotate(
            f"slope {slope}", middle, (-6, 4), textcoords="offset points", ha="right", fontsize=8.5
        )
    draw_curves(axes, shown, markers=True, legend_beside=True)
    label_panel(axes, "step epsilon", "error of the derivative", title)
    best = "; ".join(
        f"{label} smallest near {steps[np.nanargmin(error)]:.0e}"
        for label, (_, error) in shown.items()
        if np.isfinite(error).any()
    )
    _finish(figure, caption, alt, f"Error against epsilon, logarithmic axes: {best}.")
    return figure


# --------------------------------------------------------------------------------- boundaries


@styled
def draw_points(axes: Axes, X: np.ndarray, Y: np.ndarray) -> None:
    """Draw points X (2, m), each class of Y (1, m) or (m,) with its own colour and marker."""
    X, labels = _points(X, Y)
    for number, label in enumerate(np.unique(labels)):
        kind = int(label) % len(CLASS_COLOURS) if float(label).is_integer() else number
        axes.scatter(
            X[0, labels == label],
            X[1, labels == label],
            s=16,
            c=CLASS_COLOURS[kind],
            marker=CLASS_MARKERS[kind],
            edgecolors=PAPER,
            linewidths=0.4,
            label=f"class {label:g}",
            zorder=3,
        )


@styled
def draw_boundary(
    axes: Axes, predict: Predict, X: np.ndarray, Y: np.ndarray, resolution: int = 160
) -> None:
    """Colour the plane by what `predict` says of each place, and draw the points over it.

    predict: takes points (2, k), returns k numbers, labels 0 and 1 or probabilities, cut at 0.5;
    X (2, m), Y (1, m); resolution: places asked along each axis.

    Raises ValueError if predict returns something else.
    """
    X, _ = _points(X, Y)
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.08 * (high - low)
    first = np.linspace(low[0] - margin[0], high[0] + margin[0], resolution)
    second = np.linspace(low[1] - margin[1], high[1] + margin[1], resolution)
    places = np.stack(np.meshgrid(first, second)).reshape(2, -1)
    answer = predict(places)
    if np.size(answer) != places.shape[1] or np.asarray(answer).dtype == object:
        came = "None" if answer is None else f"an array of shape {np.shape(answer)}"
        raise ValueError(
            f"Expected predict to return {places.shape[1]} numbers for {places.shape[1]} points, "
            f"shape (1, {places.shape[1]}); got {came}. Complete predict first, or check its shape."
        )
    answer = np.asarray(answer, dtype=float).reshape(resolution, resolution)
    axes.pcolormesh(
        first, second, answer > 0.5, cmap=ListedColormap(REGION_COLOURS), vmin=0, vmax=1, zorder=0
    )
    if (answer > 0.5).any() and (answer <= 0.5).any():
        axes.contour(first, second, answer, levels=[0.5], colors=INK, linewidths=1.1, zorder=2)
    draw_points(axes, X, Y)
    axes.grid(False)


@styled
def decision_boundaries(
    predicts: Mapping[str, Predict],
    X: np.ndarray,
    Y: np.ndarray,
    *,
    columns: int = 3,
    shares: bool = True,
    x_label: str = "$x_1$",
    y_label: str = "$x_2$",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw what several classifiers make of the plane, side by side: {title: predict}.

    X (2, m), Y (1, m); predict as in draw_boundary. Each title is followed by the share of points
    that the classifier gets right, but for `shares=False` (where it is still to be guessed).
    """
    columns = min(columns, len(predicts))
    rows = -(-len(predicts) // columns)
    height = 4.2 if columns == 1 else 1.1 + WIDTH / columns * 0.75
    figure, panels = new_figure(
        rows, columns, height, WIDTH if columns > 1 else 5.6, sharex=True, sharey=True
    )
    said = []
    for axes, (title, predict) in zip(panels.flat, predicts.items(), strict=False):
        draw_boundary(axes, predict, X, Y)
        right = (np.asarray(predict(X), dtype=float).ravel() > 0.5) == (np.ravel(Y) > 0.5)
        share = f"{right.mean():.0%} right" if shares else ""
        said.append(f"{title or 'classifier'} {share}".strip())
        axes.set_title("\n".join(filter(None, [title, share])))
    for axes in panels.flat[len(predicts) :]:
        axes.remove()
    for number, axes in enumerate(panels.flat[: len(predicts)]):
        if number + columns >= len(predicts):
            axes.set_xlabel(x_label)
            axes.tick_params(labelbottom=True)
        if number % columns == 0:
            axes.set_ylabel(y_label)
    _name_the_classes(figure, panels[0, 0])
    _finish(figure, caption, alt, f"Decision regions: {', '.join(said)}.")
    return figure


@styled
def points(
    sets: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    columns: int = 3,
    x_label: str = "$x_1$",
    y_label: str = "$x_2$",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw labelled points {title: (X (2, m), Y (1, m))}, a panel for each set."""
    columns = min(columns, len(sets))
    rows = -(-len(sets) // columns)
    figure, panels = new_figure(
        rows,
        columns,
        4.0 if columns == 1 else 0.8 + WIDTH / columns * 0.75,
        WIDTH if columns > 1 else 5.6,
    )
    for axes, (title, (X, Y)) in zip(panels.flat, sets.items(), strict=False):
        draw_points(axes, X, Y)
        label_panel(axes, x_label, y_label, title)
    for axes in panels.flat[len(sets) :]:
        axes.remove()
    _name_the_classes(figure, panels[0, 0])
    _finish(figure, caption, alt, f"Points of each class in the plane: {', '.join(sets)}.")
    return figure


# ----------------------------------------------------------------------------------- pictures


@styled
def image_grid(
    images: Sequence[np.ndarray] | np.ndarray,
    titles: Sequence[str] = (),
    *,
    columns: int = 6,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Show images, k of (h, w) grey or (h, w, 3) colour, in a grid.

    titles: one for each image, or none.

    Raises ValueError if the titles are not as many as the images.
    """
    if titles and len(titles) != len(images):
        raise ValueError(
            f"Expected one title for each of the {len(images)} images; got {len(titles)}. "
            "Pass as many titles as images, or none."
        )
    columns = min(columns, len(images))
    figure, panels = _picture_panels(len(images), columns, bool(titles), titles)
    for number, image in enumerate(images):
        axes = panels.flat[number]
        axes.imshow(image, cmap=PICTURE_MAP)
        _bare(axes)
        if titles:
            axes.set_title(titles[number], loc="center", fontsize=9, fontweight="normal")
    listed = f": {', '.join(titles)}" if titles else ""
    _finish(figure, caption, alt, f"{len(images)} pictures{listed}.".replace("\n", " "))
    return figure


@styled
def weights_as_picture(
    w: np.ndarray,
    shape: tuple[int, int],
    *,
    titles: Sequence[str] = (),
    columns: int = 5,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Show weights as pictures: dark blue is negative, grey is zero, light yellow is positive.

    w: (n, 1), (1, n) or (n,) for one picture; (k, n) for k pictures, one for each unit's row;
    shape: (h, w) of a picture, h * w = n. Each picture has its own scale, symmetric about zero.

    Raises ValueError if w does not fit the shape.
    """
    pixels = shape[0] * shape[1]
    w = np.asarray(w, dtype=float)
    if w.size != pixels and (w.ndim != 2 or w.shape[1] != pixels):
        raise ValueError(
            f"Expected {pixels} weights for each picture of shape {shape}, w of shape "
            f"({pixels}, 1) or (k, {pixels}); got shape {w.shape}. "
            "Pass the weights of one unit, or one unit a row."
        )
    pictures = w.reshape(-1, *shape)
    if len(pictures) == 1:
        figure, panels = new_figure(height=3.6, width=4.6)
    else:
        columns = min(columns, len(pictures))
        figure, panels = _picture_panels(len(pictures), columns, bool(titles), titles)
    for number, picture in enumerate(pictures):
        axes = panels.flat[number]
        reach = np.abs(picture).max() or 1.0
        drawn = axes.imshow(picture, cmap=SIGNED_MAP, vmin=-reach, vmax=reach)
        _bare(axes)
        if titles:
            axes.set_title(titles[number], loc="center", fontsize=9, fontweight="normal")
    if len(pictures) == 1:
        figure.colorbar(drawn, ax=panels, label="weight", shrink=0.9)
    else:
        scale = ScalarMappable(Normalize(-1, 1), SIGNED_MAP)
        bar = figure.colorbar(scale, ax=figure.axes, label="weight", shrink=0.9, ticks=[-1, 0, 1])
        bar.ax.set_yticklabels(["negative", "0", "positive"])
    _finish(figure, caption, alt, f"{len(pictures)} picture(s) of weights, {shape} pixels each.")
    return figure


@styled
def confusion_matrix(
    truth: np.ndarray,
    predicted: np.ndarray,
    class_names: Sequence[str],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Count which class was taken for which.

    truth, predicted: class numbers (m,) or (1, m); class_names: the names of 0, 1, ...

    Raises ValueError if the two differ in length or hold a number without a name.
    """
    truth, predicted = np.ravel(truth).astype(int), np.ravel(predicted).astype(int)
    classes = len(class_names)
    if truth.size != predicted.size or not truth.size:
        raise ValueError(
            f"Expected as many predictions as true labels; got {predicted.size} predictions and "
            f"{truth.size} labels. Predict the same examples whose labels you pass."
        )
    both = np.concatenate([truth, predicted])
    if both.min() < 0 or both.max() >= classes:
        raise ValueError(
            f"Expected class numbers from 0 to {classes - 1}, one for each name; got numbers from "
            f"{both.min()} to {both.max()}. Pass a name for every class."
        )
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (truth, predicted), 1)
    figure, panels = new_figure(
        height=min(2.6 + 0.36 * classes, 6.4), width=min(3.4 + 0.5 * classes, WIDTH)
    )
    axes = panels[0, 0]
    drawn = axes.imshow(counts, cmap=COUNT_MAP, vmin=0)
    for row, column in np.ndindex(classes, classes):
        number = counts[row, column]
        axes.text(
            column,
            row,
            str(number) if number else "·",
            ha="center",
            va="center",
            fontsize=9,
            color=PAPER if number > counts.max() * 0.55 else INK,
            fontweight="bold" if row == column else "normal",
        )
    axes.set_xticks(range(classes), class_names, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(classes), class_names)
    axes.grid(False)
    axes.tick_params(length=0)
    label_panel(axes, "predicted class", "true class")
    figure.colorbar(drawn, ax=axes, label="examples", shrink=0.9)
    mistakes = counts * (1 - np.eye(classes, dtype=int))
    worst = np.unravel_index(mistakes.argmax(), counts.shape)
    described = f"Confusion matrix: {np.trace(counts)} of {truth.size} right"
    if mistakes.any():
        described += (
            f"; most often, {class_names[worst[0]]} is taken for {class_names[worst[1]]} "
            f"({counts[worst]} times)"
        )
    _finish(figure, caption, alt, described + ".")
    return figure


# --------------------------------------------------------------------------------- histograms


@styled
def histogram_rows(
    rows: Mapping[str, Sequence[np.ndarray]],
    *,
    layers: Sequence[int] = (),
    value_range: tuple[float, float] = (-1.0, 1.0),
    bins: int = 41,
    x_label: str = "activation",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw how activations are spread, a row of panels for each setting, a column for each layer.

    rows: {setting: [A1, A2, ...]}, arrays of any shape; layers: which of them to show, counted from
    1; at most six, evenly chosen, if empty. Values outside value_range are counted at its ends.

    Raises ValueError if settings have different numbers of layers.
    """
    depths = {len(activations) for activations in rows.values()}
    if len(depths) != 1 or 0 in depths:
        raise ValueError(
            f"Expected the same number of layers, one or more, in every row; got {sorted(depths)}. "
            "Pass one list of activations per setting, all of one length."
        )
    depth = depths.pop()
    if not layers:
        layers = sorted({int(round(one)) for one in np.linspace(1, depth, min(depth, 6))})
    figure, panels = new_figure(len(rows), len(layers), 1.25 if len(rows) > 1 else 1.7, sharex=True)
    edges = np.linspace(*value_range, bins)
    for row, (setting, activations) in enumerate(rows.items()):
        for column, layer in enumerate(layers):
            axes = panels[row, column]
            values = np.asarray(activations[layer - 1], dtype=float).ravel()
            share, _ = np.histogram(np.clip(values, *value_range), edges)
            axes.stairs(share / values.size, edges, fill=True, color=SERIES_COLOURS[0])
            axes.text(
                0.5,
                0.99,
                f"std {values.std():.2g}",
                transform=axes.transAxes,
                fontsize=8,
                ha="center",
                va="top",
                bbox={"facecolor": PAPER, "alpha": 0.85, "lw": 0, "pad": 1},
            )
            axes.set_ylim(0, max((share / values.size).max() * 1.35, 0.02))
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            if row == 0:
                axes.set_title(f"layer {layer}", loc="center", fontsize=9)
            if row == len(rows) - 1:
                axes.set_xlabel(x_label, fontsize=9)
            axes.tick_params(labelsize=8)
        panels[row, 0].set_ylabel(f"{setting}\n(share)", fontsize=9)
    _finish(
        figure, caption, alt, f"Histograms of {x_label} by layer, a row each for {', '.join(rows)}."
    )
    return figure


# --------------------------------------------------------------------------------------- parts


def number(value: Any) -> float:
    """Return the one number in `value`, whatever axes of size 1 are around it."""
    return float(np.squeeze(value))


def _finite(values: Sequence[float] | np.ndarray) -> np.ndarray:
    """The values of a curve, with gaps where one is not finite."""
    array = np.asarray(values, dtype=float)
    return np.where(np.isfinite(array), array, np.nan)


def _finish(figure: CourseFigure, text: str, alt: str, described: str) -> None:
    """Set caption and alt text; without an alt text, the description and then the caption."""
    caption(figure, text, alt or f"{described} {text}".strip())


def _name_the_classes(figure: CourseFigure, axes: Axes) -> None:
    """Put the legend of one panel above the whole figure, at the right."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside upper right",
        ncols=len(labels),
        markerscale=1.5,
        handlelength=1,
    )


def _points(X: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X (2, m) and labels (m,), or a ValueError that says what is wrong with them."""
    X, labels = np.asarray(X, dtype=float), np.ravel(Y)
    if X.ndim != 2 or X.shape[0] != 2 or X.shape[1] != labels.size:
        raise ValueError(
            f"Expected points X of shape (2, m) and labels Y of shape (1, m); got X {X.shape} and "
            f"Y {np.shape(Y)}. One example is one column: transpose X if it holds one a row."
        )
    return X, labels


def _picture_panels(
    pictures: int, columns: int, titled: bool, titles: Sequence[str]
) -> tuple[CourseFigure, np.ndarray]:
    """A figure with room for pictures in a grid, spare panels removed."""
    rows = -(-pictures // columns)
    lines = max((title.count("\n") + 1 for title in titles), default=0) if titled else 0
    figure, panels = new_figure(
        rows, columns, WIDTH / max(columns, 4) + 0.2 * lines, WIDTH / max(columns, 4) * columns
    )
    for axes in panels.flat[pictures:]:
        axes.remove()
    return figure, panels


def _bare(axes: Axes) -> None:
    """Take ticks and grid off a picture, and draw a thin frame around it."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color("#CFCFCF")
