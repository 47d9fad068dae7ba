"""Week 1's answers agree with scipy and scikit-learn, which compute the same in other ways."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime, check_grad, minimize
from scipy.special import expit, log_expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from helpers.data.fashion import load_fashion_pair
from solutions.week1_logistic_regression import (
    compute_cost,
    forward_loop,
    forward_vectorized,
    image_to_columns,
    initialize_with_zeros,
    model,
    optimize,
    predict,
    propagate,
    sigmoid,
)

SEEDS = range(5)


def drawn_neuron(seed, n=4, m=30):
    """A neuron and examples whose labels overlap, so that the cost has a minimum."""
    rng = np.random.default_rng(seed)
    X = rng.normal(0.3, 1.0, (n, m))
    direction = rng.normal(0, 1, (n, 1))
    Y = (rng.random((1, m)) < expit(direction.T @ X)).astype(int)
    Y[0, :2] = (0, 1)
    return rng.normal(0, 0.7, (n, 1)), float(rng.normal(0.5, 0.3)), X, Y


def as_function(X, Y):
    """The cost and its gradient as functions of one vector (n_x + 1,), the bias last."""

    def cost(theta):
        return propagate(theta[:-1, None], theta[-1], X, Y)[1]

    def gradient(theta):
        grads, _ = propagate(theta[:-1, None], theta[-1], X, Y)
        return np.append(grads["dw"], grads["db"])

    return cost, gradient


def test_a_column_is_a_picture_row_by_row():
    images, *_ = load_fashion_pair("ankle boot", "sandal")
    X = image_to_columns(images)
    assert X.shape == (784, 600)
    for i in (0, 299, 599):
        assert np.array_equal(X[:, i].reshape(28, 28), images[i])


def test_a_colour_picture_can_be_put_together_again():
    images = np.random.default_rng(0).integers(0, 256, (3, 4, 5, 2))
    assert np.array_equal(image_to_columns(images).T.reshape(images.shape), images)


def test_sigmoid_is_the_logistic_function_of_scipy_also_far_out():
    z = np.concatenate([np.linspace(-700, 700, 4001), [-1000.0, 1000.0]])
    np.testing.assert_allclose(sigmoid(z), expit(z), rtol=1e-13)


def test_sigmoid_takes_numbers_integers_and_any_shape():
    assert np.ndim(sigmoid(0)) == 0
    assert sigmoid(0) == 0.5
    assert sigmoid(np.zeros((2, 3, 4), dtype=int)).shape == (2, 3, 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_cost_is_the_log_loss_of_scikit_learn(seed):
    w, b, X, Y = drawn_neuron(seed)
    A = expit(w.T @ X + b)
    assert compute_cost(A, Y) == pytest.approx(log_loss(Y.ravel(), A.ravel()), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_cost_is_the_mean_surprise_computed_from_the_scores(seed):
    w, b, X, Y = drawn_neuron(seed)
    scores = w.T @ X + b
    surprise = -np.where(Y == 1, log_expit(scores), log_expit(-scores))
    assert propagate(w, b, X, Y)[1] == pytest.approx(surprise.mean(), rel=1e-12)


def test_cost_is_finite_and_large_where_the_answer_is_sure_and_wrong():
    Y = np.array([[0, 1, 1]])
    assert 10 < compute_cost(1.0 - Y, Y) < np.inf
    assert 0 <= compute_cost(1.0 * Y, Y) < 1e-4


@pytest.mark.parametrize("seed", SEEDS)
def test_gradient_agrees_with_finite_differences_of_scipy(seed):
    w, b, X, Y = drawn_neuron(seed)
    cost, gradient = as_function(X, Y)
    theta = np.append(w, b)
    assert check_grad(cost, gradient, theta) < 1e-6
    np.testing.assert_allclose(
        gradient(theta), approx_fprime(theta, cost, 1e-7), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_long_descent_reaches_the_optimum_of_scikit_learn(seed):
    _, _, X, Y = drawn_neuron(seed, n=3, m=60)
    params, grads, costs = optimize(*initialize_with_zeros(3), X, Y, 6000, 0.8)
    library = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000)
    library.fit(X.T, Y.ravel())
    np.testing.assert_allclose(params["w"].ravel(), library.coef_.ravel(), rtol=1e-4, atol=1e-5)
    assert params["b"] == pytest.approx(library.intercept_.item(), rel=1e-4, abs=1e-5)
    assert np.abs(grads["dw"]).max() < 1e-5
    assert np.array_equal(
        predict(params["w"], params["b"], X).ravel(), library.predict(X.T).astype(int)
    )
    assert len(costs) == 60 and np.all(np.diff(costs) < 1e-12)


def test_long_descent_reaches_the_optimum_of_scipy():
    _, _, X, Y = drawn_neuron(11, n=3, m=60)
    cost, gradient = as_function(X, Y)
    best = minimize(cost, np.zeros(4), jac=gradient, method="BFGS", options={"gtol": 1e-9})
    params, _, _ = optimize(*initialize_with_zeros(3), X, Y, 6000, 0.8)
    np.testing.assert_allclose(np.append(params["w"], params["b"]), best.x, rtol=1e-4, atol=1e-5)


def test_costs_are_kept_every_hundred_steps_from_the_first_on():
    w, b, X, Y = drawn_neuron(1)
    for steps, kept in ((1, 1), (100, 1), (101, 2), (201, 3)):
        assert len(optimize(w, b, X, Y, steps, 0.1)[2]) == kept
    assert optimize(w, b, X, Y, 1, 0.1)[2][0] == propagate(w, b, X, Y)[1]


def test_the_training_of_the_notebook_tells_boots_from_sandals():
    train, Y_train, test, Y_test = load_fashion_pair("ankle boot", "sandal")
    X_train, X_test = image_to_columns(train) / 255, image_to_columns(test) / 255
    result = model(X_train, Y_train, X_test, Y_test, num_iterations=500, learning_rate=0.1)
    assert result["costs"][0] == pytest.approx(np.log(2), rel=1e-12)
    assert np.mean(result["Y_prediction_test"] == Y_test) >= 0.95
    assert result["num_iterations"] == 500 and result["learning_rate"] == 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_loops_and_whole_arrays_agree(seed):
    w, b, X, _ = drawn_neuron(seed)
    np.testing.assert_allclose(forward_loop(w, b, X), forward_vectorized(w, b, X), rtol=1e-13)
    np.testing.assert_allclose(forward_vectorized(w, b, X), expit(w.T @ X + b), rtol=1e-13)
