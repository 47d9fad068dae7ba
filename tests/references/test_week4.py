"""The answers of week 4, and what its notebook says, against exact arithmetic, integrals and derivatives."""

import inspect
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import integrate, special, stats
from scipy.spatial import distance

from autograder.examining import function_sources
from helpers.judge.comparing import Seen
from helpers.weeks.week4 import judges as week4_judges
from helpers.weeks.week4 import training as deep_training
from helpers.weeks.week4.figures import fifty_layers, survival
from helpers.weeks.week4.judges import half_dead_network, revived
from helpers.weeks.week4.starts import initialize_parameters_random, initialize_parameters_zeros
from solutions import week3_deep_net as week3
from solutions.week4_initialization import (
    dead_units,
    depth_until_vanishing,
    forward_statistics,
    gradient_norms,
    initialize_parameters_he,
    initialize_parameters_xavier,
    leaky_relu_gain,
    mean_cosine,
    revive,
    update_to_weight_ratio,
)

ACTIVATIONS = {
    "sigmoid": special.expit,
    "tanh": np.tanh,
    "relu": lambda z: z * (z.real > 0),
}


def network(rng, widths, scale=0.7):
    parameters = {}
    for l in range(1, len(widths)):
        parameters[f"W{l}"] = rng.normal(0, scale, (widths[l], widths[l - 1]))
        parameters[f"b{l}"] = rng.uniform(0.1, 0.9, (widths[l], 1))
    return parameters


def outputs(X, parameters, activation):
    """Every layer's activations, [A1, ..., AL], complex where the parameters are."""
    L, found = len(parameters) // 2, [X]
    for l in range(1, L + 1):
        Z = np.einsum("ij,jk->ik", parameters[f"W{l}"], found[-1]) + parameters[f"b{l}"]
        # special.expit takes no complex numbers.
        found.append(
            1 / (1 + np.exp(-Z))
            if l == L or activation == "sigmoid"
            else ACTIVATIONS[activation](Z)
        )
    return found[1:]


def cost(X, Y, parameters, activation):
    A = outputs(X, parameters, activation)[-1]
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1]


# ------------------------------------------------------------------------------------ initialisers


@pytest.mark.parametrize(
    ("initialize", "deviation"),
    [
        (lambda widths: initialize_parameters_random(widths, 10.0), lambda n: 10.0),
        (lambda widths: initialize_parameters_random(widths, 0.3), lambda n: 0.3),
        (initialize_parameters_xavier, lambda n: n**-0.5),
        (initialize_parameters_he, lambda n: (2 / n) ** 0.5),
    ],
    ids=["scale 10", "scale 0.3", "Xavier", "He"],
)
def test_initial_weights_are_normal_with_the_promised_deviation(initialize, deviation):
    widths = [240, 150, 96, 60]
    parameters = initialize(widths)
    assert list(parameters) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    for l in range(1, 4):
        W = parameters[f"W{l}"]
        assert W.shape == (widths[l], widths[l - 1])
        assert stats.kstest(W.ravel() / deviation(widths[l - 1]), "norm").pvalue > 1e-3
        assert np.array_equal(parameters[f"b{l}"], np.zeros((widths[l], 1)))


def test_zeros_are_zeros_of_the_right_shapes():
    parameters = initialize_parameters_zeros([3, 5, 4, 2])
    shapes = {"W1": (5, 3), "b1": (5, 1), "W2": (4, 5), "b2": (4, 1), "W3": (2, 4), "b3": (2, 1)}
    assert {key: value.shape for key, value in parameters.items()} == shapes
    assert not any(value.any() for value in parameters.values())


@pytest.mark.parametrize("alpha", [0.0, 0.01, 0.1, 0.37, 1.0, -0.5])
def test_the_gain_makes_up_for_what_leaky_relu_keeps_of_a_normal_variable(alpha):
    def square(z):
        return (z if z > 0 else alpha * z) ** 2 * stats.norm.pdf(z)

    kept = integrate.quad(square, -np.inf, 0)[0] + integrate.quad(square, 0, np.inf)[0]
    assert kept * leaky_relu_gain(alpha) == pytest.approx(1, abs=1e-7)


