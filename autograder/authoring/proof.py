"""Proves that a week's exercises are judged rightly: by wrong answers that must fail, right ones that must pass."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from autograder.examining import (
    VISIBLE_SEED,
    AuthoringError,
    Exercise,
    Sheet,
    Verdict,
    Week,
    add_known,
    draw,
    function_sources,
    quietly,
    solution_source,
    variant_source,
    with_variants,
)
from helpers.judge.judging import judge
from helpers.judge.outcome import Outcome

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[^\n]*\n?", re.M | re.S)
STUB = "# YOUR CODE HERE\n{indent}raise NotImplementedError()\n"
PROOF_SEEDS = (VISIBLE_SEED, 1, 2, 3)


def stub_source(source: str) -> str:
    """Return a function's source with each answer taken out, as a student first sees it."""
    return SOLUTION.sub(lambda match: match[1] + STUB.format(indent=match[1]), source)


def examine(week: Week, exercise: Exercise, sources: dict[str, str], sheet: Sheet) -> Verdict:
    """Return the verdict on an answer, given as one source text a function, without a sandbox."""
    return judge(sheet, _outcomes(week, sources, sheet), sources.get)


def _outcomes(week: Week, sources: dict[str, str], sheet: Sheet) -> dict[str, list[Outcome]]:
    """Return what an answer does in each case of each draw."""
    namespace = with_variants(week.name, sources)
    return {
        name: [quietly(case, namespace) for case in cases] for name, cases in sheet.draws.items()
    }


def prove(week: Week, seeds: tuple[int, ...] = PROOF_SEEDS) -> list[str]:
    """Return what is wrong with a week's exercises, a sentence each with file and line; [] when proven."""
    problems = unreadable(week)
    if problems:
        return problems
    for exercise in week.exercises:
        problems += prove_exercise(week, exercise, seeds)
    return problems + wrong_total(week)


def wrong_total(week: Week) -> list[str]:
    """Return what is wrong with the week's points: a warning while the week is not whole."""
    if week.points == 100:
        return []
    severity = "" if week.whole else "warning: "
    return [f"{severity}{week.place}: the points total {week.points}, not 100"]


def prove_exercise(week: Week, exercise: Exercise, seeds: tuple[int, ...]) -> list[str]:
    """Return what is wrong with one exercise, a sentence each with file and line; [] when proven."""
    try:
        return list(dict.fromkeys(_problems(week, exercise, seeds)))
    except AuthoringError as error:
        return [str(error)]


def unreadable(week: Week) -> list[str]:
    """Return what makes a proof pointless: answers and variants that cannot be read."""
    try:
        return list(misspelt_markers(week.name)) or list(_unreadable(week))
    except SyntaxError as error:
        return [f"solutions/{week.name}.py:{error.lineno}: not valid Python: {error.msg}"]


def misspelt_markers(week: str) -> Iterator[str]:
    """Yield each line of the answers that is nearly a marker, and each marker without its other half."""
    opened = 0
    lines = solution_source(week).splitlines()
    for number, line in enumerate(lines, 1):
        where, text = f"solutions/{week}.py:{number}", line.strip()
        if text == BEGIN:
            if opened:
                yield f"{where}: {text!r} again; the one in line {opened} has no `{END}` yet"
            opened = number
        elif text == END:
            if not opened:
                yield f"{where}: {text!r} without `{BEGIN}` above it"
            opened = 0
        elif _is_nearly_a_marker(text):
            yield f"{where}: {text!r} is no marker; write `{BEGIN}` or `{END}`"
            opened = 0 if opened else number
    if opened and lines[opened - 1].strip() == BEGIN:
        yield f"solutions/{week}.py:{opened}: {BEGIN!r} has no `{END}` below it"


def _is_nearly_a_marker(text: str) -> bool:
    if not text.startswith("#"):
        return False
    plain = re.sub(r"[^A-Z]+", " ", text.upper()).strip()
    return max(difflib.SequenceMatcher(None, plain, m[4:]).ratio() for m in (BEGIN, END)) > 0.75


def _unreadable(week: Week) -> Iterator[str]:
    """Yield what makes the rest of the proof pointless: answers and variants that cannot be read."""
    defined = function_sources(week.name)
    for exercise in week.exercises:
        missing = [name for name in exercise.functions if name not in defined]
        for name in missing:
            yield f"{exercise.place}: solutions/{week.name}.py defines no function {name!r}"
        for name in exercise.functions:
            if name in defined and not SOLUTION.search(defined[name]):
                yield f"{solutions_line(week.name, name)}: {name!r} has no `{BEGIN}` ... `{END}`"
        for variant in (*exercise.misconceptions, *exercise.alternatives):
            try:
                if not missing:
                    variant_source(week.name, exercise, variant)
            except AuthoringError as error:
                yield str(error)


def _problems(week: Week, exercise: Exercise, seeds: tuple[int, ...]) -> Iterator[str]:
    reference = {name: function_sources(week.name)[name] for name in exercise.functions}
    stubs = {name: stub_source(source) for name, source in reference.items()}
    for seed in seeds[:1] if _only_trains(exercise) else seeds:
        sheet = draw(week, exercise, seed, known=False)
        # Each mistake is run once: it is what is known on the sheet, and what is judged by it.
        mistakes = {
            variant.name: _outcomes(week, variant_source(week.name, exercise, variant), sheet)
            for variant in exercise.misconceptions
        }
        sheet = add_known(week, exercise, sheet, mistakes)
        verdict = examine(week, exercise, reference, sheet)
        if not verdict.right:
            yield f"{exercise.place}: the reference fails:\n{verdict.to_text()}"
        verdict = examine(week, exercise, stubs, sheet)
        if verdict.points:
            yield f"{exercise.place}: the untouched stub of {exercise.name!r} earns points"
        for variant in exercise.alternatives:
            verdict = examine(week, exercise, variant_source(week.name, exercise, variant), sheet)
            if not verdict.right:
                yield (
                    f"{variant.place}: the alternative {variant.name!r} of "
                    f"{exercise.name!r} fails:\n{verdict.to_text()}"
                )
        yield from _misconceptions(week, exercise, sheet, mistakes)


def _only_trains(exercise: Exercise) -> bool:
    """Return whether every call is a long training, which is run for one seed only."""
    long = {part.cases for part in exercise.parts if part.long}
    return all(part.cases in long for part in exercise.parts)


def _misconceptions(
    week: Week, exercise: Exercise, sheet: Sheet, mistakes: dict[str, dict[str, list[Outcome]]]
) -> Iterator[str]:
    for variant in exercise.misconceptions:
        sources = variant_source(week.name, exercise, variant)
        verdict = judge(sheet, mistakes[variant.name], sources.get)
        where = f"{variant.place}: the misconception {variant.name!r} of {exercise.name!r}"
        named = {part.misconception for part in verdict.parts} - {None}
        if verdict.right:
            yield f"{where} passes: it is not wrong for any case"
        elif not named:
            yield f"{where} fails but is not named:\n{verdict.to_text()}"
        elif named != {variant.name}:
            yield f"{where} is taken for {sorted(map(str, named))}"


def solutions_line(week: str, function: str) -> str:
    """Return "file:line" of the definition of an answer."""
    for number, line in enumerate(solution_source(week).splitlines(), 1):
        if line.startswith(f"def {function}("):
            return f"solutions/{week}.py:{number}"
    return f"solutions/{week}.py:1"
