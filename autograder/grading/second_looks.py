"""Looks again: at functions that a later cell defines, at what only failed with another's fault, or by chance."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from autograder.examining import Case, Draw, Exercise, draw
from autograder.grading.answering import Reference
from autograder.grading.examination import Examination
from autograder.grading.session import RunnerGoneError, Session
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome
from helpers.judge.sheets import PartSheet
from helpers.judge.values import encode
from helpers.judge.verdicts import (
    ERROR,
    RIGHT,
    UNANSWERED,
    WRONG,
    PartVerdict,
    Verdict,
    is_withheld,
)

Begin = Callable[[str, str], None]
FURTHER = 2
ANEW = "Chance has a say here, so this was judged again, by other cases: the best verdict counts."


def look_again_at_the_end(examined: Examination, session: Session, begin: Begin) -> None:
    """Judge functions that a later cell defines, or defines anew; the better verdict counts."""
    for exercise in examined.week.exercises:
        name = exercise.name
        verdict = examined.verdicts[name]
        outcomes = examined.outcomes.get(name, {})
        lacked = any(_lacks_a_name(outcome) for several in outcomes.values() for outcome in several)
        anew = name in examined.judged_on and examined.judged_on[name] != examined.written(exercise)
        if name in examined.left_out or verdict.right or not (lacked or anew):
            continue
        begin("again", name)
        try:
            again = examined.own_verdict(session, exercise)
            if again.points > verdict.points:
                note = "Judged with the functions as they are at the end of your notebook."
                examined.verdicts[name] = replace(again, notes=[note])
                outcomes = examined.outcomes[name]
        finally:
            examined.outcomes[name] = outcomes


def judge_by_other_cases(examined: Examination, session: Session, begin: Begin) -> None:
    """Judge anew what chance may have cost points, up to FURTHER times; the best verdict counts.

    Of 254 trainings of week 8's right answers three lost points: 3 % at most, at 95 % confidence. All
    three in a row do in fewer than one of 10,000 submissions. Called anew after a loss, it goes on
    with the next exercise.
    """
    for exercise in examined.week.exercises:
        name, verdict = exercise.name, examined.verdicts[exercise.name]
        if not exercise.by_chance or not 0 < verdict.points < exercise.points:
            continue
        if name in examined.left_out | examined.judged_anew:
            continue
        examined.judged_anew.add(name)
        begin("again", name)
        best = examined.sheets[name], examined.outcomes[name]
        try:
            for number in range(FURTHER):
                seed = examined.seed(f"{name}, by chance {number}")
                sheet = draw(examined.week, exercise, seed, known=False, hidden=True)
                examined.sheets[name] = sheet
                again = examined.own_verdict(session, exercise)
                if again.points > verdict.points:
                    verdict, best = again, (sheet, examined.outcomes[name])
                if verdict.right:
                    break
        finally:
            examined.sheets[name], examined.outcomes[name] = best
            examined.verdicts[name] = replace(verdict, notes=[*verdict.notes, ANEW])


def judge_again(examined: Examination, session: Session, begin: Begin) -> None:
    """A mistake counts once: judge what failed again with its dependencies answered rightly.

    `begin(kind, name)` is told what is going on. Called anew after a loss, it goes on with the next.
    """
    own = examined.own = examined.own or dict(examined.verdicts)
    for i, exercise in enumerate(examined.week.exercises):
        verdict = own.get(exercise.name)
        if verdict is None or verdict.right or exercise.name not in examined.sheets:
            continue
        faulty = [
            name
            for name in examined.beneath(exercise)
            if name in own and not own[name].right
            # What another exercise is worth is not earned by a call of what nobody wrote.
            if name in exercise.depends_on or _is_written(own[name])
        ]
        if not faulty or exercise.name in examined.left_out | examined.looked:
            continue  # every function that it calls is right: the fault is its own
        begin("again", exercise.name)
        session.begin_exercise(len(examined.week.exercises) - i)
        try:
            again = _rejudged(examined, session, exercise, verdict, faulty)
        except RunnerGoneError:
            raise  # so far the own verdict stands
        except Exception as error:  # what cannot be judged earns nothing more
            examined.note(f"{exercise.name}: no second look ({type(error).__name__}).")
            continue
        examined.looked.add(exercise.name)
        examined.verdicts[exercise.name] = again


def _rejudged(
    examined: Examination, session: Session, exercise: Exercise, verdict: Verdict, faulty: list[str]
) -> Verdict:
    # Those that are listed as a whole: what came out right alone may call what is wrong. Of what else is
    # called only what is wrong: a right one may be given what no question carries, such as a function.
    answered = list(dict.fromkeys((*exercise.depends_on, *faulty)))
    asked = [f for name in answered for f in examined.week.exercise(name).functions]
    # A long part is earned when every short part passes; else only what failed is of interest.
    failed = {part.part for part in verdict.parts if part.outcome != RIGHT}
    whole = any(part.long and part.name in failed for part in exercise.parts)
    parts = [p for p in exercise.parts if not p.long and (whole or p.name in failed)]
    # Cases of its own: those of the own verdict are known by now, and while another exercise
    # was judged again, its reference could have been asked for all that is wanted here.
    seed = examined.seed(f"{exercise.name}, again")
    sheet = draw(
        examined.week, replace(exercise, parts=tuple(parts)), seed, known=False, hidden=True
    )
    reference = Reference(examined.week.name, asked)
    outcomes = examined.in_some_order(
        sheet,
        lambda cases: examined.observe(
            session, [_asking(case.request(), asked) for case in cases], reference.answer
        ),
    )
    called = [e for e in faulty if reference.answered & {*examined.week.exercise(e).functions}]
    if not called:
        return verdict  # nothing was answered in the place of what is wrong: the fault is its own
    # What failed only because of a function further back hands the blame on to that one.
    behind = examined.verdicts[called[0]]
    blamed = [part.culprit for part in behind.parts if part.culprit]
    culprit = blamed[0] if blamed and behind.right else called[0]
    findings = examined.found_wrong(exercise, sheet, outcomes)
    again = judge(sheet, outcomes, examined.source_of, suspects=(), findings=findings)
    right = {part.part for part in (*verdict.parts, *again.parts) if part.outcome == RIGHT}
    earned = [part for part in exercise.parts if part.name in right]
    if all(not part.long and _has_few_cases(part.cases) for part in earned):
        # Nothing is right but what could have been asked for ahead: that earns nothing.
        again = replace(again, parts=[p for p in again.parts if p.outcome != RIGHT])
    examined.second[exercise.name] = (sheet, outcomes)
    return merge(verdict, again, examined.sheets[exercise.name].parts, culprit)


@functools.cache
def _has_few_cases(cases: Draw) -> bool:
    """Return whether a part draws from so few cases that all of them can be known ahead."""
    # Where the first cases differ, all do: most draws need not be finished.
    return all(
        _some_are_alike([list(islice(cases(np.random.default_rng(i)), most)) for i in range(6)])
        for most in (1, None)
    )


def _some_are_alike(drawn: list[list[Case]]) -> bool:
    calls = [[(call.args, call.kwargs) for case in cases for call in case.calls] for cases in drawn]
    return len({json.dumps(encode(item, compact=True), default=str) for item in calls}) < len(calls)


def _is_written(verdict: Verdict) -> bool:
    return any(part.outcome != UNANSWERED for part in verdict.parts)


def _lacks_a_name(outcome: Outcome) -> bool:
    """Return whether a call failed since something was not there, or not yet."""
    if outcome.status in ("unanswered", "missing"):
        return True
    return outcome.status == "error" and outcome.error.get("type") in ("NameError", "ImportError")


def _asking(request: dict[str, Any], asked: list[str]) -> dict[str, Any]:
    """Return a case's request with functions that the grader answers, but for those it fixes."""
    return {**request, "asked": [name for name in asked if name not in request["replaced"]]}


