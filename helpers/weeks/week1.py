"""Figures of week 1: what the neuron will be, its first step, the computation graph of one example."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from helpers.data.boot_neuron import load_boot_neuron
from helpers.data.fashion import load_fashion_pair
from helpers.figures.diagrams import computation_graph
from helpers.figures.plots import weights_as_picture
from helpers.figures.style import (
    PICTURE_MAP,
    CourseFigure,
    new_figure,
    styled,
)
from helpers.figures.style import caption as set_caption


@styled
def preview(*, caption: str = "", alt: str = "") -> CourseFigure:
    """Draw what week 1 builds: pictures ordered by the probability that they show an ankle boot.

    The neuron is the week's own, trained as in its section 6 and stored: nothing of the week's
    answers is needed to draw it.
    """
    _, _, tests, _ = load_fashion_pair("ankle boot", "sandal")
    w, b = load_boot_neuron()
    scores = np.dot(tests.reshape(len(tests), -1) / 255.0, w.ravel()) + b
    order = np.argsort(scores)[np.linspace(0, len(tests) - 1, 9).astype(int)]
    figure, panels = new_figure(1, len(order), 1.3)
    for axes, number in zip(panels[0], order, strict=True):
        axes.imshow(tests[number], cmap=PICTURE_MAP)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.grid(False)
        for spine in axes.spines.values():
            spine.set_visible(False)
        probability = float((1 + np.tanh(scores[number] / 2)) / 2)
        axes.set_xlabel(f"{probability:.2f}", fontsize=11, fontweight="bold")
    panels[0, 0].set_title("surely no boot", fontsize=9, fontweight="normal")
    panels[0, -1].set_title("surely a boot", loc="right", fontsize=9, fontweight="normal")
    set_caption(figure, caption, alt or caption)
    return figure


def first_step(
    step: np.ndarray, X: np.ndarray, Y: np.ndarray, *, caption: str = "", alt: str = ""
) -> CourseFigure:
    """Draw the first step of a training beside the difference of the two classes' mean pictures.

    step (n, 1) or (n,), a number for each pixel; X (n, m), the pictures; Y (1, m), 0 or 1.
    """
    mean_of_one, mean_of_zero = (X[:, np.ravel(Y) == y].mean(axis=1) for y in (1, 0))
    return weights_as_picture(
        np.vstack([np.ravel(step), (mean_of_one - mean_of_zero) / 4]),
        (28, 28),
        titles=["$-dw$\nat the start", "the training pictures\nalone"],
        columns=2,
        caption=caption,
        alt=alt,
    )


@styled
def one_example_graph(
    values: Mapping[str, float],
    gradients: Mapping[str, float] | None = None,
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw the computation of one example's loss, from two inputs, with its numbers.

    values: of the nodes w1, x1, w2, x2, b, w1x1, w2x2, z, a, L; gradients: derivatives of L, for any of them.
    """
    nodes = {
        "w1": "$w_1$",
        "x1": "$x_1$",
        "w2": "$w_2$",
        "x2": "$x_2$",
        "b": "$b$",
        "w1x1": "$\\times$",
        "w2x2": "$\\times$",
        "z": "$+$",
        "a": "$\\sigma$",
        "L": "loss",
    }
    edges = [
        *(("w1", "w1x1"), ("x1", "w1x1"), ("w2", "w2x2"), ("x2", "w2x2")),
        *(("w1x1", "z"), ("w2x2", "z"), ("b", "z"), ("z", "a"), ("a", "L")),
    ]
    if not alt:
        read = {
            "w1x1": "w1 times x1",
            "w2x2": "w2 times x2",
            "z": "the sum z",
            "a": "its sigmoid a",
        }
        numbers = (
            f"{read.get(name, name)} is {value:.3g}"
            + (f" with gradient {gradients[name]:.3g}" if gradients and name in gradients else "")
            for name, value in values.items()
        )
        alt = f"Computation graph: {'; '.join(numbers)}. {caption}"
    figure = computation_graph(nodes, edges, values, gradients, caption=caption, alt=alt)
    for line in figure.axes[0].lines:
        line.set_linestyle("-")  # the course's style would give each line another one
    return figure
