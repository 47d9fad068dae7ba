"""An assert of the student's own is explained, the mistake behind it is named; a failing case can be taken up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.student.test_check import COST, OPTIMIZE, PREDICT, PROPAGATE, RIGHT, WRONG

Says = Callable[..., str]


def propagate(line: str, *change: str) -> str:
    """Return propagate with a line put in before the return, and perhaps a mistake."""
    code = PROPAGATE.replace('{"dw": X @ dZ.T / m,', '{"dw": dw,').replace(
        "    return", "    dw = X @ dZ.T / m\n    return"
    )
    code = code.replace(*change) if change else code
    return code.replace("    return", f"    {line}\n    return")


# ---------------------------------------------------------------- the student's own assert


@pytest.mark.parametrize(
    "line, said",
    [
        ("assert dZ.shape == X.shape", "dZ.shape is (1, 5), X.shape is (3, 5)"),
        ("assert A.shape == (1, 9), 'shape of A'", "A.shape is (1, 5) (shape of A)"),
        ("assert m == 5 and dZ.shape[0] == 2", "dZ.shape[0] is 1"),
        ("assert np.allclose(A, 0.5)", "A is array([["),
        ("assert isinstance(m, str)", "m is 5"),
        ("assert not m", "m is 5"),
        ("assert (dw.ndim\n            == 7)", "dw.ndim is 2"),
    ],
)
def test_an_assert_that_stops_a_function_is_told_with_its_values(
    says: Says, line: str, said: str
) -> None:
    text = says(RIGHT, COST, propagate(line), "check(propagate)")
    assert "AssertionError: your `assert " in text and said in text
    assert "Without your assert this comes out right: the assert asks for something else." in text


def test_nothing_of_an_assert_is_done_twice(says: Says, notebook: dict[str, Any]) -> None:
    says("asked = []\ndef ask(x):\n    asked.append(x)\n    return False")
    text = says(RIGHT, COST, propagate("assert ask(m)"), "check(propagate)")
    assert "AssertionError: your `assert ask(m)`: m is 5" in text
    assert len(notebook["asked"]) == 2  # once for each case, and not when it was explained


@pytest.mark.parametrize(
    "change, cause",
    [
        (("X @ dZ.T / m", "X @ dZ.T"), "missing 1/m in dw"),
        (("dZ = A - Y", "dZ = Y - A"), "Y - A"),
    ],
)
def test_the_mistake_behind_an_assert_is_named_as_without_that_line(
    says: Says, change: tuple[str, str], cause: str
) -> None:
    code = propagate("assert dw.max() < 1e-9", *change)
    text = says(RIGHT, COST, code, "check(propagate)")
    assert "propagate: 0 of 22 points" in text  # the line stops it all the same
    assert "Likely cause: " in text and cause in text.partition("Likely cause: ")[2].splitlines()[0]


def test_an_assert_in_a_helper_is_left_out_too(says: Says) -> None:
    helper = "def small(x):\n    assert x.max() < 1e-9\n    return x"
    code = propagate("dw = small(dw)", "X @ dZ.T / m", "X @ dZ.T")
    text = says(RIGHT, COST, helper, code, "check(propagate)")
    assert "missing 1/m in dw" in text and "x.max() is" in text


def test_asserts_that_hold_cost_nothing(says: Says) -> None:
    assert "right, 22 of 22" in says(
        RIGHT, COST, propagate("assert dw.shape == w.shape"), "check(propagate)"
    )


# ---------------------------------------------------------------- a dependency's fault


def test_no_cause_is_named_where_a_dependency_fails_its_own_check(says: Says) -> None:
    turned = PROPAGATE.replace("dZ = A - Y", "dZ = Y - A")
    text = says(RIGHT, COST, turned, OPTIMIZE, "check(optimize)")
    assert "Likely cause" not in text
    head, note, *_ = text.splitlines()
    assert head.startswith("optimize: ") and note.startswith("  note: optimize calls `propagate`")


# ---------------------------------------------------------------- going on from a case


def test_a_verdict_says_how_to_go_on_from_the_case(says: Says) -> None:
    code = PROPAGATE.replace("X @ dZ.T / m", "X @ dZ.T")
    text = says(RIGHT, COST, code, "check(propagate)")
    assert 'To try this case yourself: `case = check.case("propagate", "dw")`.' in text
    assert "To try" not in says(RIGHT, "check(sigmoid)")


def test_a_case_has_its_arguments_and_what_is_expected(
    says: Says, notebook: dict[str, Any]
) -> None:
    code = PROPAGATE.replace("X @ dZ.T / m", "X @ dZ.T")
    text = says(
        *(RIGHT, COST, code, "X = 'mine'", "case = check.case('propagate', 'dw')"),
        "grads, cost = propagate(**case.arguments)",
        "print(np.allclose(grads['dw'], case.expected * case.X.shape[1]), X)",
        "case.X[:] = 0\nprint(case.X.any())\nprint(case)",
    )
    assert text.startswith("True mine\nTrue\nA case of propagate, dw:\n  case.w = array(")
    assert "case.expected: grads['dw'] should be array(" in text
    assert "Call propagate(w=case.w, b=case.b, X=case.X, Y=case.Y)" in text
    assert {"w", "b", "Y", "dw"}.isdisjoint(notebook)


def test_the_case_is_the_first_that_fails(says: Says) -> None:
    one_size = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) if np.ndim(z) else 0.25"
    text = says(
        one_size, "print(check.case('sigmoid').z, check.case('sigmoid', 'extremes').z.shape)"
    )
    assert not text.startswith("[")  # a number, which is where it fails


def test_a_case_that_builds_on_another_call_is_made_with_the_students_own(says: Says) -> None:
    text = says(WRONG, PREDICT, "print(check.case('predict').function)")
    assert text == "predict\n"


@pytest.mark.parametrize("asked", ["'nothing'", "'propagate', 'dW'", "'propagate', 'dw').nope, ("])
def test_what_there_is_none_of_is_refused_with_what_there_is(says: Says, asked: str) -> None:
    with pytest.raises(
        (ValueError, AttributeError), match=r"there are: |it has: 'dw'|has w, b, X, Y"
    ):
        says(f"check.case({asked})")
