"""Wrong answers to weeks 5 to 8 that stand in no list: none is green, and nothing is said that is not so."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.examining import reference_namespace
from helpers.judge.comparing import Seen
from helpers.weeks.week7.judges import dropped
from helpers.weeks.week8.judges import LEAST_GAPS, gaps
from tests.exercises.typed import said_of

WEEK5, WEEK6 = "week5_normalization", "week6_gradient_checking"
WEEK7, WEEK8 = "week7_regularization", "week8_optimization"


pytestmark = pytest.mark.usefixtures("unhurried")


EXACT = """
def dropout_forward(A, keep_prob, rng, mode):
    if mode == "test":
        return A, None
    {mask}
    return A * mask / keep_prob, mask
"""
OF_ALL = """r = rng.random(A.shape)
    mask = (r <= np.quantile(r, keep_prob)).astype(float)"""
OF_EACH_COLUMN = """mask = np.zeros(A.shape)
    for i in range(A.shape[1]):
        mask[rng.choice(len(A), round(keep_prob * len(A)), replace=False), i] = 1"""
OF_EACH_ROW = """mask = np.zeros(A.shape)
    for row in mask:
        row[rng.permutation(row.size)[: round(keep_prob * row.size)]] = 1"""
LATE = """
def check_backward(forward, backward, X, gamma, beta, dout, epsilon=1e-5):
    given = {"dX": X, "dgamma": gamma, "dbeta": beta}
    grads = dict(zip(given, backward(dout, forward(X, gamma, beta)[1])))
    costs = []
    for name in given:
        def cost(column):
            moved = dict(given)
            moved[name] = column.reshape(given[name].shape)
            return np.sum(dout * forward(*moved.values())[0])
        costs.append(cost)
    differences = {}
    for cost, key in zip(costs, given):
        approx = numerical_gradient(cost, given[key].reshape(-1, 1), epsilon)
        differences[key] = relative_difference(grads[key].reshape(-1, 1), approx)
    return differences
"""
BY_NUMBER = """
def loss_along_ray(X, y, W, b, factors, lam):
    losses = np.zeros((len(factors), 2))
    for t in range(len(factors)):
        bare = hinge_loss(linear_scores(X, t * W, t * b), y)
        losses[t] = bare, bare + lam * regularization(t * W, "l2")
    return losses
"""
SEARCH = """
def random_search(score, space, trials, rng):
    best, best_score, tried = None, {start}, []
    for _ in range(trials):
        setting = {{}}
        for name, values in space.items():
            if isinstance(values, tuple):
                setting[name] = sample_log_uniform(values[0], values[1], 1, rng)[0]
            else:
                setting[name] = values[int(rng.random() * len(values))]
        {first}
        if best_score is None or {result} > best_score:
            best, best_score = setting, {result}
    return best, best_score, tried
"""
TWICE = SEARCH.format(
    start="None", first="tried.append((setting, score(setting)))", result="score(setting)"
)
FROM_ZERO = SEARCH.format(
    start="0", first="s = score(setting); tried.append((setting, s))", result="s"
)

# What is wrong in general earned all points, until a case was drawn in which it shows.
NOT_GREEN = [
    (WEEK7, "dropout_forward", EXACT.format(mask=OF_ALL), "are kept in each of 8 draws"),
    (WEEK7, "dropout_forward", EXACT.format(mask=OF_EACH_COLUMN), "are kept in each column"),
    (WEEK7, "dropout_forward", EXACT.format(mask=OF_EACH_ROW), "are kept in each row"),
    (
        WEEK7,
        "dropout_forward",
        """
def dropout_forward(A, keep_prob, rng, mode):
    if mode == "test" or keep_prob == 1:
        return A, None
    mask = np.floor(rng.random(A.shape) + keep_prob)
    return A * mask / keep_prob, mask
""",
        "In training the way back needs a mask",
    ),
    (
        WEEK7,
        "hinge_gradient",
        """
def hinge_gradient(scores, y):
    dS = np.zeros_like(scores)
    for place in np.ndindex(scores.shape):
        s = scores.copy()
        s[place] += 0.01
        dS[place] = (hinge_loss(s, y) - hinge_loss(scores, y)) / 0.01
    return dS
""",
        "a step so long that it goes over a kink",
    ),
    (
        WEEK7,
        "validation_curve",
        """
