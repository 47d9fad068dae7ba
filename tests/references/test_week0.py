"""The answers of week 0 agree with numpy's own rules, scipy's distances and derivatives, and complex steps."""

import itertools

import numpy as np
import pytest
from scipy import special
from scipy.optimize import approx_fprime
from scipy.spatial.distance import cdist

from helpers.weeks.week0 import measured_gradients, measured_slopes, run_tape
from solutions.week0_arrays_and_gates import (
    add_backward,
    as_column,
    backpropagate,
    broadcast_shape,
    center_rows,
    dot_loop,
    dot_vectorized,
    multiply_backward,
    pairwise_distances,
    sigmoid_backward,
    sigmoid_neuron,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("shape", [(5,), (1, 5), (5, 1), (1,), (1, 1)])
def test_a_column_has_two_axes_and_the_numbers_in_their_order(shape):
    a = np.arange(np.prod(shape)).reshape(shape)
    column = as_column(a)
    assert column.shape == (a.size, 1) and a.shape == shape
    assert column.ravel().tolist() == a.ravel().tolist()


def test_broadcast_shape_is_what_numpy_says_for_every_pair_of_small_shapes():
    shapes = [s for n in range(4) for s in itertools.product((1, 2, 3), repeat=n)]
    for a, b in itertools.product(shapes, repeat=2):
        try:
            expected = np.broadcast_shapes(a, b)
        except ValueError:
            expected = None
        assert broadcast_shape(a, b) == expected, (a, b)


def test_centred_rows_have_the_mean_0_and_differ_from_the_rows_by_a_constant(rng):
    for shape in ((3, 5), (4, 4), (5, 2)):
        X = rng.normal(2, 3, shape)
        before = X.copy()
        centered = center_rows(X)
        np.testing.assert_allclose(centered.mean(axis=1), 0, atol=1e-14)
        np.testing.assert_allclose(np.ptp(X - centered, axis=1), 0, atol=1e-14)
        np.testing.assert_array_equal(X, before)


def test_distances_are_those_of_scipy(rng):
    A, B = rng.normal(0, 1, (3, 4)), rng.normal(1, 2, (3, 6))
    np.testing.assert_allclose(pairwise_distances(A, B), cdist(A.T, B.T), rtol=1e-12)


def test_both_dot_products_are_the_exact_sum(rng):
    a, b = rng.integers(-50, 50, 200), rng.integers(-50, 50, 200)
    exact = sum(int(x) * int(y) for x, y in zip(a, b, strict=True))
    assert dot_loop(a, b) == dot_vectorized(a, b) == exact


def test_the_gates_hand_down_the_slopes_that_scipy_measures(rng):
    for _ in range(10):
        x, y, upstream = rng.normal(0, 2, 3)
        for own, gate in (
            (add_backward(upstream), lambda p: p[0] + p[1]),
            (multiply_backward(x, y, upstream), lambda p: p[0] * p[1]),
        ):
            slopes = upstream * approx_fprime([x, y], gate)
            np.testing.assert_allclose(own, slopes, rtol=1e-5, atol=1e-6)
        slope = upstream * approx_fprime([x], lambda p: special.expit(p[0]))
        np.testing.assert_allclose(sigmoid_backward(x, upstream), slope, rtol=1e-5, atol=1e-6)


def test_the_neuron_of_the_syllabus_gives_its_numbers():
    f, dw, dx = sigmoid_neuron(np.array([[2.0], [-3.0], [-3.0]]), np.array([[-1.0], [-2.0]]))
    np.testing.assert_allclose(f, 0.731, atol=5e-4)
    np.testing.assert_allclose(dw.ravel(), [-0.197, -0.393, 0.197], atol=5e-4)
    np.testing.assert_allclose(dx.ravel(), [0.393, -0.590], atol=5e-4)


def test_the_neurons_gradients_are_those_of_a_complex_step(rng):
    def output(w, x):
        return 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))

    w, x = rng.normal(0, 1, 3), rng.normal(0, 1, 2)
    f, dw, dx = sigmoid_neuron(w.reshape(3, 1), x.reshape(2, 1))
    assert np.isclose(f, special.expit(w[:2] @ x + w[2]), rtol=1e-14)
    for own, nudged in ((dw, 0), (dx, 1)):
        for i in range(len(own)):
            given = [w.astype(complex), x.astype(complex)]
            given[nudged][i] += 1e-30j
            np.testing.assert_allclose(own[i, 0], output(*given).imag / 1e-30, rtol=1e-13)


