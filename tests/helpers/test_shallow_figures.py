"""Week 2's figure of activations: grey where a unit is flat, no line drawn through a jump."""

import numpy as np

from helpers.data.planar import make_rose
from helpers.weeks.week2.figures import (
    _four_units,
    _one_neuron,
    activation_panels,
    preview,
)

Z = np.linspace(-4, 4, 200)
RELU = {"relu": np.maximum(Z, 0)}


def test_every_activation_has_a_column_and_the_slopes_lie_below() -> None:
    names = {"tanh": np.tanh(Z), **RELU}
    slopes = {"tanh": 1 - np.tanh(Z) ** 2, "relu": Z > 0}
    figure = activation_panels(Z, names, slopes, caption="Flat is grey.")
    titles = [axes.get_title("left") for axes in figure.axes]
    assert [title for title in titles if title] == ["tanh", "relu"] and len(figure.axes) == 4
    assert "tanh, relu" in figure.alt_text and figure.caption_text == "Flat is grey."


def test_a_jump_is_not_joined_by_a_line() -> None:
    figure = activation_panels(Z, RELU, {"relu": (Z > 0).astype(int)})
    value, slope = figure.axes
    assert len(value.lines) == 1
    assert [set(line.get_ydata()) for line in slope.lines] == [{0.0}, {1.0}]


def test_the_opening_picture_shows_two_real_networks_and_gives_no_share_away() -> None:
    X, Y = make_rose(400, 0.2)
    neuron, network = (np.mean((says(X) > 0.5) == Y) for says in (_one_neuron, _four_units))
    assert 0.55 < neuron < 0.65 and network > 0.85
    figure = preview()
    titles = [axes.get_title(place) for axes in figure.axes for place in ("left", "center")]
    assert "one neuron" in titles and "four hidden units" in titles
    assert "%" not in figure.alt_text + "".join(titles)
