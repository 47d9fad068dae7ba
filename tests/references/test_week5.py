"""The answers of week 5 agree with closed forms, scipy, scikit-learn and the complex step."""

import numpy as np
import pytest
from scipy import linalg, stats
from sklearn.preprocessing import StandardScaler

from solutions.week5_normalization import (
    batchnorm_backward,
    batchnorm_forward,
    condition_number,
    fit_normalizer,
    fold_batchnorm,
    hessian_of_mse,
    largest_stable_learning_rate,
    layernorm_backward,
    layernorm_forward,
    normalize,
)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def bn_param(rng, n, mode="train", eps=0.3, momentum=0.8):
    return {
        "mode": mode,
        "eps": eps,
        "momentum": momentum,
        "running_mean": rng.normal(size=(n, 1)),
        "running_var": rng.uniform(0.5, 3, (n, 1)),
    }


def complex_step(function, x, step=1e-30):
    """Return the gradient of a real-valued function of x, exact up to rounding."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        moved = x.astype(complex)
        moved[place] += 1j * step
        gradient[place] = function(moved).imag / step
    return gradient


def batchnorm_formula(X, gamma, beta, eps):
    """Return the formula as it stands on paper, fit for complex numbers."""
    mean = X.sum(axis=1, keepdims=True) / X.shape[1]
    var = ((X - mean) ** 2).sum(axis=1, keepdims=True) / X.shape[1]
    return gamma * (X - mean) / np.sqrt(var + eps) + beta


# ------------------------------------------------------------------------------ inputs


def test_statistics_and_normalised_data_equal_scikit_learns_scaler(rng):
    X = rng.normal(3, 2, (4, 9)) * [[1], [1e-7], [1e5], [0]] + [[0], [0], [0], [7]]
    scaler = StandardScaler().fit(X.T)
    mu, sigma = fit_normalizer(X)
    np.testing.assert_allclose(mu.ravel(), scaler.mean_, rtol=1e-12)
    np.testing.assert_allclose(sigma.ravel(), scaler.scale_, rtol=1e-12)
    other = rng.normal(size=(4, 5))
    np.testing.assert_allclose(normalize(other, mu, sigma), scaler.transform(other.T).T, rtol=1e-10)


def test_normalised_data_equal_scipys_z_scores(rng):
    X = rng.normal(3, 2, (4, 9))
    np.testing.assert_allclose(
        normalize(X, *fit_normalizer(X)), stats.zscore(X, axis=1), rtol=1e-12
    )


def test_normalising_leaves_the_skewness_of_a_feature_alone(rng):
    X = rng.exponential(2, (3, 500))
    before, after = stats.skew(X, axis=1), stats.skew(normalize(X, *fit_normalizer(X)), axis=1)
    np.testing.assert_allclose(after, before, rtol=1e-10)


# ------------------------------------------------------------------------------ the bowl


@pytest.mark.parametrize(("n", "m"), [(4, 9), (5, 3)])
def test_hessian_equals_differences_of_the_complex_step_gradient(rng, n, m):
    X, Y, w = rng.normal(2, 1, (n, m)), rng.normal(size=(1, m)), rng.normal(size=(n, 1))

    def gradient(at):
        return complex_step(lambda v: ((v.T @ X - Y) ** 2).sum() / (2 * m), at)

    # The cost is quadratic, so differences of its gradient over any distance are exact.
    columns = [gradient(w + np.eye(n)[:, [i]]) - gradient(w) for i in range(n)]
    np.testing.assert_allclose(hessian_of_mse(X), np.hstack(columns), rtol=1e-10, atol=1e-12)


def test_hessian_is_covariance_plus_product_of_means(rng):
    X = rng.normal(2, 1, (4, 9))
    mu = X.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(hessian_of_mse(X), np.cov(X, bias=True) + mu @ mu.T, rtol=1e-12)


@pytest.mark.parametrize("r", [0.0, 0.5, 0.9, -0.99])
def test_two_correlated_features_have_the_condition_number_of_the_closed_form(r):
    H = np.array([[1, r], [r, 1]])
    assert condition_number(H) == pytest.approx((1 + abs(r)) / (1 - abs(r)), rel=1e-10)
    assert largest_stable_learning_rate(H) == pytest.approx(2 / (1 + abs(r)), rel=1e-12)


def test_condition_number_of_hilbert_matrices():
    for n in range(2, 7):
        H = linalg.hilbert(n)
        assert condition_number(H) == pytest.approx(np.linalg.cond(H), rel=1e-6)


def test_condition_number_is_the_square_of_that_of_the_data(rng):
    X = rng.normal(size=(4, 9))
    s = linalg.svdvals(X)
    assert condition_number(hessian_of_mse(X)) == pytest.approx((s[0] / s[-1]) ** 2, rel=1e-10)


def test_more_features_than_examples_leave_a_flat_direction(rng):
    for _ in range(50):
        assert condition_number(hessian_of_mse(rng.normal(size=(6, 3)))) == float("inf")


def test_gradient_descent_converges_just_below_the_limit_and_diverges_just_above(rng):
    H = hessian_of_mse(rng.normal(1, 1, (3, 20)))
    limit = largest_stable_learning_rate(H)
    for factor, grows in ((0.99, False), (1.01, True)):
        error = np.ones((3, 1))
        for _ in range(3000):
            error = error - factor * limit * H @ error
        assert (np.linalg.norm(error) > 10) == grows


# ------------------------------------------------------------------------------ batch normalization


def test_forward_equals_the_formula_and_running_statistics_follow_theirs(rng):
    X, gamma, beta = rng.normal(2, 3, (3, 7)), rng.normal(size=(3, 1)), rng.normal(size=(3, 1))
    param = bn_param(rng, 3)
    old_mean, old_var = param["running_mean"], param["running_var"]
    kept = old_mean.copy()
    out, _ = batchnorm_forward(X, gamma, beta, param)
    np.testing.assert_allclose(out, batchnorm_formula(X, gamma, beta, 0.3), rtol=1e-12)
    moments = stats.describe(X, axis=1, ddof=0)
    np.testing.assert_allclose(
        param["running_mean"], 0.8 * old_mean + 0.2 * moments.mean[:, None], rtol=1e-12
    )
    np.testing.assert_allclose(
        param["running_var"], 0.8 * old_var + 0.2 * moments.variance[:, None], rtol=1e-12
    )
    np.testing.assert_array_equal(old_mean, kept)  # new arrays: the old ones are as they were


def test_out_has_mean_beta_and_spread_gamma_when_eps_is_small(rng):
    X, gamma, beta = rng.normal(2, 3, (3, 70)), rng.uniform(1, 2, (3, 1)), rng.normal(size=(3, 1))
    out, _ = batchnorm_forward(X, gamma, beta, bn_param(rng, 3, eps=1e-12))
    np.testing.assert_allclose(out.mean(axis=1, keepdims=True), beta, rtol=1e-9)
    np.testing.assert_allclose(out.std(axis=1, keepdims=True), gamma, rtol=1e-9)


@pytest.mark.parametrize("eps", [1e-5, 0.3])
def test_backward_equals_the_complex_step_of_the_cost(rng, eps):
    n, m = 3, 7
    X, gamma, beta = rng.normal(2, 3, (n, m)), rng.normal(size=(n, 1)), rng.normal(size=(n, 1))
    target = rng.normal(size=(n, m))

    def cost(X, gamma, beta):
        return ((batchnorm_formula(X, gamma, beta, eps) - target) ** 3).sum() / m

    out, cache = batchnorm_forward(X, gamma, beta, bn_param(rng, n, eps=eps))
    dX, dgamma, dbeta = batchnorm_backward(3 * (out - target) ** 2 / m, cache)
    np.testing.assert_allclose(
        dX, complex_step(lambda x: cost(x, gamma, beta), X), rtol=1e-8, atol=1e-10
    )
    np.testing.assert_allclose(dgamma, complex_step(lambda g: cost(X, g, beta), gamma), rtol=1e-10)
    np.testing.assert_allclose(dbeta, complex_step(lambda b: cost(X, gamma, b), beta), rtol=1e-10)


def test_rows_of_dx_carry_no_component_that_batchnorm_cannot_feel(rng):
    X, gamma, beta = rng.normal(2, 3, (3, 9)), rng.normal(size=(3, 1)), rng.normal(size=(3, 1))
    _, cache = batchnorm_forward(X, gamma, beta, bn_param(rng, 3, eps=0.0))
    dX, _, _ = batchnorm_backward(rng.normal(size=(3, 9)), cache)
    np.testing.assert_allclose(dX.sum(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose((dX * X).sum(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize(("n", "n_prev"), [(3, 5), (4, 4)])
def test_folded_layer_equals_layer_and_batchnorm_in_mode_test(rng, n, n_prev):
    W, b, A = rng.normal(size=(n, n_prev)), rng.normal(size=(n, 1)), rng.normal(size=(n_prev, 6))
    gamma, beta, param = rng.normal(size=(n, 1)), rng.normal(size=(n, 1)), bn_param(rng, n, "test")
    out, _ = batchnorm_forward(W @ A + b, gamma, beta, param)
    W_folded, b_folded = fold_batchnorm(
        W, b, gamma, beta, param["running_mean"], param["running_var"], param["eps"]
    )
    np.testing.assert_allclose(W_folded @ A + b_folded, out, rtol=1e-10, atol=1e-12)


# ------------------------------------------------------------------------- layer normalization


@pytest.mark.parametrize("eps", [1e-5, 0.4])
def test_the_way_back_of_layer_normalization_is_the_complex_step_of_the_cost(rng, eps):
    n, m = 5, 3
    X, R = rng.normal(2, 3, (n, m)), rng.normal(size=(n, m))
    gamma, beta = rng.uniform(0.5, 2, (n, 1)), rng.normal(size=(n, 1))

    def formula(X, gamma, beta):  # batch normalization of the transpose, features and all
        plain = batchnorm_formula(X.T, np.ones((m, 1)), np.zeros((m, 1)), eps).T
        return gamma * plain + beta

    out, cache = layernorm_forward(X, gamma, beta, eps)
    np.testing.assert_allclose(out, formula(X, gamma, beta), rtol=1e-12)
    for got, place, value in zip(layernorm_backward(R, cache), range(3), (X, gamma, beta)):
        given = [X, gamma, beta]

        def cost(moved, place=place, given=given):
            return np.sum(R * formula(*given[:place], moved, *given[place + 1 :]))

        np.testing.assert_allclose(got, complex_step(cost, value), rtol=1e-9, atol=1e-12)


def test_columns_of_dx_carry_no_component_that_layer_normalization_cannot_feel(rng):
    X, R = rng.normal(2, 3, (6, 4)), rng.normal(size=(6, 4))
    _, cache = layernorm_forward(X, rng.uniform(0.5, 2, (6, 1)), rng.normal(size=(6, 1)), 1e-12)
    dX, _, _ = layernorm_backward(R, cache)
    np.testing.assert_allclose(dX.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose((dX * cache["X_hat"]).sum(axis=0), 0, atol=1e-9)
