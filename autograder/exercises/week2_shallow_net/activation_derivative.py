"""Examines `activation_derivative`: sigmoid and tanh, relu, leaky_relu, elu."""

from autograder.examining import Exercise, Part
from autograder.exercises.week2_shallow_net._cases import both_shapes


def slopes_of_saturating(rng):
    yield from both_shapes(rng, "activation_derivative", "sigmoid", "tanh")


def slopes_of_relu(rng):
    yield from both_shapes(rng, "activation_derivative", "relu")


def slopes_of_leaky(rng):
    yield from both_shapes(rng, "activation_derivative", "leaky_relu")


def slopes_of_elu(rng):
    yield from both_shapes(rng, "activation_derivative", "elu")


EXERCISE = Exercise(
    "activation_derivative",
    parts=(
        Part("sigmoid and tanh", 2, slopes_of_saturating),
        Part("relu", 2, slopes_of_relu),
        Part("leaky_relu", 2, slopes_of_leaky),
        Part("elu", 2, slopes_of_elu),
    ),
    depends_on=("activate",),
)
