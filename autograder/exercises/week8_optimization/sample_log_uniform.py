"""Examines `sample_log_uniform`: shape and bounds, an even spread over the orders of magnitude."""

from autograder.examining import Exercise, Part, Rng, call
from autograder.exercises.week8_optimization._cases import judged_by


def _bounds(rng):
    low = float(rng.choice([1e-4, 2e-4, 5e-4]))
    return low, low * float(rng.choice([600.0, 900.0, 3000.0]))


def samples(rng):
    for low, high in (_bounds(rng), (round(float(rng.uniform(1.5, 4)), 2), 700.0)):
        size = int(rng.integers(700, 900))
        case = call("sample_log_uniform", low, high, size, Rng(int(rng.integers(1, 10_000))))
        yield case.with_(expected=[])


def single(rng):
    low, high = _bounds(rng)
    case = call("sample_log_uniform", low, high, 1, Rng(int(rng.integers(1, 10_000))))
    yield case.with_(expected=[], note="one number")
    case = call("sample_log_uniform", low, high, 7, Rng(int(rng.integers(1, 10_000))))
    yield case.with_(expected=[])


def twice(rng):
    first, second = (int(seed) for seed in rng.choice(10_000, 2, replace=False))
    low, high = _bounds(rng)
    case = call("sample_log_uniform", low, high, 400, Rng(first))
    case = case.then("sample_log_uniform", low, high, 400, Rng(second))
    yield case.with_(collect=True, expected=[], note="twice, with two generators")


EXERCISE = Exercise(
    "sample_log_uniform",
    parts=(
        Part("shape and bounds", 2, single, judged_by("log_uniform", look="form"), beside=True),
        Part(
            "within the bounds, many numbers",
            1,
            samples,
            judged_by("log_uniform", look="form"),
            beside=True,
        ),
        Part(
            "even in the orders of magnitude", 4, samples, judged_by("log_uniform", look="spread")
        ),
        Part(
            "drawn from rng, independent",
            1,
            twice,
            judged_by("log_uniform", look="fresh"),
            beside=True,
        ),
    ),
)
