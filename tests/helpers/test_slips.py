"""What a verdict says of a fault that no known mistake explains: true sentences, and none that guesses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.judge.calling import observe
from helpers.judge.comparing import Close
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Call, CaseSheet, Hint, PartSheet, Sheet
from helpers.judge.statistics import Statistics
from helpers.judge.values import encode
from helpers.judge.verdicts import Verdict

X = np.array([[0.5, -1.25, 2.0, 0.25], [1.5, 3.25, -0.75, 4.5], [-2.5, 0.125, 1.75, 1.125]])


def sheet_of(expected: Any, *args: Any, names: str, **settings: Any) -> Sheet:
    """Return a sheet with one case: `f` of these arguments, and what it should return."""
    call = Call("f", [encode(arg) for arg in args], {}, names.split())
    parts = [PartSheet("value", 3, "d", Close())]
    return Sheet("f", ["f"], parts, {"d": [CaseSheet([call], expected)]}, **settings)


def verdict_on(body: str, of: Sheet, **given: Any) -> str:
    """Return the message on a function `f` with this body, called as the sheet's case asks."""
    names = ", ".join(of.draws["d"][0].calls[0].names)
    lines = body.strip("\n").splitlines()
    source = f"def f({names}):\n" + "\n".join(f"    {line}" for line in lines)
    namespace: dict[str, Any] = {"np": np, **given}
    exec(source, namespace)
    outcomes = {"d": [observe(of.draws["d"][0].request(), namespace)]}
    return judge(of, outcomes, {"f": source}.get).parts[0].message


MEANS = sheet_of(X - np.mean(X, axis=1, keepdims=True), X, names="X")
MU = sheet_of(np.mean(X, axis=1, keepdims=True), X, names="X")
SUM = sheet_of(float(np.sum(X[0])), X[0], names="x")
COST = sheet_of(float(np.mean(X[0] ** 2)), X[0], names="x")
STEP = sheet_of({"W": X - 0.5 * X**2}, {"W": X}, {"dW": X**2}, names="parameters grads")
KIND = sheet_of(np.maximum(X, 0), X, "relu", names="Z activation")
PAIR = sheet_of((X[:, :1] * 2, X * 3), X, names="X", returns={"f": ["db", "dW"]})
SHAPES = sheet_of((3, 4), X, names="X")

LOOP = "C = X.copy()\nfor i in {}:\n    C[i] = X[i] - np.mean(X[i])\n{}return C"
CHAIN = """
if activation == "relu":
    A = np.maximum(Z, 0)
if activation == "tanh":
    A = np.tanh(Z)
else:
    A = Z * 0.5
return A"""


@pytest.mark.parametrize(
    "of, body, said",
    [
        (MEANS, LOOP.format("range(len(X))", "    "), "`return` stands inside the loop"),
        (MEANS, LOOP.format("range(len(X))", "    "), "Only the first row is right."),
        (MEANS, LOOP.format("range(1, len(X))", ""), "The loop begins with i = 1."),
        (MEANS, LOOP.format("range(1, len(X))", ""), "Only the first row (number 0) is wrong"),
        (MEANS, "return X - np.mean(X)", "`np.mean(X)` has no `axis`"),
        (MEANS, "return X", "The result is `X`, just as it was given."),
        (MEANS, "C = X - X_rose.mean(axis=1, keepdims=True)\nreturn C", "In each row the entries"),
        (MEANS, "return X_rose - 1.5", "never uses its argument `X`; it reads `X_rose`"),
        (MEANS, "print(X)", "`f` has no `return`: `print` shows a value"),
        (SUM, "t = 0\nfor v in x:\n    t == t + v\nreturn float(t)", "`t == t + v` only compares"),
        (SUM, "for v in x:\n    t = v\nreturn float(t)", "new value into `t`: after the loop only"),
        (SUM, "for i in len(x):\n    pass", "To count, write `for i in range(m)`."),
        (SUM, "return float(np.sum(x[: len(x) / 2]))", "cuts at whole numbers, and one of the two is none"),
        (SUM, "return x.shape(0)", "square brackets, as in `X.shape[0]`"),
        (COST, "return float(np.sum(x**2) / 300)", "300 is written out in your function"),
        (COST, "return -float(np.sum(x**2))", "4 is the length of `x`"),
        (COST, "return -float(np.sum(x**2))", "The sign is the opposite, too."),
        (STEP, "W = W - 0.5 * grads['dW']", "`W` is used here to make `W`"),
        (STEP, "return {'W': parameters['w'] - 1}", "no such key: `parameters` has 'W'"),
        (STEP, "return {'W': W - 0.5 * grads['dW']}", '`W` is a key of `parameters`'),
        (STEP, "for k, v in parameters:\n    pass", "`parameters.items()` gives keys and values"),
        (STEP, "return parameters - grads", "here stand a dictionary and a dictionary"),
        (KIND, CHAIN, "Write `elif`."),
        (KIND, "if activation == relu:\n    return Z", 'The text is written `"relu"`.'),
        (KIND, "if activation == 'ReLU':\n    return Z", 'the text that it is given is `"relu"`'),
        (KIND, "if activation == 'relu':\n    np.maximum(Z, 0)\nreturn Z", "nothing keeps it"),
        (MU, "return np.mean(X, axis=0, keepdims=True)", "This is one number for each column"),
        (KIND, "return np.where(Z > 0, Z, 0.1 * Z) if activation else 0", "`Z` is negative"),
        (PAIR, "return X * 3, X[:, :1] * 2", "`db` and `dW` stand in each other's place"),
        (PAIR, "return X[:, :1] * 2, X[:, 2:3] * 3", "column number 2 of what is expected"),
    ],
)  # fmt: skip
def test_a_slip_is_named(of: Sheet, body: str, said: str) -> None:
    text = verdict_on(body, of, X_rose=X * 0.5 + 1)
    assert said in _with_lines(text, body), text


