"""Examines `model`: w, b, costs, Y_prediction_train, Y_prediction_test, settings."""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week1_logistic_regression._cases import COST, GRADIENT, labels
from solutions import week1_logistic_regression as reference


def _examples(rng, direction, m, shift, spread):
    """Return X and Y of m examples on both sides of the origin along a direction."""
    Y = labels(rng, m)
    noise = rng.normal(0, spread, (len(direction), m))
    return noise + direction * (2.4 * Y - 1.2 + shift), Y


def _model_case(rng, low, rate):
    """Return a case of model and a function that draws another test set, which lies elsewhere."""
    n, m_train, m_test = distinct_sizes(rng, 3, 3, 8)
    direction = rng.normal(0, 1, (n, 1))
    direction /= np.linalg.norm(direction)
    X_train, Y_train = _examples(rng, direction, m_train + 6, 0.5, 1.0)
    # One label is wrong, so that a trained neuron errs on its training set too.
    odd = int(rng.integers(m_train + 6))
    Y_train[0, odd] = 1 - Y_train[0, odd]
    settings = {
        "num_iterations": int(rng.integers(low, low + 5)),
        "learning_rate": float(rng.uniform(1.0, 1.4) * rate),
    }

    def with_test_set():
        return call(
            "model",
            X_train,
            Y_train,
            *_examples(rng, direction, m_test, 0.9, 0.6),
            **settings,
        )

    return with_test_set


def small_models(rng):
    for low, rate in ((3, 0.3), (104, 0.05)):
        yield _telling(rng, low, rate)


def _telling(rng, low, rate):
    """Return a case in which predictions are of both kinds, not all right, none near the border."""
    while True:
        with_test_set = _model_case(rng, low, rate)
        X, Y, _, _, settings = _arguments(with_test_set())
        if not _mixed(_roughly(X, Y, **settings), X, Y):
            continue  # most of those that are not to be had need no whole training to be told
        trained = reference.model(X, Y, X, Y, **settings)
        for _ in range(20 if _mixed(trained, X, Y) else 0):
            case = with_test_set()
            _, _, X_test, Y_test, _ = _arguments(case)
            if _mixed(trained, X_test, Y_test):
                said = reference.predict(trained["w"], trained["b"], X_test)
                return case.with_(expected=trained | {"Y_prediction_test": said})


def _roughly(X, Y, num_iterations, learning_rate):
    """Return about what a training comes to, by a few long steps in place of many short ones."""
    few = min(num_iterations, 8)
    return reference.model(X, Y, X, Y, few, learning_rate * num_iterations / few)


def _arguments(case):
    return (*case.calls[0].args, case.calls[0].kwargs)


def _mixed(trained, X, Y):
    """Return whether a trained model says both 0 and 1, errs at least once and never just so."""
    scores = trained["w"].T @ X + trained["b"]
    said = scores > 0
    return said.any() and not said.all() and np.any(said != Y) and np.min(np.abs(scores)) > 1e-3


def settings_of_a_model(rng):
    case = _model_case(rng, 3, 0.3)()
    yield case.with_(expected=dict(case.calls[0].kwargs))


EXERCISE = Exercise(
    "model",
    parts=(
        Part("w", 2, small_models, GRADIENT, ("w",)),
        Part("b", 1, small_models, GRADIENT, ("b",)),
        Part("costs", 2, small_models, COST, ("costs",)),
        Part("Y_prediction_train", 2, small_models, select=("Y_prediction_train",)),
        Part("Y_prediction_test", 2, small_models, select=("Y_prediction_test",)),
        Part("settings", 1, settings_of_a_model),
    ),
    depends_on=("initialize_with_zeros", "optimize", "predict"),
)
