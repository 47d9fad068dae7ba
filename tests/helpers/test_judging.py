"""The judging engine where no single week shows it: shares of points, sameness, what a sentence blames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.judge import comparing
from helpers.judge.comparing import (
    Between,
    Close,
    Custom,
    NoLoops,
    Secret,
    Seen,
    Shaped,
    Unchanged,
)
from helpers.judge.faults import unlike
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import Call, CaseSheet, Hint, PartSheet, Sheet, from_json
from helpers.judge.statistics import Statistics
from helpers.judge.verdicts import RIGHT, WRONG


def sheet(parts: list[PartSheet], expected: Any, **settings: Any) -> Sheet:
    """Return a sheet of one function `f` with one case in each draw that the parts name."""
    case = CaseSheet([Call("f", [1.0], {}, ["x"])], expected)
    draws = {part.draw: [case] for part in parts}
    return Sheet("f", ["f"], parts, draws, **settings)


def outcomes(of: Sheet, value: Any, changed: tuple[str, ...] = ()) -> dict[str, list[Outcome]]:
    return {name: [Outcome("value", value=value, changed=changed)] for name in of.draws}


# ---------------------------------------------------------------- arguments left alone

BOTH = [PartSheet("value", 3, "d", Close()), PartSheet("kept", 1, "d", Unchanged())]


@pytest.mark.parametrize(
    "value, changed, points",
    [(2.0, (), 4), (2.0, ("x",), 3), (7.0, (), 0), ("nonsense", (), 0), (None, (), 0)],
)
def test_leaving_arguments_alone_counts_beside_something_right(
    value: Any, changed: tuple[str, ...], points: int
) -> None:
    of = sheet(BOTH, 2.0)
    assert judge(of, outcomes(of, value, changed)).points == points


def test_it_counts_beside_any_right_part_where_no_other_has_its_cases() -> None:
    parts = [PartSheet("value", 3, "d", Close()), PartSheet("kept", 1, "other", Unchanged())]
    of = sheet(parts, 2.0)
    assert judge(of, outcomes(of, 2.0)).points == 4
    assert judge(of, outcomes(of, 7.0)).points == 0


WEAK = [
    PartSheet("shape", 1, "d", Shaped()),
    PartSheet("within bounds", 1, "d", Between(0.0, 50.0)),
    PartSheet("one answer", 1, "other", Close(atol=9.0), beside=True),
    PartSheet("a long training", 1, "other", Close(atol=9.0), long=True),
    PartSheet("kept", 1, "other", Unchanged()),
]


@pytest.mark.parametrize("weak", WEAK, ids=lambda part: part.name)
def test_what_a_crude_answer_would_pass_counts_beside_a_part_that_looks_at_numbers(
    weak: PartSheet,
) -> None:
    of = sheet([PartSheet("value", 3, "d", Close()), weak], 2.0)
    assert judge(of, outcomes(of, 2.0)).points == 4
    crude = judge(of, outcomes(of, 7.0))
    assert crude.points == 0
    assert "counts as soon as" in crude.parts[1].message


def test_no_weak_part_is_held_up_by_another_weak_part() -> None:
    of = sheet([PartSheet("value", 3, "d", Close()), *WEAK], 2.0)
    assert judge(of, outcomes(of, 7.0)).points == 0


def test_shapes_of_random_matrices_count_beside_their_numbers_or_their_zeros() -> None:
    shapes = {"W": [3, 2], "b": [3, 1]}
    parts = [
        PartSheet("shapes", 1, "d", Statistics(shapes=shapes)),
        PartSheet("zeros", 1, "d", Statistics(shapes=shapes, zeros=("b",))),
    ]
    of = sheet(parts, None)
    drawn, zeros = np.random.default_rng(2).normal(size=(3, 2)), np.zeros((3, 1))
    assert judge(of, outcomes(of, {"W": drawn, "b": zeros})).points == 2
    assert judge(of, outcomes(of, {"W": drawn, "b": np.ones((3, 1))})).points == 0
    assert judge(of, outcomes(of, {"W": 0 * drawn, "b": zeros})).points == 0


@pytest.mark.parametrize("count", [720, 5760, 36000])
def test_normal_is_neither_even_nor_a_coin_nor_three_values(count: int) -> None:
    rng, root = np.random.default_rng(count), 3**0.5
    shape = (count // 10, 10)
    judged = Statistics(sigma={"W": 1.0}, gaussian=True)

    def fault(W: np.ndarray) -> str | None:
        return judged.fault({"W": W}, None, "p", Seen())

    assert fault(rng.standard_normal(shape)) is None
    few_values = rng.choice([-root, 0.0, root], shape, p=[1 / 6, 2 / 3, 1 / 6])
    for W in (rng.uniform(-root, root, shape), rng.choice([-1.0, 1.0], shape), few_values):
        assert "bell shape" in str(fault(W))


@pytest.mark.parametrize(("axis", "word"), [(1, "rows"), (0, "columns")])
def test_rows_or_columns_scaled_to_one_length_were_not_drawn_entry_by_entry(
    axis: int, word: str
) -> None:
    judged = Statistics(sigma={"W": 1.0}, gaussian=True)
    W = np.random.default_rng(axis).standard_normal((60, 80))
    assert judged.fault({"W": W}, None, "p", Seen()) is None
    scaled = W / np.linalg.norm(W, axis=axis, keepdims=True) * W.shape[axis] ** 0.5
    said = str(judged.fault({"W": scaled}, None, "p", Seen()))
    assert f"has {word} of one and the same length" in said
    assert not judged.same({"W": W}, judged.digest({"W": scaled}))


def test_a_part_judged_alone_or_without_another_kind_of_part_counts_by_itself() -> None:
    of = sheet(BOTH, 2.0)
    alone = judge(of, outcomes(of, 7.0), only=lambda part: part.name == "kept")
    assert [part.outcome for part in alone.parts] == [RIGHT]
    of = sheet(BOTH[1:], None)
    assert judge(of, outcomes(of, 7.0)).points == 1


def test_what_is_withheld_is_told_without_blame() -> None:
    of = sheet(BOTH, 2.0)
    kept = judge(of, outcomes(of, 7.0)).parts[1]
    assert (kept.outcome, kept.misconception) == (WRONG, None)
    assert kept.message.startswith("Your function leaves its arguments as they were: good.")


# ---------------------------------------------------------------- one for several

TWO = [
    PartSheet("first", 1, "d", Close(), (0,)),
    PartSheet("second", 1, "d", Close(), (1,)),
    PartSheet("both", 1, "d", Close()),
]


@pytest.mark.parametrize("value", [{"a": 1}, 3.0, np.ones((3, 1)), np.ones(3)])
def test_one_thing_in_place_of_two_is_told_as_such(value: Any) -> None:
    of = sheet(TWO, (np.ones(3), 5.0), returns={"f": ["mu", "sigma"]})
    verdict = judge(of, outcomes(of, value))
    assert verdict.points == 0
    assert "should return 2 values, `mu, sigma`; only one came back" in verdict.parts[0].message


def test_two_values_in_a_list_or_an_array_are_two_values() -> None:
    of = sheet(TWO, (np.zeros(3), np.ones(3)), returns={"f": ["mu", "sigma"]})
    for value in ([np.zeros(3), np.ones(3)], np.array([[0.0] * 3, [1.0] * 3])):
        assert judge(of, outcomes(of, value)).points >= 2


def test_a_piece_of_a_tuple_has_its_name() -> None:
    of = sheet(TWO[2:], (np.zeros(3), np.ones(3)), returns={"f": ["mu", "sigma"]})
    verdict = judge(of, outcomes(of, (np.zeros(3), np.zeros(3))))
    assert "sigma[0] is 0; expected 1" in verdict.parts[0].message


def test_a_piece_that_is_none_is_not_yet_computed() -> None:
    of = sheet(TWO, (np.zeros(3), np.ones(3)), returns={"f": ["mu", "sigma"]})
    verdict = judge(of, outcomes(of, (np.zeros(3), None)))
    assert "sigma is None: it is returned, but nothing" in verdict.parts[1].message
    assert "`return`" in judge(of, outcomes(of, None)).parts[0].message


def test_digits_are_said_to_agree_where_all_of_them_do() -> None:
    right, parts = np.array([1.0, 2.0, 3.0]), [PartSheet("value", 1, "d", Close())]
    of = sheet(parts, right)
    for value, said in (
        (right + 1e-4, True),
        (right + [1e-4, 0, 0], True),
        (right + [1e-4, 1, 0], False),
    ):
        message = judge(of, outcomes(of, value)).parts[0].message
        assert ("They agree in" in message) == said


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    "value, fits",
    [
        ((np.ones(3), 0.0), True),
        ((np.full(3, np.nan), 9), True),
        ((np.ones((3, 1)), 0.0), False),
        ((np.ones(3),), False),
        ((np.ones(3), "five"), False),
        (None, False),
    ],
)
def test_a_kind_is_containers_and_shapes_whatever_the_numbers(value: Any, fits: bool) -> None:
    of = sheet(TWO[2:], (np.zeros(3), 5.0))
    found = unlike(of, "d", of.draws["d"][0], Outcome("value", value=value))
    assert (found is None) == fits


def test_random_numbers_have_the_shapes_and_keys_that_are_promised() -> None:
    part = PartSheet("spread", 1, "d", Statistics(sigma={"W": 1.0}, shapes={"W": [2, 3]}))
    of = sheet([part], None)
    for value, fits in (({"W": np.ones((2, 3))}, 1), ({"W": np.ones((3, 2))}, 0), ({"w": 1}, 0)):
        found = unlike(of, "d", of.draws["d"][0], Outcome("value", value=value))
        assert (found is None) == bool(fits)


def test_a_judge_of_a_weeks_own_says_whether_shapes_are_promised() -> None:
    for shaped, expected in ((True, False), (False, True)):
        part = PartSheet("all", 1, "d", Custom("helpers.weeks.week4.judges.f", shaped=shaped))
        of = sheet([part], [{"a": 1.0}])
        found = unlike(of, "d", of.draws["d"][0], Outcome("value", value={1: {"a": 1.0}}))
        assert (found is None) == expected


# ---------------------------------------------------------------- sameness


def test_a_judge_may_say_what_is_the_same_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    import helpers.weeks.week4.judges as judges

    def both_short(got: Any, other: Any, limit: int) -> bool:
        return len(got) < limit and len(other) < limit

    monkeypatch.setattr(judges, "both_short", both_short, raising=False)
    plain = Custom("helpers.weeks.week4.judges.layer_values", {"key": "a"})
    assert "alike" not in plain.to_json() and from_json(plain.to_json()) == plain
    assert plain.same([1.0], [1.0]) and not plain.same([1.0], [2.0])
    own = Custom(
        "helpers.weeks.week4.judges.layer_values",
        {"limit": 2},
        "helpers.weeks.week4.judges.both_short",
    )
    assert from_json(own.to_json()) == own
    assert own.same([1.0], [2.0]) and not own.same([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="lives in helpers"):
        Custom("helpers.weeks.week4.judges.layer_values", {}, "os.path.samefile").same(1, 1)


def test_one_misconception_is_named_for_a_product_written_in_two_ways() -> None:
    dot = "shapes (2,1) and (2,5) not aligned: 1 (dim 1) != 2 (dim 0)"
    at = (
        "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
        "(n?,k),(k,m?)->(n?,m?) (size 2 is different from 1)"
    )
    known = Outcome("error", error={"type": "ValueError", "message": at})
    case = CaseSheet([Call("f", [], {})], 2.0, known={"turned": known})
    part = PartSheet("value", 3, "d", Close())
    of = Sheet("f", ["f"], [part], {"d": [case]}, {"turned": Hint("turned", "Think.")})
    for message, named in ((at, "turned"), (dot, "turned"), (dot.replace("1 (", "4 ("), None)):
        found = Outcome("error", error={"type": "ValueError", "message": message})
        assert judge(of, {"d": [found]}).parts[0].misconception == named


# ---------------------------------------------------------------- random numbers


@pytest.mark.parametrize("word", ["rows", "columns"])
def test_a_repeated_row_or_column_is_blamed_and_not_its_spread(word: str) -> None:
    rng = np.random.default_rng(5)
    shape = (1, 80) if word == "rows" else (60, 1)
    for factor in (0.5, 1.0, 3.0):
        W = factor * np.ones((60, 80)) * rng.standard_normal(shape)
        text = Statistics(sigma={"W": 1.0}, shapes={"W": [60, 80]}).fault(
            {"W": W}, None, "p", Seen()
        )
        assert text == f"p['W'] has neighbouring {word} that are alike; draw every entry anew."


@pytest.mark.parametrize("factor, mean", [(0.1, 0.0), (3.0, 0.0), (1.0, 0.5), (10.0, 30.0)])
def test_a_wrong_spread_or_mean_is_blamed_and_not_the_rows(factor: float, mean: float) -> None:
    W = mean + factor * np.random.default_rng(6).standard_normal((60, 80))
    text = Statistics(sigma={"W": 1.0}, shapes={"W": [60, 80]}).fault({"W": W}, None, "p", Seen())
    assert text and ("spreads" in text or "mean" in text)


def test_a_constant_does_not_earn_the_part_that_has_one_answer() -> None:
    from autograder.examining import draw, load_week, quietly

    week = load_week("week4_initialization")
    exercise = week.exercise("depth_until_vanishing")
    sheet = draw(week, exercise, b"seed", known=False)

    def earned(function: Any) -> float:
        namespace = {"depth_until_vanishing": function, "np": np}
        outcomes = {
            name: [quietly(case, namespace) for case in cases]
            for name, cases in sheet.draws.items()
        }
        return judge(sheet, outcomes).points

    assert earned(lambda weight_scale, tolerance: np.inf) == 0
    assert earned(lambda weight_scale, tolerance: 1) == 0


# ---------------------------------------------------------------- loops in disguise


@pytest.mark.parametrize(
    "line, whole_arrays",
    [
        ("np.add.reduce(a * b)", True),
        ("np.sum(a * b)", True),
        ("functools.reduce(add, a * b)", False),
        ("reduce(add, a * b)", False),
        ("sum(map(mul, a, b))", False),
        ("sum([x * y for x, y in zip(a, b)])", False),
    ],
)
def test_a_loop_in_disguise_is_told_from_an_operation_on_whole_arrays(
    line: str, whole_arrays: bool
) -> None:
    seen = Seen(source=f"def f(a, b):\n    return {line}\n")
    fault = NoLoops(function="f").fault(2.0, 2.0, "total", seen)
    assert (fault is None) == whole_arrays


# ---------------------------------------------------------------- secret answers


def test_an_endless_answer_is_wrong_without_being_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Secret.of(["b", "d"], salt="a test")
    assert judged.fault([" B", "d"], None, "it", Seen()) is None
    told = judged.fault(["d", "b"], None, "it", Seen())
    assert told is not None
    hashed: list[bytes] = []
    monkeypatch.setattr(comparing, "_slow_hash", lambda text, salt: hashed.append(text))
    assert judged.fault(["b" * 10_000_000, "d"], None, "it", Seen()) == told
    assert not hashed
