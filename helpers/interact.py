"""A slider that is also a row of panels, and a progress bar that keeps still where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from matplotlib.axes import Axes

from helpers.style import (
    WIDTH,
    CourseFigure,
    caption,
    front_end_is_live,
    new_figure,
    png,
    running_shell,
    show,
    styled,
)

Item = TypeVar("Item")
Draw = Callable[[Axes, Any], None]


def slider(
    draw: Draw,
    values: Sequence[Any],
    *,
    label: str,
    shown: Sequence[Any] = (),
    height: float = 2.5,
    text: str = "",
    alt: str = "",
) -> None:
    """Show what `draw` draws for some values, side by side; add a slider where one can be moved.

    The row of panels is there always: on paper, in feedback, in a notebook without widgets. In
    JupyterLab, VS Code and Colab a slider through all the values stands below it.

    draw: called as draw(axes, value), draws on the axes; values: where the slider can stop;
    label: what is chosen, for the slider and above each panel; shown: the values of the row, at
    most four evenly chosen ones if empty; height: of a panel, in inches; text: the caption, alt:
    a description for those who do not see the figure.

    Raises ValueError if there is no value.
    """
    if not values:
        raise ValueError("Expected one value or more to draw; got none. Pass a list of values.")
    show(panel_row(draw, list(shown) or _chosen(values, 4), label, height, text, alt))
    widgets = _widgets()
    if widgets is None:
        return

    @lru_cache(maxsize=64)
    def picture(value: Any) -> bytes:
        figure = panel_row(draw, [value], label, height * 1.2, "", "")
        return png(figure)

    choice = widgets.SelectionSlider(
        options=[(_short(value), value) for value in values],
        value=values[len(values) // 2],
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
    )
    image = widgets.Image(value=picture(choice.value), format="png", width=560)
    choice.observe(lambda change: setattr(image, "value", picture(change["new"])), names="value")
    from IPython.display import display

    display(widgets.VBox([choice, image]))


@styled
def panel_row(
    draw: Draw, values: Sequence[Any], label: str, height: float, text: str, alt: str
) -> CourseFigure:
    """Draw one panel for each value, side by side, the value as its title."""
    width = WIDTH if len(values) > 1 else 5.6
    figure, panels = new_figure(1, len(values), height, width, sharey=True)
    for axes, value in zip(panels[0], values, strict=True):
        draw(axes, value)
        axes.set_title(f"{label} {_short(value)}")
        if axes is not panels[0, 0]:
            axes.set_ylabel("")
    caption(figure, text, alt or text)
    return figure


def progress(items: Sequence[Item], label: str = "") -> Iterator[Item]:
    """Yield the items one by one, with a progress bar where somebody is looking.

    Nothing is printed in a build, a test or the grader, so that outputs stay the same.
    """
    widgets = _widgets()
    if widgets is None:
        yield from items
        return
    from IPython.display import display

    bar = widgets.IntProgress(
        max=len(items), description=label, style={"description_width": "initial"}
    )
    display(bar)
    for number, item in enumerate(items, 1):
        yield item
        bar.value = number
    bar.bar_style = "success"


def _widgets() -> Any:
    """The widgets module if a person can use widgets here, else None."""
    if running_shell() is None or not front_end_is_live():
        return None
    try:
        import ipywidgets
    except ImportError:
        return None
    return ipywidgets


def _chosen(values: Sequence[Any], most: int) -> list[Any]:
    """At most so many of the values, evenly spread, ends included."""
    if len(values) <= most:
        return list(values)
    return [values[round(i * (len(values) - 1) / (most - 1))] for i in range(most)]


def _short(value: Any) -> str:
    """A number in few digits, anything else as text."""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
