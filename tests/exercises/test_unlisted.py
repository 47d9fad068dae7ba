"""Wrong answers that stand in no list, as they were typed: what `check` says of them is true, and helps."""

from __future__ import annotations

import time

import pytest

from autograder.examining import reference_namespace
from autograder.files import week_names
from helpers.checking import bind_check
from tests.exercises.typed import STALE, said_of

WEEK0, WEEK7, WEEK8 = "week0_arrays_and_gates", "week7_regularization", "week8_optimization"
WEEK1, WEEK2, WEEK3 = "week1_logistic_regression", "week2_shallow_net", "week3_deep_net"
WEEK4, WEEK5, WEEK6 = "week4_initialization", "week5_normalization", "week6_gradient_checking"


pytestmark = pytest.mark.usefixtures("unhurried")


BACKWARD = """
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = {dW2}
    db2 = np.mean(dZ2, axis=1, keepdims=True)
    dZ1 = {dZ1}
    dW1 = {dW1}
    db1 = np.mean(dZ1, axis=1, keepdims=True)
    return {{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}}
"""
LINES = {
    "dW2": "dZ2 @ A1.T / m",
    "dZ1": 'parameters["W2"].T @ dZ2 * (1 - A1 * A1)',
    "dW1": "dZ1 @ X.T / m",
}
BATCHNORM = """
def batchnorm_forward(X, gamma, beta, bn_param):
    eps, p = bn_param["eps"], bn_param["momentum"]
    if bn_param["mode"] == "train":
        mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
        bn_param["running_mean"] = p * bn_param["running_mean"] + (1 - p) * mean
        bn_param["running_var"] = (1 - p) * bn_param["running_var"] + p * var
    else:
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    std = np.sqrt(var + eps)
    X_hat = (X - mean) / std
    cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
    return gamma * X_hat + beta, cache
"""
LAYERNORM = """
def layernorm_forward(X, gamma, beta, eps):
    mean = np.mean(X, axis=0, keepdims=True)
    var = np.var(X, axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, {"X_hat": X_hat, "std": std, "gamma": gamma}
"""
SLOPES = """
def activation_derivative(Z, activation, alpha=0.1):
    a = activate(Z, activation, alpha)
    if activation == "sigmoid":
        return a * (1 - a)
    if activation == "tanh":
        return 1 - a * a
    d = np.ones_like(Z, dtype=int)
    if activation == "relu":
        d[Z < 0] = 0
    elif activation == "leaky_relu":
        d[Z < 0] = alpha
    else:
        d[Z < 0] = alpha * np.exp(Z[Z < 0])
    return d
"""
COST = """
def compute_cost(A, Y):
    {clip}
    return -np.mean(Y * np.log(A) + (1 - Y) * np.{log}(1 - A))
"""
CLIPPED = "A = np.clip(A, 1e-12, 1 - 1e-12)"
INITIAL = """
def initialize_parameters(n_x, n_h, n_y):
    rng = np.random.default_rng()
    W1, W2 = rng.normal(n_h, n_x) * 0.01, rng.normal(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}
"""
FORWARD = """
def forward_propagation(X, parameters):
    W1, W2, b1, b2 = parameters.values()
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    return sigmoid(Z2), {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": sigmoid(Z2)}
"""
MAXOUT = """
def maxout_backward(dA, X, W1, b1, W2, b2):
    m = X.shape[1]
    dZ1, dZ2 = dA * (W1 @ X + b1 > W2 @ X + b2), dA
    return {"dW1": dZ1 @ X.T / m, "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
            "dW2": dZ2 @ X.T / m, "db2": np.sum(dZ2, axis=1, keepdims=True) / m}
"""
TRAINING = """
def nn_model(X, Y, n_h, num_iterations=10000):
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(cache, parameters, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
"""
QUOTED = """
def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    return activate(Z, "activation"), (linear_cache, Z)
"""
CUT = """
def vector_to_dictionary(theta, layout):
    parameters, start = {}, 0
    for name, shape in layout:
        size = int(np.prod(shape))
        parameters[name] = theta[start:start + size].copy().reshape(shape)
        start = size
    return parameters
"""


