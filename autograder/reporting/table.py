"""The class at a glance: students by exercises, then which misconceptions were found and how often."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.examining import Week


def read_verdicts(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a `verdicts/WEEK.jsonl`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scores(lines: list[dict[str, Any]]) -> dict[str, dict[str, tuple[float, float]]]:
    """Return (points, most) by student and exercise, in the order of the lines."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for line in lines:
        row = found.setdefault(line["student"], {})
        points, most = row.get(line["exercise"], (0.0, 0.0))
        row[line["exercise"]] = (points + line["points"], most + line["max_points"])
    return found


def misconceptions(lines: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Return (exercise, misconception, students who hold it), the most frequent first."""
    held = {
        (line["student"], line["exercise"], line["misconception"])
        for line in lines
        if line["misconception"]
    }
    counts = Counter((exercise, name) for _, exercise, name in held)
    return [
        (exercise, name, count)
        for (exercise, name), count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
    ]


def print_class(week: Week, lines: list[dict[str, Any]], console: Console) -> None:
    """Print both tables. A score is coloured and, for eyes without colour, marked when not full."""
    table = scores(lines)
    if not table:
        console.print("no verdicts yet")
        return
    exercises = list(next(iter(table.values())))
    grid = Table(title="points by exercise", header_style="bold", pad_edge=False)
    grid.add_column("student")
    for number, _ in enumerate(exercises, 1):
        grid.add_column(str(number), justify="right")
    grid.add_column("sum", justify="right")
    for student, row in table.items():
        cells = [_cell(*row.get(exercise, (0.0, 0.0))) for exercise in exercises]
        total = tuple(sum(values) for values in zip(*row.values(), strict=True))
        grid.add_row(Text(student), *cells, Text(f"{total[0]:g}/{total[1]:g}"))
    console.print(grid)
    for number, exercise in enumerate(exercises, 1):
        console.print(f"  {number} {exercise}", highlight=False, markup=False)
    _print_misconceptions(week, lines, console)


def _cell(points: float, most: float) -> Text:
    if points >= most:
        return Text(f"{points:g}", style="green")
    return Text(f"{points:g}", style="red") if points == 0 else Text(f"{points:g}", style="yellow")


def _print_misconceptions(week: Week, lines: list[dict[str, Any]], console: Console) -> None:
    titles = {(e.name, m.name): m.title for e in week.exercises for m in e.misconceptions}
    found = misconceptions(lines)
    if not found:
        return
    table = Table(title="misconceptions found", header_style="bold", pad_edge=False)
    for name in ("exercise", "misconception"):
        table.add_column(name)
    table.add_column("students", justify="right")
    for exercise, name, count in found:
        table.add_row(exercise, titles.get((exercise, name), name), str(count))
    console.print(table)
