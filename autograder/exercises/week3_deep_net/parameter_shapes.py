"""Examines `parameter_shapes`: weights; biases; every layer, and no other key."""

from autograder.examining import Custom, Exercise, Part, call, distinct_sizes


def _shapes_starting_with(start):
    return Custom("helpers.weeks.week3.judges.shapes", {"start": start}, shaped=True)


def several_networks(rng):
    yield call("parameter_shapes", distinct_sizes(rng, 4))
    yield call("parameter_shapes", distinct_sizes(rng, 6))
    n0, n1, n2 = distinct_sizes(rng, 3)
    yield call("parameter_shapes", [n0, n1, n1, n2, n1]).with_(note="several layers of one size")


EXERCISE = Exercise(
    "parameter_shapes",
    parts=(
        Part("weights", 2, several_networks, _shapes_starting_with("W")),
        Part("biases", 2, several_networks, _shapes_starting_with("b")),
        Part(
            "every layer, and no other key",
            2,
            several_networks,
            Custom("helpers.weeks.week3.judges.exact_keys", shaped=True),
        ),
    ),
)
