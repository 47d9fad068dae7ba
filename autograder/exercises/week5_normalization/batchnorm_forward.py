"""Examines `batchnorm_forward`: out in mode train, out in mode test, running mean, running
variance, new arrays for both, cache, X stays as it was.
"""

from autograder.examining import Built, Exercise, Part, Unchanged, call
from autograder.exercises.week5_normalization._cases import batch


def _forward(X, gamma, beta, bn_param):
    return call("batchnorm_forward", X, gamma, beta, bn_param).with_(watch=("bn_param",))


def training_batches(rng):
    yield _forward(*batch(rng, "train"))
    X, gamma, beta, bn_param = batch(rng, "train")
    X[1] = 4.0
    yield _forward(X, gamma, beta, bn_param).with_(note="one unit gives 4 for every example")


def test_batches(rng):
    yield _forward(*batch(rng, "test"))
    X, gamma, beta, bn_param = batch(rng, "test")
    yield _forward(X[:, :1].copy(), gamma, beta, bn_param).with_(note="a single example")


def batches_of_both_modes(rng):
    yield _forward(*batch(rng, "train"))
    yield _forward(*batch(rng, "train"))
    yield _forward(*batch(rng, "test"))


def batches_beside_kept_statistics(rng):
    """Draw batches whose running statistics the caller keeps: their arrays cannot be written to."""
    for _ in range(2):
        X, gamma, beta, bn_param = batch(rng, "train")
        kept = Built("helpers.judge.values.read_only", **bn_param)
        yield _forward(X, gamma, beta, kept).with_(
            note="whoever called still needs the old running statistics"
        )


EXERCISE = Exercise(
    "batchnorm_forward",
    parts=(
        Part("out in mode train", 3, training_batches, select=(0,)),
        Part("out in mode test", 3, test_batches, select=(0,)),
        Part("running mean", 2, batches_of_both_modes, select=("@bn_param", "running_mean")),
        Part("running variance", 2, batches_of_both_modes, select=("@bn_param", "running_var")),
        Part(
            "new arrays for the running statistics",
            1,
            batches_beside_kept_statistics,
            select=("@bn_param", "running_var"),
        ),
        Part("cache", 2, training_batches, select=(1,)),
        Part("X stays as it was", 1, test_batches, Unchanged()),
    ),
    may_change=("bn_param",),
)
