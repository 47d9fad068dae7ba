"""Week 0: computations on a tape, run and measured, and the figures of arrays and gates."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from helpers.figures.diagrams import computation_graph
from helpers.figures.style import (
    BACKWARD_COLOUR,
    CLASS_COLOURS,
    CLASS_MARKERS,
    FAINT,
    FORWARD_COLOUR,
    INK,
    PAPER,
    CourseFigure,
    label_panel,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption

Tape = Sequence[tuple[str, tuple[str, ...], str]]

GATES: dict[str, Callable[..., float]] = {
    "add": lambda x, y: x + y,
    "multiply": lambda x, y: x * y,
    "exp": math.exp,
    "reciprocal": lambda x: 1 / x,
    "sigmoid": lambda z: (1 + math.tanh(z / 2)) / 2,
}
SYMBOLS = {
    "add": "+",
    "multiply": "\N{MULTIPLICATION SIGN}",
    "exp": "exp",
    "reciprocal": "1/x",
    "sigmoid": "\N{GREEK SMALL LETTER SIGMA}",
}
NUDGE = 1e-5  # half the way over which a slope is measured

CELL = 0.34  # inches: the side of a drawn entry
COPY_FILL = "#F4F4F4"
FILLS = ("#E3EFF7", "#FBEADD")
SHADES = ("#CBE1EF", "#FBE9C4", "#D5D5D5", "#F0BFA3", "#C9B6CE")


# ---------------------------------------------------------------------------------- computations


def run_tape(
    tape: Tape, inputs: Mapping[str, float], nudges: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the value of every name of a tape: the given numbers, and each gate's result.

    nudges: {name: what is added to this value, given or computed, before others use it}.
    """
    nudges = nudges or {}
    values = {name: float(number) + nudges.get(name, 0.0) for name, number in inputs.items()}
    for gate, sources, name in tape:
        result = GATES[gate](*(values[source] for source in sources))
        values[name] = result + nudges.get(name, 0.0)
    return values


def measured_gradients(tape: Tape, inputs: Mapping[str, float], output: str) -> dict[str, float]:
    """Return the slope of output by every value, each measured: nudged both ways, all run again."""
    return {
        name: sum(side * run_tape(tape, inputs, {name: side * NUDGE})[output] for side in (1, -1))
        / (2 * NUDGE)
        for name in run_tape(tape, inputs)
    }


