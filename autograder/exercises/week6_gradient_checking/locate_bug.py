"""Examines `locate_bug`: a weight matrix is off, a bias is off, both blocks of a layer are off,
several layers are off, what only seems to be off, the caller's tolerance.
"""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import ELEVEN, arrays, layout_of


def _join(dictionary, names):
    return np.concatenate([dictionary[name].reshape(-1, 1) for name in names])


def _blocks(rng, layer_dims, bad=(), scaled=()):
    """Return grad, gradapprox and layout, with the named blocks wrong and others scaled."""
    layout = layout_of(layer_dims)
    right = arrays(rng, layout)
    for name, factor in scaled:
        right[name] = right[name] * factor
    wrong = dict(right)
    for name, factor in bad:
        wrong[name] = right[name] * factor
    names = [name for name, _ in layout]
    noise = {name: value + 1e-9 * rng.normal(size=value.shape) for name, value in right.items()}
    return _join(wrong, names), _join(noise, names), layout


def one_weight(rng):
    for layer in (2, 3):
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [(f"W{layer}", 1.5)]))


def one_bias(rng):
    for layer in (1, 2):
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [(f"b{layer}", 0.4)]))


def whole_layer(rng):
    for layer in (1, 3):
        bad = [(f"W{layer}", 1.01), (f"b{layer}", -1.0)]
        yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad))


def several_layers(rng):
    bad = [("W1", 1.2), ("b1", 1.3), ("W2", -1.0), ("b2", 3.0), ("W3", 1.4)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 5, 2, 6), bad)).with_(
        note="layers 1 to 3 of 4 are off"
    )
    bad = [("W1", 1.2), ("b1", 1.3), ("W2", 3.0), ("b2", -1.0), ("W3", 1.4), ("b3", 1.5)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 5, 2, 6), bad)).with_(
        note="layers 1 to 3 of 4 are off"
    )
    bad = [("W1", 9.0), ("b1", -3.0), ("W2", 3.0), ("b2", 4.0), ("b10", 1.1)]
    yield call("locate_bug", *_blocks(rng, ELEVEN, bad)).with_(note="eleven layers")


def nothing_off(rng):
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5)))
    yield call(
        "locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [("W3", 1.8)], [("W3", 1e-8)])
    ).with_(note="W3 is nearly zero and differs by rounding only")
    yield call(
        "locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), [("b1", 1 + 1e-6)], [("b1", 1e3)])
    ).with_(note="b1 is large, and right to six digits")
    bad = [("W2", 1 + 1.75e-5)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad)).with_(
        note="W2 is off by less than the tolerance of both norms together"
    )
    bad, scaled = [("W3", 1.8), ("W2", 1.3)], [("W3", 1e-8)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad, scaled)).with_(
        note="W3 is nearly zero and differs by rounding only; W2 is off"
    )


def other_tolerances(rng):
    bad = [("W3", 1.175), ("b2", 2.0)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad), tolerance=0.1)
    bad = [("W1", 1.5), ("b3", 1 + 4e-6)]
    yield call("locate_bug", *_blocks(rng, distinct_sizes(rng, 4, 2, 5), bad), tolerance=1e-7)


EXERCISE = Exercise(
    "locate_bug",
    parts=(
        Part("a weight matrix is off", 2, one_weight),
        Part("a bias is off", 2, one_bias),
        Part("both blocks of a layer are off", 2, whole_layer),
        Part("several layers are off", 2, several_layers),
        Part("what only seems to be off", 1, nothing_off),
        Part("the caller's tolerance", 1, other_tolerances),
    ),
    depends_on=("vector_to_dictionary",),
)
