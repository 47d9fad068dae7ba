"""Guesses: a demonstration waits for one, shows it beside the result, and never judges it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers import guesses
from helpers.checking import Check
from tests.student.conftest import WEEK, Says

SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
DEMONSTRATION = """
if check.ready("sigmoid", guess="height"):
    check.reveal("height", float(sigmoid(2.0)), "the sigmoid at 2")
"""


@pytest.mark.parametrize("cell", ["guess_height = ...  # a number", "del guess_height", ""])
def test_a_demonstration_waits_for_a_guess_that_is_open_or_gone(says: Says, cell: str) -> None:
    if cell.startswith("del"):
        says("guess_height = 1")
    text = says(SIGMOID, cell, DEMONSTRATION)
    assert text.startswith("This cell waits for your guess. Fill in `guess_height = ...` above")
    assert "`guess_height = None` if you would rather not" in text and "0.88" not in text


def test_the_function_is_asked_for_before_the_guess(says: Says) -> None:
    assert says(DEMONSTRATION).startswith("This cell needs `sigmoid`")


def test_guess_and_result_stand_side_by_side(says: Says) -> None:
    assert says(SIGMOID, "guess_height = 0.7", DEMONSTRATION) == (
        "the sigmoid at 2\n  your guess  0.7\n  result      0.8808\n"
    )


def test_whoever_does_not_guess_sees_the_result_alone(says: Says) -> None:
    assert says(SIGMOID, "guess_height = None", DEMONSTRATION) == (
        "the sigmoid at 2\n  result  0.8808\n"
    )


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("guess", "shown"),
    [
        ("about a half", "about a half"),
        (np.array([0.25, 0.5]), "array([0.25, 0.5 ]), shape (2,)"),
        (np.zeros((300, 300)), "array of shape (300, 300)"),
        (np.array([[0.5]]), "0.5"),
        (True, "True"),
        (float("nan"), "nan"),
        (123456.0, "123456"),
        (print, "function"),
        (Unprintable(), "something of type Unprintable"),
    ],
)
def test_a_guess_of_any_kind_is_shown_and_stops_nothing(guess: Any, shown: str) -> None:
    text, page = guesses.side_by_side(guess, 0.88, "the sigmoid at 2")
    assert shown in text and "0.88" in text and "0.88" in page


def test_what_a_student_wrote_is_text_in_the_page() -> None:
    _, page = guesses.side_by_side("<script>", "<b>", "a < b")
    assert "<script>" not in page and "&lt;script&gt;" in page and "a &lt; b" in page


def test_progress_tells_how_many_guesses_were_made(
    notebook: dict[str, Any], tmp_path: Path
) -> None:
    content = json.loads(Path(notebook["check"]._path).read_text(encoding="utf-8"))
    path = tmp_path / f"{WEEK}.json"
    path.write_text(json.dumps(content | {"guesses": ["a", "b", "c", "d"]}), encoding="utf-8")
    check = Check(path, notebook | {"guess_a": 3, "guess_b": None, "guess_c": ...})
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.patience.show", lambda text, page: shown.extend([text, page]))
        check.progress()
    for form in shown:
        assert "1 of 4 guesses made, not graded" in form
