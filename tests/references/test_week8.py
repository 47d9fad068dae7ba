"""The answers of week 8 agree with hand-computed steps, scipy and scikit-learn, and its capstone generalizes."""

import math
import re

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression

from autograder.examining import draw, load_week, variant_source, with_variants
from autograder.exercises.week8_optimization import capstone as examined
from helpers.data.fashion import load_fashion_mnist
from helpers.judge.comparing import Seen
from helpers.weeks.week8.descents import arrival, path_down, plain_step, ravine, turned_point
from helpers.weeks.week8.judges import better_than_guessing, generalizes, uniform_distance
from helpers.weeks.week8.networks import (
    accuracy,
    capstone_pictures,
    cost,
    cost_and_gradients,
    initialize_network,
    packed,
    scores,
    shifted,
    unpacked,
)
from solutions.week8_optimization import (
    adam_step,
    decayed_learning_rate,
    initialize_adam,
    momentum_step,
    random_mini_batches,
    random_search,
    sample_log_uniform,
    split,
)

WEEK = load_week("week8_optimization")


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def single(number):
    return {"W1": np.array([[float(number)]])}


def slope(number):
    return {"dW1": np.array([[float(number)]])}


def test_three_steps_of_adam_are_those_of_the_paper_s_algorithm_by_hand():
    gradients, beta1, beta2, rate, epsilon = (0.4, -0.2, 0.9), 0.7, 0.8, 0.5, 0.01
    m = v = 0.0
    x = 2.0
    parameters, (mean, square) = single(2.0), initialize_adam(single(2.0))
    for t, g in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        x -= rate * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + epsilon)
        parameters, mean, square = adam_step(
            parameters, slope(g), mean, square, t, rate, beta1, beta2, epsilon
        )
    assert parameters["W1"].item() == pytest.approx(x, rel=1e-12)
    assert (mean["dW1"].item(), square["dW1"].item()) == pytest.approx((m, v), rel=1e-12)


def test_adams_first_step_is_as_long_as_the_rate_and_does_not_see_the_unit_of_the_cost():
    for size in (1e-3, 1.0, 1e4):
        moved, _, _ = adam_step(single(0), slope(size), *initialize_adam(single(0)), 1, 0.25)
        assert moved["W1"].item() == pytest.approx(-0.25, rel=1e-4)


def test_momentum_is_the_weighted_mean_of_all_gradients(rng):
    gradients, beta = rng.normal(size=12), 0.8
    v, parameters = slope(0), single(0)
    for g in gradients:
        parameters, v = momentum_step(parameters, slope(g), v, beta, 0.3)
    weights = (1 - beta) * beta ** np.arange(11, -1, -1)
    assert v["dW1"].item() == pytest.approx(float(weights @ gradients), rel=1e-12)


def test_momentum_is_stable_up_to_the_rate_that_the_notebook_derives():
    H, beta = np.diag([1.0, 20.0]), 0.9
    limit = 2 / 20 * (1 + beta) / (1 - beta)

    def end(rate):
        state = {"v": {"dW1": np.zeros((2, 1))}}

        def step(parameters, grads, t):
            parameters, state["v"] = momentum_step(parameters, grads, state["v"], beta, rate)
            return parameters

        return np.abs(path_down(step, H, np.ones((2, 1)), 1500)[:, -1]).max()

    assert end(0.99 * limit) < 1e-3
    assert end(1.01 * limit) > 1e3


def test_batches_hold_every_example_once_with_its_label(rng):
    X = np.arange(23.0).reshape(1, -1)
    batches = random_mini_batches(X, -X, 5, rng)
    assert [b.shape[1] for b, _ in batches] == [5, 5, 5, 5, 3]
    assert sorted(np.concatenate([b[0] for b, _ in batches])) == list(range(23))
    assert all(np.array_equal(a, -b) for a, b in batches)


def test_a_split_of_clothes_gives_each_set_every_class(rng):
    labels = np.repeat(np.arange(10), 60).reshape(1, -1)
    sets = split(labels.astype(float), labels, [0.6, 0.2, 0.2], rng)
    assert [part.shape[1] for part, _ in sets] == [360, 120, 120]
    assert all(len(np.unique(y)) == 10 for _, y in sets)


def test_log_uniform_numbers_are_scipys_loguniform(rng):
    values = sample_log_uniform(1e-4, 0.5, 20_000, rng)
    assert stats.kstest(values, stats.loguniform(1e-4, 0.5).cdf).pvalue > 1e-6


def test_the_judge_s_distance_is_kolmogorov_s(rng):
    heights = rng.uniform(size=300)
    wanted = stats.kstest(heights, "uniform").statistic * math.sqrt(300)
    assert uniform_distance(heights) == pytest.approx(wanted, rel=1e-9)


def test_a_random_search_finds_the_top_of_a_hill(rng):
    best, best_score, tried = random_search(
        lambda setting: -((math.log10(setting["rate"]) + 2) ** 2) - 1,
        {"rate": (1e-5, 1.0), "units": [(8,), (16, 8)]},
        80,
        rng,
    )
    assert best_score == max(score for _, score in tried) > -1.2
    assert 3e-3 < best["rate"] < 3e-2


def test_the_rate_is_halved_in_epoch_one_over_the_decay():
    assert decayed_learning_rate(0.6, 5, 0.2) == pytest.approx(0.3)


