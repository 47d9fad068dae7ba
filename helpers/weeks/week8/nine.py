"""The sheet that closes the course: a picture for each week, drawn with the student's own functions."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.data.fashion import load_fashion_pair
from helpers.data.planar import make_moons
from helpers.data.wine import load_wine
from helpers.figures.plots import draw_boundary, draw_curves
from helpers.figures.style import CourseFigure, new_figure, styled
from helpers.figures.style import caption as set_caption
from helpers.weeks.week8.descents import heights, path_down, plain_step, ravine, turned_point

Own = SimpleNamespace


def _neuron(axes: Axes, own: Own) -> None:
    """Week 0: how a neuron's output changes over the plane of its two inputs."""
    sides = np.linspace(-4, 4, 41)
    w = np.array([[1.5], [-1.0], [0.5]])
    values = [[own.sigmoid_neuron(w, np.array([[a], [b]]))[0] for a in sides] for b in sides]
    axes.contourf(sides, sides, np.array(values, dtype=float), 12, cmap="cividis")


def _ghost(axes: Axes, own: Own) -> None:
    """Week 1: the weights of a neuron that tells boots from sandals."""
    images, Y, _, _ = load_fashion_pair("ankle boot", "sandal")
    X = images.reshape(len(images), -1).T / 255
    w, b = own.initialize_with_zeros(len(X))
    parameters, _, _ = own.optimize(w, b, X, Y, num_iterations=150, learning_rate=0.02)
    picture = np.reshape(parameters["w"], (28, 28))
    reach = np.abs(picture).max()
    axes.imshow(picture, cmap="PuOr", vmin=-reach, vmax=reach)
    axes.grid(False)


def _boundary(axes: Axes, own: Own) -> None:
    """Week 2: a boundary that a hidden layer drew between two moons."""
    X, Y = make_moons(200)
    with np.errstate(all="ignore"):
        parameters = own.nn_model(X, Y, 8, num_iterations=1000)
    draw_boundary(axes, lambda points: own.predict(parameters, points), X, Y)


def _tents(axes: Axes, own: Own) -> None:
    """Week 3: what a deep network of a dozen units folds, and a flat one cannot."""
    parameters = own.tent_network(4)
    A = x = np.linspace(0, 1, 801).reshape(1, -1)
    last = len(parameters) // 2
    for l in range(1, last + 1):
        A = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = A if l == last else np.maximum(A, 0)
    draw_curves(axes, {"": (x, A)})


def _signals(axes: Axes, own: Own) -> None:
    """Week 4: the spread of the activations through thirty layers, from two starts."""
    rng = np.random.default_rng(0)
    X, found = rng.standard_normal((50, 80)), {}
    start = own.initialize_parameters_he([50] * 32)
    weak = {name: 0.8 * array for name, array in start.items()}
    for label, parameters in (("He's start", start), ("four fifths of it", weak)):
        spread = [layer["std"] for layer in own.forward_statistics(X, parameters, "relu")]
        found[label] = np.arange(1, len(spread) + 1), spread
    draw_curves(axes, found)
    axes.set_yscale("log")


def _bowl(axes: Axes, own: Own) -> None:
    """Week 5: the bowl of two features, as measured and normalised."""
    X = load_wine()[0][[0, 1]]
    angle = np.linspace(0, 2 * np.pi, 200)
    circle, lines = np.vstack([np.cos(angle), np.sin(angle)]), {}
    for label, data in (
        ("as measured", X),
        ("normalised", own.normalize(X, *own.fit_normalizer(X))),
    ):
        values, vectors = np.linalg.eigh(own.hessian_of_mse(data))
        level = vectors @ (circle / np.sqrt(values / values[-1])[:, None])
        lines[label] = level[0], level[1]
    draw_curves(axes, lines)
    axes.set_aspect("equal", adjustable="datalim")


def _differences(axes: Axes, own: Own) -> None:
    """Week 6: the errors of two estimates of a slope."""
    steps, found = 10.0 ** -np.arange(1, 13), {}
    for label, estimate in (
        ("one side", own.forward_difference),
        ("both sides", own.central_difference),
    ):
        errors = [abs(estimate(np.exp, 1.0, step) - np.e) for step in steps.tolist()]
        found[label] = steps, np.maximum(errors, 1e-16)
    draw_curves(axes, found)
    axes.set_xscale("log")
    axes.set_yscale("log")


def _ray(axes: Axes, own: Own) -> None:
    """Week 7: the loss that is zero for W and for 2 W, and what tells them apart."""
    X = np.array([[2.0, 1.5, -1.8, -1.4], [0.3, -0.4, 0.2, -0.1]])
    W, b = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.zeros((2, 1))
    factors = np.linspace(0, 2, 41)
    losses = own.loss_along_ray(X, np.array([0, 0, 1, 1]), W, b, factors, 0.1)
    draw_curves(
        axes, {"hinge loss": (factors, losses[:, 0]), "with penalty": (factors, losses[:, 1])}
    )


