"""What a class's verdicts say: which exercise is hard, which mistakes are shared, who needs a person."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.examining import Week
from autograder.examining.variants import function_sources

LEAST = 3  # a mistake of fewer is one of theirs, not of the class
MOVED = 0.15  # a share of a week's points that is more than the noise of one slip


@dataclass(frozen=True)
class Item:
    """An exercise as an item of a test.

    `difficulty` is the mean share of its points; `discrimination` the correlation, over students,
    of that share with the points of all other exercises (nan where either never varies).
    """

    exercise: str
    points: float
    full: int
    part: int
    none: int
    difficulty: float
    discrimination: float


@dataclass(frozen=True)
class Mistake:
    """A misconception that was found, who holds it and what it cost them together."""

    exercise: str
    name: str
    title: str
    hint: str
    students: tuple[str, ...]
    cost: float
    example: str = ""


@dataclass(frozen=True)
class Unexplained:
    """What is wrong in an exercise and has no misconception's name: how many, and one message."""

    exercise: str
    students: tuple[str, ...]
    message: str


@dataclass
class Analysis:
    """All that the report of a week shows."""

    week: str
    title: str
    students: list[str]
    totals: dict[str, float]
    most: float
    items: list[Item]
    mistakes: list[Mistake]
    unexplained: list[Unexplained]
    needs_a_person: list[tuple[str, str]] = field(default_factory=list)
    fallen: list[tuple[str, float, float]] = field(default_factory=list)
    improved: list[tuple[str, float, float]] = field(default_factory=list)
    hours: dict[str, float] = field(default_factory=dict)

    @property
    def worth_ten_minutes(self) -> list[Mistake]:
        """The three mistakes to speak of in the next lecture: those that cost the class most."""
        shared = [mistake for mistake in self.mistakes if len(mistake.students) >= LEAST]
        return sorted(shared or self.mistakes, key=lambda m: -m.cost)[:3]


def analyse(
    week: Week, lines: Sequence[Mapping[str, Any]], sources: Mapping[str, Mapping[str, str]]
) -> Analysis:
    """Return what a week's verdict lines say; `sources` has each student's functions by name."""
    names = [exercise.name for exercise in week.exercises]
    students = sorted({line["student"] for line in lines})
    earned = np.zeros((len(students), len(names)))
    most = np.zeros(len(names))
    rows, columns = _index(students), _index(names)
    counted: set[tuple[str, str]] = set()
    for line in lines:
        if line["exercise"] not in columns:
            continue
        i, j = rows[line["student"]], columns[line["exercise"]]
        earned[i, j] += line["points"]
        if (line["exercise"], line["part"]) not in counted:
            counted.add((line["exercise"], line["part"]))
            most[j] += line["max_points"]
    totals = dict(zip(students, map(float, earned.sum(axis=1)), strict=True))
    return Analysis(
        week.name,
        week.title,
        students,
        totals,
        float(most.sum()),
        _items(names, earned, most),
        _mistakes(week, lines, sources),
        _unexplained(lines),
        [
            (line["student"], f"{line['exercise']}: {line['message']}")
            for line in lines
            if line["outcome"] == "not_gradable" and line["message"]
        ],
    )