def _with_lines(text: str, body: str) -> str:
    """Return a message; where a function was not written in a cell, its error has no line to show."""
    if "UnboundLocalError" in text:
        from helpers.judge.python_errors import in_words

        return text + in_words(text, body.splitlines()[-1])
    return text


RIGHT_BUT_FOR_ONE_NUMBER = {
    "a loop that begins behind what is dealt with before it": (
        SUM, "t = float(x[0])\nfor i in range(1, len(x)):\n    t = t + float(x[i])\nreturn t + 0.625",
    ),
    "a loop that ends early on purpose": (
        SUM, "t = 0.0\nfor v in x:\n    if v > 99:\n        return 0.0\n    t = t + float(v)\nreturn t - 0.375",
    ),
    "a chain of ifs that each return": (
        KIND,
        "if activation == 'tanh':\n    return np.tanh(Z)\nif activation == 'relu':\n    return Z + Z**2\n"
        "else:\n    return Z",
    ),
    "a line that works by its effect": (
        SUM, "parts = []\nfor v in x:\n    parts.append(float(v))\nreturn sum(parts) * 1.37",
    ),
    "values passed on from round to round": (
        SUM, "t = 0.0\nfor v in x:\n    new = t + float(v)\n    t = new\nreturn t * 1.37",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT_BUT_FOR_ONE_NUMBER)
def test_what_is_written_well_is_not_blamed(name: str) -> None:
    of, body = RIGHT_BUT_FOR_ONE_NUMBER[name]
    message = verdict_on(body, of)
    told = [line for line in message.splitlines() if not line.startswith(("Called", "Returned"))]
    assert len(told) == 1 and "expected" in told[0], message


def test_of_a_count_no_ratio_is_told() -> None:
    assert "times" not in verdict_on("return 3, 8", SHAPES)
    assert "divided" not in verdict_on("return 1, 4", SHAPES)


def test_numbers_drawn_evenly_are_told_with_their_own_mean_and_deviation() -> None:
    W = np.random.default_rng(0).random((60, 40))
    fault = Statistics(sigma={"W": 0.01}).fault({"W": W}, None, "p", None)  # type: ignore[arg-type]
    assert fault is not None and "mean 0.4967 and the standard deviation 0.2904" in fault
    assert "as `rand` and `rng.random` draw them" in fault


# ---------------------------------------------------------------- names that would mislead

HINTS = {"rooted": Hint("the root left out", "Which step undoes the square?")}


def known(first: Any, second: Any) -> Sheet:
    """Return two parts of one case; the mistake "rooted" makes both wrong."""
    outcome = Outcome("value", value=(first, second))
    call = Call("f", [encode(X)], {}, ["X"])
    case = CaseSheet([call], (X * 2, X * 3), known={"rooted": outcome})
    parts = [PartSheet(name, 1, "d", Close(), (i,)) for i, name in enumerate(("a", "b"))]
    return Sheet("f", ["f"], parts, {"d": [case]}, hints=HINTS)


def on(value: Any, of: Sheet) -> Verdict:
    return judge(of, {"d": [Outcome("value", value=value)]})


def test_a_mistake_is_not_named_where_it_would_have_spoilt_what_is_right() -> None:
    of = known(X**2, X**3)
    assert {part.misconception for part in on((X**2, X**3), of).parts} == {"rooted"}
    (first, second) = on((X**2, X * 3), of).parts
    assert first.points == 0 and first.misconception is None and second.points == 1


def test_a_value_that_is_the_same_all_over_is_a_possible_cause_at_most() -> None:
    of = known(X * 0, X * 0)
    assert "Possible cause: the root left out." in on((X * 0, X * 0), of).parts[0].message
    assert on((X * 0, X + 1), of).parts[0].misconception is None


def test_what_waits_for_another_part_has_no_cross() -> None:
    from helpers.judge.comparing import Unchanged

    case = CaseSheet([Call("f", [1.0], {}, ["x"])], 2.0)
    parts = [PartSheet("value", 3, "d", Close()), PartSheet("kept", 1, "d", Unchanged())]
    of = Sheet("f", ["f"], parts, {"d": [case]})
    verdict = judge(of, {"d": [Outcome("value", value=7.0)]})
    assert "waits kept" in verdict.to_text()
    assert verdict.to_html().count("&#10007;") == 1