def test_gradients_of_the_supplied_network_agree_with_differences(rng):
    parameters = {
        name: array + 0.1 * rng.standard_normal(array.shape)
        for name, array in initialize_network((4, 6, 5, 3), rng).items()
    }
    X, Y = rng.standard_normal((4, 30)), np.eye(3)[:, rng.integers(0, 3, 30)]
    _, gradients = cost_and_gradients(parameters, X, Y)
    step, away = 1e-6, {name: rng.standard_normal(a.shape) for name, a in parameters.items()}
    up, down = (
        cost({name: a + sign * step * away[name] for name, a in parameters.items()}, X, Y)
        for sign in (1, -1)
    )
    along = sum(np.sum(gradients["d" + name] * away[name]) for name in parameters)
    assert (up - down) / (2 * step) == pytest.approx(along, rel=1e-6)


def test_turning_the_ravine_turns_the_path_of_descent_and_changes_adams():
    def adam():
        state = list(initialize_adam({"W1": np.zeros((2, 1))}))

        def step(parameters, grads, t):
            parameters, *state[:] = adam_step(parameters, grads, *state, t, 0.158)
            return parameters

        return step

    def steps(runner, turned):
        H = ravine(100, turned)
        return arrival(path_down(runner, H, turned_point((-3, 1), turned), 400), H)

    def descent(parameters, grads, t):
        return plain_step(0.0178)(parameters, grads)

    assert steps(descent, 0) == steps(descent, 45)
    assert steps(adam(), 0) < 100 < steps(adam(), 45)


def test_pictures_are_shifted_by_up_to_a_pixel_and_lose_only_the_edge(rng):
    X = np.zeros((784, 400))
    X[14 * 28 + 14] = 1.0
    where = np.argmax(shifted(X, rng), axis=0)
    offsets = {(int(p) // 28 - 14, int(p) % 28 - 14) for p in where}
    assert offsets == {(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)}


def test_packed_pictures_come_out_as_they_were(rng):
    images = rng.integers(0, 256, (7, 28, 28)).astype(np.uint8)
    assert np.array_equal(unpacked(packed(images)), images.reshape(7, -1).T / 255)


def test_no_picture_of_the_grader_s_ships():
    train, _, test, _ = load_fashion_mnist()
    shipped = {picture.tobytes() for picture in (*train, *test)}
    with np.load(f"{examined.__file__.rpartition('/')[0]}/unseen.npz") as stored:
        assert len(stored["images"]) == 3_000
        assert np.array_equal(np.bincount(stored["labels"]), np.full(10, 300))
        assert not any(picture.tobytes() in shipped for picture in stored["images"])


def test_the_grader_asks_about_unseen_pictures_and_check_about_the_validation_set():
    exercise = WEEK.exercise("capstone")

    def asked(seed, hidden):
        sheet = draw(WEEK, exercise, seed, known=False, hidden=hidden)
        (case,) = sheet.draws["validation"]
        (pictures,) = case.calls[1].arguments().values()
        return pictures, case.expected["labels"]

    seen, labels = asked(1, hidden=False)
    assert "unpacked" not in seen.name and len(labels) == 500
    first, second = asked(b"one", hidden=True), asked(b"two", hidden=True)
    assert first[0].settings["texts"] != second[0].settings["texts"]
    assert len(first[1]) == 3_000 and not np.array_equal(first[1], second[1])


def test_a_linear_softmax_of_scikit_learn_stays_below_the_first_points():
    X, Y, _, _ = capstone_pictures(0)
    model = LogisticRegression(C=0.05, max_iter=150).fit(X.T, np.argmax(Y, axis=0))
    sheet = draw(WEEK, WEEK.exercise("capstone"), b"linear", known=False, hidden=True)
    (case,) = sheet.draws["validation"]
    (pictures,) = case.calls[1].arguments().values()
    got = model.predict(unpacked(pictures.settings["texts"]).T)
    share = float(np.mean(got == case.expected["labels"]))
    assert 0.70 < share < case.expected["base"] + examined.ABOVE[0]


@pytest.mark.slow
def test_the_capstone_and_its_alternatives_earn_everything_on_unseen_pictures():
    exercise = WEEK.exercise("capstone")
    for number, variant in enumerate((None, *exercise.alternatives)):
        sheet = draw(WEEK, exercise, f"unseen {number}".encode(), known=False, hidden=True)
        (case,) = sheet.draws["validation"]
        (pictures,) = case.calls[1].arguments().values()
        sources = variant_source(WEEK.name, exercise, variant) if variant else {}
        capstone = with_variants(WEEK.name, sources)["capstone"]
        predict = capstone(*capstone_pictures(number), np.random.default_rng(number))
        got = predict(unpacked(pictures.settings["texts"]))
        assert generalizes(got, case.expected, "it", Seen(), examined.ABOVE[-1]) is None


def test_an_untrained_network_is_told_that_guessing_gives_a_tenth(rng):
    network = initialize_network((784, 10), rng)
    _, _, X, Y = capstone_pictures(0)
    assert accuracy(network, X, Y) < 0.3
    expected = {"labels": np.argmax(Y, axis=0)}
    said = better_than_guessing(np.argmax(scores(network, X), axis=0), expected, "it", Seen())
    assert said is not None and re.search(r"guessing gives 10\.0%", said)
