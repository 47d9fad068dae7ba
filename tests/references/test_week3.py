"""The answers of week 3 agree with numerical derivatives, scikit-learn, scipy and the tent map itself."""

import numpy as np
import pytest
from scipy import special
from scipy.optimize import approx_fprime
from sklearn.neural_network import MLPClassifier

from helpers.weeks.week3.networks import (
    count_parameters,
    count_pieces,
    relu_network,
    zigzag_network,
)
from solutions import week3_deep_net as week3
from solutions.week2_shallow_net import compute_cost, update_parameters
from solutions.week3_deep_net import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    linear_backward,
    linear_forward,
    parameter_shapes,
    softmax,
    softmax_cross_entropy,
    tent_network,
)

ACTIVATIONS = ("sigmoid", "relu", "tanh", "leaky_relu")
DEPTHS = ([5, 2], [4, 3, 2], [3, 5, 4, 2], [4, 6, 5, 3, 1])


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def numerical(function, at):
    """Return scipy's forward-difference gradient of a number by an array, in the array's shape."""
    flat = approx_fprime(at.ravel(), lambda moved: function(moved.reshape(at.shape)), 1e-7)
    return flat.reshape(at.shape)


def agree(gradient, function, at):
    estimate = numerical(function, at)
    np.testing.assert_allclose(gradient, estimate, rtol=2e-5, atol=2e-6 * np.abs(estimate).max())


def network(rng, widths):
    parameters = {}
    for l in range(1, len(widths)):
        parameters[f"W{l}"] = rng.normal(0, 1 / np.sqrt(widths[l - 1]), (widths[l], widths[l - 1]))
        parameters[f"b{l}"] = rng.normal(0, 0.5, (widths[l], 1))
    return parameters


def loss(AL, Y):
    """Return the cross-entropy summed over outputs and examples, by scipy's functions."""
    return -np.sum(special.xlogy(Y, AL) + special.xlogy(1 - Y, 1 - AL))


# ------------------------------------------------------------------------------ shapes, start


def test_shapes_and_counts_are_those_of_the_arrays_that_are_made():
    for widths in DEPTHS:
        parameters = initialize_parameters_deep(widths)
        assert {key: value.shape for key, value in parameters.items()} == parameter_shapes(widths)
        assert count_parameters(widths) == sum(value.size for value in parameters.values())


def test_scikit_learn_counts_the_same_parameters(rng):
    model = MLPClassifier((6, 4), max_iter=1).fit(rng.normal(size=(20, 3)), np.arange(20) % 2)
    sizes = [value.size for value in (*model.coefs_, *model.intercepts_)]
    assert count_parameters([3, 6, 4, 1]) == sum(sizes)


# ------------------------------------------------------------------------------ one layer


def test_gradients_of_the_linear_part_are_the_numerical_ones(rng):
    A, W, b = rng.normal(size=(4, 6)), rng.normal(size=(3, 4)), rng.normal(size=(3, 1))
    dZ = rng.normal(size=(3, 6))

    def summed(A, W, b):
        return np.sum(dZ * linear_forward(A, W, b)[0])

    dA, dW, db = linear_backward(dZ, (A, W, b))
    agree(dA, lambda moved: summed(moved, W, b), A)
    agree(dW, lambda moved: summed(A, moved, b) / 6, W)
    agree(db, lambda moved: summed(A, W, moved) / 6, b)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_of_a_layer_are_the_numerical_ones(rng, activation):
    A, W, b = rng.normal(size=(4, 6)), rng.normal(size=(3, 4)), rng.normal(size=(3, 1))
    dA = rng.normal(size=(3, 6))
    _, cache = linear_activation_forward(A, W, b, activation)

    def summed(A, W, b):
        return np.sum(dA * linear_activation_forward(A, W, b, activation)[0])

    dA_prev, dW, db = linear_activation_backward(dA, cache, activation)
    agree(dA_prev, lambda moved: summed(moved, W, b), A)
    agree(dW, lambda moved: summed(A, moved, b) / 6, W)
    agree(db, lambda moved: summed(A, W, moved) / 6, b)


