"""Examines `initialize_parameters_deep`: shapes, biases are zero, weights of a network that
narrows, weights of a network that widens.
"""

from autograder.examining import Exercise, Part, Statistics, call, distinct_sizes


def _spread(widths):
    layers = range(1, len(widths))
    return Statistics(
        sigma={f"W{l}": 1 / widths[l - 1] ** 0.5 for l in layers},
        shapes=_shapes(widths),
        gaussian=True,
    )


def _shapes(widths):
    layers = range(1, len(widths))
    return {f"W{l}": [widths[l], widths[l - 1]] for l in layers} | {
        f"b{l}": [widths[l], 1] for l in layers
    }


NARROWING, WIDENING = [240, 150, 96, 60], [60, 96, 150, 240]


def small_widths(rng):
    for count in (4, 6):
        widths = distinct_sizes(rng, count)
        yield call("initialize_parameters_deep", widths).with_(
            compare=Statistics(shapes=_shapes(widths))
        )


def small_biases(rng):
    widths = distinct_sizes(rng, 5)
    yield call("initialize_parameters_deep", widths).with_(
        compare=Statistics(
            shapes=_shapes(widths), zeros=tuple(f"b{l}" for l in range(1, len(widths)))
        )
    )


def narrowing(rng):
    yield call("initialize_parameters_deep", NARROWING).with_(compare=_spread(NARROWING))


def widening(rng):
    yield call("initialize_parameters_deep", WIDENING).with_(compare=_spread(WIDENING))


EXERCISE = Exercise(
    "initialize_parameters_deep",
    parts=(
        Part("shapes", 2, small_widths, Statistics()),
        Part("biases are zero", 1, small_biases, Statistics()),
        Part("weights of a network that narrows", 2, narrowing, Statistics()),
        Part("weights of a network that widens", 2, widening, Statistics()),
    ),
    depends_on=("parameter_shapes",),
)