def validation_curve(X_train, y_train, X_valid, y_valid, lambdas, steps, learning_rate):
    C = len(np.unique(y_train))
    found = []
    for lam in lambdas:
        W, b = np.zeros((C, len(X_train))), np.zeros((C, 1))
        for _ in range(steps):
            _, dW, db = total_loss(X_train, y_train, W, b, lam, "l2")
            W, b = W - learning_rate * dW, b - learning_rate * db
        found.append([hinge_loss(W @ X + b, y) for X, y in ((X_train, y_train), (X_valid, y_valid))])
    train_errors, valid_errors = map(list, zip(*found))
    best = max(l for l, e in zip(lambdas, valid_errors) if e == min(valid_errors))
    return train_errors, valid_errors, best
""",
        "as many classes as there are different labels",
    ),
    (
        WEEK8,
        "sample_log_uniform",
        """
def sample_log_uniform(low, high, size, rng):
    values = np.geomspace(low, high, size)
    rng.shuffle(values)
    return values
""",
        "evenly spaced numbers in a random order",
    ),
    (
        WEEK5,
        "largest_stable_learning_rate",
        """
def largest_stable_learning_rate(H):
    return min(2 / l for l in np.linalg.eigvalsh(H))
""",
        "the smallest of all 2/lambda",
    ),
    (
        WEEK5,
        "condition_number",
        """
def condition_number(H):
    small, *_, large = np.linalg.eigvalsh(H)
    return large / small if small > 1e-11 * large else np.inf
""",
        "large, but not infinite (0 of 2 points)",
    ),
    (
        WEEK6,
        "locate_bug",
        """
