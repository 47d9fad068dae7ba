"""An answer that stops, at a shape or at a condition of its own, is told what stopped it and what is behind."""

from __future__ import annotations

import pytest

from tests.exercises.typed import said_of

WEEK0, WEEK1, WEEK3 = (
    "week0_arrays_and_gates",
    "week1_logistic_regression",
    "week3_deep_net",
)

pytestmark = pytest.mark.usefixtures("unhurried")

# The sum has lost its second axis; then comes a condition.
FLAT = """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = dZ.sum(axis=1) / m
    dA_prev = W.T @ dZ
    {condition}
    return dA_prev, dW, db
"""


class TestAConditionOfTheStudentsOwn:
    """It is explained with its values, and the mistake behind it is named as without it."""

    @pytest.mark.parametrize(
        ("condition", "told"),
        [
            (
                "assert db.shape == b.shape, 'not like b'",
                "your `assert db.shape == b.shape`: db.shape is (4,), b.shape is (4, 1) (not like b)",
            ),
            (
                "if db.shape != b.shape:\n        raise ValueError('not like b')",
                "your `if db.shape != b.shape`: db.shape is (4,), b.shape is (4, 1) (not like b)",
            ),
            (
                "if dW.ndim != 2:\n        raise TypeError\n"
                "    elif db.ndim != 2:\n        raise AssertionError",
                "your `if db.ndim != 2`: db.ndim is 1",
            ),
        ],
    )
    def test_its_values_and_the_mistake(self, condition: str, told: str) -> None:
        said = said_of(WEEK3, FLAT.format(condition=condition), "linear_backward")
        assert told in said
        assert "db has lost its second axis" in said
        assert "this part comes out right" in said

    def test_a_raise_is_not_called_an_assert(self) -> None:
        condition = "if db.ndim != 2:\n        raise ValueError"
        said = said_of(WEEK3, FLAT.format(condition=condition), "linear_backward")
        assert "Without your `raise` this part comes out right" in said

    def test_which_type_is_asked_for_is_not_repeated(self) -> None:
        code = FLAT.format(condition="assert isinstance(db, float)")
        said = said_of(WEEK3, code, "linear_backward")
        assert "your `assert isinstance(db, float)`: db is array(" in said
        assert "float is float" not in said

    def test_an_assert_that_cannot_be_answered(self) -> None:
        code = """
def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    db = float(np.mean(A - Y))
    assert db.dtype == np.float64
    return {"dw": X @ (A - Y).T, "db": db}, compute_cost(A, Y)
"""
        said = said_of(WEEK1, code, "propagate")
        assert "your `assert db.dtype == np.float64` cannot be answered" in said
        assert "missing 1/m in dw" in said
        assert "Without your assert this part comes out right" in said

    def test_a_condition_without_a_comparison(self) -> None:
        code = """
def softmax(Z):
    E = np.exp(Z)
    P = E / E.sum(axis=0)
    if np.isnan(P).any():
        raise ValueError("too large")
    return P
"""
        said = said_of(WEEK3, code, "softmax")
        assert "your `if np.isnan(P).any()`: P is array of shape" in said
        assert "exp of large numbers" in said
        assert "goes the way of" not in said

    def test_what_is_behind_a_condition_on_a_word(self) -> None:
        code = """
def activate(Z, activation, alpha=0.1):
    if activation not in ("sigmoid", "tanh", "relu", "leaky", "elu"):
        raise ValueError(activation)
    kinds = {"sigmoid": lambda: sigmoid(Z), "tanh": lambda: np.tanh(Z), "relu": lambda: np.maximum(0, Z)}
    if activation in kinds:
        return kinds[activation]()
    return np.where(Z > 0, Z, alpha * Z if activation == "leaky" else alpha * np.expm1(np.minimum(Z, 0)))
"""
        said = said_of("week2_shallow_net", code, "activate")
        assert "activation is 'leaky_relu'" in said

    def test_a_raise_under_no_condition_is_an_error_like_another(self) -> None:
        said = said_of(WEEK3, FLAT.format(condition="raise ValueError('no')"), "linear_backward")
        assert "ValueError: no" in said
        assert "Without your" not in said


class TestWhatDoesNotFit:
    """The shapes are told with what they are good for; another product's mistake is not named."""

    def test_another_product_of_the_same_sizes_is_not_taken_for_the_known_one(self) -> None:
        code = """
def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    cost = -(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / X.shape[1]
    return {"dw": X @ (A - Y).T / X.shape[1], "db": np.mean(A - Y)}, cost
"""
        said = said_of(WEEK1, code, "propagate")
        assert "the transpose of dZ missing" not in said
        assert "Both have one and the same shape" in said

    def test_the_known_one_is_named(self) -> None:
        code = """
def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    cost = compute_cost(A, Y)
    return {"dw": np.dot(X, A - Y) / X.shape[1], "db": np.mean(A - Y)}, cost
"""
        assert "the transpose of dZ missing" in said_of(WEEK1, code, "propagate")

    def test_a_product_of_entries_where_a_matrix_product_fits(self) -> None:
        code = """
def collapse_linear_network(W1, b1, W2, b2):
    return W2 * W1, W2 * b1 + b2
"""
        said = said_of("week2_shallow_net", code, "collapse_linear_network")
        assert "A matrix product, `@` or `np.dot`, does fit" in said

    def test_a_product_of_entries_that_goes_by_the_name_of_a_result(self) -> None:
        code = """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    dW = np.multiply(dZ, A_prev) / dZ.shape[1]
    return np.dot(W.T, dZ), dW, dZ.mean(axis=1, keepdims=True)
"""
        said = said_of(WEEK3, code, "linear_backward")
        assert "`dW` should have the shape (4, 5). A matrix product" in said

    def test_an_index_beyond_the_end_tells_the_array_and_the_index(self) -> None:
        code = """
def pairwise_distances(A, B):
    D = np.zeros((A.shape[1], B.shape[1]))
    for i in range(A.shape[1]):
        for j in range(B.shape[1]):
            D[i, j] = np.linalg.norm(B[:, i] - A[:, j])
    return D
"""
        said = said_of(WEEK0, code, "pairwise_distances")
        assert "In `B[:, i]`, `B` is of shape (4, 2), and `i` is 2." in said


