"""Examines `random_mini_batches`: sizes, every example once and with its label, a random order."""

from autograder.examining import Exercise, Part, Rng, call
from autograder.exercises.week8_optimization._cases import examples, judged_by


def _sizes(m, size):
    return [min(size, m - start) for start in range(0, m, size)]


def batches(rng):
    size = int(rng.integers(4, 8))
    for m, note in (
        # Two less than a batch at most: else batches of about one size would be the same.
        (3 * size + int(rng.integers(1, size - 1)), ""),
        (4 * size, "the batches come out even"),
        (size - 1, "fewer examples than a batch holds"),
    ):
        X, Y = examples(rng, m)
        case = call("random_mini_batches", X, Y, size, Rng(int(rng.integers(1, 10_000))))
        yield case.with_(expected=_sizes(m, size), note=note)
    X, Y = examples(rng, 5, n_x=2, n_y=1)
    case = call("random_mini_batches", X, Y, 1, Rng(int(rng.integers(1, 10_000))))
    yield case.with_(expected=_sizes(5, 1), note="one example a batch")


def orders(rng):
    X, Y = examples(rng, 120, n_x=2, n_y=1)
    first, second = (int(seed) for seed in rng.choice(10_000, 2, replace=False))
    case = call("random_mini_batches", X, Y, 12, Rng(first))
    for seed in (second, first):
        case = case.then("random_mini_batches", X, Y, 12, Rng(seed))
    yield case.with_(collect=True, expected=[], note="with two generators, and with the first anew")


EXERCISE = Exercise(
    "random_mini_batches",
    parts=(
        Part(
            "sizes, the last batch too",
            3,
            batches,
            judged_by("sets_of_examples", look="sizes"),
            beside=True,
        ),
        Part("each example once", 4, batches, judged_by("sets_of_examples", look="once")),
        Part(
            "labels with their examples", 4, batches, judged_by("sets_of_examples", look="labels")
        ),
        Part("a random order, drawn from rng", 3, orders, judged_by("mixed")),
    ),
)