def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
    a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
    place = None
    for l in range(1, len(layout) // 2 + 1):
        off = [not np.allclose(a[k], b[k], tolerance, 1e-6) for k in (f"W{l}", f"b{l}")]
        if any(off):
            place = f"{'Z' if all(off) else 'Wb'[off.index(True)]}{l}"
    return place
""",
        "each entry compared, not the block as a whole",
    ),
    (
        WEEK5,
        "normalize",
        "def normalize(X, mu, sigma):\n    return (X - mu) / sigma, mu\n",
        "should be an array of shape",
    ),
    (
        WEEK5,
        "fold_batchnorm",
        """
def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
    k = gamma / np.sqrt(running_var + eps)
    return k * W, k * (b - running_mean) + beta, k
""",
        "should return 2 values, `W_folded, b_folded`; 3 came back",
    ),
]

HELPS = [
    (WEEK6, "check_backward", LATE, "reads `name` when it is called, not when it is made"),
    (WEEK7, "loss_along_ray", BY_NUMBER, "Look at `t`: is its number meant there, or the entry of"),
    (WEEK8, "random_search", TWICE, "which `score` gave in its call number 3"),
    (WEEK8, "random_search", FROM_ZERO, "what should it begin with, so that the first score does?"),
    (
        WEEK5,
        "hessian_of_mse",
        "def hessian_of_mse(X):\n    m, n = X.shape\n    return X.T @ X / m\n",
        "Here 6 is the number of columns of `X`, 3 is the number of rows of `X`.",
    ),
    (
        WEEK5,
        "normalize",
        "def normalize(X, mu, sigma):\n    return (X - np.ravel(mu)[:1]) / sigma.ravel()[:, None].T.T\n",
        "Only the first row is right",
    ),
    (
        WEEK5,
        "fit_normalizer",
        """
def fit_normalizer(X):
    sigma = np.vectorize(np.std)(X)
    sigma[sigma == 0] = 1
    return np.vectorize(np.mean)(X), sigma
""",
        "That is `X`, just as it was given.",
    ),
    (
        WEEK8,
        "initialize_velocity",
        """
def initialize_velocity(parameters):
    return dict.fromkeys(("d" + k for k in parameters), np.zeros(parameters["W1"].shape))
""",
        "is the shape of `parameters['W1']`",
    ),
    (
        WEEK7,
        "hinge_gradient",
        """
def hinge_gradient(scores, y):
    columns = np.arange(scores.shape[1])
    dS = (scores - scores[y, columns] + 1 > 0).astype(float)
    dS[y, columns] = 0
    dS[y, columns] = -(dS.sum(axis=0) > 0)
    return dS / len(columns)
""",
        "make numbers first: `.astype(float)`",
    ),
    (
        WEEK5,
        "batchnorm_forward",
        """
def batchnorm_forward(X, gamma, beta, bn_param):
    k = bn_param["momentum"]
    if bn_param["mode"] == "train":
        mu, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
        bn_param["running_mean"] = k * bn_param["running_mean"] + (1 - k) * mu
        bn_param["running_var"] = k * bn_param["running_var"] + (1 - k) * var
        std = np.sqrt(var + bn_param["eps"])
    else:
        mu, std = bn_param["running_mean"], np.sqrt(bn_param["running_var"])
    X_hat = (X - mu) / std
    return gamma * X_hat + beta, {"X_hat": X_hat, "X_centred": X - mu, "std": std, "gamma": gamma}
""",
        "no eps in mode test",
    ),
]

UNSAID = [
    # a comparison that is always so mends it, and is not what is wrong
    (
        WEEK5,
        "normalize",
        """
def normalize(X, mu, sigma):
    if X.shape[1] == 1:
        return (X - mu) / sigma
    else:
        return (X - mu) / X.std(axis=1, keepdims=True)
""",
        "Look at the comparison",
    ),
    # in a case of one entry another variable gives the shape that is missing
    (
        WEEK6,
        "numerical_gradient",
        """
def numerical_gradient(cost, theta, epsilon=1e-7):
    E = epsilon * np.eye(len(theta))
    return (cost(theta + E) - cost(theta - E)) / (2 * epsilon)
""",
        "Look at the variable",
    ),
    (WEEK7, "loss_along_ray", BY_NUMBER, "With 1 row of `W`"),
    # nothing is summed there
    (
        WEEK8,
        "initialize_velocity",
        """
def initialize_velocity(parameters):
    shapes = {k: len(a) if k[0] == "b" else a.shape for k, a in parameters.items()}
    return {"d" + k: np.zeros(shape) for k, shape in shapes.items()}
""",
        "keepdims",
    ),
    # two keys are missing, and that is said
    (
        WEEK8,
        "initialize_velocity",
        """
def initialize_velocity(parameters):
    v = {}
    for l in range(len(parameters) // 2):
        v[f"dW{l}"] = np.zeros(parameters[f"W{l + 1}"].shape)
        v[f"db{l}"] = np.zeros(parameters[f"b{l + 1}"].shape)
    return v
""",
        "is the shape of",
    ),
    # what np.zeros is given is a shape with two sizes
    (
        WEEK5,
        "layernorm_forward",
        """
def layernorm_forward(X, gamma, beta, eps):
    X_hat, std = np.zeros(X.shape), []
    for k in range(X.shape[1]):
        std.append(np.sqrt(X[:, k].var() + eps))
        X_hat[:, k] = (X[:, k] - X[:, k].mean()) / std[k]
    return gamma * X_hat + beta, {"X_hat": X_hat, "std": np.array(std), "gamma": gamma}
""",
        "has one axis",
    ),
    # the dictionary that it gives is short of a key, and its one argument is in no order
    (
        WEEK6,
        "gradients_to_vector",
        """
def gradients_to_vector(gradients, layout):
    return dictionary_to_vector({key[1:]: value for key, value in gradients.items()})[0]
""",
        "in the order of its line",
    ),
    # kept with another probability, and by another generator in other places
    (
        WEEK7,
        "dropout_forward",
        """
def dropout_forward(A, keep_prob, rng, mode):
    if mode == "test":
        return A, None
    mask = (rng.standard_exponential(A.shape) < keep_prob).astype(float)
    return A * mask / keep_prob, mask
""",
        "drop the same entries",
    ),
]


@pytest.mark.parametrize(("week", "asked", "code", "said"), NOT_GREEN)
def test_what_is_wrong_in_general_is_not_green(week: str, asked: str, code: str, said: str) -> None:
    found = said_of(week, code, asked)
    assert f"{asked}: right" not in found
    assert said in " ".join(found.split())


@pytest.mark.parametrize(("week", "asked", "code", "said"), HELPS)
def test_what_is_told_helps(week: str, asked: str, code: str, said: str) -> None:
    assert said in " ".join(said_of(week, code, asked).split())


@pytest.mark.parametrize(("week", "asked", "code", "unsaid"), UNSAID)
def test_nothing_is_said_for_which_nothing_speaks(
    week: str, asked: str, code: str, unsaid: str
) -> None:
    found = " ".join(said_of(week, code, asked).split())
    assert f"{asked}: right" not in found and "points" in found
    assert unsaid not in found


def test_a_fair_mask_varies_enough_in_ten_thousand_draws() -> None:
    forward = reference_namespace(WEEK7)["dropout_forward"]
    rng, A = np.random.default_rng(5), np.ones((24, 16))
    seen = Seen({"A": A, "keep_prob": 0.6})
    for _ in range(1250):
        got = [forward(A, 0.6, rng, "train") for _ in range(8)]
        assert dropped(got, [(A, A)] * 8, "the result", seen, "counts") is None


def test_gaps_tell_placed_numbers_from_drawn_ones() -> None:
    rng = np.random.default_rng(6)
    assert min(gaps(rng.random(400)) for _ in range(2000)) > LEAST_GAPS + 0.1
    strata = (np.arange(400) + rng.random(400)) / 400
    assert gaps(np.linspace(0, 1, 400)) < LEAST_GAPS and gaps(strata) < LEAST_GAPS
