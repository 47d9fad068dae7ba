"""Examines `vector_to_dictionary`: the arrays of a network, other layouts of a network, other names
and shapes, copies, theta and layout are left as they were.
"""

import numpy as np

from autograder.examining import Built, Exercise, Part, Result, Unchanged, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import away_from_zero, layout_of


def _count(layout):
    return sum(int(np.prod(shape)) for _, shape in layout)


def _theta(rng, layout):
    return away_from_zero(rng, (_count(layout), 1)).round(3)


def networks(rng):
    layout = layout_of(distinct_sizes(rng, 4, 2, 5))
    yield call("vector_to_dictionary", _theta(rng, layout), layout)


def layouts_in_disorder(rng):
    layout = layout_of(distinct_sizes(rng, 3, 2, 4))
    layout = layout[2:] + layout[:2]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(
        note="layer 2 stands before layer 1"
    )
    layout = [item for item in layout_of(distinct_sizes(rng, 3, 2, 4)) if item[0] != "b1"]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(note="there is no b1")


def other_shapes(rng):
    n, p, q = distinct_sizes(rng, 3, 2, 5)
    layout = [("gamma", (n,)), ("kernel", (p, 2, q)), ("scale", (1, 1)), ("W10", (q, p))]
    yield call("vector_to_dictionary", _theta(rng, layout), layout).with_(
        note="other names, and shapes with one and three axes"
    )


def kept_layout(rng):
    layout = layout_of(distinct_sizes(rng, 3, 2, 5))
    yield call("vector_to_dictionary", _theta(rng, layout), layout)


def reused(rng):
    layout = layout_of(distinct_sizes(rng, 3, 2, 4))
    values = _theta(rng, layout)
    yield (
        call(
            "vector_to_dictionary",
            Built("helpers.weeks.week6.costs.lent_vector", values=values),
            layout,
        )
        .then(
            "vector_to_dictionary",
            Built("helpers.weeks.week6.costs.reused_vector", made=Result(0)),
            layout,
        )
        .with_(
            note="between the calls the first theta was overwritten with 999; the second theta "
            "holds the entries of your first dictionary"
        )
    )


def small(rng):
    for n in (1, 2):
        layout = [("W1", (n, 2)), ("b1", (n, 1))]
        yield call("vector_to_dictionary", np.arange(1.0, 3 * n + 1).reshape(-1, 1), layout)


EXERCISE = Exercise(
    "vector_to_dictionary",
    parts=(
        Part("the arrays of a network", 1, networks),
        Part("other layouts of a network", 1, layouts_in_disorder),
        Part("other names and shapes", 2, other_shapes),
        Part("copies", 1, reused),
        Part("theta and layout are left as they were", 1, kept_layout, Unchanged()),
    ),
    small=small,
)
