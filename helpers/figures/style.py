"""One look for every figure of the course, and one way to show a figure with caption and alt text.

How alt text travels. A figure is shown as a PNG, never as HTML: feedback pages strip HTML, and
notebook tests compare it byte by byte. The alt text goes three ways with it. It is the output's
`text/plain`, which terminals and text exports show. It is the output's metadata
`{"image/png": {"alt": ...}}`, which nbconvert's classic template (the one feedback pages are made
from), nbsphinx and others turn into the picture's `alt`. JupyterLab 4 reads only width, height and
`unconfined` from that metadata and gives such pictures no alt text at all; there, the caption drawn
under the figure and the sentence around it have to do. Nothing is lost when JupyterLab learns it.
"""

from __future__ import annotations

import base64
import io
import os
import re
import sys
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.rcsetup import cycler
from matplotlib.textpath import TextPath
from numpy import ndarray

WIDTH = 8.0  # inches: the width of a notebook's column
DPI = 120
SCREEN_DPI = 96  # what a browser calls an inch

INK = "#1A1A1A"
FAINT = "#8C8C8C"
PAPER = "#FFFFFF"

# Blue, orange, black and vermillion are Okabe and Ito's; their purple is darkened, so that any two
# of the five still differ in lightness when printed in grey.
BLUE = "#0072B2"
ORANGE = "#E69F00"
BLACK = "#000000"
VERMILLION = "#D55E00"
PURPLE = "#5B2A66"

SERIES_COLOURS = (BLUE, ORANGE, BLACK, VERMILLION, PURPLE)
SERIES_LINES = ("-", "--", "-.", ":", (0, (7, 2, 1, 2, 1, 2)))
SERIES_MARKERS = ("o", "^", "s", "D", "v")

CLASS_COLOURS = (BLUE, ORANGE, BLACK, VERMILLION, PURPLE)
CLASS_MARKERS = ("o", "^", "s", "D", "v")
REGION_COLOURS = ("#CBE1EF", "#FBE9C4")  # behind the points of class 0 and of class 1

FORWARD_COLOUR = BLUE
BACKWARD_COLOUR = "#B34700"  # vermillion, darkened until small italics read well on white

PICTURE_MAP = "gray_r"  # 0 is paper, the largest value is ink
SIGNED_MAP = (
    "cividis"  # negative is dark blue, zero grey, positive light yellow, also in grey print
)
COUNT_MAP = "Blues"

STYLE: Any = {
    "figure.figsize": (WIDTH, 4.0),
    "figure.dpi": SCREEN_DPI,
    "figure.facecolor": PAPER,
    "savefig.dpi": DPI,
    "savefig.facecolor": PAPER,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10.0,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=SERIES_COLOURS, linestyle=SERIES_LINES),
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.7,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "text.color": INK,
    "lines.linewidth": 1.9,
    "lines.markersize": 5.0,
    "legend.fontsize": 9.0,
    "legend.framealpha": 0.85,
    "legend.edgecolor": PAPER,
    "figure.constrained_layout.h_pad": 0.07,
    "figure.constrained_layout.w_pad": 0.06,
    "legend.handlelength": 3.0,
    "image.cmap": PICTURE_MAP,
    "image.interpolation": "nearest",
}

styled = matplotlib.rc_context(STYLE)
"""Decorator: run a function that draws in the course's style, and leave the settings as found."""


class CourseFigure(Figure):
    """A figure that carries alt text and, as the last line of a notebook cell, shows itself.

    It is not known to pyplot, so nothing shows it a second time and nothing has to close it.
    """

    alt_text: str = ""
    caption_text: str = ""

    def _ipython_display_(self) -> None:
        show(self)


@styled
def new_figure(
    rows: int = 1,
    columns: int = 1,
    height: float = 3.2,
    width: float = WIDTH,
    **subplots: Any,
) -> tuple[CourseFigure, ndarray]:
    """Start a figure in the course's style.

    height: of one row of axes, in inches; width: of the whole figure, in inches; further arguments
    go to `Figure.subplots` (sharex, sharey, width_ratios ...).

    Returns the figure and its axes, always an array (rows, columns).
    """
    figure = CourseFigure(figsize=(width, height * rows), layout="constrained")
    FigureCanvasAgg(figure)
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(rect=(0.004, 0.0, 0.992, 0.985))  # titles would touch the picture's edge
    axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    return figure, axes


def caption(figure: Figure, text: str, alt: str = "") -> None:
    """Put a caption under a figure, which grows by the caption's height, and set its alt text.

    text: what to see in the figure; wrapped to its width. alt: a description for those who do not
    see it; the caption if empty.
    """
    if isinstance(figure, CourseFigure):
        figure.caption_text = text
        figure.alt_text = " ".join((alt or text).split())
    if not text:
        return
    size = 9.5
    lines = _wrap(text, size, 72 * 0.91 * figure.get_figwidth())
    figure.set_figheight(figure.get_figheight() + len(lines) * size * 1.35 / 72 + 0.08)
    figure.supxlabel(
        "\n".join(lines), x=0.01, ha="left", fontsize=size, color="#333333", linespacing=1.3
    )


@styled
def _wrap(text: str, size: float, width: float) -> list[str]:
    """Lines of text no wider than width, both in points; mathematics in dollars is never broken."""
    words = re.findall(r"(?:\$[^$]*\$|\S)+", text)
    space = TextPath((0, 0), "a b", size).get_extents().width
    space -= TextPath((0, 0), "ab", size).get_extents().width
    lines: list[str] = []
    used = width
    for word in words:
        wide = TextPath((0, 0), word, size).get_extents().width + space
        if used + wide > width:
            lines.append(word)
            used = wide
        else:
            lines[-1] += f" {word}"
            used += wide
    return lines


def png(figure: Figure) -> bytes:
    """The figure as a PNG, the same bytes for the same figure."""
    buffer = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def show(figure: Figure, text: str = "", alt: str = "") -> None:
    """Show a figure in the notebook, as a PNG with alt text; outside IPython, do nothing.

    text, alt: as in `caption`, for a figure that has none yet.
    """
    if text or alt:
        caption(figure, text, alt)
    shell = running_shell()
    if shell is None:
        return
    from IPython.display import display

    alt_text = getattr(figure, "alt_text", "") or "Figure"
    # As base64, which every kernel passes on; the browser's own does not turn bytes into it.
    picture = base64.b64encode(png(figure)).decode("ascii")
    display(
        {"image/png": picture, "text/plain": alt_text},
        metadata={
            "image/png": {"alt": alt_text, "width": round(figure.get_figwidth() * SCREEN_DPI)}
        },
        raw=True,
    )


def running_shell() -> Any:
    """IPython's shell if this runs in one, else None."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def front_end_is_live() -> bool:
    """Is somebody looking at this notebook now, rather than a build, a test or the grader?

    A kernel cannot ask; but JupyterLab, VS Code and Colab each leave a variable in the kernel's
    environment, and programs that execute notebooks do not. A kernel in a browser always has one.
    """
    if sys.platform == "emscripten":
        return running_shell() is not None
    if os.environ.get("NBGRADER_VALIDATING") or not hasattr(running_shell(), "kernel"):
        return False
    return any(
        os.environ.get(name) for name in ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG")
    )


@styled
def label_panel(axes: Axes, x_label: str, y_label: str, title: str = "") -> None:
    """Name both axes of a panel, and the panel."""
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    if title:
        axes.set_title(title)