# ------------------------------------------------------------------------------- through the layers


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_statistics_are_those_of_an_independent_forward_pass(activation):
    rng = np.random.default_rng(1)
    parameters = network(rng, [4, 7, 6, 5, 2], scale=2.5)
    parameters["b2"][:2] = -60
    X = rng.normal(0, 1, (4, 9))
    found = forward_statistics(X, parameters, activation)
    hidden = outputs(X, parameters, activation)[:-1]
    assert len(found) == len(hidden) == 3
    for entry, A in zip(found, hidden):
        flat = [float(a) for a in A.ravel()]
        mean = math.fsum(flat) / len(flat)
        assert entry["mean"] == pytest.approx(mean)
        assert entry["std"] == pytest.approx(
            math.sqrt(math.fsum((a - mean) ** 2 for a in flat) / len(flat))
        )
        stuck = {
            "tanh": sum(abs(a) > 0.99 for a in flat) / len(flat),
            "sigmoid": sum(a < 0.01 or a > 0.99 for a in flat) / len(flat),
            "relu": sum(not any(row) for row in A.tolist()) / len(A),
        }[activation]
        assert entry["saturated"] == pytest.approx(stuck)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_norms_agree_with_the_complex_step(activation):
    rng = np.random.default_rng(2)
    parameters = network(rng, [4, 6, 5, 3, 2])
    X, Y = rng.normal(0, 1, (4, 8)), (rng.random((2, 8)) < 0.4).astype(float)
    for l, norm in enumerate(gradient_norms(X, Y, parameters, activation), 1):
        W, squares = parameters[f"W{l}"], 0.0
        for index in np.ndindex(W.shape):
            moved = W.astype(complex)
            moved[index] += 1e-30j
            changed = cost(X.astype(complex), Y, parameters | {f"W{l}": moved}, activation)
            squares += (changed.imag / 1e-30) ** 2
        assert norm == pytest.approx(math.sqrt(squares), rel=1e-9)


@pytest.mark.parametrize("shape", [(4, 7), (7, 4), (5, 2)])
def test_the_mean_cosine_is_that_of_all_angles(shape):
    A = np.random.default_rng(8).normal(0.5, 1, shape)
    pairs = [(A[:, i], A[:, j]) for i in range(shape[1]) for j in range(i)]
    cosines = [1 - distance.cosine(u, v) for u, v in pairs]
    assert mean_cosine(A) == pytest.approx(math.fsum(cosines) / len(cosines))


def test_the_ratio_is_the_relative_change_that_a_step_makes():
    rng = np.random.default_rng(9)
    parameters = network(rng, [4, 6, 5, 3, 2])
    grads = {"d" + key: rng.normal(0, 1, value.shape) for key, value in parameters.items()}
    stepped = {key: value - 0.07 * grads["d" + key] for key, value in parameters.items()}
    for l, ratio in enumerate(update_to_weight_ratio(parameters, grads, 0.07), 1):
        W, moved = parameters[f"W{l}"].ravel(), stepped[f"W{l}"].ravel()
        change = math.fsum(float(a - b) ** 2 for a, b in zip(W, moved))
        assert ratio == pytest.approx(math.sqrt(change / math.fsum(float(a) ** 2 for a in W)))


def test_depth_is_the_smallest_in_exact_arithmetic():
    rng = np.random.default_rng(3)
    for _ in range(300):
        scale = Fraction(int(rng.integers(2, 60)), 20)
        tolerance = Fraction(1, int(rng.integers(2, 10**6)))
        if scale == 1:
            continue
        depth, limit = depth_until_vanishing(float(scale), float(tolerance)), 1 / tolerance
        if scale < 1:
            assert scale**depth < tolerance <= scale ** (depth - 1)
        else:
            assert scale**depth > limit >= scale ** (depth - 1)
    assert depth_until_vanishing(1, 0.3) == math.inf


# -------------------------------------------------------------------------------------- dead units


def test_a_unit_is_dead_when_all_of_its_row_is_zero():
    A = np.array([[0, 0, 0], [0, 1e-300, 0], [1, -1, 0], [-0.0, 0, 0]])
    assert dead_units(A).tolist() == [True, False, False, True]


def test_revived_networks_pass_the_judge_and_no_unit_is_left_silent():
    for seed in range(20):
        parameters = half_dead_network([5, 8, 7, 2], [[0, 3, 4], [1, 6]], seed)
        X = np.random.default_rng(seed + 100).normal(0, 1, (5, 3))
        before = {key: value.copy() for key, value in parameters.items()}
        new = revive(parameters, X, np.random.default_rng(seed))
        assert all(np.array_equal(before[key], parameters[key]) for key in before)
        assert not any(
            dead_units(A).any() for A in deep_training.hidden_activations(new, X, "relu")
        )
        seen = Seen({"parameters": before, "X": X})
        for look in ("alive", "biases", "others", "untouched arguments"):
            assert revived(new, True, "parameters", seen, look) is None


