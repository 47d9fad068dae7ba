"""Examines `linear_scores`: many examples, one example, two classes."""

from autograder.examining import Exercise, Part, call
from autograder.exercises.week7_regularization._cases import classifier


def _scores(rng, C=0, m=0):
    X, _, W, b = classifier(rng, C=C, m=m)
    return call("linear_scores", X, W, b)


def several_examples(rng):
    for _ in range(2):
        yield _scores(rng)


def many_examples(rng):
    yield _scores(rng, m=11)


def many_classes(rng):
    yield _scores(rng, C=10)


EXERCISE = Exercise(
    "linear_scores",
    parts=(
        Part("several examples", 2, several_examples),
        Part("many examples", 2, many_examples),
        Part("many classes", 2, many_classes),
    ),
)
