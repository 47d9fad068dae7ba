"""Lists the wrong answers of a class that no misconception explains: what next year's are written from."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.proving import load
from autograder.desk.bench import VISIBLE_CASES, Bench
from autograder.examining import Exercise, Verdict, function_sources
from autograder.files import UserError
from autograder.grading.course import Course, open_course
from helpers.judge.outcome import Outcome
from helpers.judge.verdicts import ERROR, WRONG

Say = Callable[[str], None]


@dataclass
class Group:
    """Wrong answers that return the same in the visible cases, with the source of one of them."""

    exercise: str
    message: str
    source: str
    size: int = 0


def list_mistakes(name: str, folder: Path, say: Say) -> None:
    """Say which wrong answers no misconception explains, grouped by what they return, largest first.

    Each is run again, in the sandbox, on the visible cases, which are the same for all. Raises
    UserError when the week was not graded in the course.
    """
    course = open_course(folder)
    groups = find_mistakes(course, name)
    if not groups:
        say("every wrong answer is explained by a misconception")
    for group in groups:
        say(f"{group.exercise}: {group.size} {'answer' if group.size == 1 else 'answers'}")
        for line in [*group.message.splitlines(), "", *group.source.splitlines()]:
            say(f"    {line}".rstrip())
        say("")


def find_mistakes(course: Course, name: str) -> list[Group]:
    """Return the groups of wrong answers that no misconception explains, largest first."""
    open_cases = dict(_unexplained(course, name))
    if not open_cases:
        return []
    week = load(name)
    groups: dict[str, Group] = {}
    with Bench.opened(week) as bench:
        for student, exercises in open_cases.items():
            verdicts, examined = bench.assess(course.submission(student, name), VISIBLE_CASES)
            for exercise in week.exercises:
                if exercise.name not in exercises:
                    continue
                verdict = verdicts[exercise.name]
                if any(part.misconception for part in verdict.parts):
                    continue  # on these cases it is explained
                outcomes = examined.outcomes.get(exercise.name, {})
                key = _digest(exercise, verdict, outcomes)
                shown = Group(
                    exercise.name, _said(verdict), _source(name, exercise, examined.sources.found)
                )
                groups.setdefault(key, shown).size += 1
    order = {exercise.name: number for number, exercise in enumerate(week.exercises)}
    return sorted(groups.values(), key=lambda group: (order[group.exercise], -group.size))


def _unexplained(course: Course, name: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each student with the exercises that are wrong by a mistake of their own without a name."""
    path = course.verdicts(name)
    if not path.exists():
        raise UserError(f"{name} is not graded yet; run `autograder grade {course.root} {name}`")
    wrong: dict[str, dict[str, list[bool]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        part = json.loads(line)
        if part["outcome"] in (WRONG, ERROR) and not part["culprit"]:
            named = wrong.setdefault(part["student"], {}).setdefault(part["exercise"], [])
            named.append(bool(part["misconception"]))
    for student, exercises in wrong.items():
        left = {exercise for exercise, named in exercises.items() if not any(named)}
        if left:
            yield student, left


def _digest(exercise: Exercise, verdict: Verdict, outcomes: dict[str, list[Outcome]]) -> str:
    """Return a digest of what an answer returned, and in which of the parts that was wrong."""
    returned = {name: [outcome.to_json() for outcome in some] for name, some in outcomes.items()}
    for several in returned.values():
        for outcome in several:
            if outcome.get("error"):
                outcome["error"]["lines"] = []  # where it stood says nothing of what it is
                outcome["error"].pop("given", None)
    wrong = [part.part for part in verdict.parts if part.outcome in (WRONG, ERROR)]
    text = json.dumps([exercise.name, wrong, returned], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(verdict: Verdict) -> str:
    """Return what the verdict says of the first part that is wrong: the call, what came, what was due."""
    for part in verdict.parts:
        if part.outcome in (WRONG, ERROR):
            return f"{part.part}: {part.message}"
    return "right in the visible cases; wrong in those of its grading"


def _source(week: str, exercise: Exercise, sources: dict[str, str]) -> str:
    """Return the functions of an answer without anything that could tell whose it is."""
    known = _strings("\n".join(function_sources(week)[name] for name in exercise.functions))
    found = [sources[name] for name in exercise.functions if name in sources]
    return "\n\n".join(_anonymous(source, known) for source in found) or "(no function was found)"


def _strings(source: str) -> set[object]:
    nodes = ast.walk(ast.parse(source))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and _is_text(node)}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))


def _anonymous(source: str, known: set[object]) -> str:
    """Return code without comments, docstrings and texts, but for texts that the reference has too."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [s for s in body if not (isinstance(s, ast.Expr) and _is_text(s.value))]
            node.body = kept or [ast.Pass()]  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and _is_text(node) and node.value not in known:
            node.value = "..."
    return ast.unparse(tree)
