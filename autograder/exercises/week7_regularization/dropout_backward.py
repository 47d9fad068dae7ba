"""Examines `dropout_backward`: a mask of ones and zeros, other kinds of masks, nothing dropped."""

import numpy as np

from autograder.examining import Custom, Exercise, Part, Unchanged, call


def _backward(rng, keep_prob, kind=float, all_kept=False):
    shape = (13, 11)
    dA = (rng.uniform(0.2, 2.0, shape) * rng.choice([-1.0, 1.0], shape)).round(2)
    mask = np.ones(shape) if all_kept else rng.random(shape) < keep_prob
    return call("dropout_backward", dA, mask.astype(kind), keep_prob)


def ones_and_zeros(rng):
    for keep_prob in (0.8, 0.4):
        yield _backward(rng, keep_prob)


def other_masks(rng):
    yield _backward(rng, 0.625, kind=bool).with_(note="a mask of True and False")
    yield _backward(rng, 0.7, kind=int).with_(note="a mask of whole numbers")


def all_kept(rng):
    yield _backward(rng, 0.8, all_kept=True).with_(note="a mask that happened to keep everything")


CLOSE = Custom(
    "helpers.weeks.week7.judges.equal", alike="helpers.weeks.week7.judges.alike", shaped=True
)

EXERCISE = Exercise(
    "dropout_backward",
    parts=(
        Part("a mask of ones and zeros", 2, ones_and_zeros, CLOSE),
        Part("other kinds of masks", 2, other_masks, CLOSE),
        Part("everything kept", 1, all_kept, CLOSE),
        Part("dA and mask as they were", 1, ones_and_zeros, Unchanged()),
    ),
)