def _race(axes: Axes, own: Own) -> None:
    """Week 8: the costs of three optimizers in a ravine."""
    H, start = ravine(100), turned_point((-3, 1), 0)
    zeros = lambda: {"dW1": np.zeros((2, 1))}  # noqa: E731 - a fresh one for each runner
    rolling, adam = [zeros()], [zeros(), zeros()]

    def momentum(p: Any, g: Any, t: int) -> Any:
        p, rolling[0] = own.momentum_step(p, g, rolling[0], 0.9, 0.056)
        return p

    def adaptive(p: Any, g: Any, t: int) -> Any:
        p, adam[0], adam[1] = own.adam_step(p, g, adam[0], adam[1], t, 0.158)
        return p

    def plain(p: Any, g: Any, t: int) -> Any:
        return plain_step(0.0178)(p, g)

    found = {}
    for label, step in (("descent", plain), ("momentum", momentum), ("Adam", adaptive)):
        course = heights(path_down(step, H, start, 100), H)
        found[label] = np.arange(course.size), course
    draw_curves(axes, found)
    axes.set_yscale("log")


@dataclass(frozen=True)
class _Panel:
    """A panel of the sheet: the week, its functions, what it shows and how it is drawn."""

    week: str
    functions: tuple[str, ...]
    title: str
    draw: Callable[[Axes, Own], None]


PANELS = (
    _Panel("week0_arrays_and_gates", ("sigmoid_neuron",), "a neuron", _neuron),
    _Panel(
        "week1_logistic_regression", ("initialize_with_zeros", "optimize"), "a boot's ghost", _ghost
    ),
    _Panel("week2_shallow_net", ("nn_model", "predict"), "two moons", _boundary),
    _Panel("week3_deep_net", ("tent_network",), "folded 4 times", _tents),
    _Panel(
        "week4_initialization",
        ("initialize_parameters_he", "forward_statistics"),
        "30 layers",
        _signals,
    ),
    _Panel(
        "week5_normalization", ("fit_normalizer", "normalize", "hessian_of_mse"), "a bowl", _bowl
    ),
    _Panel(
        "week6_gradient_checking",
        ("forward_difference", "central_difference"),
        "two errors",
        _differences,
    ),
    _Panel("week7_regularization", ("loss_along_ray",), "W and 2W", _ray),
    _Panel("week8_optimization", ("momentum_step", "adam_step"), "a ravine", _race),
)


@styled
def nine_networks(
    supplied: Mapping[str, ModuleType],
    own: Mapping[str, Any],
    own_functions: Callable[[str, tuple[str, ...], ModuleType], SimpleNamespace],
    *,
    caption: str = "",
    alt: str = "",
) -> CourseFigure:
    """Draw a picture for each week, with the student's own functions where their notebooks are found.

    supplied: the answers of earlier weeks by name, for notebooks that are not there or not finished;
    own: this notebook's `globals()`, for its own week; own_functions: that of week 6, which finds a
    week's functions in its notebook, or else takes the supplied ones.
    """
    figure, grid = new_figure(3, 3, 2.15)
    whose = []
    for axes, panel in zip(grid.flat, PANELS, strict=True):
        if panel.week in supplied:
            with contextlib.redirect_stdout(io.StringIO()):
                functions = own_functions(panel.week, panel.functions, supplied[panel.week])
        else:
            functions = Own(**{name: own[name] for name in panel.functions}, whose="your")
        whose.append(_drawn(axes, panel, functions, supplied.get(panel.week)))
        axes.set_title(f"{panel.week[4]}  {panel.title}: {whose[-1]}", fontsize=8.5)
        axes.tick_params(labelsize=6.5)
        axes.set(xlabel="", ylabel="")
        legend = axes.get_legend()
        if legend is not None:
            for text in legend.get_texts():
                text.set_fontsize(6.5)
    described = "Nine small pictures, one for each week: " + "; ".join(p.title for p in PANELS)
    set_caption(figure, caption, alt or f"{described}. {caption}")
    return figure


def _drawn(axes: Axes, panel: _Panel, functions: Own, supplied: ModuleType | None) -> str:
    """Draw a panel; return whose functions did it. What stops with an error is drawn with the supplied ones."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            panel.draw(axes, functions)
    except Exception:  # noqa: BLE001 - an earlier week's functions may still have a fault
        axes.clear()
        if supplied is not None:
            panel.draw(axes, Own(**{name: getattr(supplied, name) for name in panel.functions}))
        return "supplied"
    return "yours" if functions.whose == "your" else "supplied"
