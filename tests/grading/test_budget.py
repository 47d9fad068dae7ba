"""Cases that call what an answer returned, judge several calls together, or have a budget of CPU."""

from __future__ import annotations

import importlib
import time
from typing import Any

import numpy as np

from autograder.grading.limits import Limits
from helpers.checking import bind_check
from helpers.judge.calling import observe


def request(*calls: tuple[Any, list[Any]], **settings: Any) -> dict[str, Any]:
    plain = [{"function": f, "args": a, "kwargs": {}, "names": []} for f, a in calls]
    return {"calls": plain, "watch": [], "replaced": {}, **settings}


def adder(n):
    return lambda x: x + n


def number(n):
    return n


RETURNED = {"result": [0]}


def test_what_a_call_returned_is_called_with_further_arguments() -> None:
    outcome = observe(request(("adder", [2]), (RETURNED, [5])), {"adder": adder})
    assert (outcome.status, outcome.value) == ("value", 7)


def test_what_is_no_function_is_told_by_the_name_of_the_one_that_returned_it() -> None:
    outcome = observe(request(("number", [2]), (RETURNED, [5])), {"number": number})
    assert outcome.status == "error"
    assert outcome.error["message"] == "`number` should return a function; it returned 2"


def test_the_results_of_several_calls_are_judged_as_a_list() -> None:
    outcome = observe(request(("number", [2]), ("number", [3]), collect=True), {"number": number})
    assert outcome.value == [2, 3]


def test_a_stub_inside_of_what_was_returned_is_an_unanswered_exercise() -> None:
    def unfinished(n):
        def predict(x):
            raise NotImplementedError

        return predict

    outcome = observe(request(("unfinished", [2]), (RETURNED, [5])), {"unfinished": unfinished})
    assert outcome.status == "unanswered"


def test_cpu_is_told_only_where_there_is_a_budget() -> None:
    def busy(seconds):
        ends = time.thread_time() + seconds
        while time.thread_time() < ends:
            pass
        return seconds

    assert observe(request(("busy", [0.05]), budget=2), {"busy": busy}).cpu >= 0.05
    assert observe(request(("busy", [0.05])), {"busy": busy}).cpu == 0


def test_a_budget_is_exceeded_threefold_before_calls_are_stopped() -> None:
    seconds, cpu = Limits(call_seconds=30).of_call(20)
    assert cpu == 60 and seconds >= 2 * cpu
    assert Limits(call_seconds=30).of_call(0) == (30, None)


def test_progress_does_not_train_again_what_was_checked_unless_a_function_changed() -> None:
    trained = []

    def made():
        def capstone(X_train, Y_train, X_valid, Y_valid, rng):
            trained.append(X_train.shape)
            return lambda X: np.zeros((1, X.shape[1]), dtype=int)

        return capstone

    namespace = dict(vars(importlib.import_module("solutions.week8_optimization")))
    namespace["capstone"] = made()
    check = bind_check("week8_optimization", namespace)
    check(namespace["capstone"])
    check.progress()
    assert trained == [(784, 2500)]
    namespace["capstone"] = made()
    check.progress()
    assert len(trained) == 2
