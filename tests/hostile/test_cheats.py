"""Cheats that stay within the rules of Python: what a student would write who wants points for nothing.

A file of `cheats/` holds those of a week: `## exercise: title`, perhaps a line `earns: N` for what such
an answer deserves all the same, and the functions in a fence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.examining import Week, function_sources, load_week
from tests.support import filled, grade_all, hand_in, make_course, points, verdicts

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

FILES = sorted((Path(__file__).parent / "cheats").glob("*.md"))
CHEAT = re.compile(
    r"^## (?P<exercise>\w+): (?P<title>[^\n]+)\n+(?:earns: (?P<earns>\d+)\n+)?"
    r"```python\n(?P<code>.*?)^```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Cheat:
    """A wrong answer to one exercise, and what it deserves."""

    exercise: str
    title: str
    earns: int
    code: str

    def functions(self) -> dict[str, str]:
        """Return the source of each function by name."""
        nodes = [node for node in ast.parse(self.code).body if isinstance(node, ast.FunctionDef)]
        return {node.name: ast.get_source_segment(self.code, node) or "" for node in nodes}


def read_cheats(path: Path) -> list[Cheat]:
    text = path.read_text(encoding="utf-8")
    found = [
        Cheat(m["exercise"], m["title"], int(m["earns"] or 0), m["code"])
        for m in CHEAT.finditer(text)
    ]
    assert len(found) == len(re.findall(r"^## ", text, re.M)), path.name
    return found


def built_on(week: Week) -> dict[str, set[str]]:
    """Return, for each exercise, all that it builds on."""
    below = {exercise.name: set(exercise.depends_on) for exercise in week.exercises}
    for names in below.values():
        pending = list(names)
        while pending:
            new = below[pending.pop()] - names
            names |= new
            pending += new
    return below


def notebooks(week: Week, cheats: list[Cheat]) -> Iterator[list[Cheat]]:
    """Yield cheats that fit into one notebook: none of them in what another one builds on."""
    below = built_on(week)
    left = list(cheats)
    while left:
        chosen: list[Cheat] = []
        for cheat in list(left):
            if not any(
                one.exercise == cheat.exercise or one.exercise in below[cheat.exercise]
                for one in chosen
            ) and not any(cheat.exercise in below[one.exercise] for one in chosen):
                chosen.append(cheat)
                left.remove(cheat)
        yield chosen


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_cheat_earns_what_it_knows_and_nothing_more(path: Path, tmp_path: Path) -> None:
    name = path.stem
    week, reference = load_week(name), function_sources(name)
    course = make_course(tmp_path / "course", name)
    handed = list(notebooks(week, read_cheats(path)))
    for number, cheats in enumerate(handed):
        # What the cheats build on is answered rightly; the rest has nothing to do with them.
        below = set().union(*(built_on(week)[cheat.exercise] for cheat in cheats))
        right = [
            function
            for name in below.union(cheat.exercise for cheat in cheats)
            for function in week.exercise(name).functions
        ]
        sources = {function: reference[function] for function in right}
        for cheat in cheats:
            sources |= cheat.functions()
        hand_in(course, f"cheat-{number}", week.name, filled(course, week.name, sources))
    grade_all(course)
    found = verdicts(course, name)
    wrong = []
    for number, cheats in enumerate(handed):
        for cheat in cheats:
            lines = found[f"cheat-{number}"][cheat.exercise]
            if points(lines) != cheat.earns:
                earned = {line["part"]: line["points"] for line in lines if line["points"]}
                wrong.append(f"{cheat.exercise}, {cheat.title}: {earned}, not {cheat.earns}")
    assert not wrong, "\n".join(wrong)


def test_there_are_cheats_in_most_weeks() -> None:
    assert len(FILES) >= 6 and sum(len(read_cheats(path)) for path in FILES) >= 30