def test_a_layer_computes_what_scipy_and_the_definitions_say(rng):
    A, W, b = rng.normal(size=(4, 6)), rng.normal(size=(3, 4)), rng.normal(size=(3, 1))
    Z = W @ A + b
    wanted = {
        "sigmoid": special.expit(Z),
        "relu": (Z + np.abs(Z)) / 2,
        "tanh": np.tanh(Z),
        "leaky_relu": np.maximum(Z, 0.1 * Z),
    }
    for activation in ACTIVATIONS:
        got, ((A_kept, W_kept, b_kept), Z_kept) = linear_activation_forward(A, W, b, activation)
        np.testing.assert_allclose(got, wanted[activation], rtol=1e-12)
        np.testing.assert_allclose(Z_kept, Z, rtol=1e-12)
        assert A_kept is A and W_kept is W and b_kept is b


# ------------------------------------------------------------------------------ the whole network


@pytest.mark.parametrize("widths", DEPTHS, ids=str)
def test_gradients_of_a_network_of_any_depth_are_the_numerical_ones(rng, widths):
    parameters, m = network(rng, widths), 7
    X, Y = rng.normal(size=(widths[0], m)), rng.integers(0, 2, (widths[-1], m))
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    agree(grads["dA0"], lambda moved: loss(L_model_forward(moved, parameters)[0], Y), X)
    for key, value in parameters.items():

        def cost(moved, key=key):
            return loss(L_model_forward(X, parameters | {key: moved})[0], Y) / m

        agree(grads[f"d{key}"], cost, value)


@pytest.mark.parametrize("widths", DEPTHS[1:], ids=str)
def test_da_belongs_to_the_activation_of_its_number(rng, widths):
    parameters = network(rng, widths)
    X, Y = rng.normal(size=(widths[0], 6)), rng.integers(0, 2, (widths[-1], 6))
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    for l in range(1, len(widths) - 1):
        rest = {  # the layers above l, as a network of their own
            f"{kind}{n - l}": parameters[f"{kind}{n}"]
            for n in range(l + 1, len(widths))
            for kind in "Wb"
        }
        A = caches[l][0][0]
        agree(grads[f"dA{l}"], lambda moved, rest=rest: loss(L_model_forward(moved, rest)[0], Y), A)


