"""Diagrams of computations: a graph with its numbers, a network's shapes, blocks with caches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from helpers.figures.style import (
    BACKWARD_COLOUR,
    FAINT,
    FORWARD_COLOUR,
    INK,
    PAPER,
    WIDTH,
    CourseFigure,
    caption,
    new_figure,
    styled,
)

FORWARD_FILL = "#E3EFF7"
BACKWARD_FILL = "#FBEADD"
CACHE_FILL = "#F1F1F1"

ROW = 0.72  # inches from one row of a computation graph to the next
STUB = 0.53  # inches of level line behind a box, which carry its numbers
SLOPE = 0.5  # inches more in front of a column of boxes whose arrows carry local slopes


@styled
def computation_graph(
    nodes: Mapping[str, str],
    edges: Sequence[tuple[str, str]],
    values: Mapping[str, float | str] | None = None,
    gradients: Mapping[str, float | str] | None = None,
    *,
    slopes: Mapping[tuple[str, str], float | str] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a computation from left to right, with the numbers that flow through it.

    nodes: {name: text in its box}, text may be mathematics in dollars; edges: (from, to) names;
    values: {name: what the node yields}, above the line that leaves the node; gradients: {name:
    derivative of the output with respect to it}, below that line, in italics. slopes: {(from, to):
    derivative of the node at the arrow's head by the one at its foot}, on the arrow, in brackets.
    Numbers are written with three significant digits, text as it is.
    positions: {name: (column, row)} for nodes that should stand elsewhere, row 0 on top.

    Raises ValueError if an edge, a value or a gradient names an unknown node, or there is a loop.
    """
    values, gradients, slopes = values or {}, gradients or {}, slopes or {}
    named = {name for edge in edges for name in edge} | set(values) | set(gradients)
    if named - set(nodes):
        raise ValueError(
            f"Expected every name to be one of the nodes {sorted(nodes)}; got "
            f"{sorted(named - set(nodes))} too. Add these to nodes, or mend their spelling."
        )
    places = _places(list(nodes), edges) | dict(positions or {})
    half = {name: _half_width(text) for name, text in nodes.items()}
    x_of = _column_middles(places, edges, half, SLOPE if slopes else 0.0)
    rows = max(y for _, y in places.values()) - min(y for _, y in places.values())
    left, right = min(x_of.values()) - 0.45, max(x_of.values()) + max(half.values()) + STUB + 0.15
    scale = min(1.0, WIDTH / (right - left))
    figure, axes = _canvas(right - left, rows * ROW + 1.0)
    centre = {name: (x_of[x], -y * ROW) for name, (x, y) in places.items()}
    for name in nodes:
        x, y = centre[name]
        start, joint = x + half[name], x + half[name] + STUB
        targets = [to for origin, to in edges if origin == name]
        if not targets:
            _arrow(axes, (start, y), (joint + 0.1, y), INK)
        else:
            axes.plot([start, joint], [y, y], color=INK, linewidth=1.2, linestyle="-", zorder=1)
        for to in targets:
            head = (centre[to][0] - half[to], centre[to][1])
            _arrow(axes, (joint, y), head, INK)
            if (name, to) in slopes:
                _on_arrow(axes, (joint, y), head, _number(slopes[name, to]), 8.2 * scale)
        if name in values:
            axes.text(
                (start + joint) / 2,
                y + 0.05,
                _number(values[name]),
                ha="center",
                va="bottom",
                fontsize=8.7 * scale,
                color=FORWARD_COLOUR,
                fontweight="bold",
            )
        if name in gradients:
            axes.text(
                (start + joint) / 2,
                y - 0.06,
                _number(gradients[name]),
                ha="center",
                va="top",
                fontsize=8.7 * scale,
                color=BACKWARD_COLOUR,
                fontstyle="italic",
            )
        fill = FORWARD_FILL if any(to == name for _, to in edges) else PAPER
        _box(axes, (x, y), half[name], 0.19, nodes[name], fill, 10 * scale)
    axes.set_xlim(left, right)
    rows_drawn = [y for _, y in centre.values()]
    axes.set_ylim(min(rows_drawn) - 0.34, max(rows_drawn) + 0.34)
    if values and gradients:
        _key(axes, bool(slopes))
    parts = [
        f"{nodes[name]}"
        + (f" has value {_number(values[name])}" if name in values else "")
        + (f", gradient {_number(gradients[name])}" if name in gradients else "")
        for name in nodes
    ]
    _finish(figure, caption, alt, f"Computation graph: {'; '.join(parts)}.")
    return figure


