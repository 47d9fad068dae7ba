"""Wrong answers to weeks 4 to 8 as a third reader typed them: none is green, no guess rests on chance."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import solutions.week8_optimization as solutions
from helpers.judge.comparing import Close, Seen
from helpers.judge.patterns import Pair, pattern
from helpers.judge.statistics import Statistics
from tests.exercises.typed import said_of

WEEK4, WEEK5, WEEK6 = "week4_initialization", "week5_normalization", "week6_gradient_checking"
WEEK7, WEEK8 = "week7_regularization", "week8_optimization"

pytestmark = pytest.mark.usefixtures("unhurried")

EXACT = """
def initialize_parameters_he(layers_dims):
    rng = np.random.default_rng(4)
    parameters = {}
    for l in range(1, len(layers_dims)):
        n, p = layers_dims[l], layers_dims[l - 1]
        W = rng.standard_normal((n, p))
        parameters[f"W{l}"] = (W - W.mean()) / W.std() * np.sqrt(2 / p)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters
"""
CURVE = """
def validation_curve(X_train, y_train, X_valid, y_valid, lambdas, steps, learning_rate):
    C = int(np.max(y_train)) + 1
    train_errors, valid_errors = [], []
    for lam in lambdas:
        W, b = np.zeros((C, len(X_train))), np.zeros((C, 1))
        for _ in range(steps):
            _, dW, db = total_loss(X_train, y_train, W, b, lam, "l2")
            {stop}
            W, b = W - learning_rate * dW, b - learning_rate * db
        train_errors.append(hinge_loss(W @ X_train + b, y_train))
        valid_errors.append(hinge_loss(W @ X_valid + b, y_valid))
    told = [{told} for e in valid_errors]
    best = max(l for l, e in zip(lambdas, told) if e == min(told))
    return train_errors, valid_errors, best
