"""A mistake counts once, and the exercise's own mistake is named although another one lies before it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import solutions.week8_optimization as solutions
from autograder.examining import load_week, variant_source
from autograder.examining.variants import (
    function_sources,
    with_variants,
    without_markers,
)
from autograder.grading.answering import Reference
from autograder.grading.examination import Examination
from autograder.grading.second_looks import ANEW, judge_again, judge_by_other_cases
from helpers.judge.values import encode
from helpers.judge.verdicts import Verdict
from tests.support import Here, answered, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
WEEK = "week1_logistic_regression"


def mistaken(exercise: str, misconception: str) -> dict[str, str]:
    """Return the functions of an exercise with a mistake."""
    week = load_week(WEEK)
    found = week.exercise(exercise)
    variant = next(item for item in found.misconceptions if item.name == misconception)
    return variant_source(week.name, found, variant)


def test_two_mistakes_one_behind_the_other_are_both_named_and_each_counts_once(
    tmp_path: Path,
) -> None:
    course = make_course(tmp_path / "course", WEEK)
    upside_down = mistaken("sigmoid", "exp_of_plus_z")
    on_test = mistaken("model", "trained_on_test")
    stub = {
        "initialize_with_zeros": "def initialize_with_zeros(dim):\n    raise NotImplementedError"
    }
    hand_in(course, "sigmoid", WEEK, answered(course, WEEK, upside_down))
    hand_in(course, "both", WEEK, answered(course, WEEK, upside_down | on_test))
    hand_in(course, "stub", WEEK, answered(course, WEEK, stub | on_test))
    hand_in(course, "model", WEEK, answered(course, WEEK, on_test))
    grade_all(course)
    found = verdicts(course, WEEK)
    names = {line["misconception"] for line in found["sigmoid"]["sigmoid"]} - {None}
    assert names == {"exp_of_plus_z"}
    assert points(found["sigmoid"]["model"]) == 10
    for student in ("model", "both", "stub"):
        lines = found[student]["model"]
        assert {line["misconception"] for line in lines if line["outcome"] == "wrong"} == {
            "trained_on_test"
        }
        # Predictions may come out right by chance.
        earned = {line["part"]: line["points"] for line in lines}
        assert earned["w"] == earned["b"] == earned["costs"] == 0 < earned["settings"]
        behind = "still to be mended" in next(x["message"] for x in lines if x["points"] == 0)
        assert behind == (student != "model")


def test_a_mistake_that_costs_every_part_is_named_behind_another_one(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", WEEK)
    uphill = mistaken("optimize", "ascent")
    hand_in(course, "both", WEEK, answered(course, WEEK, mistaken("propagate", "no_mean") | uphill))
    grade_all(course)
    lines = verdicts(course, WEEK)["both"]["optimize"]
    assert "ascent" in {line["misconception"] for line in lines}


def test_a_function_may_call_any_that_comes_before_it_and_its_mistake_counts_there(
    tmp_path: Path,
) -> None:
    gates = "week0_arrays_and_gates"
    course = make_course(tmp_path / "course", gates)
    week = load_week(gates)
    neuron = week.exercise("sigmoid_neuron")
    calling = next(item for item in neuron.alternatives if "functions above" in item.name)
    by_gates = variant_source(gates, neuron, calling)
    by_helper = {
        "sigmoid_neuron": "def through_sum(upstream):\n"
        "    return add_backward(upstream)\n\n\n"
        + by_gates["sigmoid_neuron"].replace("add_backward(", "through_sum(")
    }
    stub = {
        "add_backward": "def add_backward(upstream):\n    raise NotImplementedError",
        "multiply_backward": "def multiply_backward(x, y, upstream):\n    return upstream, upstream",
    }
    hand_in(course, "direct", gates, answered(course, gates, stub | by_gates))
    hand_in(course, "helper", gates, answered(course, gates, stub | by_helper))
    twisted = {"sigmoid_neuron": by_gates["sigmoid_neuron"].replace("dw0, dx0", "dx0, dw0")}
    hand_in(course, "twisted", gates, answered(course, gates, stub | twisted))
    alone = {"sigmoid_neuron": without_markers(function_sources(gates)["sigmoid_neuron"])}
    for old, new in (
        ("sigmoid_backward(z, 1.0)", "f * (1 - f)"),
        ("return f, dw, dx", "return f, dx, dw"),
    ):
        alone["sigmoid_neuron"] = alone["sigmoid_neuron"].replace(old, new)
    wrong_slope = {"sigmoid_backward": "def sigmoid_backward(z, upstream):\n    return upstream"}
    hand_in(course, "alone", gates, answered(course, gates, wrong_slope | alone))
    grade_all(course)
    found = verdicts(course, gates)
    for student in ("direct", "helper"):
        assert points(found[student]["add_backward"]) == 0
        assert points(found[student]["sigmoid_neuron"]) == neuron.points
        assert points(found[student]["backpropagate"]) == week.exercise("backpropagate").points
        said = [line["message"] for line in found[student]["sigmoid_neuron"] if line["message"]]
        assert "The fault is in `add_backward`, where it is counted." in said[0]
        assert {*said[1:]} == {"With a right `add_backward`, this part is right too."}
    assert 0 < points(found["twisted"]["sigmoid_neuron"]) < neuron.points
    own = found["alone"]["sigmoid_neuron"]
    assert points(own) < neuron.points and not any("right version" in x["message"] for x in own)


def judged_by_chance(trainings: list[Any]) -> tuple[Verdict, Verdict]:
    """Return the verdicts on a capstone that does these trainings in turn: on the first, on all of them."""
    left = iter(trainings)
    session: Any = Here({"capstone": lambda *arrays: next(left)(*arrays)})
    week = load_week("week8_optimization")
    week = replace(week, exercises=(week.exercise("capstone"),))
    drawn = lambda name: name.encode().rjust(32)  # noqa: E731
    examined = Examination(week, drawn, lambda text: None, lambda session, name: False)
    first = examined.verdicts["capstone"] = examined.own_verdict(session, week.exercises[0])
    for _ in range(2):
        judge_by_other_cases(examined, session, lambda kind, name: None)
    assert next(left, None) is None
    return first, examined.named(week.exercises[0], examined.verdicts["capstone"])


def short(X_train: Any, Y_train: Any, X_valid: Any, Y_valid: Any, rng: Any) -> Any:
    """A linear softmax after a few steps: better than guessing, and no better than linear ones."""
    W = np.zeros((10, len(X_train)))
    for _ in range(20):
        answers = np.exp(W @ X_train)
        W += 0.02 * (Y_train - answers / answers.sum(axis=0)) @ X_train.T / X_train.shape[1]
    return lambda X: np.argmax(W @ X, axis=0).reshape(1, -1)


def test_what_chance_takes_is_judged_again_and_the_best_verdict_counts() -> None:
    first, second = judged_by_chance([short, solutions.capstone])
    assert first.points == 1 and second.points == 10
    assert second.notes[-1] == ANEW


def looked_again(week_name: str, exercise: str, **answers: str) -> Verdict:
    """Return the verdict on an exercise after the second looks, all else being right."""
    week = load_week(week_name)
    namespace = with_variants(week_name, answers)  # a module of its own, as in the sandbox
    drawn = lambda name: name.encode().rjust(32)  # noqa: E731
    examined = Examination(week, drawn, lambda text: None, lambda session, name: False)
    for source in {**function_sources(week_name), **answers}.values():
        examined.learn(without_markers(source), None)
    session: Any = Here(namespace)
    upto = [e.name for e in week.exercises].index(exercise)
    for item in week.exercises[: upto + 1]:
        examined.verdicts[item.name] = examined.own_verdict(session, item)
    judge_again(examined, session, lambda kind, name: None)
    return examined.verdicts[exercise]


def test_what_is_right_is_not_answered_in_its_place() -> None:
    """`central_difference` takes a function, which no question can carry."""
    week = "week6_gradient_checking"
    source = without_markers(function_sources(week)["numerical_gradient"])
    head = source[: source.index("    gradapprox = ")] if "    gradapprox = " in source else source
    by_hand = head.partition('    """')[0] + (
        "    found = np.zeros(theta.shape)\n"
        "    for i in np.ndindex(*theta.shape):\n"
        "        def f(t, i=i):\n"
        "            moved = theta.astype(float)\n"
        "            moved[i] = t\n"
        "            return cost(moved)\n"
        "        found[i] = central_difference(f, float(theta[i]), epsilon)\n"
        "    return found\n"
    )
    assert looked_again(week, "numerical_gradient", numerical_gradient=by_hand).right
    halved = "def central_difference(f, x, epsilon):\n    return (f(x + epsilon) - f(x - epsilon)) / epsilon\n"
    said = looked_again(
        week, "numerical_gradient", numerical_gradient=by_hand, central_difference=halved
    )
    assert not any("cannot answer" in part.message for part in said.parts), said