@styled
def network_shapes(
    layer_dims: Sequence[int],
    *,
    most: int = 6,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a network's layers with the shapes of A[l], W[l] and b[l].

    layer_dims: numbers of units, inputs first; most: circles drawn for a layer, beyond which dots
    stand for the rest.

    Raises ValueError if there are fewer than two layers or one has no unit.
    """
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError(
            f"Expected the number of inputs and one number of units per layer, all 1 or more; got "
            f"{list(layer_dims)}. Pass for example [784, 20, 7, 5, 1]."
        )
    layers = len(layer_dims)
    gap = max((WIDTH - 1.2) / (layers - 1), 1.25)
    columns = [_unit_heights(units, most) for units in layer_dims]
    top = max(max(heights) for heights in columns)
    figure, axes = _canvas((layers - 1) * gap + 1.2, 2 * top + 1.75)
    for layer in range(1, layers):
        for before in columns[layer - 1]:
            for after in columns[layer]:
                axes.plot(
                    [(layer - 1) * gap, layer * gap],
                    [before, after],
                    color="#C9C9C9",
                    linestyle="-",
                    linewidth=0.5,
                    zorder=1,
                )
        axes.text(
            (layer - 0.5) * gap,
            -top - 0.62,
            f"$W^{{[{layer}]}}$: ({layer_dims[layer]}, {layer_dims[layer - 1]})\n"
            f"$b^{{[{layer}]}}$: ({layer_dims[layer]}, 1)",
            ha="center",
            va="top",
            fontsize=9,
            linespacing=1.5,
        )
    for layer, units in enumerate(layer_dims):
        fill = PAPER if layer == 0 else FORWARD_FILL
        for height in columns[layer]:
            axes.add_patch(
                Circle(
                    (layer * gap, height),
                    0.13,
                    facecolor=fill,
                    edgecolor=INK,
                    linewidth=1.0,
                    zorder=2,
                )
            )
        if units > most:
            for offset in (-0.09, 0.0, 0.09):
                axes.add_patch(Circle((layer * gap, offset), 0.022, color=INK, zorder=3))
        symbol = "$X$" if layer == 0 else f"$A^{{[{layer}]}}$"
        axes.text(
            layer * gap,
            -top - 0.2,
            f"{symbol}: ({units}, m)",
            ha="center",
            va="top",
            fontsize=9.5,
            color=FORWARD_COLOUR,
            fontweight="bold",
        )
        role = "input" if layer == 0 else ("output" if layer == layers - 1 else f"layer {layer}")
        axes.text(layer * gap, top + 0.24, role, ha="center", va="bottom", fontsize=9)
    axes.set_xlim(-0.6, (layers - 1) * gap + 0.6)
    axes.set_ylim(-top - 1.22, top + 0.53)
    described = ", ".join(str(units) for units in layer_dims)
    _finish(figure, caption, alt, f"Network with {described} units from input to output.")
    return figure


@styled
def forward_backward_blocks(
    L: int,
    *,
    hidden: str = "relu",
    output: str = "sigmoid",
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the blocks of a network of L layers: forward on top, backward below, caches between.

    From five layers on, the middle ones are left out. hidden, output: names of activations.

    Raises ValueError if L < 1.
    """
    if L < 1:
        raise ValueError(f"Expected a number of layers L of 1 or more; got {L!r}. Pass L=3, say.")
    shown: list[int | None] = list(range(1, L + 1)) if L <= 4 else [1, 2, None, L]
    gap, half = 1.8, 0.52
    up, down = 0.75, -0.75
    end = len(shown) * gap
    figure, axes = _canvas(end + 1.55, 2.75)
    for column, layer in enumerate(shown):
        x = (column + 0.5) * gap
        name_in = "X" if column == 0 else f"A^{{[{_before(shown, column)}]}}"
        grad_in = "dX" if column == 0 else f"dA^{{[{_before(shown, column)}]}}"
        _arrow(axes, (x - gap + half, up), (x - half, up), FORWARD_COLOUR)
        axes.text(
            x - gap / 2,
            up + 0.07,
            f"${name_in}$",
            ha="center",
            va="bottom",
            fontsize=9.5,
            color=FORWARD_COLOUR,
        )
        _arrow(axes, (x - half, down), (x - gap + half, down), BACKWARD_COLOUR, "--")
        axes.text(
            x - gap / 2,
            down - 0.09,
            f"${grad_in}$",
            ha="center",
            va="top",
            fontsize=9.5,
            color=BACKWARD_COLOUR,
        )
        if layer is None:
            for y in (up, 0, down):
                axes.text(x, y, "· · ·", ha="center", va="center", fontsize=14)
            continue
        activation = output if layer == L else hidden
        _box(axes, (x, up), half, 0.27, f"linear\n{activation}", FORWARD_FILL)
        _box(axes, (x, down), half, 0.27, f"{activation}'\nlinear'", BACKWARD_FILL)
        _arrow(axes, (x, up - 0.27), (x, 0.22), FAINT)
        _arrow(axes, (x, -0.22), (x, down + 0.27), FAINT)
        held = "X" if layer == 1 else f"A^{{[{layer - 1}]}}"
        _box(
            axes,
            (x, 0),
            0.66,
            0.22,
            f"${held}, W^{{[{layer}]}}, b^{{[{layer}]}}$\n$Z^{{[{layer}]}}$",
            CACHE_FILL,
            8.5,
        )
        _arrow(axes, (x, down - 0.27), (x, down - 0.52), BACKWARD_COLOUR, "--")
        axes.text(
            x,
            down - 0.54,
            f"$dW^{{[{layer}]}}, db^{{[{layer}]}}$",
            ha="center",
            va="top",
            fontsize=9.5,
            color=BACKWARD_COLOUR,
        )
    cost = end + 0.25
    _arrow(axes, (end - gap / 2 + half, up), (cost, up), FORWARD_COLOUR)
    axes.text(
        (end - gap / 2 + half + cost) / 2,
        up + 0.07,
        f"$A^{{[{L}]}}$",
        ha="center",
        va="bottom",
        fontsize=9.5,
        color=FORWARD_COLOUR,
    )
    _arrow(axes, (cost, down), (end - gap / 2 + half, down), BACKWARD_COLOUR, "--")
    axes.text(
        (end - gap / 2 + half + cost) / 2,
        down - 0.09,
        f"$dA^{{[{L}]}}$",
        ha="center",
        va="top",
        fontsize=9.5,
        color=BACKWARD_COLOUR,
    )
    _box(axes, (cost + 0.34, up), 0.34, 0.27, "cost", FORWARD_FILL)
    _box(axes, (cost + 0.34, down), 0.34, 0.27, "cost'", BACKWARD_FILL)
    _arrow(axes, (cost + 0.34, up - 0.27), (cost + 0.34, down + 0.27), FAINT)
    axes.text(cost + 0.4, 0, "$Y$", va="center", fontsize=9.5)
    axes.set_xlim(-half + 0.02, cost + 0.85)
    axes.set_ylim(-1.58, 1.17)
    _finish(
        figure,
        caption,
        alt,
        f"Blocks of {L} layers: forward from X to the cost on top, backward from the cost to dX "
        "below; each layer's cache goes from its forward to its backward block.",
    )
    return figure


# --------------------------------------------------------------------------------------- parts


def _places(
    names: Sequence[str], edges: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Column and row for each node: as far right as its inputs ask, as high as they stand.

    Inputs get rows of their own, in the order in which walking back from the output meets them, so
    that the lines of a tree never cross; every other node stands midway between its inputs.
    """
    before = {name: [origin for origin, to in edges if to == name] for name in names}
    after = {name: [to for origin, to in edges if origin == name] for name in names}
    column: dict[str, float] = {}
    row: dict[str, float] = {}
    open_names: set[str] = set()

    def place(name: str) -> None:
        if name in row:
            return
        if name in open_names:
            raise ValueError(
                f"Expected a computation without loops; {name!r} depends on itself. Remove an edge."
            )
        open_names.add(name)
        for origin in before[name]:
            place(origin)
        if before[name]:
            column[name] = 1 + max(column[origin] for origin in before[name])
            row[name] = float(np.mean([row[origin] for origin in before[name]]))
        else:
            column[name] = 0
            row[name] = sum(not before[one] for one in row)

    for name in names:
        if not after[name]:
            place(name)
    for name in names:
        place(name)
    for name in names:
        if not before[name] and after[name]:
            column[name] = min(column[to] for to in after[name]) - 1
    taken: set[tuple[float, float]] = set()
    for name in names:
        while (column[name], row[name]) in taken:
            row[name] += 0.8
        taken.add((column[name], row[name]))
    return {name: (column[name], row[name]) for name in names}


def _canvas(width: float, height: float) -> tuple[CourseFigure, Axes]:
    """A figure of this size in inches, with one bare panel whose unit is the inch."""
    shrink = min(1.0, WIDTH / width)
    figure, panels = new_figure(height=height * shrink + 0.1, width=width * shrink)
    axes = panels[0, 0]
    axes.set_axis_off()
    axes.set_aspect("equal")
    return figure, axes


def _column_middles(
    places: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str]],
    half: Mapping[str, float],
    more: float,
) -> dict[float, float]:
    """Where each column stands, in inches: far enough for boxes, numbers and slanting lines.

    more: what each gap is wider by.
    """
    columns = sorted({x for x, _ in places.values()})
    widest = {x: max(half[name] for name in places if places[name][0] == x) for x in columns}
    middles = {columns[0]: 0.0}
    for before, column in zip(columns, columns[1:], strict=False):
        slanting = any(
            places[origin][0] == before and places[origin][1] != places[to][1]
            for origin, to in edges
        )
        gap = (0.3 if slanting else 0.14) + more
        middles[column] = middles[before] + widest[before] + STUB + gap + widest[column]
    spare = WIDTH - middles[columns[-1]] - 2.0
    stretch = min(max(spare, 0.0) / max(len(columns) - 1, 1), 0.4)
    return {column: middles[column] + number * stretch for number, column in enumerate(columns)}


def _box(
    axes: Axes,
    centre: tuple[float, float],
    half_width: float,
    half_height: float,
    text: str,
    fill: str,
    size: float = 10,
) -> None:
    """A rounded box with text in its middle."""
    corner = (centre[0] - half_width + 0.05, centre[1] - half_height + 0.05)
    axes.add_patch(
        FancyBboxPatch(
            corner,
            2 * half_width - 0.1,
            2 * half_height - 0.1,
            boxstyle="round,pad=0.05,rounding_size=0.07",
            facecolor=fill,
            edgecolor=INK,
            linewidth=1.0,
            zorder=2,
        )
    )
    axes.text(*centre, text, ha="center", va="center", fontsize=size, zorder=3, linespacing=1.25)


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, line: str = "-"
) -> None:
    """An arrow from start to end."""
    axes.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 1.2,
            "linestyle": line,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 9,
        },
        zorder=1.5,
    )


def _on_arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], text: str, size: float
) -> None:
    """Write a local slope on an arrow, a little nearer to its head, where arrows lie apart."""
    axes.text(
        start[0] + 0.45 * (end[0] - start[0]),
        start[1] + 0.45 * (end[1] - start[1]),
        f"({text})",
        ha="center",
        va="center",
        fontsize=size,
        color=INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        zorder=1.8,
    )


def _key(axes: Axes, slopes: bool) -> None:
    """Say which number is which, above the graph."""
    if slopes:
        axes.set_title(
            "on an arrow: (local slope)", loc="center", fontsize=9, color=INK, fontweight="normal"
        )
    axes.set_title("above a line: value", loc="left", fontsize=9, color=FORWARD_COLOUR)
    axes.set_title(
        "below it: gradient",
        loc="right",
        fontsize=9,
        color=BACKWARD_COLOUR,
        fontstyle="italic",
        fontweight="normal",
    )


def _half_width(text: str) -> float:
    """Half the width of a box for this text, in inches; mathematics is counted without markup."""
    bare = text.replace("$", "").replace("\\", "")
    for mark in "{}_^":
        bare = bare.replace(mark, "")
    longest = max((len(line) for line in bare.split("\n")), default=1)
    return max(0.2, 0.045 * longest + 0.08)


def _number(value: float | str) -> str:
    """Three significant digits, with a true minus sign; text as it is."""
    if isinstance(value, str):
        return value
    # Adding 0 makes 0 of what is called -0.
    return f"{float(value) + 0.0:.3g}".replace("-", "\N{MINUS SIGN}")


def _unit_heights(units: int, most: int) -> list[float]:
    """Heights of a layer's circles about 0, with a gap in the middle if not all are drawn."""
    if units <= most:
        return [0.36 * (number - (units - 1) / 2) for number in range(units)]
    each = most // 2
    return [side * (0.3 + 0.36 * number) for side in (1, -1) for number in range(each)]


def _before(shown: Sequence[int | None], column: int) -> int:
    """The number of the layer whose activation enters this column's block."""
    layer, left = shown[column], shown[column - 1]
    if layer is not None:
        return layer - 1
    assert left is not None, "no two gaps stand side by side"
    return left


def _finish(figure: CourseFigure, text: str, alt: str, described: str) -> None:
    """Set caption and alt text; without an alt text, the description and then the caption."""
    caption(figure, text, alt or f"{described} {text}".replace("$", "").strip())
