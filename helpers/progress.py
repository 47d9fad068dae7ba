"""The table of `check.progress()`: a row for each exercise and open question, in the notebook's order."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.judge.verdicts import GOOD, RIGHT, UNANSWERED, Verdict, coded


@dataclass(frozen=True)
class Row:
    """How one exercise stands; `state` says it in words."""

    exercise: str
    points: float
    most: int
    state: str
    right: bool = False


def row_of(verdict: Verdict) -> Row:
    """Return the row of an exercise that was judged."""
    return Row(verdict.exercise, verdict.points, verdict.max_points, _state(verdict), verdict.right)


def _state(verdict: Verdict) -> str:
    if verdict.right:
        return "right"
    if {part.outcome for part in verdict.parts} == {UNANSWERED}:
        return "not done yet"
    left = ", ".join(part.part for part in verdict.parts if part.outcome != RIGHT)
    return f"look again at: {left}"


def table(
    rows: Sequence[Row], questions: Mapping[str, int], order: Sequence[str], guesses: str
) -> tuple[str, str]:
    """Return the table as text and as HTML; `order` names exercises and questions as they come."""
    known = {row.exercise: row for row in rows}
    order = order or [*known, *questions]
    width = max(len(name) for name in known)
    summary = _summary(rows)
    lines, cells = [f"{summary}"], []
    for name in order:
        if name in questions:
            said = f"{questions[name]} points, read by a person"
            lines.append(f"  {name}: {said}")
            cells.append(_row(f"<code>{html.escape(name)}</code>", "", said))
        elif name in known:
            row = known[name]
            points = f"{row.points:3g} / {row.most:<3}"
            lines.append(f"  {name:<{width}}  {points} {row.state.replace('`', '')}")
            cells.append(_row_of(row))
    page = f"<p><b>{html.escape(summary)}</b></p><table>{''.join(cells)}</table>"
    if guesses:
        lines.append(f"  {guesses}")
        page += f"<p>{html.escape(guesses)}</p>"
    return "\n".join(lines), page


def _summary(rows: Sequence[Row]) -> str:
    right = sum(row.right for row in rows)
    points, most = sum(row.points for row in rows), sum(row.most for row in rows)
    return (
        f"{right} of {len(rows)} exercises right, {points:g} of {most} points in the visible checks"
    )


def _row_of(row: Row) -> str:
    bar = (
        '<div style="width:min(120px,12vw);height:10px;border:1px solid currentColor">'
        f'<div style="width:{row.points / row.most:.0%};height:10px;background:{GOOD}"></div></div>'
    )
    state = f"{row.points:g} of {row.most}: {row.state}"
    return _row(f"<code>{html.escape(row.exercise)}</code>", bar, coded(state))


def _row(*cells: str) -> str:
    # Jupyter aligns tables to the right unless told otherwise.
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"