def test_a_unit_that_cannot_fire_is_given_up():
    parameters = half_dead_network([3, 4, 2, 1], [[0, 1, 2, 3], [0]], 1)
    new = revive(parameters, np.zeros((3, 5)), np.random.default_rng(1))
    assert all(np.all(np.isfinite(value)) for value in new.values())
    assert not new["b1"].any()


@pytest.mark.parametrize("module", [week4_judges, deep_training])
def test_what_ships_with_the_notebook_holds_no_line_of_an_answer(module):
    shipped = inspect.getsource(module)
    for source in function_sources("week4_initialization").values():
        answer = source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        lines = [line.strip() for line in answer.splitlines()]
        assert not [line for line in lines if len(line) > 25 and line in shipped]


# ------------------------------------------------------------------- what the notebook says in passing


@pytest.mark.parametrize("activation", deep_training.HIDDEN)
@pytest.mark.parametrize("n_out", [1, 4])
def test_the_supplied_training_takes_the_step_of_numerical_derivatives(activation, n_out):
    rng = np.random.default_rng(5)
    parameters = network(rng, [3, 6, 5, n_out])
    X, labels = rng.normal(0, 1, (3, 7)), rng.integers(0, max(n_out, 2), 7)

    def costs(changed):
        return deep_training.train(changed, X, labels, activation, 0.1, epochs=0).costs[0]

    moved = deep_training.train(parameters, X, labels, activation, 0.1, epochs=1, batch_size=7)
    for key, value in parameters.items():
        for index in np.ndindex(value.shape):
            sides = []
            for sign in (1, -1):
                changed = value.copy()
                changed[index] += sign * 1e-5
                sides.append(costs(parameters | {key: changed}))
            slope = (sides[0] - sides[1]) / 2e-5
            step = (value - moved.parameters[key])[index] / 0.1
            assert step == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_weights_times_gradients_agree_in_all_layers_of_a_relu_network_without_biases():
    rng = np.random.default_rng(6)
    parameters = initialize_parameters_he([5, 9, 7, 4, 2])
    X, Y = rng.normal(0, 1, (5, 12)), (rng.random((2, 12)) < 0.5).astype(float)
    AL, caches = week3.L_model_forward(X, parameters)
    grads = week3.L_model_backward(AL, Y, caches)
    products = [np.sum(parameters[f"W{l}"] * grads[f"dW{l}"]) for l in range(1, 5)]
    assert np.allclose(products, products[0], rtol=1e-9)


def test_the_first_task_has_an_answer_between_the_two_that_the_figure_shows():
    X = np.random.default_rng(10).standard_normal((64, 50))
    said = {sigma: survival(X, sigma) for sigma in (0.12, 0.1414, "0.1414", 0.16)}
    assert ["does not" not in text for text in said.values()] == [False, True, True, False]


@pytest.mark.parametrize("guess", ["about 0.1", -1, 0, math.nan, [1, 2], {}, np.eye(2)])
def test_a_guess_that_is_no_standard_deviation_is_told_so(guess):
    assert survival(np.ones((3, 2)), guess).startswith("Expected a standard deviation such as 0.05")


def test_all_sigmas_give_the_same_pattern_up_to_one_factor_a_layer():
    X = np.random.default_rng(11).standard_normal((64, 20))
    ratio = fifty_layers(X, 0.2) / fifty_layers(X, 0.1)
    assert np.allclose(ratio, 2.0 ** np.arange(1, 51))


def test_the_fourth_moment_behind_the_noise_of_he():
    second = integrate.quad(lambda z: z**2 * stats.norm.pdf(z), 0, np.inf)[0]
    fourth = integrate.quad(lambda z: z**4 * stats.norm.pdf(z), 0, np.inf)[0]
    assert fourth / second**2 == pytest.approx(6)


def test_tanh_with_xavier_falls_like_a_power_of_the_depth():
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    q = 0.4
    for _ in range(2_000):
        q = float(weights @ np.tanh(math.sqrt(q) * points) ** 2)
    assert q * 2 * 2_000 == pytest.approx(1, rel=0.02)