def _index(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _items(names: list[str], earned: np.ndarray, most: np.ndarray) -> list[Item]:
    found = []
    for j, name in enumerate(names):
        if not most[j]:
            continue
        share = earned[:, j] / most[j]
        rest = earned.sum(axis=1) - earned[:, j]
        found.append(
            Item(
                name,
                float(most[j]),
                int(np.sum(share >= 1)),
                int(np.sum((share > 0) & (share < 1))),
                int(np.sum(share <= 0)),
                float(share.mean()) if share.size else float("nan"),
                _correlation(share, rest),
            )
        )
    return found


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    if a.size < 3 or a.std() == 0 or b.std() == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _mistakes(
    week: Week, lines: Sequence[Mapping[str, Any]], sources: Mapping[str, Mapping[str, str]]
) -> list[Mistake]:
    known = {(e.name, m.name): m for e in week.exercises for m in e.misconceptions}
    functions = {e.name: e.functions for e in week.exercises}
    words = _words_of(week)
    held: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in lines:
        if line["misconception"]:
            cost = line["max_points"] - line["points"]
            held[line["exercise"], line["misconception"]][line["student"]] += cost
    found = []
    for (exercise, name), costs in held.items():
        mistake = known.get((exercise, name))
        texts = [
            "\n".join(
                filter(None, (sources.get(s, {}).get(f) for f in functions.get(exercise, ())))
            )
            for s in sorted(costs)
        ]
        bare = sorted(filter(None, (without_words(text, words) for text in texts)), key=len)
        found.append(
            Mistake(
                exercise,
                name,
                mistake.title if mistake else name,
                mistake.hint if mistake else "",
                tuple(sorted(costs)),
                float(sum(costs.values())),
                bare[len(bare) // 2] if bare else "",
            )
        )
    return sorted(found, key=lambda m: (-len(m.students), -m.cost, m.exercise))


def _unexplained(lines: Sequence[Mapping[str, Any]]) -> list[Unexplained]:
    wrong: dict[str, dict[str, str]] = defaultdict(dict)
    named = {(line["student"], line["exercise"]) for line in lines if line["misconception"]}
    for line in lines:
        key = (line["student"], line["exercise"])
        if line["outcome"] in ("wrong", "error", "crashed", "limit") and key not in named:
            wrong[line["exercise"]].setdefault(line["student"], line["message"])
    return [
        Unexplained(exercise, tuple(sorted(found)), _commonest(found.values()))
        for exercise, found in sorted(wrong.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _commonest(messages: Iterable[str]) -> str:
    texts = [text for text in messages if text]
    heads = [text.splitlines()[0] for text in texts]
    return max(texts, key=lambda text: heads.count(text.splitlines()[0]), default="")


def _words_of(week: Week) -> frozenset[str]:
    """Return the strings in a week's answers, such as keys of a cache: they tell of nobody."""
    return frozenset(
        node.value
        for source in function_sources(week.name).values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def without_words(source: str, known: Collection[str] = ()) -> str:
    """Return code with its comments gone and its strings emptied: nothing by which to know a person.

    Plain strings among the known ones stay.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return ""
    lines = source.splitlines()
    strings = {tokenize.STRING} | {
        getattr(tokenize, name) for name in ("FSTRING_MIDDLE",) if hasattr(tokenize, name)
    }
    for token in reversed(tokens):
        if token.type not in strings | {tokenize.COMMENT}:
            continue
        if token.type == tokenize.STRING and token.string[1:-1] in known:
            continue
        (top, left), (bottom, right) = token.start, token.end
        put = "" if token.type != tokenize.STRING else '"..."'
        tail = lines[bottom - 1][right:]
        lines[top - 1 : bottom] = [(lines[top - 1][:left] + put + tail).rstrip()]
    kept = [line for line in lines if line.strip() and line.strip() != '"..."']
    return "\n".join(kept)


def compare_with_earlier(analysis: Analysis, earlier: Sequence[Mapping[str, float]]) -> None:
    """Note who fell behind and who improved; `earlier` has the shares of points of earlier weeks."""
    for student in analysis.students:
        before = [shares[student] for shares in earlier if student in shares]
        if not before or not analysis.most:
            continue
        was, now = float(np.mean(before)), analysis.totals[student] / analysis.most
        if now < was - MOVED:
            analysis.fallen.append((student, was, now))
        elif now > was + MOVED:
            analysis.improved.append((student, was, now))
    analysis.fallen.sort(key=lambda row: row[2] - row[1])
    analysis.improved.sort(key=lambda row: row[1] - row[2])
