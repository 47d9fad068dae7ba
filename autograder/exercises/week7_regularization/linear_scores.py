"""Examines `linear_scores`: several examples, many classes, and the product alone (no biases)."""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week7_regularization._cases import classifier


def _scores(rng, C=0, share_of_b=1.0):
    X, _, W, b = classifier(rng, C=C)
    return call("linear_scores", X, W, share_of_b * b)


def several_examples(rng):
    for _ in range(2):
        yield _scores(rng)


def without_biases(rng):
    yield _scores(rng, share_of_b=0.0).with_(note="all biases are 0")


def many_classes(rng):
    yield _scores(rng, C=10)


EXERCISE = Exercise(
    "linear_scores",
    parts=(
        Part("several examples", 2, several_examples),
        Part("the product alone", 2, without_biases),
        Part("many classes", 2, many_classes),
    ),
)
