"""Reads the hostile submissions of `attacks/` and hands them in.

An attack is a Markdown file. Its title says what it tries. A head follows: `kind`, `honest` (the
exercises that are answered rightly, the only ones that may earn points), `must` (what must
happen), and where it applies `outcome` (of the exercise the attack stands in), `says` (words
that the student must read) and `open` (what is not mended yet). Then come the pieces of the
notebook, each under the place it goes to: the name of an exercise's function, `first` (behind the
first code cell), `last`, `after NAME`, `question`; code
under `edit` is run by the test on the notebook's JSON before it is handed in.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.examining import Week
from autograder.grading.course import Course
from tests.support import filled

ATTACKS = Path(__file__).parent / "attacks"
PIECE = re.compile(
    r"^## (?P<place>[^\n]+)\n+```\w*\n(?P<text>.*?)^```$(?=\n*(?:^## |\Z))", re.M | re.S
)


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    name: str
    title: str
    kind: str
    must: str
    honest: tuple[str, ...]
    outcome: str | None
    says: str | None
    open: str | None
    pieces: tuple[tuple[str, str], ...]


@dataclass
class HandedIn:
    """What an attack handed in, and what its `edit` wants to find afterwards."""

    notes: list[str] = field(default_factory=list)
    says: list[Callable[[str], bool]] = field(default_factory=list)


def read_attacks() -> list[Attack]:
    """Return all attacks, by name."""
    return [_read(path) for path in sorted(ATTACKS.glob("*.md"))]


def _read(path: Path) -> Attack:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n## ")
    title, _, lines = head.partition("\n")
    fields = dict(line.split(": ", 1) for line in lines.splitlines() if ": " in line)
    honest = fields["honest"].split(", ") if fields["honest"] != "none" else []
    pieces = [(m["place"], m["text"]) for m in PIECE.finditer(f"## {rest}")]
    if not pieces or len(pieces) != len(re.findall(r"^## ", f"## {rest}", re.M)):
        raise ValueError(f"{path.name}: each piece is one fenced block under a heading")
    return Attack(
        path.stem,
        title.removeprefix("# "),
        fields["kind"],
        fields["must"],
        tuple(honest),
        fields.get("outcome"),
        fields.get("says"),
        fields.get("open"),
        tuple(pieces),
    )


def hand_in_attack(
    course: Course, week: Week, student: str, attack: Attack, answers: Mapping[str, str],
    words: Mapping[str, str],
) -> HandedIn:  # fmt: skip
    """Put an attack where submissions lie. `answers` are the right ones, `words` the placeholders."""
    target = target_of(attack)
    pieces = [
        (_fill(place, words, target), _fill(text, words, target)) for place, text in attack.pieces
    ]
    functions = {name for exercise in week.exercises for name in exercise.functions}
    given = {name: answers[name] for e in attack.honest for name in week.exercise(e).functions}
    given |= {place: text for place, text in pieces if place in functions}
    notebook = filled(course, week.name, given)
    for number, (place, text) in enumerate(pieces):
        _insert(notebook.cells, place, text, f"piece{number}", week)
    nb: dict[str, Any] = nbformat.from_dict(notebook)
    handed, files, links, hard = HandedIn(), {}, {}, {}
    for place, text in pieces:
        if place == "edit":
            scope = {
                "nb": nb,
                "files": files,
                "links": links,
                "hard_links": hard,
                "notes": handed.notes.append,
                "says": handed.says.append,
            }
            exec(compile(text, f"{attack.name}.md", "exec"), scope)
    folder = course.submission(student, week.name)
    folder.mkdir(parents=True)
    if nb:
        (folder / f"{week.name}.ipynb").write_text(json.dumps(nb))
    _lay(folder, files, links, hard)
    return handed


def target_of(attack: Attack) -> str:
    """Return the function that an attack without a particular one stands in."""
    return next(name for name in ("sigmoid", "propagate", "optimize") if name not in attack.honest)


def _fill(text: str, words: Mapping[str, str], target: str) -> str:
    text = text.replace("@FUNCTION@", target)
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    return text


def _insert(cells: list[Any], place: str, text: str, cell_id: str, week: Week) -> None:
    if place == "question":
        name = week.questions[0].name
        next(
            c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == name
        ).source = text
        return
    behind_setup = 1 + next(i for i, cell in enumerate(cells) if cell.cell_type == "code")
    at = {"first": behind_setup, "last": len(cells)}.get(place)
    if place.startswith("after "):
        name = place.removeprefix("after ")
        at = 1 + next(
            i for i, c in enumerate(cells) if c.metadata.get("nbgrader", {}).get("grade_id") == name
        )
    if at is not None:
        cells.insert(at, nbformat.v4.new_code_cell(text, id=cell_id))


def _lay(
    folder: Path,
    files: Mapping[Any, bytes],
    links: Mapping[Any, str],
    hard: Mapping[str, str],
) -> None:
    for name, content in files.items():
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    for name, target in links.items():
        os.symlink(target, os.path.join(os.fsencode(folder), os.fsencode(name)))
    for name, target in hard.items():
        os.link(target, folder / name)
