"""Examines `linear_activation_forward`: A with sigmoid, A with relu, A with tanh, A with
leaky_relu, cache: the linear part, cache: Z, cache with sigmoid.
"""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week3_deep_net._cases import activated


def forward_sigmoid(rng):
    yield call("linear_activation_forward", *activated(rng, "sigmoid"))


def forward_relu(rng):
    yield call("linear_activation_forward", *activated(rng, "relu"))


def forward_tanh(rng):
    yield call("linear_activation_forward", *activated(rng, "tanh"))


def forward_leaky(rng):
    yield call("linear_activation_forward", *activated(rng, "leaky_relu"))


EXERCISE = Exercise(
    "linear_activation_forward",
    parts=(
        Part("A with sigmoid", 1, forward_sigmoid, select=(0,)),
        Part("A with relu", 1, forward_relu, select=(0,)),
        Part("A with tanh", 1, forward_tanh, select=(0,)),
        Part("A with leaky_relu", 1, forward_leaky, select=(0,)),
        Part("cache: the linear part", 1, forward_relu, select=(1, 0)),
        Part("cache: Z", 1, forward_relu, select=(1, 1)),
        Part("cache with sigmoid", 2, forward_sigmoid, select=(1,)),
    ),
    depends_on=("linear_forward",),
)
