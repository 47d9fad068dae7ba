"""A guessed sentence is said only with evidence for it in the answer; else the plain facts are told."""

from __future__ import annotations

import pytest

from tests.exercises.typed import said_of

WEEK0, WEEK1 = "week0_arrays_and_gates", "week1_logistic_regression"
WEEK2, WEEK3, WEEK4 = "week2_shallow_net", "week3_deep_net", "week4_initialization"

UPDATES = """
def update_parameters(parameters, grads, learning_rate=1.2):
    updated = dict(parameters)
    for key in updated:
        {line}
    return updated
"""


pytestmark = pytest.mark.usefixtures("unhurried")


class TestWhatChangedTheCallersArray:
    """The line that writes into an argument is shown, and no other way of writing is spoken of."""

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("X -= X.mean(axis=1, keepdims=True)\n    return X", "`X = X - ...` makes a new one"),
            (
                "for i in range(len(X)):\n        X[i] = X[i] - X[i].mean()\n    return X",
                "`X[i] = X[i] - X[i].mean()` writes into what was given",
            ),
            (
                "return np.subtract(X, X.mean(axis=1, keepdims=True), out=X)",
                "`out=X` has the result written into that array",
            ),
            (
                "for row in X:\n        row -= row.mean()\n    return X",
                "`row -= row.mean()` changes the array itself",
            ),
        ],
    )
    def test_center_rows(self, body: str, told: str) -> None:
        said = said_of(WEEK0, f"def center_rows(X):\n    {body}\n", "center_rows")
        assert "The call changed `X`" in said
        assert told in said
        assert "a -= b" not in said

    def test_resize_is_named_for_the_shape_that_changed(self) -> None:
        code = "def as_column(a):\n    a.resize(a.size, 1)\n    return a\n"
        said = said_of(WEEK0, code, "as_column")
        assert "`a.resize(a.size, 1)` changes what stands before its dot" in said
        assert "a - b" not in said

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (
                'updated[key] -= learning_rate * grads["d" + key]',
                "`updated[key] = updated[key] - ...` makes a new one",
            ),
            (
                'np.subtract(updated[key], learning_rate * grads["d" + key], out=updated[key])',
                "`out=updated[key]` has the result written into that array",
            ),
        ],
    )
    def test_arrays_in_a_copied_dictionary_are_the_callers(self, line: str, told: str) -> None:
        said = said_of(WEEK2, UPDATES.format(line=line), "update_parameters")
        assert "The call changed `parameters`" in said
        assert told in said

    def test_where_nothing_is_promised_it_costs_nothing_and_is_told(self) -> None:
        code = """
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
"""
        said = said_of(WEEK1, code, "optimize")
        assert "right, 14 of 14" in said
        assert "Your function changed `w` of whoever called it" in said
        assert "No point is lost" in said

    def test_an_answer_that_is_wrong_is_told_what_is_wrong(self) -> None:
        code = "def linear_backward(dZ, cache):\n    A, W, b = cache\n    dZ /= A.shape[1]\n"
        code += "    return W.T @ dZ, dZ @ A.T, dZ.sum(axis=1, keepdims=True)\n"
        said = said_of(WEEK3, code, "linear_backward")
        assert "right," not in said
        assert "No point is lost" not in said

    def test_an_answer_that_changes_nothing_gets_no_such_advice(self) -> None:
        code = "def linear_forward(A, W, b):\n    return W @ A + b, (A, W, b)\n"
        assert "advice" not in said_of(WEEK3, code, "linear_forward")


