"""What a student meets: check() says what is right, what is wrong and why. Needs only the student's packages."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from helpers.checking import NotRightYetError, bind_check

WEEK = "week1_logistic_regression"
RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    namespace: dict[str, Any] = {"np": np, "__name__": "__main__", "__builtins__": builtins}
    namespace["check"] = bind_check(WEEK, namespace)
    return namespace


@pytest.fixture
def says(notebook: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(code: str, ask: str = "check(sigmoid)") -> str:
        exec(compile(code, "<ipython-input-1>", "exec"), notebook)
        exec(ask, notebook)
        return capsys.readouterr().out

    return run


def test_a_right_answer_hears_so(says: Callable[..., str]) -> None:
    assert "right, 10 of 10 points" in says(RIGHT)


def test_an_untouched_stub_is_not_done_yet_rather_than_wrong(says: Callable[..., str]) -> None:
    text = says("def sigmoid(z):\n    raise NotImplementedError()")
    assert "not done yet" in text and "Error" not in text


def test_a_known_mistake_is_named_with_a_hint(says: Callable[..., str]) -> None:
    text = says("def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
    assert "Called sigmoid(z)" in text and "Returned" in text and "expected" in text
    assert "Likely cause: " in text


def test_an_error_is_shown_with_the_students_own_line(says: Callable[..., str]) -> None:
    text = says("def sigmoid(z):\n    z = z + 1\n    return z / undefined_name")
    assert "NameError" in text and "line 3" in text and "undefined_name" in text


def test_a_forgotten_return_is_told(says: Callable[..., str]) -> None:
    assert "return" in says("def sigmoid(z):\n    a = 1 / (1 + np.exp(-z))")


def test_zeros_earn_nothing(says: Callable[..., str]) -> None:
    assert "0 of 10 points" in says("def sigmoid(z):\n    return 0 * z")


def test_a_warning_is_advice_and_costs_nothing(says: Callable[..., str]) -> None:
    text = says(RIGHT)
    assert "right, 10 of 10" in text and "advice: numpy warned: overflow" in text


@pytest.mark.parametrize(
    "b", ["0", "0.0", "np.array(0.0)", "np.zeros(1)", "np.zeros((1, 1))", "False", "np.float32(0)"]
)
def test_any_spelling_of_a_single_zero_is_a_zero(says: Callable[..., str], b: str) -> None:
    code = f"def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), {b}"
    assert "right, 4 of 4" in says(code, "check(initialize_with_zeros)")


def test_a_shape_that_is_documented_is_required(says: Callable[..., str]) -> None:
    text = says(
        "def initialize_with_zeros(dim):\n    return np.zeros(dim), 0.0",
        "check(initialize_with_zeros)",
    )
    assert "shape" in text and "of 4 points" in text and "right, 4" not in text


def test_a_function_that_calls_a_wrong_one_points_there(says: Callable[..., str]) -> None:
    wrong = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"
    code = wrong + "def predict(w, b, X):\n    return (sigmoid(w.T @ X + b) > 0.5).astype(int)"
    text = says(code, "check(predict)")
    assert "`sigmoid`, whose own check is not right yet" in text


def test_something_that_is_no_exercise_is_refused_in_words(notebook: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"check takes the function .* check\(sigmoid\)"):
        notebook["check"](len)


def test_progress_lists_every_exercise(says: Callable[..., str]) -> None:
    text = says(RIGHT, "check.progress()")
    assert "1 of 9 exercises right, 10 of 94 points" in text
    assert "propagate" in text and "read by a person" in text


def test_a_demonstration_says_what_it_needs_and_does_not_raise(says: Callable[..., str]) -> None:
    text = says(
        "def propagate(w, b, X, Y):\n    raise NotImplementedError()",
        "print(check.ready('sigmoid', 'propagate'))",
    )
    assert "This cell needs `sigmoid` and `propagate`" in text and text.strip().endswith("False")
    assert says(RIGHT, "print(check.ready('sigmoid'))").strip() == "True"


def test_while_nbgrader_validates_a_check_that_is_not_right_raises(
    says: Callable[..., str], notebook: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    says(RIGHT)
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    notebook["check"](notebook["sigmoid"])
    exec("def sigmoid(z):\n    return z", notebook)
    with pytest.raises(NotRightYetError, match="sigmoid: 0 of 10 points"):
        notebook["check"](notebook["sigmoid"])


def test_html_and_plain_text_say_the_same(notebook: dict[str, Any]) -> None:
    import html
    import re

    exec("def sigmoid(z):\n    return 1 / (1 + np.exp(z))", notebook)
    check = notebook["check"]
    verdict = check._judge(check._sheet_of(["sigmoid"]), notebook)
    page = html.unescape(re.sub(r"<[^>]+>", " ", verdict.to_html()))
    words = set(re.findall(r"[\w.]+", verdict.to_text())) - {"ok", "look", "advice", "note"}
    assert words <= set(re.findall(r"[\w.]+", page)), words - set(re.findall(r"[\w.]+", page))


def test_what_a_student_wrote_cannot_become_html(notebook: dict[str, Any]) -> None:
    exec("def sigmoid(z):\n    raise ValueError('<script>alert(1)</script>')", notebook)
    check = notebook["check"]
    assert "<script>" not in check._judge(check._sheet_of(["sigmoid"]), notebook).to_html()