class TestRoundsOfALoop:
    """What never changes in a loop is told where shapes do not fit, and what is made there for nothing."""

    BACKWARD = """
def L_model_backward(AL, Y, caches):
    grads, L = {{}}, len(caches)
    dA = -(Y / AL) + (1 - Y) / (1 - AL)
    cache = caches[-1]
    grads[f"dA{{L-1}}"], grads[f"dW{{L}}"], grads[f"db{{L}}"] = linear_activation_backward(dA, cache, "sigmoid")
    for l in range(L - 1, 0, -1):
        cache = caches[l - 1]
        below, dW, db = linear_activation_backward({given}, "relu")
        grads[f"dA{{l-1}}"], grads[f"dW{{l}}"], grads[f"db{{l}}"] = below, dW, db
    return grads
"""

    def test_what_stays_the_same(self) -> None:
        code = self.BACKWARD.format(given="dA, cache").replace("{L-1}", "{L}")  # a second mistake
        said = said_of(WEEK3, code, "L_model_backward")
        assert "`dA` gets no new value in this loop" in said

    def test_what_no_line_reads(self) -> None:
        given = "dA, caches[0][0]"
        said = said_of(WEEK3, self.BACKWARD.format(given=given), "L_model_backward")
        assert "no line there reads `cache`" in said
        assert "after the loop only the last one" not in said


class TestNumbers:
    """What can be told of numbers that came in another arrangement."""

    def test_a_factor_beside_an_axis_that_is_missing(self) -> None:
        code = FLAT.format(condition="db = db * m")
        said = said_of(WEEK3, code, "linear_backward")
        assert "Each number is 3 times what it should be. 3 is the number of columns of" in said

    def test_a_sum_along_an_axis_with_one_entry(self) -> None:
        code = """
def compute_cost(A, Y):
    losses = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    return -np.sum(losses, axis=0) / Y.shape[0]
"""
        said = said_of(WEEK1, code, "compute_cost")
        assert "goes along axis 0, and that has one entry here" in said

    def test_all_pairs_in_the_cost(self) -> None:
        code = """
def propagate(w, b, X, Y):
    A, m = sigmoid(w.T @ X + b), X.shape[1]
    cost = -np.sum(Y.T * np.log(A) + (1 - Y.T) * np.log(1 - A)) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, cost
"""
        said = said_of(WEEK1, code, "propagate")
        assert "every label paired with every activation" in said

    def test_limits_of_uniform_that_are_not_about_zero(self) -> None:
        code = """
def initialize_parameters_xavier(layers_dims):
    rng, found = np.random.default_rng(5), {}
    for l, (n, below) in enumerate(zip(layers_dims[1:], layers_dims), 1):
        found[f"W{l}"] = rng.uniform(np.sqrt(1 / below), np.sqrt(3 / below), (n, below))
        found[f"b{l}"] = np.zeros((n, 1))
    return found
"""
        said = said_of("week4_initialization", code, "initialize_parameters_xavier")
        assert "They lie evenly between 0.1 and 0.173" in said
        assert "as `uniform` draws them. Look at the limits" in said

    def test_what_is_wrong_alike_in_many_lines_of_a_long_function(self) -> None:
        steps = """
        mean = v["d?" + k] / (1 - pow(beta1, t + l))
        square = s["d?" + k] / (1 - pow(beta2, t + l))
        parameters["?" + k] -= learning_rate * mean / (np.sqrt(square) + epsilon)
        v["d?" + k], s["d?" + k] = v["d?" + k] * 1.0, s["d?" + k] * 1.0
"""
        averages = """
        v["d?" + k] = beta1 * v["d?" + k] + (1 - beta1) * grads["d?" + k]
        s["d?" + k] = beta2 * s["d?" + k] + (1 - beta2) * np.square(grads["d?" + k])
"""
        code = "def adam_step(parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, "
        code += "epsilon=1e-8):\n    for l in range(len(parameters) // 2):\n        k = str(l + 1)"
        code += "".join((averages + steps).replace("?", name) for name in "Wb")
        code += "    return parameters, v, s\n"
        said = said_of("week8_optimization", code, "adam_step")
        assert "Look at whether `+ l` belongs there" in said

    def test_a_mere_transpose_is_asked_for_before_another_product(self) -> None:
        code = """
def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    dZ = dA * (Z > 0).T if activation == "relu" else dA * sigmoid(Z) * (1 - sigmoid(Z))
    return linear_backward(dZ, linear_cache)
"""
        said = said_of(WEEK3, code, "linear_activation_backward")
        assert "Is one of them to be transposed?" in said
        assert "A matrix product" not in said


def test_a_raise_that_ends_a_loop_stays_in_it() -> None:
    guarded = (
        "def depth_until_vanishing(weight_scale, tolerance):\n"
        "    depth, signal = 0, 1.0\n"
        "    while signal >= tolerance:\n"
        "        signal *= weight_scale\n"
        "        depth += 1\n"
        "        if depth > 10000:\n"
        "            raise RuntimeError('never')\n"
        "    return depth\n"
    )
    said = said_of("week4_initialization", guarded, "depth_until_vanishing")
    assert "your `if depth > 10000`: depth is 10001 (never)" in said