class TestAnAxisThatWasLost:
    """Sums and means are spoken of where there is one."""

    def test_of_a_mean(self) -> None:
        code = "def propagate(w, b, X, Y):\n    A = sigmoid(w.T @ X + b)\n    dZ = A - Y\n"
        code += '    return {"dw": (X * dZ).mean(axis=1), "db": dZ.mean()}, compute_cost(A, Y)\n'
        assert "unless you write `keepdims=True`" in said_of(WEEK1, code, "propagate")

    def test_of_zeros(self) -> None:
        code = "def initialize_with_zeros(dim):\n    return np.zeros(dim), 0.0\n"
        said = said_of(WEEK1, code, "initialize_with_zeros")
        assert "Sums and means" not in said
        assert "`np.zeros(dim)` has one axis" in said

    def test_of_zeros_like_a_number(self) -> None:
        code = "def initialize_with_zeros(dim):\n    return np.zeros_like(dim), 0.0\n"
        said = said_of(WEEK1, code, "initialize_with_zeros")
        assert "Sums" not in said
        assert "`np.zeros_like(dim)` is shaped as `dim` is, and that is a number" in said

    def test_of_squeeze(self) -> None:
        code = "def image_to_columns(images):\n"
        code += "    return np.array([p.ravel() for p in images]).squeeze().T\n"
        said = said_of(WEEK1, code, "image_to_columns")
        assert "Sums and means" not in said
        assert "`squeeze` takes away every axis of size 1" in said


class TestHintsSpeakOfWhatStandsThere:
    """A sentence of a hint on `range`, `-=` or rounding is left out where the answer has none."""

    def test_range_in_a_recursion(self) -> None:
        code = "def dot_loop(a, b):\n    if len(a) <= 1:\n        return 0.0\n"
        code += "    return a[0] * b[0] + dot_loop(a[1:], b[1:])\n"
        said = said_of(WEEK0, code, "dot_loop")
        assert "the last product left out" in said
        assert "range" not in said

    def test_rounding_in_a_loop(self) -> None:
        code = """
def depth_until_vanishing(weight_scale, tolerance):
    if weight_scale == 1:
        return np.inf
    size, depth = weight_scale, 0
    while tolerance <= size <= 1 / tolerance:
        size *= weight_scale
        depth += 1
    return depth
"""
        said = said_of(WEEK4, code, "depth_until_vanishing")
        assert "one layer too few" in said
        assert "rounded" not in said

    def test_range_from_1_where_it_begins_with_0(self) -> None:
        code = """
def nn_model(X, Y, n_h, num_iterations=10000):
    parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
    best, least = parameters, np.inf
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if compute_cost(A2, Y) < least:
            best, least = parameters, compute_cost(A2, Y)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return best
"""
        said = said_of(WEEK2, code, "nn_model")
        assert "one step too few" in said
        assert "range(1, n)" not in said


class TestNumbersThatAreNone:
    def test_a_margin_below_the_last_digit(self) -> None:
        code = "def compute_cost(A2, Y):\n    A2 = np.clip(A2, 1e-300, 1 - 1e-300)\n"
        code += "    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))\n"
        said = said_of(WEEK2, code, "compute_cost")
        assert "`1 - 1e-300` is 1 to the last digit" in said
        assert "but not from 1" not in said

    def test_nan_beside_other_faults_names_no_mistake(self) -> None:
        code = "def sigmoid(z):\n    return np.exp(z) / (1 - np.exp(z))\n"
        assert "right on paper" not in said_of(WEEK1, code, "sigmoid")

    def test_a_number_has_no_entries(self) -> None:
        code = "def sigmoid(z):\n    return np.array([1 / (1 + np.exp(-v)) for v in z])\n"
        said = said_of(WEEK1, code, "sigmoid")
        assert "has no entries" in said
        assert "range(m)" not in said

    def test_an_array_of_one_number(self) -> None:
        code = "def sigmoid_neuron(w, x):\n    z = float(w[:2].T @ x)\n    return z, w, x\n"
        assert "np.exp" not in said_of(WEEK0, code, "sigmoid_neuron")

    def test_what_was_made_none(self) -> None:
        code = """
def broadcast_shape(shape_a, shape_b):
    k = max(len(shape_a), len(shape_b))
    out = []
    for p, q in zip((1,) * (k - len(shape_a)) + shape_a, (1,) * (k - len(shape_b)) + shape_b):
        if p != q and 1 not in (p, q):
            out = None
            break
        out.append(max(p, q))
    return tuple(out)
"""
        said = said_of(WEEK0, code, "broadcast_shape")
        assert "`out = None` stands in your function" in said
        assert "shuffle" not in said

    def test_an_entry_that_only_got_a_new_name(self) -> None:
        code = "def center_rows(X):\n    centered = X.copy()\n    for row in centered:\n"
        code += "        row = row - row.mean()\n    return centered\n"
        assert "gives the name `row` to something new" in said_of(WEEK0, code, "center_rows")

    def test_labels_that_agree_by_chance_name_no_change(self) -> None:
        code = """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize_with_zeros(len(X_train))
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w = params["w"]
    return {"w": w, "b": b, "costs": costs, "learning_rate": learning_rate,
            "Y_prediction_train": predict(w, b, X_train),
            "Y_prediction_test": predict(w, b, X_test), "num_iterations": num_iterations}
"""
        said = said_of(WEEK1, code, "model")
        assert "stands in the place of b" not in said.replace("`", "")
        assert "`result['b']`" in said


