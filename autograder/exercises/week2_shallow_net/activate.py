"""Examines `activate`: sigmoid and tanh, relu and leaky_relu, elu, and that Z stays as it was."""

from autograder.examining import Exercise, Part, Unchanged
from autograder.exercises.week2_shallow_net._cases import both_shapes


def saturating_activations(rng):
    yield from both_shapes(rng, "activate", "sigmoid", "tanh")


def bent_activations(rng):
    yield from both_shapes(rng, "activate", "relu", "leaky_relu")


def elu_activations(rng):
    yield from both_shapes(rng, "activate", "elu")


EXERCISE = Exercise(
    "activate",
    parts=(
        Part("sigmoid and tanh", 1, saturating_activations),
        Part("relu and leaky_relu", 1, bent_activations),
        Part("elu", 1, elu_activations),
        Part("Z stays as it was", 1, bent_activations, Unchanged()),
    ),
)