GATES = {
    "add": lambda x, y: x + y,
    "multiply": lambda x, y: x * y,
    "exp": np.exp,
    "reciprocal": lambda x: 1 / x,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}


def random_tape(rng, inputs=4, gates=12):
    """Return a tape of all kinds of gates, in which values fork, with numbers that stay moderate."""
    names, tape = [f"v{i}" for i in range(inputs)], []
    for i in range(gates):
        gate = str(rng.choice(["add", "multiply", "sigmoid", "exp", "reciprocal"]))
        sources = tuple(map(str, rng.choice(names, 2 if gate in ("add", "multiply") else 1)))
        if gate in ("exp", "reciprocal"):  # of a sigmoid: neither huge nor near a pole
            tape.append(("sigmoid", sources, f"h{i}"))
            sources = (f"h{i}",)
        tape.append((gate, sources, f"g{i}"))
        names.append(f"g{i}")
    return tape, {f"v{i}": float(rng.uniform(0.3, 1) * rng.choice([-1, 1])) for i in range(inputs)}


def complex_slope(tape, inputs, output, by):
    """Return the derivative of output by a value, by a complex step through gates of the test's own."""
    values = {name: number + 1e-30j * (name == by) for name, number in inputs.items()}
    for gate, sources, name in tape:
        values[name] = GATES[gate](*(values[s] for s in sources)) + 1e-30j * (name == by)
    return values[output].imag / 1e-30


@pytest.mark.parametrize("seed", range(25))
def test_backpropagation_through_any_circuit_is_what_a_complex_step_gives_for_every_value(seed):
    tape, inputs = random_tape(np.random.default_rng(seed))
    values = run_tape(tape, inputs)
    output = tape[-1 - seed % 3][2]
    gradients = backpropagate(tape, values, output)
    assert gradients.keys() == values.keys()
    for name in values:
        expected = complex_slope(tape, inputs, output, name)
        assert np.isclose(gradients[name], expected, rtol=1e-9, atol=1e-12), name


def test_the_sigmoid_in_four_gates_and_in_one_have_the_same_gradient(rng):
    four = [
        ("multiply", ("z", "minus_one"), "m"),
        ("exp", ("m",), "e"),
        ("add", ("e", "one"), "d"),
        ("reciprocal", ("d",), "a"),
    ]
    for z in rng.normal(0, 3, 5):
        given = {"z": z, "minus_one": -1.0, "one": 1.0}
        gate_by_gate = backpropagate(four, run_tape(four, given), "a")["z"]
        assert np.isclose(gate_by_gate, sigmoid_backward(z, 1.0), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_what_the_figures_call_measured_is_the_derivative(seed):
    tape, inputs = random_tape(np.random.default_rng(100 + seed))
    values, output = run_tape(tape, inputs), tape[-1][2]
    for name, number in values.items():
        expected = number if name in inputs else complex_value(tape, inputs, name)
        assert np.isclose(number, expected, rtol=1e-12)
    for name, slope in measured_gradients(tape, inputs, output).items():
        assert np.isclose(slope, complex_slope(tape, inputs, output, name), rtol=1e-5, atol=1e-7)
    for (source, name), slope in measured_slopes(tape, values).items():
        (step,) = [entry for entry in tape if entry[2] == name]
        if len(set(step[1])) == len(step[1]):
            alone = complex_slope([step], {one: values[one] for one in step[1]}, name, source)
            assert np.isclose(slope, alone, rtol=1e-5, atol=1e-7)


def complex_value(tape, inputs, wanted):
    """Return a value of the tape, computed by the test's own gates."""
    values = dict(inputs)
    for gate, sources, name in tape:
        values[name] = GATES[gate](*(values[source] for source in sources))
    return values[wanted]
