"""How week 1 is examined: logistic regression as a network of one neuron."""

import numpy as np

from autograder.exercise import Alternative, Close, Exercise, Misconception, Part, Week, call

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def ordinary_numbers(rng):
    yield call("sigmoid", float(rng.normal(0, 2)))
    yield call("sigmoid", rng.normal(0, 3, 4))
    yield call("sigmoid", rng.normal(0, 3, (2, 3)))


def small_tails(rng):
    yield call("sigmoid", np.array([-40.0, -38.5]) - rng.uniform(0, 1, 2))


def extremes(rng):
    yield call("sigmoid", np.array([-1000.0, 1000.0]) * rng.uniform(0.9, 1.1, 2))


SIGMOID = Exercise(
    "sigmoid",
    parts=(
        Part("values and shapes", 6, ordinary_numbers),
        Part("small tails", 2, small_tails, Close(rtol=1e-6, scale=0)),
        Part("extremes", 2, extremes, Close(atol=1e-12)),
    ),
    misconceptions=(
        Misconception(
            "exp_of_plus_z",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(z))
            """,
            title="exp(z) in place of exp(-z)",
            hint="For a large positive z the result should be near 1: which sign does exp need for that?",
        ),
    ),
    alternatives=(
        Alternative(
            "plain formula",
            code="""
            def sigmoid(z):
                return 1 / (1 + np.exp(-z))
            """,
        ),
    ),
)

WEEK = Week("week1_logistic_regression", "Logistic regression", exercises=(SIGMOID,), whole=False)
