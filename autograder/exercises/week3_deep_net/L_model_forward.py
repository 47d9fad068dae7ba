"""Examines `L_model_forward`: AL of two layers, AL of three layers, AL of one and of four layers,
caches of two layers, caches of three layers, caches of one and of four layers.
"""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week3_deep_net._cases import network


def _forward(rng, L, **settings):
    parameters, X, _ = network(rng, L, **settings)
    return call("L_model_forward", X, parameters)


def forward_two_layers(rng):
    yield _forward(rng, 2)


def forward_three_layers(rng):
    yield _forward(rng, 3)


def forward_one_and_four_layers(rng):
    yield _forward(rng, 1)
    yield _forward(rng, 4, n_y=1)


EXERCISE = Exercise(
    "L_model_forward",
    parts=(
        Part("AL of two layers", 2, forward_two_layers, select=(0,)),
        Part("AL of three layers", 3, forward_three_layers, select=(0,)),
        Part("AL of one and of four layers", 3, forward_one_and_four_layers, select=(0,)),
        Part("caches of two layers", 1, forward_two_layers, select=(1,)),
        Part("caches of three layers", 2, forward_three_layers, select=(1,)),
        Part("caches of one and of four layers", 1, forward_one_and_four_layers, select=(1,)),
    ),
    depends_on=("linear_activation_forward",),
)
