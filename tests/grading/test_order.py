"""Cases are asked in an order that nobody can know ahead, and judged as if they had been asked in their own."""

from __future__ import annotations

from autograder.examining import Outcome, draw, load_week
from autograder.grading.examination import Examination
from helpers.judge.sheets import CaseSheet

WEEK = "week6_gradient_checking"


def asked(seed: bytes) -> tuple[list[int], list[list[int]]]:
    """Return the cases, by number, as they were asked, and as their outcomes came back."""
    week = load_week(WEEK)
    sheet = draw(week, week.exercise("locate_bug"), 1, known=False)
    number = {id(case): i for i, case in enumerate(c for d in sheet.draws.values() for c in d)}
    examined = Examination(
        week, lambda name: (seed + name.encode()).ljust(16), print, lambda *_: False
    )
    order: list[int] = []

    def observe(cases: list[CaseSheet]) -> list[Outcome]:
        order.extend(number[id(case)] for case in cases)
        return [Outcome("value", value=number[id(case)]) for case in cases]

    found = examined.in_some_order(sheet, observe)
    assert list(found) == list(sheet.draws)
    return order, [[outcome.value for outcome in several] for several in found.values()]


def test_whatever_the_order_of_calls_outcomes_belong_to_their_cases() -> None:
    orders = set()
    for seed in (b"a", b"b", b"c"):
        order, found = asked(seed)
        assert sum(found, []) == sorted(order) == list(range(len(order)))
        orders.add(tuple(order))
    assert len(orders) == 3


def test_the_same_submission_is_asked_in_the_same_order_again() -> None:
    assert asked(b"a") == asked(b"a")
