"""Demonstrations with a student's network wait, and say why, while its parameters do not fit together."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.weeks.week3.networks import count_pieces, fits_together
from solutions.week3_deep_net import tent_network


def test_a_network_that_fits_is_shown_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert fits_together(tent_network)
    assert capsys.readouterr().out == ""
    assert count_pieces(tent_network(10)) == 1024


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"b3": None}, "should hold arrays of numbers; 'b3' is None"),
        ({"W2": np.ones((2, 3))}, "layer 2 receives 2 values for each example"),
        ({"b1": np.zeros(2)}, "'b1' should have the shape (2, 1)"),
        ({"W3": np.ones((2, 2)), "b3": np.zeros((2, 1))}, "has 2 outputs"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    change: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not fits_together(lambda k: tent_network(k) | change if k == 2 else tent_network(k))
    assert said in capsys.readouterr().out


def test_something_else_than_a_network_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert not fits_together(lambda k: 2.0 * k)
    assert "`tent_network`: for k = 1 its network should be a dictionary" in capsys.readouterr().out