"""
LOCATE = """
def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
    a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
    norm = {norm}
    place = None
    for l in range(1, len(layout) // 2 + 1):
        off = []
        for name in (f"W{{l}}", f"b{{l}}"):
            gap = norm(a[name] - b[name])
            if gap > tolerance * (norm(a[name]) + norm(b[name])) and gap > 1e-6:
                off.append(name)
        if off:
            place = off[0] if len(off) == 1 else f"Z{{l}}"
    return place
"""
SEARCH = """
def random_search(score, space, trials, rng):
    tried = []
    for _ in range(trials):
        setting = {{}}
        for name, values in space.items():
            if {range}:
                setting[name] = sample_log_uniform(values[0], values[1], 1, rng)[0]
            else:
                setting[name] = values[rng.integers(len(values))]
        tried.append((setting, score(setting)))
    {best}
"""
BY_MAX = (
    "best, best_score = max(tried, key=lambda pair: pair[1])\n    return best, best_score, tried"
)
AGAIN = "best = max((s for s, _ in tried), key=score)\n    return best, score(best), tried"
NOT_GREEN = [
    (WEEK4, "initialize_parameters_he", EXACT, "to the last digit"),
    (
        WEEK7,
        "validation_curve",
        CURVE.format(stop="if np.linalg.norm(dW) < 1e-4: break", told="e"),
        "descent stops where the gradient is small",
    ),
    (
        WEEK7,
        "validation_curve",
        CURVE.format(stop="pass", told="round(e, 2)"),
        "errors compared after rounding",
    ),
    (
        WEEK6,
        "locate_bug",
        LOCATE.format(norm="lambda d: np.max(np.abs(d))"),
        "the largest entry in place of the norm",
    ),
    (WEEK6, "locate_bug", LOCATE.format(norm="lambda d: np.linalg.norm(d, 2)"), "expected 'W1'"),
    (
        WEEK8,
        "random_search",
        SEARCH.format(range="len(values) == 2 and isinstance(values[0], float)", best=BY_MAX),
        "which is no item of the list [0.9, 0.99]",
    ),
    (
        WEEK8,
        "random_search",
        SEARCH.format(range="isinstance(values, tuple)", best=AGAIN),
        "was `score` called again?",
    ),
    (
        WEEK8,
        "sample_log_uniform",
        """
def sample_log_uniform(low, high, size, rng):
    a, b = np.log(low), np.log(high)
    return np.exp(np.clip(rng.normal((a + b) / 2, (b - a) / 3.4, size), a, b))
""",
        "are one of the bounds themselves",
    ),
]


@pytest.mark.parametrize(("week", "asked", "code", "told"), NOT_GREEN)
def test_what_was_green_is_refused_and_said(week: str, asked: str, code: str, told: str) -> None:
    assert told in said_of(week, code, asked)


class TestWhatChanceBringsAbout:
    """What speaks for a guess has to be more than one agreement among hundreds."""

    def test_how_two_numbers_of_a_list_are_related_tells_nothing(self) -> None:
        seen = Seen(arguments={"lambdas": [0.15, 0.002, 1.2]})
        told = Close().fault(0.002, 0.15, "best", seen)
        assert told == "best is 0.002; expected 0.15."
        assert "divided by 75" in str(Close().fault(0.002, 0.15, "best", Seen()))

    def test_of_single_numbers_a_ratio_beyond_a_thousand_is_not_said(self) -> None:
        assert Close().fault(2.0, 8_000.0, "alpha", Seen()) == "alpha is 2; expected 8000."

    @pytest.mark.parametrize(("rows", "said"), [(5, False), (9, True)])
    def test_signs_of_few_numbers_are_not_said(self, rows: int, said: bool) -> None:
        signs = np.where(np.arange(rows) % 2, -1.0, 1.0)[:, None]
        wanted = np.linspace(1.1, 2.3, rows)[:, None]
        pair = Pair(np.where(signs < 0, wanted + 0.3 * wanted**2, wanted), wanted, "b")
        told = pattern(pair, {"gamma": signs})
        assert ("just where `gamma` is negative" in str(told)) is said

    def test_a_number_of_a_place_turned_round_mends_one_case_and_is_not_told(self) -> None:
        code = """
def hinge_loss(scores, y):
    C, m = scores.shape
    loss = 0
    for i in range(m):
        for j in range(C):
            if j != y.all():
                loss += max(0, scores[j, i] - scores[y[i], i] + 1)
    return loss / m
"""
        said = said_of(WEEK7, code, "hinge_loss")
        assert "Look at the sign" not in said
        assert "`y.all()` is one answer for the whole array" in said

    def test_a_question_that_is_not_needed_is_told_as_that(self) -> None:
        code = """
def normalize(X, mu, sigma):
    if X.shape[1] == 1:
        return np.zeros(X.shape)
    return (X - mu) / sigma
"""
        said = said_of(WEEK5, code, "normalize")
        assert "which size is taken" not in said
        assert "Look at whether this line belongs there" in said

    def test_a_number_typed_in_for_an_argument_is_told_as_a_number(self) -> None:
        code = (
            "def forward_difference(f, x, epsilon):\n"
            "    h = 1e-7\n"
            "    return (f(x + h) - f(x)) / h\n"
        )
        said = said_of(WEEK6, code, "forward_difference")
        assert "still missing there" not in said
        assert "Look at the number 1e-07" in said
        assert "never uses `epsilon`" in said

    def test_all_lines_below_a_first_return_are_no_place(self) -> None:
        code = """
def depth_until_vanishing(weight_scale, tolerance):
    if weight_scale == 1:
        return np.inf
    if weight_scale > 1:
        return depth_until_vanishing(1 / weight_scale, tolerance)
    if tolerance >= weight_scale:
        return 0
    return 1 + depth_until_vanishing(weight_scale, tolerance / weight_scale)
"""
        assert "goes the way of" not in said_of(WEEK4, code, "depth_until_vanishing")

    def test_a_part_of_a_special_case_does_not_name_a_place(self) -> None:
        code = """
def momentum_step(parameters, grads, v, beta, learning_rate):
    v = {key: beta * v[key] + 2 * learning_rate * grads[key] for key in v}
    parameters = {name: array - v["d" + name] for name, array in parameters.items()}
    return parameters, v
"""
        assert "is it the one that belongs there" not in said_of(WEEK8, code, "momentum_step")

    def test_pythons_own_sum_is_told(self) -> None:
        code = "def regularization(W, kind):\n    return sum(W ** 2 if kind == 'l2' else abs(W))\n"
        assert "is Python's own `sum`" in said_of(WEEK7, code, "regularization")


class TestExactlyStandardised:
    SIGMA = 0.1

    def drawn(self) -> np.ndarray:
        return np.random.default_rng(3).normal(0, self.SIGMA, (90, 110))

    def fault(self, weights: np.ndarray) -> str | None:
        judge = Statistics(sigma={"W1": self.SIGMA}, gaussian=True)
        return judge.fault({"W1": weights}, None, "parameters", Seen())

    def test_what_is_drawn_passes(self) -> None:
        assert self.fault(self.drawn()) is None

    @pytest.mark.parametrize("how", ["mean", "spread", "root mean square"])
    def test_what_is_scaled_or_shifted_by_what_came_does_not(self, how: str) -> None:
        W = self.drawn()
        scaled = {
            "mean": W - W.mean(),
            "spread": W / W.std() * self.SIGMA,
            "root mean square": W / np.sqrt(np.mean(W**2)) * self.SIGMA,
        }[how]
        assert "to the last digit" in str(self.fault(scaled))


def test_a_spread_that_chance_does_not_bring_is_no_seed_used_twice() -> None:
    little_more = (
        "def initialize_parameters(n_x, n_h, n_y):\n"
        "    rng = np.random.default_rng(8)\n"
        "    W1 = 0.0105 * rng.standard_normal((n_h, n_x))\n"
        "    W2 = 0.0105 * rng.standard_normal((n_y, n_h))\n"
        "    b1, b2 = np.zeros((n_h, 1)), np.zeros((n_y, 1))\n"
        '    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}\n'
    )
    said = said_of("week2_shallow_net", little_more, "initialize_parameters")
    assert "1.05 times as wide" in said and "same seed" not in said
    one_seed = little_more.replace("0.0105", "0.01").replace(
        "W2 = 0.01 * rng", "W2 = 0.01 * np.random.default_rng(8)"
    )
    said = said_of("week2_shallow_net", one_seed, "initialize_parameters")
    assert "the generator made anew with the same seed for W2" in said


def test_a_number_that_should_be_a_size_is_not_said_to_be_divided() -> None:
    typed_in = "def layer_sizes(X, Y, n_h=4):\n    return X.shape[0], 4, 1\n"
    said = said_of("week2_shallow_net", typed_in, "layer_sizes")
    assert "5 is the number of rows of `Y`." in said and "divided" not in said


def test_the_sign_of_what_is_drawn_mends_nothing() -> None:
    few_tries = (
        "def revive(parameters, X, rng):\n"
        "    new = {k: v.copy() for k, v in parameters.items()}\n"
        "    A_prev = X\n"
        "    for l in range(1, len(parameters) // 2):\n"
        '        W, b = new[f"W{l}"], new[f"b{l}"]\n'
        '        A, _ = linear_activation_forward(A_prev, W, b, "relu")\n'
        "        for i in np.flatnonzero(dead_units(A)):\n"
        "            b[i, 0] = 0.0\n"
        "            for attempt in range(5):\n"
        "                W[i] = rng.standard_normal(W.shape[1]) * np.sqrt(2 / W.shape[1])\n"
        "                if (W[i] @ A_prev).max() > 0:\n"
        "                    break\n"
        '        A_prev, _ = linear_activation_forward(A_prev, W, b, "relu")\n'
        "    return new\n"
    )
    said = said_of(WEEK4, few_tries, "revive")
    assert "draw again until it does" in said and "Look at the sign" not in said


def test_pairs_in_another_order_are_not_said_to_be_scored_twice() -> None:
    ordered = inspect.getsource(solutions.random_search).replace(
        "    return best", "    tried.sort(key=lambda pair: pair[1], reverse=True)\n    return best"
    )
    said = said_of(WEEK8, ordered, "random_search")
    assert "the pairs stand in another order" in said and "more than once" not in said
