"""Submissions that are much alike: what gives a copy away, what does not count, what the page shows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.examining import function_sources, load_week
from autograder.files import UserError
from autograder.reporting.alike import pairs, runs_of, stands_out, weigh
from autograder.reporting.similar import similar
from benchmarks import similarity
from benchmarks.similarity import DISGUISES, independent, measured

WEEK = load_week("week1_logistic_regression")
KNOWN = {name for exercise in WEEK.exercises for name in exercise.functions}
FROM = """\
def mean_cost(A, Y):
    total = 0
    for i in range(Y.shape[1]):
        total += np.log(np.dot(A[:, i], Y[:, i]))
    return total / len(Y)
"""


@pytest.mark.parametrize(
    "disguised",
    [
        FROM.replace("total", "s").replace("A", "left"),
        FROM.replace("    total = 0\n", "    # begin\n    total = 0.0\n    print(total)\n"),
        FROM.replace("total +=", "total = total +"),
        FROM.replace("np.dot(A[:, i], Y[:, i])", "(A[:, i] @ Y[:, i])"),
        FROM.replace("np.dot(A[:, i], Y[:, i])", "A[:, i].dot(Y[:, i])"),
        FROM.replace("(A, Y):", "(A: np.ndarray, Y: np.ndarray) -> float:\n    'The cost.'"),
        f"%matplotlib inline\n{FROM}",
    ],
)
def test_a_disguise_does_not_change_what_is_compared(disguised: str) -> None:
    assert set(runs_of(disguised)) == set(runs_of(FROM))


def test_another_way_of_computing_it_is_something_else() -> None:
    other = "def mean_cost(A, Y):\n    return np.mean(np.log((A * Y).sum(axis=0)))\n"
    assert not set(runs_of(other)) & set(runs_of(FROM))


def test_what_is_no_python_has_nothing_to_compare() -> None:
    assert runs_of("I do not know how.") == {}


def test_what_is_given_or_written_by_many_weighs_nothing() -> None:
    common, rare, given = [("a",) * 6, ("b",) * 6, ("c",) * 6]
    people = {f"{i}": {common, given} for i in range(20)} | {"ada": {rare}, "bob": {rare, given}}
    weights = weigh(people, {given})
    assert set(weights) == {rare}
    assert [(pair.one, pair.other) for pair in pairs(people, weights)] == [("ada", "bob")]


def test_a_class_that_shares_one_little_thing_lists_nobody() -> None:
    people = {f"{i}": {("shared", str(i // 2))} for i in range(40)}
    found, _ = stands_out(pairs(people, weigh(people, set())), len(people))
    assert found == []


@pytest.mark.slow
def test_copies_are_found_among_independent_work_however_they_are_disguised() -> None:
    given = set().union(*(runs_of(s, KNOWN) for s in function_sources(WEEK.name).values()))
    rng = np.random.default_rng(3)
    people = [independent(WEEK, rng) for _ in range(60)]
    caught, beside, _ = measured(people, given, KNOWN, random.Random(3))
    hits = [hit for several in caught.values() for hit in several]
    assert len(hits) == similarity.COPIES and sum(hits) >= 8
    assert len(beside) <= 4


def notebook(cells: dict[str, str], own: str = "") -> str:
    made = new_notebook(cells=[new_markdown_cell("A hint: `B = np.tanh(np.cumsum(B[::-1]))`")])
    for name, source in cells.items():
        cell = new_code_cell(source, id=name.replace("_", "-"))
        cell.metadata["nbgrader"] = {"grade_id": name, "solution": True, "schema_version": 3}
        made.cells.append(cell)
    if own:
        made.cells.append(new_code_cell(own, id="own"))
    return nbformat.writes(made)


@pytest.fixture
def hand_out(tmp_path: Path) -> Callable[..., Path]:
    """A graded course: `hand_out(student=code)` puts what somebody wrote for sigmoid."""

    def put(**written: str) -> Path:
        release = tmp_path / "release.ipynb"
        release.write_text(
            notebook({"sigmoid": "def sigmoid(z):\n    raise NotImplementedError()"})
        )
        for student, source in written.items():
            path = tmp_path / "autograded" / student / WEEK.name / f"{WEEK.name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(notebook({"sigmoid": source}))
        return release

    return put


ODD = """\
def sigmoid(z):
    # <script>alert(1)</script>
    flipped = np.where(z[::-1] > 3, np.arctan(z ** 3 % 7), -np.hypot(z, 2))
    twice = np.add.outer(flipped, flipped[1:]) // np.linalg.norm(flipped, ord=1)
    return np.einsum("ij,j->i", twice, np.roll(flipped, 2)) + np.floor(twice).max(axis=0)
"""


def independents(count: int) -> dict[str, str]:
    operations = ["sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "sign", "floor", "ceil"]
    rng = np.random.default_rng(0)
    made = {}
    for i in range(count):
        a, b, c, d = rng.choice(operations, 4)
        line = f"np.{a}(np.{b}(z) * {i} + np.{c}(z)[{i}:]) - np.{d}(z, out=z).sum(axis={i})"
        made[f"s{i}"] = f"def sigmoid(z):\n    x = {line}\n    return x"
    return made


def test_the_page_sets_both_sources_beside_each_other_and_accuses_nobody(
    hand_out: Callable[..., Path], tmp_path: Path
) -> None:
    copy = ODD.replace("flipped", "a").replace("twice", "b").replace("# <script>", "# mine <i>")
    release = hand_out(ada=ODD, bob=copy, **independents(10))
    target, found, count = similar(tmp_path, WEEK, function_sources(WEEK.name), release)
    page = target.read_text(encoding="utf-8")
    assert count == 12
    assert [(pair.one, pair.other) for pair in found] == [("ada", "bob")]
    assert "This page accuses nobody" in page
    assert "<script" not in page and "mine &lt;i&gt;" in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page), "nothing is loaded from elsewhere"
    marked = re.findall(r'<span class="both">(.*?)</span>', page)
    assert len(marked) == 6 and all("alert" not in line for line in marked)


def test_what_a_hint_says_is_no_likeness(hand_out: Callable[..., Path], tmp_path: Path) -> None:
    hinted = "def sigmoid(z):\n    z = np.tanh(np.cumsum(z[::-1]))\n    return z"
    release = hand_out(ada=hinted, bob=hinted, **independents(10))
    _, found, _ = similar(tmp_path, WEEK, function_sources(WEEK.name), release)
    assert found == []


def test_one_submission_is_no_pair(hand_out: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a pair needs two"):
        similar(tmp_path, WEEK, {}, hand_out(ada=ODD))


@pytest.mark.slow
def test_every_disguise_changes_the_text() -> None:
    code = independent(WEEK, np.random.default_rng(1))
    for name, disguise in DISGUISES.items():
        others = [independent(WEEK, np.random.default_rng(2))]
        assert disguise(code, random.Random(1), others) != code, name