@pytest.mark.parametrize(
    "week, asked, code, said",
    [
        # a slip in one of two lines that belong together
        (
            WEEK1,
            "compute_cost",
            COST.format(clip=CLIPPED, log="log10"),
            "Look at the function `np.log10`",
        ),
        (WEEK2, "maxout_backward", MAXOUT, "one choice is taken for all entries"),
        (WEEK5, "batchnorm_forward", BATCHNORM, "stand with each other's terms"),
        (WEEK5, "layernorm_forward", LAYERNORM, "Look at the axis"),
        # two mistakes in one part
        (
            WEEK2,
            "backward_propagation",
            BACKWARD.format(**LINES | {"dW2": "dZ2 @ A1.T", "dW1": "dZ1 @ X.T"}).replace(
                "A2 - Y", "Y - A2"
            ),
            "two things together",
        ),
        # what numpy was given
        (
            WEEK3,
            "linear_forward",
            "def linear_forward(A, W, b):\n    return np.dot(W, A, b), (A, W, b)\n",
            "`np.dot` was given 3: `W` of shape",
        ),
        (
            WEEK2,
            "forward_propagation",
            FORWARD,
            "takes the values in the order in which they stand",
        ),
        (
            WEEK2,
            "nn_model",
            BACKWARD.format(**LINES) + TRAINING,
            "Are the arguments of that call in the order",
        ),
        (
            WEEK3,
            "linear_activation_forward",
            QUOTED,
            "The argument is `activation`, without quotes",
        ),
        (WEEK2, "initialize_parameters", INITIAL, "The shape stands third, in brackets of its own"),
        (
            WEEK7,
            "dropout_backward",
            "def dropout_backward(dA, mask, keep_prob):\n"
            "    dA_prev = dA.copy()\n"
            "    dA_prev[mask.astype(int)] = 0\n"
            "    return dA_prev / keep_prob\n",
            "0 means row 0, and 1 means row 1",
        ),
        (
            WEEK1,
            "predict",
            "def predict(w, b, X):\n    return np.sign(w.T @ X + b)\n",
            "It holds -1 and 1; only 0 and 1 are expected",
        ),
        (
            WEEK3,
            "linear_backward",
            "def linear_backward(dZ, cache):\n"
            "    A_prev, W, b = cache\n"
            "    m = A_prev.shape[1]\n"
            "    return W.T @ dZ, dZ @ A_prev.T / m, np.full(b.shape, np.sum(dZ) / m)\n",
            "`np.sum(dZ)` has no `axis`",
        ),
        # what no number shows
        (WEEK2, "activation_derivative", SLOPES, "your array holds whole numbers"),
        (
            WEEK1,
            "compute_cost",
            COST.format(clip="A = np.clip(A, 1 - 1e-12, 1e-12)", log="log"),
            "is greater than the upper one",
        ),
        (
            WEEK1,
            "compute_cost",
            COST.format(clip="np.clip(A, 1e-12, 1 - 1e-12)", log="log"),
            "gives a new value, and nothing keeps it",
        ),
        (WEEK6, "vector_to_dictionary", CUT, "or is added to it"),
        (
            WEEK1,
            "propagate",
            "def propagate(w, b, X, Y):\n"
            "    A = sigmoid(w.T @ X + b)\n"
            "    return {'dw': X @ (A - Y).T / Y.size, 'db': np.mean(A - Y)}, compute_costs(A, Y)\n",
            "Is the function `compute_cost` meant?",
        ),
        (
            WEEK3,
            "parameter_shapes",
            "def parameter_shapes(layer_dims):\n"
            "    shapes = {}\n"
            "    for l in range(1, len(layer_dims)):\n"
            "        shapes['W{l}'] = (layer_dims[l], layer_dims[l - 1])\n"
            "        shapes[f'b{l}'] = (layer_dims[l], 1)\n"
            "    return shapes\n",
            "an `f` before the quotes is missing",
        ),
        (
            WEEK4,
            "gradient_norms",
            "def gradient_norms(X, Y, parameters, activation):\n"
            "    norms = [1.0, 2.0]\n"
            "    norms = norms.reverse()\n"
            "    return norms\n",
            "`reverse` changes what stands before its dot and gives back None",
        ),
        (
            WEEK6,
            "verdict",
            "def verdict(difference):\n"
            "    return 'pass' if difference < 10e-7 else 'suspicious' if difference < 1e-3 else 'broken'\n",
            "`10e-7` is 10 times a power of ten",
        ),
        (
            WEEK0,
            "broadcast_shape",
            "def broadcast_shape(shape_a, shape_b):\n    return None\n",
            "shape is None; expected (",
        ),
    ],
)
def test_the_slip_is_named(week: str, asked: str, code: str, said: str) -> None:
    assert said in said_of(week, code, asked)


