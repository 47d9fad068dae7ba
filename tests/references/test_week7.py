"""The answers of week 7 agree with scikit-learn and numerical derivatives; its dropout judge is fair."""

import math

import numpy as np
import pytest
from scipy import optimize
from sklearn.metrics import hinge_loss as binary_hinge_loss
from sklearn.svm import SVC

from autograder.examining import Sheet, draw, load_week
from helpers.judge.comparing import Seen
from helpers.weeks.week7 import judges, points
from helpers.weeks.week7.training import descend, descend_to_zero, share_right, softmax_loss
from solutions.week7_regularization import (
    dropout_backward,
    dropout_forward,
    hinge_gradient,
    hinge_loss,
    linear_scores,
    loss_along_ray,
    regularization,
    regularization_gradient,
    total_loss,
    validation_curve,
    weight_decay_step,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def numerical(f, array, step=1e-6):
    """Return scipy's estimate of the derivatives of f, in the shape of the array."""
    flat = optimize.approx_fprime(
        array.ravel(), lambda vector: f(vector.reshape(array.shape)), step
    )
    return flat.reshape(array.shape)


def problem(rng, C=4, n_x=3, m=9):
    X, y = rng.normal(size=(n_x, m)), rng.integers(0, C, m)
    return X, y, rng.normal(size=(C, n_x)), rng.normal(size=(C, 1))


def test_the_hinge_loss_of_two_classes_is_scikit_learn_s(rng):
    scores, y = rng.normal(0, 2, (2, 40)), rng.integers(0, 2, 40)
    assert hinge_loss(scores, y) == pytest.approx(binary_hinge_loss(y, scores[1] - scores[0]))


def test_the_hinge_loss_is_its_definition_term_by_term(rng):
    scores, y = rng.normal(0, 2, (5, 12)), rng.integers(0, 5, 12)
    terms = [
        max(0.0, scores[j, i] - scores[y[i], i] + 1)
        for i in range(12)
        for j in range(5)
        if j != y[i]
    ]
    assert hinge_loss(scores, y) == pytest.approx(math.fsum(terms) / 12)


def test_the_gradient_of_the_hinge_loss_is_its_numerical_derivative(rng):
    X, y, W, b = problem(rng)
    scores = linear_scores(X, W, b)
    assert hinge_gradient(scores, y) == pytest.approx(
        numerical(lambda s: hinge_loss(s, y), scores), abs=1e-6
    )


@pytest.mark.parametrize("kind", ["l2", "l1"])
def test_gradients_with_a_penalty_are_numerical_derivatives(rng, kind):
    X, y, W, b = problem(rng)
    _, dW, db = total_loss(X, y, W, b, 0.3, kind)
    by_W = numerical(lambda w: total_loss(X, y, w, b, 0.3, kind)[0], W)
    by_b = numerical(lambda c: total_loss(X, y, W, c, 0.3, kind)[0], b)
    assert dW == pytest.approx(by_W, abs=1e-5)
    assert db == pytest.approx(by_b, abs=1e-5)
    by_weight = numerical(lambda w: regularization(w, kind), W)
    assert regularization_gradient(W, kind) == pytest.approx(by_weight, abs=1e-5)


def test_descent_on_total_loss_ends_at_scikit_learn_s_support_vector_machine():
    # Two rows w and -w of W cost twice the square of one: lam sum W^2 is lam/2 of (w1 - w0)^2.
    P, y = points.two_clouds()
    lam = 0.01
    W, b = descend(total_loss, P, y, lam, steps=20_000, learning_rate=0.01)
    machine = SVC(kernel="linear", C=1 / (lam * len(y))).fit(P.T, y)
    assert W[1] - W[0] == pytest.approx(machine.coef_[0], rel=0.02, abs=0.02)
    assert b[1] - b[0] == pytest.approx(machine.intercept_, abs=0.03)


def test_weight_decay_is_a_step_on_the_penalised_loss(rng):
    X, y, W, b = problem(rng)
    bare, paid = (total_loss(X, y, W, b, lam, "l2")[1] for lam in (0.0, 0.4))
    assert weight_decay_step(W, bare, 0.1, 0.4) == pytest.approx(W - 0.1 * paid)


def test_dropout_s_way_back_is_the_derivative_of_its_way_forward(rng):
    A, upstream = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))

    def cost(A):
        return np.sum(upstream * dropout_forward(A, 0.7, np.random.default_rng(1), "train")[0])

    _, mask = dropout_forward(A, 0.7, np.random.default_rng(1), "train")
    assert dropout_backward(upstream, mask, 0.7) == pytest.approx(numerical(cost, A), abs=1e-6)


# ------------------------------------------------------------------ what the notebook says


