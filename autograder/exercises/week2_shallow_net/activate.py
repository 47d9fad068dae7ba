"""Examines `activate`: sigmoid and tanh, relu, leaky_relu, elu."""

from autograder.examining import Exercise, Part
from autograder.exercises.week2_shallow_net._cases import both_shapes


def saturating_activations(rng):
    yield from both_shapes(rng, "activate", "sigmoid", "tanh")


def relu_activations(rng):
    yield from both_shapes(rng, "activate", "relu")


def leaky_activations(rng):
    yield from both_shapes(rng, "activate", "leaky_relu")


def elu_activations(rng):
    yield from both_shapes(rng, "activate", "elu")


EXERCISE = Exercise(
    "activate",
    parts=(
        Part("sigmoid and tanh", 1, saturating_activations),
        Part("relu", 1, relu_activations),
        Part("leaky_relu", 1, leaky_activations),
        Part("elu", 1, elu_activations),
    ),
)