SHRINKING = """
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * np.mean(grads["dw"])
    return {"w": w, "b": b}, grads, costs
"""
FORKED = """
def backpropagate(tape, values, output):
    gradients = {name: 0.0 for name in values}
    gradients[output] = 1.0
    for gate, inputs, name in tape[::-1]:
        up = gradients[name]
        if gate == "add":
            gradients[inputs[0]] += up
            gradients[inputs[1]] += up
        elif gate == "MULTIPLY":
            gradients[inputs[0]] PUT up * values[inputs[1]]
            gradients[inputs[1]] PUT up * values[inputs[0]]
        elif gate == "exp":
            gradients[inputs[0]] += up * values[name]
        elif gate == "reciprocal":
            gradients[inputs[0]] += -up * values[name] ** 2
        else:
            gradients[inputs[0]] += up * values[name] * (1 - values[name])
    return gradients
"""
HINGE = """
def hinge_loss(scores, y):
    loss = 0
    for i in range(scores.shape[1]):
        for j in range(scores.shape[0]):
            if j == i:
                continue
            loss += max(0, scores[j, i] - scores[y[i], i] + 1)
    return loss / scores.shape[1]
"""


@pytest.mark.parametrize(
    "week, asked, code, line, about",
    [
        (
            WEEK1,
            "compute_cost",
            "def compute_cost(A, Y):\n"
            "    A = np.clip(A, 1e-12, 1 - 1e-12)\n"
            "    return -np.mean(Y * np.log(A) + 1 - Y * np.log(1 - A))\n",
            "line 3, `Y * np.log(",
            "Look at the brackets",
        ),
        (WEEK1, "optimize", SHRINKING, 'line 9, `grads["dw"]`', "Look at the text 'dw'"),
        (
            WEEK0,
            "backpropagate",
            FORKED.replace("PUT", "=").replace("MULTIPLY", "multiply"),
            "line 11, `gradients[inputs[0]] = up",
            "or are added to it",
        ),
        (
            WEEK0,
            "backpropagate",
            FORKED.replace("PUT", "+=").replace("MULTIPLY", "mul"),
            'line 10, `gate == "mul"`',
            "Look at the text 'mul'",
        ),
        (WEEK7, "hinge_loss", HINGE, "line 6, `j == i`", "Look at the variable `i`"),
        (
            WEEK4,
            "mean_cosine",
            "def mean_cosine(A):\n"
            "    U = A / np.linalg.norm(A, axis=1, keepdims=True)\n"
            "    C = U.T @ U\n"
            "    m = A.shape[1]\n"
            "    return (np.sum(C) - np.trace(C)) / (m * (m - 1))\n",
            "line 2, `",
            "Look at the axis",
        ),
    ],
)
def test_the_line_is_told_where_one_change_makes_it_right(
    week: str, asked: str, code: str, line: str, about: str
) -> None:
    said = said_of(week, code, asked)
    assert f"Likely cause: something in {line}" in said
    assert about in said


