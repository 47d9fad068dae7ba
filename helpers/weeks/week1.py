"""Figures of week 1: what the neuron will be, and the computation graph of one example."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from helpers.data.fashion import load_fashion_pair
from helpers.figures.diagrams import computation_graph
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

    The probabilities come from ridge regression, a closed formula of another method, so that
    nothing of the week's answers is needed to draw them.
    """
    images, labels, tests, _ = load_fashion_pair("ankle boot", "sandal")
    X, X_test = (part.reshape(len(part), -1) / 255.0 for part in (images, tests))
    middle = X.mean(axis=0)
    inner = (X - middle).T @ (X - middle) / len(X) + np.eye(X.shape[1])
    weights = np.linalg.solve(inner, (X - middle).T @ (labels.ravel() - 0.5) / len(X))
    scores = 12 * (X_test - middle) @ weights
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
