"""Where the grounds for a sentence are weak it is said with less weight, or not at all."""

from __future__ import annotations

import ast
import textwrap

import pytest

from helpers import locating
from helpers.judge import written
from helpers.judge.questions import never_reached, of_one_answer
from helpers.judge.rounds import left_lying
from tests.exercises.typed import said_of

WEEK0, WEEK1 = "week0_arrays_and_gates", "week1_logistic_regression"
WEEK2, WEEK3 = "week2_shallow_net", "week3_deep_net"

SHARED = """
def maxout_backward(dA, X, W1, b1, W2, b2):
    m = X.shape[1]
    d1, d2 = 3 * dA * dA, dA
    return {{
        "dW1": d1 @ X.T / m,
        "db1": d1.sum(axis=1, keepdims=True) / m,
        "dW2": d2 @ X.T / m,
        "db2": d2.sum(axis=1, keepdims=True){mean},
    }}
"""
TWO_SLIPS = """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * cache["A1"]
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ (1 - cache["A1"] ** 2).T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }
"""
SPECIAL = """
def backpropagate(tape, values, output):
    gradients = {name: 0.0 for name in values}
    gradients[output] = 1.0
    for gate, inputs, name in reversed(tape):
        up = gradients[name]
        x, y = inputs[0], inputs[-1]
        if gate == "add":
            gradients[x] += up
            gradients[y] += up
        elif gate == "multiply":
            gradients[x] = gradients[x] + up * values[y]
            gradients[y] = up * values[x]
        elif gate == "multiply" and x == y:
            gradients[x] += 2 * values[x] * up
        elif gate == "exp":
            gradients[x] += up * values[name]
        elif gate == "reciprocal":
            gradients[x] -= up * values[name] ** 2
        else:
            gradients[x] += up * values[name] * (1 - values[name])
    return gradients
"""

pytestmark = pytest.mark.usefixtures("unhurried")


def test_a_mistake_that_would_have_made_as_much_wrong_in_another_way_is_only_possible() -> None:
    said = said_of(WEEK2, SHARED.format(mean=" / m"), "maxout_backward")
    assert "Possible cause: both maps given the whole of dA" in said
    assert "Likely cause: both maps" not in said


def test_what_is_known_when_the_search_ended_by_its_clock_is_only_possible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert said_of(WEEK2, TWO_SLIPS, "backward_propagation").count("Likely cause") > 0
    monkeypatch.setattr(locating, "SECONDS", 0)
    said = said_of(WEEK2, TWO_SLIPS, "backward_propagation")
    assert "Possible cause: the slope of tanh in dW2" in said
    assert "Likely cause: " not in said.replace("Likely cause: the same as above", "")


def test_labels_that_are_right_in_a_smaller_case_are_so_by_chance() -> None:
    code = (
        "def predict(parameters, X):\n    A2, _ = forward_propagation(X, parameters)\n"
        "    return (A2 >= A2.mean(axis=0)).astype(int)\n"
    )
    said = said_of(WEEK2, code, "predict")
    assert "A case small enough" in said or "cause" in said
    assert "yours is right" not in said


def test_zeros_are_called_unfilled_only_where_an_array_was_made_to_be_filled() -> None:
    code = (
        "def activation_derivative(Z, activation, alpha=0.1):\n"
        "    a = activate(Z, activation, alpha)\n"
        "    slopes = {'sigmoid': a * (1 - a), 'tanh': 1 - a**2, 'relu': 1.0 * (Z > 0)}\n"
        "    up = 1 - (Z < 0)\n"
        "    return slopes.get(activation, up + alpha * up)\n"
    )
    said = said_of(WEEK2, code, "activation_derivative")
    assert "expected 1 (" in said
    assert "is each one filled?" not in said


@pytest.mark.parametrize(
    "body, told",
    [
        ("return X - np.mean(X)", "np.mean(X)"),
        ("print(np.mean(X))\n    return X - np.sum(X)", None),
    ],
)
def test_a_missing_axis_is_asked_about_where_it_can_be_only_one(
    body: str, told: str | None
) -> None:
    function = written.function_of(f"def f(X):\n    {body}\n", "f")
    assert function is not None
    assert written.whole_reduction(function) == told


def test_beside_the_line_that_changes_an_argument_no_branch_is_told() -> None:
    code = (
        "def activate(Z, activation, alpha=0.1):\n"
        "    if activation == 'sigmoid':\n        return sigmoid(Z)\n"
        "    if activation == 'tanh':\n        return np.tanh(Z)\n"
        "    A = Z\n"
        "    if activation == 'relu':\n        A[A < 0] = 0\n"
        "    elif activation == 'leaky_relu':\n        A[A < 0] = alpha * A[A < 0]\n"
        "    else:\n        A[A < 0] = alpha * (np.exp(A[A < 0]) - 1)\n"
        "    return A\n"
    )
    said = said_of(WEEK2, code, "activate")
    assert "writes into what was given" in said
    assert "goes the way of" not in said


