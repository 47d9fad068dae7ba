"""Every week's judging is itself judged: wrong answers must fail and be named, right ones must pass."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from autograder.authoring.proof import prove, stub_source, wrong_total
from autograder.examining import (
    Exercise,
    Variant,
    Week,
    function_sources,
    load_week,
    variant_source,
)
from autograder.files import week_names
from tests.support import answered, filled, grade_all, hand_in, make_course, points, verdicts

WEEKS = week_names()


@pytest.mark.slow
@pytest.mark.parametrize("name", WEEKS)
def test_stub_reference_misconceptions_and_alternatives_come_out_as_they_must_in_check(
    name: str,
) -> None:
    week = load_week(name)
    # One drawing beside the visible one (tests/authoring/test_build.py) and the grader's own (below).
    found = prove(week, seeds=(11,))
    assert found == (wrong_total(week) if not week.whole else [])


@pytest.mark.parametrize("name", WEEKS)
def test_a_week_totals_100_points_and_every_exercise_has_wrong_and_right_variants(
    name: str,
) -> None:
    week = load_week(name)
    if not week.whole:
        pytest.skip(f"{name} is being written: Week(..., whole=False)")
    assert week.points == 100
    for exercise in week.exercises:
        assert exercise.misconceptions, f"{exercise.name} lists no misconception"
        assert len(exercise.alternatives) >= 2, f"{exercise.name} has fewer than two alternatives"
        for misconception in exercise.misconceptions:
            assert misconception.title and misconception.hint, misconception.name


def _related(week: Week) -> dict[str, set[str]]:
    """Return, for each exercise, all that it builds on and all that build on it."""
    below: dict[str, set[str]] = {}
    for exercise in week.exercises:
        below[exercise.name] = set()
        pending = list(exercise.depends_on)
        while pending:
            name = pending.pop()
            if name not in below[exercise.name]:
                below[exercise.name].add(name)
                pending += week.exercise(name).depends_on
    above = {name: {other for other in below if name in below[other]} for name in below}
    return {name: below[name] | above[name] for name in below}


def _notebooks(week: Week, variants: dict[str, list[Variant]]) -> Iterator[dict[str, Variant]]:
    """Yield choices of one variant an exercise, no two of exercises that build on each other."""
    related = _related(week)
    left = {name: list(items) for name, items in variants.items()}
    while any(left.values()):
        chosen: dict[str, Variant] = {}
        for name in sorted(left, key=lambda name: -len(left[name])):
            if left[name] and not related[name] & chosen.keys():
                chosen[name] = left[name].pop()
        yield chosen


def _answered(week: Week, chosen: dict[str, Variant]) -> set[str]:
    """Return the exercises that a notebook answers: those chosen, what they build on, what builds on them.

    And what a mistake calls. No other can be touched by what is wrong in them, and to judge all in each
    notebook takes twice the time.
    """
    related = _related(week)
    words = {
        word
        for name, variant in chosen.items()
        for source in variant_source(week.name, week.exercise(name), variant).values()
        for word in re.findall(r"\w+", source)
    }
    named = {e.name for e in week.exercises if words.intersection(e.functions)} | set(chosen)
    return named.union(*(related[name] for name in named))


def _sources(week: Week, chosen: dict[str, Variant]) -> dict[str, str]:
    reference = function_sources(week.name)
    sources: dict[str, str] = {
        function: reference[function]
        for name in _answered(week, chosen)
        for function in week.exercise(name).functions
    }
    for name, variant in chosen.items():
        sources |= variant_source(week.name, week.exercise(name), variant)
    return sources


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize("name", WEEKS)
def test_the_sandboxed_grader_agrees_and_counts_a_mistake_once(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    week = load_week(name)
    course = make_course(tmp_path_factory.mktemp("course"), name)
    # What is drawn hangs on a course's secret: the same one each time. Chance has a say where a network is
    # trained: of a hundred right capstones, one or two have met a drawing that cost them points.
    (course.private / "secret").write_text(os.environ.get("AUTOGRADER_SECRET", "d1" * 32))
    reference = function_sources(name)
    wrong = list(_notebooks(week, {e.name: list(e.misconceptions) for e in week.exercises}))
    right = list(_notebooks(week, {e.name: list(e.alternatives) for e in week.exercises}))
    hand_in(course, "reference", name, answered(course, name))
    hand_in(
        course,
        "stubs",
        name,
        filled(course, name, {f: stub_source(s) for f, s in reference.items()}),
    )
    for number, chosen in enumerate(wrong):
        hand_in(course, f"wrong-{number}", name, filled(course, name, _sources(week, chosen)))
    for number, chosen in enumerate(right):  # a few, which may call what they like
        hand_in(course, f"right-{number}", name, answered(course, name, _sources(week, chosen)))
    grade_all(course)
    found = verdicts(course, name)

    faults = []
    for exercise in week.exercises:
        for student, of_student in found.items():
            earned = points(of_student[exercise.name])
            kind, _, number = student.partition("-")
            chosen = {"wrong": wrong, "right": right}.get(kind, [{}])[int(number or 0)]
            if kind == "wrong" and exercise.name in chosen:
                faults += _faults_of_wrong(
                    exercise, chosen[exercise.name], of_student[exercise.name]
                )
                continue
            in_it = kind in ("reference", "right") or exercise.name in _answered(week, chosen)
            expected = exercise.points if in_it else 0.0
            if earned != expected:
                lost = [
                    line
                    for line in of_student[exercise.name]
                    if line["points"] != line["max_points"]
                ]
                faults.append(
                    f"{student} {exercise.name}: {earned} of {expected}; {_context(student, wrong, right)}; "
                    f"{[(line['part'], line['outcome'], line['message'][:300]) for line in lost]}"
                )
    assert not faults, "\n".join(faults[:20]) + f"\n{len(faults)} faults"


def _faults_of_wrong(exercise: Exercise, variant: Variant, lines: list[dict]) -> list[str]:
    named = {line["misconception"] for line in lines} - {None}
    if points(lines) >= exercise.points:
        return [f"{exercise.name}: the misconception {variant.name} lost nothing in the grader"]
    if variant.name not in named:
        return [f"{exercise.name}: {variant.name} is named {sorted(named)} in the grader"]
    return []


def _context(student: str, wrong: list, right: list) -> str:
    kind, _, number = student.partition("-")
    chosen = {"wrong": wrong, "right": right}.get(kind, [{}])[int(number or 0)]
    return ", ".join(f"{name}={variant.name}" for name, variant in chosen.items())
