"""What week 0 shows: a verdict on somebody's attempt, two ways to a sum, arrays that are added, circuits."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checking import bind_check
from helpers.weeks.week0 import (
    additions,
    both_ways,
    first_verdict,
    measured_gradients,
    run_tape,
    tables,
    tape_graph,
)

FORK = [("add", ("x", "y"), "s"), ("multiply", ("x", "s"), "f")]


def attempt(a):
    return a.T


@pytest.mark.parametrize("validating", [False, True])
def test_the_verdict_on_an_attempt_is_shown_and_no_function_of_the_notebook_is_touched(
    validating: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if validating:
        monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    else:
        monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    notebook = {"as_column": lambda a: a.reshape(-1, 1)}
    before = dict(notebook)
    first_verdict(bind_check("week0_arrays_and_gates", notebook), "as_column", attempt)
    assert notebook == before and attempt.__name__ == "attempt"
    assert ("`.T`, which does nothing" in capsys.readouterr().out) == (not validating)


def test_a_wrong_loop_is_not_sent_to_a_million_entries(capsys: pytest.CaptureFixture[str]) -> None:
    met = []

    def wrong(a, b):
        met.append(len(a))
        return sum(a) * sum(b)

    assert both_ways(wrong, np.dot, 1_000_000) == []
    assert met == [1000] and "Mend them first" in capsys.readouterr().out
    sums = [total for total, _ in both_ways(lambda a, b: np.sum(a * b), np.dot, 5_000)]
    assert sums[0] == pytest.approx(sums[1], rel=1e-12)


def test_a_picture_of_a_sum_says_its_shapes_or_that_it_is_refused_to_those_who_do_not_see_it() -> (
    None
):
    square = additions([("v + column", np.arange(5), np.ones((5, 1)))], caption="Twenty-five.")
    assert "(5,) plus (5, 1) has shape (5, 5)." in square.alt_text
    refused = additions([("no", np.ones((2, 3)), np.ones(2))])
    assert "(2, 3) plus (2,) is refused." in refused.alt_text
    assert "X: [[1, 2]]" in tables({"X": np.array([[1, 2]])}).alt_text


def test_the_graph_of_a_tape_tells_every_value_and_gradient() -> None:
    given = {"x": 2.0, "y": 3.0}
    graph = tape_graph(FORK, run_tape(FORK, given), measured_gradients(FORK, given, "f"))
    assert "$x$ has value 2, gradient 7".replace("$", "") in graph.alt_text
    assert "value 10, gradient 1" in graph.alt_text