def test_a_call_of_what_nobody_wrote_earns_nothing() -> None:
    week = "week4_initialization"
    by_call = (
        "def initialize_parameters_he(layers_dims):\n"
        "    parameters = initialize_parameters_xavier(layers_dims)\n"
        "    times = np.sqrt(2)\n"
        "    return {k: v * times if k[0] == 'W' else v for k, v in parameters.items()}\n"
    )
    empty = "def initialize_parameters_xavier(layers_dims):\n    raise NotImplementedError\n"
    said = looked_again(
        week,
        "initialize_parameters_he",
        initialize_parameters_he=by_call,
        initialize_parameters_xavier=empty,
    )
    assert said.points == 0
    wrong = function_sources(week)["initialize_parameters_xavier"].replace("np.sqrt", "")
    said = looked_again(
        week,
        "initialize_parameters_he",
        initialize_parameters_he=by_call,
        initialize_parameters_xavier=without_markers(wrong),
    )
    assert said.right


def test_however_many_functions_name_each_other_each_is_read_once() -> None:
    week = load_week("week2_shallow_net")
    examined = Examination(week, lambda name: b"", lambda text: None, lambda session, name: False)
    names = sorted(examined.functions)
    for name in names:
        calls = "".join(f"    {other}()\n" for other in names)
        examined.learn(f"def {name}():\n{calls}", None)
    read: list[str] = []
    source_of = examined.source_of
    examined.source_of = lambda name: (read.append(name), source_of(name))[1]  # type: ignore[method-assign]
    examined.written(week.exercises[-1])
    assert sorted(read) == sorted(set(read)) and len(read) > 10