class TestNamesThatNothingHas:
    def test_a_module_that_was_not_imported(self) -> None:
        code = "def sigmoid(z):\n    return scipy.special.expit(z)\n"
        said = said_of(WEEK1, code, "sigmoid")
        assert "A module has to be imported first" in said
        assert "spelt" not in said

    def test_a_module_of_whose_functions_numpy_has_one(self) -> None:
        code = "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n"
        assert "numpy, which is `np`, has `np.exp`" in said_of(WEEK1, code, "sigmoid")

    def test_a_name_of_the_function_itself(self) -> None:
        code = "def dot_loop(a, b):\n    total = 0.0\n    for i in range(len(a)):\n"
        code += "        total += a[i] * b[i]\n    return totl\n"
        assert "Is `total` meant" in said_of(WEEK0, code, "dot_loop")

    def test_a_method_without_its_brackets(self) -> None:
        code = "def linear_forward(A, W, b):\n    return W @ A + b, (A.copy, W, b)\n"
        assert "`()` is missing behind its name" in said_of(WEEK3, code, "linear_forward")

    def test_an_argument_whose_name_went_to_something_else(self) -> None:
        code = """
def linear_forward(A, W, b):
    A = np.vstack([A, np.ones((1, A.shape[1]))])
    W = np.hstack([W, b])
    return W @ A, (A, W, b)
"""
        assert "gives the name `A` to something else" in said_of(WEEK3, code, "linear_forward")


class TestWhatIsWrongByALittle:
    def test_a_slope_that_is_estimated(self) -> None:
        code = """
def sigmoid_backward(z, upstream):
    s = lambda t: 1 / (1 + np.exp(-t))
    return upstream * (s(z + 0.01) - s(z)) / 0.01
"""
        said = said_of(WEEK0, code, "sigmoid_backward")
        assert "estimates a slope" in said
        assert "Look at the number" not in said

    def test_a_gain_that_is_measured(self) -> None:
        code = """
def leaky_relu_gain(alpha):
    z = np.random.default_rng(0).standard_normal(100000)
    return 1 / np.mean(np.where(z > 0, z, alpha * z) ** 2)
"""
        assert "draws numbers at random" in said_of(WEEK4, code, "leaky_relu_gain")

    @pytest.mark.parametrize(
        ("factor", "told"),
        [(6, "an even distribution of the right spread"), (2.5, "as `uniform` draws them")],
    )
    def test_even_numbers_of_any_spread(self, factor: float, told: str) -> None:
        code = f"""
def initialize_parameters_he(layers_dims):
    rng = np.random.default_rng(4)
    parameters = {{}}
    for l in range(1, len(layers_dims)):
        n, p = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{{l}}"] = rng.uniform(-1, 1, (n, p)) * np.sqrt({factor} / p)
        parameters[f"b{{l}}"] = np.zeros((n, 1))
    return parameters
"""
        assert told in said_of(WEEK4, code, "initialize_parameters_he")


