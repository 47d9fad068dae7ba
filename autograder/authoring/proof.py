"""Proves that a week's exercises are judged rightly: by wrong answers that must fail, right ones that must pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from autograder.examining import (
    VISIBLE_SEED,
    AuthoringError,
    Exercise,
    Sheet,
    Verdict,
    Week,
    draw,
    function_sources,
    quietly,
    variant_source,
    with_variants,
)
from helpers.judge.judging import judge

SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[^\n]*\n?", re.M | re.S)
STUB = "# YOUR CODE HERE\n{indent}raise NotImplementedError()\n"
PROOF_SEEDS = (VISIBLE_SEED, 1, 2, 3)


def stub_source(source: str) -> str:
    """Return a function's source with each answer taken out, as a student first sees it."""
    return SOLUTION.sub(lambda match: match[1] + STUB.format(indent=match[1]), source)


def examine(week: Week, exercise: Exercise, sources: dict[str, str], sheet: Sheet) -> Verdict:
    """Return the verdict on an answer, given as one source text a function, without a sandbox."""
    namespace = with_variants(week.name, sources)
    outcomes = {
        name: [quietly(case, namespace) for case in cases] for name, cases in sheet.draws.items()
    }
    return judge(sheet, outcomes, sources.get)


def prove(week: Week, seeds: tuple[int, ...] = PROOF_SEEDS) -> list[str]:
    """Return what is wrong with a week's exercises, a sentence each with file and line; [] when proven."""
    problems = list(_unreadable(week))
    if problems:
        return problems
    for exercise in week.exercises:
        try:
            problems += dict.fromkeys(_problems(week, exercise, seeds))
        except AuthoringError as error:
            problems.append(str(error))
    total = week.points
    if total != 100:
        severity = "error" if week.whole else "warning"
        problems.append(f"{severity}: {week.place}: the points total {total}, not 100")
    return problems


def _unreadable(week: Week) -> Iterator[str]:
    """Yield what makes the rest of the proof pointless: answers and variants that cannot be read."""
    try:
        defined = function_sources(week.name)
    except SyntaxError as error:
        yield f"solutions/{week.name}.py:{error.lineno}: not valid Python: {error.msg}"
        return
    for exercise in week.exercises:
        missing = [name for name in exercise.functions if name not in defined]
        for name in missing:
            yield f"{exercise.place}: solutions/{week.name}.py defines no function {name!r}"
        for variant in (*exercise.misconceptions, *exercise.alternatives):
            try:
                if not missing:
                    variant_source(week.name, exercise, variant)
            except AuthoringError as error:
                yield str(error)


def _problems(week: Week, exercise: Exercise, seeds: tuple[int, ...]) -> Iterator[str]:
    reference = {name: function_sources(week.name)[name] for name in exercise.functions}
    stubs = {name: stub_source(source) for name, source in reference.items()}
    if any(stubs[name] == reference[name] for name in reference):
        yield f"{_solutions_line(week, exercise.functions[0])}: no `### BEGIN SOLUTION` ... `### END SOLUTION`"
    for seed in seeds:
        sheet = draw(week, exercise, seed)
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
        yield from _misconceptions(week, exercise, sheet)


def _misconceptions(week: Week, exercise: Exercise, sheet: Sheet) -> Iterator[str]:
    for variant in exercise.misconceptions:
        verdict = examine(week, exercise, variant_source(week.name, exercise, variant), sheet)
        where = f"{variant.place}: the misconception {variant.name!r} of {exercise.name!r}"
        named = {part.misconception for part in verdict.parts} - {None}
        if verdict.right:
            yield f"{where} passes: it is not wrong for any case"
        elif not named:
            yield f"{where} fails but is not named:\n{verdict.to_text()}"
        elif named != {variant.name}:
            yield f"{where} is taken for {sorted(map(str, named))}"


def _solutions_line(week: Week, function: str) -> str:
    path = Path(__file__).parents[2] / "solutions" / f"{week.name}.py"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(f"def {function}("):
            return f"solutions/{week.name}.py:{number}"
    return f"solutions/{week.name}.py:1"