def test_a_list_among_several_results_says_enough_by_itself() -> None:
    code = "def initialize_with_zeros(dim):\n    w = [[0.0]] * dim\n    return w, 0\n"
    said = said_of(WEEK1, code, "initialize_with_zeros")
    assert "it is a list" in said
    assert "something in line" not in said


def test_a_raise_that_is_a_known_mistake_is_that_one_in_whatever_words() -> None:
    code = (
        "def broadcast_shape(shape_a, shape_b):\n"
        "    n, shape = max(len(shape_a), len(shape_b)), []\n"
        "    first = [1] * (n - len(shape_a)) + list(shape_a)\n"
        "    second = [1] * (n - len(shape_b)) + list(shape_b)\n"
        "    for p, q in zip(first, second):\n"
        "        if p != q and 1 not in (p, q):\n"
        "            raise ValueError('cannot broadcast')\n"
        "        shape.append(max(p, q))\n"
        "    return tuple(shape)\n"
    )
    said = said_of(WEEK0, code, "broadcast_shape")
    assert "cause: an error raised where numpy refuses" in said
    assert "whatever the sizes are" not in said


def test_a_question_behind_one_that_holds_it_is_told() -> None:
    said = said_of(WEEK0, SPECIAL, "backpropagate")
    assert "The lines below `elif gate == 'multiply' and x == y` never run" in said


@pytest.mark.parametrize(
    "body, dead",
    [
        ("if x > 1:\n        y = 1\n    elif x > 2:\n        y = 2\n    return y", True),
        ("if x > 2:\n        y = 1\n    elif x > 1:\n        y = 2\n    return y", False),
        ("if x > 0.5:\n        return 1\n    if x > 0.5 and x > y:\n        return 2", True),
        ("if x > 0.5:\n        y = 1\n    if x > 0.5:\n        return y", False),
        ("if x > 0.5:\n        return 1\n    x = x + y\n    if x > 0.5:\n        return 2", False),
        ("if f():\n        return 1\n    elif f():\n        return 2", False),
    ],
)
def test_a_question_never_true_is_told_from_one_that_may_be(body: str, dead: bool) -> None:
    function = written.function_of(f"def f(x, y):\n    {body}\n", "f")
    assert function is not None
    assert bool(list(never_reached(function))) == dead


OPTIMIZE = """
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if np.abs(grads["dw"]).max() < 1e-6:
            break
    return {"w": w, "b": b}, grads, costs
"""
NN_MODEL = """
def nn_model(X, Y, n_h, num_iterations=10000):
    parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        if sum(np.abs(g).sum() for g in grads.values()) < 1e-4:
            break
        parameters = update_parameters(parameters, grads)
    return parameters
"""
L_LAYER_MODEL = """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
            if {stop}:
                break
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs
"""


@pytest.mark.parametrize(
    "week, asked, code",
    [
        (WEEK1, "optimize", OPTIMIZE),
        (WEEK2, "nn_model", NN_MODEL),
        (WEEK3, "L_layer_model", L_LAYER_MODEL.format(stop="costs[-1] > costs[0]")),
        (WEEK3, "L_layer_model", L_LAYER_MODEL.format(stop="costs[-1] < 0.1")),
    ],
)
def test_a_training_that_stops_before_its_last_step_is_not_green(
    week: str, asked: str, code: str
) -> None:
    assert "look" in said_of(week, code, asked)


def test_a_value_for_the_next_round_of_the_loop_around_is_read() -> None:
    texts = (
        "for k in range(3):\n    step = last + k\n    for g in grads:\n        last = g * 2",
        "for g in grads:\n    last = g * 2\n    made.append(lambda last=0: last)",
    )
    for text in texts:
        body = "last = 0\nfirst = last\n" + text
        made = ast.parse("def f(grads, made):\n" + textwrap.indent(body, "    "))
        assert not list(left_lying(list(ast.walk(made)))), text


def test_equal_questions_are_told_apart_from_special_ones() -> None:
    text = "def f(y):\n    if y == 1:\n        return 2\n    elif y == 1:\n        return 3\n"
    function = written.function_of(text, "f")
    assert function is not None
    said = list(never_reached(function))
    assert said and "the same is asked" in said[0] and "special" not in said[0]


def test_a_question_about_all_entries_may_be_compared_with_a_flag() -> None:
    flag = written.function_of("def f(flag, mask):\n    return flag == mask.any()\n", "f")
    loop = "def f(y):\n    for j in range(3):\n        if j != y.all():\n            pass\n"
    counter = written.function_of(loop, "f")
    assert flag is not None and not list(of_one_answer(flag))
    assert counter is not None and list(of_one_answer(counter))