RAY = """
def loss_along_ray(X, y, W, b, factors, lam):
    losses = np.zeros((len(factors), 2))
    for i in range(len(factors)):
        W = factors[i] * W
        b = factors[i] * b
        losses[i, 0] = hinge_loss(linear_scores(X, W, b), y)
        losses[i, 1] = losses[i, 0] + lam * np.sum(W**2)
    return losses
"""
CORRECTED = """
def adam_step(parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    P, nv, ns = {}, {}, {}
    for k in parameters:
        g = grads["d" + k]
        nv["d" + k] = beta1 * v["d" + k] + (1 - beta1) * g
        ns["d" + k] = beta2 * s["d" + k] + (1 - beta2) * g * g
        vc = nv["d" + k] / (1 - beta1 * t)
        sc = ns["d" + k] / (1 - beta2 * t)
        P[k] = parameters[k] - learning_rate * vc / (np.sqrt(np.abs(sc)) + epsilon)
    return P, nv, ns
"""
SEARCH = """
def random_search(score, space, trials, rng):
    best, last, tried = None, -np.inf, []
    for _ in range(trials):
        s = {}
        for name, values in space.items():
            if isinstance(values, tuple):
                s[name] = sample_log_uniform(values[0], values[1], 1, rng)[0]
            else:
                s[name] = values[rng.integers(len(values))]
        value = score(s)
        tried.append((s, value))
        if value > last:
            best = s
        last = value
    return best, max(score for _, score in tried), tried
"""


@pytest.mark.parametrize(
    "week, asked, code, said",
    [
        (
            WEEK0,
            "dot_loop",
            "def dot_loop(a, b):\n"
            "    total = a[0] * b[0]\n"
            "    for x, y in zip(a, b):\n"
            "        total = total + x * y\n"
            "    return total\n",
            "line 2, `total = a[0] * b[0]` (what `total` starts with), or in line 3, `zip(a, b)`",
        ),
        (WEEK6, "numerical_gradient", STALE, "what `t` still holds of the round before"),
        (WEEK7, "loss_along_ray", RAY, "`W` and `b` still hold what the round before made of them"),
        (WEEK8, "adam_step", CORRECTED, "and alike in line 9. With the same small change in each"),
        (WEEK8, "random_search", SEARCH, "says whether it belongs to the `if`"),
        (
            WEEK1,
            "forward_vectorized",
            "def forward_vectorized(w, b, X):\n"
            "    return sigmoid(np.sum(w * X + b, axis=0, keepdims=True))\n",
            "Look at the brackets",
        ),
        (
            WEEK3,
            "linear_forward",
            "def linear_forward(A, W, b):\n"
            "    Z = np.dot(W, A)\n"
            "    for i in range(Z.shape[1]):\n"
            "        Z[:, i] = Z[:, i] + b[0]\n"
            "    return Z, (A, W, b)\n",
            "Look at whether a row or a column is taken",
        ),
        (
            WEEK7,
            "regularization",
            "def regularization(W, kind):\n"
            "    order = {'l1': 1, 'l2': 2}[kind]\n"
            "    return np.linalg.norm(W, order) ** order\n",
            "what stands second there: it says which norm it is",
        ),
        (
            WEEK0,
            "sigmoid_neuron",
            "def sigmoid_neuron(w, x):\n"
            "    inputs = np.vstack([x, [[1.0]]])\n"
            "    f = 1 / (1 + np.exp(-np.sum(w * inputs)))\n"
            "    d = f * (1 - f)\n"
            "    return f, inputs * d, w[1:] * d\n",
            "where the cut begins and ends",
        ),
    ],
)
def test_the_kind_of_slip_is_told_where_one_change_makes_it_right(
    week: str, asked: str, code: str, said: str
) -> None:
    assert said in said_of(week, code, asked)


def test_a_slip_is_told_for_its_part_where_others_have_slips_of_their_own() -> None:
    lines = LINES | {"dW1": "dZ1.mean(axis=1, keepdims=True) @ X.mean(axis=1, keepdims=True).T"}
    lines |= {"dW2": "dZ2 @ A1.T / X.shape[0]"}
    said = said_of(WEEK2, BACKWARD.format(**lines), "backward_propagation")
    assert "which size is taken" in said
    assert said.count("Likely cause") == 1


