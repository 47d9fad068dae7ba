"""Examines `dictionary_to_vector`: theta, three layers; layout, three layers; a dictionary in
another order; eleven layers.
"""

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import ELEVEN, arrays, layout_of, shuffled


def three_layers(rng):
    for dims in (distinct_sizes(rng, 3, 2, 4) + [5], [3, 5, 2, 4]):
        yield call("dictionary_to_vector", arrays(rng, layout_of(dims)))


def three_layers_in_disorder(rng):
    parameters = arrays(rng, layout_of(distinct_sizes(rng, 4, 2, 5)))
    yield call("dictionary_to_vector", shuffled(rng, parameters)).with_(
        note="the dictionary is in another order"
    )
    backwards = dict(reversed(arrays(rng, layout_of(distinct_sizes(rng, 3, 2, 4))).items()))
    yield call("dictionary_to_vector", backwards).with_(note="the dictionary runs backwards")


def eleven_layers(rng):
    yield call("dictionary_to_vector", arrays(rng, layout_of(ELEVEN))).with_(note="eleven layers")


EXERCISE = Exercise(
    "dictionary_to_vector",
    parts=(
        Part("theta, three layers", 1, three_layers, select=(0,)),
        Part("layout, three layers", 1, three_layers, select=(1,)),
        Part("a dictionary in another order", 2, three_layers_in_disorder),
        Part("eleven layers", 2, eleven_layers),
    ),
)
