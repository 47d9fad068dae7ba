"""Playing with a parameter, and waiting for long training: both leave a readable saved notebook."""

from __future__ import annotations

import base64
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.style import (
    WIDTH,
    CourseFigure,
    caption,
    front_end_is_live,
    new_figure,
    png,
    running_shell,
    styled,
)

Item = TypeVar("Item")
Draw = Callable[[Axes, Any], None]


@styled
def slider(
    draw: Draw,
    name: str,
    values: Sequence[Any],
    *,
    labels: Sequence[str] = (),
    panels: int = 4,
    height: float = 2.4,
    share_axes: bool = True,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Show what a parameter does: a row of panels always, a slider too where somebody can move it.

    draw: draw(axes, value) draws on the axes it is given, and labels them; name: of the parameter;
    values: what it may be, in order; labels: how to write each value, else as it prints;
    panels: how many of the values, evenly chosen with the first and the last, get a panel;
    height: of the row, in inches; share_axes: give all panels of the row the same limits.

    Returns the row, which is what a saved notebook shows. In a live notebook, a slider over all
    values is displayed above it.

    Raises ValueError if there are no values, or not as many labels as values.
    """
    if len(values) == 0 or (len(labels) not in (0, len(values))):
        raise ValueError(
            f"Expected one value or more, and a label for each or none; got {len(values)} values "
            f"and {len(labels)} labels. Pass for example values=[0.1, 1.0], labels=['low', 'high']."
        )
    written = list(labels) or [str(value) for value in values]
    chosen = sorted({round(one) for one in np.linspace(0, len(values) - 1, max(panels, 1))})
    figure, row = new_figure(1, len(chosen), height, sharex=share_axes, sharey=share_axes)
    for axes, index in zip(row.flat, chosen, strict=True):
        _panel(draw, axes, name, values[index], written[index])
        if share_axes:
            axes.label_outer()
    listed = ", ".join(written[index] for index in chosen)
    described = f"One panel for each {name}: {listed}. {caption}".strip()
    _set_caption(figure, caption, alt or described)
    if front_end_is_live():
        _show_slider(draw, name, values, written)
    return figure


def progress(iterable: Iterable[Item], label: str = "training") -> Iterator[Item]:
    """Pass on the items of an iterable, and show in one line how far the loop has come.

    The line is renewed five times a second in a live notebook or a terminal, and ends as a sentence
    that is the same in every run. Elsewhere (building, testing, grading) nothing is shown. Nothing
    is ever written to stderr.
    """
    write = _line_writer()
    if write is None:
        yield from iterable
        return
    total = len(iterable) if isinstance(iterable, Sized) else None
    started = shown = time.monotonic()
    done = 0
    try:
        for item in iterable:
            yield item
            done += 1
            now = time.monotonic()
            if now - shown > 0.2:
                shown = now
                write(_progress_line(label, done, total, now - started), False)
    finally:
        if total is not None and done < total:
            write(f"{label}: stopped after {done:,} of {total:,} steps", True)
        else:
            write(f"{label}: done, {done:,} steps", True)


# --------------------------------------------------------------------------------------- parts


def _set_caption(figure: CourseFigure, text: str, alt: str) -> None:
    """The function `caption`, under another name, where an argument has taken its own."""
    caption(figure, text, alt)


def _panel(draw: Draw, axes: Axes, name: str, value: Any, written: str) -> None:
    """Draw one panel, titled with its value unless `draw` gave it a title of its own."""
    draw(axes, value)
    if not axes.get_title("left") and not axes.get_title("center"):
        axes.set_title(f"{name} {written}", fontsize=9.5)


# What is drawn beforehand needs no kernel: a notebook that is opened again shows the slider, or, where
# its scripts are not trusted, nothing, and the row of panels below is there in any case. JupyterLab
# takes an arrow key for its own (it leaves for the next heading), unless what has the focus is marked.
SLIDER = """\
<div id="{mark}"></div>
<script>
(function () {{
  const name = {name}, labels = {labels}, pictures = {pictures};
  function fill(tries) {{
    const root = document.getElementById("{mark}");
    if (!root) {{
      if (tries < 50) setTimeout(() => fill(tries + 1), 100);
      return;
    }}
    root.innerHTML = "<label></label><div><img width='{width}'></div>";
    const label = root.querySelector("label"), image = root.querySelector("img");
    const handle = document.createElement("input"), shown = document.createElement("span");
    Object.assign(handle, {{type: "range", min: 0, max: labels.length - 1, value: 0}});
    handle.setAttribute("data-lm-suppress-shortcuts", "true");
    handle.style.cssText = "width: 50%; vertical-align: middle; margin: 0 1em";
    label.append(name, handle, shown);
    handle.oninput = () => {{
      shown.textContent = labels[handle.value];
      handle.setAttribute("aria-valuetext", labels[handle.value]);
      image.alt = name + " " + labels[handle.value];
      image.src = "data:image/png;base64," + pictures[handle.value];
    }};
    handle.oninput();
  }}
  fill(0);
}})();
</script>"""


def _show_slider(draw: Draw, name: str, values: Sequence[Any], written: Sequence[str]) -> None:
    """Display a slider and the picture that it governs, one for each value."""
    from IPython.display import display

    pictures = [_single(draw, name, *pair) for pair in zip(values, written, strict=True)]
    page = SLIDER.format(
        mark=f"slider-{uuid.uuid4().hex}",
        name=_script(name),
        labels=_script(list(written)),
        pictures=_script([base64.b64encode(one).decode("ascii") for one in pictures]),
        width=int(WIDTH * 0.7 * 96),
    )
    display({"text/plain": f"A slider for {name}", "text/html": page}, raw=True)


def _script(value: Any) -> str:
    """Return a value as JavaScript that may stand within a page."""
    return json.dumps(value).replace("<", "\\u003c")


@styled
def _single(draw: Draw, name: str, value: Any, written: str) -> bytes:
    """One value's panel, larger, as a PNG."""
    figure, panels = new_figure(height=3.6, width=WIDTH * 0.7)
    _panel(draw, panels[0, 0], name, value, written)
    return png(figure)


def _line_writer() -> Callable[[str, bool], None] | None:
    """A function that shows a line in place of the one before, or None where nobody looks.

    Its second argument says that the line is the last.
    """
    if front_end_is_live():
        from IPython.display import display

        handle = display({"text/plain": ""}, raw=True, display_id=True)
        return lambda line, last: handle.update({"text/plain": line}, raw=True)
    if hasattr(running_shell(), "kernel") or not sys.stdout.isatty():
        return None
    return lambda line, last: print(f"\r{line:<78}", end="\n" if last else "", flush=True)


def _progress_line(label: str, done: int, total: int | None, seconds: float) -> str:
    """How far a loop has come: a bar and the time left, or a count where the end is unknown."""
    if not total:
        return f"{label}: {done:,} steps"
    filled = round(24 * done / total)
    left = seconds * (total - done) / done
    return f"{label} [{'#' * filled}{'.' * (24 - filled)}] {done / total:4.0%}, {left:.0f} s left"
