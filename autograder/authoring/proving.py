"""Proves the exercises of weeks, each again only when something that it depends on changed."""

from __future__ import annotations

import functools
import json
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from autograder.authoring.kept import Kept, digest_of_mutants, digest_of_proof
from autograder.authoring.proof import PROOF_SEEDS, prove_exercise, unreadable, wrong_total
from autograder.examining import (
    VISIBLE_SEED,
    AuthoringError,
    Exercise,
    Week,
    add_mutants,
    add_small,
    draw,
    load_week,
)
from autograder.files import CASES, EXERCISES, ROOT

Seeds = tuple[int, ...]


def load(name: str) -> Week:
    """Return a week. Raises AuthoringError, with file and line, for whatever is wrong in its modules."""
    try:
        return load_week(name)
    except SyntaxError as error:  # in the exercises, or in the answers that they import
        path = Path(error.filename or "")
        where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        raise AuthoringError(f"not valid Python: {error.msg}", f"{where}:{error.lineno}") from None
    except AuthoringError:
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if Path(f.filename).is_relative_to(EXERCISES / name)]
        if not own:
            raise
        where = f"{Path(own[-1].filename).relative_to(ROOT).as_posix()}:{own[-1].lineno}"
        raise AuthoringError(f"{type(error).__name__}: {error}", where) from None


def prove_weeks(
    names: Sequence[str], kept: dict[str, Kept], *, jobs: int = 1, seeds: Seeds = PROOF_SEEDS
) -> dict[str, list[str]]:
    """Return what is wrong with each week, warnings first; what is proven goes into `kept`."""
    problems: dict[str, list[str]] = {}
    tasks: list[tuple[str, str, Seeds]] = []
    for name in names:
        week = load(name)
        problems[name] = unreadable(week)
        if problems[name]:
            continue
        problems[name] = wrong_total(week)
        tasks += [
            (name, e.name, seeds) for e in week.exercises if not _is_proven(kept[name], e, seeds)
        ]
    for (name, exercise, _), (found, sheet) in zip(tasks, _prove_all(tasks, jobs), strict=True):
        problems[name] += found
        if not found:
            _keep(kept[name], load(name).exercise(exercise), seeds, sheet)
    return problems


def _prove_all(tasks: Sequence[tuple[str, str, Seeds]], jobs: int) -> list[tuple[list[str], Any]]:
    if jobs == 1 or len(tasks) < 2:
        return [_prove(*task) for task in tasks]
    with ProcessPoolExecutor(min(jobs, len(tasks))) as pool:
        return list(pool.map(_prove, *zip(*tasks, strict=True)))


def _prove(name: str, exercise_name: str, seeds: Seeds) -> tuple[list[str], Any]:
    """Return what is wrong with an exercise, and its sheet of visible cases."""
    week = load(name)
    exercise = week.exercise(exercise_name)
    problems = prove_exercise(week, exercise, seeds)
    return problems, None if problems else _drawn(week, exercise)


def _is_proven(kept: Kept, exercise: Exercise, seeds: Seeds) -> bool:
    return kept.get(f"proof of {exercise.name}", _digest(kept, exercise)) == list(seeds)


def _keep(kept: Kept, exercise: Exercise, seeds: Seeds, sheet: Any) -> None:
    kept.put(f"proof of {exercise.name}", _digest(kept, exercise), list(seeds))
    kept.put(f"sheet of {exercise.name}", _digest(kept, exercise), sheet)


def visible_sheet(week: Week, exercise: Exercise, kept: Kept) -> Any:
    """Return the plain data of an exercise's visible cases."""
    name, digest = f"sheet of {exercise.name}", _digest(kept, exercise)
    sheet = kept.get(name, digest)
    if sheet is None:
        sheet = _drawn(week, exercise)
        kept.put(name, digest, sheet)
    return sheet


def _drawn(week: Week, exercise: Exercise) -> Any:
    """Return the plain data of an exercise's visible cases, with what small changes of its answer yield.

    That takes long to compute: what the case file holds is taken where it says that its sources were
    the same.
    """
    sheet = add_small(week, exercise, draw(week, exercise, VISIBLE_SEED))
    known, stored = _stored_mutants(week.name)
    if known.get(exercise.name) == digest_of_mutants(week.name, exercise.name):
        return {**sheet.to_json(), **stored.get(exercise.name, {})}
    return add_mutants(week, exercise, sheet).to_json()


def _stored_mutants(name: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the digests and the mutants that a week's case file holds; nothing if it cannot be read."""
    try:
        content = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
        of = {
            e["exercise"]: {"mutants": e["mutants"]} for e in content["exercises"] if "mutants" in e
        }
        return content["mutants_of"], of
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}


def _digest(kept: Kept, exercise: Exercise) -> str:
    return _digest_of(kept.week, exercise.name, exercise.functions)


@functools.cache
def _digest_of(week: str, name: str, functions: tuple[str, ...]) -> str:
    return digest_of_proof(week, name, functions)
