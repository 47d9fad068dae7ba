"""Week 3's search for a network: six attempts, and one look at the test set."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.weeks.week3.choosing import Search
from helpers.weeks.week3.training import PIECES, train_yes_or_no
from solutions import week3_deep_net as week3

LAYERS = {name: getattr(week3, name) for name in (*PIECES, "softmax_cross_entropy")}


@pytest.fixture
def search() -> Search:
    rng = np.random.default_rng(1)

    def pictures(m: int) -> tuple[np.ndarray, np.ndarray]:
        labels = rng.permutation(m) % 10
        return np.eye(10)[:, labels] + 0.1 * rng.normal(size=(10, m)), labels

    return Search(LAYERS, pictures(200), pictures(60), pictures(50), to_beat=0.5)


def attempt(
    rate: float, rounds: int = 30, activation: str = "relu", widths: object = None
) -> tuple:
    return (widths or [10, 10], activation, rate, rounds, "why")


def test_each_attempt_gets_a_line_and_a_share_of_new_pictures(
    search: Search, capsys: pytest.CaptureFixture[str]
) -> None:
    search.compare([attempt(1.0), attempt(0.5, activation="tanh", widths=[10, 12, 10])])
    said = capsys.readouterr().out
    assert "1. 10-10, relu, rate 1, 30 rounds" in said
    assert "2. 10-12-10, tanh, rate 0.5, 30 rounds" in said
    assert said.count("beats it") == 2 and "4 of 6 attempts are left" in said
    assert all(share > 0.9 for _, *shares in search.tried.values() for share in shares)


def test_there_are_six_attempts_and_taking_one_out_does_not_bring_it_back(
    search: Search, capsys: pytest.CaptureFixture[str]
) -> None:
    for rate in range(1, 8):
        search.compare([attempt(rate / 10)])
    assert len(search.tried) == 6
    assert "Line 1: The 6 attempts are spent" in capsys.readouterr().out
    search.compare([attempt(0.3)])
    assert "3. 10-10, relu, rate 0.3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("10-10", 0.1), "Expected (layers, activation, learning rate, rounds, words)"),
        (attempt(0.1, widths=[10, 4]), "Expected layers such as [10, 32, 10]; got [10, 4]"),
        (attempt(0.1, widths=[10, 4000, 10]), "at most 300 units"),
        (attempt(0.1, activation="Relu"), "Expected one of the activations relu, tanh"),
        (attempt(-1), "Expected a learning rate above 0; got -1"),
        (attempt(0.1, rounds=4000), "Expected 1 to 40 rounds; got 4000"),
    ],
)
def test_what_cannot_be_trained_is_named_and_does_not_count(
    search: Search, wrong: tuple, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    search.compare([wrong])
    assert said in capsys.readouterr().out and not search.tried


def test_the_test_set_is_looked_at_once(search: Search, capsys: pytest.CaptureFixture[str]) -> None:
    search.compare([attempt(1e-9), attempt(1.0)])
    assert search.best() == 2
    first = search.look(None)
    assert first > 0.9 and search.look(2) == first
    capsys.readouterr()
    assert search.look(1) == first
    assert "looked at already, with attempt 2" in capsys.readouterr().out


def test_a_number_that_is_no_attempt_takes_the_best(
    search: Search, capsys: pytest.CaptureFixture[str]
) -> None:
    search.compare([attempt(1.0)])
    assert search.look("the second") == search.look(None)
    assert "There is no attempt 'the second'" in capsys.readouterr().out


def test_yes_or_no_with_relu_is_what_the_students_training_does() -> None:
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(2, 30)), rng.integers(0, 2, (1, 30))
    wanted, costs = week3.L_layer_model(X, Y, [2, 5, 4, 1], 0.2, 101)
    got, cost = train_yes_or_no(LAYERS, X, Y, [2, 5, 4, 1], "relu", 0.2, 101)
    assert cost == pytest.approx(costs[-1], rel=1e-9)
    for name, value in wanted.items():
        np.testing.assert_allclose(got[name], value, rtol=1e-9, atol=1e-12)
