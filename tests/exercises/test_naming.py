"""A mistake is named in one way: `check` reads what each mistake yields, the grader runs it, late and seldom."""

from __future__ import annotations

import pytest

from autograder.examining import (
    Exercise,
    Outcome,
    Sheet,
    Week,
    draw,
    load_week,
    quietly,
    suspects,
    variant_source,
    with_variants,
)
from helpers.judge.comparing import Close
from helpers.judge.judging import judge
from helpers.judge.naming import Suspect
from helpers.judge.sheets import Call, CaseSheet, Hint, PartSheet

WEEK = "week3_deep_net"


def outcomes_of(sheet: Sheet, namespace: dict) -> dict[str, list[Outcome]]:
    return {
        name: [quietly(case, namespace) for case in cases] for name, cases in sheet.draws.items()
    }


@pytest.fixture(scope="module")
def week() -> Week:
    return load_week(WEEK)


@pytest.fixture(scope="module")
def exercise(week: Week) -> Exercise:
    return week.exercise("softmax_cross_entropy")


def test_read_from_the_case_file_or_run_a_mistake_is_called_the_same(
    week: Week, exercise: Exercise
) -> None:
    with_known = Sheet.from_json(draw(week, exercise, 5).to_json())
    bare = draw(week, exercise, 5, known=False)
    for variant in (*exercise.misconceptions, *exercise.alternatives):
        namespace = with_variants(WEEK, variant_source(WEEK, exercise, variant))
        outcomes = outcomes_of(bare, namespace)
        read = judge(with_known, outcomes)
        assert read == judge(bare, outcomes, suspects=suspects(week, exercise, bare))
        assert {part.misconception for part in read.parts} - {None} == {variant.name} - {
            item.name for item in exercise.alternatives
        }


def runs(sheet: Sheet, name: str, outcome: Outcome, asked: list[CaseSheet]) -> Suspect:
    """Return a suspect that yields one outcome everywhere, and writes down what it is asked for."""

    def run(case: CaseSheet) -> Outcome:
        asked.append(case)
        return outcome

    return Suspect(name, sheet, run)


def test_nothing_is_run_for_a_right_answer_and_one_case_clears_a_suspect(
    week: Week, exercise: Exercise
) -> None:
    sheet = draw(week, exercise, 5, known=False)
    right = outcomes_of(sheet, with_variants(WEEK, {}))
    asked: list[CaseSheet] = []
    other = runs(sheet, "other", Outcome("error", error={"type": "KeyError"}), asked)
    assert judge(sheet, right, suspects=[other]).right and not asked
    name, cases = next((name, cases) for name, cases in sheet.draws.items() if len(cases) > 1)
    wrong = right | {name: [*right[name][:-1], Outcome("value", value=None)]}
    verdict = judge(sheet, wrong, suspects=[other])
    assert not verdict.right and {part.misconception for part in verdict.parts} == {None}
    first = {id(cases[0]) for cases in sheet.draws.values()}
    assert len(asked) == 1 and id(asked[0]) in first  # a short one, as a rule


def test_no_long_training_is_run_to_name_a_mistake(week: Week) -> None:
    exercise = week.exercise("L_layer_model")
    sheet = draw(week, exercise, 5, known=False)
    long = {part.draw for part in sheet.parts if part.long}
    nothing = {name: [Outcome("value")] * len(cases) for name, cases in sheet.draws.items()}
    asked: list[CaseSheet] = []
    judge(sheet, nothing, suspects=[runs(sheet, next(iter(sheet.hints)), Outcome("value"), asked)])
    assert long and asked
    assert not any(case is other for name in long for case in sheet.draws[name] for other in asked)


def test_who_spoils_what_is_right_in_the_first_case_is_asked_for_no_other() -> None:
    calls = [Call("f", [float(i)], {}, ["x"]) for i in range(3)]
    cases = [CaseSheet([call], (1.0, float(i))) for i, call in enumerate(calls)]
    parts = [PartSheet("a", 1, "d", Close(), (0,)), PartSheet("b", 1, "d", Close(), (1,))]
    sheet = Sheet("f", ["f"], parts, {"d": cases}, {"spoils": Hint("", ""), "is it": Hint("", "")})
    values = [(1.0, 0.0), (1.0, 7.0), (1.0, 8.0)]  # b goes wrong in the later cases
    outcomes = {"d": [Outcome("value", value=value) for value in values]}
    asked: dict[str, list[CaseSheet]] = {"spoils": [], "is it": []}

    def suspect(name: str, first: float) -> Suspect:
        def run(case: CaseSheet) -> Outcome:
            asked[name].append(case)
            return Outcome("value", value=(first, values[cases.index(case)][1]))

        return Suspect(name, sheet, run)

    verdict = judge(sheet, outcomes, suspects=[suspect("spoils", 5.0), suspect("is it", 1.0)])
    assert [part.misconception for part in verdict.parts] == [None, "is it"]
    assert asked == {"spoils": cases[:1], "is it": cases}