def test_the_hinge_loss_is_zero_at_w_and_at_2w_and_only_a_penalty_tells_them_apart():
    (X, y), _ = points.clothing(150, ("trouser", "sandal", "bag"))
    W, b, steps = descend_to_zero(linear_scores, hinge_loss, hinge_gradient, X, y)
    assert steps < 500
    losses = loss_along_ray(X, y, W, b, np.array([0.5, 1, 2, 10]), 0.3)
    assert losses[0, 0] > 0 and np.all(losses[1:, 0] == 0)
    assert losses[1, 1] < losses[2, 1] < losses[3, 1]
    scores = linear_scores(X, W, b)
    assert softmax_loss(scores, y) > softmax_loss(2 * scores, y) > softmax_loss(10 * scores, y) > 0


def test_with_a_penalty_both_starts_end_at_one_street_and_without_they_do_not():
    P, y = points.two_clouds()

    def width(lam, start):
        W, _ = descend(total_loss, P, y, lam, steps=1500, learning_rate=0.1, start=start)
        return 2 / np.linalg.norm(W[1] - W[0])

    assert width(0.01, 3) == pytest.approx(width(0.01, 4), rel=0.03)
    assert width(0.0, 3) > 1.3 * width(0.0, 4)
    assert width(0.01, 3) > 1.8 * width(0.0, 3)


@pytest.mark.slow
def test_in_twenty_draws_f2_has_the_smaller_loss_18_times_and_fewer_mistakes_14_times(monkeypatch):
    smaller = fewer = 0
    for seed in range(100, 120):
        monkeypatch.setattr(points, "TWENTY_POINTS_SEED", seed)
        (P, y), (P_valid, y_valid), (P_test, y_test) = points.twenty_points()
        F, F_valid, F_test = (points.bumps(place) for place in (P, P_valid, P_test))
        lambdas = [1e-4, 1e-3, 1e-2, 1e-1, 1.0]
        _, _, best = validation_curve(F, y, F_valid, y_valid, lambdas, 1500, 0.3)
        f1, f2 = (
            linear_scores(F_test, *descend(total_loss, F, y, lam, steps=1500, learning_rate=0.3))
            for lam in (0.0, best)
        )
        smaller += hinge_loss(f2, y_test) < hinge_loss(f1, y_test)
        fewer += share_right(f2, y_test) > share_right(f1, y_test)
    assert (smaller, fewer) == (18, 14)


# ------------------------------------------------------------------ cases, and the judge of dropout


def _sheet(name: str, seed: int) -> Sheet:
    week = load_week("week7_regularization")
    return draw(week, week.exercise(name), seed, known=False)


@pytest.mark.parametrize("name", ["hinge_loss", "hinge_gradient", "total_loss"])
def test_no_case_lies_at_a_kink(name):
    for seed in range(20):
        for cases in _sheet(name, seed).draws.values():
            for case in cases:
                given = case.calls[0].arguments()
                scores = given.get("scores")
                if scores is None:
                    scores = given["W"] @ given["X"] + given["b"]
                columns = np.arange(len(given["y"]))
                margins = scores - scores[given["y"], columns] + 1
                assert np.abs(margins).min() > 1e-3


def _judged(A, keep_prob, out, mask, look):
    seen = Seen(arguments={"A": A, "keep_prob": keep_prob})
    return judges.dropped((out, mask), (A, A), "the result", seen, look)


@pytest.mark.parametrize("keep_prob", [0.8, 0.25])
def test_no_fair_mask_is_refused_in_2000_draws(rng, keep_prob):
    A = rng.uniform(0.2, 2.0, (24, 16)) * rng.choice([-1.0, 1.0], (24, 16))
    for _ in range(2000):
        mask = (rng.random(A.shape) < keep_prob).astype(float)
        for look in ("fits", "share", "independent"):
            assert _judged(A, keep_prob, A * mask / keep_prob, mask, look) is None


@pytest.mark.parametrize(
    ("drawn", "look"),
    [
        (lambda rng, A, p: rng.random(A.shape) < 1 - p, "share"),
        (lambda rng, A, p: rng.standard_normal(A.shape) < p, "share"),
        (lambda rng, A, p: np.repeat(rng.random((len(A), 1)) < p, A.shape[1], 1), "independent"),
        (lambda rng, A, p: np.repeat(rng.random((1, A.shape[1])) < p, len(A), 0), "independent"),
        (lambda rng, A, p: np.quantile(A, p) > A, "independent"),
        (lambda rng, A, p: np.quantile(abs(A), p) > abs(A), "independent"),
    ],
    ids=["exchanged", "normal", "by unit", "by example", "by value", "by size"],
)
def test_an_unfair_mask_is_refused_in_each_of_300_draws(rng, drawn, look):
    for _ in range(300):
        A = rng.uniform(0.2, 2.0, (24, 16)) * rng.choice([-1.0, 1.0], (24, 16))
        mask = drawn(rng, A, 0.25).astype(float)
        assert _judged(A, 0.25, A * mask / 0.25, mask, look) is not None