def measured_slopes(tape: Tape, values: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """Return, for each input of each gate, the slope of this gate alone, measured."""
    slopes: dict[tuple[str, str], float] = {}
    for gate, sources, name in tape:
        for place, source in enumerate(sources):
            ends = []
            for side in (1, -1):
                given = [values[one] for one in sources]
                given[place] += side * NUDGE
                ends.append(GATES[gate](*given))
            slopes[source, name] = (ends[0] - ends[1]) / (2 * NUDGE)
    return slopes


def random_circuit(
    rng: np.random.Generator, inputs: int = 6, gates: int = 40
) -> tuple[list[tuple[str, tuple[str, ...], str]], dict[str, float]]:
    """Return a tape of random gates g0, g1, ... in which many values fork, and numbers to start."""
    names = [f"v{i}" for i in range(inputs)]
    numbers = {name: float(rng.uniform(-1, 1)) for name in names}
    tape: list[tuple[str, tuple[str, ...], str]] = []
    for i in range(gates):
        gate = str(rng.choice(["add", "multiply", "sigmoid"]))
        chosen = tuple(str(one) for one in rng.choice(names, 1 if gate == "sigmoid" else 2))
        names.append(f"g{i}")
        tape.append((gate, chosen, names[-1]))
    return tape, numbers


def both_ways(
    slow: Callable[..., Any], fast: Callable[..., Any], entries: int
) -> list[tuple[float, float]]:
    """Return the sum of products and the seconds of two functions on the same long random arrays.

    Where they do not agree on a thousand entries, a sentence says so and the list is empty: a wrong
    loop may take for ever on a million.
    """
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal(entries), rng.standard_normal(entries)
    short = [float(np.squeeze(function(a[:1000], b[:1000]))) for function in (slow, fast)]
    if not np.isclose(short[0], short[1]):
        print(
            f"On a thousand entries the two give {short[0]:.6g} and {short[1]:.6g}. Mend them first."
        )
        return []
    found = []
    for function in (slow, fast):
        began = perf_counter()
        total = float(np.squeeze(function(a, b)))
        found.append((total, perf_counter() - began))
    return found


def first_verdict(check: Callable[..., None], name: str, attempt: Callable[..., Any]) -> None:
    """Show what the check of the exercise `name` says of somebody's attempt.

    The attempt is looked at apart from the notebook: its own functions stay as they are.
    """
    apart = types.FunctionType(attempt.__code__, {"np": np}, name)
    try:
        check(apart)
    except AssertionError:
        pass  # so a check says while nbgrader validates; this attempt is meant to be wrong


# --------------------------------------------------------------------------------------- arrays


@styled
def additions(
    rows: Sequence[tuple[str, Any, Any]], *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw sums of two arrays, one below the other: entries, stretched copies, and the result.

    rows: (title, a, b), arrays of at most two axes. A copy that broadcasting makes is drawn faint.
    Where the shapes do not fit, a cross stands in place of the result.
    """
    heights = [CELL * _tallest(a, b) + 0.85 for _, a, b in rows]
    figure, panels = new_figure(height=sum(heights))
    axes = panels[0, 0]
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(0, 7.6)
    axes.set_ylim(-sum(heights), 0)
    top, told = 0.0, []
    for (title, a, b), height in zip(rows, heights, strict=True):
        axes.text(0, top - 0.05, title, va="top", fontsize=10, fontweight="bold")
        told.append(_addition(axes, top - 0.35, np.asarray(a), np.asarray(b)))
        top -= height
    set_caption(figure, caption, alt or f"{' '.join(told)} {caption}")
    return figure


def _tallest(a: Any, b: Any) -> int:
    return max(_as_table(np.asarray(one)).shape[0] for one in (a, b))


def _as_table(array: np.ndarray) -> np.ndarray:
    return array.reshape((1,) * (2 - array.ndim) + array.shape)


def _addition(axes: Axes, top: float, a: np.ndarray, b: np.ndarray) -> str:
    """Draw a + b below `top`; return it in words."""
    try:
        shape: tuple[int, ...] | None = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        shape = None
    tall = _tallest(a, b)
    left = 0.15
    for place, (array, sign) in enumerate(((a, "+"), (b, "="))):
        table = _as_table(array)
        whole = table if shape is None else np.broadcast_to(table, (1,) * (2 - len(shape)) + shape)
        width = _cells(axes, (left, top), whole, tall, table.shape, FILLS[place])
        middle = left + width / 2
        axes.text(middle, top - tall * CELL - 0.06, _shape(array.shape), ha="center", va="top")
        left += width + 0.3
        axes.text(left, top - tall * CELL / 2, sign, ha="center", va="center", fontsize=14)
        left += 0.3
    if shape is None:
        middle = top - tall * CELL / 2
        axes.text(left, middle, "refused: an error", va="center", color=BACKWARD_COLOUR)
        return f"{a.shape} plus {b.shape} is refused."
    total = _as_table(a + b)
    width = _cells(axes, (left, top), total, tall, total.shape, PAPER)
    axes.text(left + width / 2, top - tall * CELL - 0.06, _shape(shape), ha="center", va="top")
    return f"{a.shape} plus {b.shape} has shape {shape}."


def _shape(shape: tuple[int, ...]) -> str:
    return str(shape)


def _cells(
    axes: Axes,
    corner: tuple[float, float],
    table: np.ndarray,
    tall: int,
    real: tuple[int, ...],
    fill: str,
) -> float:
    """Draw a table of numbers, what lies beyond `real` as faint copies; return its width."""
    rows, columns = table.shape
    left, top = corner[0], corner[1] - (tall - rows) * CELL / 2
    for i in range(rows):
        for j in range(columns):
            copy = i >= real[0] or j >= real[1]
            x, y = left + j * CELL, top - (i + 1) * CELL
            axes.add_patch(
                Rectangle(
                    (x, y),
                    CELL,
                    CELL,
                    facecolor=COPY_FILL if copy else fill,
                    edgecolor=FAINT if copy else INK,
                    linewidth=0.6 if copy else 1.1,
                    linestyle=":" if copy else "-",
                    zorder=1 if copy else 2,
                )
            )
            axes.text(
                x + CELL / 2,
                y + CELL / 2,
                f"{table[i, j]:g}".replace("-", "\N{MINUS SIGN}"),
                ha="center",
                va="center",
                fontsize=9,
                color=FAINT if copy else INK,
                fontstyle="italic" if copy else "normal",
                zorder=3,
            )
    return columns * CELL


@styled
def tables(
    arrays: Mapping[str, Any], marked: Mapping[str, Any] | None = None, *, caption: str = ""
) -> CourseFigure:
    """Draw arrays {title: array} side by side as tables of numbers.

    marked: {title: truth values of the array's shape}; these entries are shaded.
    """
    tall = max(_tallest(array, array) for array in arrays.values())
    figure, panels = new_figure(height=CELL * tall + 0.7)
    axes = panels[0, 0]
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(0, 7.6)
    axes.set_ylim(-CELL * tall - 0.45, 0.05)
    left, told = 0.15, []
    for title, array in arrays.items():
        table = _as_table(np.asarray(array))
        axes.text(left, 0, title, va="top", fontsize=10, fontweight="bold")
        width = _cells(axes, (left, -0.3), table, tall, table.shape, PAPER)
        for i, j in np.argwhere((marked or {}).get(title, np.zeros(table.shape))):
            corner = (left + j * CELL, -0.3 - (i + 1) * CELL)
            axes.add_patch(
                Rectangle(corner, CELL, CELL, facecolor="#F2B48C", edgecolor=INK, zorder=2.5)
            )
        told.append(f"{title}: {np.asarray(array).tolist()}")
        left += max(width, 0.085 * len(title)) + 0.6
    set_caption(figure, caption, f"{'; '.join(told)}. {caption}")
    return figure


@styled
def nearest_point(
    points: np.ndarray,
    distances: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a plane in which every place has the shade of the point that is nearest to it.

    points: (2, q) within 0 to 10 and 0 to 5, q at most 5; distances(A, B): the distances of all
    columns of A to all of B.
    """
    across, upwards = np.meshgrid(np.linspace(0, 10, 401), np.linspace(0, 5, 201))
    places = np.vstack([across.ravel(), upwards.ravel()])
    nearest = np.argmin(distances(places, points), axis=1).reshape(across.shape)
    figure, panels = new_figure(height=3.1, width=6.4)
    axes = panels[0, 0]
    axes.grid(False)
    shades = ListedColormap(SHADES[: points.shape[1]])
    axes.imshow(nearest, cmap=shades, origin="lower", extent=(0, 10, 0, 5), aspect="equal")
    for number, (x, y) in enumerate(points.T):
        axes.plot(
            x,
            y,
            CLASS_MARKERS[number],
            color=CLASS_COLOURS[number],
            markeredgecolor=PAPER,
            markersize=10,
        )
        axes.annotate(f"B[:, {number}]", (x, y), (7, 5), textcoords="offset points")
    label_panel(axes, "first coordinate", "second coordinate")
    set_caption(figure, caption, alt or caption)
    return figure


# ---------------------------------------------------------------------------------------- gates


@styled
def one_gate(*, caption: str = "", alt: str = "") -> CourseFigure:
    """Draw one gate q = g(x, y) with the words for what flows through it, there and back."""
    figure, panels = new_figure(height=2.5)
    axes = panels[0, 0]
    axes.set_axis_off()
    axes.set_xlim(0, 8)
    axes.set_ylim(-1.25, 1.25)
    gate = Rectangle((3.1, -0.75), 1.5, 1.5, facecolor=FILLS[0], edgecolor=INK, linewidth=1.1)
    axes.add_patch(gate)
    axes.text(3.85, 0.34, "$q = g(x, y)$", ha="center", va="center", fontsize=11)
    axes.text(
        3.85,
        -0.25,
        "local slopes\n$\\partial q/\\partial x,\\;\\; \\partial q/\\partial y$",
        ha="center",
        va="center",
        fontsize=9.5,
        linespacing=1.6,
    )
    for level, name in ((0.6, "x"), (-0.6, "y")):
        _flow(axes, (0.55, level + 0.07), (3.08, level + 0.07), FORWARD_COLOUR)
        _flow(axes, (3.08, level - 0.09), (0.55, level - 0.09), BACKWARD_COLOUR, "--")
        axes.text(0.4, level, f"${name}$", ha="center", va="center", fontsize=13)
        axes.text(
            1.8,
            level - 0.15,
            f"downstream: $\\partial f/\\partial {name}$",
            ha="center",
            va="top",
            color=BACKWARD_COLOUR,
            fontsize=9.5,
            fontstyle="italic",
        )
    _flow(axes, (4.62, 0.08), (6.9, 0.08), FORWARD_COLOUR)
    _flow(axes, (6.9, -0.08), (4.62, -0.08), BACKWARD_COLOUR, "--")
    axes.text(5.75, 0.15, "value $q$", ha="center", va="bottom", color=FORWARD_COLOUR)
    axes.text(
        5.75,
        -0.15,
        "upstream: $\\partial f/\\partial q$",
        ha="center",
        va="top",
        color=BACKWARD_COLOUR,
        fontsize=9.5,
        fontstyle="italic",
    )
    axes.text(7.0, 0, "... on to $f$", va="center", fontsize=10.5)
    set_caption(figure, caption, alt or caption)
    return figure


def _flow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, line: str = "-"
) -> None:
    axes.annotate(
        "",
        end,
        start,
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.3, "linestyle": line},
    )


def tape_graph(
    tape: Tape,
    values: Mapping[str, float],
    gradients: Mapping[str, float | str] | None = None,
    *,
    slopes: Mapping[tuple[str, str], float] | None = None,
    fixed: Sequence[str] = (),
    positions: Mapping[str, tuple[float, float]] | None = None,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a tape as a graph of gates, with its values and, below them, gradients.

    gradients: {name: a number, or a text such as "?"}; slopes: {(from, to): a gate's local slope};
    fixed: names of given numbers that are written into the box of their gate, such as the 1 that is
    added; positions: {name: (column, row)} for names that should stand elsewhere.
    """
    made = {name for _, _, name in tape}
    nodes = {name: _mathematics(name) for name in values if name not in made and name not in fixed}
    edges = []
    for gate, sources, name in tape:
        own = [f"{values[one]:g}".replace("-", "\N{MINUS SIGN}") for one in sources if one in fixed]
        nodes[name] = " ".join([SYMBOLS[gate], *own])
        edges += [(one, name) for one in dict.fromkeys(sources) if one not in fixed]
    return computation_graph(
        nodes,
        edges,
        {name: values[name] for name in nodes},
        {name: gradients[name] for name in nodes if name in gradients} if gradients else None,
        slopes={edge: slopes[edge] for edge in edges if edge in slopes} if slopes else None,
        positions=positions,
        caption=caption,
        alt=alt,
    )


def _mathematics(name: str) -> str:
    """Return a name such as w0 as mathematics, with its number as an index."""
    letters = name.rstrip("0123456789")
    index = name[len(letters) :]
    return f"${letters}_{index}$" if index else f"${name}$"