class TestCasesThatShowIt:
    """What small changes of the right answer, and honest readers, came through with full points."""

    @pytest.mark.parametrize(
        ("week", "asked", "code"),
        [
            (WEEK0, "center_rows", "return X - np.abs(X.mean(axis=1, keepdims=True))"),
            (WEEK3, "linear_forward", "return W @ A + np.abs(b), (A, W, b)"),
        ],
    )
    def test_both_signs_are_drawn(self, week: str, asked: str, code: str) -> None:
        arguments = {"center_rows": "X", "linear_forward": "A, W, b"}[asked]
        assert "right," not in said_of(week, f"def {asked}({arguments}):\n    {code}\n", asked)

    def test_the_type_of_the_first_entry_is_not_that_of_all(self) -> None:
        code = """
def activate(Z, activation, alpha=0.1):
    def g(z):
        if activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        if activation == "tanh":
            return np.tanh(z)
        if z > 0:
            return z
        return {"relu": 0, "leaky_relu": alpha * z}.get(activation, alpha * (np.exp(z) - 1))
    return np.vectorize(g)(Z)
"""
        assert "right," not in said_of(WEEK2, code, "activate")

    def test_no_output_may_be_left_out(self) -> None:
        code = """
def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0]
    predictions = np.zeros(A2.shape)
    for i in range(A2.shape[1]):
        predictions[0, i] = A2[0, i] > 0.5
    return predictions
"""
        assert "right," not in said_of(WEEK2, code, "predict")

    def test_one_axis_more_is_not_all_that_may_be_missing(self) -> None:
        code = """
def broadcast_shape(shape_a, shape_b):
    if len(shape_a) < len(shape_b):
        shape_a = (1,) + shape_a
    if len(shape_b) < len(shape_a):
        shape_b = (1,) + shape_b
    shape = ()
    for p, q in zip(shape_a[::-1], shape_b[::-1]):
        if p != q and 1 not in (p, q):
            return None
        shape = (max(p, q),) + shape
    return shape
"""
        assert "right," not in said_of(WEEK0, code, "broadcast_shape")


def test_what_each_round_makes_anew_is_found_by_its_line() -> None:
    code = """
def propagate(w, b, X, Y):
    n, m = X.shape
    A = sigmoid(w.T @ X + b)
    for i in range(m):
        dw = np.zeros((n, 1))
        dw += (A[0, i] - Y[0, i]) * X[:, [i]]
    return {"dw": dw / m, "db": np.mean(A - Y)}, compute_cost(A, Y)
"""
    said = said_of(WEEK1, code, "propagate")
    assert "in line 6, `dw = np.zeros((n, 1))`" in said
    assert "indented" in said


def test_a_word_alone_beside_or_is_told_and_not_a_name_that_stands_for_another() -> None:
    code = """
def backpropagate(tape, values, output):
    gradients = {name: 0.0 for name in values}
    gradients[output] = 1.0
    for gate, inputs, name in reversed(tape):
        up = gradients[name]
        if gate == "add":
            for i in inputs:
                gradients[i] += up
        elif gate == "multiply":
            x, y = inputs
            gradients[x] += up * values[y]
            gradients[y] += up * values[x]
        elif gate == "exp" or "sigmoid":
            a = values[name]
            gradients[inputs[0]] += up * (a if gate == "exp" else a * (1 - a))
        else:
            gradients[inputs[0]] += -up * values[name] ** 2
    return gradients
"""
    said = said_of(WEEK0, code, "backpropagate")
    assert "is always true" in said and "`or gate == 'sigmoid'`" in said
    assert "in the place of" not in said


def test_a_transpose_is_blamed_only_where_one_is_written() -> None:
    said = said_of(WEEK0, "def as_column(a):\n    return np.column_stack(a)\n", "as_column")
    assert ".T" not in said and "expected (4, 1)" in said
    said = said_of(WEEK0, "def as_column(a):\n    return a.T\n", "as_column")
    assert "Likely cause: `.T`" in said


def test_where_an_argument_is_negative_is_said_when_the_others_are_right_to_the_last_digit() -> (
    None
):
    code = "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -15, 15)))\n"
    said = said_of(WEEK1, code, "sigmoid")
    assert "6 of 6 entries differ" in said and "just where" not in said


def test_what_joins_two_questions_is_asked_for_before_the_arithmetic_in_them() -> None:
    code = """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0 or i == num_iterations - 1:
            costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs
"""
    said = said_of(WEEK3, code, "L_layer_model")
    assert "`i % 100 == 0 or i == num_iterations - 1`" in said
    assert "Look at whether all of it belongs there." in said