def test_one_full_batch_step_is_that_of_scikit_learn(rng):
    X, y = rng.normal(size=(40, 3)), np.arange(40) % 2
    model = MLPClassifier(
        (6, 4),
        activation="relu",
        solver="sgd",
        alpha=0.0,
        batch_size=40,
        momentum=0.0,
        nesterovs_momentum=False,
        learning_rate_init=0.3,
        shuffle=False,
        random_state=3,
    )
    model.partial_fit(X, y, classes=[0, 1])
    before = {}
    for l, (W, b) in enumerate(zip(model.coefs_, model.intercepts_), 1):
        before |= {f"W{l}": W.T.copy(), f"b{l}": b.reshape(-1, 1).copy()}
    model.partial_fit(X, y)
    AL, caches = L_model_forward(X.T, before)
    after = update_parameters(before, L_model_backward(AL, y.reshape(1, -1), caches), 0.3)
    for l, (W, b) in enumerate(zip(model.coefs_, model.intercepts_), 1):
        np.testing.assert_allclose(after[f"W{l}"], W.T, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(after[f"b{l}"].ravel(), b, rtol=1e-9, atol=1e-12)
    AL, _ = L_model_forward(X.T, after)
    np.testing.assert_allclose(AL[0], model.predict_proba(X)[:, 1], rtol=1e-9)


def test_training_for_some_steps_is_gradient_descent_on_the_numerical_gradient(rng, monkeypatch):
    start, widths = network(rng, [3, 4, 2, 1]), [3, 4, 2, 1]
    X, Y = rng.normal(size=(3, 8)), (np.arange(8) % 2).reshape(1, -1)
    monkeypatch.setattr(week3, "initialize_parameters_deep", lambda dims: dict(start))
    trained, costs = L_layer_model(X, Y, widths, 0.2, 3)
    plain = dict(start)
    for _ in range(3):
        slopes = {}
        for key, value in plain.items():

            def cost(moved, key=key, now=plain):
                return loss(L_model_forward(X, now | {key: moved})[0], Y) / 8

            slopes[key] = numerical(cost, value)
        plain = {key: value - 0.2 * slopes[key] for key, value in plain.items()}
    for key in plain:
        np.testing.assert_allclose(trained[key], plain[key], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(costs, [loss(L_model_forward(X, start)[0], Y) / 8])


def test_the_cost_is_scipys_entropy_and_falls(rng):
    AL, Y = rng.uniform(0.05, 0.95, (1, 9)), rng.integers(0, 2, (1, 9))
    assert compute_cost(AL, Y) == pytest.approx(loss(AL, Y) / 9, rel=1e-12)
    X = rng.normal(size=(2, 60))
    _, costs = L_layer_model(X, (X[:1] * X[1:] > 0) * 1.0, [2, 12, 8, 1], 0.3, 801)
    assert len(costs) == 9 and costs[-1] < 0.1 < costs[0]


# ------------------------------------------------------------------------------ softmax, tents


def test_softmax_is_scipys_also_where_scores_are_large(rng):
    for Z in (rng.normal(size=(4, 6)), rng.normal(size=(5, 3)) + [[1000.0, 0.0, -1000.0]]):
        np.testing.assert_allclose(softmax(Z), special.softmax(Z, axis=0), rtol=1e-12)


def test_softmax_cross_entropy_is_scipys_and_its_gradient_the_numerical_one(rng):
    Z, Y = rng.normal(size=(4, 6)), np.eye(4)[:, rng.integers(0, 4, 6)]
    cost, dZ = softmax_cross_entropy(Z, Y)
    assert cost == pytest.approx(-np.sum(Y * special.log_softmax(Z, axis=0)) / 6, rel=1e-12)
    agree(dZ, lambda moved: 6 * softmax_cross_entropy(moved, Y)[0], Z)
    np.testing.assert_allclose(dZ.sum(axis=0), 0, atol=1e-12)


def test_a_true_class_far_behind_costs_what_it_is_behind():
    cost, dZ = softmax_cross_entropy(np.array([[1000.0], [0.0]]), np.array([[0.0], [1.0]]))
    assert cost == 1000.0
    np.testing.assert_allclose(dZ, [[1.0], [-1.0]])


@pytest.mark.parametrize("k", [1, 2, 3, 6, 10])
def test_tent_network_is_the_composed_map(k):
    x = np.linspace(0, 1, 2**12 + 1).reshape(1, -1)
    y = x
    for _ in range(k):
        y = 1 - np.abs(2 * y - 1)
    np.testing.assert_allclose(relu_network(tent_network(k), x), y, atol=1e-9)
    assert count_pieces(tent_network(k)) == 2**k
    assert sum(len(b) for key, b in tent_network(k).items() if key[0] == "b") == 2 * k + 1


@pytest.mark.parametrize("n", [2, 3, 5])
def test_one_hidden_layer_of_n_relu_units_computes_parity_and_makes_one_piece_more(n):
    bits = np.array(list(np.ndindex(*[2] * n))).T
    slopes = np.array([[1.0] + [2.0 * (-1) ** k for k in range(1, n)]])
    parameters = {
        "W1": np.ones((n, n)),
        "b1": -np.arange(n).reshape(-1, 1),
        "W2": slopes,
        "b2": np.zeros((1, 1)),
    }
    np.testing.assert_array_equal(relu_network(parameters, bits)[0], bits.sum(axis=0) % 2)
    assert count_pieces(zigzag_network(n)) == n + 1