def test_the_branch_is_told_that_only_wrong_cases_go_into() -> None:
    code = FORKED.replace("PUT", "+=").replace("MULTIPLY", "multiply")
    code = code.replace("up * values[name] * (1", "up * values[inputs[0]] * (1")
    code = code.replace("-up * values[name] ** 2", "up * np.log(values[inputs[0]])")
    said = said_of(WEEK0, code, "backpropagate")
    assert 'What comes out wrong goes the way of line 15, `elif gate == "reciprocal"`' in said
    assert "Printed" not in said  # what was tried with it is not shown


def test_no_change_is_tried_for_ever() -> None:
    code = """
def L_model_forward(X, parameters):
    caches, A = [], X
    for l in range(1, len(parameters) // 2 + 1):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    while len(caches) < 0:
        caches += caches
    return activate(A, "sigmoid"), caches
"""
    before = time.process_time()
    assert "AL of two layers (0 of" in said_of(WEEK3, code, "L_model_forward")
    assert time.process_time() - before < 10


def test_a_change_with_which_a_loop_never_ends_takes_no_time_from_the_others() -> None:
    code = """
def dead_units(A):
    dead, i = np.full(len(A), True), 0
    while i < A.shape[0]:
        if np.any(A[i] > 0):
            dead[i] = False
        i = 1 + i
    return dead
"""
    assert "Look at the comparison `>`" in said_of(WEEK4, code, "dead_units")


@pytest.mark.parametrize(
    "week, asked, code, unsaid",
    [
        (  # what the notebook offers to every answer is no trail
            WEEK2,
            "activate",
            "def activate(Z, activation, alpha=0.1):\n"
            "    kinds = {'sigmoid': sigmoid, 'tanh': np.tanh, 'relu': lambda z: z * (z > 0),\n"
            "             'leaky_relu': lambda z: np.where(z > 0, z, 0.01 * z),\n"
            "             'elu': lambda z: np.where(z > 0, z, 0.01 * (np.exp(z) - 1))}\n"
            "    return kinds[activation](Z)\n",
            "of the notebook",
        ),
        (  # a cause is known: nothing else is asked
            WEEK6,
            "relative_difference",
            "def relative_difference(grad, gradapprox):\n"
            "    total = np.linalg.norm(grad + gradapprox)\n"
            "    return np.linalg.norm(grad - gradapprox) / total if total else 0\n",
            "They agree in",
        ),
        (  # labels are 0 or 1: a 0 in a wrong place was not left out
            WEEK1,
            "predict",
            "def predict(w, b, X):\n    A = sigmoid(w.T @ X + b)\n    return 1 * (A >= A.mean())\n",
            "is each one filled?",
        ),
        (  # a dictionary of zeros and a one comes about in many ways
            WEEK0,
            "backpropagate",
            FORKED.replace("PUT", "+=")
            .replace("MULTIPLY", "multiply")
            .replace("* values[inputs[1]]", "* gradients[inputs[1]]")
            .replace("* values[inputs[0]]", "* gradients[inputs[0]]"),
            "cause",
        ),
        (WEEK2, "activation_derivative", SLOPES, "slope 0 for leaky_relu"),
        (WEEK2, "initialize_parameters", INITIAL, "holds no random numbers"),
        (
            WEEK2,
            "predict",
            "def predict(parameters, X):\n"
            "    return np.argmax(forward_propagation(X, parameters)[0], axis=0)\n",
            "keepdims",
        ),
        (
            WEEK6,
            "dictionary_to_vector",
            "def dictionary_to_vector(parameters):\n"
            "    theta, layout = np.array([]), []\n"
            "    for name in parameters:\n"
            "        theta = np.append(theta, parameters[name])\n"
            "        layout.append((name, parameters[name].shape))\n"
            "    return theta, layout\n",
            "gives back None",
        ),
    ],
)
def test_nothing_is_said_that_is_not_so(week: str, asked: str, code: str, unsaid: str) -> None:
    assert unsaid not in said_of(week, code, asked)


