"""Examines `gradients_to_vector`: gradients in order, gradients in another order, further keys,
another layout.
"""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import arrays, layout_of


def _gradients(rng):
    layout = layout_of(distinct_sizes(rng, 4, 2, 5))
    return arrays(rng, layout, "d"), layout


def gradients_in_order(rng):
    gradients, layout = _gradients(rng)
    yield call("gradients_to_vector", gradients, layout)


def gradients_in_disorder(rng):
    gradients, layout = _gradients(rng)
    backwards = {key: gradients[key] for key in ("dW3", "db3", "dW2", "db2", "dW1", "db1")}
    yield call("gradients_to_vector", backwards, layout).with_(
        note="as a backward pass makes them, the last layer first"
    )


def gradients_with_more_keys(rng):
    gradients, layout = _gradients(rng)
    m = 6
    more = {
        "dA1": rng.normal(size=(layout[0][1][0], m)),
        "W1": rng.normal(size=layout[0][1]),
        "dZ2": rng.normal(size=(layout[2][1][0], m)),
    }
    yield call("gradients_to_vector", more | gradients, layout).with_(note="there are further keys")


def gradients_for_another_layout(rng):
    gradients, layout = _gradients(rng)
    layout = layout[4:] + layout[:3]
    yield call("gradients_to_vector", gradients, layout).with_(
        note="the layout begins with layer 3 and leaves out b2"
    )


EXERCISE = Exercise(
    "gradients_to_vector",
    parts=(
        Part("gradients in order", 1, gradients_in_order),
        Part("gradients in another order", 1, gradients_in_disorder),
        Part("further keys", 1, gradients_with_more_keys),
        Part("another layout", 1, gradients_for_another_layout),
    ),
)
