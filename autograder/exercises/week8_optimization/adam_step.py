"""Examines `adam_step`: the first step, a later one, steps in a row, small gradients, the defaults."""

import numpy as np

from autograder.examining import Exercise, Part, Result, call
from autograder.exercises.week8_optimization._cases import arrays, positive, shapes_of_a_network


def _settings(rng):
    """Return numbers unlike the defaults; epsilon is too small for its place to matter."""
    return {
        "learning_rate": round(float(rng.uniform(0.2, 0.6)), 3),
        "beta1": round(float(rng.uniform(0.62, 0.75)), 3),
        "beta2": round(float(rng.uniform(0.8, 0.93)), 3),
        "epsilon": round(float(rng.uniform(1, 5)), 2) * 1e-10,
    }


def _start(rng, shapes):
    zeros = {name: 0 * array for name, array in arrays(rng, shapes, "d").items()}
    return arrays(rng, shapes), arrays(rng, shapes, "d"), zeros, {k: +a for k, a in zeros.items()}


def first_step(rng):
    shapes = shapes_of_a_network(rng)
    yield call("adam_step", *_start(rng, shapes), 1, **_settings(rng)).with_(note="the first step")


def later_step(rng):
    for t in rng.choice([4, 5, 7], 2, replace=False):
        shapes = shapes_of_a_network(rng)
        v, s = arrays(rng, shapes, "d"), positive(arrays(rng, shapes, "d"))
        given = arrays(rng, shapes), arrays(rng, shapes, "d"), v, s
        yield call("adam_step", *given, int(t), **_settings(rng))


def three_steps(rng):
    shapes, settings = shapes_of_a_network(rng), _settings(rng)
    case = call("adam_step", *_start(rng, shapes), 1, **settings)
    for i in range(2):
        state = Result(i, 0), arrays(rng, shapes, "d"), Result(i, 1), Result(i, 2)
        case = case.then("adam_step", *state, i + 2, **settings)
    yield case.with_(note="the third of three steps in a row")


def small_gradients(rng):
    shapes, settings = shapes_of_a_network(rng), _settings(rng)
    small = {key: 1e-3 * array for key, array in arrays(rng, shapes, "d").items()}
    v = {key: 1e-3 * array for key, array in arrays(rng, shapes, "d").items()}
    s = {key: 1e-6 * array for key, array in positive(arrays(rng, shapes, "d")).items()}
    settings["epsilon"] = round(float(rng.uniform(5e-4, 2e-3)), 5)
    case = call("adam_step", arrays(rng, shapes), small, v, s, 6, **settings)
    yield case.with_(note="gradients as small as epsilon")


def defaults(rng):
    shapes = shapes_of_a_network(rng)
    _, grads, v, s = _start(rng, shapes)
    case = call("adam_step", arrays(rng, shapes), grads, v, s, 1)
    case = case.then(
        "adam_step", Result(0, 0), arrays(rng, shapes, "d"), Result(0, 1), Result(0, 2), 2
    )
    yield case.with_(note="two steps, without the last four arguments")


def small(rng):
    for W, dW, t, v, s in (
        ([[1.0]], [[2.0]], 1, 0.0, 0.0),
        ([[1.0]], [[2.0]], 2, 1.0, 2.0),
        ([[1.0, 3.0]], [[2.0, -4.0]], 1, 0.0, 0.0),
    ):
        parameters = {"W1": np.array(W), "b1": np.array([[0.5]])}
        grads = {"dW1": np.array(dW), "db1": np.array([[-1.0]])}
        means, squares = ({key: np.full(a.shape, x) for key, a in grads.items()} for x in (v, s))
        yield call("adam_step", parameters, grads, means, squares, t, 0.1, 0.5, 0.5, 1e-8)


EXERCISE = Exercise(
    "adam_step",
    parts=(
        Part("the average v of gradients", 3, later_step, select=(1,)),
        Part("the average s of squares", 3, later_step, select=(2,)),
        Part("the parameters after the first step", 4, first_step, select=(0,)),
        Part("the parameters after a later step", 4, later_step, select=(0,)),
        Part("three steps in a row", 4, three_steps),
        Part("small gradients: where epsilon stands", 2, small_gradients, select=(0,)),
        Part("with the default numbers", 2, defaults),
    ),
    may_change=("parameters", "grads", "v", "s"),
    small=small,
)
