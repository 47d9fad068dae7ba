"""The answers of week 2 agree with numerical derivatives, scipy, scikit-learn and with each other."""

import numpy as np
import pytest
from scipy import special
from scipy.optimize import approx_fprime
from sklearn.neural_network import MLPClassifier

from helpers.data.planar import make_moons
from helpers.weeks.week2.judges import moons_inputs, moons_labels, separates
from solutions import week1_logistic_regression as week1
from solutions.week2_shallow_net import (
    activate,
    activation_derivative,
    backward_propagation,
    collapse_linear_network,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    layer_sizes,
    maxout,
    maxout_backward,
    nn_model,
    predict,
    update_parameters,
)

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def network(rng, n_x, n_h, n_y):
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: rng.normal(0, 0.7, shape) for name, shape in shapes.items()}


def loss(A2, Y):
    """Return the cross-entropy, summed over outputs and averaged over examples, by scipy."""
    return -np.sum(special.xlogy(Y, A2) + special.xlogy(1 - Y, 1 - A2)) / Y.shape[1]


def test_the_activations_are_those_of_scipy(rng):
    Z = rng.normal(0, 3, (4, 5))
    np.testing.assert_allclose(activate(Z, "sigmoid"), special.expit(Z), rtol=1e-12)
    np.testing.assert_allclose(activate(Z, "tanh"), 2 * special.expit(2 * Z) - 1, atol=1e-12)
    np.testing.assert_allclose(activate(Z, "relu"), Z.clip(0), rtol=1e-12)
    np.testing.assert_allclose(activate(Z, "leaky_relu", 0.3), Z.clip(0) + 0.3 * Z.clip(None, 0))
    elu = Z.clip(0) + 0.3 * special.expm1(Z.clip(None, 0))
    np.testing.assert_allclose(activate(Z, "elu", 0.3), elu, rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_derivative_is_the_slope_of_its_activation(rng, activation):
    Z = rng.choice([-1, 1], (3, 4)) * rng.uniform(0.1, 3, (3, 4))
    ahead, behind = (activate(Z + step, activation, 0.37) for step in (1e-6, -1e-6))
    slope = activation_derivative(Z, activation, 0.37)
    np.testing.assert_allclose(slope, (ahead - behind) / 2e-6, rtol=1e-6, atol=1e-9)


def test_maxout_can_be_relu_and_the_absolute_value(rng):
    X, W, b = rng.normal(0, 1, (3, 7)), rng.normal(0, 1, (4, 3)), rng.normal(0, 1, (4, 1))
    np.testing.assert_allclose(maxout(X, W, b, 0 * W, 0 * b), activate(W @ X + b, "relu"))
    np.testing.assert_allclose(maxout(X, W, b, -W, -b), np.abs(W @ X + b))


def test_the_way_back_of_maxout_is_the_slope_of_a_cost(rng):
    X, dA = rng.normal(size=(2, 5)), rng.normal(size=(3, 5))
    maps = {"W1": (3, 2), "b1": (3, 1), "W2": (3, 2), "b2": (3, 1)}
    maps = {name: rng.normal(size=shape) for name, shape in maps.items()}
    grads = maxout_backward(dA, X, **maps)
    for name, value in maps.items():

        def cost(flat, name=name, shape=value.shape):
            return np.sum(dA * maxout(X, **(maps | {name: flat.reshape(shape)}))) / 5

        numerical = approx_fprime(value.ravel(), cost, 1e-7).reshape(value.shape)
        np.testing.assert_allclose(grads["d" + name], numerical, rtol=2e-5, atol=2e-6)


def test_a_start_has_the_shapes_that_the_way_forward_needs(rng):
    X, Y = rng.normal(0, 1, (5, 9)), rng.integers(0, 2, (3, 9))
    assert layer_sizes(X, Y, 7) == (5, 7, 3)
    parameters = initialize_parameters(*layer_sizes(X, Y, 7))
    A2, cache = forward_propagation(X, parameters)
    assert A2.shape == (3, 9) and cache["A1"].shape == (7, 9)
    assert not np.any(parameters["b1"]) and not np.any(parameters["b2"])
    assert 0.005 < np.std(parameters["W1"]) < 0.015


def test_the_way_forward_is_that_of_scikit_learn(rng):
    X, Y = rng.normal(0, 1, (4, 30)), rng.integers(0, 2, (2, 30))
    library = MLPClassifier((6,), activation="tanh", max_iter=1)
    with pytest.warns(UserWarning):
        library.fit(X.T, Y.T)
    parameters = {}
    for l, (weights, bias) in enumerate(zip(library.coefs_, library.intercepts_, strict=True), 1):
        parameters[f"W{l}"], parameters[f"b{l}"] = weights.T, bias.reshape(-1, 1)
    A2, cache = forward_propagation(X, parameters)
    np.testing.assert_allclose(A2, library.predict_proba(X.T).T, rtol=1e-10)
    np.testing.assert_array_equal(predict(parameters, X), library.predict(X.T).T)
    np.testing.assert_allclose(special.expit(cache["Z2"]), A2)


def test_the_cost_is_scipys_and_finite_at_both_ends(rng):
    A2, Y = rng.uniform(0.01, 0.99, (1, 8)), rng.integers(0, 2, (1, 8))
    assert compute_cost(A2, Y) == pytest.approx(loss(A2, Y), rel=1e-12)
    assert compute_cost(A2, Y) == pytest.approx(float(np.squeeze(week1.compute_cost(A2, Y))))
    assert 10 < compute_cost(1.0 - Y, Y) < 100
    assert compute_cost(1.0 * Y, Y) < 1e-10


@pytest.mark.parametrize("sizes", [(3, 5, 2, 7), (2, 4, 1, 6), (4, 4, 4, 4)])
def test_every_gradient_is_the_slope_of_the_cost(rng, sizes):
    n_x, n_h, n_y, m = sizes
    parameters, X = network(rng, n_x, n_h, n_y), rng.normal(0, 1, (n_x, m))
    Y = rng.integers(0, 2, (n_y, m))
    _, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    for name, value in parameters.items():

        def cost(flat, name=name, value=value):
            moved = parameters | {name: flat.reshape(value.shape)}
            return loss(forward_propagation(X, moved)[0], Y)

        numerical = approx_fprime(value.ravel(), cost, 1e-7).reshape(value.shape)
        np.testing.assert_allclose(grads["d" + name], numerical, rtol=2e-5, atol=2e-6)


def test_one_training_step_is_that_of_scikit_learn(rng):
    X, Y = rng.normal(0, 1, (3, 40)), rng.integers(0, 2, (1, 40))
    library = MLPClassifier(
        (5,), activation="tanh", solver="sgd", alpha=0, batch_size=40, learning_rate_init=0.3,
        momentum=0, shuffle=False, random_state=1,
    )  # fmt: skip
    library.partial_fit(X.T, Y.ravel(), classes=[0, 1])
    before = _parameters_of(library)
    library.partial_fit(X.T, Y.ravel())
    _, cache = forward_propagation(X, before)
    after = update_parameters(before, backward_propagation(before, cache, X, Y), 0.3)
    for name, value in _parameters_of(library).items():
        np.testing.assert_allclose(after[name], value, rtol=1e-8, atol=1e-10)


def _parameters_of(library):
    parameters = {}
    for l, (weights, bias) in enumerate(zip(library.coefs_, library.intercepts_, strict=True), 1):
        parameters[f"W{l}"], parameters[f"b{l}"] = weights.T.copy(), bias.reshape(-1, 1).copy()
    return parameters


def test_an_update_leaves_the_callers_arrays_alone(rng):
    parameters, grads = network(rng, 3, 4, 2), {}
    for name, value in parameters.items():
        grads["d" + name] = rng.normal(0, 1, value.shape)
    kept = {name: value.copy() for name, value in parameters.items()}
    moved = update_parameters(parameters, grads, 0.5)
    for name, value in kept.items():
        np.testing.assert_array_equal(parameters[name], value)
        np.testing.assert_allclose(moved[name], value - 0.5 * grads["d" + name])


def test_no_iteration_returns_the_start_and_training_separates_moons():
    X, Y = make_moons(300, 0.05, seed=3)
    assert np.std(nn_model(X, Y, 6, 0)["W1"]) < 0.05
    # From small weights a training may rest on a plateau for long: the best of three gets through.
    best = max(np.mean(predict(nn_model(X, Y, 4, 4000), X) == Y) for _ in range(3))
    assert best >= 0.98


def test_the_judge_of_the_long_training_sees_what_predict_sees():
    seed = 11
    X, Y = moons_inputs(seed), moons_labels(seed)
    parameters = network(np.random.default_rng(1), 2, 4, 1)
    share = np.mean(predict(parameters, X) == Y)
    expected = {"seed": seed, "n_h": 4}
    assert separates(parameters, expected, "parameters", None, share) is None
    assert f"{share:.1%}" in separates(parameters, expected, "parameters", None, share + 0.01)
    assert "shape" in separates(network(np.random.default_rng(1), 2, 3, 1), expected, "p", None, 0)


@pytest.mark.parametrize("sizes", [(3, 5, 2), (4, 4, 4)])
def test_a_collapsed_network_gives_what_two_layers_give(rng, sizes):
    p = network(rng, *sizes)
    W, b = collapse_linear_network(p["W1"], p["b1"], p["W2"], p["b2"])
    X = rng.normal(0, 1, (sizes[0], 6))
    np.testing.assert_allclose(W @ X + b, p["W2"] @ (p["W1"] @ X + p["b1"]) + p["b2"])


def test_from_zeros_only_the_last_bias_moves_and_equal_units_stay_equal():
    X, Y = make_moons(200, 0.05, seed=3, share_positive=0.3)
    zeros = {
        k: np.zeros(s) for k, s in (("W1", (4, 2)), ("b1", (4, 1)), ("W2", (1, 4)), ("b2", (1, 1)))
    }
    equal = {
        "W1": np.tile([0.5, -0.3], (4, 1)), "b1": np.full((4, 1), 0.1),
        "W2": np.full((1, 4), 0.2), "b2": np.zeros((1, 1)),
    }  # fmt: skip
    for _ in range(300):
        zeros = _step(zeros, X, Y)
        equal = _step(equal, X, Y)
    assert not any(np.any(zeros[name]) for name in ("W1", "b1", "W2"))
    assert zeros["b2"].item() == pytest.approx(np.log(0.3 / 0.7), rel=1e-3)
    assert np.ptp(equal["W1"], axis=0).max() < 1e-12 < np.abs(equal["W1"]).max()


def _step(parameters, X, Y):
    _, cache = forward_propagation(X, parameters)
    return update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
