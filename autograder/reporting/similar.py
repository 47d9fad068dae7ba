"""Writes the page of submissions that are much alike: both sources side by side, and no verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode

from autograder.examining import Week
from autograder.files import UserError, write_atomically
from autograder.reporting.alike import Pair, Run, pairs, runs_of, stands_out, weigh

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 50  # pairs on the page; the list above them has all
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.M | re.S)
ELSEWHERE = "cells of their own"


@dataclass(frozen=True)
class Side:
    """One person's code in a cell: its lines, each with whether it holds what both share and few have."""

    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Beside:
    """A cell of two people, and how much of what they share stands in it."""

    name: str
    one: Side
    other: Side
    weight: float


def similar(
    root: Path, week: Week, answers: Mapping[str, str], release: Path
) -> tuple[Path, list[Pair], int]:
    """Write `reports/WEEK-similar.html`; return its path, the pairs, and how many were compared.

    `answers` has the reference's functions, `release` is the notebook that students got: what
    stands in them, hints included, tells nothing of two people. Raises UserError when fewer than
    two submissions are graded.
    """
    given_cells = _cells(release)
    written = {
        path.parent.parent.name: written_in(_cells(path), given_cells)
        for path in sorted((root / "autograded").glob(f"*/{week.name}/{week.name}.ipynb"))
    }
    if len(written) < 2:
        raise UserError(
            f"{len(written)} submissions to {week.name} are graded, and a pair needs two: "
            f"`autograder grade {root}` comes first"
        )
    known = {name for exercise in week.exercises for name in exercise.functions}
    runs = {
        student: {name: runs_of(source, known) for name, source in cells.items()}
        for student, cells in written.items()
    }
    people = {student: set().union(*cells.values()) for student, cells in runs.items()}
    weights = weigh(people, given_runs(given_cells, answers, known))
    found, least = stands_out(pairs(people, weights), len(people))
    shown = [
        (pair, _beside(written, runs, weights, pair.one, pair.other)) for pair in found[:SHOWN]
    ]
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    page = environment.get_template("similar.html.j2").render(
        week=week, found=found, shown=shown, people=len(people), least=least
    )
    target = root / "reports" / f"{week.name}-similar.html"
    write_atomically(target, page)
    return target, found, len(people)


def _cells(path: Path) -> list[NotebookNode]:
    try:
        return list(nbformat.v4.reads(path.read_text(encoding="utf-8")).cells)
    except (OSError, ValueError, AttributeError):
        return []


def written_in(cells: list[NotebookNode], release: list[NotebookNode]) -> dict[str, str]:
    """Return what a student wrote, by cell; what stands in cells of their own is one text."""
    given = {cell.id for cell in release if not _is_for_students(cell)}
    found: dict[str, str] = {}
    for cell in cells:
        if cell.cell_type != "code" or cell.get("id") in given:
            continue
        name = cell.metadata.nbgrader.grade_id if _is_for_students(cell) else ELSEWHERE
        found[name] = f"{found[name]}\n\n{cell.source}" if name in found else cell.source
    return found


def _is_for_students(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def given_runs(
    release: list[NotebookNode], answers: Mapping[str, str], known: set[str]
) -> set[Run]:
    """Return what a student may have from us: the notebook's code, its hints, the reference's way."""
    sources = [*answers.values()]
    for cell in release:
        if cell.cell_type == "code":
            sources.append(cell.source)
        else:
            sources += [fence or inline for fence, inline in CODE.findall(cell.source)]
    return set().union(*(runs_of(source, known) for source in sources))


def _beside(
    written: Mapping[str, Mapping[str, str]],
    runs: Mapping[str, Mapping[str, Mapping[Run, set[int]]]],
    weights: Mapping[Run, float],
    one: str,
    other: str,
) -> list[Beside]:
    """Return the cells of two people, those first in which most of what they share stands."""
    shared = {
        run
        for run in set().union(*runs[one].values()) & set().union(*runs[other].values())
        if run in weights
    }
    cells = []
    for name in {**written[one], **written[other]}:
        ours = shared & set(runs[one].get(name, {}))
        cells.append(
            Beside(
                name,
                _side(written[one].get(name, ""), runs[one].get(name, {}), shared),
                _side(written[other].get(name, ""), runs[other].get(name, {}), shared),
                sum(weights[run] for run in ours),
            )
        )
    return sorted(cells, key=lambda cell: -cell.weight)


def _side(source: str, runs: Mapping[Run, set[int]], shared: set[Run]) -> Side:
    marked = set().union(*(lines for run, lines in runs.items() if run in shared))
    return Side(
        tuple((line, number in marked) for number, line in enumerate(source.split("\n"), start=1))
    )