@pytest.mark.parametrize(
    "week, asked, code, lost",
    [
        (
            WEEK0,
            "as_column",
            "def as_column(a):\n    return np.squeeze(a)[:, np.newaxis]\n",
            "a row (0 of 2 points)",
        ),
        (
            WEEK1,
            "forward_vectorized",
            "def forward_vectorized(w, b, X):\n    return forward_loop(w, b, X)\n",
            "vectorized, no loop (0 of 2 points)",
        ),
        (
            WEEK4,
            "depth_until_vanishing",
            "def depth_until_vanishing(weight_scale, tolerance):\n"
            "    if weight_scale == 1:\n"
            "        return np.inf\n"
            "    depth, signal = 0, 1\n"
            "    while tolerance < signal < 1 / tolerance:\n"
            "        signal, depth = signal * weight_scale, depth + 1\n"
            "    return depth\n",
            "the limit met exactly (0 of 1 point)",
        ),
    ],
)
def test_what_is_nearly_right_is_not_green(week: str, asked: str, code: str, lost: str) -> None:
    assert lost in said_of(week, code, asked)


def test_no_line_of_the_checks_own_is_shown_as_the_students() -> None:
    said = said_of(WEEK8, "def initialize_adam(parameters):\n    v = 1\n", "initialize_adam")
    assert "what `initialize_adam` returned cannot be used as the docstring says" in said
    assert "v, s = averages" not in said


def test_running_statistics_that_the_caller_keeps_are_not_written_over() -> None:
    code = """
def batchnorm_forward(X, gamma, beta, bn_param):
    if bn_param["mode"] == "train":
        p = bn_param["momentum"]
        mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
        bn_param["running_mean"][:] = p * bn_param["running_mean"] + (1 - p) * mean
        bn_param["running_var"] = p * bn_param["running_var"] + (1 - p) * var
    else:
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    X_centred, std = X - mean, np.sqrt(var + bn_param["eps"])
    X_hat = X_centred / std
    cache = {"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}
    return gamma * X_hat + beta, cache
"""
    said = said_of(WEEK5, code, "batchnorm_forward")
    assert "running mean (2 of 2 points)" in said
    assert "new arrays for the running statistics (0 of 1 point)" in said
    assert "it cannot be changed here" in said


def test_a_unit_that_is_never_positive_is_not_dead() -> None:
    code = "def dead_units(A):\n    return np.all(A <= 0, axis=1)\n"
    assert "entries of either sign (0 of 2 points)" in said_of(WEEK4, code, "dead_units")


def test_a_setting_with_an_array_in_a_numbers_place_is_told() -> None:
    code = """
def random_search(score, space, trials, rng):
    tried = []
    for trial in range(trials):
        setting = {}
        for name, values in space.items():
            if isinstance(values, tuple):
                setting[name] = sample_log_uniform(*values, 1, rng)
            else:
                setting[name] = values[rng.integers(len(values))]
        tried.append((setting, score(setting)))
    best = max(tried, key=lambda pair: pair[1])
    return *best, tried
"""
    said = said_of("week8_optimization", code, "random_search")
    assert "is an array of shape (1,); expected one number" in said


def test_nothing_near_an_answer_that_is_known_by_its_hash_is_told() -> None:
    right = reference_namespace("week6_gradient_checking")["find_the_bugs"]()
    for i, (layer, fault) in enumerate(right):
        several = [*right]
        several[i] = (layer % 3 + 1, fault)
        code = f"def find_the_bugs():\n    bugs = {several!r}\n    return bugs\n"
        said = said_of("week6_gradient_checking", code, "find_the_bugs")
        assert "0 of 10 points" in said
        assert "cause" not in said and "whole number" not in said


@pytest.mark.parametrize("week", week_names())
def test_no_students_file_holds_numbers_that_a_hidden_answer_makes(week: str) -> None:
    for sheet in bind_check(week, {})._sheets.values():
        if any(part.compare.by_hash for part in sheet.parts):
            assert not sheet.mutants
