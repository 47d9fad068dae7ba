"""Examines `capstone`: how many pictures that no bundle holds its network names rightly.

The grader's pictures lie in `unseen.npz`, drawn from the original test set by tools/make_data.py;
none of them ships. Each submission meets them in an order of its own, every picture shifted
anew. `check` asks about the validation set instead.

Levels, measured in 2026: of sixty linear softmax classifiers (three settings of twenty runs: with and
without weight decay and shifted copies, the best epoch of the validation set) the best names LINEAR of the
unseen pictures rightly. A hidden layer of 128 units without further measures has .786 (standard deviation
.007), with shifted copies .807 (.004) in a seventh of the budget, .812 in half of it. Full points begin
at LINEAR + .016 = .792. Scores on the validation set lie .03 to .04 higher, since it is easier and the best epoch
was chosen by it; so do the levels there.
"""

import functools
from pathlib import Path

import numpy as np

from autograder.examining import Built, Custom, Exercise, Part, Result, Rng, call
from autograder.exercises.week8_optimization._cases import JUDGES
from helpers.weeks.week8.networks import capstone_pictures, packed

NETWORKS = "helpers.weeks.week8.networks"
LINEAR, LINEAR_VALIDATION = 0.776, 0.810
BASE, BASE_VALIDATION = LINEAR, 0.806
BUDGET = 20
ABOVE = (0.004, 0.009, 0.013, 0.016)


def _trained(seed, pictures):
    arrays = [Built(f"{NETWORKS}.capstone_array", which=i, seed=pictures) for i in range(4)]
    return call("capstone", *arrays, Rng(seed)).with_(budget=BUDGET)


def validation(rng):
    """Draw the visible case: the training set of the notebook, judged on its validation set."""
    case = _trained(int(rng.integers(1, 10_000)), 0)
    case = case.then(Result(0), Built(f"{NETWORKS}.capstone_array", which=2, seed=0))
    labels = np.argmax(capstone_pictures(0)[3], axis=0)
    yield case.with_(
        expected={
            "labels": labels,
            "base": BASE_VALIDATION,
            "linear": LINEAR_VALIDATION,
            "whose": "Your validation set",
        }
    )


def unseen(rng):
    """Draw the grader's case: pictures that ship nowhere, in random order, each shifted at random."""
    framed, labels = _stored()
    order = rng.permutation(len(labels))
    down, right = rng.integers(0, 3, (len(labels), 2)).T
    windows = np.lib.stride_tricks.sliding_window_view(framed, (28, 28), axis=(1, 2))
    moved, labels = windows[order, down, right], labels[order]
    case = _trained(*(int(seed) for seed in rng.integers(1, 10_000, 2)))
    case = case.then(Result(0), Built(f"{NETWORKS}.unpacked", texts=packed(moved)))
    yield case.with_(
        expected={
            "labels": labels.astype(int),
            "base": BASE,
            "linear": LINEAR,
            "whose": "Pictures that no bundle holds",
        }
    )


@functools.cache
def _stored():
    """Return the unseen pictures with a frame of zeros, (3000, 30, 30), and their labels."""
    with np.load(Path(__file__).parent / "unseen.npz") as stored:
        return np.pad(stored["images"], ((0, 0), (1, 1), (1, 1))), stored["labels"]


def _asks(above):
    return Custom(f"{JUDGES}.generalizes", {"above": above}, told=f"{JUDGES}.capstone_told")


FORM = Custom(
    f"{JUDGES}.better_than_guessing", alike=f"{JUDGES}.same_form", told=f"{JUDGES}.capstone_told"
)

EXERCISE = Exercise(
    "capstone",
    by_chance=True,
    parts=(
        Part("a function that names classes", 1, validation, FORM, hidden=unseen),
        Part(
            "better than any linear softmax",
            3,
            validation,
            _asks(ABOVE[0]),
            hidden=unseen,
            long=True,
        ),
        Part("clearly better", 2, validation, _asks(ABOVE[1]), hidden=unseen, long=True),
        Part("as a hidden layer can be", 2, validation, _asks(ABOVE[2]), hidden=unseen, long=True),
        Part(
            "as a sound hidden layer is", 2, validation, _asks(ABOVE[3]), hidden=unseen, long=True
        ),
    ),
)