def merge(first: Verdict, again: Verdict, parts: list[PartSheet], culprit: str) -> Verdict:
    """Return the verdict that counts a mistake once: parts right in either, the culprit named.

    A part that trains long is earned when every short part passes the second time, or when it was
    right at once and only stood alone.
    """
    second = {part.part: part for part in again.parts}
    all_short_right = bool(second) and all(part.outcome == RIGHT for part in again.parts)
    some_short_right = any(part.outcome == RIGHT for part in again.parts)
    merged: list[PartVerdict] = []
    for part, sheet in zip(first.parts, parts, strict=True):
        again_part = second.get(part.part)
        if again_part is not None and again_part.outcome == UNANSWERED:
            merged.append(again_part)  # its own stub was hidden behind the other function's fault
            continue
        passes = (
            all_short_right or (some_short_right and is_withheld(part))
            if sheet.long
            else again_part is not None and again_part.outcome == RIGHT
        )
        if part.outcome == RIGHT or not passes:
            # What is wrong even now is its own fault, which the first time may not have shown.
            if again_part and {part.outcome, again_part.outcome} <= {WRONG, ERROR}:
                part = again_part
            merged.append(part)
            continue
        message = (
            f"With a right `{culprit}` in place of yours, this part is right: it earns its points. "
            f"The fault is in `{culprit}`, where it is counted."
            if all(earlier.culprit != culprit for earlier in merged)
            else f"With a right `{culprit}`, this part is right too."
        )
        merged.append(
            replace(
                part,
                points=part.max_points,
                outcome=RIGHT,
                message=message,
                culprit=culprit,
                misconception=None,
            )
        )
    return replace(first, parts=merged)