def test_what_is_judged_by_its_success_stands_for_itself() -> None:
    """One short part would otherwise earn all that a long training with a right `adam_step` is for."""
    week = load_week("week8_optimization")
    examined = Examination(week, lambda name: b"", lambda text: None, lambda session, name: False)
    examined.learn("def capstone(*arrays):\n    return adam_step(*arrays)\n", None)
    examined.learn("def momentum_step(*arrays):\n    return initialize_velocity(*arrays)\n", None)
    assert examined.beneath(week.exercise("capstone")) == []
    assert examined.beneath(week.exercise("momentum_step")) == ["initialize_velocity"]


def test_what_a_function_calls_is_read_from_its_source() -> None:
    week = load_week("week8_optimization")
    examined = Examination(week, lambda name: b"", lambda text: None, lambda session, name: False)
    examined.learn("class Steps:\n    def run(self, g):\n        return momentum_step(g)\n", None)
    examined.learn("def adam_step(*arrays):\n    return Steps().run(*arrays)\n", None)
    examined.learn("def score(setting):\n    return decayed_learning_rate(setting)\n", None)
    examined.learn("def split(X):\n    score = X.mean()\n    return X > score\n", None)
    assert examined.beneath(week.exercise("adam_step")) == ["momentum_step"]
    assert examined.beneath(week.exercise("split")) == [], "`score` is a name of its own"


def test_who_is_no_better_the_other_times_keeps_the_first_verdict() -> None:
    first, second = judged_by_chance([short, lambda *arrays: 0, short])
    assert first.points == second.points == 1
    assert second.notes[-1] == ANEW
    assert [part.outcome for part in first.parts] == [part.outcome for part in second.parts]


def test_numbers_that_make_numpy_warn_are_answered_without_a_word_to_the_teacher(
    recwarn: pytest.WarningsRecorder,
) -> None:
    reference = Reference("week3_deep_net", ["L_model_backward"])
    one = np.ones((1, 2))
    caches = [((one, np.ones((1, 1)), np.zeros((1, 1))), one)]
    said = reference.answer(
        {
            "ask": "L_model_backward",
            "args": [encode(np.array([[0.0, 1.0]])), encode(np.array([[1, 0]])), encode(caches)],
            "kwargs": {},
        }
    )
    assert "value" in said
    assert not [str(item.message) for item in recwarn]
