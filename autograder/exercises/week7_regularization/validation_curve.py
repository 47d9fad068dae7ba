"""Examines `validation_curve`: both errors, the choice, and the choice when several do equally well."""

import numpy as np

from autograder.examining import Close, Exercise, Part, call
from solutions.week7_regularization import validation_curve as reference

AFTER_STEPS = Close(rtol=1e-5)


def _clouds(rng, centres, m, width, noise):
    """Return points (n_x, m) around a centre for each class, and labels, every class among them."""
    C = centres.shape[1]
    y = rng.permutation(np.arange(m) % C)
    X = centres[:, y] + rng.normal(0, width, (len(centres), m))
    return X.round(2), np.where(rng.random(m) < noise, (y + 1) % C, y)


def curves(rng):
    """Yield noisy clouds where some lam in the middle of the list is best on the validation set."""
    while True:
        centres = rng.normal(0, 0.8, (4, 3))
        X, y = _clouds(rng, centres, 9, 0.8, 0.2)
        X_valid, y_valid = _clouds(rng, centres, 7, 0.8, 0.1)
        y[0] = 2
        arguments = X, y, X_valid, y_valid, [0.15, 0.002, 1.2, 0.04], 14, 0.23
        train_errors, valid_errors, best = reference(*arguments)
        both_errors = np.add(train_errors, valid_errors)
        picks = {int(np.argmin(e)) for e in (train_errors, valid_errors, both_errors)}
        if len(picks) == 3 and best < 1 and len(set(valid_errors)) == 4:
            yield call("validation_curve", *arguments)
            return


def training_sets(rng):
    """Yield what `curves` does, and sets without an example of one of the three classes."""
    yield from curves(rng)
    centres = rng.normal(0, 0.8, (3, 3))
    yield call("validation_curve", *_in_small_units(rng)).with_(
        note="the features are in small units, so every gradient by W is small"
    )
    for here, there in (([0, 2], [0, 1, 2]), ([0, 1, 2], [0, 1])):
        X, y = _clouds(rng, centres[:, here], 8, 0.8, 0)
        X_valid, y_valid = _clouds(rng, centres[:, there], 5, 0.8, 0)
        y, y_valid = np.array(here)[y], np.array(there)[y_valid]
        yield call("validation_curve", X, y, X_valid, y_valid, [0.3, 0.02], 9, 0.17).with_(
            note=f"y_train holds the classes {here}, y_valid {there}"
        )


def _in_small_units(rng):
    """Return training and validation sets whose features are tiny, so that every gradient by W is.

    There is the same number of examples of each class, and no score comes near 1: so the gradient by b
    is 0 in each step, and a huge learning rate moves W alone.
    """
    sets = []
    for m in (8, 4):
        y = rng.permutation(np.arange(m) % 4)
        sets += [rng.uniform(-1.5, 1.5, (3, m)).round(2) * 2.0**-22, y]
    return *sets, [2.0**-42, 0.0], 3, 2.0**38


def several_best(rng):
    """Yield two lams of nearly the same error, then clouds so far apart that several lams have none."""
    while True:
        centres = rng.normal(0, 0.8, (4, 3))
        X, y = _clouds(rng, centres, 9, 0.8, 0.2)
        X_valid, y_valid = _clouds(rng, centres, 7, 0.8, 0.1)
        y[0] = 2
        arguments = X, y, X_valid, y_valid, [0.5, 0.021, 0.02, 0.8], 14, 0.23
        _, (_, second, first, _), best = reference(*arguments)
        if best == 0.02 and first + 2e-4 < second and round(first, 2) == round(second, 2):
            yield call("validation_curve", *arguments).with_(
                note="two lams whose errors on the validation set are nearly the same"
            )
            break
    while True:
        centres = 4 * np.eye(3)[:, rng.permutation(3)] + rng.normal(0, 0.3, (3, 3))
        X, y = _clouds(rng, centres, 10, 0.7, 0)
        X_valid, y_valid = _clouds(rng, centres, 5, 0.3, 0)
        arguments = X, y, X_valid, y_valid, [0.001, 0.03, 2.5, 0.0003, 0.01], 25, 0.1
        _, valid_errors, best = reference(*arguments)
        if valid_errors.count(0.0) >= 3 and best == 0.03:
            yield call("validation_curve", *arguments)
            return


EXERCISE = Exercise(
    "validation_curve",
    parts=(
        Part("errors on the training set", 1, training_sets, AFTER_STEPS, select=(0,)),
        Part("errors on the validation set", 2, curves, AFTER_STEPS, select=(1,)),
        Part("the best lam", 1, curves, select=(2,), beside=True),
        Part("the best lam when several are best", 2, several_best, select=(2,), beside=True),
    ),
    depends_on=("total_loss", "hinge_loss", "linear_scores"),
)
