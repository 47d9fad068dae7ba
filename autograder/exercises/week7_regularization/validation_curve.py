"""Examines `validation_curve`: both errors, the choice, and the choice when several do equally well."""

import numpy as np

from autograder.examining import Close, Exercise, Part, call

AFTER_STEPS = Close(rtol=1e-5)
ORDINARY = [0.3, 0.002, 0.8, 0.1], 6, 0.5  # lams, steps, learning rate
SIDE_BY_SIDE = 40


def _clouds(rng, centres, m, width, noise):
    """Return points (k, n_x, m) and labels (k, m), every class among them, for k sets of centres.

    centres (k, n_x, C); each point lies around the centre of its class.
    """
    k, n_x, C = centres.shape
    y = rng.permuted(np.tile(np.arange(m) % C, (k, 1)), axis=1)
    X = np.take_along_axis(centres, y[:, np.newaxis], axis=2) + rng.normal(0, width, (k, n_x, m))
    return X.round(2), np.where(rng.random((k, m)) < noise, (y + 1) % C, y)


def _noisy(rng, k=SIDE_BY_SIDE):
    """Return k training and validation sets in which some labels are wrong."""
    centres = rng.normal(0, 0.8, (k, 4, 3))
    X, y = _clouds(rng, centres, 9, 0.8, 0.2)
    y[:, 0] = 2
    return X, y, *_clouds(rng, centres, 7, 0.8, 0.1)


def _far_apart(rng):
    """Return training and validation sets in which the classes are far from each other."""
    centres = 4 * np.eye(3)[:, rng.permutation(3)] + rng.normal(0, 0.3, (1, 3, 3))
    return *_clouds(rng, centres, 10, 0.7, 0), *_clouds(rng, centres, 5, 0.3, 0)


def _fitting(rng, draw_sets, settings, fits):
    """Return arguments whose errors fit: many sets are trained side by side."""
    while True:
        sets = draw_sets(rng)
        found = np.flatnonzero(fits(*_errors(*sets, *settings)))
        if found.size:
            return *(array[found[0]] for array in sets), *settings


def _errors(X, y, X_valid, y_valid, lambdas, steps, learning_rate):
    """Return both errors of validation_curve for k sets of three classes, arrays (k, lams)."""
    lam = np.reshape(lambdas, (-1, 1, 1))
    X, X_valid = X[:, np.newaxis], X_valid[:, np.newaxis]
    is_right, is_valid = (y_[:, np.newaxis, np.newaxis] == [[0], [1], [2]] for y_ in (y, y_valid))
    W, b = np.zeros((len(X), len(lambdas), 3, X.shape[2])), np.zeros((len(X), len(lambdas), 3, 1))
    for _ in range(steps):
        counted = _margins(W @ X + b, is_right) > 0
        dS = (counted - is_right * counted.sum(axis=2, keepdims=True)) / y.shape[1]
        W = W - learning_rate * (dS @ X.swapaxes(2, 3) + 2 * lam * W)
        b = b - learning_rate * dS.sum(axis=3, keepdims=True)
    train, valid = _margins(W @ X + b, is_right), _margins(W @ X_valid + b, is_valid)
    return train.sum(axis=2).mean(axis=2), valid.sum(axis=2).mean(axis=2)


def _margins(S, is_right):
    """Return the margins of the wrong classes that count, and zeros elsewhere."""
    of_right = np.sum(S * is_right, axis=2, keepdims=True)
    return np.where(is_right, 0, np.maximum(S - of_right + 1, 0))


def curves(rng):
    """Yield noisy clouds where some lam in the middle of the list is best on the validation set."""

    def fits(train, valid):
        on_train, on_valid, on_both = (np.argmin(e, axis=1) for e in (train, valid, train + valid))
        differ = (on_train != on_valid) & (on_valid != on_both) & (on_both != on_train)
        distinct = np.diff(np.sort(valid, axis=1), axis=1).min(axis=1) > 1e-6
        return differ & distinct & (on_valid != np.argmax(ORDINARY[0]))

    yield call("validation_curve", *_fitting(rng, _noisy, ORDINARY, fits))


def training_sets(rng):
    """Yield noisy clouds, tiny features, and sets without an example of one of the three classes."""
    sets = (array[0] for array in _noisy(rng, 1))
    yield call("validation_curve", *sets, *ORDINARY)
    yield call("validation_curve", *_in_small_units(rng)).with_(
        note="the features are in small units, so every gradient by W is small"
    )
    centres = rng.normal(0, 0.8, (1, 3, 3))
    for here, there in (([0, 2], [0, 1, 2]), ([0, 1, 2], [0, 1])):
        (X,), (y,) = _clouds(rng, centres[:, :, here], 8, 0.8, 0)
        (X_valid,), (y_valid,) = _clouds(rng, centres[:, :, there], 5, 0.8, 0)
        y, y_valid = np.array(here)[y], np.array(there)[y_valid]
        yield call("validation_curve", X, y, X_valid, y_valid, [0.3, 0.02], 5, 0.3).with_(
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

    def nearly_the_same(_, valid):
        second, first = valid[:, 1], valid[:, 2]
        alike = (first + 2e-4 < second) & (first.round(2) == second.round(2))
        return alike & (np.argmin(valid, axis=1) == 2)

    settings = [0.5, 0.021, 0.02, 0.8], 6, 0.5
    yield call("validation_curve", *_fitting(rng, _noisy, settings, nearly_the_same)).with_(
        note="two lams whose errors on the validation set are nearly the same"
    )

    def without_error(_, valid):
        return np.all((valid == 0) == [True, True, False, True, True], axis=1)

    settings = [0.001, 0.03, 2.5, 0.0003, 0.01], 6, 0.3
    yield call("validation_curve", *_fitting(rng, _far_apart, settings, without_error))


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
