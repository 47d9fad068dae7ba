"""Examines `split`: sizes, every example once and with its label, a random choice."""

from autograder.examining import Exercise, Part, Rng, call
from autograder.exercises.week8_optimization._cases import examples, judged_by


def sets(rng):
    for m, fractions in (
        (int(rng.integers(41, 60)), [0.6, 0.25, 0.15]),
        (int(rng.integers(31, 40)), [0.15, 0.85]),
        (40, [0.25, 0.5, 0.125, 0.125]),
        # Whole numbers, and 0.7 + 0.1 is a little less than 0.8 for a computer.
        (40, [0.7, 0.1, 0.2]),
    ):
        X, Y = examples(rng, m)
        case = call("split", X, Y, fractions, Rng(int(rng.integers(1, 10_000))))
        yield case.with_(expected=[share * m for share in fractions])


def orders(rng):
    X, Y = examples(rng, 150, n_x=2, n_y=1)
    first, second = (int(seed) for seed in rng.choice(10_000, 2, replace=False))
    fractions = [0.5, 0.3, 0.2]
    case = call("split", X, Y, fractions, Rng(first))
    for seed in (second, first):
        case = case.then("split", X, Y, fractions, Rng(seed))
    yield case.with_(collect=True, expected=[], note="with two generators, and with the first anew")


EXERCISE = Exercise(
    "split",
    parts=(
        Part(
            "sizes",
            2,
            sets,
            judged_by("sets_of_examples", look="sizes", allowance=2.001),
            beside=True,
        ),
        Part("each example in one set", 2, sets, judged_by("sets_of_examples", look="once")),
        Part("labels with their examples", 2, sets, judged_by("sets_of_examples", look="labels")),
        Part("at random, drawn from rng", 2, orders, judged_by("mixed")),
    ),
)
