"""What a function returns or raises counts the same in `check` and in the grader."""

from __future__ import annotations

import builtins
import linecache
from typing import Any

import numpy as np
import pytest

from autograder.examining import function_sources, without_markers
from helpers.checking import bind_check
from tests.support import answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"
PROPAGATE = without_markers(function_sources(WEEK)["propagate"])

KINDS = {
    "MappingProxyType": ("import types", "types.MappingProxyType(grads)"),
    "UserDict": ("import collections", "collections.UserDict(grads)"),
    "ChainMap": ("import collections", "collections.ChainMap({}, grads)"),
    "OrderedDict": ("import collections", "collections.OrderedDict(grads)"),
}
UNSPEAKABLE = """\
class Unspeakable(Exception):
    def __str__(self):
        raise ValueError("no text")


def sigmoid(z):
    raise Unspeakable
"""
UNREADABLE = """\
class Unreadable(dict):
    def items(self):
        raise KeyError("not today")


def sigmoid(z):
    return Unreadable(a=1)
"""


def as_kind(kind: str) -> str:
    """Return a right `propagate` whose gradients come in another kind of mapping."""
    first, made = KINDS[kind]
    return f"{first}\n\n\n{PROPAGATE.replace('return grads, cost', f'return {made}, cost')}"


ASSERTED = PROPAGATE.replace(
    "    return grads, cost", "    assert abs(dw).max() < 1e-9\n    return grads, cost"
)

ANSWERS = {
    **{kind: {"propagate": as_kind(kind)} for kind in KINDS},
    "unspeakable": {"sigmoid": UNSPEAKABLE},
    "unreadable": {"sigmoid": UNREADABLE},
    "asserted": {"propagate": ASSERTED.replace("dw = X @ dZ.T / m", "dw = X @ dZ.T")},
}


def checked(answers: dict[str, str], exercise: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what `check` says of an exercise in a notebook with the answers filled in."""
    namespace: dict[str, Any] = {"np": np, "__builtins__": builtins}
    check = bind_check(WEEK, namespace)
    for i, source in enumerate({**function_sources(WEEK), **answers}.values()):
        name = f"<ipython-input-{i}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), namespace)
    check(namespace[exercise])
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    course = make_course(tmp_path_factory.mktemp("roads") / "course", WEEK)
    for student, answers in ANSWERS.items():
        hand_in(course, student, WEEK, answered(course, WEEK, answers))
    grade_all(course)
    return verdicts(course, WEEK)


@pytest.mark.parametrize("kind", KINDS)
def test_every_mapping_counts_as_a_dictionary(
    kind: str, graded: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    most = sum(line["max_points"] for line in graded[kind]["propagate"])
    assert points(graded[kind]["propagate"]) == most
    assert f"propagate: right, {most} of {most} points" in checked(
        ANSWERS[kind], "propagate", capsys
    )


@pytest.mark.parametrize(
    ("answer", "error"), [("unspeakable", "Unspeakable"), ("unreadable", "KeyError")]
)
def test_an_answer_that_raises_when_it_is_read_is_an_error_like_another(
    answer: str, error: str, graded: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = graded[answer]["sigmoid"]
    assert points(lines) == 0
    assert "`sigmoid` stopped with an error" in lines[0]["message"] and error in lines[0]["message"]
    said = checked(ANSWERS[answer], "sigmoid", capsys)
    assert "`sigmoid` stopped with an error" in said and error in said


def test_a_mistake_behind_an_assert_of_the_students_own_is_named(
    graded: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ANSWERS["asserted"]["propagate"].count("dw = X @ dZ.T\n") == 1
    lines = graded["asserted"]["propagate"]
    said = checked(ANSWERS["asserted"], "propagate", capsys)
    assert points(lines) == 0
    for text in (lines[0]["message"], said):
        assert "Likely cause: missing 1/m in dw" in text
        assert "your `assert abs(dw).max() < 1e-09`: abs(dw).max() is" in text
